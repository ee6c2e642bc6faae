"""The defects of the synthetic history: each is a function before and after its fix, with what the tests do with it.

What class a defect is of follows from how the tests use the function, and from nothing that Allele says:

  not run        no test gets to the fixed lines
  not checked    a test runs them, and nothing that they decide is looked at
  wrong state    a test looks at what they decide when all goes well; the failure state that they lead to isn't checked, or they are noticed
                 by crashes alone
  checked        a test asserts what they decide, and the failure state where there is one
  unjudged       the fix changes no code that is run

`needs_states`: the class follows from failure states; without them it would look like `checked`.
"""

from dataclasses import dataclass

NOT_RUN = "not run"
NOT_CHECKED = "run, not checked"
WRONG_STATE = "checked, wrong state"
CHECKED = "checked"
UNJUDGED = "can't be judged"


@dataclass
class Case:
    name: str
    known: str
    file: str
    before: str
    after: str
    test: str = ""  # the body of its test; none: it has none
    needs_states: bool = False
    stack: str = ""


CASES = [
    # ---- no test gets there
    Case("never-called", NOT_RUN, "src/price.cpp",
         "int surcharge(int weight) {\n  return weight * 3;\n}\n",
         "int surcharge(int weight) {\n  return weight * 4;\n}\n"),
    Case("branch-never-taken", NOT_RUN, "src/price.cpp",
         "int discount(int count) {\n  if (count > 1000) {\n    return count / 3;\n  }\n  return count / 10;\n}\n",
         "int discount(int count) {\n  if (count > 1000) {\n    return count / 4;\n  }\n  return count / 10;\n}\n",
         "EXPECT_EQ(discount(100), 10);"),
    Case("case-never-taken", NOT_RUN, "src/price.cpp",
         "int zone(int code) {\n  switch (code) {\n  case 1:\n    return code + 4;\n  case 2:\n    return code + 9;\n  default:\n    return 0;\n  }\n}\n",
         "int zone(int code) {\n  switch (code) {\n  case 1:\n    return code + 4;\n  case 2:\n    return code + 8;\n  default:\n    return 0;\n  }\n}\n",
         "EXPECT_EQ(zone(1), 5);"),
    Case("error-never-happens", NOT_RUN, "src/store.cpp",
         "int put(int slot) {\n  if (slot < 0) {\n    failures += 2;\n    return -1;\n  }\n  return slot + 1;\n}\n",
         "int put(int slot) {\n  if (slot < 0) {\n    failures += 1;\n    return -1;\n  }\n  return slot + 1;\n}\n",
         "EXPECT_EQ(put(3), 4);"),
    Case("handler-never-entered", NOT_RUN, "src/store.cpp",
         "int load(const std::string &text) {\n  try {\n    return std::stoi(text);\n  } catch (const std::exception &) {\n    failures = failures * 2;\n    return 0;\n  }\n}\n",
         "int load(const std::string &text) {\n  try {\n    return std::stoi(text);\n  } catch (const std::exception &) {\n    failures = failures + 1;\n    return 0;\n  }\n}\n",
         'EXPECT_EQ(load("12"), 12);'),
    Case("addition-to-what-is-never-called", NOT_RUN, "src/text.cpp",
         "int lengthOf(const char *text) {\n  int length = 0;\n  while (text[length] != 0)\n    ++length;\n  return length;\n}\n",
         "int lengthOf(const char *text) {\n  if (text == nullptr)\n    return 0;\n  int length = 0;\n  while (text[length] != 0)\n    ++length;\n  return length;\n}\n"),
    Case("deleted-from-what-is-never-called", NOT_RUN, "src/text.cpp",
         "int countSpaces(const char *text) {\n  int count = 0;\n  for (; *text != 0; ++text) {\n    count += *text == ' ' ? 1 : 0;\n    count += *text == 'x' ? 1 : 0;\n  }\n  return count;\n}\n",
         "int countSpaces(const char *text) {\n  int count = 0;\n  for (; *text != 0; ++text) {\n    count += *text == ' ' ? 1 : 0;\n  }\n  return count;\n}\n"),
    Case("loop-never-entered", NOT_RUN, "src/queue.cpp",
         "int drain(int waiting) {\n  int done = 0;\n  while (waiting > 0) {\n    done += 2;\n    --waiting;\n  }\n  return done;\n}\n",
         "int drain(int waiting) {\n  int done = 0;\n  while (waiting > 0) {\n    done += 1;\n    --waiting;\n  }\n  return done;\n}\n",
         "EXPECT_EQ(drain(0), 0);"),
    # ---- run, and nobody looks
    Case("result-ignored", NOT_CHECKED, "src/price.cpp",
         "int tax(int amount) {\n  return amount * 19 / 100;\n}\n",
         "int tax(int amount) {\n  return amount * 19 / 100 + 1;\n}\n",
         "tax(50);"),
    Case("output-ignored", NOT_CHECKED, "src/price.cpp",
         "void total(const int *amounts, int count, int *sum) {\n  *sum = 0;\n  for (int i = 0; i < count; ++i)\n    *sum += amounts[i];\n}\n",
         "void total(const int *amounts, int count, int *sum) {\n  *sum = 0;\n  for (int i = 0; i < count; ++i)\n    *sum -= amounts[i];\n}\n",
         "int amounts[] = {1, 2};\nint sum = 0;\ntotal(amounts, 2, &sum);"),
    Case("side-effect-ignored", NOT_CHECKED, "src/store.cpp",
         "int open(int id) {\n  opened = id + 1;\n  return id;\n}\n",
         "int open(int id) {\n  opened = id;\n  return id;\n}\n",
         "EXPECT_EQ(open(7), 7);"),
    Case("another-result-checked", NOT_CHECKED, "src/store.cpp",
         "int divide(int a, int b, int *rest) {\n  *rest = a - b;\n  return a / b;\n}\n",
         "int divide(int a, int b, int *rest) {\n  *rest = a % b;\n  return a / b;\n}\n",
         "int rest = 0;\nEXPECT_EQ(divide(9, 3, &rest), 3);"),
    Case("addition-where-nobody-looks", NOT_CHECKED, "src/queue.cpp",
         "void note(int item) {\n  pushed = item - 1;\n}\n",
         "void note(int item) {\n  if (item < 0)\n    return;\n  pushed = item - 1;\n}\n",
         "note(3);"),
    Case("deleted-where-nobody-looks", NOT_CHECKED, "src/text.cpp",
         "void mark(char *text) {\n  text[0] = '*';\n  text[1] = '*';\n}\n",
         "void mark(char *text) {\n  text[0] = '*';\n}\n",
         "char text[] = \"abc\";\nmark(text);\nEXPECT_EQ(text[0], '*');"),
    Case("condition-nobody-sees", NOT_CHECKED, "src/queue.cpp",
         "int pick(int left, int right) {\n  int found = left;\n  if (right > left + 5)\n    found = right;\n  return found;\n}\n",
         "int pick(int left, int right) {\n  int found = left;\n  if (right > left)\n    found = right;\n  return found;\n}\n",
         "pick(1, 2);\npick(1, 20);"),
    Case("part-of-a-statement", NOT_CHECKED, "src/queue.cpp",
         "int weigh(int a, int b) {\n  return a +\n         b *\n             2;\n}\n",
         "int weigh(int a, int b) {\n  return a +\n         b *\n             3;\n}\n",
         "weigh(1, 2);"),
    Case("one-of-two-lines-checked", NOT_CHECKED, "src/queue.cpp",
         "int push(int item) {\n  pushed = item * 2;\n  return item + 1;\n}\n",
         "int push(int item) {\n  pushed = item * 3;\n  return item + 2;\n}\n",
         "EXPECT_EQ(push(4), 5);"),
    # ---- checked where all goes well
    Case("limit-never-exceeded", WRONG_STATE, "src/store.cpp",
         "int reserve(int size) {\n  if (size > 100)\n    return -1;\n  return size * 2;\n}\n",
         "int reserve(int size) {\n  if (size > 99)\n    return -1;\n  return size * 2;\n}\n",
         "EXPECT_EQ(reserve(5), 10);", needs_states=True),
    Case("throw-never-seen", WRONG_STATE, "src/text.cpp",
         "int digit(char c) {\n  if (c > '9')\n    throw std::invalid_argument(\"no digit\");\n  return c - '0';\n}\n",
         "int digit(char c) {\n  if (c > '9' || c < '0')\n    throw std::invalid_argument(\"no digit\");\n  return c - '0';\n}\n",
         "EXPECT_EQ(digit('7'), 7);", needs_states=True),
    Case("null-never-returned", WRONG_STATE, "src/text.cpp",
         "const char *suffix(const char *text, int length, int from) {\n  if (from > length)\n    return nullptr;\n  return text + from;\n}\n",
         "const char *suffix(const char *text, int length, int from) {\n  if (from >= length)\n    return nullptr;\n  return text + from;\n}\n",
         'EXPECT_STREQ(suffix("abc", 3, 1), "bc");', needs_states=True),
    Case("failure-reached-and-ignored", WRONG_STATE, "src/store.cpp",
         "int remove(int slot) {\n  if (slot > 10)\n    return -1;\n  return slot - 1;\n}\n",
         "int remove(int slot) {\n  if (slot > 9)\n    return -1;\n  return slot - 1;\n}\n",
         "EXPECT_EQ(remove(5), 4);\nremove(50);", needs_states=True),
    Case("noticed-by-a-crash-alone", WRONG_STATE, "src/queue.cpp",
         "const int *front(const int *items) {\n  return items;\n}\n",
         "const int *front(const int *items) {\n  return items + 1;\n}\n",
         "static const int kItems[] = {1, 2};\nvolatile int sink = *front(kItems);\n(void)sink;"),
    Case("crash-in-a-failure", WRONG_STATE, "src/price.cpp",
         "int scale(int amount, int by) {\n  int result = amount * 7;\n  if (by == 0)\n    abort();\n  return result / by;\n}\n",
         "int scale(int amount, int by) {\n  int result = amount * 8;\n  if (by == 0)\n    abort();\n  return result / by;\n}\n",
         "EXPECT_EQ(scale(10, 7), 10);", needs_states=True,
         stack="#0  0x00007f0000000001 in raise () from /lib/x86_64-linux-gnu/libc.so.6\n"
               "#1  0x00007f0000000002 in abort () from /lib/x86_64-linux-gnu/libc.so.6\n"
               "#2  0x0000555500000003 in scale (amount=1, by=0) at /build/agent/src/price.cpp:{line}\n"
               "#3  0x0000555500000004 in main () at /build/agent/main.cpp:3\n"),
    # ---- checked
    Case("value-asserted", CHECKED, "src/price.cpp",
         "int net(int gross) {\n  return gross - 19;\n}\n",
         "int net(int gross) {\n  return gross - 16;\n}\n",
         "EXPECT_EQ(net(119), 100);"),
    Case("failure-asserted", CHECKED, "src/store.cpp",
         "int find(int key) {\n  if (key > 50)\n    return -1;\n  return key * 3;\n}\n",
         "int find(int key) {\n  if (key > 49)\n    return -1;\n  return key * 3;\n}\n",
         "EXPECT_EQ(find(5), 15);\nEXPECT_EQ(find(60), -1);", needs_states=False),
    Case("throw-asserted", CHECKED, "src/text.cpp",
         "int hex(char c) {\n  if (c > 'f')\n    throw std::invalid_argument(\"no digit\");\n  return c - 'a' + 10;\n}\n",
         "int hex(char c) {\n  if (c > 'f' || c < 'a')\n    throw std::invalid_argument(\"no digit\");\n  return c - 'a' + 10;\n}\n",
         "EXPECT_EQ(hex('b'), 11);\nEXPECT_THROW(hex('z'), std::invalid_argument);"),
    Case("loop-asserted", CHECKED, "src/text.cpp",
         "int sumOf(const char *text) {\n  int sum = 0;\n  for (; *text != 0; ++text)\n    sum += *text - '0';\n  return sum;\n}\n",
         "int sumOf(const char *text) {\n  int sum = 0;\n  for (; *text != 0; ++text)\n    sum += *text - '1';\n  return sum;\n}\n",
         'EXPECT_EQ(sumOf("1234"), 10);'),
    Case("addition-to-what-is-checked", CHECKED, "src/queue.cpp",
         "int advance(int position, int size) {\n  return (position + 1) % size;\n}\n",
         "int advance(int position, int size) {\n  if (size == 0)\n    size = 1;\n  return (position + 1) % size;\n}\n",
         "EXPECT_EQ(advance(2, 5), 3);\nEXPECT_EQ(advance(4, 5), 0);"),
    Case("deleted-from-what-is-checked", CHECKED, "src/queue.cpp",
         "int shift(int value) {\n  value += 3;\n  value *= 2;\n  return value;\n}\n",
         "int shift(int value) {\n  value *= 2;\n  return value;\n}\n",
         "EXPECT_EQ(shift(1), 8);"),
    Case("member-asserted", CHECKED, "src/queue.cpp",
         "void Counter::add(int number) {\n  value = value + number;\n}\n",
         "void Counter::add(int number) {\n  value = value + number + 1;\n}\n",
         "Counter counter;\ncounter.add(3);\nEXPECT_EQ(counter.value, 3);"),
    # ---- nothing to judge
    Case("comment", UNJUDGED, "src/price.cpp",
         "// Returns twice.\nint twice(int a) {\n  return a + a;\n}\n",
         "// Returns the double.\nint twice(int a) {\n  return a + a;\n}\n",
         "EXPECT_EQ(twice(2), 4);"),
    Case("new-function", UNJUDGED, "src/price.cpp",
         "int thrice(int a) {\n  return a * 3;\n}\n",
         "int thrice(int a) {\n  return a * 3;\n}\n\nint fourTimes(int a) {\n  return a * 4;\n}\n",
         "EXPECT_EQ(thrice(2), 6);"),
]

