// Meson, as meson-info/intro-tests.json describes it: the same as `meson introspect --tests` prints.
#include "../RunToEnd.h"
#include "../Text.h"
#include "../Verdict.h"
#include "TestTree.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace allele {
namespace {

using Json = nlohmann::json;

// Exit codes that Meson knows, of GNU's test harness.
constexpr int kSkipCode = 77;
constexpr int kErrorCode = 99;

// Name and should_fail of each test, in the order of intro-tests.json, which doesn't tell the latter. Only Meson's own
// Python can read it.
constexpr const char *kShouldFail = R"(
import json, pickle
with open('meson-private/meson_test_setup.dat', 'rb') as file:
    tests = pickle.load(file)
print(json.dumps([[test.name, test.should_fail] for test in tests]))
)";

// Suites are named "project:suite"; a test's own name may stand in several.
std::string nameOf(const Json &entry, const std::set<std::string> &taken) {
  std::string name = entry.at("name").get<std::string>();
  const Json &suites = entry.at("suite");
  if (taken.count(name) != 0 && suites.is_array() && !suites.empty())
    name = suites.front().get<std::string>() + " / " + name;
  const std::string base = name;
  for (unsigned i = 2; taken.count(name) != 0; ++i)
    name = fmt::format("{} ({})", base, i);
  return name;
}

TreeTest testIn(const Json &entry, const std::filesystem::path &directory, const std::set<std::string> &taken) {
  TreeTest test;
  test.name = nameOf(entry, taken);
  test.byHand = {"meson", "test", "-C", directory.string(), entry.at("name").get<std::string>()};
  test.command = entry.at("cmd").get<std::vector<std::string>>();
  const Json &where = entry.at("workdir");
  test.workingDirectory = where.is_string() ? std::filesystem::path(where.get<std::string>()) : directory;
  for (const auto &[name, value] : entry.at("env").items())
    test.environment.push_back(name + "=" + value.get<std::string>());
  test.timeout = timeLimit(entry.value("timeout", 0.0));
  test.isAlone = !entry.value("is_parallel", true);
  test.rule.skipCode = kSkipCode;
  test.rule.errorCode = kErrorCode;
  test.rule.signalIsError = false;
  test.rule.isTap = entry.value("protocol", "") == "tap";
  return test;
}

// `entries`: those of the list that the tests were made from.
Status readShouldFail(TestTree &tree, const Json &entries) {
  ProcessSpec spec;
  spec.command = {"meson", "runpython", "-c", kShouldFail};
  spec.workingDirectory = tree.directory;
  spec.limits.outputBytes = std::uint64_t{64} << 20;
  const auto run = runToEnd(spec);
  if (!run)
    return run.error();
  const std::vector<std::string> lines = splitLines(run->output); // warnings may stand above
  const std::string answer = lines.empty() ? "" : lines.back();
  if (run->exitCode != 0)
    return Error{fmt::format("meson runpython: {}: {}", describeEnd(*run), toPrintableLine(answer))};
  const Json known = Json::parse(answer, nullptr, /*allow_exceptions=*/false);
  const auto isSame = [](const Json &each, const Json &entry) {
    return each.is_array() && each.size() == 2 && each[0] == entry.at("name") && each[1].is_boolean();
  };
  if (!std::equal(known.begin(), known.end(), entries.begin(), entries.end(), isSame))
    return Error{"meson knows other tests than meson-info/intro-tests.json"};
  for (std::size_t i = 0; i < tree.tests.size(); ++i)
    tree.tests[i].rule.willFail = known[i][1].get<bool>();
  return Done{};
}

} // namespace

Result<TestTree> readMeson(const std::string &directory) {
  std::error_code failure;
  const std::filesystem::path absolute = std::filesystem::canonical(directory, failure);
  const std::filesystem::path list = absolute / "meson-info" / "intro-tests.json";
  std::ifstream in(list);
  if (failure || !in)
    return Error{fmt::format("--meson: {} is no build directory of Meson: it has no meson-info/intro-tests.json; give "
                             "the directory that `meson setup` made",
                             directory)};
  TestTree tree;
  tree.directory = absolute;
  tree.command = {"meson", "test", "-C", absolute.string()};
  std::set<std::string> taken;
  try {
    const Json entries = Json::parse(in);
    for (const Json &entry : entries) {
      tree.tests.push_back(testIn(entry, absolute, taken));
      taken.insert(tree.tests.back().name);
    }
    const Status known = tree.tests.empty() ? Done{} : readShouldFail(tree, entries);
    if (!known)
      tree.warnings.push_back(fmt::format("it isn't known which tests should fail ({}); leave those out with "
                                          "--skip-tests",
                                          known.error().message));
    const auto hasNone = [](const TreeTest &test) { return test.command.empty(); };
    tree.tests.erase(std::remove_if(tree.tests.begin(), tree.tests.end(), hasNone), tree.tests.end());
  } catch (const Json::exception &reason) {
    return Error{fmt::format("{} isn't what Meson writes: {}; run `meson setup --reconfigure {}`", list.string(),
                             reason.what(), directory)};
  }
  return tree;
}

} // namespace allele
