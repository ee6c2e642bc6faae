// allele tests: what tests a program has, by their framework, and what becomes of each.
#include "Discovery.h"
#include "Interrupt.h"
#include "Subcommands.h"
#include "TestProgram.h"
#include "Text.h"
#include "Verdict.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

std::string placeOf(const std::string &file, unsigned line) {
  return file.empty() ? "" : fmt::format("  {}:{}", toPrintableLine(file), line);
}

Json toJson(const TestCase &test) {
  Json json = {{"name", toValidUtf8(test.name)}, {"on", test.isOn}};
  if (!test.file.empty()) {
    json["file"] = toValidUtf8(test.file);
    json["line"] = test.line;
  }
  return json;
}

void addResult(Json &json, const TestResult &result) {
  json["result"] = toString(result.end);
  if (result.duration)
    json["seconds"] = std::chrono::duration<double>(*result.duration).count();
  if (result.assertions)
    json["assertions"] = *result.assertions;
  if (!result.message.empty())
    json["failure"] = {
        {"file", toValidUtf8(result.file)}, {"line", result.line}, {"message", toValidUtf8(result.message)}};
}

std::string toLine(const TestCase &test) {
  return fmt::format("{}{}{}\n", toPrintableLine(test.name), placeOf(test.file, test.line), test.isOn ? "" : "  off");
}

std::string toLine(const TestResult &result, const Palette &palette) {
  const bool isGood = result.end == TestEnd::kPassed || result.end == TestEnd::kSkipped;
  std::string text = fmt::format("{:10}  {}", toString(result.end), toPrintableLine(result.name));
  if (result.duration)
    text += fmt::format("  {:.2f} ms", std::chrono::duration<double, std::milli>(*result.duration).count());
  if (result.assertions)
    text += "  " + countOf(*result.assertions, "assertion");
  text += "\n";
  if (!result.message.empty())
    text += fmt::format("  {}{}\n", result.file.empty() ? "" : placeOf(result.file, result.line).substr(2) + ": ",
                        toPrintableLine(result.message));
  return isGood ? text : palette.red(text);
}

ExitCode showList(const std::vector<TestCase> &tests, const TestsOptions &options, Terminal &terminal) {
  if (options.json) {
    Json list = Json::array();
    for (const TestCase &test : tests)
      list.push_back(toJson(test));
    terminal.print(list.dump(1) + "\n");
    return ExitCode::kFine;
  }
  std::string text;
  for (const TestCase &test : tests)
    text += toLine(test);
  terminal.print(text);
  return ExitCode::kFine;
}

// What a run of all tests that are on showed.
class Ran {
public:
  Ran(const std::vector<TestCase> &all, TestProgram::Run ran) : tests(all), run(std::move(ran)) {
    for (const TestResult &result : run.results)
      byName.emplace(result.name, &result);
    for (const TestCase &test : tests)
      if (test.isOn && byName.count(test.name) == 0)
        missing.push_back(&test);
  }

  std::size_t countOf(TestEnd end) const {
    return static_cast<std::size_t>(std::count_if(run.results.begin(), run.results.end(),
                                                  [&](const TestResult &result) { return result.end == end; }));
  }
  bool isGood() const {
    return missing.empty() && countOf(TestEnd::kFailed) == 0 && countOf(TestEnd::kUnfinished) == 0;
  }

  std::string text(const Palette &palette) const {
    std::string lines;
    for (const TestResult &result : run.results)
      lines += toLine(result, palette);
    for (const TestCase *test : missing)
      lines += palette.red(fmt::format("didn't run  {}\n", toPrintableLine(test->name)));
    lines += fmt::format("\n{}: {} passed, {} failed, {} skipped, {} unfinished, {} that didn't run\n",
                         allele::countOf(run.results.size() + missing.size(), "test"), countOf(TestEnd::kPassed),
                         countOf(TestEnd::kFailed), countOf(TestEnd::kSkipped), countOf(TestEnd::kUnfinished),
                         missing.size());
    for (const ProcessResult &process : run.processes)
      if (process.signal)
        lines += fmt::format("the program ended by {}\n", describeEnd(process));
    return lines;
  }

  std::string json() const {
    Json list = Json::array();
    for (const TestCase &test : tests) {
      Json entry = toJson(test);
      if (const auto found = byName.find(test.name); found != byName.end())
        addResult(entry, *found->second);
      list.push_back(std::move(entry));
    }
    return list.dump(1) + "\n";
  }

private:
  const std::vector<TestCase> &tests;
  const TestProgram::Run run;
  std::unordered_map<std::string, const TestResult *> byName;
  std::vector<const TestCase *> missing;
};

// Of a program whose framework is known: with places, and results.
ExitCode showProgram(const TestsOptions &options, Terminal &terminal) {
  auto program = TestProgram::open(options.source.command, options.source.framework);
  if (!program) {
    terminal.error(program.error().message);
    return ExitCode::kUsage;
  }
  const auto all = program->list();
  if (!all) {
    terminal.error(all.error().message);
    return interruptRequested() ? ExitCode::kInterrupted : ExitCode::kUsage;
  }
  std::vector<TestCase> tests;
  std::copy_if(all->begin(), all->end(), std::back_inserter(tests),
               [&](const TestCase &test) { return isChosen(options.source, test.name); });
  terminal.detail(fmt::format("{}: {}", program->adapter().description, countOf(tests.size(), "test")));
  if (!options.run)
    return showList(tests, options, terminal);
  std::vector<std::string> names;
  for (const TestCase &test : tests)
    if (test.isOn)
      names.push_back(test.name);
  if (names.empty()) {
    terminal.error("none of the tests is on and chosen");
    return ExitCode::kNothing;
  }
  auto run = program->run(names);
  if (!run) {
    terminal.error(run.error().message);
    return interruptRequested() ? ExitCode::kInterrupted : ExitCode::kUsage;
  }
  const Ran outcome(tests, std::move(*run));
  terminal.print(options.json ? outcome.json() : outcome.text(terminal.palette()));
  return outcome.isGood() ? ExitCode::kFine : ExitCode::kBaseline;
}

// Those that `allele run` takes apart: names alone.
ExitCode showTree(const TestsOptions &options, Terminal &terminal) {
  if (options.run) {
    terminal.error("--run is for a single program; `allele run` runs these tests, and so does the build system");
    return ExitCode::kUsage;
  }
  const auto here = workingDirectory();
  if (!here) {
    terminal.error(here.error().message);
    return ExitCode::kUsage;
  }
  MetadataReader reader;
  const auto found = findSuite(options.source, *here, reader, terminal);
  if (!found) {
    terminal.error(found.error().message);
    return interruptRequested() ? ExitCode::kInterrupted : ExitCode::kUsage;
  }
  std::vector<TestCase> tests;
  for (const SuiteTest &test : found->suite.tests)
    tests.push_back({test.name, "", 0, true});
  return showList(tests, options, terminal);
}

} // namespace

ExitCode runTests(const TestsOptions &options, Terminal &terminal) {
  catchInterrupts();
  return options.source.command.empty() ? showTree(options, terminal) : showProgram(options, terminal);
}

} // namespace allele
