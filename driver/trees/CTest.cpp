// CTest, as `ctest --show-only=json-v1` describes it.
#include "../Interrupt.h"
#include "../RunToEnd.h"
#include "../Text.h"
#include "../Verdict.h"
#include "CMakeExpression.h"
#include "TestTree.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

namespace allele {
namespace {

using Json = nlohmann::json;

Result<std::string> outputOf(const std::vector<std::string> &command) {
  ProcessSpec spec;
  spec.command = command;
  spec.limits.outputBytes = std::uint64_t{256} << 20;
  const auto finished = runToEnd(spec);
  if (!finished)
    return interruptRequested() ? finished.error()
                                : Error{finished.error().message + "; install CMake, which ctest is a part of"};
  if (finished->exitCode == 0)
    return finished->output;
  return Error{fmt::format("{}: {}. Output:\n{}", shellQuote(command), describeEnd(*finished), finished->output)};
}

// Warnings may stand before the document, and have lines that begin as it does. Throws what is wrong with the first.
Json documentIn(const std::string &output) {
  const std::size_t first = output.rfind('{', 0) == 0 ? 0 : output.find("\n{") + 1;
  for (std::size_t begin = first;;) {
    Json document = Json::parse(output.substr(begin), nullptr, /*allow_exceptions=*/false);
    if (!document.is_discarded())
      return document;
    const std::size_t next = output.find("\n{", begin);
    if (next == std::string::npos)
      return Json::parse(output.substr(first));
    begin = next + 1;
  }
}

// A property's value, as a list where CTest writes one.
std::vector<std::string> listOf(const Json &value) {
  if (value.is_array())
    return value.get<std::vector<std::string>>();
  return {value.is_string() ? value.get<std::string>() : value.dump()};
}

// ENVIRONMENT, and what ENVIRONMENT_MODIFICATION makes of it.
class Environment {
public:
  void set(const std::string &assignment) {
    const std::size_t equals = assignment.find('=');
    if (equals != std::string::npos)
      given[assignment.substr(0, equals)] = assignment.substr(equals + 1);
  }

  // `NAME=operation:value`. False: CTest knows no such operation, or this code doesn't.
  bool modify(const std::string &text) {
    const std::size_t equals = text.find('=');
    const std::size_t colon = text.find(':', equals);
    if (equals == std::string::npos || colon == std::string::npos)
      return false;
    const std::string name = text.substr(0, equals);
    const std::string operation = text.substr(equals + 1, colon - equals - 1);
    const std::string value = text.substr(colon + 1);
    if (operation == "reset") {
      modified.erase(name);
      return true;
    }
    if (operation == "set" || operation == "unset") {
      modified[name] = operation == "set" ? std::optional<std::string>(value) : std::nullopt;
      return true;
    }
    static const std::map<std::string, std::pair<const char *, bool>> kJoins = {
        {"string_append", {"", true}},       {"string_prepend", {"", false}},    {"path_list_append", {":", true}},
        {"path_list_prepend", {":", false}}, {"cmake_list_append", {";", true}}, {"cmake_list_prepend", {";", false}},
    };
    const auto join = kJoins.find(operation);
    if (join == kJoins.end())
      return false;
    const auto &[separator, isBehind] = join->second;
    const std::string old = current(name);
    const std::string between = old.empty() ? "" : separator;
    modified[name] = isBehind ? old + between + value : value + between + old;
    return true;
  }

  void giveTo(TreeTest &test) const {
    auto all = modified;
    all.insert(given.begin(), given.end()); // but for those that are modified
    for (const auto &[name, value] : all)
      if (value)
        test.environment.push_back(name + "=" + *value);
      else
        test.unsetEnvironment.push_back(name);
  }

private:
  std::string current(const std::string &name) const {
    if (const auto own = modified.find(name); own != modified.end())
      if (const std::optional<std::string> &value = own->second)
        return *value;
    if (const auto own = given.find(name); own != given.end())
      return own->second;
    const char *inherited = std::getenv(name.c_str()); // NOLINT(concurrency-mt-unsafe): nobody sets variables
    return inherited == nullptr ? "" : inherited;
  }

