#include "Merge.h"

#include "CodeMerge.h"
#include "MutantId.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace allele {
namespace {

int rankOf(const std::optional<Outcome> &outcome) {
  if (!outcome)
    return -1;
  switch (outcome->judgement.verdict) {
  case Verdict::kKilled:
    return 4;
  case Verdict::kSurvived:
    return 3;
  case Verdict::kInconclusive:
    return 2;
  case Verdict::kNotReached:
    return 1;
  case Verdict::kIgnored:
    return 0;
  }
  return -1;
}

class Merger {
public:
  Status add(const MergeInput &input) {
    const RunResults &from = input.results;
    if (Status sources = addSources(input); !sources)
      return sources;
    const std::vector<std::size_t> tests = addTests(from.info.tests);
    std::vector<std::size_t> objects;
    objects.reserve(from.catalog.objects.size());
    for (const std::string &path : from.catalog.objects)
      objects.push_back(numberOf(path, objectNumbers, to.catalog.objects));
    for (std::size_t i = 0; i < from.catalog.mutants.size(); ++i)
      addMutant(input, i, tests, objects);
    for (const MacroUse &use : from.catalog.macros)
      if (macros.emplace(use.file, use.range.line, use.range.column).second)
        to.catalog.macros.push_back(use);
    code.add(from.code, tests);
    addInfo(from);
    return Done{};
  }

  Merged finish() {
    countTests();
    sortByPlace();
    to.code = code.take(to.info.tests.size());
    return {std::move(to), std::move(conflicts)};
  }

private:
  static std::size_t numberOf(const std::string &name, std::map<std::string, std::size_t> &numbers,
                              std::vector<std::string> &names) {
    const auto [entry, isNew] = numbers.emplace(name, names.size());
    if (isNew)
      names.push_back(name);
    return entry->second;
  }

  // By the path in their project: on another machine it lies elsewhere.
  Status addSources(const MergeInput &input) {
    for (const Mutant &mutant : input.results.catalog.mutants) {
      const auto text = input.results.sources.find(sourcePathOf(mutant));
      if (text == input.results.sources.end())
        continue;
      const auto [known, isNew] = texts.emplace(mutant.file, std::pair(&text->second, input.name));
      if (!isNew && *known->second.first != text->second)
        return Error{fmt::format("{} has another text in {} than in {}: merge results of the same sources",
                                 toPrintableLine(mutant.file), input.name, known->second.second)};
    }
    return Done{};
  }

  std::vector<std::size_t> addTests(const std::vector<TestInfo> &tests) {
    std::vector<std::size_t> numbers;
    for (const TestInfo &test : tests) {
      const auto [entry, isNew] = testNumbers.emplace(test.name, to.info.tests.size());
      if (isNew)
        to.info.tests.push_back(test);
      TestInfo &merged = to.info.tests[entry->second];
      merged.wallTime = std::max(merged.wallTime, test.wallTime);
      merged.cpuTime = std::max(merged.cpuTime, test.cpuTime);
      merged.count = std::max(merged.count, test.count);
      merged.isFlaky = merged.isFlaky || test.isFlaky;
      if (test.assertions)
        merged.assertions = std::max(merged.assertions.value_or(0), *test.assertions);
      numbers.push_back(entry->second);
    }
    return numbers;
  }

