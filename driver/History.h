// history.jsonl: the figures of every complete run that wrote into an output directory, oldest first.
#pragma once

#include "Result.h"
#include "RunResults.h"
#include "Score.h"

#include <filesystem>
#include <string>
#include <vector>

namespace allele {

struct HistoryEntry {
  std::string startedAt; // as of RunInfo
  std::string commit;
  double seconds = 0; // of all stages
  double sample = 1;
  std::size_t leftOut = 0;
  std::size_t killed = 0;
  std::size_t survived = 0;
  std::size_t notReached = 0;
  std::size_t inconclusive = 0;
  std::size_t accepted = 0;
  Ratio score;
  Ratio strength;
  Ratio coverage;
};

// git's commit in the directory, "+" behind it where files that it knows are changed; empty without git or repository.
std::string commitOf(const std::string &directory);

HistoryEntry historyEntryOf(const RunResults &results);

// Adds a line. Errors: it can't be written.
Status addToHistory(const std::filesystem::path &directory, const HistoryEntry &entry);
// Lines that aren't whole (a power cut) are left out; empty where there is no file.
std::vector<HistoryEntry> readHistory(const std::filesystem::path &directory);

// One character for each value of 0 to 1, from the least to the largest of them; a space where there is no value.
std::string sparkline(const std::vector<std::optional<double>> &values);

} // namespace allele
