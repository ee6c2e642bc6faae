// QtTest: a test is a function of the test object, `function`, or one row of its data, `function:tag`. Results are XML,
// in which each chosen test is an element of its own, in their order; a program that crashes leaves half of it.
#include "../OutputDirectory.h"
#include "../Text.h"
#include "AdapterText.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <set>

namespace allele {

extern const Adapter kQtTestAdapter;

namespace {

std::vector<std::string> listArguments(const TestFiles & /*files*/) {
  return {"-datatags"};
}

// `Class function`, then ` tag` for a row, then ` __global__ tag` where all functions run for each row of the object's.
struct ListLine {
  std::string object;
  std::string function;
  std::optional<std::string> tag;
  std::string rest; // the tag and all behind it
};

bool isName(std::string_view word, std::string_view also) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80 || also.find(c) != std::string_view::npos;
  });
}

std::optional<ListLine> listLineIn(const std::string &line) {
  constexpr std::string_view kGlobal = " __global__ ";
  const std::size_t space = line.find(' ');
  if (space == std::string::npos)
    return std::nullopt;
  const std::size_t end = line.find(' ', space + 1);
  ListLine result{line.substr(0, space), line.substr(space + 1, end - space - 1), std::nullopt, ""};
  if (!isName(result.object, ":") || !isName(result.function, ""))
    return std::nullopt;
  if (end == std::string::npos)
    return result;
  result.rest = line.substr(end);
  const std::size_t global = result.rest.find(kGlobal);
  if (global != 0)
    result.tag = result.rest.substr(1, global == std::string::npos ? global : global - 1);
  return result;
}

// A function and its rows. It is one test when not each of its rows can be run by itself.
struct ListedFunction {
  std::string name;
  std::vector<std::string> tags;
  std::set<std::string> seen;
  bool isWhole = false;
};

void addLine(std::vector<ListedFunction> &functions, const ListLine &line) {
  if (functions.empty() || functions.back().name != line.function)
    functions.push_back({line.function, {}, {}, false});
  ListedFunction &function = functions.back();
  // An empty tag chooses all rows, of two of one tag only the first runs, and of three colons in a row the first two
  // are taken for C++'s.
  const bool isOwn = line.tag && !line.tag->empty() && line.tag->front() != ':';
  if (!isOwn || !function.seen.insert(line.rest).second)
    function.isWhole = true;
  else
    function.tags.push_back(*line.tag);
}

// The functions with data are called for their rows. Places of tests aren't told.
Result<std::vector<TestCase>> readList(const ProcessResult &run, const TestFiles & /*files*/) {
  std::vector<std::optional<ListLine>> lines;
  std::string object; // of the last line that looks like one: programs print before their list rather than behind it
  for (const std::string &line : splitLines(run.output)) {
    auto read = listLineIn(line);
    if (read)
      object = read->object;
    lines.push_back(std::move(read));
  }
  std::vector<ListedFunction> functions;
  for (const auto &line : lines) {
    if (line && line->object == object)
      addLine(functions, *line);
    else if (!functions.empty())
      functions.back().isWhole = true; // it may be the rest of a tag with a line break, which then isn't known
  }
  if (functions.empty() || run.exitCode != 0)
    return Error{"it printed no list of tests for -datatags; QtTest's main does since 5.0"};
  std::vector<TestCase> tests;
  for (const ListedFunction &function : functions) {
    if (function.isWhole)
      tests.push_back({function.name, "", 0, true});
    else
      for (const std::string &tag : function.tags)
        tests.push_back({fmt::format("{}:{}", function.name, tag), "", 0, true});
  }
  return mergedByName(std::move(tests));
}

// Each name is an argument. All of them and the environment may take 2 MiB (a quarter of the usual stack limit).
Result<std::vector<std::vector<std::string>>> runArguments(const std::vector<std::string> &names,
                                                           const TestFiles &files, Detail /*detail*/) {
  constexpr std::size_t kLargestCommand = std::size_t{1} << 20;
  // The results don't say by which name a row of data was chosen. No argument holds a zero.
  if (const Status written =
          writeFileAtomically(files.filter, fmt::format("{}", fmt::join(names, std::string(1, '\0'))));
      !written)
    return written.error();
  // The handler would run a debugger.
  const std::vector<std::string> always = {"-o", files.answer.string() + ",xml", "-nocrashhandler"};
  std::vector<std::vector<std::string>> runs;
  std::size_t size = kLargestCommand;
  for (const std::string &name : names) {
    if (name.size() > kLargestArgument)
      return Error{fmt::format("the test's name '{}...' is too long for a command line; shorten the row's tag",
                               name.substr(0, 80))};
    const std::size_t more = name.size() + 1 + sizeof(char *);
    if (size + more > kLargestCommand) {
      runs.push_back(always);
      size = 0;
    }
    runs.back().push_back(name);
    size += more;
  }
  return runs;
}

std::vector<std::string> chosenIn(const std::filesystem::path &filter) {
  std::ifstream in(filter, std::ios::binary);
  std::vector<std::string> names;
  for (std::string name; std::getline(in, name, '\0');)
    names.push_back(name);
  return names;
}

