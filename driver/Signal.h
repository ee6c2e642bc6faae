// signal.json: what repeated runs without a mutant and the history of a CI say of each test, as it was observed. What
// follows from it is SignalAnalysis's to say.
//
// Written by `allele signal`, which adds to it each time; docs/formats.md describes it.
#pragma once

#include "Result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace allele {

// How runs of one test ended.
struct Tries {
  std::uint32_t passes = 0;
  std::uint32_t failures = 0;
  std::uint32_t skips = 0; // in no figure: nothing was tried

  std::uint32_t runs() const { return passes + failures; }
  Tries &operator+=(const Tries &other);
  bool operator==(const Tries &other) const;
};

// ---- Repeats

// Under what a test ran. Together: with the other tests of its program in one process, and of all others in one
// directory; else by itself, in a process and directories of its own.
struct Condition {
  bool isTogether = false;
  bool isLoaded = false; // busy processes had all cores
};

// The first failure of a test in a session.
struct FirstFailure {
  std::string message; // one line, "file:line: why" where the framework tells
  unsigned repeat = 0; // from 1; 0: there was none
  Condition condition;
  std::string again; // words of the shell that repeat its order; empty: none do
};

struct RepeatedTest {
  Tries tries[2][2]; // by Condition: isTogether, isLoaded
  FirstFailure failure;

  Tries &in(const Condition &condition) { return tries[condition.isTogether][condition.isLoaded]; }
  const Tries &in(const Condition &condition) const { return tries[condition.isTogether][condition.isLoaded]; }
  Tries all() const;
};

// One `allele signal` that ran tests.
struct RepeatSession {
  std::string startedAt; // UTC, ISO 8601
  std::string code;      // what the tests ran on: sessions in which it is the same may be added up
  std::string commit;    // as of RunInfo
  std::vector<std::string> command;
  std::string machine;
  std::uint64_t seed = 0;
  bool isShuffled = false;
  bool isLoaded = false; // every other repeat was
  unsigned jobs = 1;
  unsigned repeats = 0; // that ended
  std::map<std::string, RepeatedTest> tests;
};

// ---- CI

// Names of tests by number, each kept once, as valid UTF-8.
class TestNames {
public:
  std::uint32_t numberOf(const std::string &name);
  const std::string &nameOf(std::uint32_t number) const { return names[number]; }
  std::size_t size() const { return names.size(); }

private:
  std::vector<std::string> names;
  std::unordered_map<std::string, std::uint32_t> numbers;
};

// Of two tests of one name in one run, of which nobody can say that they are the same: it failed if one did, and isn't
// flaky by that.
Tries merged(const Tries &left, const Tries &right);

// What a file tells of one run of a build's tests. Several parts of one run on one commit are one red or green run.
struct CiRun {
  std::string commit;
  std::string run;
  std::string part;                     // of the run: the content's hash for a JUnit file; empty for a CSV
  std::string configuration;            // such as a platform: a test is another one in each; empty: there is but one
  std::string branch;                   // empty: not known
  std::optional<std::int64_t> time;     // seconds since 1970
  std::string source;                   // the file, for the reader
  std::map<std::uint32_t, Tries> tests; // by number in SignalResults::names
};

// What an import changed.
struct Added {
  std::size_t fresh = 0;   // outcomes that weren't known: of a test in a part of a run
  std::size_t changed = 0; // that are others than were known
  std::size_t known = 0;   // that were
};

struct SignalResults {
  std::vector<RepeatSession> sessions; // oldest first
  TestNames names;
  std::vector<CiRun> runs;

  bool isEmpty() const { return sessions.empty() && runs.empty(); }
  // Adds what `run` tells to what is known of the same part of the same run. What it says of a test replaces what was
  // known, so nothing is counted twice. `run.tests` has this object's numbers.
  Added add(CiRun run);

private:
  std::unordered_map<std::string, std::size_t> runIndex; // of `runs`; made when it is first needed
};

// The file in an output directory.
std::filesystem::path signalFile(const std::filesystem::path &directory);

// What is known in the directory; empty where there is no file. Errors: it can't be read, is damaged, or of another
// format.
Result<SignalResults> loadSignal(const std::filesystem::path &directory);

// Replaces it as a whole.
Status saveSignal(const std::filesystem::path &directory, const SignalResults &results);

} // namespace allele
