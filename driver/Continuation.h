// A run goes on with the verdicts of an earlier one that was stopped, where both ask the same of the same programs.
#pragma once

#include "RunResults.h"
#include "Subcommands.h"

#include <filesystem>
#include <optional>
#include <string>

namespace allele {

// RunInfo::request. `isolation`: as used.
std::string requestOf(const RunOptions &options, Isolation isolation, const Catalog &catalog);

struct Continuation {
  std::string startedAt; // of the earlier run
  std::size_t verdicts = 0;
};
// Takes over the verdicts of the run in `directory`, and the number of pairs behind them. nullopt: there is none, it
// has come to its end, or it is another one.
std::optional<Continuation> takeEarlierVerdicts(const std::filesystem::path &directory, RunResults &results);

} // namespace allele
