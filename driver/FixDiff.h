// What git says of the difference between two versions: of a fix, and of the way from one version of a file to another.
#pragma once

#include "Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

// Lines that stand next to each other, taken away and put in their place. Numbers are 1-based.
struct DiffHunk {
  std::uint32_t oldFirst = 0; // of the first line taken away; where none is: of the line before
  std::uint32_t oldCount = 0;
  std::uint32_t newFirst = 0; // the same of the lines put in
  std::uint32_t newCount = 0;
};

struct FileDiff {
  std::string oldPath; // relative to the repository's top; empty: the file is new
  std::string newPath; // empty: it is deleted
  bool isBinary = false;
  bool isSubmodule = false;
  std::vector<DiffHunk> hunks; // by place
};

// Reads `git diff --unified=0`, with prefixes `a/` and `b/`. Errors: it isn't one.
Result<std::vector<FileDiff>> parseFileDiffs(std::string_view diff);

// Where a line of the old version stands in the new one; nullopt: it is changed or deleted there. `hunks`: by place.
std::optional<std::uint32_t> mapLine(const std::vector<DiffHunk> &hunks, std::uint32_t line);

// A path as git prints it: in quotes with the escapes of C where it holds anything unusual.
std::string unquotedPath(std::string_view text);

} // namespace allele
