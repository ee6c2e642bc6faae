#include "CommandLine.h"

#include "Acceptances.h"
#include "EscapeRates.h"
#include "Glob.h"
#include "Result.h"
#include "SelectionArguments.h"
#include "Text.h"
#include "adapters/Adapter.h"
#include "reports/Report.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <random>

namespace allele {
namespace {

constexpr unsigned kMostJobs = 4096;

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

struct Parser {
  CLI::App app{"Mutation testing for C and C++: which changes of your code do your tests not notice?", "allele"};
  CLI::App *flags = nullptr;
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
  const Configuration &configuration;
  RawOptions raw;

  explicit Parser(const Configuration &defaults) : configuration(defaults), raw(defaults.run) {
    app.require_subcommand(0, 1);
    // As elsewhere the last one counts, so that a script's options can be overridden.
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    app.allow_extras();
    app.set_version_flag("--version", "allele " ALLELE_VERSION);
    app.footer("Start:\n  clang++ $(allele flags) -O1 tests.cpp -o tests\n  allele run -- ./tests\n\n" +
               exitCodeHelp());

    flags =
        add("flags", "print the compiler flags that build a program with its mutants", "allele flags [--clang PATH]",
            "  clang++ $(allele flags) -O1 tests.cpp -o tests\n"
            "  cmake -DCMAKE_CXX_FLAGS=\"$(allele flags --clang clang++-22)\" ..");
    flags->add_option("--clang", raw.flags.clang,
                      "the clang to be used; its version is asked for. Without: $CXX or $CC, if that is one");

    list = add("list", "list the mutants in programs and libraries", "allele list PROGRAM... [options]",
               "  allele list ./tests\n  allele list --json ./tests ./plugin.so");
    list->add_flag("--json", raw.list.json, "as JSON");
    list->add_flag("--ignored", raw.list.ignored, "the mutants that aren't compiled in, with the reason");
    raw.listSelection.addTo(*list);

    operators =
        add("operators", "describe operators, their levels, and noise rules", "allele operators [NAME...] [options]",
            "  allele operators                every operator and rule, by level\n"
            "  allele operators add-to-sub     one of them, and how it is turned on and off");
    operators->add_option("--level", raw.operators.level, "only operators of this level");
    operators->add_flag("--rules", raw.operators.rules, "only noise rules");
    operators->add_flag("--json", raw.operators.json, "as JSON");
    operators->add_flag("--markdown", raw.operators.markdown, "as the page docs/operators.md");

    show = add("show", "show a mutant: source, verdict, what each test did, how to repeat it",
               "allele show ID|FILE:LINE [PROGRAM] [options]\n       allele show --stack FILE [options]",
               "  allele show 3f2a            any unique beginning of an id\n  allele show parse.cpp:120 ./tests\n"
               "  gdb -batch -ex bt ./tests core | allele show --stack -");
    show->add_option("--stack", raw.show.stack,
                     "what the tests know of each place in a stack trace (gdb, lldb, sanitizers, glibc, "
                     "boost::stacktrace); -: standard input");
    addOut(show, raw.show.out);
    show->add_flag("--all", raw.show.all, "every test that reaches it, not the first 20");
    show->add_flag("--json", raw.show.json, "as JSON");

    run =
        add("run", "run tests against each mutant of the programs that they start",
            "allele run [options] -- PROGRAM [ARG...]\n       allele run [options] --ctest DIR | --meson DIR | --exec "
            "COMMAND",
            "  allele run -- ./tests\n  allele run --ctest build\n  allele run --exec 'make check'\n"
            "  allele run -j8 --isolate copy --out results -- ./tests --fast");
    addSource(run, raw.run.source);
    addOut(run, raw.run.out);
    run->add_option("-j,--jobs", raw.run.jobs, "mutants run at the same time (default: one for each core)");
    run->add_option(
        "--isolate", raw.isolate,
        "what each run has of its own: none, tmp (TMPDIR), copy (TMPDIR and a copy of the working directory), overlay "
        "(TMPDIR, and what is written to the working directory is seen by that run alone), auto (the default: tmp, "
        "unless the tests write there)");
    run->add_flag("--no-fork", raw.noFork, "start a process for each run, instead of forking one that has started");
    run->add_flag("--batch", raw.run.batches,
                  "run those tests in one process that come behind the likeliest: faster, and seldom another verdict");
    run->add_option("--audit", raw.run.auditPercent,
                    "percent of the verdicts, and 20 at least, that plain processes repeat; 0: none (default: 1)");
    run->add_flag("--full-matrix", raw.run.fullMatrix,
                  "run every test that reaches a mutant, also behind the first that notices it");
    run->add_option("--baseline-runs", raw.run.baselineRuns,
                    "runs of each test without a mutant, all of which must pass (default: 3)");
    run->add_option("--baseline-timeout", raw.baselineTimeout,
                    "seconds that a run without a mutant may take (default: no limit)");
    run->add_option("--timeout-factor", raw.run.limits.timeoutFactor,
                    "CPU time that a mutant may take, in times of the slowest run without one (default: 10)");
    run->add_option("--timeout-floor", raw.timeoutFloor,
                    "seconds of CPU time that a mutant may take in any case (default: 1)");
    run->add_option(
        "--memory", raw.memory,
        "memory of a mutant, such as 512M or 2G; 0: no limit (default: 1G, or 4 times what the tests take)");
    run->add_option("--disk", raw.disk, "bytes that a mutant may write; 0: no limit (default: 1G)");
    run->add_option("--processes", raw.run.limits.processes,
                    "processes that a mutant may have; 0: no limit (default: 512)");
    run->add_option("--output-limit", raw.outputLimit,
                    "what a mutant may print; 0: no limit (default: 64M, or 10 times what the tests print)");
    raw.runSelection.addTo(*run);
    run->add_flag("--fresh", raw.run.fresh,
                  "begin anew where the results are of a run that was stopped, instead of going on with it");
    run->add_option(
        "--max-runtime", raw.mostTime,
        "time that the whole run may take, such as 90, 30m or 8h; then it stops, and the same command goes on");
    run->add_option("--max-load", raw.run.mostLoad,
                    "while the load average is above, only one mutant runs at a time (default: none)");
    addGates(run, raw.run.gates);
    run->add_flag("--all", raw.run.all, "show every survivor, not the first 50");
    run->add_flag("--run-pseudo-tested", raw.run.runPseudoTested,
                  "run the finer mutants also of functions whose whole bodies no test checks");

    std::string formats;
    for (const ReportFormat *format : reportFormats())
      formats += fmt::format("{}{} ({})", formats.empty() ? "" : ", ", format->name, format->description);
    report = add("report", "show the results of an earlier run", "allele report [options]",
                 "  allele report --all\n  allele report --format json --to report.json\n"
                 "  allele report --format json,summary --to reports");
    addOut(report, raw.report.out);
    report->add_option("--format", raw.report.formats, formats)->delimiter(',')->allow_extra_args(false)->take_all();
    report->add_option("--to", raw.report.to,
                       "the file to write; for several formats, and for one of several files, a directory (default: "
                       "standard output)");
    addGates(report, raw.report.gates);
    report->add_flag("--all", raw.report.all, "show every survivor, not the first 50");
    report
        ->add_option(
            "--coverage", raw.report.coverage,
            "coverage that counts instead of what Allele measured: a tracefile of lcov, or what `llvm-cov export` "
            "has written; may be repeated")
        ->allow_extra_args(false)
        ->take_all();

    tests = add("tests", "list the tests of a program or a build system, or what becomes of each",
                "allele tests [options] -- PROGRAM [ARG...]\n       allele tests [options] --ctest DIR | --meson DIR",
                "  allele tests -- ./tests\n  allele tests --run -- ./tests\n  allele tests --ctest build");
    addSource(tests, raw.tests.source);
    tests->add_flag("--run", raw.tests.run, "run them, and show what the program's test framework says of each");
    tests->add_flag("--json", raw.tests.json, "as JSON");

    signal =
        add("signal", "find flaky tests, and how much of a CI's red was a defect",
            "allele signal [options] -- PROGRAM [ARG...]\n       allele signal [options] --ctest DIR | --meson DIR | "
            "--exec COMMAND\n       allele signal --junit FILE... | --history FILE.csv\n       allele signal",
            "  allele signal --repeat 20 --load -- ./tests\n"
            "  allele signal --junit ci --path '{commit}/{run}/*.xml'\n"
            "  allele signal --history history.csv\n"
            "  allele signal                  what is known");
    addSource(signal, raw.signal.source);
    addOut(signal, raw.signal.out);
    signal->add_option("--repeat", raw.signal.repeats, "how often all tests run, without a mutant (default: 20)");
    signal->add_flag("--shuffle", "each repeat in another order, with each test by itself and then all together "
                                  "(default)");
    signal->add_flag("--no-shuffle", raw.noShuffle, "in the order of their list, each test by itself alone")
        ->excludes("--shuffle");
    signal->add_flag("--load", raw.signal.load, "each second repeat on a machine with busy cores");
    signal->add_option("--seed", raw.signal.seed, "of the orders (default: a new one, which is said)");
    signal->add_option("--isolate", raw.signalIsolate,
                       "what each run has of its own, as for run (default, auto: an overlay on the working directory, "
                       "else a copy of a small one, else tmp)");
    signal->add_option("-j,--jobs", raw.signal.jobs, "tests run at the same time (default: one for each core)");
    signal->add_option("--timeout", raw.testTimeout,
                       "seconds that a test may take (default: 20 times what it took before, 60 at least)");
    signal
        ->add_option("--junit", raw.signal.ci.junit,
                     "JUnit XML of a CI: files, globs, or directories with all *.xml below")
        ->take_all();
    signal->add_option("--history", raw.signal.ci.history, "CSV with the columns commit, test and outcome")->take_all();
    signal->add_option("--path", raw.signal.ci.path,
                       "what the path of a JUnit file says: {commit}, {run}, {configuration}, {branch}, with * and **");
    signal->add_option("--commit", raw.signal.ci.commit, "of JUnit files that don't name one");
    signal->add_option("--configuration", raw.signal.ci.configuration,
                       "of JUnit files that don't name one, such as a platform: a test is another one there");
    signal->add_option("--max-flaky", raw.signal.mostFlaky, "exit code 2 when more tests are flaky, in percent");
    signal->add_flag("--json", raw.signal.json, "as JSON");

    accept = add("accept", "accept survivors that need no test, or list those that are accepted",
                 "allele accept [ID|FILE:LINE...] [options]",
                 "  allele accept 3f2a --reason 'both ends are equal here'\n"
                 "  allele accept parse.cpp:120 --reason 'replaced in 2.0' --expires 2027-01-31\n"
                 "  allele accept                  what is accepted, and what became of it\n"
                 "  allele accept --remove 3f2a");
    addOut(accept, raw.accept.out);
    accept->add_option("--reason", raw.accept.reason, "why it needs no test; kept in " + std::string(kAcceptanceFile));
    accept->add_option("--expires", raw.accept.expires,
                       "the last day that it holds, such as 2027-01-31 (default: none)");
    accept->add_flag("--remove", raw.accept.remove, "accept them no longer");
    accept->add_flag("--prune", raw.accept.prune, "remove the entries that are expired, unneeded or stale");

    baseline = add("baseline", "draw the line that is held: what no test notices today", "allele baseline [options]",
                   "  allele baseline                      the first time; later it is only made tighter\n"
                   "  allele run --fail-on-new --ratchet -- ./tests");
    addOut(baseline, raw.baseline.out);
    baseline->add_option("--baseline", raw.baseline.file, baselineHelp());
    baseline->add_flag("--reset", raw.baseline.reset, "take what is there now, also what is new or worse");

    history = add("history", "show the figures of earlier runs", "allele history [options]", "  allele history");
    addOut(history, raw.history.out);
    history->add_flag("--json", raw.history.json, "as JSON");

    compare = add("compare", "show what has changed since another run", "allele compare DIR [options]",
                  "  allele compare main.out              the results there are the earlier ones");
    addOut(compare, raw.compare.out);
    compare->add_flag("--json", raw.compare.json, "as JSON");

    merge = add("merge", "make one of the results of several runs", "allele merge DIR... --out DIR",
                "  allele merge linux.out arm.out --out all.out");
    merge->add_option("-o,--out", raw.merge.out, "directory of the merged results");

    serve = add("serve", "let an editor find and run mutants, by the Mutation Server Protocol",
                "allele serve stdio|socket [options] -- PROGRAM [ARG...]\n       allele serve stdio|socket [options] "
                "--ctest DIR | --meson DIR",
                "  allele serve stdio -- ./tests\n  allele serve socket --port 4711 --ctest build");
    addSource(serve, raw.serve.source);
    serve->add_option("--port", raw.serve.port, "of the socket");
    serve->add_option("--address", raw.serve.address, "that the socket listens on (default: localhost)");

    flows =
        add("flows", "show critical flows, and which of their failure states the tests check",
            "allele flows [NAME...] [options]",
            "  allele flows                   all that allele.yml names; without any, all code, and what might be one\n"
            "  allele flows payment --all     also what is asserted, and the functions");
    addOut(flows, raw.flows.out);
    flows->add_flag("--all", raw.flows.all, "every failure state, asserted ones too, and the functions");
    flows->add_flag("--suggest", raw.flows.suggest, "functions that might be entries of critical flows");
    flows->add_flag("--json", raw.flows.json, "as JSON");

    escape = add("escape", "show whether the tests could have told of the defects that got past them",
                 "allele escape --defects FILE | --trailer KEY | --fix-pattern REGEX [options]",
                 "  allele escape --defects defects.csv              columns: id,fix and perhaps "
                 "introduced,stack,date,severity\n"
                 "  allele escape --trailer Fixes-Defect --range v1.0..v2.0\n"
                 "  allele escape --fix-pattern 'Fixes #([0-9]+)' --since '1 year ago'\n"
                 "  allele escape --defects defects.csv --print-commits   those to run at, for --results");
    escape->add_option("--defects", raw.escape.defects,
                       "a table (CSV) of the defects and the commits that mended them");
    escape->add_option("--trailer", raw.escape.search.trailer,
                       "commits with this trailer are fixes, its value is the defect's id");
    escape->add_option("--fix-pattern", raw.escape.search.pattern,
                       "commits with a line that this regular expression matches are fixes, its first group is the "
                       "defect's id");
    escape->add_option("--range", raw.escape.search.range, "of the commits that are searched (default: all of HEAD)");
    escape->add_option("--since", raw.escape.search.since, "no older commits, such as 2027-01-31 or '1 year ago'");
    escape
        ->add_option("--results", raw.escape.results,
                     "directory of results; may be repeated: for each defect those nearest before its fix are asked "
                     "(default: that of --out)")
        ->allow_extra_args(false)
        ->take_all();
    addOut(escape, raw.escape.out);
    escape->add_option("--repository", raw.escape.repository,
                       "directory in the checkout whose history is asked (default: the working directory)");
    escape
        ->add_option("--test-files", raw.escape.testFiles,
                     "files that hold tests, in which nothing is judged: a glob instead of the usual ones; may be "
                     "repeated")
        ->allow_extra_args(false)
        ->take_all();
    escape->add_option("--by", raw.escapePeriod,
                       "month, quarter or year of the fix (default: months for a year at most, else quarters)");
    escape->add_flag("--print-commits", raw.escape.printCommits, "print the commits before the fixes, one a line");
    escape->add_flag("--all", raw.escape.all, "every defect, survivor and test, not the first ones");
    escape->add_flag("--json", raw.escape.json, "as JSON, as in escapes.json");

    init = add("init", "write a commented allele.yml", "allele init [DIR]", "  allele init");
  }

