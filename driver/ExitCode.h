// Every exit code of the allele command. Main.cpp is the only place that exits.
#pragma once

#include <string>

namespace allele {

enum class ExitCode {
  kFine = 0,
  kUsage = 1,
  kGate = 2,
  kInconclusive = 3,
  kBaseline = 4,
  kDiff = 5,
  kAudit = 6,
  kNothing = 7,
  kInternal = 70,
  kInterrupted = 130,
};

// What a user has to know about one exit code, a phrase without a full stop.
const char *describe(ExitCode code);

// The table of all exit codes for --help, one line each.
std::string exitCodeHelp();

} // namespace allele
