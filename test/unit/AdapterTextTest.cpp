#include "adapters/AdapterText.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("names are joined into as few arguments as the system takes") {
  const auto none = joinIntoArguments("--t=", {}, ',');
  REQUIRE(none);
  CHECK(none->empty());
  const auto few = joinIntoArguments("--t=", {"a", "b", "c"}, ',');
  REQUIRE(few);
  CHECK(*few == std::vector<std::string>{"--t=a,b,c"});

  // Two of them and the prefix fill one argument to the last byte.
  const std::size_t half = (kLargestArgument - 4 - 1) / 2;
  const std::string long1(half, 'x');
  const std::string long2(kLargestArgument - 4 - 1 - half, 'y');
  const auto exact = joinIntoArguments("--t=", {long1, long2, "z"}, ',');
  REQUIRE(exact);
  REQUIRE(exact->size() == 2);
  CHECK(exact->front().size() == kLargestArgument);
  CHECK(exact->back() == "--t=z");
  const auto more = joinIntoArguments("--t=", {long1, long2 + "y"}, ',');
  REQUIRE(more);
  CHECK(more->size() == 2);
  CHECK_FALSE(joinIntoArguments("--t=", {std::string(kLargestArgument, 'x')}, ','));
}

TEST_CASE("characters with a meaning are escaped") {
  CHECK(escaped("a,b\\c", ",\\") == "a\\,b\\\\c");
  CHECK(escaped("", ",") == "");
}

TEST_CASE("results of one name become one that says the worst") {
  const auto result = [](TestEnd end, std::optional<std::uint64_t> assertions, const char *message) {
    return TestResult{"a", end, std::chrono::microseconds(5), assertions, "f.cpp", 3, message, false};
  };
  const auto merged = mergedByName(std::vector<TestResult>{
      result(TestEnd::kSkipped, std::nullopt, ""), result(TestEnd::kPassed, 2, ""),
      result(TestEnd::kFailed, 3, "first"), TestResult{"b", TestEnd::kPassed, {}, {}, "", 0, "", false},
      result(TestEnd::kFailed, 1, "second")});
  REQUIRE(merged.size() == 2);
  CHECK(merged[0].end == TestEnd::kFailed);
  CHECK(merged[0].assertions == 6U);
  CHECK(merged[0].duration == std::chrono::microseconds(20));
  CHECK(merged[0].message == "first");
  CHECK(merged[1].name == "b");
}

TEST_CASE("a test that one of its name turns on is on") {
  const auto merged = mergedByName(std::vector<TestCase>{{"a", "x.cpp", 1, false}, {"a", "y.cpp", 2, true}});
  REQUIRE(merged.size() == 1);
  CHECK(merged[0].isOn);
  CHECK(merged[0].file == "x.cpp");
}
