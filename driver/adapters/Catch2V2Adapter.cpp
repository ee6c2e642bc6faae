// Catch2, version 2: names are any text. Results are XML, which a program that crashes completes.
#include "../OutputDirectory.h"
#include "../Text.h"
#include "AdapterText.h"

#include <cstring>

namespace allele {

extern const Adapter kCatch2V2Adapter;

namespace {

std::vector<std::string> listArguments(const TestFiles & /*files*/) {
  return {"--list-test-names-only"};
}

// Printed, whatever --out says; the exit code is the number of tests. Places are only in the results.
Result<std::vector<TestCase>> readList(const ProcessResult &run, const TestFiles & /*files*/) {
  std::vector<TestCase> tests;
  for (const std::string &line : splitLines(run.output))
    if (std::string name = trimmed(line); !name.empty())
      tests.push_back({std::move(name), "", 0, true});
  if (tests.empty() || run.exitCode != static_cast<int>(tests.size() % 256))
    return Error{"it printed no list of tests, and nothing else, for --list-test-names-only; Catch2's main does"};
  return mergedByName(std::move(tests));
}

Result<std::vector<std::vector<std::string>>> runArguments(const std::vector<std::string> &names,
                                                           const TestFiles &files, Detail detail) {
  // Each line is taken for a name in quotes, in which these characters mean something. A `*` at either end can't be
  // escaped: it may choose more tests.
  std::string filter;
  for (const std::string &name : names)
    filter += escaped(name, "\\,[]\"") + "\n";
  if (const Status written = writeFileAtomically(files.filter, filter); !written)
    return written.error();
  std::vector<std::string> arguments = {
      "--input-file", files.filter.string(), "--reporter", "xml", "--durations", "yes",
      "--out",        files.answer.string(), "--order",    "decl"};
  if (detail == Detail::kLeast)
    arguments.emplace_back("--abort");
  return std::vector<std::vector<std::string>>{std::move(arguments)};
}

// Only sections are counted.
std::optional<std::uint64_t> assertionsIn(const pugi::xml_node &test) {
  std::optional<std::uint64_t> count;
  for (const pugi::xml_node &section : test.children("Section"))
    if (const pugi::xml_node total = section.child("OverallResults"))
      count = count.value_or(0) + total.attribute("successes").as_ullong() + total.attribute("failures").as_ullong() +
              total.attribute("expectedFailures").as_ullong();
  return count;
}

// What failed in the test or in one of its sections.
void takeFailures(TestResult &result, const pugi::xml_node &node) {
  for (const pugi::xml_node &child : node.children()) {
    const std::string kind = child.name();
    const auto file = [&] { return std::string(child.attribute("filename").value()); };
    const unsigned line = child.attribute("line").as_uint();
    if (kind == "Expression" && !child.attribute("success").as_bool(true))
      setFailure(result, file(), line,
                 std::string(child.attribute("type").value()) + "( " + trimmed(child.child_value("Original")) +
                     " ): " + trimmed(child.child_value("Expanded")));
    else if (kind == "Exception" || kind == "FatalErrorCondition" || kind == "Failure")
      setFailure(result, file(), line, child.text().get());
    else if (kind == "Section")
      takeFailures(result, child);
  }
}

void takeTests(std::vector<TestResult> &results, const pugi::xml_node &node) {
  for (const pugi::xml_node &child : node.children()) {
    if (std::strcmp(child.name(), "Group") == 0)
      takeTests(results, child);
    if (std::strcmp(child.name(), "TestCase") != 0)
      continue;
    TestResult result;
    result.name = trimmed(child.attribute("name").value());
    const pugi::xml_node end = child.child("OverallResult");
    const bool passed = end && end.attribute("success").as_bool();
    result.end = !end ? TestEnd::kUnfinished : passed ? TestEnd::kPassed : TestEnd::kFailed;
    if (end)
      result.duration = durationOf(end.attribute("durationInSeconds"));
    result.assertions = assertionsIn(child);
    if (!passed)
      takeFailures(result, child);
    results.push_back(std::move(result));
  }
}

std::vector<TestResult> readResults(const ProcessResult & /*run*/, const TestFiles &files) {
  std::vector<TestResult> results;
  if (const auto document = readXml(files.answer))
    takeTests(results, document->document_element());
  return mergedByName(std::move(results));
}

// catch_discover_tests()
std::optional<std::string> caseIn(const std::vector<std::string> &arguments) {
  const auto name = onlyArgument(arguments, "");
  return name ? std::optional<std::string>(unescaped(*name)) : std::nullopt;
}

} // namespace

const Adapter kCatch2V2Adapter = {
    "catch2-v2",
    "Catch2, version 2",
    "",
    "",
    [](const ElfFile &object) { return object.holds("libidentify") && object.holds("Catch Test"); },
    listArguments,
    readList,
    runArguments,
    readResults,
    caseIn};

} // namespace allele