  std::map<std::string, std::string> given;
  std::map<std::string, std::optional<std::string>>
      modified; // nullopt: unset; CTest appends to what it was all the same
};

constexpr const char *kNeverFound = "a^";

// How a test belongs to others.
struct Relations {
  std::vector<std::string> required, setUp, cleanUp; // fixtures
  std::vector<std::string> depends;                  // names of tests
};

// Such as allele_add_mutation_test of the CMake package adds: a run of the tests that it is one of would never end.
bool isMutationTest(const std::vector<std::string> &command) {
  return command.size() > 1 && std::filesystem::path(command[0]).filename() == "allele" && command[1] == "run";
}

class Reader {
public:
  explicit Reader(std::filesystem::path directory) { tree.directory = std::move(directory); }

  Result<TestTree> read(const Json &document) {
    for (const Json &entry : document.at("tests"))
      take(entry);
    if (!notBuilt.empty())
      return Error{fmt::format("{} no program, such as {}; build first (`cmake --build {}`)",
                               notBuilt.size() == 1 ? "a test has" : fmt::format("{} tests have", notBuilt.size()),
                               notBuilt.front(), shellQuote(tree.directory.string()))};
    connect();
    if (disabled != 0)
      tree.remarks.push_back(countOf(disabled, "disabled test") + " left out");
    if (mutationTests != 0)
      tree.remarks.push_back(countOf(mutationTests, "test") + " of `allele run` left out");
    if (unknownOperations != 0)
      tree.remarks.push_back(countOf(unknownOperations, "ENVIRONMENT_MODIFICATION") + " not understood and left out");
    return std::move(tree);
  }

private:
  void take(const Json &entry) {
    TreeTest test;
    Relations own;
    Environment environment;
    std::vector<std::string> modifications;
    std::vector<std::string> requiredFiles;
    bool isDisabled = false;
    test.name = entry.at("name").get<std::string>();
    test.workingDirectory = tree.directory;
    for (const Json &property : entry.value("properties", Json::array())) {
      const std::string name = property.at("name").get<std::string>();
      const Json &value = property.at("value");
      if (name == "WORKING_DIRECTORY")
        test.workingDirectory = (tree.directory / value.get<std::string>()).lexically_normal();
      else if (name == "ENVIRONMENT")
        for (const std::string &assignment : listOf(value))
          environment.set(assignment);
      else if (name == "ENVIRONMENT_MODIFICATION")
        modifications = listOf(value);
      else if (name == "DISABLED")
        isDisabled = value.get<bool>();
      else if (name == "WILL_FAIL")
        test.rule.willFail = value.get<bool>();
      else if (name == "TIMEOUT")
        test.timeout = timeLimit(value.get<double>());
      else if (name == "PASS_REGULAR_EXPRESSION")
        test.rule.pass = expressionsIn(value);
      else if (name == "FAIL_REGULAR_EXPRESSION")
        test.rule.fail = expressionsIn(value);
      else if (name == "SKIP_REGULAR_EXPRESSION")
        test.rule.skip = expressionsIn(value);
      else if (name == "SKIP_RETURN_CODE")
        test.rule.skipCode = value.get<int>();
      else if (name == "REQUIRED_FILES")
        requiredFiles = listOf(value);
      else if (name == "RUN_SERIAL")
        test.isAlone = value.get<bool>();
      else if (name == "RESOURCE_LOCK")
        test.locks = listOf(value);
      else if (name == "FIXTURES_REQUIRED")
        own.required = listOf(value);
      else if (name == "FIXTURES_SETUP")
        own.setUp = listOf(value);
      else if (name == "FIXTURES_CLEANUP")
        own.cleanUp = listOf(value);
      else if (name == "DEPENDS")
        own.depends = listOf(value);
    }
    if (isDisabled) {
      ++disabled;
      return;
    }
    test.command = entry.value("command", std::vector<std::string>());
    if (test.command.empty()) {
      notBuilt.push_back(toPrintableLine(test.name));
      return;
    }
    if (isMutationTest(test.command)) {
      ++mutationTests;
      return;
    }
    for (const std::string &modification : modifications)
      unknownOperations += environment.modify(modification) ? 0 : 1;
    environment.giveTo(test);
    for (const std::string &file : requiredFiles)
      test.requiredFiles.push_back((test.workingDirectory / file).lexically_normal());
    tree.tests.push_back(std::move(test));
    relations.push_back(std::move(own));
  }

