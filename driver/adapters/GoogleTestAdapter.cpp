// GoogleTest: `Suite.Test`, `Prefix/Suite.Test/0` of value-parameterised tests, `Suite/0.Test` of typed ones.
//
// Lists and results are JSON. A program that crashes writes none, and of what it printed only what it flushed is left.
#include "../OutputDirectory.h"
#include "../Text.h"
#include "AdapterText.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace allele {

extern const Adapter kGoogleTestAdapter;

namespace {

using Json = nlohmann::json;

std::optional<Json> readJson(const std::filesystem::path &path) {
  std::ifstream in(path, std::ios::binary);
  Json json = in ? Json::parse(in, nullptr, /*allow_exceptions=*/false) : Json(Json::value_t::discarded);
  return json.is_object() ? std::optional<Json>(std::move(json)) : std::nullopt;
}

// Calls `visit(suite, test)` for each test.
template <typename Visit> void forEachTest(const Json &json, Visit visit) {
  static const Json kNone = Json::array();
  const auto arrayIn = [](const Json &object, const char *key) -> const Json & {
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : kNone;
  };
  for (const Json &suite : arrayIn(json, "testsuites"))
    for (const Json &test : arrayIn(suite, "testsuite"))
      if (suite.is_object() && test.is_object())
        visit(suite.value("name", ""), test);
}

bool isDisabled(const std::string &part) {
  // What stands before a `/` is the prefix of an instantiation, and what stands behind the last one a parameter.
  return part.rfind("DISABLED_", 0) == 0 || part.find("/DISABLED_") != std::string::npos;
}

std::vector<std::string> listArguments(const TestFiles &files) {
  return {"--gtest_list_tests", "--gtest_output=json:" + files.answer.string()};
}

Result<std::vector<TestCase>> readList(const ProcessResult & /*run*/, const TestFiles &files) {
  const auto json = readJson(files.answer);
  if (!json)
    return Error{"it wrote no list of tests for --gtest_list_tests; GoogleTest does since 1.10"};
  std::vector<TestCase> tests;
  forEachTest(*json, [&](const std::string &suite, const Json &test) {
    const std::string name = test.value("name", "");
    tests.push_back(
        {suite + "." + name, test.value("file", ""), test.value("line", 0U), !isDisabled(suite) && !isDisabled(name)});
  });
  return mergedByName(std::move(tests));
}

Result<std::vector<std::vector<std::string>>> runArguments(const std::vector<std::string> &names,
                                                           const TestFiles &files, Detail detail) {
  const std::vector<std::string> always = {"--gtest_also_run_disabled_tests", "--gtest_color=no", "--gtest_repeat=1",
                                           "--gtest_shuffle=0"};
  const auto withAll = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), always.begin(), always.end());
    return std::vector<std::vector<std::string>>{std::move(arguments)};
  };
  std::string filter = "--gtest_filter=" + fmt::format("{}", fmt::join(names, ":"));
  std::vector<std::string> arguments;
  // What is printed takes less time than JSON does.
  if (detail == Detail::kMost)
    arguments.push_back("--gtest_output=json:" + files.answer.string());
  if (filter.size() < kLargestArgument) {
    arguments.push_back(std::move(filter));
  } else { // a flag file has lines of any length
    if (const Status written = writeFileAtomically(files.filter, filter + "\n"); !written)
      return written.error();
    arguments.push_back("--gtest_flagfile=" + files.filter.string());
  }
  return withAll(std::move(arguments));
}

// "0.012s"
std::optional<std::chrono::microseconds> durationIn(const std::string &text) {
  double seconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failure != std::errc() || std::string_view(end, text.data() + text.size() - end) != "s" || !(seconds >= 0))
    return std::nullopt;
  return std::chrono::microseconds(std::llround(seconds * 1e6));
}

// "file.cpp:12\nExpected ...", "unknown file\nC++ exception ..."
void takeFailure(TestResult &result, const std::string &text) {
  const std::string first = text.substr(0, text.find('\n'));
  const std::string rest = first.size() < text.size() ? text.substr(first.size() + 1) : "";
  const bool isCaught = first == "unknown file"; // an exception, by the framework
  const std::size_t colon = first.rfind(':');
  unsigned line = 0;
  if (colon != std::string::npos)
    std::from_chars(first.data() + colon + 1, first.data() + first.size(), line);
  if (line != 0)
    setFailure(result, first.substr(0, colon), line, rest);
  else
    setFailure(result, "", 0, isCaught ? rest : text, isCaught);
}

