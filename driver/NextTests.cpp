#include "NextTests.h"

#include "PseudoTested.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

namespace allele {
namespace {

constexpr std::size_t kTimesOfFunction = 2; // that it is named

using Mutants = std::vector<std::size_t>; // indices into the catalog

// The mutants of one function that no test notices.
struct Unnoticed {
  Mutants reached;
  Mutants notReached;
};

class Search {
public:
  Search(const RunResults &run, const std::vector<StateEvidence> &known, const std::vector<Flow> &critical)
      : results(run), code(run.code), evidence(known), isUnnoticed(run.catalog.mutants.size()) {
    for (std::size_t i = 0; i < code.functions.size(); ++i) {
      for (const std::string &symbol : code.functions[i].symbols)
        functionOfSymbol.emplace(symbol, i);
      functionsOfFile[code.fileOf(code.functions[i]).path].push_back(i);
    }
    for (const Flow &flow : critical)
      for (const std::size_t state : flow.states)
        flowOf.emplace(state, flow.settings.name);
    for (std::size_t i = 0; i < code.states.size(); ++i)
      statesOf[code.states[i].function].push_back(i);
    for (const Verdict verdict : {Verdict::kSurvived, Verdict::kNotReached})
      for (const std::size_t mutant : results.unaccepted(verdict)) {
        isUnnoticed[mutant] = true;
        Unnoticed &group = unnoticed[keyOf(mutant)];
        (verdict == Verdict::kSurvived ? group.reached : group.notReached).push_back(mutant);
      }
  }

  std::vector<NextTest> run(std::size_t most) {
    for (const auto &[key, group] : unnoticed) {
      current = key;
      assertions(group);
      newTests(group);
    }
    return best(most);
  }

private:
  // Of a function that the code knows its index; else its name.
  using Key = std::pair<std::size_t, std::string>;
  static constexpr std::size_t kNoFunction = static_cast<std::size_t>(-1);

  struct Candidate {
    Key function;
    NextTest next;
    std::size_t mutant = 0; // one of the file
  };

  const Mutant &mutantAt(std::size_t i) const { return results.catalog.mutants[i]; }

  Key keyOf(std::size_t i) const {
    const Mutant &mutant = mutantAt(i);
    for (const Site &site : mutant.sites)
      if (const auto found = functionOfSymbol.find(site.function); found != functionOfSymbol.end())
        return {found->second, ""};
    std::optional<std::size_t> innermost;
    if (const auto functions = functionsOfFile.find(mutant.file); functions != functionsOfFile.end())
      for (const std::size_t index : functions->second) {
        const CodeFunction &function = code.functions[index];
        if (function.line <= mutant.range.line && mutant.range.line <= function.endLine &&
            (!innermost || function.line >= code.functions[*innermost].line))
          innermost = index;
      }
    if (innermost)
      return {*innermost, ""};
    return {kNoFunction, mutant.sites.empty() ? mutant.file : demangle(mutant.sites.front().function)};
  }

  bool knowsFunction() const { return current.first != kNoFunction; }

  const std::vector<std::size_t> &states() const {
    static const std::vector<std::size_t> kNone;
    const auto found = knowsFunction() ? statesOf.find(current.first) : statesOf.end();
    return found == statesOf.end() ? kNone : found->second;
  }

  // Mutants of the state itself that no test notices.
  Mutants own(std::size_t state) const {
    Mutants list;
    for (const std::size_t mutant : evidence[state].mutants)
      if (isUnnoticed[mutant])
        list.push_back(mutant);
    return list;
  }

  // Candidates that are an assertion more, or other inputs where none would do.
  void assertions(const Unnoticed &group) {
    if (group.reached.empty())
      return;
    std::map<std::size_t, std::set<std::size_t>> differing; // by test
    std::set<std::size_t> running;                          // tests
    for (const std::size_t mutant : group.reached)
      for (const Pair &pair : results.pairs[mutant]) {
        running.insert(pair.test);
        if (pair.isInfected)
          differing[pair.test].insert(mutant);
      }
    for (const std::size_t index : states()) {
      const FailureState &state = code.states[index];
      const Mutants sure = own(index);
      if (sure.empty() || !state.isReached || evidence[index].known == StateClass::kNotReached)
        continue;
      NextTest next = aboutState(index);
      next.kind = NextTest::Kind::kAssertion;
      next.test = bestOf(state.tests, differing);
      next.tests = state.tests.size();
      std::set<std::size_t> seen(sure.begin(), sure.end());
      if (next.test && differing.count(*next.test) != 0)
        seen.insert(differing[*next.test].begin(), differing[*next.test].end());
      next.atLeast = sure.size();
      next.atMost = seen.size();
      add(std::move(next), sure.front());
    }
    NextTest next = aboutLine(group.reached);
    next.tests = running.size();
    if (differing.empty()) {
      next.kind = NextTest::Kind::kOtherInputs;
      next.test = bestOf({running.begin(), running.end()}, differing);
      next.atMost = group.reached.size();
    } else {
      next.kind = NextTest::Kind::kAssertion;
      next.test = bestOf({running.begin(), running.end()}, differing);
      for (const auto &[test, mutants] : differing)
        next.atMost = std::max(next.atMost, mutants.size());
    }
    next.atLeast = std::min(next.atMost, std::max<std::size_t>(1, wholeBodies(group.reached)));
    add(std::move(next), group.reached.front());
  }