  const std::vector<CLI::App *> subcommands() const {
    return {flags,   operators, list,  show,  run,   report, accept, baseline, history,
            compare, merge,     tests, serve, flows, escape, signal, init};
  }

  CLI::App *chosen() const {
    const auto used = app.get_subcommands();
    return used.empty() ? nullptr : used.front();
  }

private:
  static std::string frameworkNames() {
    std::string names;
    for (const Adapter *adapter : adapters())
      names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", adapter->name, adapter->description);
    return names;
  }

  CLI::App *add(const char *name, const char *description, const char *usage, const char *examples) {
    CLI::App *subcommand = app.add_subcommand(name, description);
    // Positional words are taken from the rest: the parser would split a word in brackets.
    subcommand->allow_extras();
    subcommand->footer(
        fmt::format("Usage: {}\n\nExamples:\n{}\n\n`allele --help` lists the exit codes.", usage, examples));
    subcommand->add_flag("-q,--quiet", raw.quiet, "no progress, only results");
    subcommand->add_flag("-v,--verbose", raw.verbose, "say what is done");
    return subcommand;
  }

  static void addSource(CLI::App *subcommand, TestSource &source) {
    subcommand->add_option("--ctest", source.ctest, "the tests of a build directory of CMake, as CTest runs them");
    subcommand->add_option("--meson", source.meson, "the tests of a build directory of Meson");
    subcommand
        ->add_option("--exec", source.exec,
                     "a command of the shell that is one test, such as 'make check'; may be repeated")
        ->allow_extra_args(false);
    subcommand->add_option("--framework", source.framework,
                           frameworkNames() +
                               ", or none: a program is one test (default: found by looking at the program)");
    subcommand->add_option("--tests", source.only, "only tests whose name matches this glob; may be repeated")
        ->allow_extra_args(false);
    subcommand->add_option("--skip-tests", source.skip, "no test whose name matches this glob; may be repeated")
        ->allow_extra_args(false);
  }

