// The allele command. The one place that decides the process's exit code.
#include "CommandLine.h"
#include "ExitCode.h"
#include "Terminal.h"

#include <exception>
#include <string>
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
  ExitCode operator()(const allele::ListOptions &options) const { return runList(options, terminal); }
  ExitCode operator()(const allele::ShowOptions &options) const { return runShow(options, terminal); }
  ExitCode operator()(const allele::RunOptions &options) const { return runRun(options, terminal); }
  ExitCode operator()(const allele::ReportCommandOptions &options) const { return runReport(options, terminal); }
};

} // namespace

int main(int argc, char **argv) {
  allele::Terminal terminal;
  try {
    const allele::Invocation invocation = allele::parseCommandLine({argv + (argc > 0 ? 1 : 0), argv + argc});
    terminal.setVerbosity(invocation.verbosity);
    return static_cast<int>(std::visit(Dispatch{terminal}, invocation.request));
  } catch (const std::exception &error) {
    terminal.error(std::string("internal error: ") + error.what());
    return static_cast<int>(ExitCode::kInternal);
  }
}
