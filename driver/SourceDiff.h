// Shows a mutant as the change of source lines that it is.
#pragma once

#include "SourceText.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

struct DiffLine {
  char sign = ' ';        // '-', '+' or ' ' for context
  std::uint32_t line = 0; // 1-based number in the original file; 0 for added lines
  std::string text;       // without line end
};

struct SourceDiff {
  std::vector<DiffLine> lines;
  // False: the source is missing or isn't the one that was compiled, so only the replaced text itself is shown.
  bool fromSource = false;
};

// `source`: the whole text of the mutant's file, or nullopt. `context`: unchanged lines shown before and behind.
SourceDiff makeDiff(const std::optional<std::string_view> &source, const Mutant &mutant, unsigned context);
SourceDiff makeDiff(const SourceText *source, const Mutant &mutant, unsigned context);

// The whole content of a file; nullopt when it can't be read.
std::optional<std::string> readSource(const std::string &path);

} // namespace allele
