// The tests that a build system writes down.
#include "trees/TestTree.h"

#include "Isolation.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <fstream>

using namespace allele;

namespace fs = std::filesystem;

namespace {

// A build directory of Meson with this list of tests.
class MesonTree {
public:
  MesonTree() : scratch(makeScratch()) {}
  explicit MesonTree(const std::string &list) : MesonTree() {
    fs::create_directories(path() / "meson-info");
    std::ofstream(path() / "meson-info/intro-tests.json", std::ios::binary) << list;
  }

  fs::path path() const { return scratch.path(); }
  Result<TestTree> read() const { return readMeson(path().string()); }

  TestTree readWell() const {
    auto tree = read();
    if (!tree)
      FAIL(tree.error().message);
    return std::move(*tree);
  }

private:
  ScratchDirectory scratch;
};

// One test in a list, with these members in place of the usual ones.
std::string listOf(const std::string &members) {
  return "[{" + members + "}]";
}

constexpr const char *kUsual = R"("name": "a", "suite": ["p"], "cmd": ["/bin/a"], "workdir": null, "env": {})";

} // namespace

TEST_CASE("Meson's tests have command, directory, environment, time limit and neighbours") {
  const MesonTree meson(R"([
    {"cmd": ["/b/first", "one", "two words"], "env": {"B": "x=y", "A": ""}, "name": "first", "workdir": null,
     "timeout": 30, "suite": ["project"], "is_parallel": true, "priority": 0, "protocol": "exitcode", "depends": []},
    {"cmd": ["/b/second"], "env": {}, "name": "second", "workdir": "/else where", "timeout": 0.5, "suite": [],
     "is_parallel": false}
  ])");
  const TestTree tree = meson.readWell();
  CHECK(tree.directory == fs::canonical(meson.path()));
  CHECK(tree.command == std::vector<std::string>{"meson", "test", "-C", tree.directory.string()});
  REQUIRE(tree.tests.size() == 2);
  const TreeTest &first = tree.tests[0];
  CHECK(first.name == "first");
  CHECK(first.byHand == std::vector<std::string>{"meson", "test", "-C", tree.directory.string(), "first"});
  CHECK(first.command == std::vector<std::string>{"/b/first", "one", "two words"});
  CHECK(first.workingDirectory == tree.directory);
  CHECK(first.environment == std::vector<std::string>{"A=", "B=x=y"});
  CHECK(first.timeout == std::chrono::seconds(30));
  CHECK_FALSE(first.isAlone);
  CHECK(first.rule.skipCode == 77);
  const TreeTest &second = tree.tests[1];
  CHECK(second.workingDirectory == "/else where");
  CHECK(second.timeout == std::chrono::milliseconds(500));
  CHECK(second.isAlone);
}

TEST_CASE("a test of Meson is judged by its protocol, and fails by a signal as by any exit code but 77") {
  const auto rule = [](const std::string &members) {
    return MesonTree(listOf(std::string(kUsual) + members)).readWell().tests.at(0).rule;
  };
  CHECK(rule(R"(, "protocol": "tap")").isTap);
  for (const char *byCode :
       {"", R"(, "protocol": "exitcode")", R"(, "protocol": "gtest")", R"(, "protocol": "rust")"}) {
    CHECK_FALSE(rule(byCode).isTap);
    CHECK_FALSE(rule(byCode).willFail);
    CHECK(rule(byCode).skipCode == 77);
    CHECK(rule(byCode).errorCode == 99);
    CHECK_FALSE(rule(byCode).signalIsError);
  }
}

TEST_CASE("where meson doesn't say which tests should fail, one warning does") {
  const TestTree tree = MesonTree(listOf(kUsual)).readWell();
  REQUIRE(tree.warnings.size() == 1);
  CHECK_THAT(tree.warnings[0],
             Catch::Matchers::Contains("it isn't known which tests should fail (meson runpython: exit") &&
                 Catch::Matchers::Contains("meson_test_setup.dat") &&
                 Catch::Matchers::Contains("leave those out with --skip-tests"));
  CHECK(MesonTree("[]").readWell().warnings.empty());
}

TEST_CASE("Meson's tests of one name are told apart by their suite, or else by number") {
  const auto entry = [](const std::string &suite) {
    return R"({"name": "a", "suite": [)" + suite + R"(], "cmd": ["/bin/a"], "workdir": null, "env": {}})";
  };
  const MesonTree meson("[" + entry("\"p:x\"") + "," + entry("\"p:y\"") + "," + entry("\"p:y\"") + "," + entry("") +
                        "]");
  std::vector<std::string> names;
  for (const TreeTest &test : meson.readWell().tests)
    names.push_back(test.name);
  CHECK(names == std::vector<std::string>{"a", "p:y / a", "p:y / a (2)", "a (2)"});
  CHECK(meson.readWell().tests[2].byHand.back() == "a");
}

