#include "Escape.h"

#include "CodeText.h"
#include "MutantText.h"
#include "PseudoTested.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace allele {
namespace {

constexpr std::size_t kLinesNamed = 5;

using Place = std::pair<std::string, std::uint32_t>; // source and line

bool isCheck(Cause cause) {
  return cause == Cause::kAssertion || cause == Cause::kExitCode;
}

bool isAsserted(StateClass known) {
  return known == StateClass::kAsserted || known == StateClass::kExitOnly;
}

class Judging {
public:
  Judging(const RunResults &run, const CodeIndex &code, const std::vector<StateEvidence> &known,
          const DefectPlaces &where, Escape &answer)
      : results(run), index(code), evidence(known), places(where), escape(answer), pseudoTested(run) {}

  void run() {
    std::set<Place> found;
    for (const auto &[source, spot] : places.spots)
      locate(source, spot, found);
    if (found.empty() && places.frame && index.hasCode(places.frame->first, places.frame->second)) {
      found.insert(*places.frame);
      escape.notes.emplace_back("judged by the first frame of the stack trace in the program's own code");
    }
    for (const auto &[source, line] : found)
      look(source, line);
    if (places.frame)
      addStates(index.statesOn(places.frame->first, places.frame->second));
    noteStates();
    noteTests(found);
    if (places.lost != 0)
      escape.notes.push_back(fmt::format("{} {} in the sources of the results", countOf(places.lost, "fixed line"),
                                         places.lost == 1 ? "isn't" : "aren't"));
    decide();
  }

private:
  // The lines with code that stand for what was fixed.
  void locate(const std::string &source, const FixedSpot &spot, std::set<Place> &found) {
    if (spot.isAddition) {
      locateAddition(source, spot, found);
      return;
    }
    bool hasCode = false;
    for (const std::uint32_t line : spot.lines)
      if (index.hasCode(source, line)) {
        found.emplace(source, line);
        hasCode = true;
      }
    if (hasCode || spot.lines.empty())
      return;
    const CodeIndex::Function *function = index.functionAt(source, spot.lines.front());
    if (function == nullptr)
      return;
    // Part of a statement that begins above has no code of its own; a declaration is followed by what it is for.
    const auto line = startsStatement(source, spot.lines.front()) ? index.codeFrom(*function, spot.lines.back())
                                                                  : index.codeBefore(*function, spot.lines.front());
    if (line)
      found.emplace(source, *line);
  }

  void locateAddition(const std::string &source, const FixedSpot &spot, std::set<Place> &found) const {
    const std::uint32_t line = spot.lines.front();
    const CodeIndex::Function *function = index.functionAt(source, line);
    if (function == nullptr || spot.before < function->first || spot.behind == 0 || spot.behind > function->last)
      return;
    if (index.hasCode(source, line)) {
      found.emplace(source, line);
      return;
    }
    const auto nearest = line == spot.behind ? index.codeFrom(*function, line) : index.codeBefore(*function, line);
    if (nearest)
      found.emplace(source, *nearest);
  }

  bool startsStatement(const std::string &source, std::uint32_t line) {
    auto lines = codeOf.find(source);
    if (lines == codeOf.end()) {
      const auto text = results.sources.find(source);
      lines =
          codeOf.emplace(source, text == results.sources.end() ? std::vector<std::string>() : codeLines(text->second))
              .first;
    }
    for (std::size_t i = std::min<std::size_t>(line - 1, lines->second.size()); i-- > 0;)
      if (const std::string &code = lines->second[i]; !code.empty())
        return std::string_view(";{}:").find(code.back()) != std::string_view::npos;
    return true;
  }

