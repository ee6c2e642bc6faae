#include "QualityWords.h"

#include "Text.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {
namespace {

constexpr std::size_t kShortHash = 12;
constexpr std::size_t kBelowShown = 3;

std::string percentOf(double share) {
  return fmt::format("{:.1f} %", share * 100);
}

// Of a long path the end says most.
Span placeOf(std::string_view file, const std::string &lines) {
  constexpr std::size_t kLongestPath = 100;
  const bool isCut = file.size() > kLongestPath;
  if (isCut) {
    file.remove_prefix(file.size() - kLongestPath);
    while (!file.empty() && (static_cast<unsigned char>(file.front()) & 0xC0) == 0x80) // within a character
      file.remove_prefix(1);
  }
  return {fmt::format("{}{}:{}", isCut ? "..." : "", visibleText(file), lines), true};
}

Words flowsVerdict(const Quality &quality) {
  const std::string soFar = quality.isComplete ? "" : ", so far";
  if (quality.flows.empty() || quality.flowStates == 0)
    return {};
  const std::string unknown =
      quality.flowStatesUnknown == 0 ? "" : fmt::format("; of {} it isn't measured", quality.flowStatesUnknown);
  const std::string check =
      fmt::format("{} to fail they check {} by an assertion{}{}.", quality.flowStates == 1 ? "way" : "ways",
                  quality.flowStatesChecked, soFar, unknown);
  const auto all = std::to_string(quality.flowStates);
  if (!quality.hasFlows)
    return {plain(fmt::format(" Of the program's {} {}", all, check))};
  if (quality.flows.size() == 1)
    return {plain(" Of the "), inCode(quality.flows.front().name), plain(fmt::format(" flow's {} {}", all, check))};
  return {
      plain(fmt::format(" Of the {} critical flows' {} {}", quality.flows.size() + quality.flowsNotShown, all, check))};
}

Words aboutSilent(const Quality &quality) {
  const Ratio &silent = quality.silent;
  if (silent.whole == 0)
    return {plain("Tests that assert nothing: not measured, since the tests' framework doesn't tell.")};
  if (silent.part == 0)
    return {plain(fmt::format("Each of {} asserts something.", countOf(silent.whole, "test")))};
  Words words = {
      plain(fmt::format("{} of {} {} code and {} nothing: ", silent.part, countOf(silent.whole, "test"),
                        silent.part == 1 ? "executes" : "execute", silent.part == 1 ? "asserts" : "assert"))};
  for (std::size_t i = 0; i < quality.silentNames.size(); ++i)
    words = join(std::move(words), {plain(i == 0 ? "" : ", "), inCode(quality.silentNames[i])});
  words.push_back(plain(silent.part > quality.silentNames.size() ? " and others." : "."));
  return words;
}

} // namespace

std::string percentOf(const Ratio &ratio) {
  const auto value = ratio.value();
  return value ? percentOf(*value) : kNotMeasured;
}

std::string intervalOf(const Interval &interval) {
  return fmt::format("95 % interval {:.1f} to {:.1f} %", interval.low * 100, interval.high * 100);
}

std::string countsOf(const Ratio &ratio, const char *what) {
  return fmt::format("{} of {} {}", ratio.part, ratio.whole, what);
}

std::string numberOf(double number) {
  return fmt::format("{:.4g}", number);
}

const char *plainName(StateClass known) {
  switch (known) {
  case StateClass::kUnchecked:
    return "happens, nothing checks it";
  case StateClass::kNotReached:
    return "never happens in a test";
  case StateClass::kCrashOnly:
    return "noticed by a crash only";
  case StateClass::kExitOnly:
    return "noticed by an exit code only";
  case StateClass::kUnknown:
    return "happens, not measured";
  case StateClass::kAsserted:
    return "checked by an assertion";
  }
  return "";
}

Words titleOf(const Quality &quality) {
  if (quality.subject.empty())
    return {plain("What the tests are worth")};
  return {plain("What the tests of "), inCode(quality.subject), plain(" are worth")};
}