  static std::string baselineHelp() {
    return fmt::format("the file (default: {} beside allele.yml, or in the working directory)", kBaselineFile);
  }

  void addGates(CLI::App *subcommand, GateOptions &gates) {
    subcommand
        ->add_option("--fail-under", raw.failUnder,
                     "exit code 2 when a figure is below, in percent: score=80,strength=90,coverage=60")
        ->allow_extra_args(false)
        ->take_all();
    subcommand->add_flag("--fail-on-new", gates.failOnNew,
                         "exit code 2 when no test notices a mutant that isn't in the baseline, and not accepted");
    subcommand->add_flag("--ratchet", gates.ratchet, "exit code 2 when a figure is below that of the baseline");
    subcommand->add_option("--baseline", gates.baseline, baselineHelp());
    subcommand->add_option("--max-inconclusive", gates.mostInconclusive,
                           "exit code 3 when more mutants are inconclusive, in percent");
  }

  static void addOut(CLI::App *subcommand, std::string &out) {
    subcommand->add_option("-o,--out", out, "directory of the results (default: allele.out)");
  }
};

UsageError unknownOption(const std::string &word, const CLI::App &app, const std::string &shown) {
  std::vector<std::string> names;
  for (const CLI::Option *option : app.get_options()) {
    for (const std::string &name : option->get_lnames())
      names.push_back("--" + name);
    for (const std::string &name : option->get_snames())
      names.push_back("-" + name);
  }
  const std::string name = word.substr(0, word.find('='));
  return {fmt::format("unknown option '{}'{}; `{} --help` lists all", name, didYouMean(name, names), shown)};
}

// The positional words of a subcommand: those among its own, and all that stand behind "--". Or what is wrong with
// them.
Result<std::vector<std::string>> positionals(const CLI::App &subcommand,
                                             const std::vector<std::string> &behindMark = {}) {
  std::vector<std::string> words = subcommand.remaining();
  for (const std::string &word : words)
    if (word.size() > 1 && word.front() == '-')
      return Error{unknownOption(word, subcommand, "allele " + subcommand.get_name()).message};
  words.insert(words.end(), behindMark.begin(), behindMark.end());
  return words;
}

using Request = decltype(Invocation::request);

Request finishList(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.list, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (words->empty())
    return UsageError{"list: PROGRAM is missing; `allele list --help` shows how"};
  parser.raw.list.programs = *words;
  const auto selection = parser.raw.listSelection.finish(*parser.list, parser.configuration);
  if (!selection)
    return UsageError{selection.error().message};
  parser.raw.list.selection = *selection;
  return parser.raw.list;
}

Request finishOperators(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.operators, behindMark);
  if (!words)
    return UsageError{words.error().message};
  OperatorsOptions &operators = parser.raw.operators;
  operators.names = *words;
  if (!operators.names.empty() + !operators.level.empty() + operators.rules > 1)
    return UsageError{"operators: NAME, --level and --rules exclude each other; leave out all but one"};
  if (operators.json && operators.markdown)
    return UsageError{"operators: --json and --markdown exclude each other; leave one out"};
  return operators;
}

Request finishInit(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.init, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (words->size() > 1)
    return UsageError{"init: takes one DIR at most; `allele init --help` shows how"};
  if (!words->empty())
    parser.raw.init.directory = words->front();
  return parser.raw.init;
}

// What says where the tests come from: exactly one thing.
Status finishSource(const std::string &subcommand, TestSource &source, const std::vector<std::string> &command) {
  source.command = command;
  const int given = static_cast<int>(!command.empty()) + static_cast<int>(!source.ctest.empty()) +
                    static_cast<int>(!source.meson.empty()) + static_cast<int>(!source.exec.empty());
  if (given == 1)
    return Done{};
  if (given == 0)
    return Error{fmt::format("{0}: PROGRAM is missing: allele {0} [options] -- PROGRAM [ARG...]; or --ctest DIR, "
                             "--meson DIR, --exec COMMAND",
                             subcommand)};
  return Error{
      fmt::format("{}: PROGRAM, --ctest, --meson and --exec exclude each other; leave out all but one", subcommand)};
}

Request finishTests(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.tests, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (const Status source = finishSource("tests", parser.raw.tests.source, *words); !source)
    return UsageError{source.error().message};
  return parser.raw.tests;
}

Result<Isolation> isolationOption(const std::string &text) {
  if (const auto isolation = isolationFromString(text))
    return *isolation;
  return Error{fmt::format("--isolate: unknown value '{}'{}; there are auto, none, tmp, copy and overlay", text,
                           didYouMean(text, {"auto", "none", "tmp", "copy", "overlay"}))};
}

Request finishSignal(Parser &parser, const std::vector<std::string> &command) {
  SignalOptions &signal = parser.raw.signal;
  const auto words = positionals(*parser.signal);
  if (!words)
    return UsageError{words.error().message};
  if (!words->empty())
    return UsageError{
        fmt::format("signal: '--' is missing before the program: allele signal [options] -- {}", shellQuote(*words))};
  const bool hasSource =
      !command.empty() || !signal.source.ctest.empty() || !signal.source.meson.empty() || !signal.source.exec.empty();
  if (hasSource) {
    if (const Status source = finishSource("signal", signal.source, command); !source)
      return UsageError{source.error().message};
    constexpr unsigned kRepeats = 20;
    constexpr unsigned kMostRepeats = 100'000;
    if (parser.signal->count("--repeat") == 0)
      signal.repeats = kRepeats;
    if (signal.repeats == 0 || signal.repeats > kMostRepeats)
      return UsageError{fmt::format("--repeat: must be 1 to {}", kMostRepeats)};
  } else {
    for (const char *option :
         {"--repeat", "--load", "--shuffle", "--no-shuffle", "--seed", "--jobs", "--timeout", "--isolate"})
      if (parser.signal->count(option) != 0)
        return UsageError{
            fmt::format("signal: {} does nothing without tests: name PROGRAM, --ctest, --meson or --exec", option)};
  }
  const auto isolation = isolationOption(parser.raw.signalIsolate);
  if (!isolation)
    return UsageError{isolation.error().message};
  signal.isolation = *isolation;
  signal.shuffle = !parser.raw.noShuffle;
  if (parser.signal->count("--seed") == 0)
    signal.seed = std::random_device()();
  if (parser.signal->count("--jobs") != 0 && (signal.jobs == 0 || signal.jobs > kMostJobs))
    return UsageError{fmt::format("--jobs: must be 1 to {}", kMostJobs)};
  if (!std::isfinite(parser.raw.testTimeout) || parser.raw.testTimeout < 0 || parser.raw.testTimeout > 1e7)
    return UsageError{"--timeout: must be seconds"};
  signal.timeout = std::chrono::milliseconds(std::llround(parser.raw.testTimeout * 1000));
  if (signal.mostFlaky && !(*signal.mostFlaky >= 0 && *signal.mostFlaky <= 100))
    return UsageError{"--max-flaky: a number of percent from 0 to 100 is expected"};
  for (const char *option : {"--path", "--commit", "--configuration"})
    if (signal.ci.junit.empty() && parser.signal->count(option) != 0)
      return UsageError{fmt::format("signal: {} does nothing without --junit", option)};
  return signal;
}

Request finishShow(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.show, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (!parser.raw.show.stack.empty() && words->empty())
    return parser.raw.show;
  if (!parser.raw.show.stack.empty())
    return UsageError{fmt::format("show: --stack and '{}' exclude each other; leave one out", words->front())};
  if (words->empty() || words->size() > 2)
    return UsageError{"show: takes ID or FILE:LINE, and perhaps PROGRAM; `allele show --help` shows how"};
  parser.raw.show.mutant = words->front();
  if (words->size() == 2)
    parser.raw.show.program = words->back();
  return parser.raw.show;
}

Request finishWithoutWords(const CLI::App &subcommand, const std::vector<std::string> &behindMark, Request request) {
  const auto words = positionals(subcommand, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (!words->empty())
    return UsageError{
        fmt::format("{0}: unexpected '{1}'; `allele {0} --help` shows how", subcommand.get_name(), words->front())};
  return request;
}

Request finishCompare(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.compare, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (words->size() != 1)
    return UsageError{"compare: takes one DIR, that of the earlier results; `allele compare --help` shows how"};
  parser.raw.compare.before = words->front();
  return parser.raw.compare;
}

// The protocol prescribes `serve CHANNEL [--port PORT] [--address ADDRESS] [-- ARG...]`.
Request finishServe(Parser &parser, const std::vector<std::string> &behindMark) {
  ServeOptions &serve = parser.raw.serve;
  const std::vector<std::string> words = parser.serve->remaining();
  if (words.size() != 1 || (words.front() != "stdio" && words.front() != "socket")) {
    if (!words.empty() && words.front().front() == '-')
      return unknownOption(words.front(), *parser.serve, "allele serve");
    return UsageError{"serve: takes one channel, stdio or socket; `allele serve --help` shows how"};
  }
  serve.onSocket = words.front() == "socket";
  constexpr unsigned kLastPort = 65535;
  if (serve.onSocket && (serve.port == 0 || serve.port > kLastPort))
    return UsageError{fmt::format("serve socket: --port must be 1 to {}", kLastPort)};
  if (!serve.onSocket && (parser.serve->count("--port") != 0 || parser.serve->count("--address") != 0))
    return UsageError{"serve stdio: --port and --address are for `allele serve socket`"};
  if (const Status source = finishSource("serve", serve.source, behindMark); !source)
    return UsageError{source.error().message};
  if (!serve.source.exec.empty())
    return UsageError{
        "serve: what --exec starts can't be known without running it; name the program, --ctest or --meson"};
  return serve;
}

Request finishFlows(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.flows, behindMark);
  if (!words)
    return UsageError{words.error().message};
  parser.raw.flows.names = *words;
  return parser.raw.flows;
}

Request finishEscape(Parser &parser, const std::vector<std::string> &behindMark) {
  EscapeOptions &escape = parser.raw.escape;
  const FixSearch &search = escape.search;
  const int given = static_cast<int>(!escape.defects.empty()) + static_cast<int>(!search.trailer.empty()) +
                    static_cast<int>(!search.pattern.empty());
  if (given != 1)
    return UsageError{given == 0
                          ? "escape: which defects? --defects FILE, --trailer KEY or --fix-pattern REGEX; `allele "
                            "escape --help` shows how"
                          : "escape: --defects, --trailer and --fix-pattern exclude each other; leave out all but "
                            "one"};
  if (!escape.defects.empty() && !(search.range.empty() && search.since.empty()))
    return UsageError{
        "escape: --range and --since choose commits for --trailer and --fix-pattern; --defects has its own"};
  for (const std::string &glob : escape.testFiles)
    if (const std::string problem = problemOfGlob(glob); !problem.empty())
      return UsageError{fmt::format("--test-files: '{}': {}", glob, problem)};
  if (!parser.raw.escapePeriod.empty()) {
    const auto period = periodLengthFromString(parser.raw.escapePeriod);
    if (!period)
      return UsageError{fmt::format("--by: unknown value '{}'{}; there are month, quarter and year",
                                    parser.raw.escapePeriod,
                                    didYouMean(parser.raw.escapePeriod, {"month", "quarter", "year"}))};
    escape.period = *period;
  }
  return finishWithoutWords(*parser.escape, behindMark, escape);
}

Request finishMerge(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.merge, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (words->size() < 2 || parser.merge->count("--out") == 0)
    return UsageError{"merge: takes two DIR at least, and --out DIR; `allele merge --help` shows how"};
  parser.raw.merge.inputs = *words;
  return parser.raw.merge;
}

Status finishGates(const Parser &parser, GateOptions &gates) {
  for (const std::string &text : parser.raw.failUnder) {
    const auto least = parseThresholds(text);
    if (!least)
      return Error{fmt::format("--fail-under: {}", least.error().message)};
    for (auto figure : {&Thresholds::score, &Thresholds::strength, &Thresholds::coverage})
      if ((*least).*figure)
        gates.least.*figure = (*least).*figure;
  }
  if (gates.mostInconclusive && !(*gates.mostInconclusive >= 0 && *gates.mostInconclusive <= 100))
    return Error{"--max-inconclusive: a number of percent from 0 to 100 is expected"};
  if (!gates.baseline.empty() && !gates.failOnNew && !gates.ratchet)
    return Error{"--baseline does nothing without --fail-on-new or --ratchet"};
  return Done{};
}

Request finishReport(Parser &parser, const std::vector<std::string> &behindMark) {
  if (const Status gates = finishGates(parser, parser.raw.report.gates); !gates)
    return UsageError{gates.error().message};
  return finishWithoutWords(*parser.report, behindMark, parser.raw.report);
}

Request finishAccept(Parser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.accept, behindMark);
  if (!words)
    return UsageError{words.error().message};
  AcceptOptions &accept = parser.raw.accept;
  accept.mutants = *words;
  if (!accept.expires.empty() && !isDate(accept.expires))
    return UsageError{fmt::format("--expires: '{}' is no date; write it as 2027-01-31", accept.expires)};
  const bool isWritten = !accept.reason.empty() || !accept.expires.empty();
  if (isWritten + accept.remove + accept.prune > 1)
    return UsageError{"accept: --reason, --remove and --prune exclude each other; leave out all but one"};
  if (accept.mutants.empty() && (isWritten || accept.remove))
    return UsageError{"accept: ID or FILE:LINE is missing; `allele accept --help` shows how"};
  if (!accept.mutants.empty() && accept.prune)
    return UsageError{"accept: --prune takes no ID; --remove does"};
  if (!accept.mutants.empty() && accept.reason.empty() && !accept.remove)
    return UsageError{"accept: --reason TEXT is missing: an accepted survivor says why it needs no test"};
  return accept;
}