  void look(const std::string &source, std::uint32_t number) {
    EscapedLine line;
    line.file = index.shownName(source);
    line.line = number;
    line.isReached = index.isReached(source, number);
    for (const std::size_t mutant : ownMutants(source, number))
      weigh(mutant, line);
    const std::vector<std::size_t> onLine = index.statesOn(source, number);
    addStates(onLine);
    const bool isAssertedHere =
        std::any_of(onLine.begin(), onLine.end(), [&](std::size_t state) { return isAsserted(evidence[state].known); });
    areAllAsserted = areAllAsserted && (line.isReached != true || isAssertedHere);
    if (const CodeIndex::Function *function = index.functionAt(source, number)) {
      const std::pair<std::string, std::string> key(line.file, function->name);
      if (std::find(escape.functions.begin(), escape.functions.end(), key) == escape.functions.end())
        escape.functions.push_back(key);
    }
    escape.lines.push_back(std::move(line));
  }

  // Those that begin on the line. One that begins above, such as a call with a lambda around it, says little of the
  // line, so it counts only where there is no other.
  std::vector<std::size_t> ownMutants(const std::string &source, std::uint32_t line) const {
    const std::vector<std::size_t> all = index.mutantsOn(source, line);
    std::vector<std::size_t> own;
    std::copy_if(all.begin(), all.end(), std::back_inserter(own),
                 [&](std::size_t mutant) { return results.catalog.mutants[mutant].range.line == line; });
    return own.empty() ? all : own;
  }

  void weigh(std::size_t number, EscapedLine &line) {
    const Mutant &mutant = results.catalog.mutants[number];
    const std::optional<Outcome> &outcome = results.outcomes[number];
    if (!outcome) {
      ++line.pending;
      return;
    }
    const Judgement &judgement = outcome->judgement;
    if (judgement.verdict == Verdict::kKilled)
      ++(isCheck(judgement.cause) ? line.killed : line.crashed);
    else if (judgement.verdict == Verdict::kSurvived || judgement.verdict == Verdict::kNotReached)
      stayUnnoticed(number, judgement.verdict == Verdict::kSurvived, line);
    else if (judgement.verdict == Verdict::kIgnored && !mutant.ignored && pseudoTested.covers(mutant))
      stayPseudoTested(mutant, line);
  }

  void stayUnnoticed(std::size_t number, bool isReached, EscapedLine &line) {
    ++(isReached ? line.survived : line.notReached);
    list(number, isReached);
  }

  // It wasn't run, since no test notices when the whole body goes.
  void stayPseudoTested(const Mutant &mutant, EscapedLine &line) {
    isPseudoTested = true;
    ++line.survived;
    for (const PseudoTestedFunction &function : pseudoTested.functions())
      if (std::any_of(mutant.sites.begin(), mutant.sites.end(),
                      [&](const Site &site) { return site.function == function.function; }))
        for (const std::size_t body : function.mutants)
          list(body, true);
  }

  // Equal mutants are one change of the code.
  void list(std::size_t number, bool isReached) {
    const Mutant &mutant = results.catalog.mutants[number];
    const std::uint64_t id = equalOf(mutant).value_or(mutant.id);
    if (listed.insert(id).second)
      escape.unnoticed.push_back({id, placeOf(mutant), mutant.operatorId, changeOf(mutant), isReached,
                                  results.acceptanceOf(number) != nullptr});
  }

  void addStates(const std::vector<std::size_t> &found) { states.insert(found.begin(), found.end()); }

  void noteStates() {
    for (const std::size_t number : states) {
      const FailureState &state = results.code.states[number];
      escape.states.push_back({placeOf(results.code, state), toString(state.kind), state.text,
                               toString(evidence[number].known), evidence[number].assertion});
    }
  }

