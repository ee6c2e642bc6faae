// The arguments by which build systems choose one test: gtest_discover_tests() and its like write them.
#include "adapters/Adapter.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

using Arguments = std::vector<std::string>;
using Case = std::optional<std::string>;

Case caseIn(const char *framework, const Arguments &arguments) {
  const Adapter *adapter = findAdapter(framework);
  REQUIRE(adapter != nullptr);
  return adapter->caseIn(arguments);
}

} // namespace

TEST_CASE("a filter of GoogleTest is a test, with or without leave to run a disabled one") {
  CHECK(caseIn("googletest", {"--gtest_filter=A.b"}) == Case("A.b"));
  CHECK(caseIn("googletest", {"--gtest_filter=P/A.b/0", "--gtest_also_run_disabled_tests"}) == Case("P/A.b/0"));
  CHECK(caseIn("googletest", {"--gtest_also_run_disabled_tests", "--gtest_filter=A.b"}) == Case("A.b"));
  CHECK_FALSE(caseIn("googletest", {}));
  CHECK_FALSE(caseIn("googletest", {"--gtest_also_run_disabled_tests"}));
  CHECK_FALSE(caseIn("googletest", {"A.b"}));
  CHECK_FALSE(caseIn("googletest", {"--gtest_filter=A.b", "--own-option"}));
  CHECK_FALSE(caseIn("googletest", {"--gtest_filter=A.b", "--gtest_filter=A.c"}));
  CHECK_FALSE(caseIn("googletest", {"--gtest_filter=A.b", "--gtest_repeat=2"}));
}

TEST_CASE("an argument of Catch2 is a test, without the backslashes that CMake writes") {
  const char *framework = GENERATE("catch2-v2", "catch2-v3");
  CHECK(caseIn(framework, {"plain name"}) == Case("plain name"));
  CHECK(caseIn(framework, {"a\\, \\[b\\]"}) == Case("a, [b]"));
  CHECK(caseIn(framework, {"ends with \\"}) == Case("ends with \\"));
  CHECK_FALSE(caseIn(framework, {}));
  CHECK_FALSE(caseIn(framework, {"a", "b"}));
  CHECK_FALSE(caseIn(framework, {"a", "--reporter", "xml"}));
}

TEST_CASE("a test case of doctest is a test, without the backslashes that CMake writes") {
  CHECK(caseIn("doctest", {"--test-case=a\\, b"}) == Case("a, b"));
  CHECK(caseIn("doctest", {"--test-case="}) == Case(""));
  CHECK_FALSE(caseIn("doctest", {}));
  CHECK_FALSE(caseIn("doctest", {"a"}));
  CHECK_FALSE(caseIn("doctest", {"--test-case=a", "--subcase=b"}));
}

TEST_CASE("what Boost.Test is told to run is a test") {
  CHECK(caseIn("boost-test", {"--run_test=suite/a"}) == Case("suite/a"));
  CHECK_FALSE(caseIn("boost-test", {}));
  CHECK_FALSE(caseIn("boost-test", {"suite/a"}));
  CHECK_FALSE(caseIn("boost-test", {"--run_test=a", "--", "own"}));
}

TEST_CASE("an argument of QtTest is a function or a row of its data") {
  CHECK(caseIn("qttest", {"function"}) == Case("function"));
  CHECK(caseIn("qttest", {"function:a row"}) == Case("function:a row"));
  CHECK_FALSE(caseIn("qttest", {}));
  CHECK_FALSE(caseIn("qttest", {"one", "two"}));
}

TEST_CASE("every framework says what one test's arguments are") {
  for (const Adapter *adapter : adapters()) {
    INFO(adapter->name);
    CHECK_FALSE(adapter->caseIn({}));
    CHECK_FALSE(adapter->caseIn({"one", "two"}));
  }
}

TEST_CASE("the arguments that run a test by hand choose that test") {
  for (const Adapter *adapter : adapters())
    for (const char *name : {"Suite.test/0", "a, [b] \\c\\", "\"quoted\" and 'so' $HOME", "gr\xC3\xB6\xFF"}) {
      INFO(adapter->name << " " << name);
      CHECK(adapter->caseIn(adapter->argumentsFor(name)) == Case(name));
    }
}
