// The sentences of the quality page, for people who never heard of mutants. All renderings take them from here, so they
// say the same; how words look, and what has to be escaped, is theirs.
#pragma once

#include "Quality.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

// Text in one line that is valid UTF-8, as far as it is shown: of sources and names, so it may say anything.
struct Span {
  std::string text;
  bool isCode = false;
};
using Words = std::vector<Span>;

// Cut where it is long. Control characters and those that turn the direction of text are spelled out.
std::string visibleText(std::string_view text);
Span plain(std::string_view text);
Span inCode(std::string_view text);

// The words alone.
std::string textOf(const Words &words);

// "74.2 %"; "not measured" without a whole.
std::string percentOf(const Ratio &ratio);
// "95 % interval 69.0 to 78.9 %"
std::string intervalOf(const Bounds &bounds);
// "checked by an assertion"
const char *plainName(StateClass known);
// From best to worst, as bars show them; what isn't known comes last.
constexpr StateClass kShownClasses[] = {StateClass::kAsserted,  StateClass::kExitOnly,   StateClass::kCrashOnly,
                                        StateClass::kUnchecked, StateClass::kNotReached, StateClass::kUnknown};

// A share as a bar has it.
struct Meter {
  std::string label;
  std::optional<double> value; // nullopt: not measured
  std::optional<Bounds> bounds;
  std::optional<double> mark; // a floor
  std::string counts;         // "1021 of 1112 lines", or why there are none
};

struct Remark {
  Words words;
  bool isWarning = false; // that the figure isn't what it seems
};

// One of the four figures.
struct QualityCard {
  std::string title;
  std::string value; // "74.2 %", "not measured"
  bool isMeasured = false;
  std::vector<Meter> meters;
  std::string meaning;
  std::vector<Remark> remarks;
};

Words titleOf(const Quality &quality);
// One sentence, or two.
Words verdictOf(const Quality &quality);
// What a reader must know before anything else; empty: nothing.
std::vector<Words> warningsOf(const Quality &quality);
std::vector<QualityCard> cardsOf(const Quality &quality);
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
