// Reads the command line: checks and finishes what CommandLineParser has read.
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
  std::variant<ShowText, UsageError, FlagsOptions, CompileOptions, CompletionOptions, ManOptions, OperatorsOptions,
               ListOptions, ShowOptions, RunOptions, TestsOptions, ReportCommandOptions, InitOptions, EscapeOptions,
               AcceptOptions, BaselineOptions, HistoryOptions, CompareOptions, ServeOptions, MergeOptions, FlowsOptions,
               SignalOptions>
      request;
};

// The words behind the program's name; a link of the name allele-x to this program has the word x before them.
std::vector<std::string> commandLineWords(int argc, char **argv);

// `words`: argv without the program's name. `configuration` says what holds where the words say nothing.
Invocation parseCommandLine(const std::vector<std::string> &words, const Configuration &configuration = {});

} // namespace allele