  void addMutant(const MergeInput &input, std::size_t i, const std::vector<std::size_t> &tests,
                 const std::vector<std::size_t> &objects) {
    Mutant mutant = input.results.catalog.mutants[i];
    for (Site &site : mutant.sites)
      site.object = objects[site.object];
    std::optional<Outcome> outcome = input.results.outcomes[i];
    if (outcome)
      for (std::vector<std::size_t> *numbers : {&outcome->killers, &outcome->passed, &outcome->unclear})
        for (std::size_t &number : *numbers)
          number = tests[number];
    std::vector<Pair> pairs = input.results.pairs[i];
    for (Pair &pair : pairs)
      pair.test = static_cast<std::uint32_t>(tests[pair.test]);

    const auto [entry, isNew] = mutantNumbers.emplace(mutant.id, to.catalog.mutants.size());
    if (isNew) {
      const auto text = input.results.sources.find(sourcePathOf(mutant));
      if (text != input.results.sources.end())
        to.sources.emplace(text->first, text->second);
      to.catalog.mutants.push_back(std::move(mutant));
      to.outcomes.push_back(std::move(outcome));
      to.pairs.push_back(std::move(pairs));
      origins.push_back(input.name);
      return;
    }
    const std::size_t same = entry->second;
    noteConflict(same, outcome, pairs, input.name);
    Mutant &known = to.catalog.mutants[same];
    // Compiled in anywhere beats any reason why it isn't elsewhere.
    if (known.ignored && !mutant.ignored)
      known.ignored = std::nullopt;
    std::copy_if(mutant.sites.begin(), mutant.sites.end(), std::back_inserter(known.sites), [&](const Site &site) {
      return std::find(known.sites.begin(), known.sites.end(), site) == known.sites.end();
    });
    mergePairs(to.pairs[same], pairs);
    if (rankOf(outcome) > rankOf(to.outcomes[same]))
      origins[same] = input.name;
    mergeOutcome(to.outcomes[same], outcome);
  }

  void noteConflict(std::size_t same, const std::optional<Outcome> &outcome, const std::vector<Pair> &pairs,
                    const std::string &name) {
    const std::optional<Outcome> &known = to.outcomes[same];
    if (!known || !outcome)
      return;
    const bool isKilledThere = known->judgement.verdict == Verdict::kKilled;
    const bool isKilledHere = outcome->judgement.verdict == Verdict::kKilled;
    const Verdict other = isKilledThere ? outcome->judgement.verdict : known->judgement.verdict;
    if (isKilledHere == isKilledThere || other != Verdict::kSurvived)
      return;
    const Outcome &killed = isKilledHere ? *outcome : *known;
    const std::vector<Pair> &survivorsPairs = isKilledHere ? to.pairs[same] : pairs;
    for (const std::size_t killer : killed.killers)
      if (std::any_of(survivorsPairs.begin(), survivorsPairs.end(),
                      [&](const Pair &pair) { return pair.test == killer; })) {
        const Mutant &mutant = to.catalog.mutants[same];
        conflicts.push_back(fmt::format("{}  {}  {}: {} notices it in {}, not in {}", formatId(mutant.id),
                                        toPrintableLine(placeOf(mutant)), mutant.operatorId,
                                        toPrintableLine(to.info.tests[killer].name),
                                        isKilledHere ? name : origins[same], isKilledHere ? origins[same] : name));
        return;
      }
  }

  static void mergePairs(std::vector<Pair> &known, const std::vector<Pair> &more) {
    std::map<std::uint32_t, bool> infected;
    for (const std::vector<Pair> *pairs : {static_cast<const std::vector<Pair> *>(&known), &more})
      for (const Pair &pair : *pairs)
        infected[pair.test] = infected[pair.test] || pair.isInfected;
    known.clear();
    for (const auto &[test, isInfected] : infected)
      known.push_back({test, isInfected});
  }

  static void mergeOutcome(std::optional<Outcome> &known, const std::optional<Outcome> &other) {
    if (!other)
      return;
    if (!known) {
      known = other;
      return;
    }
    Outcome best = rankOf(other) > rankOf(known) ? *other : *known;
    best.reached = known->reached || other->reached;
    best.infected = known->infected || other->infected;
    best.runs = known->runs + other->runs;
    best.wallTime = known->wallTime + other->wallTime;
    best.cpuTime = known->cpuTime + other->cpuTime;
    best.orphansKilled = known->orphansKilled + other->orphansKilled;
    std::set<std::size_t> killers(known->killers.begin(), known->killers.end());
    killers.insert(other->killers.begin(), other->killers.end());
    best.killers.assign(killers.begin(), killers.end());
    // Of a test that says both, the kill counts.
    std::set<std::size_t> passed(known->passed.begin(), known->passed.end());
    passed.insert(other->passed.begin(), other->passed.end());
    best.passed.clear();
    std::set_difference(passed.begin(), passed.end(), killers.begin(), killers.end(), std::back_inserter(best.passed));
    std::set<std::size_t> unclear(known->unclear.begin(), known->unclear.end());
    unclear.insert(other->unclear.begin(), other->unclear.end());
    best.unclear.clear();
    for (const std::size_t test : unclear)
      if (killers.count(test) == 0 && passed.count(test) == 0)
        best.unclear.push_back(test);
    known = std::move(best);
  }

