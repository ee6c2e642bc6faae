#include "SourceDiff.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

Mutant replace(SourceRange range, std::string original, std::string replacement) {
  Mutant mutant;
  mutant.range = range;
  mutant.original = std::move(original);
  mutant.replacement = std::move(replacement);
  return mutant;
}

std::string render(const SourceDiff &diff) {
  std::string text;
  for (const DiffLine &line : diff.lines)
    text += std::string(1, line.sign) + line.text + "\n";
  return text;
}

} // namespace

TEST_CASE("a diff shows the whole line before and after") {
  const SourceDiff diff = makeDiff("int f() {\n  return a < b;\n}\n", replace({2, 12, 2, 13}, "<", "<="), 0);
  CHECK(diff.fromSource);
  CHECK(render(diff) == "-  return a < b;\n+  return a <= b;\n");
}

TEST_CASE("a diff shows context on both sides, as far as the file goes") {
  const SourceDiff diff = makeDiff("one\ntwo\nthree\nfour", replace({2, 1, 2, 4}, "two", "2"), 3);
  CHECK(render(diff) == " one\n-two\n+2\n three\n four\n");
  CHECK(diff.lines.front().line == 1);
  CHECK(diff.lines.back().line == 4);
}

TEST_CASE("a diff takes out text over several lines") {
  const SourceDiff diff =
      makeDiff("a\n  call(x,\n       y);\nb\n", replace({2, 3, 3, 10}, "call(x,\n       y)", ""), 0);
  CHECK(render(diff) == "-  call(x,\n-       y);\n+  ;\n");
}

TEST_CASE("a diff shows a replacement of several lines") {
  const SourceDiff diff = makeDiff("x = 1;\n", replace({1, 5, 1, 6}, "1", "f(\n2)"), 0);
  CHECK(render(diff) == "-x = 1;\n+x = f(\n+2);\n");
}

TEST_CASE("a diff leaves carriage returns out") {
  CHECK(render(makeDiff("a\r\nb < c\r\n", replace({2, 3, 2, 4}, "<", ">"), 1)) == " a\n-b < c\n+b > c\n");
}

TEST_CASE("a diff counts columns in bytes") {
  CHECK(render(makeDiff("\xC3\xA9 < x\n", replace({1, 4, 1, 5}, "<", ">"), 0)) == "-\xC3\xA9 < x\n+\xC3\xA9 > x\n");
}

TEST_CASE("a source that was changed gives a diff of the replaced text alone") {
  const Mutant mutant = replace({2, 12, 2, 13}, "<", "<=");
  for (const char *source : {"", "int f() {\n  return b > a;\n}\n", "one line"}) {
    const SourceDiff diff = makeDiff(source, mutant, 3);
    CHECK_FALSE(diff.fromSource);
    CHECK(render(diff) == "-<\n+<=\n");
  }
  CHECK_FALSE(makeDiff(std::nullopt, mutant, 3).fromSource);
}

TEST_CASE("ranges that no source has are refused") {
  CHECK_FALSE(SourceText("abc\n").at({0, 1, 1, 1}));
  CHECK_FALSE(SourceText("abc\n").at({1, 0, 1, 1}));
  CHECK_FALSE(SourceText("abc\n").at({1, 9, 1, 10}));
  CHECK_FALSE(SourceText("abc\n").at({1, 3, 1, 2}));
  CHECK_FALSE(SourceText("abc\n").at({5, 1, 5, 2}));
  CHECK(SourceText("abc\n").at({1, 1, 1, 4}) == "abc");
}
