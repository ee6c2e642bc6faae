#include "SignalText.h"

#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tuple>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

// "22.5 %, probably 12.3 to 37.5 %"
std::string rateText(std::size_t part, std::size_t whole) {
  const auto interval = wilsonInterval(part, whole);
  if (!interval)
    return "no runs";
  return fmt::format("{}, probably {:.1f} to {}", percent(static_cast<double>(part) / static_cast<double>(whole)),
                     100 * interval->low, percent(interval->high));
}

std::string ratioText(const Ratio &ratio) {
  const auto value = ratio.value();
  return value ? fmt::format("{} ({} of {})", percent(*value), ratio.part, ratio.whole) : "-";
}

std::string failuresOf(const Tries &tries) {
  return fmt::format("{} of {}", tries.failures, tries.runs());
}

// Runs under any condition but for load, or for company.
Tries sumOf(const RepeatedTest &test, std::optional<bool> together, std::optional<bool> loaded) {
  Tries sum;
  for (const bool isTogether : {false, true})
    for (const bool isLoaded : {false, true})
      if ((!together || *together == isTogether) && (!loaded || *loaded == isLoaded))
        sum += test.in({isTogether, isLoaded});
  return sum;
}

std::string conditionText(const RepeatedState &state) {
  const Tries alone = sumOf(state.observed, false, std::nullopt);
  const Tries together = sumOf(state.observed, true, std::nullopt);
  const Tries idle = sumOf(state.observed, std::nullopt, false);
  const Tries loaded = sumOf(state.observed, std::nullopt, true);
  const std::string doubt = state.isPattern ? "" : "; so few may be chance";
  switch (state.only) {
  case FailsOnly::kTogether:
    return fmt::format("only together with other tests: {} runs, by itself {}{}", failuresOf(together),
                       failuresOf(alone), doubt);
  case FailsOnly::kAlone:
    return fmt::format("only by itself: {} runs, together with other tests {}{}", failuresOf(alone),
                       failuresOf(together), doubt);
  case FailsOnly::kLoaded:
    return fmt::format("only on a loaded machine: {} runs, otherwise {}{}", failuresOf(loaded), failuresOf(idle),
                       doubt);
  case FailsOnly::kNothing:
    break;
  }
  std::string text = "by itself " + failuresOf(alone);
  if (together.runs() != 0)
    text += ", together with other tests " + failuresOf(together);
  if (loaded.runs() != 0)
    text += fmt::format("; on a loaded machine {}, otherwise {}", failuresOf(loaded), failuresOf(idle));
  return text;
}

std::string redsText(const Reds &reds) {
  return fmt::format("{} flaky, {}, {} can't be told", reds.flaky, countOf(reds.defects, "defect"), reds.undetermined);
}

// "(29 of 1849, probably 1.1 to 2.2 %)" behind a share; what nobody can tell is in neither.
std::string shareText(const char *name, const Ratio &ratio, const char *meaning) {
  const auto value = ratio.value();
  const auto interval = wilsonInterval(ratio.part, ratio.whole);
  if (!value || !interval)
    return fmt::format("{}: none of them can be told", name);
  return fmt::format("{}: {} of those that can be told {} ({} of {}, probably {:.1f} to {})", name, percent(*value),
                     meaning, ratio.part, ratio.whole, 100 * interval->low, percent(interval->high));
}

class TextWriter {
public:
  TextWriter(const SignalShown &what, const Palette &colours)
      : results(what.results), analysis(what.analysis), mutants(what.mutants), palette(colours) {}

  std::string write() {
    flaky();
    failing();
    repeats();
    ci();
    kills();
    return text;
  }

private:
  void heading(const std::string &line) {
    text += text.empty() ? "" : "\n";
    text += palette.bold(line) + "\n";
  }

  void failure(const RepeatedState &state) {
    const FirstFailure &first = state.observed.failure;
    if (first.repeat == 0)
      return;
    text += fmt::format("    {}\n", toPrintableLine(first.message));
    if (state.only == FailsOnly::kTogether && !first.again.empty())
      text += "    " + palette.dim(fmt::format("the same order: {}", toPrintableLine(first.again))) + "\n";
  }

