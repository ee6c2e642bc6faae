// Pieces of text about one mutant that the terminal shows in several places.
#pragma once

#include "RunResults.h"
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

// Words of the shell that run a test by hand which noticed the mutant, or else one that infects it, or else one that
// reaches it. Without any they run all tests.
std::string commandByHand(const RunResults &results, std::size_t mutant);

// "ALLELE_MUTANT=... ./program args", to be pasted into a shell. `command`: words of the shell.
std::string repeatLine(std::uint64_t id, const std::string &command);

// A gdb command line with the mutant active, stopped where it is. `command`: words of the shell. `isProgram`: they
// start the program that holds it, not another one that does.
std::string debuggerLine(const Mutant &mutant, const std::string &command, bool isProgram);

} // namespace allele
