// What a fix touched in the code as it was before it. Pure: git is asked elsewhere (DefectHistory.h).
#pragma once

#include "FixDiff.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace allele {

// Lines of a file, 1-based.
struct FixedSpot {
  // Those with code that the fix changed or deleted. Of a spot where it only adds, the one line whose statement is
  // executed where the new code stands: the statement that follows in the same block, at a block's end the one before.
  std::vector<std::uint32_t> lines;
  // Of a spot where the fix only adds: the nearest lines with anything on them before and behind. A function around the
  // spot holds both. 0: there is none.
  bool isAddition = false;
  std::uint32_t before = 0;
  std::uint32_t behind = 0;
};

// Without what changes comments, spaces and line breaks only. `before`, `after`: the file without and with the fix.
std::vector<FixedSpot> fixedSpotsOf(const std::vector<DiffHunk> &hunks, std::string_view before,
                                    std::string_view after);

// The same lines in another version of the file. Those that it hasn't got are counted and left out; a spot of which
// nothing remains is left out.
struct MappedSpots {
  std::vector<FixedSpot> spots;
  std::size_t lost = 0; // lines
};
MappedSpots mapSpots(const std::vector<FixedSpot> &spots, const std::vector<DiffHunk> &toOther);

} // namespace allele