  void addInfo(const RunResults &input) {
    const RunInfo &more = input.info;
    if (isFirst) {
      const std::vector<TestInfo> tests = std::move(to.info.tests);
      to.info = more;
      to.info.tests = tests;
      to.info.request = "merged"; // no run goes on with it
      to.complete = true;
      isFirst = false;
    } else {
      to.info.jobs = std::max(to.info.jobs, more.jobs);
      to.info.leftOut = std::max(to.info.leftOut, more.leftOut);
      to.info.sample = std::min(to.info.sample, more.sample);
      to.info.startedAt = std::min(to.info.startedAt, more.startedAt);
      to.info.commit = to.info.commit == more.commit ? more.commit : "";
      to.info.forks = to.info.forks || more.forks;
      to.info.fullMatrix = to.info.fullMatrix && more.fullMatrix;
      to.info.knowsPasses = to.info.knowsPasses && more.knowsPasses;
      to.info.machine = to.info.machine == more.machine ? more.machine : "";
      to.info.baseline.runs = std::min(to.info.baseline.runs, more.baseline.runs);
      to.info.baseline.wallTime += more.baseline.wallTime;
      to.info.baseline.cpuTime += more.baseline.cpuTime;
      to.info.baseline.peakMemoryBytes = std::max(to.info.baseline.peakMemoryBytes, more.baseline.peakMemoryBytes);
      to.info.pairs.generated += more.pairs.generated;
      to.info.pairs.reached += more.pairs.reached;
      to.info.pairs.infected += more.pairs.infected;
      to.info.pairs.run += more.pairs.run;
    }
    to.complete = to.complete && input.complete;
    for (const auto &[stage, seconds] : input.stageSeconds) {
      const auto known = std::find_if(to.stageSeconds.begin(), to.stageSeconds.end(),
                                      [&, &name = stage](const auto &each) { return each.first == name; });
      if (known == to.stageSeconds.end())
        to.stageSeconds.emplace_back(stage, seconds);
      else
        known->second += seconds;
    }
  }

  void countTests() {
    for (TestInfo &test : to.info.tests)
      test.reached = test.infected = 0;
    for (const std::vector<Pair> &pairs : to.pairs)
      for (const Pair &pair : pairs) {
        ++to.info.tests[pair.test].reached;
        to.info.tests[pair.test].infected += pair.isInfected ? 1 : 0;
      }
  }

  void sortByPlace() {
    std::vector<Mutant> sorted = to.catalog.mutants;
    sortMutants(sorted);
    std::vector<std::optional<Outcome>> outcomes;
    std::vector<std::vector<Pair>> pairs;
    for (const Mutant &mutant : sorted) {
      const std::size_t number = mutantNumbers.at(mutant.id);
      outcomes.push_back(std::move(to.outcomes[number]));
      pairs.push_back(std::move(to.pairs[number]));
    }
    to.catalog.mutants = std::move(sorted);
    to.outcomes = std::move(outcomes);
    to.pairs = std::move(pairs);
  }

  RunResults to;
  CodeMerge code;
  std::vector<std::string> conflicts;
  std::vector<std::string> origins; // name of the run that each mutant's verdict comes from
  std::map<std::string, std::size_t> objectNumbers;
  std::map<std::string, std::size_t> testNumbers;
  std::unordered_map<std::uint64_t, std::size_t> mutantNumbers;
  std::map<std::string, std::pair<const std::string *, std::string>> texts; // by file: text, run that it is of
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t>> macros;
  bool isFirst = true;
};

} // namespace

Result<Merged> merge(const std::vector<MergeInput> &inputs) {
  Merger merger;
  for (const MergeInput &input : inputs)
    if (Status added = merger.add(input); !added)
      return added.error();
  return merger.finish();
}

} // namespace allele