  void newTests(const Unnoticed &group) {
    for (const Mutants &stretch : stretchesOf(group.notReached)) {
      NextTest next = aboutLine(stretch);
      next.atLeast = std::max<std::size_t>(1, wholeBodies(stretch));
      if (const auto state = worstStateIn(stretch)) {
        next = aboutState(*state);
        next.atLeast = own(*state).size();
      }
      next.kind = NextTest::Kind::kNewTest;
      const auto [first, last] = std::minmax_element(stretch.begin(), stretch.end(), [&](auto left, auto right) {
        return mutantAt(left).range.line < mutantAt(right).range.line;
      });
      if (mutantAt(*first).range.line != mutantAt(*last).range.line && !next.state) {
        next.line = mutantAt(*first).range.line;
        next.lastLine = mutantAt(*last).range.line;
      }
      next.atMost = std::max(stretch.size(), next.atLeast);
      const std::vector<std::size_t> running = testsOfFunction();
      next.tests = running.size();
      next.test = bestOf(running, {});
      add(std::move(next), stretch.front());
    }
  }

  // Those with no executed line between them.
  std::vector<Mutants> stretchesOf(Mutants mutants) const {
    std::sort(mutants.begin(), mutants.end(), [&](std::size_t left, std::size_t right) {
      return std::tie(mutantAt(left).range.line, left) < std::tie(mutantAt(right).range.line, right);
    });
    std::vector<Mutants> stretches;
    for (const std::size_t mutant : mutants) {
      if (stretches.empty() ||
          isExecutedBetween(mutantAt(stretches.back().back()).range.line, mutantAt(mutant).range.line))
        stretches.emplace_back();
      stretches.back().push_back(mutant);
    }
    return stretches;
  }

  bool isExecutedBetween(std::uint32_t first, std::uint32_t last) const {
    if (!knowsFunction())
      return false;
    const std::vector<CodeLine> &lines = code.fileOf(code.functions[current.first]).lines;
    auto line = std::upper_bound(lines.begin(), lines.end(), first,
                                 [](std::uint32_t number, const CodeLine &each) { return number < each.number; });
    for (; line != lines.end() && line->number < last; ++line)
      if (line->isReached)
        return true;
    return false;
  }

  // Of a critical flow if there is one, then that with the most mutants.
  std::optional<std::size_t> worstStateIn(const Mutants &stretch) const {
    const std::set<std::size_t> within(stretch.begin(), stretch.end());
    std::optional<std::size_t> worst;
    std::pair<bool, std::size_t> weight;
    for (const std::size_t index : states()) {
      if (evidence[index].known != StateClass::kNotReached)
        continue;
      const Mutants sure = own(index);
      if (std::none_of(sure.begin(), sure.end(), [&](std::size_t mutant) { return within.count(mutant) != 0; }))
        continue;
      const std::pair<bool, std::size_t> found(flowOf.count(index) != 0, sure.size());
      if (!worst || weight < found) {
        worst = index;
        weight = found;
      }
    }
    return worst;
  }

  NextTest aboutState(std::size_t index) const {
    const FailureState &state = code.states[index];
    NextTest next;
    next.state = index;
    next.file = code.fileOf(state).path;
    next.line = state.line;
    next.function = code.functions[state.function].name;
    next.text = state.text;
    if (const auto flow = flowOf.find(index); flow != flowOf.end())
      next.flow = flow->second;
    return next;
  }