// CDATA, in several parts where it holds `]]>`.
std::string textOf(const pugi::xml_node &element) {
  std::string text;
  for (const pugi::xml_node &part : element.children())
    if (part.type() == pugi::node_cdata)
      text += part.value();
  return text;
}

// What an element for a function tells. nullopt: it began, and of no row the end is told although it went on.
std::optional<TestResult> resultIn(const pugi::xml_node &function) {
  TestResult result;
  result.end = TestEnd::kUnfinished;
  bool hasPassed = false;
  bool hasFailed = false;
  bool hasSkipped = false;
  for (const pugi::xml_node &child : function.children()) {
    const std::string_view type = child.attribute("type").value();
    const std::string text = textOf(child.child("Description"));
    const bool isIncident = std::string_view(child.name()) == "Incident";
    if (isIncident && type == "fail" && text.rfind("Data tag not found", 0) == 0)
      return std::nullopt; // from Qt 6 on; in Qt 5 it isn't in the results
    // bfail and the like are of tests that the user's file BLACKLIST names; they don't count, nor does xfail.
    if (type == "skip") // a message until Qt 6
      hasSkipped = true;
    else if (isIncident && (type == "fail" || type == "xpass"))
      hasFailed = true;
    else if (isIncident)
      hasPassed = true;
    if ((isIncident && (type == "fail" || type == "xpass")) || type == "qfatal") {
      const unsigned line = child.attribute("line").as_uint();
      setFailure(result, line != 0 ? child.attribute("file").value() : "", line, text,
                 type == "qfatal" || text == "Caught unhandled exception");
    }
  }
  if (const pugi::xml_node duration = function.child("Duration")) {
    const double milliseconds = duration.attribute("msecs").as_double(-1);
    if (milliseconds >= 0 && milliseconds < 1e12)
      result.duration = std::chrono::microseconds(std::llround(milliseconds * 1e3));
  }
  if (hasFailed)
    result.end = TestEnd::kFailed;
  else if (hasPassed)
    result.end = TestEnd::kPassed;
  else if (hasSkipped)
    result.end = TestEnd::kSkipped;
  else if (function.child("Duration") || function.child("TestFunction"))
    return std::nullopt;
  return result;
}

// Whether an element for the function, in which rows have ended, may be the chosen test's.
bool isOf(const std::string &chosen, const pugi::xml_node &element) {
  const std::string function = element.attribute("name").value();
  const std::size_t colon = chosen.find(':');
  if (chosen.substr(0, colon) != function)
    return false;
  if (colon == std::string::npos)
    return true;
  const std::string tag = chosen.substr(colon + 1);
  for (const pugi::xml_node &child : element.children())
    if (const pugi::xml_node told = child.child("DataTag")) {
      const std::string full = textOf(told); // with the tag of the object's row before it, if there are such
      const std::string end = ":" + tag;
      return full == tag || (full.size() > end.size() && full.compare(full.size() - end.size(), end.size(), end) == 0);
    }
  return true;
}

// What initTestCase and cleanupTestCase fail is a failure of the test that is next to them; what is skipped in
// initTestCase is every test.
std::vector<TestResult> readResults(const ProcessResult & /*run*/, const TestFiles &files) {
  std::vector<TestResult> results;
  const std::vector<std::string> chosen = chosenIn(files.filter);
  const auto document = readXml(files.answer);
  if (!document || chosen.empty())
    return results;
  const auto add = [&](TestResult result, const std::string &name) {
    result.name = name;
    results.push_back(std::move(result));
  };
  auto next = chosen.begin();
  for (const pugi::xml_node &element : document->document_element().children("TestFunction")) {
    const std::string_view function = element.attribute("name").value();
    auto result = resultIn(element);
    const bool isBad = result && (result->end == TestEnd::kFailed || result->end == TestEnd::kUnfinished);
    if (function == "initTestCase" || function == "cleanupTestCase") {
      if (result)
        result->duration.reset();
      if (isBad)
        add(std::move(*result), results.empty() ? chosen.front() : results.back().name);
      else if (result && result->end == TestEnd::kSkipped && function == "initTestCase")
        for (const std::string &name : chosen)
          add(*result, name);
      continue;
    }
    const auto found = std::find_if(next, chosen.end(), [&](const std::string &name) { return isOf(name, element); });
    if (found == chosen.end())
      continue;
    next = found + 1;
    if (result)
      add(std::move(*result), *found);
  }
  return mergedByName(std::move(results));
}

// A program that has QtTest run its test object. One of another framework may use no more of the library than its
// spies, and the library itself is no test program.
bool recognises(const ElfFile &object) {
  const bool holdsAll = object.holds("lists all available test functions");
  const bool links = object.holds("libQt5Test.so") || object.holds("libQt6Test.so");
  return links ? !holdsAll && object.holds("5QTest5qExecE") : holdsAll;
}

} // namespace

const Adapter kQtTestAdapter = {"qttest",
                                "QtTest of Qt 5.15 and Qt 6",
                                "",
                                "",
                                recognises,
                                listArguments,
                                readList,
                                runArguments,
                                readResults,
                                [](const std::vector<std::string> &arguments) { return onlyArgument(arguments, ""); },
                                [](const std::string &name) { return std::vector<std::string>{name}; }};

} // namespace allele
