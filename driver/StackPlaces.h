// Where the frames of a stack trace lie in the code that a run knows.
#pragma once

#include "CodeIndex.h"
#include "StackTrace.h"

#include <optional>
#include <string>
#include <vector>

namespace allele {

struct PlacedFrame {
  StackFrame frame;
  std::string source;     // sourcePathOf(); empty: it isn't in the results
  std::uint32_t line = 0; // 0: only the function is known
  const CodeIndex::Function *function = nullptr;
  std::string note; // what doesn't fit, a phrase; empty: all does

  bool isOwn() const { return !source.empty(); }
};

// Files are found by the end of their path, since directories differ between machines, then by function; where several
// remain, none is. `testFiles`: globs; what matches is nobody's own code. Pointers go into `index`.
std::vector<PlacedFrame> placeFrames(const StackTrace &trace, const CodeIndex &index,
                                     const std::vector<std::string> &testFiles);

// The innermost frame in the program's own code.
std::optional<std::size_t> firstOwn(const std::vector<PlacedFrame> &frames);

} // namespace allele
