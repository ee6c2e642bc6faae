#include "Glob.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("a star in a path's glob stays within a directory, two don't") {
  CHECK(matchesPath("src/*.c", "src/a.c"));
  CHECK_FALSE(matchesPath("src/*.c", "src/deep/a.c"));
  CHECK(matchesPath("src/**", "src/deep/a.c"));
  CHECK(matchesPath("src/**/a.c", "src/deep/er/a.c"));
  CHECK(matchesPath("src/**/a.c", "src/a.c"));
  CHECK_FALSE(matchesPath("src/**/a.c", "src/ba.c"));
  CHECK(matchesPath("**/test/**", "test/a.c"));
  CHECK(matchesPath("/src/a?c", "src/a.c"));
  CHECK_FALSE(matchesPath("src?a.c", "src/a.c"));
}

TEST_CASE("a path's glob without a slash matches a name in any directory") {
  CHECK(matchesPath("*.c", "src/a.c"));
  CHECK(matchesPath("a.c", "a.c"));
  CHECK_FALSE(matchesPath("a.c", "src/ba.c"));
  CHECK_FALSE(matchesPath("/a.c", "src/a.c"));
  CHECK(matchesPath("/a.c", "a.c"));
}

TEST_CASE("a slash at the end stands for all that is below") {
  CHECK(matchesPath("src/", "src/deep/a.c"));
  CHECK(matchesPath("deep/", "src/deep/a.c"));
  CHECK_FALSE(matchesPath("/deep/", "src/deep/a.c"));
  CHECK_FALSE(matchesPath("src/", "src"));
  CHECK_FALSE(matchesPath("src/", "srcs/a.c"));
}

TEST_CASE("absolute paths are matched by absolute globs") {
  CHECK(matchesPath("/opt/**", "/opt/x/a.h"));
  CHECK(matchesPath("a.h", "/opt/x/a.h"));
}

TEST_CASE("sets hold characters, ranges and their opposite") {
  CHECK(matchesName("[a-c]x", "bx"));
  CHECK_FALSE(matchesName("[a-c]x", "dx"));
  CHECK(matchesName("[!a-c]x", "dx"));
  CHECK(matchesName("[]x]", "]"));
  CHECK(matchesName("[a-]", "-"));
  CHECK_FALSE(matchesPath("src[/]a.c", "src/a.c"));
  CHECK(matchesName("a\\*b", "a*b"));
  CHECK_FALSE(matchesName("a\\*b", "axb"));
}

TEST_CASE("a star in a name's glob matches anything") {
  CHECK(matchesName("ns::*", "ns::Class::operator/"));
  CHECK(matchesName("*", ""));
  CHECK(matchesName("log*", "log"));
  CHECK_FALSE(matchesName("log*", "a::log"));
  CHECK(matchesName("*log", "a::log"));
}

TEST_CASE("a glob of many stars ends soon") {
  const std::string text(200, 'a');
  CHECK_FALSE(matchesName("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

TEST_CASE("what is wrong with a glob is said") {
  CHECK(problemOfGlob("[a-z]*/**").empty());
  CHECK_FALSE(problemOfGlob("[a-z").empty());
  CHECK_FALSE(problemOfGlob("[]").empty());
  CHECK_FALSE(problemOfGlob("a\\").empty());
  CHECK_FALSE(problemOfGlob("").empty());
}
