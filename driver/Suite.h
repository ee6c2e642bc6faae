// The tests of a run: those that a program's framework names, a whole program with its arguments, or any command.
#pragma once

#include "PassRule.h"
#include "Process.h"
#include "Result.h"
#include "adapters/Adapter.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace allele {

// What several tests share, so that one fork server serves them.
struct SuiteProgram {
  std::vector<std::string> command;          // the program and those of its arguments that all tests have
  const Adapter *adapter = nullptr;          // nullptr: none of its tests has a case
  std::vector<std::string> environment;      // NAME=VALUE: what the tests run with
  std::vector<std::string> unsetEnvironment; // names: also the framework's variables
  std::filesystem::path workingDirectory;    // empty: the driver's
};

struct SuiteTest {
  std::string name;                     // each once
  std::string byHand;                   // words of the shell that run it; empty: those of the whole suite
  std::size_t program = 0;              // index into Suite::programs
  std::string caseName;                 // as the framework has it; empty: the program's exit tells, no framework
  std::vector<std::string> arguments;   // behind the program's, of a test without a case
  std::shared_ptr<const PassRule> rule; // null: exit code 0 passes
  std::chrono::milliseconds timeout{0}; // of its own, for runs without a mutant; 0: none
  bool isAlone = false;                 // nothing may run beside it
  std::vector<std::string> locks;       // nothing with one of these may run beside it
};

struct Suite {
  std::vector<SuiteProgram> programs;
  std::vector<SuiteTest> tests;

  // What runs these tests of one program and no others, in one process. Error: their names don't fit into one command.
  Result<std::vector<std::string>> commandFor(const std::vector<std::size_t> &some, const TestFiles &files,
                                              Detail detail = Detail::kLeast) const;
  // What became of each that began, in order, by the framework's account.
  std::vector<TestResult> resultsOf(std::size_t program, const ProcessResult &run, const TestFiles &files) const;
  // What became of it, by its own account; nullopt: it didn't run, or the program tells of no tests.
  std::optional<TestResult> resultOf(std::size_t test, const ProcessResult &run, const TestFiles &files) const;
  bool isWholeProgram(std::size_t test) const { return tests[test].caseName.empty(); }
};

// "file.cpp:12: Value of: f(), actual: 1": where a test failed, and why, in one line.
std::string firstLineOf(const TestResult &failure);

// The names of the driver's environment variables that begin so; none for an empty prefix. A user's own settings of the
// framework would choose other tests, and write elsewhere.
std::vector<std::string> variablesWithPrefix(const std::string &prefix);

// Gives the program the adapter, and the environment that this one needs.
void useAdapter(SuiteProgram &program, const Adapter &adapter);

// The whole program as one test.
Suite wholeProgram(const std::vector<std::string> &command);

// The tests that the program lists. Errors: as TestProgram::list(); it lists none that is on.
Result<Suite> testsOf(const std::vector<std::string> &command, const Adapter &adapter);

} // namespace allele
