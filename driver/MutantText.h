// Pieces of text about one mutant that the terminal shows in several places.
#pragma once

#include "SourceDiff.h"
#include "Terminal.h"

#include <string>
#include <string_view>
#include <vector>

namespace allele {

// The diff as lines with sign and text, each behind `indent`. Says so when it doesn't come from the source.
std::string diffText(const SourceDiff &diff, const Palette &palette, std::string_view indent);

// "`a < b`", cut where it is long, without control characters.
std::string quotedCode(std::string_view code);

// "`a < b` to `a <= b`"
std::string changeOf(const Mutant &mutant);

// "ALLELE_MUTANT=... ./program args", to be pasted into a shell.
std::string repeatLine(std::uint64_t id, const std::vector<std::string> &command);

// A gdb command line with the mutant active, stopped where it is.
std::string debuggerLine(const Mutant &mutant, const std::vector<std::string> &command);

} // namespace allele