  std::vector<std::string> expressionsIn(const Json &value) {
    std::vector<std::string> expressions;
    for (const std::string &text : listOf(value)) {
      auto posix = posixFromCMake(text);
      if (!posix)
        tree.remarks.push_back(fmt::format("'{}' is no regular expression of CMake ({}), so it is never found",
                                           toPrintableLine(text), posix.error().message));
      expressions.push_back(posix ? std::move(*posix) : kNeverFound);
    }
    return expressions;
  }

  using TestsOfFixtures = std::unordered_map<std::string, std::vector<std::size_t>>;

  // What has to run before a test, in order.
  struct Needed {
    std::vector<std::size_t> tests;
    std::vector<std::string> fixtures; // that those and the test itself have to do with
    std::set<std::size_t> seen;        // tests
  };

  void connect() {
    std::unordered_map<std::string, std::size_t> byName;
    for (std::size_t i = 0; i < tree.tests.size(); ++i) {
      byName.emplace(tree.tests[i].name, i);
      for (const std::string &fixture : relations[i].setUp)
        setUps[fixture].push_back(i);
      for (const std::string &fixture : relations[i].cleanUp)
        cleanUps[fixture].push_back(i);
    }
    std::set<std::size_t> neededByOthers;
    for (const Relations &own : relations) {
      std::vector<std::size_t> &tests = depends.emplace_back();
      for (const std::string &name : own.depends)
        if (const auto test = byName.find(name); test != byName.end() && !isImplied(own, relations[test->second]))
          tests.push_back(test->second);
      neededByOthers.insert(tests.begin(), tests.end());
    }
    std::vector<TreeTest> connected = tree.tests;
    for (std::size_t i = 0; i < connected.size(); ++i)
      connect(connected[i], i, neededByOthers);
    tree.tests = std::move(connected);
  }

  void connect(TreeTest &test, std::size_t itself, const std::set<std::size_t> &neededByOthers) const {
    Needed byFixtures;
    addNeeded(byFixtures, itself, /*withDepends=*/false);
    Needed all;
    addNeeded(all, itself, /*withDepends=*/true);
    test.isCleanup = !relations[itself].cleanUp.empty();
    std::string names; // of those that ctest doesn't add by itself
    for (const std::size_t other : all.tests) {
      const bool hasToPass = byFixtures.seen.count(other) != 0;
      if (other != itself)
        test.preparations.push_back({other, hasToPass});
      if (other == itself || !hasToPass)
        names += (names.empty() ? "" : "|") + literalForCMake(tree.tests[other].name);
    }
    test.byHand = {"ctest", "--test-dir", tree.directory.string(), "-R",
                   fmt::format(test.preparations.empty() ? "^{}$" : "^({})$", names)};
    for (auto fixture = all.fixtures.rbegin(); fixture != all.fixtures.rend(); ++fixture)
      if (const auto found = cleanUps.find(*fixture); found != cleanUps.end() && !contains(found->second, itself))
        for (const std::size_t other : found->second)
          if (all.seen.count(other) == 0)
            addOnce(test.cleanups, other);
    // Each run of a test runs the others, too, so two at a time would get in each other's way.
    for (const std::string &fixture : all.fixtures)
      test.locks.push_back("fixture " + fixture);
    std::vector<std::size_t> others = all.tests;
    others.insert(others.end(), test.cleanups.begin(), test.cleanups.end());
    for (const std::size_t each : others) {
      const TreeTest &other = tree.tests[each];
      if (neededByOthers.count(each) != 0)
        test.locks.push_back("test " + other.name);
      if (each == itself)
        continue;
      test.locks.insert(test.locks.end(), other.locks.begin(), other.locks.end());
      test.isAlone = test.isAlone || other.isAlone;
      const bool isLimited = test.timeout.count() != 0 && other.timeout.count() != 0;
      test.timeout = isLimited ? test.timeout + other.timeout : std::chrono::milliseconds(0);
    }
  }

