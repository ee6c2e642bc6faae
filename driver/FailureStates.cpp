#include "FailureStates.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

namespace allele {
namespace {

using Point = std::pair<std::uint32_t, std::uint32_t>;

Point beginOf(const SourceRange &range) {
  return {range.line, range.column};
}

Point endOf(const SourceRange &range) {
  return {range.endLine, range.endColumn};
}

bool contains(const SourceRange &outer, const SourceRange &inner) {
  return beginOf(outer) <= beginOf(inner) && endOf(inner) <= endOf(outer);
}

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool forcesTo(const Mutant &mutant, bool value) {
  return endsWith(mutant.operatorId, value ? "-to-true" : "-to-false");
}

// Whether the mutant, which lies in the condition of a state, takes it away or makes it happen.
enum class Effect { kNone, kAvoids, kForces };
Effect effectInGuard(const FailureState &state, const Mutant &mutant) {
  if (mutant.range == state.guard && forcesTo(mutant, state.guardAvoidsBy))
    return Effect::kAvoids;
  if (mutant.range == state.guard && forcesTo(mutant, !state.guardAvoidsBy))
    return Effect::kForces;
  if (mutant.operatorId == "ignore-error")
    return Effect::kAvoids;
  if (mutant.operatorId == "fail-call" || mutant.operatorId == "allocation-to-null")
    return Effect::kForces;
  return Effect::kNone;
}

// Better evidence is a higher one.
StateClass classOf(const Judgement &judgement) {
  if (judgement.verdict != Verdict::kKilled)
    return StateClass::kUnchecked;
  switch (judgement.cause) {
  case Cause::kAssertion:
    return StateClass::kAsserted;
  case Cause::kExitCode:
    return StateClass::kExitOnly;
  case Cause::kNone:
  case Cause::kCrash:
  case Cause::kSanitizer:
  case Cause::kHang:
  case Cause::kMemory:
  case Cause::kOutput:
  case Cause::kDisk:
  case Cause::kProcesses:
    break;
  }
  return StateClass::kCrashOnly;
}

class Weighing {
public:
  explicit Weighing(const RunResults &run) : results(run) {}

  std::vector<StateEvidence> run() {
    std::vector<StateEvidence> all(results.code.states.size());
    assign(all);
    for (std::size_t i = 0; i < all.size(); ++i)
      weigh(results.code.states[i], all[i]);
    return all;
  }

private:
  // Each mutant goes to the innermost state around it, and to those whose condition it is in.
  void assign(std::vector<StateEvidence> &all) const {
    // By file and line, of which a large file has many.
    std::map<std::string_view, std::unordered_map<std::uint32_t, std::vector<std::size_t>>> byFile;
    for (std::size_t i = 0; i < results.code.states.size(); ++i) {
      const FailureState &state = results.code.states[i];
      auto &byLine = byFile[results.code.fileOf(state).path];
      const std::uint32_t first =
          state.guard.line == 0 ? state.range.line : std::min(state.guard.line, state.range.line);
      for (std::uint32_t line = first; line <= std::max(state.guard.endLine, state.range.endLine); ++line)
        byLine[line].push_back(i);
    }
    for (std::size_t mutant = 0; mutant < results.catalog.mutants.size(); ++mutant) {
      const Mutant &each = results.catalog.mutants[mutant];
      const auto file = byFile.find(each.file);
      if (file == byFile.end())
        continue;
      const auto states = file->second.find(each.range.line);
      if (states == file->second.end())
        continue;
      std::optional<std::size_t> innermost;
      for (const std::size_t index : states->second) {
        const FailureState &state = results.code.states[index];
        if (contains(state.range, each.range) &&
            (!innermost || contains(results.code.states[*innermost].range, state.range)))
          innermost = index;
        if (state.guard.line == 0 || !contains(state.guard, each.range))
          continue;
        const Effect effect = effectInGuard(state, each);
        if (effect == Effect::kAvoids)
          all[index].mutants.push_back(mutant);
        else if (effect == Effect::kForces)
          all[index].forcing.push_back(mutant);
      }
      if (innermost)
        all[*innermost].mutants.push_back(mutant);
    }
  }

  void weigh(const FailureState &state, StateEvidence &evidence) const {
    bool isJudged = false;
    StateClass best = StateClass::kUnchecked;
    for (const std::size_t mutant : evidence.mutants) {
      const std::optional<Outcome> &outcome = results.outcomes[mutant];
      if (!outcome || outcome->judgement.verdict == Verdict::kIgnored ||
          outcome->judgement.verdict == Verdict::kInconclusive || outcome->judgement.verdict == Verdict::kNotReached)
        continue;
      isJudged = true;
      const StateClass found = classOf(outcome->judgement);
      if (rank(found) <= rank(best) && !(found == best && evidence.assertion.empty()))
        continue;
      best = found;
      evidence.assertion = found == StateClass::kAsserted ? outcome->judgement.detail : "";
      evidence.test = outcome->killers.empty() ? std::nullopt : std::optional(outcome->killers.front());
    }
    evidence.known = !state.isReached ? StateClass::kNotReached : isJudged ? best : StateClass::kUnknown;
    if (evidence.known == StateClass::kNotReached) {
      evidence.assertion.clear();
      evidence.test.reset();
    }
  }

  static int rank(StateClass known) {
    return known == StateClass::kAsserted    ? 3
           : known == StateClass::kExitOnly  ? 2
           : known == StateClass::kCrashOnly ? 1
                                             : 0;
  }

  const RunResults &results;
};

} // namespace

const char *toString(StateClass known) {
  switch (known) {
  case StateClass::kUnchecked:
    return "reached, nothing asserted";
  case StateClass::kNotReached:
    return "not reached";
  case StateClass::kCrashOnly:
    return "crash only";
  case StateClass::kExitOnly:
    return "exit code only";
  case StateClass::kUnknown:
    return "reached, no mutants";
  case StateClass::kAsserted:
    return "asserted";
  }
  return "";
}

std::vector<StateEvidence> evidenceOf(const RunResults &results) {
  return Weighing(results).run();
}

std::vector<std::size_t> mutantsOfStates(const RunResults &results) {
  std::map<std::uint64_t, std::size_t> indexOf;
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
    indexOf.emplace(results.catalog.mutants[i].id, i);
  std::set<std::size_t> found;
  for (const StateEvidence &evidence : evidenceOf(results))
    for (const std::size_t mutant : evidence.mutants) {
      const auto equal = equalOf(results.catalog.mutants[mutant]);
      const auto run = equal ? indexOf.find(*equal) : indexOf.end();
      found.insert(run == indexOf.end() ? mutant : run->second);
    }
  return {found.begin(), found.end()};
}

} // namespace allele