  void flaky() {
    const Ratio ratio = analysis.flaky();
    if (ratio.whole == 0)
      return;
    heading(ratio.part == 0 ? fmt::format("flaky: none of {} was seen to pass and to fail on the same code",
                                          countOf(ratio.whole, "test"))
                            : fmt::format("flaky: {} of {} passed and failed on the same code", ratio.part,
                                          countOf(ratio.whole, "test")));
    for (const TestSignal *each : worstFirst()) {
      const TestSignal &test = *each;
      text += "  " + palette.red(toPrintableLine(test.name)) + "\n";
      if (test.repeated && test.repeated->state == TestState::kFlaky) {
        const Tries all = test.repeated->observed.all();
        text += fmt::format("    failed in {} runs ({})\n", failuresOf(all), rateText(all.failures, all.runs()));
        text += fmt::format("    {}\n", conditionText(*test.repeated));
        failure(*test.repeated);
      } else if (test.repeated && test.repeated->state == TestState::kPassing) {
        text += fmt::format("    passed in all {} runs here\n", test.repeated->observed.all().runs());
      }
      text += ciText(test, "    in CI ");
    }
  }

  static std::string ciText(const TestSignal &test, const std::string &beginning) {
    if (!test.ci || test.ci->reds.all() == 0)
      return "";
    return fmt::format("{}red on {} of {}: {}\n", beginning, test.ci->reds.all(), countOf(test.ci->commits, "commit"),
                       redsText(test.ci->reds));
  }

  // The flaky ones, by how often they fail here, then in CI.
  std::vector<const TestSignal *> worstFirst() const {
    std::vector<const TestSignal *> list;
    for (const TestSignal &test : analysis.tests)
      if (test.isFlaky())
        list.push_back(&test);
    const auto rank = [](const TestSignal &test) {
      const Tries here = test.repeated ? test.repeated->observed.all() : Tries();
      const double rate = here.runs() == 0 ? 0 : static_cast<double>(here.failures) / here.runs();
      return std::tuple(-rate, -static_cast<double>(test.ci ? test.ci->reds.flaky : 0), test.name);
    };
    std::sort(list.begin(), list.end(),
              [&](const TestSignal *left, const TestSignal *right) { return rank(*left) < rank(*right); });
    return list;
  }

  void failing() {
    constexpr std::size_t kShown = 20;
    const std::size_t count = analysis.count(TestState::kFailing);
    if (count == 0)
      return;
    heading(fmt::format("failing: {} that never passed, which is no flakiness", countOf(count, "test")));
    std::size_t shown = 0;
    for (const TestSignal &test : analysis.tests) {
      if (!test.repeated || test.repeated->state != TestState::kFailing)
        continue;
      if (++shown > kShown) {
        text += fmt::format("  and {} more; --json has all\n", count - kShown);
        return;
      }
      text += fmt::format("  {}\n    failed in all {} runs\n", toPrintableLine(test.name),
                          test.repeated->observed.all().runs());
      failure(*test.repeated);
    }
  }

  void repeats() {
    if (results.sessions.empty())
      return;
    std::size_t tests = 0;
    std::size_t least = SIZE_MAX;
    std::size_t mended = 0;
    for (const TestSignal &test : analysis.tests)
      if (test.repeated) {
        ++tests;
        if (test.repeated->state == TestState::kPassing) {
          least = std::min<std::size_t>(least, test.repeated->observed.all().runs());
          mended += test.repeated->wasFlaky ? 1 : 0;
        }
      }
    const RepeatSession &last = results.sessions.back();
    heading(fmt::format(
        "repeats: {}: {} passing, {} failing, {} flaky{}", countOf(tests, "test"), analysis.count(TestState::kPassing),
        analysis.count(TestState::kFailing), analysis.count(TestState::kFlaky),
        analysis.count(TestState::kUnknown) != 0 ? fmt::format(", {} not run", analysis.count(TestState::kUnknown))
                                                 : ""));
    text += fmt::format("  last: {}, {}, {}, seed {}\n", countOf(last.repeats, "repeat"),
                        last.isShuffled ? "shuffled" : "in order, each test by itself",
                        last.isLoaded && last.repeats > 1 ? "in part on a loaded machine"
                                                          : "never on a loaded machine (--load)",
                        last.seed);
    if (least != SIZE_MAX)
      text += fmt::format("  {} or more of each that passes: what fails in fewer than {} of its runs may have gone "
                          "unseen\n",
                          countOf(least, "run"), percent(leastRateShown(least)));
    if (mended != 0)
      text += fmt::format("  {} passing now that {} flaky on older code\n", countOf(mended, "test"),
                          mended == 1 ? "was" : "were");
  }

