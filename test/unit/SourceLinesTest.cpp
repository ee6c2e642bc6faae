#include "SourceLines.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("lines are found, with as much as there is of them") {
  const SourceLines lines("one\ntwo\n\nfour");
  CHECK(lines.lines(1, 1) == "one");
  CHECK(lines.lines(1, 2) == "one\ntwo");
  CHECK(lines.lines(3, 3).empty());
  CHECK(lines.lines(4, 9) == "four");
  CHECK(lines.lines(0, 1).empty());
  CHECK(lines.lines(5, 5).empty());
  CHECK(lines.lines(3, 2).empty());
}

TEST_CASE("what stands before a column ends with its line") {
  const SourceLines lines("one\ntwo");
  CHECK(lines.prefix(2, 3) == "tw");
  CHECK(lines.prefix(2, 1).empty());
  CHECK(lines.prefix(2, 0).empty());
  CHECK(lines.prefix(1, 99) == "one");
  CHECK(lines.prefix(7, 2).empty());
}
