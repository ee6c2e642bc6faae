#include "Suite.h"

#include "TestProgram.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace allele {

Result<std::vector<std::string>> Suite::commandFor(std::size_t test, const TestFiles &files) const {
  const SuiteProgram &program = programs[tests[test].program];
  std::vector<std::string> command = program.command;
  if (program.adapter == nullptr)
    return command;
  auto runs = program.adapter->runArguments({tests[test].name}, files, Detail::kLeast);
  if (!runs)
    return runs.error();
  command.insert(command.end(), runs->front().begin(), runs->front().end());
  return command;
}

std::optional<TestResult> Suite::resultOf(std::size_t test, const ProcessResult &run, const TestFiles &files) const {
  const SuiteProgram &program = programs[tests[test].program];
  if (program.adapter == nullptr)
    return std::nullopt;
  for (TestResult &result : program.adapter->readResults(run, files))
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
  suite.programs.push_back({command, nullptr, {}});
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
  suite.programs.push_back({command, &adapter, variablesWithPrefix(adapter.environmentPrefix)});
  for (const TestCase &test : *listed)
    if (test.isOn)
      suite.tests.push_back({test.name, 0});
  if (suite.tests.empty())
    return Error{"it lists no test that is on"};
  return suite;
}

} // namespace allele
