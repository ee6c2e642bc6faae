// Survivors that somebody has looked at and accepted: a file in the user's repository, made by `allele accept`
// (docs/formats.md).
#pragma once

#include "Configuration.h"
#include "Result.h"
#include "RunResults.h"

#include <filesystem>
#include <string>
#include <vector>

namespace allele {

inline constexpr const char *kAcceptanceFile = "allele-accepted.yml";

// An entry of the file. Place and change are for its readers; the id alone says which mutant it is.
struct AcceptanceEntry {
  std::uint64_t id = 0;
  std::string where; // "src/a.c:12"
  std::string operatorId;
  std::string change; // "< to <="
  Acceptance acceptance;
};

// A day of the calendar, "2027-01-31"?
bool isDate(const std::string &text);
// In the local time zone.
std::string today();

// The file that holds for the working directory: beside allele.yml, or in the working directory where there is none.
std::filesystem::path acceptanceFile(const Configuration &configuration);

// No entries where there is no such file. Errors: unreadable, or not as `allele accept` writes it, with file and line.
Result<std::vector<AcceptanceEntry>> readAcceptances(const std::filesystem::path &path);

// Replaces the file as a whole, sorted by place. Without entries it is removed.
Status writeAcceptances(const std::filesystem::path &path, std::vector<AcceptanceEntry> entries);

// What an entry is worth for a run's results.
enum class AcceptanceState {
  kValid,    // the mutant survives, or isn't reached
  kExpired,  // the same, but its date is over: it counts as any other
  kUnneeded, // the mutant is killed
  kStale     // there is no such mutant any more
};
const char *toString(AcceptanceState state);
// Of each entry on that day; nullopt: the results can't tell, since nothing of the file is in them, the selection
// leaves mutants out, or there is no verdict.
std::vector<std::optional<AcceptanceState>> statesOf(const std::vector<AcceptanceEntry> &entries,
                                                     const RunResults &results, const std::string &day);

// Survivors and what isn't reached.
bool mayBeAccepted(Verdict verdict);
// The same of a mutant that is run itself, and isn't accepted: a gap in the tests.
bool isUndetected(const RunResults &results, std::size_t mutant);

// Notes in the results which mutants are accepted as of that day, and which entries need somebody's attention.
void applyAcceptances(const std::vector<AcceptanceEntry> &entries, const std::string &day, RunResults &results);

} // namespace allele
