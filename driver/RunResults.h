// Everything that one `allele run` found out: what the store keeps and the reports show.
#pragma once

#include "CodeMap.h"
#include "Limits.h"
#include "Mutant.h"
#include "Verdict.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allele {

// kAuto: kTmp, or what fits if the tests write into the working directory; it stands in no result.
enum class Isolation { kAuto, kNone, kTmp, kCopy, kOverlay };

const char *toString(Isolation isolation);
std::optional<Isolation> isolationFromString(std::string_view text);
std::vector<std::string> isolationNames();

// A test of the run.
struct TestInfo {
  std::string name;
  std::string byHand;                    // words of the shell that run it; empty: RunInfo::command
  std::chrono::microseconds wallTime{0}; // of its slowest run without a mutant
  std::chrono::microseconds cpuTime{0};
  std::uint64_t count = 0;  // of loop turns and calls without a mutant; 0: nothing is known
  std::size_t infected = 0; // mutants, of those that are selected
  std::size_t reached = 0;  // the same, infected ones among them
  bool isFlaky = false;     // it failed once without a mutant, so it was left out
  std::optional<std::uint64_t> assertions = std::nullopt; // executed without a mutant, where the framework tells
};

// How many pairs of a mutant and a test there are.
struct PairCounts {
  std::size_t generated = 0; // all selected mutants with all tests
  std::size_t reached = 0;
  std::size_t infected = 0;
  std::size_t run = 0; // fewer, since the first test that kills ends a mutant, or more where runs were repeated
};

// What is known of a run before its first mutant.
struct RunInfo {
  std::string version; // of allele
  std::vector<std::string> command;
  std::string workingDirectory;
  std::string startedAt; // UTC, ISO 8601
  std::string machine;   // system, architecture, number of cores
  std::string commit;    // of git in the working directory, with "+" behind it where files differ; empty: there is none
  // What has to be the same for a run to go on with another one's verdicts, beside command, directory, mutants and
  // tests: the options that verdicts depend on, and size and time of the files that hold mutants.
  std::string request;
  unsigned jobs = 1;
  Isolation isolation = Isolation::kTmp;
  std::size_t leftOut = 0; // mutants in the program that the selection leaves out
  double sample = 1;       // share of the mutants that the selection takes
  BaselineFacts baseline;
  ProcessLimits limits;    // the widest of all tests
  std::string framework;   // an adapter's name; empty: the program is one test
  bool forks = false;      // children of a fork server run the tests, at least where that is possible
  bool knowsPasses = true; // false: an older allele wrote them, without Outcome::passed
  bool fullMatrix = false; // all tests that reach a mutant ran, also behind one that kills it
  std::vector<TestInfo> tests;
  PairCounts pairs;
};

// The verdict on one mutant and the run behind it. A mutant that wasn't reached has no run.
struct Outcome {
  Judgement judgement;
  bool reached = false;
  bool infected = false;
  std::size_t runs = 0; // of single tests, repetitions included
  // Indices into RunInfo::tests. With a full matrix all that notice it, else one: the first, or where the mutant
  // belongs to a failure state the first that does by an assertion.
  std::vector<std::size_t> killers;
  std::vector<std::size_t> passed;  // the same: those that ran and didn't notice it
  std::vector<std::size_t> unclear; // the same: those that ran without a result that counts
  std::chrono::microseconds wallTime{0};
  std::chrono::microseconds cpuTime{0};
  unsigned orphansKilled = 0;
  std::string output; // the end of what the run printed, for killed and inconclusive mutants
};

// A test that reaches a mutant.
struct Pair {
  std::uint32_t test; // index into RunInfo::tests
  bool isInfected;
};

// Somebody has decided that a survivor needs no test. Dates are ISO 8601.
struct Acceptance {
  std::string reason;
  std::string since;   // empty: not said
  std::string expires; // the last day that it holds; empty: it holds for good
};

// An entry of the acceptances that does nothing, or no longer: "expired", "unneeded" or "stale" (Acceptances.h).
struct UselessAcceptance {
  std::uint64_t id = 0;
  std::string where;
  std::string state;
};

struct RunResults {
  RunInfo info;
  Catalog catalog;
  std::vector<std::optional<Outcome>> outcomes; // one for each of catalog.mutants; nullopt: no verdict yet
  std::vector<std::vector<Pair>> pairs;         // of each of catalog.mutants, by test
  CodeMap code;
  std::map<std::string, std::string> sources; // source path (sourcePathOf) to text as it was when the run began
  std::vector<std::pair<std::string, double>> stageSeconds; // in the order of the stages
  bool complete = false;                                    // false: interrupted or still running
  // Not in the store: as the acceptances are at the time (applyAcceptances).
  std::vector<std::optional<Acceptance>> accepted; // of each of catalog.mutants that needs no test; or empty
  std::vector<UselessAcceptance> acceptancesToMend;

  const Acceptance *acceptanceOf(std::size_t mutant) const {
    static const std::optional<Acceptance> kNone;
    const std::optional<Acceptance> &entry = mutant < accepted.size() ? accepted[mutant] : kNone;
    return entry ? &*entry : nullptr;
  }

  // Those with this verdict, without duplicates and accepted ones; indices into catalog.mutants.
  std::vector<std::size_t> unaccepted(Verdict verdict) const;
};

} // namespace allele
