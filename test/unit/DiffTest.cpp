#include "Diff.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

ChangedLines parsed(const std::string &text) {
  ChangedLines changes;
  std::vector<std::string> problems;
  CHECK(parseDiff(text, "/nowhere", changes, problems));
  CHECK(problems.empty());
  return changes;
}

bool isUnderstood(const std::string &text) {
  ChangedLines changes;
  std::vector<std::string> problems;
  const bool isGood = parseDiff(text, "/nowhere", changes, problems);
  CHECK(problems.empty() == isGood);
  return isGood;
}

} // namespace

TEST_CASE("new and changed lines are those of the new file, with and without context") {
  for (const char *text : {"--- a/x.c\n+++ b/x.c\n@@ -4 +4,2 @@ int f()\n-old\n+new\n+newer\n",
                           "--- a/x.c\n+++ b/x.c\n@@ -3,3 +3,4 @@\n before\n-old\n+new\n+newer\n after\n"}) {
    const ChangedLines changes = parsed(text);
    CAPTURE(text);
    CHECK(changes.has("/nowhere/x.c"));
    CHECK_FALSE(changes.overlaps("/nowhere/x.c", 1, 3));
    CHECK(changes.overlaps("/nowhere/x.c", 4, 4));
    CHECK(changes.overlaps("/nowhere/x.c", 5, 9));
    CHECK_FALSE(changes.overlaps("/nowhere/x.c", 6, 6));
    CHECK(changes.lastLineOf("/nowhere/x.c") == 5);
  }
}

TEST_CASE("deleted lines change what is around them, and no line") {
  const ChangedLines changes = parsed("--- a/x.c\n+++ b/x.c\n@@ -5,2 +4,0 @@\n-one\n-two\n");
  CHECK_FALSE(changes.overlaps("/nowhere/x.c", 1, 100));
  CHECK(changes.deletesWithin("/nowhere/x.c", 4, 5));
  CHECK(changes.deletesWithin("/nowhere/x.c", 1, 9));
  CHECK_FALSE(changes.deletesWithin("/nowhere/x.c", 5, 9));
  CHECK_FALSE(changes.deletesWithin("/nowhere/x.c", 1, 4));
}

TEST_CASE("what looks like a header within a hunk is content") {
  const ChangedLines changes = parsed("--- a/x.c\n+++ b/x.c\n@@ -1 +1,2 @@\n--- a/y.c\n+++ b/y.c\n+@@ -1 +1 @@\n"
                                      "--- a/z.c\n+++ b/z.c\n@@ -0,0 +1 @@\n+z\n\\ No newline at end of file\n");
  CHECK(changes.fileNames() == std::vector<std::string>{"/nowhere/x.c", "/nowhere/z.c"});
  CHECK(changes.lastLineOf("/nowhere/x.c") == 2);
}

TEST_CASE("names may be quoted, hold spaces, or have no prefix") {
  CHECK(parsed("+++ \"b/\\303\\244 \\\"q\\\"\\t.c\"\n@@ -0,0 +1 @@\n+x\n").has("/nowhere/\xC3\xA4 \"q\"\t.c"));
  CHECK(parsed("+++ b/a b.c\t\n@@ -0,0 +1 @@\n+x\n").has("/nowhere/a b.c"));
  CHECK(parsed("+++ src/x.c\n@@ -0,0 +1 @@\n+x\n").has("/nowhere/src/x.c"));
  CHECK(parsed("+++ /dev/null\n@@ -1 +0,0 @@\n-x\n").fileNames().empty());
}

TEST_CASE("a diff that is cut or broken is refused") {
  CHECK(isUnderstood(""));
  CHECK(isUnderstood("Binary files a/x and b/x differ\n"));
  CHECK_FALSE(isUnderstood("+++ b/x.c\n@@ -1 +1,2 @@\n-a\n+b\n"));
  CHECK_FALSE(isUnderstood("+++ b/x.c\n@@ nonsense @@\n"));
  CHECK_FALSE(isUnderstood("@@ -1 +1 @@\n-a\n+b\n"));
  CHECK_FALSE(isUnderstood("+++ b/x.c\n@@ -1 +1 @@\nnonsense\n"));
}

TEST_CASE("an untracked file is new as a whole") {
  ChangedLines changes;
  changes.addWhole("/x.c");
  CHECK(changes.overlaps("/x.c", 1, 1));
  CHECK(changes.overlaps("/x.c", 1000000, 1000000));
  CHECK_FALSE(changes.overlaps("/y.c", 1, 1));
}
