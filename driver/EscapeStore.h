// escapes.json: the answers of the last `allele escape`, in an output directory (docs/formats.md).
#pragma once

#include "EscapeRates.h"
#include "Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace allele {

struct EscapeReport {
  std::string version; // of allele
  std::string madeAt;  // UTC, ISO 8601
  std::vector<Escape> escapes;
  EscapePeriod all;
  std::vector<EscapePeriod> periods;
  Validation validation; // of a report that was read: without the single functions
};

std::string escapesJson(const EscapeReport &report);

// Replaces the file as a whole. Errors: it can't be written.
Status saveEscapes(const std::filesystem::path &directory, const EscapeReport &report);
// Errors: unreadable, or not as it was written. Without the file an empty report.
Result<EscapeReport> loadEscapes(const std::filesystem::path &directory);

} // namespace allele
