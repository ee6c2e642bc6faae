#include "Suite.h"

#include "TestProgram.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace allele {

Result<std::vector<std::string>> Suite::commandFor(const std::vector<std::size_t> &some, const TestFiles &files,
                                                   Detail detail) const {
  const SuiteProgram &program = programs[tests[some.front()].program];
  std::vector<std::string> command = program.command;
  if (isWholeProgram(some.front())) {
    const std::vector<std::string> &own = tests[some.front()].arguments;
    command.insert(command.end(), own.begin(), own.end());
    return command;
  }
  std::vector<std::string> names;
  names.reserve(some.size());
  for (const std::size_t test : some)
    names.push_back(tests[test].caseName);
  auto runs = program.adapter->runArguments(names, files, detail);
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
    if (result.name == tests[test].caseName)
      return std::move(result);
  return std::nullopt;
}

std::string firstLineOf(const TestResult &failure) {
  const std::string line = failure.message.substr(0, failure.message.find('\n'));
  return failure.file.empty() ? line : fmt::format("{}:{}: {}", failure.file, failure.line, line);
}

Suite wholeProgram(const std::vector<std::string> &command) {
  Suite suite;
  SuiteProgram program;
  program.command = command;
  suite.programs.push_back(std::move(program));
  SuiteTest test;
  test.name = shellQuote(command);
  suite.tests.push_back(std::move(test));
  return suite;
}

std::vector<std::string> variablesWithPrefix(const std::string &prefix) {
  std::vector<std::string> names;
  if (prefix.empty())
    return names;
  for (char **variable = environ; *variable != nullptr; ++variable)
    if (const std::string text(*variable); text.rfind(prefix, 0) == 0)
      names.push_back(text.substr(0, text.find('=')));
  return names;
}

void useAdapter(SuiteProgram &program, const Adapter &adapter) {
  program.adapter = &adapter;
  if (*adapter.failFast != '\0')
    program.environment.emplace_back(adapter.failFast);
  const std::vector<std::string> own = variablesWithPrefix(adapter.environmentPrefix);
  program.unsetEnvironment.insert(program.unsetEnvironment.end(), own.begin(), own.end());
}

Result<Suite> testsOf(const std::vector<std::string> &command, const Adapter &adapter) {
  Suite suite;
  SuiteProgram &entry = suite.programs.emplace_back();
  entry.command = command;
  useAdapter(entry, adapter);
  auto program = TestProgram::of(entry);
  const auto listed = program ? program->list() : program.error();
  if (!listed)
    return listed.error();
  for (const TestCase &each : *listed) {
    SuiteTest test;
    test.name = each.name;
    test.caseName = each.name;
    std::vector<std::string> byHand = command;
    for (std::string &argument : adapter.argumentsFor(each.name))
      byHand.push_back(std::move(argument));
    test.byHand = shellQuote(byHand);
    if (each.isOn)
      suite.tests.push_back(std::move(test));
  }
  if (suite.tests.empty())
    return Error{"it lists no test that is on"};
  return suite;
}

} // namespace allele
