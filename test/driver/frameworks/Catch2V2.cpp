// Tests whose names and ends the adapter has to understand.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#include <cstdlib>

TEST_CASE("passes") {
  CHECK(1 == 1);
  CHECK(2 == 2);
}
TEST_CASE("fails, with [comma] and \"quotes\" \\ back", "[tag]") {
  const int a = 1;
  CHECK(a == 2);
  REQUIRE(a == 3);
}
TEST_CASE("hidden", "[.]") {
  CHECK(false);
}
TEST_CASE("sections") {
  SECTION("one") {
    CHECK(true);
  }
  SECTION("two") {
    CHECK(true);
    CHECK(std::getenv("FAIL") == nullptr);
  }
}
TEST_CASE("*star*") {
  CHECK(true);
}
TEST_CASE("~tilde") {
  CHECK(true);
}
TEST_CASE("#hash") {
  CHECK(true);
}
TEST_CASE("exclude:this") {
  CHECK(true);
}
TEST_CASE("  spaces  ") {
  CHECK(true);
}
TEST_CASE("throws") {
  throw 3;
}
TEMPLATE_TEST_CASE("template", "", int, char) {
  CHECK(sizeof(TestType) <= 4);
}
TEST_CASE("may fail", "[!mayfail]") {
  CHECK(false);
}
TEST_CASE("crashes") {
  if (std::getenv("CRASH") != nullptr)
    std::abort();
}
TEST_CASE("behind it") {
  CHECK(true);
}