  // ctest writes what follows from fixtures into DEPENDS, too: a test on what sets its fixtures up, and what cleans a
  // fixture up on all that have to do with it.
  static bool isImplied(const Relations &test, const Relations &other) {
    const auto isAmong = [](const std::vector<std::string> &fixtures) {
      return [&](const std::string &fixture) { return contains(fixtures, fixture); };
    };
    return std::any_of(test.required.begin(), test.required.end(), isAmong(other.setUp)) ||
           std::any_of(test.cleanUp.begin(), test.cleanUp.end(), isAmong(other.setUp)) ||
           std::any_of(test.cleanUp.begin(), test.cleanUp.end(), isAmong(other.required));
  }

  // A test, behind all that it needs.
  void addNeeded(Needed &needed, std::size_t test, bool withDepends) const {
    if (!needed.seen.insert(test).second)
      return;
    const Relations &own = relations[test];
    for (const std::vector<std::string> *some : {&own.required, &own.setUp, &own.cleanUp})
      for (const std::string &fixture : *some) {
        // What sets a fixture up needs only what was set up before.
        if (const auto found = setUps.find(fixture); found != setUps.end() && !contains(own.setUp, fixture))
          for (const std::size_t setUp : found->second)
            addNeeded(needed, setUp, withDepends);
        addOnce(needed.fixtures, fixture);
      }
    if (withDepends)
      for (const std::size_t other : depends[test])
        addNeeded(needed, other, withDepends);
    needed.tests.push_back(test);
  }

  template <typename T> static bool contains(const std::vector<T> &all, const T &one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  }

  template <typename T> static void addOnce(std::vector<T> &into, const T &one) {
    if (!contains(into, one))
      into.push_back(one);
  }

  TestTree tree;
  std::vector<Relations> relations; // of each of tree.tests
  TestsOfFixtures setUps, cleanUps;
  std::vector<std::vector<std::size_t>> depends; // of each of tree.tests, but on what its fixtures imply
  std::vector<std::string> notBuilt;
  std::size_t disabled = 0;
  std::size_t mutationTests = 0;
  std::size_t unknownOperations = 0;
};

} // namespace

Result<TestTree> readCTest(const std::string &directory) {
  std::error_code failure;
  const std::filesystem::path absolute = std::filesystem::canonical(directory, failure);
  if (failure || !std::filesystem::exists(absolute / "CTestTestfile.cmake", failure))
    return Error{fmt::format("--ctest: {} is no build directory with tests: it has no CTestTestfile.cmake; give the "
                             "directory that CMake made, of a project that calls enable_testing()",
                             directory)};
  const auto output = outputOf({"ctest", "--test-dir", absolute.string(), "--show-only=json-v1"});
  if (!output)
    return output.error();
  Reader reader(absolute);
  try {
    auto tree = reader.read(documentIn(*output));
    if (tree)
      tree->command = {"ctest", "--test-dir", absolute.string()};
    return tree;
  } catch (const Json::exception &reason) {
    return Error{
        fmt::format("ctest's list of tests isn't understood: {}; Allele needs CMake 3.14 or later", reason.what())};
  }
}

} // namespace allele
