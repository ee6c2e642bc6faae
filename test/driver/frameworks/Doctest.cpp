// Tests whose names and ends the adapter has to understand.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <cstdlib>
#include <doctest/doctest.h>

TEST_CASE("passes") {
  CHECK(1 == 1);
}
TEST_CASE("fails, with comma \\ back") {
  const int a = 1;
  CHECK(a == 2);
  REQUIRE(a == 3);
}
TEST_CASE("skipped" * doctest::skip()) {
  CHECK(false);
}
TEST_CASE("*star*") {
  CHECK(true);
}
TEST_SUITE("suite") {
  TEST_CASE("passes") {
    CHECK(2 == 2);
  }
  TEST_CASE("PASSES") {
    CHECK(2 == 2);
  }
}
TEST_CASE("subcases") {
  SUBCASE("one") {
    CHECK(1 == 1);
  }
  SUBCASE("two") {
    CHECK(std::getenv("FAIL") == nullptr);
  }
}
TEST_CASE("throws") {
  throw 3;
}
TEST_CASE_TEMPLATE("template", T, int, char) {
  CHECK(sizeof(T) <= 4);
}
TEST_CASE("should fail" * doctest::should_fail()) {
  CHECK(false);
}
TEST_CASE("crashes") {
  if (std::getenv("CRASH") != nullptr)
    std::abort();
}
TEST_CASE("behind it") {
  CHECK(true);
}
