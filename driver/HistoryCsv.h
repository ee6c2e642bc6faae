// Reads a CI's history from CSV (RFC 4180): a header, and a row for each outcome of a test on a commit.
#pragma once

#include "Result.h"
#include "Signal.h"

#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace allele {

enum class OutcomeWord { kPass, kFail, kSkip };

// "passed", "OK", "failure", "skipped" and other usual words in any case; nullopt: none of them.
std::optional<OutcomeWord> outcomeOf(const std::string &word);

struct CiHistory {
  std::vector<CiRun> runs;
  bool isCounted = false; // a row names no run, so its place among the rows says which it is of
};

// Columns commit, test and outcome; run, time, branch and configuration where they are known; others are left alone.
// Without `run`, the n-th row of a test on a commit is of the n-th run there. `names` gets the tests. Errors begin with
// `path`, and the line: no such column, a row of other length, an unknown outcome or time, a quote that isn't closed.
Result<CiHistory> readHistoryCsv(std::istream &in, const std::string &path, TestNames &names);

} // namespace allele
