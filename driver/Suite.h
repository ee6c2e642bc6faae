// The tests of a run: those that a program's framework names, or the whole program as one.
#pragma once

#include "Process.h"
#include "Result.h"
#include "adapters/Adapter.h"

#include <cstddef>
#include <string>
#include <vector>

namespace allele {

struct SuiteProgram {
  std::vector<std::string> command;          // the program and its own arguments
  const Adapter *adapter = nullptr;          // nullptr: it is one test
  std::vector<std::string> environment;      // NAME=VALUE: what the framework's tests run with
  std::vector<std::string> unsetEnvironment; // names: the framework's variables
};

struct SuiteTest {
  std::string name;        // as the framework has it; of a whole program its command
  std::size_t program = 0; // index into Suite::programs
};

struct Suite {
  std::vector<SuiteProgram> programs;
  std::vector<SuiteTest> tests;

  // What runs these tests of one program and no others, in one process. Error: their names don't fit into one command.
  Result<std::vector<std::string>> commandFor(const std::vector<std::size_t> &some, const TestFiles &files) const;
  // What became of each that began, in order, by the framework's account.
  std::vector<TestResult> resultsOf(std::size_t program, const ProcessResult &run, const TestFiles &files) const;
  // What became of it, by its own account; nullopt: it didn't run, or the program tells of no tests.
  std::optional<TestResult> resultOf(std::size_t test, const ProcessResult &run, const TestFiles &files) const;
  bool isWholeProgram(std::size_t test) const { return programs[tests[test].program].adapter == nullptr; }
};

// "file.cpp:12: Value of: f(), actual: 1": where a test failed, and why, in one line.
std::string firstLineOf(const TestResult &failure);

// The whole program as one test.
Suite wholeProgram(const std::vector<std::string> &command);

// The tests that the program lists. Errors: as TestProgram::list(); it lists none that is on.
Result<Suite> testsOf(const std::vector<std::string> &command, const Adapter &adapter);

} // namespace allele
