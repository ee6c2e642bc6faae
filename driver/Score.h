// Counts verdicts and makes the three figures of them that are always shown side by side.
#pragma once

#include "Ratio.h"
#include "RunResults.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace allele {

struct Counts {
  std::map<Verdict, std::size_t> byVerdict; // has an entry for every verdict
  std::map<Cause, std::size_t> byCause;     // of the killed ones; has an entry for every cause
  std::size_t pending = 0;                  // without a verdict yet
  std::size_t duplicates = 0;               // of mutants that are counted; in nothing else here but the total
  std::size_t accepted = 0;                 // survivors and what isn't reached; in nothing else here but the total

  // `acceptance`: null unless somebody has accepted that it survives.
  void add(const Mutant &mutant, const std::optional<Outcome> &outcome, const Acceptance *acceptance);
  std::size_t of(Verdict verdict) const;
  std::size_t of(Cause cause) const;
  std::size_t total() const; // with pending, ignored, duplicate and accepted ones
  Counts();
};

struct Scores {
  Ratio score;             // killed / (killed + survived + not reached + inconclusive)
  Ratio strength;          // killed / (killed + survived + inconclusive)
  Ratio scoreWithoutHangs; // score with hangs not counted as killed, over the same denominator
  Ratio coverage;          // executed source lines / source lines with code
};

// The ignored mutants by reason.
struct IgnoredCounts {
  std::map<std::string, std::size_t> noise; // by rule
  std::size_t suppressed = 0;
  std::size_t equivalent = 0;
  std::size_t equalToAbsent = 0; // duplicates of mutants that aren't in the program
  std::size_t notInstrumented = 0;
};

struct Tally {
  Counts all;
  IgnoredCounts ignored;
  std::map<std::string, std::size_t> macros; // uses without mutants, by name
  std::map<std::string, Counts> byOperator;
  Scores scores;
};

// Half the width of the interval in which the ratio over all mutants lies in 95 of 100 samples like this one, a `share`
// of them chosen at random (Agresti and Coull 1998, with the correction for a finite population). Nothing without a
// sample.
std::optional<double> sampleError(const Ratio &ratio, double share);

Scores scoresOf(const Counts &counts, Ratio coverage);
// Coverage where the results know the code; of older results, lines with a reached mutant / lines with a mutant.
Tally tally(const RunResults &results);
// The same of some mutants, indices into the catalog, and without the macros; coverage is that of their files.
Tally tally(const RunResults &results, const std::vector<std::size_t> &mutants);

} // namespace allele
