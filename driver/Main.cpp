// The allele command. The one place that decides the process's exit code.
#include "CommandLine.h"
#include "ExitCode.h"
#include "Terminal.h"

#include <csignal>
#include <exception>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <variant>
#include <vector>

namespace {

using allele::ExitCode;

struct Dispatch {
  allele::Terminal &terminal;

  ExitCode operator()(const allele::ShowText &shown) const {
    terminal.print(shown.text);
    return ExitCode::kFine;
  }
  ExitCode operator()(const allele::UsageError &error) const {
    terminal.error(error.message);
    return ExitCode::kUsage;
  }
  ExitCode operator()(const allele::FlagsOptions &options) const { return runFlags(options, terminal); }
  ExitCode operator()(const allele::CompletionOptions &options) const { return runCompletion(options, terminal); }
  ExitCode operator()(const allele::ManOptions &options) const { return runMan(options, terminal); }
  ExitCode operator()(const allele::ListOptions &options) const { return runList(options, terminal); }
  ExitCode operator()(const allele::OperatorsOptions &options) const { return runOperators(options, terminal); }
  ExitCode operator()(const allele::ShowOptions &options) const { return runShow(options, terminal); }
  ExitCode operator()(const allele::RunOptions &options) const { return runRun(options, terminal); }
  ExitCode operator()(const allele::ReportCommandOptions &options) const { return runReport(options, terminal); }
  ExitCode operator()(const allele::TestsOptions &options) const { return runTests(options, terminal); }
  ExitCode operator()(const allele::HistoryOptions &options) const { return runHistory(options, terminal); }
  ExitCode operator()(const allele::CompareOptions &options) const { return runCompare(options, terminal); }
  ExitCode operator()(const allele::MergeOptions &options) const { return runMerge(options, terminal); }
  ExitCode operator()(const allele::BaselineOptions &options) const { return runBaseline(options, terminal); }
  ExitCode operator()(const allele::AcceptOptions &options) const { return runAccept(options, terminal); }
  ExitCode operator()(const allele::ServeOptions &options) const { return runServe(options, terminal); }
  ExitCode operator()(const allele::FlowsOptions &options) const { return runFlows(options, terminal); }
  ExitCode operator()(const allele::EscapeOptions &options) const { return runEscape(options, terminal); }
  ExitCode operator()(const allele::SignalOptions &options) const { return runSignal(options, terminal); }
  ExitCode operator()(const allele::InitOptions &options) const { return runInit(options, terminal); }
};

// A standard descriptor that the caller closed would be the number of the next file that is opened, and what is printed
// would go into that file. Reading from standard input finds nothing, writing to standard output still fails.
void reserveStandardDescriptors() {
  int descriptor = open("/dev/null", O_RDONLY);
  while (descriptor >= 0 && descriptor <= STDERR_FILENO)
    descriptor = open("/dev/null", O_RDONLY);
  if (descriptor >= 0)
    close(descriptor);
}

ExitCode perform(int argc, char **argv, allele::Terminal &terminal) {
  try {
    const std::vector<std::string> words = allele::commandLineWords(argc, argv);
    if (const auto compile = allele::compileRequest(words))
      return runCompile(*compile, terminal);
    std::vector<std::string> problems;
    const allele::Configuration configuration = allele::loadConfiguration(".", problems, allele::knownNames());
    const allele::Invocation invocation = allele::parseCommandLine(words, configuration);
    terminal.setVerbosity(invocation.verbosity);
    const bool depends = std::visit(
        [](const auto &request) {
          using Request = std::decay_t<decltype(request)>;
          return std::is_same_v<Request, allele::RunOptions> || std::is_same_v<Request, allele::ListOptions> ||
                 std::is_same_v<Request, allele::FlowsOptions> || std::is_same_v<Request, allele::EscapeOptions>;
        },
        invocation.request);
    if (!problems.empty() && depends) {
      for (const std::string &problem : problems)
        terminal.error(problem);
      return ExitCode::kUsage;
    }
    return std::visit(Dispatch{terminal}, invocation.request);
  } catch (const std::exception &error) {
    terminal.error(std::string("internal error: ") + error.what());
    return ExitCode::kInternal;
  }
}

} // namespace

int main(int argc, char **argv) {
  reserveStandardDescriptors();
  // Whoever reads the output may have had enough of it, and a file may have reached the largest size allowed: neither
  // ends a run without a word. What is started gets the default actions back.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  allele::Terminal terminal;
  ExitCode code = perform(argc, argv, terminal);
  if (!terminal.outputError().empty()) {
    terminal.error("standard output can't be written: " + terminal.outputError());
    if (code == ExitCode::kFine)
      code = ExitCode::kUsage;
  }
  return static_cast<int>(code);
}