Words verdictOf(const Quality &quality) {
  if (quality.mutants == 0)
    return join({plain("Not measured: no changes of the code were tried.")}, flowsVerdict(quality));
  if (!quality.isComplete)
    return join({plain(fmt::format("Not measured yet: {} of {} changes to the code were tried.",
                                   quality.mutants - quality.pending, quality.mutants))},
                flowsVerdict(quality));
  const QualityFigure &score = quality.score;
  std::string share = percentOf(score.ratio);
  if (score.interval)
    share += fmt::format(" of a sample; for all changes the {}", intervalOf(*score.interval));
  return join({plain(fmt::format("The tests notice {} of {} changes to the code ({}).", score.ratio.part,
                                 score.ratio.whole, share))},
              flowsVerdict(quality));
}

std::vector<Words> warningsOf(const Quality &quality) {
  std::vector<Words> list;
  if (quality.mutants == 0)
    list.push_back({plain("Nothing was measured: the run has no changes of the code that count.")});
  if (!quality.isComplete && quality.mutants != 0)
    list.push_back({plain(fmt::format("The run isn't finished: {} of {} have no result, so there is no score. What is "
                                      "said of ways to fail rests on the others. The same ",
                                      quality.pending, countOf(quality.mutants, "change"))),
                    inCode("allele run"), plain(" goes on with it.")});
  if (!quality.isCodeKnown)
    list.push_back({plain("The results don't know the code, so coverage and ways to fail are not measured: they are of "
                          "an older Allele, or the program was built with one. Build it with this one, then "),
                    inCode("allele run"), plain(" measures them.")});
  for (std::size_t i = 0; i < quality.below.size() && i < kBelowShown; ++i) {
    const BelowFloor &below = quality.below[i];
    Words words = {plain(fmt::format("Tests execute only {} of the lines ({})", percentOf(below.lines),
                                     countsOf(below.lines, "lines")))};
    if (!below.of.empty())
      words = join(std::move(words), {plain(" of "), inCode(below.of)});
    words.push_back(plain(
        fmt::format(", less than the floor of {} %: the score there isn't meaningful yet.", numberOf(quality.floor))));
    list.push_back(std::move(words));
  }
  if (quality.below.size() > kBelowShown)
    list.push_back({plain(fmt::format("{} more are below the floor.", quality.below.size() - kBelowShown))});
  for (const std::string &glob : quality.missingCore)
    list.push_back({plain("The core module "), inCode(glob),
                    plain(" has no lines in the program: its coverage is not measured.")});
  if (quality.sample < 1)
    list.push_back(
        {plain(fmt::format("A sample: {} % of the changes, chosen at random, were tried. Score, strength and "
                           "the gap are estimates, and ways to fail may be checked better than it shows.",
                           numberOf(quality.sample * 100)))});
  return list;
}

Words methodOf() {
  return {plain("Allele changes the code in one small place at a time, such as "), inCode("a < b"), plain(" to "),
          inCode("a <= b"),
          plain(", and runs the tests. A change that no test notices might as well be a defect that no test notices.")};
}

Words flowsIntroduction(const Quality &quality) {
  constexpr const char *kMeaning = "A way to fail is a place where a function ends badly: an exception, an error code, "
                                   "an abort. It is checked when an assertion fails once it is taken away.";
  if (!quality.isCodeKnown)
    return {plain("not measured: the results don't know the code")};
  if (quality.hasFlows)
    return {plain(kMeaning)};
  Words words = {plain(kMeaning), plain(" No critical flows are named, so this is the whole program. In "),
                 inCode("allele.yml"), plain(" they are named by what they begin with: ")};
  const std::string entry = quality.flowCandidate.empty() ? "pay*" : visibleText(quality.flowCandidate);
  words.push_back(inCode(fmt::format("flows: [{{name: NAME, owner: TEAM, entry: [\"{}\"]}}]", entry)));
  words.push_back(plain("; "));
  words.push_back(inCode("allele flows --suggest"));
  words.push_back(plain(" has more."));
  return words;
}

