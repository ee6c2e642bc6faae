// The subcommands of allele: what each was asked for, and the function that does it. CommandLine fills the options in.
#pragma once

#include "CiImport.h"
#include "Compiler.h"
#include "Defects.h"
#include "EscapeRates.h"
#include "ExitCode.h"
#include "Gates.h"
#include "Limits.h"
#include "MutantSelection.h"
#include "RunResults.h"
#include "SuiteDiscovery.h"
#include "Terminal.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace allele {

enum class PeriodLength; // EscapeRates.h

struct FlagsOptions {
  std::string clang; // empty: the flags of the newest plugin that is there
};

// allele cc and c++ compile with the usual clang of a language, allele launch with the one that its words name.
struct CompileOptions {
  CompiledLanguage language = CompiledLanguage::kC;
  bool isLauncher = false;
  std::vector<std::string> words; // the compiler's
};

enum class Shell { kBash, kZsh, kFish };

struct CompletionOptions {
  Shell shell = Shell::kBash;
};

struct ManOptions {
  std::string subcommand; // empty: the page of allele itself
  std::string to;         // directory that all pages are written to; empty: none is
};

struct ListOptions {
  std::vector<std::string> programs;
  bool json = false;
  bool ignored = false; // those that aren't compiled in, instead of those that are
  SelectionOptions selection;
};

struct OperatorsOptions {
  std::vector<std::string> names; // operators, levels or noise rules; none: all
  std::string level;              // only operators of this level
  bool rules = false;             // only noise rules
  bool json = false;
  bool markdown = false;
};

struct ShowOptions {
  std::string mutant; // ID or FILE:LINE; empty: a stack trace is shown
  std::string stack;  // a file with a stack trace, or "-"
  std::string program;
  std::string out = "allele.out";
  bool all = false; // every test and site
  bool json = false;
};

struct RunOptions {
  TestSource source;
  std::string out = "allele.out";
  unsigned jobs = 0; // 0: one for each core
  bool forks = true;
  bool fullMatrix = false;
  bool batches = false;
  double auditPercent = 1; // of the verdicts; 0: none
  unsigned baselineRuns = 3;
  std::chrono::milliseconds baselineTimeout{0};
  Isolation isolation = Isolation::kAuto;
  LimitSettings limits;
  SelectionOptions selection;
  bool all = false;             // show every survivor
  bool runPseudoTested = false; // run the finer mutants of pseudo-tested functions, too
  bool fresh = false;           // an earlier run that was stopped isn't gone on with
  GateOptions gates;
  double mostLoad = 0;              // 0: none
  std::chrono::seconds mostTime{0}; // of the whole run; 0: no limit
};

struct TestsOptions {
  TestSource source;
  bool run = false;
  bool json = false;
};

struct ReportCommandOptions {
  std::string out = "allele.out";
  std::vector<std::string> formats; // none: text
  std::string to; // a file; a directory for several formats, and for one of several files. Empty: standard output
  bool all = false;
  std::vector<std::string> coverage; // files whose coverage counts instead of what was measured
  GateOptions gates;
};

struct BaselineOptions {
  std::string out = "allele.out";
  std::string file; // empty: beside allele.yml or in the working directory
  bool reset = false;
};

struct HistoryOptions {
  std::string out = "allele.out";
  bool json = false;
};

struct CompareOptions {
  std::string before; // directories of results
  std::string out = "allele.out";
  bool json = false;
};

struct MergeOptions {
  std::vector<std::string> inputs; // directories of results
  std::string out = "allele.out";
};

struct AcceptOptions {
  std::vector<std::string> mutants; // ID or FILE:LINE; none: list what is accepted
  std::string out = "allele.out";
  std::string reason;
  std::string expires; // empty: never
  bool remove = false; // take the entries away
  bool prune = false;  // take away all that are of no use
};

struct ServeOptions {
  TestSource source;
  bool onSocket = false; // else standard input and output
  std::string address = "localhost";
  unsigned port = 0;
};

