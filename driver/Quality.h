// What the page for people who don't read mutants shows (`allele report --format quality`): an engineering lead, a
// product owner, an auditor. Computed once, so that its forms can't disagree; the sentences are QualityWords'.
//
// What wasn't measured has no value here, never one that looks good.
#pragma once

#include "CodeCoverage.h"
#include "FailureStates.h"
#include "Hygiene.h"
#include "NextTests.h"
#include "RunResults.h"
#include "Score.h"
#include "Statistics.h"
#include "reports/Report.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// A share with what it is worth. Nothing was measured where the ratio has no whole.
struct QualityFigure {
  Ratio ratio;
  std::optional<Interval> interval; // of an estimate; nullopt: everything was counted
};

// A failure state that its flow's readers should know of.
struct QualityState {
  std::string file;
  std::uint32_t line = 0;
  std::string text;
  std::string function;
  StateClass known = StateClass::kUnknown;
  std::size_t tests = 0; // that reach it
};

struct QualityFlow {
  std::string name; // empty: the whole program
  std::string owner;
  std::size_t functions = 0;
  std::size_t states = 0;
  std::map<StateClass, std::size_t> known; // how many of them; has an entry for every class
  QualityFigure coverage;
  QualityFigure score;
  std::vector<QualityState> worst; // that no assertion checks, at most kWorstShown
  std::size_t unchecked = 0;       // of the states, those that no assertion checks, though they were measured
  std::vector<std::string> deadEntries;
};

struct Quality {
  // The run.
  std::string subject; // the name of the sources' directory
  std::string command;
  std::string startedAt; // UTC, ISO 8601
  std::string commit;
  std::string version;   // of allele
  std::string outOption; // as of ReportOptions
  std::size_t tests = 0;
  std::size_t flakyLeftOut = 0; // tests that failed once without a mutant, so they took no part
  double sample = 1;            // share of the mutants that ran
  std::size_t leftOut = 0;      // mutants that the selection leaves out
  bool isComplete = false;
  std::size_t mutants = 0; // that count, with those without a verdict
  std::size_t pending = 0;
  std::size_t accepted = 0;
  std::size_t inconclusive = 0;

  // Hygiene.
  bool isCodeKnown = false;
  CodeCoverage coverage;
  double floor = 0;                     // percent of the lines
  bool hasCore = false;                 // the floor is that of core modules, not of all
  std::vector<std::string> missingCore; // globs of such without a line in the program
  std::vector<BelowFloor> below;        // what is below it

  // Strength of the tests. Nothing while verdicts are missing.
  QualityFigure score;
  QualityFigure strength;
  std::size_t hangs = 0;     // of what the score counts as noticed
  std::optional<double> gap; // coverage of lines less score
  std::optional<Interval> gapInterval;
  std::vector<OracleGap> files; // with changes that tests run and don't notice, at most kFilesShown
  std::size_t filesWithGap = 0; // in all

  // Critical flows, or the program as one that has no name.
  std::vector<QualityFlow> flows;
  std::size_t flowsNotShown = 0;
  bool hasFlows = false;
  std::size_t flowStates = 0;        // of all flows, each once
  std::size_t flowStatesChecked = 0; // of them, by an assertion
  std::size_t flowStatesUnknown = 0; // of them, those that happen without a mutant that tells
  std::string flowCandidate;         // without flows: a function that one may begin with; empty: none is likely

  Ratio silent;                         // tests that assert nothing / tests whose framework tells
  std::vector<std::string> silentNames; // at most kSilentShown

  QualityInputs inputs;
  std::optional<Interval> flakyInterval;
  std::optional<Interval> redInterval;
  std::optional<Interval> escapeInterval;

  std::vector<HistoryEntry> history; // oldest first, at most kRunsShown
  std::size_t runs = 0;              // in all

  std::vector<NextTest> next;
  std::vector<std::string> nextNames; // of each the test that it names; empty: none
};

inline constexpr std::size_t kFilesShown = 5;
inline constexpr std::size_t kFlowsShown = 12;
inline constexpr std::size_t kWorstShown = 3;
inline constexpr std::size_t kSilentShown = 3;
inline constexpr std::size_t kNextShown = 5;
inline constexpr std::size_t kRunsShown = 60;

// `options`: the configuration, the history, and what else is in the output directory.
Quality qualityOf(const RunResults &results, const ReportOptions &options);

} // namespace allele