Words aboutFlow(const QualityFlow &flow) {
  Words words;
  if (!flow.owner.empty())
    words = {plain("owner "), inCode(flow.owner), plain("; ")};
  words.push_back(plain(fmt::format(
      "{}, coverage {}{}, score {}{}", countOf(flow.functions, "function"), percentOf(flow.coverage.ratio),
      flow.coverage.ratio.whole == 0 ? "" : fmt::format(" ({})", countsOf(flow.coverage.ratio, "lines")),
      percentOf(flow.score.ratio),
      flow.score.ratio.whole == 0 ? "" : fmt::format(" ({})", countsOf(flow.score.ratio, "changes noticed")))));
  if (flow.score.ratio.whole != 0 && flow.score.interval)
    words.push_back(plain(fmt::format(", for all changes the {}", intervalOf(*flow.score.interval))));
  for (const std::string &entry : flow.deadEntries)
    words = join(std::move(words), {plain("; its entry "), inCode(entry), plain(" names nothing in the program")});
  return words;
}

Words aboutState(const QualityState &state) {
  Words words = {placeOf(state.file, std::to_string(state.line)), plain(": "), inCode(state.text), plain(" in "),
                 inCode(state.function)};
  const std::string tests =
      state.tests == 0 ? "before any test begins" : fmt::format("in {}", countOf(state.tests, "test"));
  switch (state.known) {
  case StateClass::kUnchecked:
    words.push_back(plain(fmt::format(" happens {}, and no assertion looks at it", tests)));
    break;
  case StateClass::kNotReached:
    words.push_back(plain(" happens in no test"));
    break;
  case StateClass::kCrashOnly:
    words.push_back(
        plain(fmt::format(" happens {}; without it they crash or hang, and no assertion looks at it", tests)));
    break;
  case StateClass::kExitOnly:
    words.push_back(
        plain(fmt::format(" happens {}; without it one ends with an error, and no assertion says why", tests)));
    break;
  case StateClass::kUnknown:
    words.push_back(plain(fmt::format(" happens {}; whether they check it isn't measured", tests)));
    break;
  case StateClass::kAsserted:
    words.push_back(plain(fmt::format(" happens {}, and an assertion checks it", tests)));
    break;
  }
  return words;
}

std::vector<Words> signalOf(const Quality &quality) {
  const auto &signal = quality.inputs.signal;
  const std::string &out = quality.outOption;
  std::vector<Words> list = {aboutSilent(quality)};
  if (!quality.inputs.signalProblem.empty()) {
    list.push_back({plain("Flaky tests: not measured: "), inCode(quality.inputs.signalProblem)});
    return list;
  }
  if (!signal || signal->flaky.whole == 0) {
    list.push_back({plain("Flaky tests: not measured. "), inCode(fmt::format("allele signal --repeat 20{} ...", out)),
                    plain(" with the same tests runs them again and again without any change.")});
  } else if (signal->flaky.part == 0) {
    Words words = {plain(fmt::format("None of {} failed by chance.", countOf(signal->flaky.whole, "test")))};
    if (signal->leastRuns != 0)
      words.push_back(plain(fmt::format(
          " Each ran {} times at least: a test that fails in fewer than {} of its runs may have gone unseen.",
          signal->leastRuns, percentOf(leastRateShown(signal->leastRuns)))));
    list.push_back(std::move(words));
  } else {
    const bool isOne = signal->flaky.part == 1;
    list.push_back(
        {plain(fmt::format("{} of {} {} flaky ({}{}): on the same code {}, so {} red says nothing.", signal->flaky.part,
                           countOf(signal->flaky.whole, "test"), isOne ? "is" : "are", percentOf(signal->flaky),
                           quality.flakyInterval ? "; " + intervalOf(*quality.flakyInterval) : "",
                           isOne ? "it passes and fails" : "they pass and fail", isOne ? "its" : "their"))});
  }
  if (!signal || signal->ciRuns == 0) {
    list.push_back({plain("Signal of the CI: not measured. "), inCode(fmt::format("allele signal --junit DIR{}", out)),
                    plain(" takes the CI's results, and tells which of its red runs were defects and which flakes.")});
  } else if (signal->redRuns.whole == 0) {
    const std::string reason =
        signal->undetermined == 0
            ? fmt::format("none of {} was red", countOf(signal->ciRuns, "run"))
            : fmt::format("of {} the cause can't be told", countOf(signal->undetermined, "red run"));
    list.push_back({plain(fmt::format("Signal of the CI: not measured, since {}.", reason))});
  } else {
    list.push_back({plain(fmt::format(
        "Of {} of the CI whose cause can be told, {} made red by defects ({}{}), the others by flakes.{}",
        countOf(signal->redRuns.whole, "red run"),
        signal->redRuns.part == 1 ? "1 was" : fmt::format("{} were", signal->redRuns.part), percentOf(signal->redRuns),
        quality.redInterval ? "; " + intervalOf(*quality.redInterval) : "",
        signal->undetermined == 0 ? "" : fmt::format(" Of {} more it can't be told.", signal->undetermined)))});
  }
  return list;
}

