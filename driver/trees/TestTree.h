// The tests that a build system knows: commands with the directory, environment and rules that it runs them with.
#pragma once

#include "../PassRule.h"
#include "../Result.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace allele {

// A test that runs before another one each time.
struct Preparation {
  std::size_t test; // its index
  bool hasToPass;
};

struct TreeTest {
  std::string name;                // each once
  std::vector<std::string> byHand; // a command that runs it by the build system itself
  std::vector<std::string> command;
  std::filesystem::path workingDirectory;           // absolute
  std::vector<std::string> environment;             // NAME=VALUE, beside the driver's own
  std::vector<std::string> unsetEnvironment;        // names
  std::vector<std::filesystem::path> requiredFiles; // absolute: it isn't run without them, and fails
  PassRule::Settings rule;
  std::chrono::milliseconds timeout{0};  // 0: none
  bool isAlone = false;                  // nothing may run beside it
  std::vector<std::string> locks;        // nothing with one of these may run beside it
  std::vector<Preparation> preparations; // in order
  std::vector<std::size_t> cleanups;     // indices of tests that run behind it each time, in order
  bool isCleanup = false;                // it cleans up itself, and so runs behind a preparation that fails, too
};

// What a build system writes in seconds; 0 or less: none.
std::chrono::milliseconds timeLimit(double seconds);

struct TestTree {
  std::filesystem::path directory;  // absolute; empty: the driver's working directory
  std::vector<std::string> command; // that runs all of them by the build system itself
  std::vector<TreeTest> tests;
  std::vector<std::string> remarks;  // what the user may want to know, a sentence each
  std::vector<std::string> warnings; // what the user should know
};

// A build directory of CMake, asked through `ctest --show-only=json-v1`. Errors: no ctest; it doesn't answer; tests
// whose programs aren't built.
Result<TestTree> readCTest(const std::string &directory);

// A build directory of Meson; its meson-info/intro-tests.json is read, and meson is asked what that doesn't say.
// Errors: that can't be read.
Result<TestTree> readMeson(const std::string &directory);

// Each a command of the shell.
TestTree shellCommands(const std::vector<std::string> &commands);

} // namespace allele