Result<std::uint64_t> bytesOption(const char *name, const std::string &text) {
  if (const auto bytes = parseBytes(text))
    return *bytes;
  return Error{fmt::format("{}: '{}' is no size; write a number of bytes, or one with K, M, G or T", name, text)};
}

// A number of seconds, or one with s, m, h or d.
std::optional<std::chrono::seconds> parseDuration(const std::string &text) {
  constexpr std::pair<char, long> kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  long number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (failure != std::errc() || number <= 0 || number > 1'000'000 || unit.size() > 1)
    return std::nullopt;
  for (const auto &[letter, seconds] : kUnits)
    if (unit.empty() || unit.front() == letter)
      return std::chrono::seconds(number * seconds);
  return std::nullopt;
}

Request finishRun(Parser &parser, const std::vector<std::string> &command) {
  RawOptions &raw = parser.raw;
  RunOptions &run = raw.run;
  const auto words = positionals(*parser.run);
  if (!words)
    return UsageError{words.error().message};
  if (!words->empty())
    return UsageError{
        fmt::format("run: '--' is missing before the program: allele run [options] -- {}", shellQuote(*words))};
  if (const Status source = finishSource("run", run.source, command); !source)
    return UsageError{source.error().message};
  if (const Status gates = finishGates(parser, run.gates); !gates)
    return UsageError{gates.error().message};
  const auto isolation = isolationOption(raw.isolate);
  if (!isolation)
    return UsageError{isolation.error().message};
  run.isolation = *isolation;
  run.forks = !raw.noFork;
  if (parser.run->count("--jobs") != 0 && (run.jobs == 0 || run.jobs > kMostJobs))
    return UsageError{fmt::format("--jobs: must be 1 to {}", kMostJobs)};
  if (!(run.auditPercent >= 0 && run.auditPercent <= 100))
    return UsageError{"--audit: must be 0 to 100"};
  if (run.baselineRuns == 0)
    return UsageError{"--baseline-runs: must be at least 1, since the time limits come from them"};
  const auto isTime = [](double seconds) { return std::isfinite(seconds) && seconds >= 0 && seconds < 1e7; };
  if (!isTime(raw.baselineTimeout) || !isTime(raw.timeoutFloor) || raw.timeoutFloor <= 0)
    return UsageError{"--baseline-timeout and --timeout-floor: must be seconds, and the floor more than 0"};
  if (!(run.limits.timeoutFactor >= 1) || run.limits.timeoutFactor > 1e4)
    return UsageError{"--timeout-factor: must be 1 to 10000"};
  run.baselineTimeout = std::chrono::milliseconds(std::llround(raw.baselineTimeout * 1000));
  run.limits.timeoutFloor = std::chrono::milliseconds(std::max(1LL, std::llround(raw.timeoutFloor * 1000)));
  if (!raw.mostTime.empty()) {
    const auto time = parseDuration(raw.mostTime);
    if (!time)
      return UsageError{
          fmt::format("--max-runtime: '{}' is no time; write seconds, or a number with s, m, h or d", raw.mostTime)};
    run.mostTime = *time;
  }
  if (!(run.mostLoad >= 0))
    return UsageError{"--max-load: must be at least 0"};
  const auto disk = bytesOption("--disk", raw.disk);
  const auto output = bytesOption("--output-limit", raw.outputLimit);
  const auto memory = bytesOption("--memory", raw.memory.empty() ? "0" : raw.memory);
  for (const auto *size : {&disk, &output, &memory})
    if (!*size)
      return UsageError{size->error().message};
  run.limits.diskBytes = *disk;
  run.limits.outputBytes = *output;
  if (!raw.memory.empty())
    run.limits.memoryBytes = *memory;
  const auto selection = raw.runSelection.finish(*parser.run, parser.configuration);
  if (!selection)
    return UsageError{selection.error().message};
  run.selection = *selection;
  return run;
}