  void ci() {
    if (results.runs.empty())
      return;
    const Reds &tests = analysis.reds;
    const Reds &runs = analysis.redRuns;
    heading(fmt::format("CI: {} on {}, {} of them red", countOf(analysis.ciRuns, "run"),
                        countOf(analysis.ciCommits, "commit"), runs.all()));
    if (tests.all() == 0)
      return;
    text += fmt::format("  {}, each on a commit: {}\n", countOf(tests.all(), "red test"), redsText(tests));
    text += fmt::format("    {}\n", shareText("signal", tests.signal(), "are defects"));
    if (runs.all() != 0) {
      text += fmt::format("  {}: {} by flaky tests alone, {} with a defect, {} can't be told\n",
                          countOf(runs.all(), "red run"), runs.flaky, runs.defects, runs.undetermined);
      text += fmt::format("    {}\n", shareText("noise", runs.noise(), "are red by flaky tests alone"));
    }
    if (tests.undetermined != 0)
      text +=
          "  can't be told: what failed once and didn't run again on its commit, and what may have failed each time by "
          "chance; running red commits again tells\n";
    reddest();
  }

  // Of those that aren't flaky, which stand above.
  void reddest() {
    constexpr std::size_t kShown = 20;
    std::vector<std::pair<std::size_t, const TestSignal *>> red;
    for (const TestSignal &test : analysis.tests)
      if (test.ci && test.ci->reds.all() != 0 && !test.isFlaky())
        red.emplace_back(test.ci->reds.all(), &test);
    std::sort(red.begin(), red.end(), [](const auto &left, const auto &right) {
      return std::tie(right.first, left.second->name) < std::tie(left.first, right.second->name);
    });
    if (!red.empty())
      text += fmt::format("  {} {} flaky on no commit:\n", countOf(red.size(), "red test"),
                          red.size() == 1 ? "was" : "were");
    for (std::size_t i = 0; i < red.size() && i < kShown; ++i)
      text += ciText(*red[i].second, "    " + toPrintableLine(red[i].second->name) + ": ");
    if (red.size() > kShown)
      text += fmt::format("    and {} more; --json has all\n", red.size() - kShown);
  }

  void kills() {
    if (!mutants || mutants->tests.empty())
      return;
    const auto inRun = std::count_if(mutants->tests.begin(), mutants->tests.end(),
                                     [](const FlakyTestKills &test) { return test.isInRun; });
    heading(fmt::format("mutants: {} that flaky tests alone kill, perhaps by chance, so {} not counted",
                        countOf(mutants->notCounted.size(), "mutant"),
                        mutants->notCounted.size() == 1 ? "it is" : "they are"));
    text += fmt::format("  score {}, of the run {}\n  strength {}, of the run {}\n", ratioText(mutants->counted.score),
                        ratioText(mutants->asRun.score), ratioText(mutants->counted.strength),
                        ratioText(mutants->asRun.strength));
    if (!mutants->isComplete)
      text += "  the run isn't complete\n";
    if (static_cast<std::size_t>(inRun) != mutants->tests.size())
      text += fmt::format("  {} of {} stand in the run under their names\n", inRun,
                          countOf(mutants->tests.size(), "flaky test"));
    if (!mutants->fullMatrix) {
      if (inRun != 0)
        text += "  only the first test that kills a mutant is known: whether others kill it too, and which flaky "
                "tests can go, `allele run --full-matrix` tells\n";
      return;
    }
    for (const FlakyTestKills &test : mutants->tests)
      if (test.isInRun)
        text += fmt::format("  {}: {}\n", toPrintableLine(test.name), worthOf(test));
  }

  std::string worthOf(const FlakyTestKills &test) const {
    if (test.kills == 0)
      return "kills nothing: mend it or remove it";
    const std::string kills = "kills " + countOf(test.kills, "mutant");
    if (test.needed == 0)
      return kills + ", and tests that aren't flaky kill all of them: mend it or remove it";
    return fmt::format("{}, {} of which flaky tests alone kill: mend it", kills, test.needed);
  }

  const SignalResults &results;
  const SignalAnalysis &analysis;
  const std::optional<SignalMutants> &mutants;
  const Palette &palette;
  std::string text;
};

Json toJson(const Ratio &ratio) {
  const auto value = ratio.value();
  const auto interval = wilsonInterval(ratio.part, ratio.whole);
  return {{"value", value ? Json(*value) : Json()},
          {"part", ratio.part},
          {"whole", ratio.whole},
          {"low", interval ? Json(interval->low) : Json()},
          {"high", interval ? Json(interval->high) : Json()}};
}

