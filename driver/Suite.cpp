#include "Suite.h"

#include "TestProgram.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace allele {

Result<std::vector<std::string>> Suite::commandFor(const std::vector<std::size_t> &some, const TestFiles &files) const {
  const SuiteProgram &program = programs[tests[some.front()].program];
  std::vector<std::string> command = program.command;
  if (program.adapter == nullptr)
    return command;
  std::vector<std::string> names;
  names.reserve(some.size());
  for (const std::size_t test : some)
    names.push_back(tests[test].name);
  auto runs = program.adapter->runArguments(names, files, Detail::kLeast);
  if (!runs)
    return runs.error();
  if (runs->size() != 1)
    return Error{"the names of the tests don't fit into one command"};
  command.insert(command.end(), runs->front().begin(), runs->front().end());
  return command;
}

std::vector<TestResult> Suite::resultsOf(std::size_t program, const ProcessResult &run, const TestFiles &files) const {
  const Adapter *adapter = programs[program].adapter;
  return adapter == nullptr ? std::vector<TestResult>() : adapter->readResults(run, files);
}

std::optional<TestResult> Suite::resultOf(std::size_t test, const ProcessResult &run, const TestFiles &files) const {
  for (TestResult &result : resultsOf(tests[test].program, run, files))
    if (result.name == tests[test].name)
      return std::move(result);
  return std::nullopt;
}

std::string firstLineOf(const TestResult &failure) {
  const std::string line = failure.message.substr(0, failure.message.find('\n'));
  return failure.file.empty() ? line : fmt::format("{}:{}: {}", failure.file, failure.line, line);
}

Suite wholeProgram(const std::vector<std::string> &command) {
  Suite suite;
  suite.programs.push_back({command, nullptr, {}, {}});
  suite.tests.push_back({shellQuote(command), 0});
  return suite;
}

Result<Suite> testsOf(const std::vector<std::string> &command, const Adapter &adapter) {
  auto program = TestProgram::open(command, adapter.name);
  if (!program)
    return program.error();
  const auto listed = program->list();
  if (!listed)
    return listed.error();
  Suite suite;
  std::vector<std::string> environment;
  if (*adapter.failFast != '\0')
    environment.emplace_back(adapter.failFast);
  suite.programs.push_back({command, &adapter, std::move(environment), variablesWithPrefix(adapter.environmentPrefix)});
  for (const TestCase &test : *listed)
    if (test.isOn)
      suite.tests.push_back({test.name, 0});
  if (suite.tests.empty())
    return Error{"it lists no test that is on"};
  return suite;
}

} // namespace allele