  void noteTests(const std::set<Place> &found) {
    std::set<std::size_t> tests;
    for (const auto &[source, line] : found)
      for (const std::size_t mutant : index.mutantsOn(source, line))
        for (const Pair &pair : results.pairs[mutant])
          tests.insert(pair.test);
    for (const std::size_t number : states)
      tests.insert(results.code.states[number].tests.begin(), results.code.states[number].tests.end());
    if (tests.empty())
      for (const auto &[source, line] : found) {
        const CodeIndex::Function *function = index.functionAt(source, line);
        if (function == nullptr || !function->index || index.isReached(source, line) != true)
          continue;
        for (std::size_t test = 0; test < results.code.tests.size(); ++test) {
          const std::vector<std::uint32_t> &functions = results.code.tests[test].functions;
          if (std::binary_search(functions.begin(), functions.end(), *function->index))
            tests.insert(test);
        }
        escape.testsReachFunction = !tests.empty();
      }
    for (const std::size_t test : tests)
      escape.tests.push_back(results.info.tests[test].name);
  }

  void decide() {
    const bool isReached = std::any_of(escape.lines.begin(), escape.lines.end(),
                                       [](const EscapedLine &line) { return line.isReached == true; });
    if (escape.lines.empty())
      return set(EscapeClass::kUnjudged, whyNoLines());
    if (!isReached) {
      if (std::any_of(escape.lines.begin(), escape.lines.end(),
                      [](const EscapedLine &line) { return !line.isReached; }))
        return set(EscapeClass::kUnjudged,
                   fmt::format("nothing tells whether a test reaches {}; build and run it again with this allele",
                               namesOf(escape.lines)));
      return set(EscapeClass::kNotRun, fmt::format("no test reaches {}", namesOf(escape.lines)));
    }
    std::vector<EscapedLine> unchecked;
    bool isJudged = false;
    bool isPending = false;
    std::size_t killed = 0;
    for (const EscapedLine &line : escape.lines) {
      const std::size_t noticed = line.killed + line.crashed;
      if (line.isReached == true && noticed == 0 && line.pending != 0) {
        isPending = true;
        continue;
      }
      if (line.isReached != true || noticed + line.survived == 0)
        continue;
      isJudged = true;
      killed += line.killed;
      if (noticed == 0)
        unchecked.push_back(line);
    }
    if (!unchecked.empty())
      return set(EscapeClass::kRunNotChecked, whyUnchecked(unchecked));
    if (isPending)
      return set(EscapeClass::kUnjudged, "the run isn't complete: verdicts on the mutants there are missing");
    decideChecked(isJudged, killed);
  }

  // Each reached line with mutants has one that is noticed.
  void decideChecked(bool isJudged, std::size_t killed) {
    std::optional<std::size_t> lacking;
    bool isStateAsserted = false;
    for (const std::size_t number : states) {
      const StateClass known = evidence[number].known;
      isStateAsserted |= isAsserted(known);
      if (!isAsserted(known) && known != StateClass::kUnknown && !lacking)
        lacking = number;
    }
    if (!isJudged && !areAllAsserted && !lacking)
      return set(EscapeClass::kUnjudged, fmt::format("{} {} reached, but no mutant there has a verdict",
                                                     namesOf(escape.lines), escape.lines.size() == 1 ? "is" : "are"));
    if (lacking)
      return set(isJudged || evidence[*lacking].known == StateClass::kCrashOnly ? EscapeClass::kWrongState
                                                                                : EscapeClass::kRunNotChecked,
                 fmt::format("the failure state {} `{}` is {}", placeOf(results.code, results.code.states[*lacking]),
                             results.code.states[*lacking].text, wordsOf(evidence[*lacking].known)));
    if (isJudged && killed == 0)
      return set(EscapeClass::kWrongState,
                 fmt::format("changes of {} are noticed by crashes, hangs or limits alone", namesOf(reached())));
    // The fix's own tests may be what checks.
    if (places.hasFix)
      return set(
          EscapeClass::kUnjudged,
          "the results are of code with the fix, whose own tests may be what checks it; run the commit before it");
    const std::size_t unreached = escape.lines.size() - reached().size();
    set(EscapeClass::kChecked,
        fmt::format("tests {}{}{}; the input that fails was missing",
                    isJudged ? "notice changes of each line that they reach" : "assert the failure state there",
                    isJudged && isStateAsserted ? ", and assert the failure state" : "",
                    unreached == 0
                        ? ""
                        : fmt::format(" ({} of {} not reached)", unreached, countOf(escape.lines.size(), "line"))));
  }