Json toJson(const Tries &tries) {
  return {{"runs", tries.runs()}, {"failures", tries.failures}, {"skips", tries.skips}};
}

Json toJson(const Reds &reds) {
  return {{"all", reds.all()}, {"flaky", reds.flaky}, {"defects", reds.defects}, {"undetermined", reds.undetermined}};
}

const char *wordOf(FailsOnly only) {
  switch (only) {
  case FailsOnly::kNothing:
    return "";
  case FailsOnly::kTogether:
    return "together";
  case FailsOnly::kAlone:
    return "alone";
  case FailsOnly::kLoaded:
    return "loaded";
  }
  return "";
}

Json toJson(const RepeatedState &state) {
  const Tries all = state.observed.all();
  Json json = {{"state", toString(state.state)},
               {"failure rate", toJson(Ratio{all.failures, all.runs()})},
               {"skips", all.skips},
               {"alone", toJson(state.observed.in({false, false}))},
               {"alone, loaded", toJson(state.observed.in({false, true}))},
               {"together", toJson(state.observed.in({true, false}))},
               {"together, loaded", toJson(state.observed.in({true, true}))},
               {"commit", toValidUtf8(state.commit)}};
  if (state.only != FailsOnly::kNothing)
    json["fails only"] = {{"when", wordOf(state.only)}, {"may be chance", !state.isPattern}};
  if (const FirstFailure &first = state.observed.failure; first.repeat != 0)
    json["first failure"] = {{"message", toValidUtf8(first.message)},
                             {"repeat", first.repeat},
                             {"seed", state.seed},
                             {"together", first.condition.isTogether},
                             {"loaded", first.condition.isLoaded},
                             {"again", toValidUtf8(first.again)}};
  json["was flaky"] = state.wasFlaky;
  return json;
}

Json toJson(const SignalMutants &mutants) {
  const auto figures = [](const Scores &scores) {
    return Json{{"score", toJson(scores.score)}, {"strength", toJson(scores.strength)}};
  };
  Json tests = Json::array();
  for (const FlakyTestKills &test : mutants.tests)
    tests.push_back({{"name", toValidUtf8(test.name)},
                     {"in run", test.isInRun},
                     {"kills", test.kills},
                     {"needed", test.needed},
                     {"candidate", mutants.isCandidate(test)}});
  return {{"commit", toValidUtf8(mutants.commit)}, {"full matrix", mutants.fullMatrix},
          {"complete", mutants.isComplete},        {"not counted", mutants.notCounted.size()},
          {"as run", figures(mutants.asRun)},      {"counted", figures(mutants.counted)},
          {"flaky tests", std::move(tests)}};
}

} // namespace

std::string signalText(const SignalShown &shown, const Palette &palette) {
  return TextWriter(shown, palette).write();
}

std::string signalJson(const SignalShown &shown) {
  const SignalAnalysis &analysis = shown.analysis;
  Json tests = Json::array();
  for (const TestSignal &test : analysis.tests) {
    Json entry = {{"name", toValidUtf8(test.name)}, {"flaky", test.isFlaky()}};
    if (test.repeated)
      entry["repeats"] = toJson(*test.repeated);
    if (test.ci)
      entry["ci"] = {{"commits", test.ci->commits},
                     {"runs", test.ci->tries.runs()},
                     {"failures", test.ci->tries.failures},
                     {"reds", toJson(test.ci->reds)},
                     {"signal", toJson(test.ci->reds.signal())}};
    tests.push_back(std::move(entry));
  }
  Json sessions = Json::array();
  for (const RepeatSession &session : shown.results.sessions)
    sessions.push_back({{"started at", session.startedAt},
                        {"commit", toValidUtf8(session.commit)},
                        {"seed", session.seed},
                        {"shuffled", session.isShuffled},
                        {"loaded", session.isLoaded},
                        {"repeats", session.repeats},
                        {"tests", session.tests.size()}});
  const Json json = {{"flaky", toJson(analysis.flaky())},
                     {"sessions", std::move(sessions)},
                     {"ci",
                      {{"runs", analysis.ciRuns},
                       {"commits", analysis.ciCommits},
                       {"red tests", toJson(analysis.reds)},
                       {"signal", toJson(analysis.reds.signal())},
                       {"red runs", toJson(analysis.redRuns)},
                       {"noise", toJson(analysis.redRuns.noise())}}},
                     {"mutants", shown.mutants ? toJson(*shown.mutants) : Json()},
                     {"tests", std::move(tests)}};
  return json.dump(1) + "\n";
}

} // namespace allele
