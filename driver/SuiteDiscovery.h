// Finds out what tests a run has: of one program, of a build system's tree, or commands.
#pragma once

#include "Metadata.h"
#include "Result.h"
#include "Suite.h"
#include "Terminal.h"

#include <filesystem>
#include <string>
#include <vector>

namespace allele {

// Where the tests come from: one of the first four.
struct TestSource {
  std::vector<std::string> command; // a program and its arguments
  std::string ctest;                // a build directory of CMake
  std::string meson;                // one of Meson
  std::vector<std::string> exec;    // commands of the shell, each a test
  std::string framework;            // an adapter's name, or "none"; empty: found by looking at the program
  std::vector<std::string> only;    // globs of names; empty: all tests
  std::vector<std::string> skip;    // globs of names
};

// Whether the globs choose a test. Of a build system's test that is a program of many, `caseName` is the framework's
// name of one: the program's name in front of it may be chosen as well.
bool isChosen(const TestSource &source, const std::string &test, const std::string &caseName = "");

struct FoundSuite {
  Suite suite;
  std::filesystem::path workingDirectory; // absolute: what --isolate copy copies
  std::vector<std::string> command;       // that runs all of it by hand
  bool sanitized = false;                 // some program reserves address space for shadow memory
};

// `directory`: the driver's working directory. Programs and their libraries are read into `reader`. Errors: a program
// that can't be found or read; a build system that doesn't answer; no test that is on and chosen.
Result<FoundSuite> findSuite(const TestSource &source, const std::filesystem::path &directory, MetadataReader &reader,
                             Terminal &terminal);

} // namespace allele
