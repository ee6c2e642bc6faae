// Pieces of text about a survivor, for the formats that people and editors read.
#pragma once

#include "RunResults.h"

#include <string>
#include <vector>

namespace allele {

// What a survivor is, in a sentence: "no test notices `a < b` changed to `a <= b`".
std::string survivalOf(const Mutant &mutant);

// Why no test notices it, as far as is known: "reached by 2 tests, but no value differs". `pairs`: its own.
std::string whyAlive(const Outcome &outcome, const std::vector<Pair> &pairs);

// The mutant's source as a tool finds it from that directory: relative where it lies below, else absolute.
std::string pathFrom(const std::string &directory, const Mutant &mutant);

} // namespace allele
