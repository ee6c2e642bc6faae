// What coverage is good for: below a floor a score says little, and where code is executed and not checked, tests lack
// assertions, not inputs.
#pragma once

#include "Configuration.h"
#include "Ratio.h"
#include "RunResults.h"

#include <string>
#include <vector>

namespace allele {

// Lines below the floor: of the core modules, or of all files where none is named.
struct BelowFloor {
  std::string of; // the glob, or empty for all
  Ratio lines;
};
std::vector<BelowFloor> belowFloor(const CodeMap &code, const CoverageSettings &settings);

// Tests that execute code of the program and assert nothing, by their framework's own account; indices into
// RunInfo::tests.
std::vector<std::size_t> testsWithoutAssertions(const RunResults &results);

// A file that is executed more than it is checked.
struct OracleGap {
  std::string file;
  Ratio coverage; // of its lines
  Ratio score;    // of its mutants
  double gap = 0; // coverage - score
  std::size_t survivors = 0;
};
// Those with a gap above 0, the most mutants first that tests reach and don't notice.
std::vector<OracleGap> oracleGaps(const RunResults &results);

} // namespace allele
