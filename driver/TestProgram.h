// A program whose tests can be named: it is asked for them, and told which ones to run.
#pragma once

#include "Isolation.h"
#include "Suite.h"
#include "adapters/Adapter.h"

#include <string>
#include <vector>

namespace allele {

// Says which there are. `also`: words beside the adapters' names.
Error unknownFramework(const std::string &framework, const std::vector<std::string> &also = {});

class TestProgram {
public:
  // `command`: the program and its own arguments. `framework`: an Adapter's name; empty: found by looking at the
  // program. Errors: no such program; no framework that is known; a name that isn't one.
  static Result<TestProgram> open(const std::vector<std::string> &command, const std::string &framework);

  // One whose adapter is known. Errors: no room for its answers.
  static Result<TestProgram> of(const SuiteProgram &program);

  const Adapter &adapter() const { return *program.adapter; }

  // Errors: as ProcessRunner::start; interrupted; the program didn't list its tests.
  Result<std::vector<TestCase>> list();

  struct Run {
    std::vector<TestResult> results; // of the tests that ran
    std::vector<ProcessResult> processes;
  };
  // Runs these tests and no others, where the framework can tell them apart, in as few processes as their names allow.
  // Errors: as list().
  Result<Run> run(const std::vector<std::string> &names);

private:
  TestProgram(SuiteProgram known, ScratchDirectory scratchDirectory);

  Result<ProcessResult> start(const std::vector<std::string> &arguments);
  TestFiles freshFiles() const;

  SuiteProgram program;
  ScratchDirectory scratch;
};

} // namespace allele