  // The line with the most of the mutants.
  NextTest aboutLine(const Mutants &mutants) const {
    std::map<std::uint32_t, std::size_t> count;
    for (const std::size_t mutant : mutants)
      ++count[mutantAt(mutant).range.line];
    const auto line = std::max_element(count.begin(), count.end(),
                                       [](const auto &left, const auto &right) { return left.second < right.second; });
    NextTest next;
    next.file = mutantAt(mutants.front()).file;
    next.line = line->first;
    next.function = knowsFunction() ? code.functions[current.first].name : current.second;
    return next;
  }

  std::string sourceLine(const Mutant &mutant, std::uint32_t number) const {
    const auto source = results.sources.find(sourcePathOf(mutant));
    if (source == results.sources.end())
      return "";
    std::size_t begin = 0;
    for (std::uint32_t line = 1; line < number; ++line) {
      begin = source->second.find('\n', begin);
      if (begin == std::string::npos)
        return "";
      ++begin;
    }
    const std::string line = source->second.substr(begin, source->second.find('\n', begin) - begin);
    const std::size_t first = line.find_first_not_of(" \t\r");
    return first == std::string::npos ? "" : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
  }

  std::size_t wholeBodies(const Mutants &mutants) const {
    return static_cast<std::size_t>(
        std::count_if(mutants.begin(), mutants.end(), [&](std::size_t mutant) { return isExtreme(mutantAt(mutant)); }));
  }

  std::vector<std::size_t> testsOfFunction() const {
    std::vector<std::size_t> list;
    if (knowsFunction())
      for (std::size_t test = 0; test < code.tests.size(); ++test) {
        const std::vector<std::uint32_t> &functions = code.tests[test].functions;
        if (std::binary_search(functions.begin(), functions.end(), static_cast<std::uint32_t>(current.first)))
          list.push_back(test);
      }
    return list;
  }

  // That sees the most; of equal ones that which executes the least besides.
  std::optional<std::size_t> bestOf(const std::vector<std::size_t> &tests,
                                    const std::map<std::size_t, std::set<std::size_t>> &differing) const {
    const auto weight = [&](std::size_t test) {
      const auto seen = differing.find(test);
      const std::size_t lines = test < code.tests.size() ? code.tests[test].lines : 0;
      return std::tuple(seen == differing.end() ? 0 : seen->second.size(), ~lines);
    };
    const auto best = std::max_element(
        tests.begin(), tests.end(), [&](std::size_t left, std::size_t right) { return weight(left) < weight(right); });
    return best == tests.end() ? std::nullopt : std::optional(*best);
  }

  void add(NextTest next, std::size_t mutant) { candidates.push_back({current, std::move(next), mutant}); }

  std::vector<NextTest> best(std::size_t most) const {
    const auto rank = [&](std::size_t i) {
      const NextTest &next = candidates[i].next;
      return std::tuple(next.flow.empty(), ~next.atMost, ~next.atLeast, next.kind, i);
    };
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto left, auto right) { return rank(left) < rank(right); });
    std::map<Key, std::size_t> times;
    std::vector<std::size_t> chosen; // places in the order
    for (const bool isCritical : {true, false})
      for (std::size_t round = 1; round <= kTimesOfFunction; ++round)
        for (std::size_t at = 0; at < order.size() && chosen.size() < most; ++at) {
          const Candidate &candidate = candidates[order[at]];
          if (candidate.next.flow.empty() == isCritical || times[candidate.function] >= round ||
              std::find(chosen.begin(), chosen.end(), at) != chosen.end())
            continue;
          ++times[candidate.function];
          chosen.push_back(at);
        }
    std::sort(chosen.begin(), chosen.end());
    std::vector<NextTest> list;
    for (const std::size_t at : chosen) {
      const Candidate &candidate = candidates[order[at]];
      list.push_back(candidate.next);
      if (!candidate.next.state)
        list.back().text = sourceLine(mutantAt(candidate.mutant), candidate.next.line);
    }
    return list;
  }

  const RunResults &results;
  const CodeMap &code;
  const std::vector<StateEvidence> &evidence;
  std::vector<bool> isUnnoticed; // of each mutant
  std::unordered_map<std::string, std::size_t> functionOfSymbol;
  std::unordered_map<std::string, std::vector<std::size_t>> functionsOfFile;
  std::map<std::size_t, std::string> flowOf;                // by state
  std::map<std::size_t, std::vector<std::size_t>> statesOf; // by function
  std::map<Key, Unnoticed> unnoticed;
  std::vector<Candidate> candidates;
  Key current;
};

} // namespace

std::vector<NextTest> nextTests(const RunResults &results, const std::vector<StateEvidence> &evidence,
                                const std::vector<Flow> &flows, std::size_t most) {
  return Search(results, evidence, flows).run(most);
}

} // namespace allele
