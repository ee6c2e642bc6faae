#include "CommandLineParser.h"

#include "Acceptances.h"
#include "SurvivorBaseline.h"
#include "adapters/Adapter.h"
#include "reports/Report.h"

#include <fmt/format.h>

namespace allele {

CommandLineParser::CommandLineParser(const Configuration &defaults) : configuration(defaults), raw(defaults.run) {
  app.require_subcommand(0, 1);
  // As elsewhere the last one counts, so that a script's options can be overridden.
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.allow_extras();
  app.set_version_flag("--version", "allele " ALLELE_VERSION);
  app.footer("Start:\n  clang++ $(allele flags) -O1 tests.cpp -o tests\n  allele run -- ./tests\n\n" + exitCodeHelp());

  flags = add("flags", "print the compiler flags that build a program with its mutants", "allele flags [--clang PATH]",
              "  clang++ $(allele flags) -O1 tests.cpp -o tests\n"
              "  cmake -DCMAKE_CXX_FLAGS=\"$(allele flags --clang clang++-22)\" ..");
  flags->add_option("--clang", raw.flags.clang,
                    "the clang to be used; its version is asked for. Without: $CXX or $CC, if that is one");

  addCompilers();

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

  run = add("run", "run tests against each mutant of the programs that they start",
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
  run->add_option("--memory", raw.memory,
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
  accept->add_option("--expires", raw.accept.expires, "the last day that it holds, such as 2027-01-31 (default: none)");
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
  escape->add_option("--defects", raw.escape.defects, "a table (CSV) of the defects and the commits that mended them");
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

  completion =
      add("completion", "print what a shell completes the command line with", "allele completion bash|zsh|fish",
          "  source <(allele completion bash)\n"
          "  allele completion fish > ~/.config/fish/completions/allele.fish");
  man = add("man", "print a man page", "allele man [SUBCOMMAND] [options]",
            "  allele man run | man -l -\n  allele man --to ~/.local/share/man/man1");
  man->add_option("--to", raw.man.to, "the directory to write all pages to");

  init = add("init", "write a commented allele.yml", "allele init [DIR]", "  allele init");
}

std::vector<CLI::App *> CommandLineParser::subcommands() const {
  return {flags,   cc,      cxx,   launch, operators, list,  show,   run,    report,     accept, baseline,
          history, compare, merge, tests,  serve,     flows, escape, signal, completion, man,    init};
}

std::vector<std::string> CommandLineParser::subcommandNames() const {
  std::vector<std::string> names;
  for (const CLI::App *subcommand : subcommands())
    names.push_back(subcommand->get_name());
  return names;
}

CLI::App *CommandLineParser::chosen() const {
  const auto used = app.get_subcommands();
  return used.empty() ? nullptr : used.front();
}

std::string CommandLineParser::frameworkNames() {
  std::string names;
  for (const Adapter *adapter : adapters())
    names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", adapter->name, adapter->description);
  return names;
}

CLI::App *CommandLineParser::add(const char *name, const char *description, const char *usage, const char *examples,
                                 const char *remark) {
  CLI::App *subcommand = app.add_subcommand(name, description);
  // Positional words are taken from the rest: the parser would split a word in brackets.
  subcommand->allow_extras();
  const std::string behind = *remark == '\0' ? "" : fmt::format("{}\n\n", remark);
  subcommand->footer(
      fmt::format("Usage: {}\n\nExamples:\n{}\n\n{}`allele --help` lists the exit codes.", usage, examples, behind));
  help[name] = {usage, examples, remark};
  subcommand->add_flag("-q,--quiet", raw.quiet, "no progress, only results");
  subcommand->add_flag("-v,--verbose", raw.verbose, "say what is done");
  return subcommand;
}

void CommandLineParser::addCompilers() {
  constexpr const char *kRemark = "ALLELE_CC and ALLELE_CXX name the clang, perhaps behind ccache: 'ccache clang-19'.\n"
                                  "Without: the one on the search path that Allele was built for.";
  cc = add("cc", "compile C with clang, all mutants in: a CC for any build system", "allele cc [ARG...]",
           "  CC='allele cc' CXX='allele c++' ./configure\n  make CC='allele cc'\n"
           "  CC=allele-cc CXX=allele-c++ meson setup build",
           kRemark);
  cxx = add("c++", "the same for C++: a CXX for any build system", "allele c++ [ARG...]",
            "  make CXX='allele c++'\n  allele c++ -O1 tests.cpp -o tests", kRemark);
  launch = add("launch", "the same with the compiler that is named: a launcher for CMake",
               "allele launch [ccache] CLANG [ARG...]",
               "  allele launch clang++-22 -O1 tests.cpp -o tests\n"
               "  cmake -DCMAKE_CXX_COMPILER_LAUNCHER='allele;launch;ccache' ..");
  for (CLI::App *compiler : {cc, cxx, launch})
    for (const char *own : {"--quiet", "--verbose"})
      compiler->remove_option(compiler->get_option(own));
}

void CommandLineParser::addSource(CLI::App *subcommand, TestSource &source) {
  subcommand->add_option("--ctest", source.ctest, "the tests of a build directory of CMake, as CTest runs them");
  subcommand->add_option("--meson", source.meson, "the tests of a build directory of Meson");
  subcommand
      ->add_option("--exec", source.exec,
                   "a command of the shell that is one test, such as 'make check'; may be repeated")
      ->allow_extra_args(false);
  subcommand->add_option("--framework", source.framework,
                         frameworkNames() +
                             ", or none: a program is one test (default: found by looking at the program)");
  subcommand
      ->add_option("--tests", source.only,
                   "only tests whose name matches this glob, or in a build system their program's; may be repeated")
      ->allow_extra_args(false);
  subcommand->add_option("--skip-tests", source.skip, "no test of such a name; may be repeated")
      ->allow_extra_args(false);
}

std::string CommandLineParser::baselineHelp() {
  return fmt::format("the file (default: {} beside allele.yml, or in the working directory)", kBaselineFile);
}

void CommandLineParser::addGates(CLI::App *subcommand, GateOptions &gates) {
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

void CommandLineParser::addOut(CLI::App *subcommand, std::string &out) {
  subcommand->add_option("-o,--out", out, "directory of the results (default: allele.out)");
}

} // namespace allele
