// Reads the command line. With SelectionArguments the only user of CLI11.
#pragma once

#include "Subcommands.h"

#include <string>
#include <variant>
#include <vector>

namespace allele {

// Help or version was asked for.
struct ShowText {
  std::string text;
};

// The command line is wrong.
struct UsageError {
  std::string message;
};

struct Invocation {
  Terminal::Verbosity verbosity = Terminal::Verbosity::kNormal;
  std::variant<ShowText, UsageError, FlagsOptions, OperatorsOptions, ListOptions, ShowOptions, RunOptions, TestsOptions,
               ReportCommandOptions, InitOptions, EscapeOptions, AcceptOptions, BaselineOptions, HistoryOptions,
               CompareOptions, ServeOptions, MergeOptions, FlowsOptions, SignalOptions>
      request;
};

// `words`: argv without the program's name. `configuration` says what holds where the words say nothing.
Invocation parseCommandLine(const std::vector<std::string> &words, const Configuration &configuration = {});

} // namespace allele
