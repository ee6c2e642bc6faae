#include "CommandLine.h"

#include "Acceptances.h"
#include "CommandLineParser.h"
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

Request finishList(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
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

Request finishOperators(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
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

Request finishInit(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
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

Request finishTests(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
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
                           didYouMean(text, isolationNames()))};
}

Request finishSignal(CommandLineParser &parser, const std::vector<std::string> &command) {
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

Request finishShow(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
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

Request finishCompare(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.compare, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (words->size() != 1)
    return UsageError{"compare: takes one DIR, that of the earlier results; `allele compare --help` shows how"};
  parser.raw.compare.before = words->front();
  return parser.raw.compare;
}

// The protocol prescribes `serve CHANNEL [--port PORT] [--address ADDRESS] [-- ARG...]`.
Request finishServe(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
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

Request finishFlows(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.flows, behindMark);
  if (!words)
    return UsageError{words.error().message};
  parser.raw.flows.names = *words;
  return parser.raw.flows;
}

Request finishEscape(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
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

Request finishMerge(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.merge, behindMark);
  if (!words)
    return UsageError{words.error().message};
  if (words->size() < 2 || parser.merge->count("--out") == 0)
    return UsageError{"merge: takes two DIR at least, and --out DIR; `allele merge --help` shows how"};
  parser.raw.merge.inputs = *words;
  return parser.raw.merge;
}

Status finishGates(const CommandLineParser &parser, GateOptions &gates) {
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

Request finishReport(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
  if (const Status gates = finishGates(parser, parser.raw.report.gates); !gates)
    return UsageError{gates.error().message};
  return finishWithoutWords(*parser.report, behindMark, parser.raw.report);
}

Request finishAccept(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
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

Request finishRun(CommandLineParser &parser, const std::vector<std::string> &command) {
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

Request finishCompletion(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.completion, behindMark);
  if (!words)
    return UsageError{words.error().message};
  constexpr std::pair<const char *, Shell> kShells[] = {
      {"bash", Shell::kBash}, {"zsh", Shell::kZsh}, {"fish", Shell::kFish}};
  for (const auto &[name, shell] : kShells)
    if (*words == std::vector<std::string>{name})
      return CompletionOptions{shell};
  return UsageError{"completion: name one shell: bash, zsh or fish"};
}

Request finishMan(CommandLineParser &parser, const std::vector<std::string> &behindMark) {
  const auto words = positionals(*parser.man, behindMark);
  if (!words)
    return UsageError{words.error().message};
  ManOptions &man = parser.raw.man;
  if (words->size() > 1 || (!words->empty() && !man.to.empty()))
    return UsageError{"man: takes one SUBCOMMAND, or --to DIR"};
  if (words->empty())
    return man;
  const std::vector<std::string> names = parser.subcommandNames();
  man.subcommand = words->front();
  if (std::find(names.begin(), names.end(), man.subcommand) == names.end())
    return UsageError{fmt::format("man: unknown subcommand '{}'{}", man.subcommand, didYouMean(man.subcommand, names))};
  return man;
}

Request finish(CommandLineParser &parser, const std::vector<std::string> &command) {
  const CLI::App *chosen = parser.chosen();
  if (chosen == nullptr) {
    const std::vector<std::string> names = parser.subcommandNames();
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
  if (chosen == parser.completion)
    return finishCompletion(parser, command);
  if (chosen == parser.man)
    return finishMan(parser, command);
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

std::vector<std::string> commandLineWords(int argc, char **argv) {
  std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const std::string name = argc > 0 ? std::filesystem::path(*argv).filename().string() : "";
  for (const char *compiler : {"cc", "c++"})
    if (name == std::string("allele-") + compiler)
      words.insert(words.begin(), compiler);
  return words;
}

std::optional<CompileOptions> compileRequest(const std::vector<std::string> &words) {
  if (words.empty() || (words.front() != "cc" && words.front() != "c++" && words.front() != "launch"))
    return std::nullopt;
  CompileOptions compile;
  compile.language = words.front() == "cc" ? CompiledLanguage::kC : CompiledLanguage::kCxx;
  compile.isLauncher = words.front() == "launch";
  compile.words.assign(words.begin() + 1, words.end());
  if (compile.words == std::vector<std::string>{"--help"} || compile.words == std::vector<std::string>{"-h"})
    return std::nullopt;
  return compile;
}

Invocation parseCommandLine(const std::vector<std::string> &words, const Configuration &configuration) {
  // What stands behind the first "--" is no option of ours, whatever it looks like: for a run it is the program and its
  // arguments.
  std::vector<std::string> own = words;
  const auto mark = std::find(own.begin(), own.end(), "--");
  const std::vector<std::string> command(mark == own.end() ? mark : mark + 1, own.end());
  own.erase(mark, own.end());
  CommandLineParser parser(configuration);
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
