// Boost.Test: `suite/test`, `data/_0` of data-driven tests, `test<int>` of templates. The log has places and times, the
// report the numbers of assertions. A program that crashes may leave neither.
#include "../Text.h"
#include "AdapterText.h"

#include <charconv>
#include <cstring>
#include <unordered_map>

namespace allele {

extern const Adapter kBoostTestAdapter;

namespace {

std::vector<std::string> listArguments(const TestFiles & /*files*/) {
  return {"--list_content=DOT"};
}

// `tu65536[shape=Mrecord,fontname=Helvetica,color=green,label="passes|test.cpp(6)|expected failures=1"];`: a suite or a
// test, within the braces of its suite. Of the first, the module, only the label is another one.
struct Entry {
  std::string label;
  bool isOn = false;
};

std::optional<Entry> entryIn(const std::string &line) {
  constexpr std::string_view kLabel = "label=\"";
  const std::size_t begin = line.find(kLabel);
  const std::size_t end = line.rfind('"');
  if (line.rfind("tu", 0) != 0 || begin == std::string::npos || end < begin + kLabel.size())
    return std::nullopt;
  return Entry{line.substr(begin + kLabel.size(), end - begin - kLabel.size()),
               line.find("color=green") != std::string::npos};
}

TestCase testOf(const std::string &prefix, const Entry &entry) {
  const std::size_t bar = entry.label.find('|');
  TestCase test{prefix + entry.label.substr(0, bar), "", 0, entry.isOn};
  if (bar == std::string::npos)
    return test;
  const std::string place = entry.label.substr(bar + 1, entry.label.find('|', bar + 1) - bar - 1);
  const std::size_t open = place.rfind('(');
  if (open == std::string::npos)
    return test;
  test.file = place.substr(0, open);
  std::from_chars(place.data() + open + 1, place.data() + place.size(), test.line);
  return test;
}

// It is printed to standard error.
Result<std::vector<TestCase>> readList(const ProcessResult &run, const TestFiles & /*files*/) {
  std::vector<TestCase> tests;
  std::vector<TestCase> suites; // around the next line; the module first
  std::optional<TestCase> last; // a suite if a brace follows it
  bool isGraph = false;
  for (const std::string &line : splitLines(run.output)) {
    isGraph |= line.rfind("digraph", 0) == 0;
    if (!isGraph)
      continue;
    if (const auto entry = entryIn(line)) {
      if (last)
        tests.push_back(std::move(*last));
      last = testOf(suites.size() < 2 ? "" : suites.back().name + "/", *entry);
      if (!suites.empty())
        last->isOn = last->isOn && suites.back().isOn;
    } else if (line == "{" && last) {
      suites.push_back(std::move(*last));
      last.reset();
    } else if (line == "}" && !suites.empty()) {
      if (last)
        tests.push_back(std::move(*last));
      last.reset();
      suites.pop_back();
    }
  }
  if (!isGraph)
    return Error{"it printed no list of tests for --list_content=DOT; Boost.Test does since 1.59"};
  return mergedByName(std::move(tests));
}

Result<std::vector<std::vector<std::string>>> runArguments(const std::vector<std::string> &names,
                                                           const TestFiles &files, Detail /*detail*/) {
  const auto filters = joinIntoArguments("--run_test=", names, ':');
  if (!filters)
    return filters.error();
  std::vector<std::vector<std::string>> runs;
  for (const std::string &filter : *filters)
    runs.push_back({filter, "--log_format=XML", "--log_level=test_suite", "--log_sink=" + files.log.string(),
                    "--report_format=XML", "--report_level=detailed", "--report_sink=" + files.answer.string(),
                    "--random=0", "--color_output=no"});
  return runs;
}

// Calls `visit(name, element)` for each test below the element, which stands for the module or a suite.
template <typename Visit> void forEachTest(const pugi::xml_node &suite, const std::string &prefix, Visit visit) {
  for (const pugi::xml_node &child : suite.children()) {
    const std::string name = prefix + child.attribute("name").value();
    if (std::strcmp(child.name(), "TestCase") == 0)
      visit(name, child);
    else if (std::strcmp(child.name(), "TestSuite") == 0)
      forEachTest(child, name + "/", visit);
  }
}

template <typename Visit> void forEachTest(const std::optional<pugi::xml_document> &document, Visit visit) {
  if (document)
    forEachTest(document->document_element().child("TestSuite"), "", visit);
}

void takeFailure(TestResult &result, const pugi::xml_node &test) {
  for (const char *kind : {"Error", "FatalError", "Exception"})
    for (const pugi::xml_node &failure : test.children(kind)) {
      const unsigned line = failure.attribute("line").as_uint();
      setFailure(result, line != 0 ? failure.attribute("file").value() : "", line, failure.text().get(),
                 std::strcmp(kind, "Exception") == 0); // signals too
    }
}

std::vector<TestResult> readResults(const ProcessResult & /*run*/, const TestFiles &files) {
  std::unordered_map<std::string, TestResult> logged;
  forEachTest(readXml(files.log), [&](const std::string &name, const pugi::xml_node &test) {
    TestResult &result = logged[name];
    if (const pugi::xml_node time = test.child("TestingTime"))
      result.duration = std::chrono::microseconds(time.text().as_llong());
    takeFailure(result, test);
  });
  std::vector<TestResult> results;
  forEachTest(readXml(files.answer), [&](const std::string &name, const pugi::xml_node &test) {
    const std::string end = test.attribute("result").value();
    if (end == "skipped")
      return; // not chosen
    TestResult result = logged[name];
    result.name = name;
    result.end = end.rfind("passed", 0) == 0 ? TestEnd::kPassed : TestEnd::kFailed;
    result.assertions =
        test.attribute("assertions_passed").as_ullong() + test.attribute("assertions_failed").as_ullong();
    if (result.end == TestEnd::kPassed) {
      result.file.clear();
      result.line = 0;
      result.message.clear();
    }
    results.push_back(std::move(result));
  });
  return mergedByName(std::move(results));
}

std::optional<std::string> caseIn(const std::vector<std::string> &arguments) {
  return onlyArgument(arguments, "--run_test=");
}

std::vector<std::string> argumentsFor(const std::string &name) {
  return {"--run_test=" + name};
}

void shuffle(std::vector<std::string> &command, std::uint32_t seed) {
  removeArguments(command, "--random=");
  command.push_back(fmt::format("--random={}", seed));
}

} // namespace

const Adapter kBoostTestAdapter = {"boost-test",
                                   "Boost.Test, from 1.59 on",
                                   "BOOST_TEST_",
                                   "",
                                   [](const ElfFile &object) { return object.holds("BOOST_TEST_RUN_FILTERS"); },
                                   listArguments,
                                   readList,
                                   runArguments,
                                   readResults,
                                   caseIn,
                                   argumentsFor,
                                   shuffle};

} // namespace allele