Request finish(Parser &parser, const std::vector<std::string> &command) {
  const CLI::App *chosen = parser.chosen();
  if (chosen == nullptr) {
    std::vector<std::string> names;
    for (const CLI::App *subcommand : parser.subcommands())
      names.push_back(subcommand->get_name());
    const std::vector<std::string> rest = parser.app.remaining();
    if (rest.empty())
      return UsageError{fmt::format("a subcommand is missing: {}; `allele --help` shows how", fmt::join(names, ", "))};
    if (rest.front().front() == '-')
      return unknownOption(rest.front(), parser.app, "allele");
    return UsageError{fmt::format("unknown subcommand '{}'{}; there are {}", rest.front(),
                                  didYouMean(rest.front(), names), fmt::join(names, ", "))};
  }
  if (parser.raw.quiet && parser.raw.verbose)
    return UsageError{"--quiet and --verbose exclude each other; leave one out"};
  if (chosen == parser.run)
    return finishRun(parser, command);
  if (chosen == parser.list)
    return finishList(parser, command);
  if (chosen == parser.operators)
    return finishOperators(parser, command);
  if (chosen == parser.accept)
    return finishAccept(parser, command);
  if (chosen == parser.init)
    return finishInit(parser, command);
  if (chosen == parser.tests)
    return finishTests(parser, command);
  if (chosen == parser.signal)
    return finishSignal(parser, command);
  if (chosen == parser.serve)
    return finishServe(parser, command);
  if (chosen == parser.show)
    return finishShow(parser, command);
  if (chosen == parser.flags)
    return finishWithoutWords(*chosen, command, parser.raw.flags);
  if (chosen == parser.history)
    return finishWithoutWords(*chosen, command, parser.raw.history);
  if (chosen == parser.compare)
    return finishCompare(parser, command);
  if (chosen == parser.merge)
    return finishMerge(parser, command);
  if (chosen == parser.escape)
    return finishEscape(parser, command);
  if (chosen == parser.flows)
    return finishFlows(parser, command);
  if (chosen == parser.baseline)
    return finishWithoutWords(*chosen, command, parser.raw.baseline);
  return finishReport(parser, command);
}

