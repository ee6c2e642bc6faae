// Meson, as meson-info/intro-tests.json describes it: the same as `meson introspect --tests` prints.
#include "TestTree.h"

#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace allele {
namespace {

using Json = nlohmann::json;

// What tells Meson that a test was skipped.
constexpr int kSkipCode = 77;

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
  test.command = entry.at("cmd").get<std::vector<std::string>>();
  const Json &where = entry.at("workdir");
  test.workingDirectory = where.is_string() ? std::filesystem::path(where.get<std::string>()) : directory;
  for (const auto &[name, value] : entry.at("env").items())
    test.environment.push_back(name + "=" + value.get<std::string>());
  test.timeout = timeLimit(entry.value("timeout", 0.0));
  test.isAlone = !entry.value("is_parallel", true);
  test.rule.skipCode = kSkipCode;
  return test;
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
    for (const Json &entry : Json::parse(in)) {
      TreeTest test = testIn(entry, absolute, taken);
      if (test.command.empty())
        continue;
      taken.insert(test.name);
      tree.tests.push_back(std::move(test));
    }
  } catch (const Json::exception &reason) {
    return Error{fmt::format("{} isn't what Meson writes: {}; run `meson setup --reconfigure {}`", list.string(),
                             reason.what(), directory)};
  }
  return tree;
}

} // namespace allele