PREAMBLE = '#include "code.h"\n#include <cstdlib>\n#include <stdexcept>\n#include <string>\n\n'

VARIABLES = {"src/store.cpp": "int failures = 0;\nint opened = 0;\n\n", "src/queue.cpp": "int pushed = 0;\n\n"}


def declarations():
    lines = ["#pragma once", "#include <string>", "struct Counter {", "  int value = 0;", "  void add(int number);", "};"]
    for case in CASES:
        head = [line for line in case.before.splitlines() if line.endswith("{") and not line.startswith(" ")][0]
        if "::" not in head.split("(")[0]:
            lines.append(head[:-1].rstrip() + ";")
    return "\n".join(lines) + "\n"


def sources(fixed=(), extra=()):
    """Path to text, with these defects mended. `extra`: names of functions that get lines before them."""
    texts = {}
    for case in CASES:
        text = texts.setdefault(case.file, PREAMBLE + VARIABLES.get(case.file, ""))
        if case.name in extra:
            text += "// What comes next\n// is described elsewhere.\n\n"
        texts[case.file] = text + (case.after if case.name in fixed else case.before) + "\n"
    return texts


def tests():
    text = '#include "code.h"\n#include <gtest/gtest.h>\n#include <stdexcept>\n\n'
    for case in CASES:
        if case.test:
            name = case.name.title().replace("-", "")
            body = "\n".join("  " + line for line in case.test.splitlines())
            text += f"TEST(Defects, {name}) {{\n{body}\n}}\n\n"
    return text
