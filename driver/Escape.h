// Could the tests have told of a defect? What a run knows of the code that a fix changed, as it was before it.
//
// Used by `allele escape`; the classes are described in docs/guide/escape.md.
#pragma once

#include "CodeIndex.h"
#include "FailureStates.h"
#include "FixedSpots.h"
#include "RunResults.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allele {

// From worst to best, as lists show them.
enum class EscapeClass {
  kNotRun,        // no test reaches what was fixed
  kRunNotChecked, // tests run it, and don't notice when it does something else
  kWrongState,    // they notice, but not in the state in which the defect showed, or by crashes alone
  kChecked,       // they notice; the inputs that show the defect were missing
  kUnjudged       // the results don't tell
};

constexpr EscapeClass kAllEscapeClasses[] = {EscapeClass::kNotRun, EscapeClass::kRunNotChecked,
                                             EscapeClass::kWrongState, EscapeClass::kChecked, EscapeClass::kUnjudged};

// "not run", "run, not checked", "checked, wrong state", "checked", "can't be judged".
const char *toString(EscapeClass known);
std::optional<EscapeClass> escapeClassFromString(std::string_view text);

// A line that was judged.
struct EscapedLine {
  std::string file; // as mutants name it
  std::uint32_t line = 0;
  std::optional<bool> isReached;
  std::size_t killed = 0;  // its mutants; by an assertion or an exit code
  std::size_t crashed = 0; // the same: by a crash, a hang, a limit or a sanitizer alone
  std::size_t survived = 0;
  std::size_t notReached = 0;
  std::size_t pending = 0; // the run isn't complete
};

// One that no test notices.
struct EscapedMutant {
  std::uint64_t id = 0;
  std::string place; // "src/a.c:12:7"
  std::string operatorId;
  std::string change; // "`a < b` to `a <= b`"
  bool isReached = false;
  bool isAccepted = false;
};

struct EscapedState {
  std::string place;
  std::string kind;
  std::string text;
  std::string known;     // of StateClass
  std::string assertion; // that checks it; empty: none
};

// The answer for one defect, in words and numbers that outlive the results.
struct Escape {
  std::string id;
  std::vector<std::string> fixes; // full hashes, or the names as given where git doesn't know them
  std::string before;             // the commit before the first fix; empty: unknown
  std::string introduced;
  std::string date; // of the fix; empty: unknown
  std::string severity;
  EscapeClass known = EscapeClass::kUnjudged;
  std::string why;                // a sentence
  std::vector<std::string> notes; // what a reader has to know to trust it, a sentence each
  std::string results;            // the directory that was asked; empty: none
  std::vector<EscapedLine> lines;
  std::vector<std::pair<std::string, std::string>> functions; // file and name; each once
  std::vector<EscapedMutant> unnoticed;
  std::vector<EscapedState> states;
  std::vector<std::string> tests;  // that reach the lines, or
  bool testsReachFunction = false; // no more is known than that they run its function
};

// What has to be looked at for a defect, in the sources of the results.
struct DefectPlaces {
  std::vector<std::pair<std::string, FixedSpot>> spots; // source, and what the fix touched there
  // The first frame of the stack trace in the program's own code.
  std::optional<std::pair<std::string, std::uint32_t>> frame;
  std::size_t lost = 0; // lines that the results' sources don't have
  bool hasFix = false;  // the results are of code with the fix in it
  std::string nothing;  // why there are no places, where the caller knows
};

// Puts class, reason, lines, mutants, states and tests into `escape`. `evidence`: evidenceOf(results).
void judgeEscape(const RunResults &results, const CodeIndex &index, const std::vector<StateEvidence> &evidence,
                 const DefectPlaces &places, Escape &escape);

} // namespace allele
