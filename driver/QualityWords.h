// The sentences of the quality page, for people who never heard of mutants. All renderings take them from here, so they
// say the same; how words look, and what has to be escaped, is theirs.
#pragma once

#include "Quality.h"
#include "Words.h"

#include <string>
#include <vector>

namespace allele {

// "74.2 %"; "not measured" without a whole.
std::string percentOf(const Ratio &ratio);
// "95 % interval 69.0 to 78.9 %"
std::string intervalOf(const Interval &interval);
// "1021 of 1112 lines"
std::string countsOf(const Ratio &ratio, const char *what);
// "12", "12.5"
std::string numberOf(double number);
constexpr const char *kNotMeasured = "not measured";
// "checked by an assertion"
const char *plainName(StateClass known);
// From best to worst, as bars show them; what isn't known comes last.
constexpr StateClass kShownClasses[] = {StateClass::kAsserted,  StateClass::kExitOnly,   StateClass::kCrashOnly,
                                        StateClass::kUnchecked, StateClass::kNotReached, StateClass::kUnknown};

Words titleOf(const Quality &quality);
// One sentence, or two.
Words verdictOf(const Quality &quality);
// What a reader must know before anything else; empty: nothing.
std::vector<Words> warningsOf(const Quality &quality);
// How the figures come about.
Words methodOf();

Words flowsIntroduction(const Quality &quality);
Words aboutFlow(const QualityFlow &flow); // owner, coverage, score
Words aboutState(const QualityState &state);

std::vector<Words> signalOf(const Quality &quality);
std::vector<Words> escapesOf(const Quality &quality);
Words trendOf(const Quality &quality);

Words aboutNext(const Quality &quality, std::size_t index);    // what to write
Words reasonOfNext(const Quality &quality, std::size_t index); // what for
// How the order comes about; in place of it, why there are none.
Words nextIntroduction(const Quality &quality);

// What is in no figure.
std::vector<Words> notesOf(const Quality &quality);
Words originOf(const Quality &quality);

} // namespace allele