  static const char *wordsOf(StateClass known) {
    switch (known) {
    case StateClass::kUnchecked:
      return "reached, and nothing asserts it";
    case StateClass::kNotReached:
      return "reached by no test";
    case StateClass::kCrashOnly:
      return "noticed by crashes alone";
    case StateClass::kExitOnly:
    case StateClass::kUnknown:
    case StateClass::kAsserted:
      break;
    }
    return toString(known);
  }

  std::string whyNoLines() const {
    if (!places.nothing.empty())
      return places.nothing;
    if (places.lost != 0)
      return places.hasFix ? "the fixed lines are gone: the results are of code with the fix; run the commit before it"
                           : "the results' sources don't have the fixed lines; run the commit before the fix";
    return "the fix changes no code that is run: declarations, macros, or functions that weren't there before";
  }

  std::string whyUnchecked(const std::vector<EscapedLine> &unchecked) const {
    std::size_t survived = 0;
    for (const EscapedLine &line : unchecked)
      survived += line.survived;
    if (isPseudoTested)
      return fmt::format("tests run {}, and none notices when the function around it does nothing at all",
                         namesOf(unchecked));
    return fmt::format("tests run {}, and {}", namesOf(unchecked),
                       survived == 1 ? "don't notice the one change there"
                                     : fmt::format("notice none of {} changes there", survived));
  }

  std::vector<EscapedLine> reached() const {
    std::vector<EscapedLine> lines;
    std::copy_if(escape.lines.begin(), escape.lines.end(), std::back_inserter(lines),
                 [](const EscapedLine &line) { return line.isReached == true; });
    return lines;
  }

  // "src/a.c:12, 13, src/b.c:7 and 3 more"
  static std::string namesOf(const std::vector<EscapedLine> &lines) {
    std::string names;
    for (std::size_t i = 0; i < std::min(lines.size(), kLinesNamed); ++i) {
      const bool isSameFile = i > 0 && lines[i - 1].file == lines[i].file;
      names += fmt::format("{}{}{}", i == 0 ? "" : ", ", isSameFile ? "" : lines[i].file + ":", lines[i].line);
    }
    return lines.size() > kLinesNamed ? fmt::format("{} and {} more", names, lines.size() - kLinesNamed) : names;
  }

  void set(EscapeClass known, std::string why) {
    escape.known = known;
    escape.why = std::move(why);
  }

  const RunResults &results;
  const CodeIndex &index;
  const std::vector<StateEvidence> &evidence;
  const DefectPlaces &places;
  Escape &escape;
  const PseudoTested pseudoTested;
  std::map<std::string, std::vector<std::string>> codeOf; // source to its lines without comments
  std::set<std::uint64_t> listed;
  std::set<std::size_t> states;
  bool areAllAsserted = true; // each reached line lies in an asserted failure state
  bool isPseudoTested = false;
};

} // namespace

const char *toString(EscapeClass known) {
  switch (known) {
  case EscapeClass::kNotRun:
    return "not run";
  case EscapeClass::kRunNotChecked:
    return "run, not checked";
  case EscapeClass::kWrongState:
    return "checked, wrong state";
  case EscapeClass::kChecked:
    return "checked";
  case EscapeClass::kUnjudged:
    return "can't be judged";
  }
  return "";
}

std::optional<EscapeClass> escapeClassFromString(std::string_view text) {
  for (const EscapeClass known : kAllEscapeClasses)
    if (text == toString(known))
      return known;
  return std::nullopt;
}

void judgeEscape(const RunResults &results, const CodeIndex &index, const std::vector<StateEvidence> &evidence,
                 const DefectPlaces &places, Escape &escape) {
  Judging(results, index, evidence, places, escape).run();
}

} // namespace allele
