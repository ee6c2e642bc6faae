/* What a user of cJSON calls, with the results printed. */
#include "cJSON.h"
#include "cJSON_Utils.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show(const char *what, cJSON *item) {
  char *text = cJSON_PrintUnformatted(item);
  printf("%s: %s\n", what, text ? text : "none");
  free(text);
}

static void parse(const char *text) {
  const char *end = NULL;
  cJSON *item = cJSON_ParseWithOpts(text, &end, 1);
  char buffer[64];
  printf("%s -> %s, %ld\n", text, item ? "ok" : "error", end ? (long)(end - text) : -1L);
  if (item) {
    char *formatted = cJSON_Print(item);
    char *buffered = cJSON_PrintBuffered(item, 3, 1);
    printf("%s\n%d\n", formatted ? formatted : "none", formatted && buffered && strcmp(formatted, buffered) == 0);
    printf("%d\n", cJSON_PrintPreallocated(item, buffer, (int)sizeof buffer, 0));
    free(formatted);
    free(buffered);
  }
  cJSON_Delete(item);
}

static void minify(const char *text) {
  char *copy = malloc(strlen(text) + 1);
  strcpy(copy, text);
  cJSON_Minify(copy);
  printf("minified: %s\n", copy);
  free(copy);
}

static void compare(const char *left, const char *right) {
  cJSON *a = cJSON_Parse(left), *b = cJSON_Parse(right);
  printf("%s %s: %d %d\n", left, right, cJSON_Compare(a, b, 1), cJSON_Compare(a, b, 0));
  cJSON_Delete(a);
  cJSON_Delete(b);
}

static void patch(const char *from, const char *to) {
  cJSON *a = cJSON_Parse(from), *b = cJSON_Parse(to), *c = cJSON_Parse(from);
  cJSON *patches = cJSONUtils_GeneratePatches(a, b);
  cJSON *merge = cJSONUtils_GenerateMergePatch(a, b);
  show("patches", patches);
  show("merge patch", merge);
  printf("%d\n", cJSONUtils_ApplyPatches(a, patches));
  show("patched", a);
  c = cJSONUtils_MergePatch(c, merge);
  show("merged", c);
  cJSON_Delete(a);
  cJSON_Delete(b);
  cJSON_Delete(c);
  cJSON_Delete(patches);
  cJSON_Delete(merge);
}

static void apply(const char *document, const char *patches) {
  cJSON *item = cJSON_Parse(document), *list = cJSON_Parse(patches);
  printf("%s: %d\n", patches, cJSONUtils_ApplyPatchesCaseSensitive(item, list));
  show("then", item);
  cJSON_Delete(item);
  cJSON_Delete(list);
}

static void arrays(void) {
  const int numbers[] = {1, -2, 3};
  const double doubles[] = {0.5, 1e100, -0.0};
  const char *strings[] = {"a", "b\n", ""};
  cJSON *array = cJSON_CreateIntArray(numbers, 3);
  cJSON *object = cJSON_CreateObject();
  cJSON *copy;
  cJSON_InsertItemInArray(array, 1, cJSON_CreateDoubleArray(doubles, 3));
  cJSON_InsertItemInArray(array, 9, cJSON_CreateStringArray(strings, 3));
  show("array", array);
  cJSON_ReplaceItemInArray(array, 2, cJSON_CreateTrue());
  cJSON_Delete(cJSON_DetachItemFromArray(array, 0));
  show("array", array);
  printf("%d\n", cJSON_GetArraySize(array));
  cJSON_AddItemToObject(object, "array", array);
  cJSON_AddStringToObject(object, "Name", "value");
  cJSON_AddNumberToObject(object, "number", 12.25);
  cJSON_AddNullToObject(object, "null");
  cJSON_AddRawToObject(object, "raw", "[1 , 2]");
  cJSON_AddBoolToObject(object, "no", 0);
  copy = cJSON_Duplicate(object, 1);
  printf("%d %d %d\n", cJSON_Compare(copy, object, 1), cJSON_HasObjectItem(object, "name"),
         cJSON_GetObjectItemCaseSensitive(object, "name") != NULL);
  cJSON_ReplaceItemInObject(object, "NUMBER", cJSON_CreateNumber(7));
  cJSON_DeleteItemFromObject(object, "null");
  cJSON_DeleteItemFromArray(cJSON_GetObjectItem(object, "array"), 1);
  cJSON_SetNumberHelper(cJSON_GetObjectItem(object, "number"), 1e10);
  cJSON_SetValuestring(cJSON_GetObjectItem(object, "Name"), "longer than before");
  show("object", object);
  show("copy", copy);
  show("found", cJSONUtils_GetPointer(copy, "/array/1/0"));
  cJSONUtils_SortObject(copy);
  show("sorted", copy);
  cJSON_Delete(object);
  cJSON_Delete(copy);
}

int main(void) {
  static const char *const texts[] = {"{}",
                                      "[]",
                                      "[1,2.5,-3e2,0.1e-3]",
                                      "{\"a\":{\"b\":[null,true,false]},\"c\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
                                      "\"\\u00e9\\u20ac\\ud83d\\ude00 \\u0041\"",
                                      "\"\\ud83d\"",
                                      "\"\\u12\"",
                                      "[1,",
                                      "{\"a\"}",
                                      "{\"a\":1,}",
                                      "nul",
                                      " [ ] x",
                                      "\"open",
                                      "-",
                                      "123456789012345678901234567890",
                                      "[[[[[]]]]]",
                                      "\"\x01\x1f\"",
                                      "\xef\xbb\xbf[1]",
                                      ""};
  static const char *const pairs[][2] = {{"[1,2]", "[1,2]"},
                                         {"[1,2]", "[1,3]"},
                                         {"[1]", "[1,2]"},
                                         {"{\"a\":1}", "{\"A\":1}"},
                                         {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"},
                                         {"{\"a\":1}", "{\"a\":1,\"b\":2}"},
                                         {"\"x\"", "\"x\""},
                                         {"\"x\"", "\"y\""},
                                         {"true", "false"},
                                         {"1", "1.5"}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i)
    parse(texts[i]);
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; ++i)
    compare(pairs[i][0], pairs[i][1]);
  minify("{ \"a b\" : [ 1 , 2 ] , // line\n \"c\\\"\" : /* block */ \"d /* e */\" }");
  minify("/* open");
  arrays();
  patch("{\"a\":1,\"b\":[1,2,3],\"c\":{\"d\":4}}", "{\"b\":[1,4],\"c\":{\"d\":5,\"e/~\":6},\"f\":null}");
  patch("{\"b\":2,\"a\":1}", "{\"a\":\"x\"}");
  patch("[1]", "{}");
  apply("{\"a\":[1,2],\"b\":3}",
        "[{\"op\":\"add\",\"path\":\"/a/1\",\"value\":9},{\"op\":\"move\",\"from\":\"/b\",\"path\":\"/a/-\"},"
        "{\"op\":\"test\",\"path\":\"/a/0\",\"value\":1},{\"op\":\"copy\",\"from\":\"/a/0\",\"path\":\"/c~1d\"}]");
  apply("{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"/x\"}]");
  apply("{\"a\":1}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]");
  apply("{\"a\":[1]}", "[{\"op\":\"replace\",\"path\":\"/a/0\",\"value\":[]},{\"op\":\"remove\",\"path\":\"/a/0\"}]");
  return 0;
}
