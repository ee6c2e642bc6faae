#include "Catch2.h"

#include "../OutputDirectory.h"

#include <algorithm>
#include <cctype>

namespace allele {
namespace {

// Where something begins that no line can say, and where it ends: a line break, or a byte that isn't text, which Catch2
// writes to XML as `\xHH`, and which that may also be.
std::pair<std::size_t, std::size_t> unspeakableIn(const std::string &name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '\n' || name[i] == '\r')
      return {i, i + 1};
    const auto isDigit = [&](std::size_t at) { return std::isxdigit(static_cast<unsigned char>(name[at])) != 0; };
    if (i + 3 < name.size() && name[i] == '\\' && name[i + 1] == 'x' && isDigit(i + 2) && isDigit(i + 3))
      return {i, i + 4};
  }
  return {name.size(), name.size()};
}

// A line of --input-file is taken for a name in quotes, in which these characters mean something, the `#` at its
// beginning. A `*` at either end stands for any text and can't be escaped: it may choose more tests, as the case of
// letters does, which counts for nothing.
std::string lineFor(const std::string &name) {
  constexpr const char *kSpecial = "\\,[]\"#";
  const auto [begin, end] = unspeakableIn(name);
  if (begin == 0 && end != 0)
    return "*" +
           (unspeakableIn(name.substr(end)).first == name.size() - end ? escaped(name.substr(end), kSpecial) : "");
  std::string line = escaped(name.substr(0, begin), kSpecial);
  if (begin != name.size())
    line += '*';
  // The word would turn the choice round, escaped or not.
  return name.rfind("exclude:", 0) == 0 ? "*" + line : line;
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

// A test with a skipped part is a skipped one.
TestEnd endIn(const pugi::xml_node &overall) {
  if (!overall)
    return TestEnd::kUnfinished;
  if (!overall.attribute("success").as_bool())
    return TestEnd::kFailed;
  return overall.attribute("skips").as_ullong() != 0 ? TestEnd::kSkipped : TestEnd::kPassed;
}

// Version 2 has a group around all tests.
void takeTests(std::vector<TestResult> &results, const pugi::xml_node &node) {
  for (const pugi::xml_node &group : node.children("Group"))
    takeTests(results, group);
  for (const pugi::xml_node &test : node.children("TestCase")) {
    TestResult result;
    result.name = trimmed(test.attribute("name").value());
    const pugi::xml_node overall = test.child("OverallResult");
    result.end = endIn(overall);
    result.duration = durationOf(overall.attribute("durationInSeconds"));
    result.assertions = assertionsIn(test);
    if (result.end == TestEnd::kFailed || result.end == TestEnd::kUnfinished)
      takeFailures(result, test);
    results.push_back(std::move(result));
  }
}

} // namespace

Result<std::vector<std::vector<std::string>>> catch2Arguments(const std::vector<std::string> &names,
                                                              const TestFiles &files, Detail detail,
                                                              const std::vector<std::string> &also) {
  std::string filter;
  for (const std::string &name : names)
    filter += lineFor(name) + "\n";
  if (const Status written = writeFileAtomically(files.filter, filter); !written)
    return written.error();
  std::vector<std::string> arguments = {
      "--input-file", files.filter.string(), "--reporter", "xml", "--durations", "yes",
      "--out",        files.answer.string(), "--order",    "decl"};
  if (detail == Detail::kLeast)
    arguments.emplace_back("--abort");
  arguments.insert(arguments.end(), also.begin(), also.end());
  return std::vector<std::vector<std::string>>{std::move(arguments)};
}

std::vector<TestResult> catch2Results(const ProcessResult & /*run*/, const TestFiles &files) {
  std::vector<TestResult> results;
  if (const auto document = readXml(files.answer))
    takeTests(results, document->document_element());
  return mergedByName(std::move(results));
}

std::optional<std::string> catch2Case(const std::vector<std::string> &arguments) {
  const auto name = onlyArgument(arguments, "");
  return name ? std::optional<std::string>(unescaped(*name)) : std::nullopt;
}

// An option that stands twice is an error there.
void catch2Shuffle(std::vector<std::string> &command, std::uint32_t seed) {
  const std::vector<std::string> inOrder = {"--order", "decl"};
  const auto found = std::search(command.begin(), command.end(), inOrder.begin(), inOrder.end());
  if (found != command.end())
    command.erase(found, found + 2);
  for (std::string &word : std::vector<std::string>{"--order", "rand", "--rng-seed", std::to_string(seed)})
    command.push_back(std::move(word));
}

std::vector<std::string> catch2ArgumentsFor(const std::string &name) {
  return {escaped(name, "\\,[]\"")};
}

} // namespace allele
