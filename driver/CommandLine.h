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
  std::variant<ShowText, UsageError, FlagsOptions, CompletionOptions, ManOptions, OperatorsOptions, ListOptions,
               ShowOptions, RunOptions, TestsOptions, ReportCommandOptions, InitOptions, EscapeOptions, AcceptOptions,
               BaselineOptions, HistoryOptions, CompareOptions, ServeOptions, MergeOptions, FlowsOptions, SignalOptions>
      request;
};

// The words behind the program's name; the links allele-cc and allele-c++ stand for the subcommands.
std::vector<std::string> commandLineWords(int argc, char **argv);

// cc, c++ and launch take all words as they are, and nothing else of the command line or the configuration counts;
// nullopt: it is none of them, or help is asked for.
std::optional<CompileOptions> compileRequest(const std::vector<std::string> &words);

// `words`: those of anything else. `configuration` says what holds where the words say nothing.
Invocation parseCommandLine(const std::vector<std::string> &words, const Configuration &configuration = {});

} // namespace allele
