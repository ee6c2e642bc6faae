// Every subcommand and option, with its help: what CommandLine reads words by, and what man pages and completions are
// made of.
#pragma once

#include "Configuration.h"
#include "SelectionArguments.h"
#include "Subcommands.h"

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

namespace allele {

// Options as they are written; what they stand for is worked out behind the parser, so that its messages are ours.
struct RawOptions {
  bool quiet = false;
  bool verbose = false;
  FlagsOptions flags;
  ListOptions list;
  OperatorsOptions operators;
  ShowOptions show;
  RunOptions run;
  ReportCommandOptions report;
  InitOptions init;
  ManOptions man;
  AcceptOptions accept;
  BaselineOptions baseline;
  HistoryOptions history;
  FlowsOptions flows;
  EscapeOptions escape;
  std::string escapePeriod;
  CompareOptions compare;
  MergeOptions merge;
  SignalOptions signal;
  bool noShuffle = false;
  double testTimeout = 0;
  std::string signalIsolate = "auto";
  std::vector<std::string> failUnder; // of run and report
  TestsOptions tests;
  ServeOptions serve;
  SelectionArguments listSelection;
  SelectionArguments runSelection;
  bool noFork = false;
  std::string isolate = "auto";
  std::string mostTime;
  double baselineTimeout = 0;
  double timeoutFloor = 1;
  std::string memory;
  std::string disk = "1G";
  std::string outputLimit = "64M";

  explicit RawOptions(const RunSettings &settings) {
    const auto take = [](const auto &setting, auto &option) {
      if (setting)
        option = *setting;
    };
    take(settings.jobs, run.jobs);
    take(settings.isolate, isolate);
    take(settings.baselineRuns, run.baselineRuns);
    take(settings.baselineTimeout, baselineTimeout);
    take(settings.timeoutFactor, run.limits.timeoutFactor);
    take(settings.timeoutFloor, timeoutFloor);
    take(settings.memory, memory);
    take(settings.disk, disk);
    take(settings.outputLimit, outputLimit);
    take(settings.processes, run.limits.processes);
    for (std::string *out : {&run.out, &show.out, &report.out, &accept.out, &baseline.out, &history.out, &compare.out,
                             &escape.out, &signal.out, &flows.out})
      take(settings.out, *out);
  }
};

// What stands below the options in the help of a subcommand.
struct SubcommandHelp {
  std::string usage;
  std::string examples; // a line each, indented by two
  std::string remark;
};

struct CommandLineParser {
  CLI::App app{"Mutation testing for C and C++: which changes of your code do your tests not notice?", "allele"};
  CLI::App *flags = nullptr;
  CLI::App *cc = nullptr;
  CLI::App *cxx = nullptr;
  CLI::App *launch = nullptr;
  CLI::App *list = nullptr;
  CLI::App *operators = nullptr;
  CLI::App *show = nullptr;
  CLI::App *run = nullptr;
  CLI::App *report = nullptr;
  CLI::App *init = nullptr;
  CLI::App *accept = nullptr;
  CLI::App *baseline = nullptr;
  CLI::App *history = nullptr;
  CLI::App *compare = nullptr;
  CLI::App *merge = nullptr;
  CLI::App *tests = nullptr;
  CLI::App *signal = nullptr;
  CLI::App *serve = nullptr;
  CLI::App *flows = nullptr;
  CLI::App *escape = nullptr;
  CLI::App *completion = nullptr;
  CLI::App *man = nullptr;
  std::map<std::string, SubcommandHelp> help; // by subcommand
  const Configuration &configuration;
  RawOptions raw;

  explicit CommandLineParser(const Configuration &defaults);

  // Every one, in the order of the help.
  std::vector<CLI::App *> subcommands() const;
  std::vector<std::string> subcommandNames() const;
  // The one that the words name; nullptr: none.
  CLI::App *chosen() const;

private:
  static std::string frameworkNames();
  CLI::App *add(const char *name, const char *description, const char *usage, const char *examples,
                const char *remark = "");
  // All words behind them are the compiler's, so that only --help is read here.
  void addCompilers();
  static void addSource(CLI::App *subcommand, TestSource &source);
  static std::string baselineHelp();
  void addGates(CLI::App *subcommand, GateOptions &gates);
  static void addOut(CLI::App *subcommand, std::string &out);
};

} // namespace allele
