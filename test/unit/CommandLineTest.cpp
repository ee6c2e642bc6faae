#include "CommandLine.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

template <typename T> T parsed(const std::vector<std::string> &words) {
  const Invocation invocation = parseCommandLine(words);
  if (const auto *error = std::get_if<UsageError>(&invocation.request))
    FAIL(error->message);
  REQUIRE(std::holds_alternative<T>(invocation.request));
  return std::get<T>(invocation.request);
}

std::string errorOf(const std::vector<std::string> &words) {
  const Invocation invocation = parseCommandLine(words);
  REQUIRE(std::holds_alternative<UsageError>(invocation.request));
  return std::get<UsageError>(invocation.request).message;
}

bool contains(const std::string &text, const char *part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("all behind the first -- belongs to the program, as it is") {
  const auto run = parsed<RunOptions>({"run", "-j2", "--", "./t", "--jobs", "-q", "[a,b]", "--", ""});
  CHECK(run.source.command == std::vector<std::string>{"./t", "--jobs", "-q", "[a,b]", "--", ""});
  CHECK(run.jobs == 2);
}

TEST_CASE("a run has the documented defaults") {
  const auto run = parsed<RunOptions>({"run", "--", "t"});
  CHECK(run.baselineRuns == 3);
  CHECK(run.isolation == Isolation::kAuto);
  CHECK(run.out == "allele.out");
  CHECK(run.limits.timeoutFloor == std::chrono::seconds(1));
  CHECK(run.limits.timeoutFactor == 10);
  CHECK_FALSE(run.limits.memoryBytes);
}

TEST_CASE("the options of a run are taken over") {
  const auto run = parsed<RunOptions>({"run", "--isolate", "copy", "--timeout-floor", "0.25", "--memory", "2G",
                                       "--disk=1M", "--out", "a b", "--all", "--", "t"});
  CHECK(run.isolation == Isolation::kCopy);
  CHECK(run.limits.timeoutFloor == std::chrono::milliseconds(250));
  CHECK(run.limits.memoryBytes == std::uint64_t{2} << 30);
  CHECK(run.limits.diskBytes == 1U << 20);
  CHECK(run.out == "a b");
  CHECK(run.all);
}

TEST_CASE("the last of several equal options counts") {
  CHECK(parsed<RunOptions>({"run", "-j2", "--jobs", "5", "--", "t"}).jobs == 5);
}

TEST_CASE("quiet and verbose are understood and exclude each other") {
  CHECK(parseCommandLine({"run", "-q", "--", "t"}).verbosity == Terminal::Verbosity::kQuiet);
  CHECK(parseCommandLine({"run", "-v", "--", "t"}).verbosity == Terminal::Verbosity::kVerbose);
  CHECK(contains(errorOf({"run", "-q", "-v", "--", "t"}), "exclude"));
}

TEST_CASE("a program without -- is an error that shows the right line") {
  CHECK(contains(errorOf({"run", "./t"}), "allele run [options] -- ./t"));
  CHECK(contains(errorOf({"run"}), "PROGRAM is missing"));
  CHECK(contains(errorOf({"run", "--"}), "PROGRAM is missing"));
}

TEST_CASE("a mistyped option or subcommand gets a suggestion") {
  CHECK(contains(errorOf({"run", "--jbos", "2", "--", "t"}), "did you mean '--jobs'"));
  CHECK(contains(errorOf({"lsit", "t"}), "did you mean 'list'"));
  CHECK(contains(errorOf({"list", "--jsno", "t"}), "did you mean '--json'"));
  CHECK(contains(errorOf({"run", "--isolate", "tpm", "--", "t"}), "did you mean 'tmp'"));
}

TEST_CASE("values that can't be are refused") {
  for (const std::vector<std::string> &option : std::vector<std::vector<std::string>>{{"--jobs", "0"},
                                                                                      {"--jobs", "-1"},
                                                                                      {"--jobs", "x"},
                                                                                      {"--baseline-runs", "0"},
                                                                                      {"--memory", "lots"},
                                                                                      {"--timeout-floor", "-1"},
                                                                                      {"--timeout-floor", "nan"},
                                                                                      {"--timeout-factor", "0"},
                                                                                      {"--isolate", ""}}) {
    CAPTURE(option);
    errorOf({"run", option[0], option[1], "--", "t"});
  }
}

TEST_CASE("list takes several programs, in brackets and with dashes too") {
  const auto list = parsed<ListOptions>({"list", "[a]", "b", "--json", "--", "-c"});
  CHECK(list.programs == std::vector<std::string>{"[a]", "b", "-c"});
  CHECK(list.json);
}

TEST_CASE("show takes a mutant and perhaps a program") {
  CHECK(parsed<ShowOptions>({"show", "ab", "./t"}).program == "./t");
  CHECK(parsed<ShowOptions>({"show", "a.c:3"}).mutant == "a.c:3");
  CHECK(contains(errorOf({"show"}), "takes ID"));
  CHECK(contains(errorOf({"show", "a", "b", "c"}), "takes ID"));
}

TEST_CASE("words that a subcommand doesn't take are refused") {
  CHECK(contains(errorOf({"report", "x"}), "unexpected 'x'"));
  CHECK(contains(errorOf({"flags", "x"}), "unexpected 'x'"));
}

TEST_CASE("help shows subcommands, exit codes and usage") {
  CHECK(contains(parsed<ShowText>({"--help"}).text, "Exit codes"));
  CHECK(contains(parsed<ShowText>({"run", "--help"}).text, "allele run [options] -- PROGRAM [ARG...]"));
  CHECK(contains(parsed<ShowText>({"--version"}).text, "allele "));
}

TEST_CASE("a missing subcommand is an error that names them all") {
  CHECK(contains(errorOf({}), "report"));
}

TEST_CASE("operators are asked for by name, by level or as rules, but by one of them only") {
  CHECK(parsed<OperatorsOptions>({"operators", "a", "b"}).names == std::vector<std::string>{"a", "b"});
  CHECK(parsed<OperatorsOptions>({"operators", "--level", "strong"}).level == "strong");
  CHECK(parsed<OperatorsOptions>({"operators", "--rules", "--json"}).rules);
  CHECK(contains(errorOf({"operators", "a", "--rules"}), "exclude each other"));
  CHECK(contains(errorOf({"operators", "--level", "x", "--rules"}), "exclude each other"));
  CHECK(contains(errorOf({"operators", "--json", "--markdown"}), "exclude each other"));
  CHECK(contains(errorOf({"operators", "--ruls"}), "did you mean '--rules'"));
}

TEST_CASE("list shows ignored mutants only when asked") {
  CHECK_FALSE(parsed<ListOptions>({"list", "t"}).ignored);
  CHECK(parsed<ListOptions>({"list", "--ignored", "t"}).ignored);
}

TEST_CASE("allele.yml gives what the command line doesn't say") {
  Configuration configuration;
  configuration.run.jobs = 3;
  configuration.run.isolate = "copy";
  configuration.run.memory = "2G";
  configuration.run.timeoutFloor = 0.25;
  configuration.run.out = "results";
  configuration.selection.include = {"src/"};
  configuration.selection.sample = 0.5;
  const auto request = [&](const std::vector<std::string> &words) {
    return std::get<RunOptions>(parseCommandLine(words, configuration).request);
  };
  const RunOptions quiet = request({"run", "--", "t"});
  CHECK(quiet.jobs == 3);
  CHECK(quiet.isolation == Isolation::kCopy);
  CHECK(quiet.limits.memoryBytes == std::uint64_t{2} << 30);
  CHECK(quiet.limits.timeoutFloor == std::chrono::milliseconds(250));
  CHECK(quiet.out == "results");
  CHECK(quiet.selection.settings.include == std::vector<std::string>{"src/"});
  CHECK_FALSE(quiet.selection.namesOperators);
  const RunOptions loud = request({"run", "-j5", "--isolate=none", "--include", "a.c", "--include", "b.c", "--sample",
                                   "0.25", "--operators", "default,-x", "--one-per-line", "--", "t"});
  CHECK(loud.jobs == 5);
  CHECK(loud.isolation == Isolation::kNone);
  CHECK(loud.selection.settings.include == std::vector<std::string>{"a.c", "b.c"});
  CHECK(loud.selection.settings.sample == 0.25);
  CHECK(loud.selection.settings.operators == std::vector<std::string>{"default", "-x"});
  CHECK(loud.selection.settings.onePerLine);
  CHECK(loud.selection.namesOperators);
}

TEST_CASE("the time of a run is a number with a unit or of seconds") {
  const auto timeOf = [](const std::string &text) {
    return parsed<RunOptions>({"run", "--max-runtime", text, "--", "./t"}).mostTime;
  };
  CHECK(timeOf("90") == std::chrono::seconds(90));
  CHECK(timeOf("5s") == std::chrono::seconds(5));
  CHECK(timeOf("30m") == std::chrono::minutes(30));
  CHECK(timeOf("8h") == std::chrono::hours(8));
  CHECK(timeOf("2d") == std::chrono::hours(48));
  for (const char *text : {"0", "-1", "m", "5x", "5mm", "99999999999999999999", "1.5h"})
    CHECK(contains(errorOf({"run", "--max-runtime", text, "--", "./t"}), "is no time"));
}
