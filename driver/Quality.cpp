#include "Quality.h"

#include "Flows.h"
#include "Glob.h"
#include "Text.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

namespace allele {
namespace {

class Making {
public:
  Making(const RunResults &run, const ReportOptions &wanted)
      : results(run), options(wanted), evidence(evidenceOf(run)) {}

  Quality make() {
    about();
    figures();
    flows();
    inputs();
    return std::move(quality);
  }

private:
  void about() {
    const RunInfo &info = results.info;
    const std::string &root = results.catalog.mutants.empty() ? "" : results.catalog.mutants.front().root;
    quality.subject = std::filesystem::path(root.empty() ? info.workingDirectory : root).filename().string();
    quality.command = shellQuote(info.command);
    quality.startedAt = info.startedAt;
    quality.commit = info.commit;
    quality.version = info.version;
    quality.outOption = options.outOption;
    quality.tests = info.tests.size();
    quality.flakyLeftOut = static_cast<std::size_t>(
        std::count_if(info.tests.begin(), info.tests.end(), [](const TestInfo &test) { return test.isFlaky; }));
    quality.sample = info.sample;
    quality.leftOut = info.leftOut;
    quality.isCodeKnown = results.code.isKnown;
    quality.floor = options.coverage.floor;
    quality.hasCore = !options.coverage.core.empty();
  }

  QualityFigure estimate(const Ratio &ratio) const {
    if (!quality.isComplete)
      return {};
    return {ratio, sampleInterval(ratio.part, ratio.whole, results.info.sample)};
  }

  void figures() {
    const Tally sum = tally(results);
    quality.pending = sum.all.pending;
    quality.isComplete = results.complete && sum.all.pending == 0;
    quality.mutants = sum.scores.score.whole + sum.all.pending;
    quality.accepted = sum.all.accepted;
    quality.inconclusive = sum.all.of(Verdict::kInconclusive);
    quality.hangs = sum.all.of(Cause::kHang);
    quality.score = estimate(sum.scores.score);
    quality.strength = estimate(sum.scores.strength);
    if (!results.code.isKnown)
      return;
    quality.coverage = coverageOf(results.code);
    quality.below = belowFloor(results.code, options.coverage);
    for (const std::string &glob : options.coverage.core)
      if (coverageOf(results.code, [&](const std::string &path) { return matchesPath(glob, path); }).lines.whole == 0)
        quality.missingCore.push_back(glob);
    const auto coverage = quality.coverage.lines.value();
    const auto score = quality.score.ratio.value();
    if (!coverage || !score)
      return;
    quality.gap = *coverage - *score;
    if (const auto &interval = quality.score.interval)
      quality.gapInterval = Interval{*coverage - interval->high, *coverage - interval->low};
    for (OracleGap &file : oracleGaps(results))
      if (file.survivors != 0)
        quality.files.push_back(std::move(file));
    quality.filesWithGap = quality.files.size();
    quality.files.resize(std::min(quality.files.size(), kFilesShown));
  }

  void flows() {
    std::vector<Flow> all;
    if (results.code.isKnown)
      all = flowsOf(results, options.flows, evidence);
    quality.hasFlows = !all.empty();
    quality.next = nextTests(results, evidence, all, kNextShown);
    for (const NextTest &next : quality.next)
      quality.nextNames.push_back(next.test ? results.info.tests[*next.test].name : "");
    if (!results.code.isKnown)
      return;
    if (all.empty()) {
      all.push_back(wholeProgram(results, evidence));
      if (const auto candidates = suggestFlows(results, 1); !candidates.empty())
        quality.flowCandidate = results.code.functions[candidates.front().function].name;
    }
    std::set<std::size_t> states;
    for (const Flow &flow : all) {
      states.insert(flow.states.begin(), flow.states.end());
      if (quality.flows.size() < kFlowsShown)
        quality.flows.push_back(flowOf(flow));
      else
        ++quality.flowsNotShown;
    }
    quality.flowStates = states.size();
    for (const std::size_t state : states) {
      quality.flowStatesChecked += evidence[state].known == StateClass::kAsserted ? 1 : 0;
      quality.flowStatesUnknown += evidence[state].known == StateClass::kUnknown ? 1 : 0;
    }
  }

  QualityFlow flowOf(const Flow &flow) const {
    QualityFlow shown;
    shown.name = flow.settings.name;
    shown.owner = flow.settings.owner;
    shown.functions = flow.members.size();
    shown.states = flow.states.size();
    for (const StateClass known : kAllStateClasses)
      shown.known[known] = flow.count(known);
    shown.unchecked = shown.states - flow.count(StateClass::kAsserted) - flow.count(StateClass::kUnknown);
    shown.coverage = {flow.coverage.lines, std::nullopt};
    shown.score = estimate(flow.scores().score);
    shown.deadEntries = flow.deadEntries;
    std::vector<std::size_t> worst;
    for (const std::size_t state : flow.states)
      if (evidence[state].known != StateClass::kAsserted && evidence[state].known != StateClass::kUnknown)
        worst.push_back(state);
    const auto rank = [&](std::size_t state) {
      return std::tuple(evidence[state].known, ~results.code.states[state].tests.size(), ~unnoticedOf(state), state);
    };
    std::sort(worst.begin(), worst.end(),
              [&](std::size_t left, std::size_t right) { return rank(left) < rank(right); });
    worst.resize(std::min(worst.size(), kWorstShown));
    for (const std::size_t index : worst) {
      const FailureState &state = results.code.states[index];
      shown.worst.push_back({results.code.fileOf(state).path, state.line, state.text,
                             results.code.functions[state.function].name, evidence[index].known, state.tests.size()});
    }
    return shown;
  }

  std::size_t unnoticedOf(std::size_t state) const {
    const std::vector<std::size_t> &mutants = evidence[state].mutants;
    return static_cast<std::size_t>(std::count_if(mutants.begin(), mutants.end(), [&](std::size_t mutant) {
      const std::optional<Outcome> &outcome = results.outcomes[mutant];
      return outcome && outcome->judgement.verdict == Verdict::kSurvived;
    }));
  }

  void inputs() {
    for (std::size_t i = 0; i < results.code.tests.size(); ++i)
      quality.silent.whole += results.info.tests[i].assertions ? 1 : 0;
    for (const std::size_t test : testsWithoutAssertions(results)) {
      ++quality.silent.part;
      if (quality.silentNames.size() < kSilentShown)
        quality.silentNames.push_back(results.info.tests[test].name);
    }
    quality.inputs = options.inputs;
    if (const auto &signal = quality.inputs.signal) {
      quality.flakyInterval = wilsonInterval(signal->flaky.part, signal->flaky.whole);
      quality.redInterval = wilsonInterval(signal->redRuns.part, signal->redRuns.whole);
    }
    if (const auto &escapes = quality.inputs.escapes)
      quality.escapeInterval = wilsonInterval(escapes->escaped().part, escapes->escaped().whole);
    quality.runs = options.history.size();
    const std::size_t shown = std::min(options.history.size(), kRunsShown);
    quality.history.assign(options.history.end() - static_cast<std::ptrdiff_t>(shown), options.history.end());
  }

  const RunResults &results;
  const ReportOptions &options;
  const std::vector<StateEvidence> evidence;
  Quality quality;
};

} // namespace

Quality qualityOf(const RunResults &results, const ReportOptions &options) {
  return Making(results, options).make();
}

} // namespace allele