std::string lowerFirst(std::string message) {
  if (message.size() > 1 && message[0] >= 'A' && message[0] <= 'Z' && message[1] >= 'a' && message[1] <= 'z')
    message[0] = static_cast<char>(message[0] - 'A' + 'a');
  return message;
}

} // namespace

Invocation parseCommandLine(const std::vector<std::string> &words, const Configuration &configuration) {
  // What stands behind the first "--" is no option of ours, whatever it looks like: for a run it is the program and its
  // arguments.
  std::vector<std::string> own = words;
  const auto mark = std::find(own.begin(), own.end(), "--");
  const std::vector<std::string> command(mark == own.end() ? mark : mark + 1, own.end());
  own.erase(mark, own.end());
  Parser parser(configuration);
  Invocation invocation;
  try {
    std::vector<std::string> reversed(own.rbegin(), own.rend());
    parser.app.parse(reversed);
    invocation.request = finish(parser, command);
  } catch (const CLI::CallForVersion &version) {
    invocation.request = ShowText{std::string(version.what()) + "\n"};
  } catch (const CLI::CallForHelp &) {
    const CLI::App *chosen = parser.chosen();
    invocation.request = ShowText{chosen != nullptr ? chosen->help() : parser.app.help()};
  } catch (const CLI::ParseError &error) {
    invocation.request = UsageError{lowerFirst(error.what()) + "; `allele --help` shows how"};
  }
  if (parser.raw.quiet)
    invocation.verbosity = Terminal::Verbosity::kQuiet;
  if (parser.raw.verbose)
    invocation.verbosity = Terminal::Verbosity::kVerbose;
  return invocation;
}

} // namespace allele
