// doctest: names are any text, and tests of different suites may have the same. Lists and results are XML, which a
// program that crashes completes.
#include "AdapterText.h"

#include <fmt/format.h>

namespace allele {

extern const Adapter kDoctestAdapter;

namespace {

std::vector<std::string> listArguments(const TestFiles &files) {
  return {"--list-test-cases", "--reporters=xml", "--no-skip=true", "--out=" + files.answer.string()};
}

Result<std::vector<TestCase>> readList(const ProcessResult & /*run*/, const TestFiles &files) {
  const auto document = readXml(files.answer);
  if (!document)
    return Error{"it wrote no list of tests for --list-test-cases --reporters=xml; doctest does since 2.3"};
  std::vector<TestCase> tests;
  for (const pugi::xml_node &test : document->document_element().children("TestCase"))
    tests.push_back({test.attribute("name").value(), test.attribute("filename").value(),
                     test.attribute("line").as_uint(), !test.attribute("skipped").as_bool()});
  return mergedByName(std::move(tests));
}

Result<std::vector<std::vector<std::string>>> runArguments(const std::vector<std::string> &names,
                                                           const TestFiles &files, Detail detail) {
  std::vector<std::string> filters;
  filters.reserve(names.size());
  for (const std::string &name : names)
    filters.push_back(escaped(name, ",\\"));
  const auto arguments = joinIntoArguments("--test-case=", filters, ',');
  if (!arguments)
    return arguments.error();
  std::vector<std::vector<std::string>> runs;
  for (const std::string &argument : *arguments)
    runs.push_back({argument, "--case-sensitive=true", "--no-skip=true", "--reporters=xml", "--duration=true",
                    "--order-by=file", fmt::format("--abort-after={}", detail == Detail::kLeast ? 1 : 0),
                    "--out=" + files.answer.string()});
  return runs;
}

std::vector<TestResult> readResults(const ProcessResult & /*run*/, const TestFiles &files) {
  std::vector<TestResult> results;
  const auto document = readXml(files.answer);
  if (!document)
    return results;
  for (const pugi::xml_node &suite : document->document_element().children("TestSuite"))
    for (const pugi::xml_node &test : suite.children("TestCase")) {
      if (test.attribute("skipped").as_bool())
        continue; // not chosen
      TestResult result;
      result.name = test.attribute("name").value();
      const pugi::xml_node end = test.child("OverallResultsAsserts");
      const bool passed = end && end.attribute("test_case_success").as_bool();
      result.end = !end ? TestEnd::kUnfinished : passed ? TestEnd::kPassed : TestEnd::kFailed;
      if (end) {
        result.duration = durationOf(end.attribute("duration"));
        result.assertions = end.attribute("successes").as_ullong() + end.attribute("failures").as_ullong();
      }
      if (!passed)
        takeFailures(result, test);
      results.push_back(std::move(result));
    }
  return mergedByName(std::move(results));
}

// doctest_discover_tests()
std::optional<std::string> caseIn(const std::vector<std::string> &arguments) {
  const auto name = onlyArgument(arguments, "--test-case=");
  return name ? std::optional<std::string>(unescaped(*name)) : std::nullopt;
}

std::vector<std::string> argumentsFor(const std::string &name) {
  return {"--test-case=" + escaped(name, ",\\")};
}

void shuffle(std::vector<std::string> &command, std::uint32_t seed) {
  removeArguments(command, "--order-by=");
  command.emplace_back("--order-by=rand");
  command.push_back(fmt::format("--rand-seed={}", seed));
}

} // namespace

const Adapter kDoctestAdapter = {"doctest",
                                 "doctest, from 2.3 on",
                                 "",
                                 "",
                                 [](const ElfFile &object) { return object.holds("doctest version is"); },
                                 listArguments,
                                 readList,
                                 runArguments,
                                 readResults,
                                 caseIn,
                                 argumentsFor,
                                 shuffle};

} // namespace allele