std::vector<Words> escapesOf(const Quality &quality) {
  const auto &escapes = quality.inputs.escapes;
  if (!quality.inputs.escapeProblem.empty())
    return {{plain("not measured: "), inCode(quality.inputs.escapeProblem)}};
  if (!escapes)
    return {{plain("not measured. "), inCode(fmt::format("allele escape --defects FILE{}", quality.outOption)),
             plain(" asks of each known defect whether the tests could have told of it.")}};
  const Ratio escaped = escapes->escaped();
  const std::string unjudged =
      escapes->unjudged == 0 ? "" : fmt::format(" {} more can't be judged.", escapes->unjudged);
  if (escaped.whole == 0)
    return {
        {plain(fmt::format("not measured: of {} none can be judged.", countOf(escapes->unjudged, "known defect")))}};
  return {{plain(fmt::format("Of {} that got past the tests, {} could not have been told by them ({}{}): no test runs "
                             "the code of {}, tests run that of {} and check nothing, and check something else of {}. "
                             "The code of the other {} is checked; what was missing are inputs.{}",
                             countOf(escaped.whole, "defect"), escaped.part, percentOf(escaped),
                             quality.escapeInterval ? "; " + intervalOf(*quality.escapeInterval) : "", escapes->notRun,
                             escapes->notChecked, escapes->wrongState, escapes->checked, unjudged))}};
}

Words trendOf(const Quality &quality) {
  if (quality.runs == 0)
    return {plain("not measured: no complete run wrote here")};
  if (quality.runs == 1)
    return {plain("not measured: this is the only complete run that wrote here, and a trend takes two")};
  const auto partial = std::count_if(quality.history.begin(), quality.history.end(),
                                     [](const HistoryEntry &entry) { return entry.sample < 1 || entry.leftOut != 0; });
  std::string text = fmt::format("{} runs, the last one on {}.", quality.runs,
                                 visibleText(quality.history.back().startedAt.substr(0, 10)));
  if (quality.history.size() < quality.runs)
    text += fmt::format(" The last {} are shown.", quality.history.size());
  if (partial != 0)
    text += fmt::format(" {} of them tried a part of the changes only: what differs may come from that.", partial);
  return {plain(text)};
}

Words aboutNext(const Quality &quality, std::size_t index) {
  const NextTest &next = quality.next[index];
  const std::string &name = quality.nextNames[index];
  const Span place = placeOf(next.file, next.lastLine == 0 ? std::to_string(next.line)
                                                           : fmt::format("{}-{}", next.line, next.lastLine));
  Words code = {plain(" ("), place, plain(", in "), inCode(next.function), plain(")")};
  if (!next.text.empty())
    code = join({inCode(next.text)}, code);
  else
    code = {place, plain(" in "), inCode(next.function)};
  switch (next.kind) {
  case NextTest::Kind::kAssertion:
    return join({plain("One more assertion in "), name.empty() ? plain("a test") : inCode(name),
                 plain(next.state ? ": that it comes to " : ": on what comes of ")},
                code);
  case NextTest::Kind::kNewTest:
    return join({plain(next.state ? "A new test that makes this happen, and checks it: "
                                  : "A new test that gets here, and checks what comes of it: ")},
                code);
  case NextTest::Kind::kOtherInputs:
    return join({plain("A new test with other inputs for ")}, code);
  }
  return {};
}

