// What every test framework offers: a program's tests by name, runs of chosen ones, and what became of each. A new
// framework is one file here, named after it: adapters/FooAdapter.cpp defines kFooAdapter; the build makes the registry
// from the folder.
#pragma once

#include "../ElfFile.h"
#include "../Process.h"
#include "../Result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// The smallest unit that the framework can run by itself. Tests of one name are one test: they can't be told apart.
struct TestCase {
  std::string name;  // the whole of it, with suites and parameters, as the framework takes it
  std::string file;  // where it is written, as the compiler knew it; empty: unknown
  unsigned line = 0; // 1-based; 0: unknown
  bool isOn = true;  // false: a run of all tests leaves it out (disabled, hidden, skipped)
};

// kUnfinished: it began, and the program ended before it did.
enum class TestEnd { kPassed, kFailed, kSkipped, kUnfinished };

// "passed", "failed", "skipped", "unfinished".
const char *toString(TestEnd end);

struct TestResult {
  std::string name; // a TestCase's
  TestEnd end = TestEnd::kPassed;
  std::optional<std::chrono::microseconds> duration; // by the framework's own clock
  std::optional<std::uint64_t> assertions;           // executed
  // Of the first failure; `file` and `line` as in TestCase, `message` may have several lines.
  std::string file;
  unsigned line = 0;
  std::string message;
  // It is no assertion that failed, but an exception that nothing in the test caught, or a signal.
  bool isCrash = false;
};

// Where a program and its adapter leave each other messages, all below one directory that the run has to itself.
struct TestFiles {
  std::filesystem::path filter; // which tests to run; written by the adapter
  std::filesystem::path answer; // what the program says; there only if it came to that
  std::filesystem::path log;    // the same, for a framework that answers in two files
};

// What a run is to tell. kLeast: which tests ran, and how the first one failed, at which it ends where the framework
// can do that.
enum class Detail { kLeast, kMost };

struct Adapter {
  const char *name;              // for --framework
  const char *description;       // a phrase for --help
  const char *environmentPrefix; // of variables that steer it: they are unset; empty: none
  const char *failFast;          // NAME=VALUE in the environment that ends a run at its first failure; empty: none
  // Whether the program or library holds the framework. Nothing is run for it: with arguments that it doesn't know a
  // program may do anything.
  bool (*recognises)(const ElfFile &object);
  // What is added to the command line so that the program lists its tests and runs none.
  std::vector<std::string> (*listArguments)(const TestFiles &files);
  // The tests in the order in which they run, each name once. Error: the program didn't answer as the framework does.
  Result<std::vector<TestCase>> (*readList)(const ProcessResult &run, const TestFiles &files);
  // What is added to the command line so that these tests run, none twice, and no others as far as the framework can
  // tell them apart: one list of arguments for each process that it takes, since an argument has a largest length.
  // `names` isn't empty.
  Result<std::vector<std::vector<std::string>>> (*runArguments)(const std::vector<std::string> &names,
                                                                const TestFiles &files, Detail detail);
  // What became of each test that ran, in order, as far as the program told before it ended. A test that isn't in it
  // didn't run, whatever the exit code.
  std::vector<TestResult> (*readResults)(const ProcessResult &run, const TestFiles &files);
  // The test that these arguments choose, and nothing else, as build systems write them that make an entry of each
  // test; nullopt: they say more, or less.
  std::optional<std::string> (*caseIn)(const std::vector<std::string> &arguments);
  // The arguments by which somebody runs the test by hand; caseIn() takes them.
  std::vector<std::string> (*argumentsFor)(const std::string &name);
  // Makes of a command one whose tests run in an order that the seed (2 to 99999) gives. Null: the framework can't.
  void (*shuffle)(std::vector<std::string> &command, std::uint32_t seed) = nullptr;
};

// All frameworks, by file name.
const std::vector<const Adapter *> &adapters();

// nullptr when there is none of that name.
const Adapter *findAdapter(const std::string &name);

// The framework that one of the files holds, the program first; nullptr: none that is known.
const Adapter *adapterFor(const std::vector<std::string> &paths);

} // namespace allele