TEST_CASE("a test of Meson without a time limit has none, and one without a command is none") {
  CHECK(MesonTree(listOf(kUsual)).readWell().tests.at(0).timeout.count() == 0);
  for (const char *none : {"0", "-1"})
    CHECK(MesonTree(listOf(std::string(kUsual) + R"(, "timeout": )" + none)).readWell().tests[0].timeout.count() == 0);
  CHECK(
      MesonTree(listOf(R"("name": "a", "suite": [], "cmd": [], "workdir": null, "env": {})")).readWell().tests.empty());
  CHECK(MesonTree("[]").readWell().tests.empty());
}

TEST_CASE("a time limit of Meson may be any number") {
  const auto limit = [](const std::string &number) {
    return MesonTree(listOf(std::string(kUsual) + R"(, "timeout": )" + number)).readWell().tests[0].timeout;
  };
  CHECK(limit("1e300") >= std::chrono::hours(24));
  CHECK(limit("99999999999999999999") >= std::chrono::hours(24));
}

TEST_CASE("what isn't a list of Meson's tests is an error that names the file and the way out") {
  const std::string list =
      GENERATE(as<std::string>{}, "", "not JSON", "[", "[{]", "\xff\xfe", "5", "\"text\"", "{\"tests\": []}", "[1]",
               "[null]", "[[]]", "[{}]", R"([{"name": 1, "suite": [], "cmd": ["/bin/a"], "workdir": null, "env": {}}])",
               R"([{"name": "a", "suite": [], "cmd": "/bin/a", "workdir": null, "env": {}}])",
               R"([{"name": "a", "suite": [], "cmd": [1], "workdir": null, "env": {}}])",
               R"([{"name": "a", "suite": [], "cmd": {"a": 1}, "workdir": null, "env": {}}])",
               R"([{"name": "a", "suite": [], "workdir": null, "env": {}}])",
               R"([{"name": "a", "suite": [], "cmd": ["/bin/a"], "workdir": null, "env": {"A": 1}}])",
               R"([{"name": "a", "suite": [], "cmd": ["/bin/a"], "workdir": null}])",
               R"([{"name": "a", "suite": [], "cmd": ["/bin/a"], "env": {}}])",
               R"([{"name": "a", "suite": [], "cmd": ["/bin/a"], "workdir": null, "env": {}, "timeout": "30"}])",
               R"([{"name": "a", "suite": [], "cmd": ["/bin/a"], "workdir": null, "env": {}, "is_parallel": "yes"}])");
  INFO(list);
  const MesonTree meson(list);
  const auto tree = meson.read();
  REQUIRE_FALSE(tree);
  CHECK_THAT(tree.error().message, Catch::Matchers::Contains("intro-tests.json isn't what Meson writes"));
  CHECK_THAT(tree.error().message, Catch::Matchers::Contains("meson setup --reconfigure"));
}

TEST_CASE("what is nested deeply is an error, too") {
  CHECK_FALSE(MesonTree(std::string(1'000'000, '[')).read());
}

TEST_CASE("what isn't a build directory of Meson is an error that says which is") {
  const MesonTree none;
  for (const std::string &directory : {none.path().string(), (none.path() / "missing").string(), std::string()}) {
    const auto tree = readMeson(directory);
    REQUIRE_FALSE(tree);
    CHECK_THAT(tree.error().message, Catch::Matchers::Contains("the directory that `meson setup` made"));
  }
}

TEST_CASE("each command of the shell is a test, twice the same is one") {
  const TestTree tree = shellCommands({"make check", "./b 'x y'", "make check"});
  CHECK(tree.directory.empty());
  CHECK(tree.command == std::vector<std::string>{"/bin/sh", "-c", "make check && ./b 'x y' && make check"});
  REQUIRE(tree.tests.size() == 2);
  CHECK(tree.tests[1].name == "./b 'x y'");
  CHECK(tree.tests[1].command == std::vector<std::string>{"/bin/sh", "-c", "./b 'x y'"});
  CHECK(tree.tests[1].byHand == tree.tests[1].command);
  CHECK(tree.tests[1].rule.isPlain());
}

TEST_CASE("a directory without tests of CTest is an error that says which has them") {
  const MesonTree none;
  for (const std::string &directory : {none.path().string(), (none.path() / "missing").string(), std::string()}) {
    const auto tree = readCTest(directory);
    REQUIRE_FALSE(tree);
    CHECK_THAT(tree.error().message, Catch::Matchers::Contains("enable_testing()"));
  }
}