Words reasonOfNext(const Quality &quality, std::size_t index) {
  const NextTest &next = quality.next[index];
  const std::string &name = quality.nextNames[index];
  Words words;
  switch (next.kind) {
  case NextTest::Kind::kAssertion:
    words = {plain(next.state
                       ? fmt::format("It happens in {}, and nothing looks at it.", countOf(next.tests, "test"))
                       : fmt::format("{}, and nothing looks at what differs.",
                                     next.tests == 1 ? "1 test runs it" : fmt::format("{} tests run it", next.tests)))};
    break;
  case NextTest::Kind::kNewTest:
    words = {plain("No test gets there.")};
    if (!name.empty())
      words = join(std::move(words), {plain(" A beginning: "), inCode(name), plain(" runs the function.")});
    break;
  case NextTest::Kind::kOtherInputs:
    words = {plain(next.tests == 1 ? "1 test runs it, with inputs for which no change makes a difference."
                                   : fmt::format("{} tests run it, with inputs for which no change makes a difference.",
                                                 next.tests))};
    if (!name.empty())
      words = join(std::move(words), {plain(" A beginning: "), inCode(name), plain(".")});
    break;
  }
  if (!next.flow.empty())
    words = join(std::move(words), {plain(" Critical flow: "), inCode(next.flow), plain(".")});
  words.push_back(plain(
      next.atMost > next.atLeast
          ? fmt::format(" It would notice at least {} that nothing notices today, perhaps {}.",
                        countOf(next.atLeast, "change"), next.atMost)
          : fmt::format(" It would notice at least {} that nothing notices today.", countOf(next.atLeast, "change"))));
  return words;
}

Words nextIntroduction(const Quality &quality) {
  if (quality.next.empty()) {
    const bool isAll = quality.score.ratio.part == quality.score.ratio.whole;
    return {plain(quality.mutants == 0  ? "not measured: no changes of the code were tried"
                  : !quality.isComplete ? "not measured: the run isn't finished"
                  : isAll               ? "None: the tests notice every change that was tried."
                                        : "None: what wasn't noticed are changes whose runs say nothing.")};
  }
  return {plain(quality.hasFlows
                    ? "Where one test would notice the most: critical flows come first, then what may be noticed by it."
                    : "Where one test would notice the most."),
          plain(quality.sample < 1 ? " Counts are those of the sample." : "")};
}

std::vector<Words> notesOf(const Quality &quality) {
  std::vector<Words> list;
  if (quality.leftOut != 0)
    list.push_back(
        {plain(fmt::format("{} left out by the selection in the configuration or on the command line: "
                           "nothing is said of them.",
                           quality.leftOut == 1 ? "1 change is" : fmt::format("{} changes are", quality.leftOut)))});
  if (quality.accepted != 0)
    list.push_back({plain(fmt::format("{} accepted, each with a reason, and in no figure.",
                                      quality.accepted == 1
                                          ? "1 change that no test notices was"
                                          : fmt::format("{} changes that no test notices were", quality.accepted)))});
  if (quality.inconclusive != 0)
    list.push_back({plain(fmt::format("The runs of {} say nothing; they count as not noticed.",
                                      countOf(quality.inconclusive, "change")))});
  if (quality.flakyLeftOut != 0)
    list.push_back({plain(fmt::format(
        "{} once without any change, and took no part.",
        quality.flakyLeftOut == 1 ? "1 test failed" : fmt::format("{} tests failed", quality.flakyLeftOut)))});
  return list;
}

Words originOf(const Quality &quality) {
  Words words = {
      plain(fmt::format("By Allele {}, of {} in ", visibleText(quality.version), countOf(quality.tests, "test"))),
      inCode(quality.command), plain(fmt::format(", {}", visibleText(quality.startedAt)))};
  if (!quality.commit.empty()) {
    const bool isChanged = quality.commit.back() == '+';
    words = join(std::move(words), {plain(", commit "), inCode(quality.commit.substr(0, kShortHash))});
    if (isChanged)
      words.push_back(plain(" with changes"));
  }
  words.push_back(plain(". Every change: "));
  words.push_back(inCode("report.html"));
  words.push_back(plain("."));
  return words;
}

} // namespace allele