struct FlowsOptions {
  std::vector<std::string> names; // of flows; none: all
  std::string out = "allele.out";
  bool all = false;     // asserted states and functions too
  bool suggest = false; // functions that might be entries
  bool json = false;
};

struct EscapeOptions {
  std::string defects; // a table of them; empty: git is searched
  FixSearch search;
  std::vector<std::string> results; // directories; none: `out`
  std::string out = "allele.out";
  std::string repository = ".";
  std::vector<std::string> testFiles; // globs; none: the usual ones
  PeriodLength period{};              // kAuto
  bool printCommits = false;          // those to run at, and nothing else
  bool all = false;                   // every defect, survivor and test
  bool json = false;
};

struct SignalOptions {
  TestSource source;    // of the repeats
  unsigned repeats = 0; // none: what is known is shown
  bool shuffle = true;
  bool load = false;
  std::uint64_t seed = 0;
  unsigned jobs = 0;                    // 0: one for each core
  std::chrono::milliseconds timeout{0}; // of a run of a test; 0: far more than it took before
  Isolation isolation = Isolation::kAuto;
  CiImportOptions ci;
  std::optional<double> mostFlaky; // percent
  std::string out = "allele.out";
  bool json = false;
};

struct InitOptions {
  std::string directory = ".";
};

ExitCode runFlags(const FlagsOptions &options, Terminal &terminal);
ExitCode runCompletion(const CompletionOptions &options, Terminal &terminal);
ExitCode runMan(const ManOptions &options, Terminal &terminal);
// Becomes the compiler: returns only when it can't be started.
ExitCode runCompile(const CompileOptions &options, Terminal &terminal);
ExitCode runOperators(const OperatorsOptions &options, Terminal &terminal);
ExitCode runList(const ListOptions &options, Terminal &terminal);
ExitCode runShow(const ShowOptions &options, Terminal &terminal);
ExitCode runRun(const RunOptions &options, Terminal &terminal);
ExitCode runTests(const TestsOptions &options, Terminal &terminal);
ExitCode runServe(const ServeOptions &options, Terminal &terminal);
ExitCode runFlows(const FlowsOptions &options, Terminal &terminal);
ExitCode runEscape(const EscapeOptions &options, Terminal &terminal);
// Of runShow: the frames of a stack trace, and what the results know of their places.
ExitCode showStack(const ShowOptions &options, Terminal &terminal);
ExitCode runSignal(const SignalOptions &options, Terminal &terminal);
ExitCode runInit(const InitOptions &options, Terminal &terminal);
ExitCode runAccept(const AcceptOptions &options, Terminal &terminal);
ExitCode runHistory(const HistoryOptions &options, Terminal &terminal);
ExitCode runCompare(const CompareOptions &options, Terminal &terminal);
ExitCode runMerge(const MergeOptions &options, Terminal &terminal);
ExitCode runBaseline(const BaselineOptions &options, Terminal &terminal);
ExitCode runReport(const ReportCommandOptions &options, Terminal &terminal);

// That of the working directory. What is wrong with it is said before any command that depends on it.
Configuration currentConfiguration();

// The results in the directory, with the acceptances of the working directory applied. Errors: of Store::load and
// readAcceptances.
Result<RunResults> loadResults(const std::string &out);
// The acceptances alone.
Status acceptKnown(RunResults &results);

// The baseline that the gates ask for; nullopt where none does. Errors: of readBaseline.
Result<std::optional<SurvivorBaseline>> baselineFor(const GateOptions &options);
// Says on standard error what the gates say, those of the configuration among them; kFine where all hold.
ExitCode passGates(const GateOptions &options, const RunResults &results, Terminal &terminal);

// " --out DIR" for messages that name a command; empty for the default directory.
std::string outOption(const std::string &out);

// Said wherever a program turns out to hold no mutants (exit code 7).
extern const char *const kNoMutants;

// The same for one all of whose mutants are ignored.
std::string allIgnored(const Catalog &catalog);

} // namespace allele