std::vector<TestResult> resultsIn(const Json &json) {
  std::vector<TestResult> results;
  forEachTest(json, [&](const std::string &suite, const Json &test) {
    if (test.value("status", "") != "RUN")
      return;
    TestResult result;
    result.name = suite + "." + test.value("name", "");
    result.duration = durationIn(test.value("time", ""));
    if (test.value("result", "") == "SKIPPED")
      result.end = TestEnd::kSkipped;
    if (const auto failures = test.find("failures"); failures != test.end() && failures->is_array()) {
      result.end = TestEnd::kFailed;
      for (const Json &failure : *failures)
        if (failure.is_object())
          takeFailure(result, failure.value("failure", ""));
    }
    results.push_back(std::move(result));
  });
  return results;
}

// The name behind "[ RUN      ] " and the like, without what follows it (", where GetParam() = 3", " (0 ms)").
std::optional<std::string> nameBehind(const std::string &line, std::string_view mark) {
  if (line.rfind(mark, 0) != 0)
    return std::nullopt;
  const std::string rest = line.substr(mark.size());
  return rest.substr(0, rest.find_first_of(", ("));
}

std::vector<TestResult> resultsPrinted(const std::string &output) {
  std::vector<TestResult> results;
  const std::vector<std::string> lines = splitLines(output);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string &line = lines[i];
    if (const auto begun = nameBehind(line, "[ RUN      ] ")) {
      results.push_back({*begun, TestEnd::kUnfinished, {}, {}, "", 0, "", false});
      continue;
    }
    if (results.empty() || results.back().end != TestEnd::kUnfinished)
      continue;
    for (const auto &[mark, end] :
         {std::pair("[       OK ] ", TestEnd::kPassed), std::pair("[  FAILED  ] ", TestEnd::kFailed),
          std::pair("[  SKIPPED ] ", TestEnd::kSkipped)})
      if (nameBehind(line, mark) == results.back().name)
        results.back().end = end;
    constexpr std::string_view kFailure = ": Failure";
    if (line.size() <= kFailure.size() || line.substr(line.size() - kFailure.size()) != kFailure)
      continue;
    const std::string place = line.substr(0, line.size() - kFailure.size());
    const bool isExplained = place == "unknown file" && i + 1 < lines.size();
    takeFailure(results.back(), place + "\n" + (isExplained ? lines[i + 1] : "assertion failed"));
  }
  return results;
}

std::vector<TestResult> readResults(const ProcessResult &run, const TestFiles &files) {
  const auto json = readJson(files.answer);
  return mergedByName(json ? resultsIn(*json) : resultsPrinted(run.output));
}

// gtest_discover_tests() and gtest_add_tests(). That no glob stands there, the list of tests tells.
std::optional<std::string> caseIn(const std::vector<std::string> &arguments) {
  std::vector<std::string> own = arguments;
  own.erase(std::remove(own.begin(), own.end(), "--gtest_also_run_disabled_tests"), own.end());
  return onlyArgument(own, "--gtest_filter=");
}

std::vector<std::string> argumentsFor(const std::string &name) {
  return {"--gtest_filter=" + name};
}

void shuffle(std::vector<std::string> &command, std::uint32_t seed) {
  removeArguments(command, "--gtest_shuffle");
  command.emplace_back("--gtest_shuffle");
  command.push_back(fmt::format("--gtest_random_seed={}", seed));
}

} // namespace

const Adapter kGoogleTestAdapter = {"googletest",
                                    "GoogleTest, from 1.10 on",
                                    "GTEST_",
                                    "GTEST_FAIL_FAST=1",
                                    [](const ElfFile &object) { return object.holds("gtest_list_tests"); },
                                    listArguments,
                                    readList,
                                    runArguments,
                                    readResults,
                                    caseIn,
                                    argumentsFor,
                                    shuffle};

} // namespace allele
