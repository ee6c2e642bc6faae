#include "Gates.h"

#include "Acceptances.h"
#include "Flows.h"
#include "Glob.h"
#include "MutantId.h"
#include "MutantText.h"
#include "Score.h"
#include "Text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <sstream>

namespace allele {
namespace {

constexpr double kRounding = 1e-9; // 29 % of 100 is 28.999...

constexpr std::size_t kFilesShown = 3;
constexpr std::size_t kNewShown = 20;

using Choice = std::vector<std::size_t>; // indices of mutants

struct Figure {
  const char *name;
  std::optional<double> Thresholds::*least;
  Ratio Scores::*ratio;
  const char *mend; // behind the number that is missing
  const char *what; // becomes of the mutants that are in the way
  std::vector<Verdict> inTheWay;
};

const Figure kFigures[] = {
    {"score",
     &Thresholds::score,
     &Scores::score,
     "more of {} mutants have to be killed",
     "aren't noticed",
     {Verdict::kSurvived, Verdict::kNotReached}},
    {"strength",
     &Thresholds::strength,
     &Scores::strength,
     "more of {} reached mutants have to be killed",
     "survive",
     {Verdict::kSurvived}},
    {"coverage",
     &Thresholds::coverage,
     &Scores::coverage,
     "more of {} lines have to be executed",
     "aren't reached",
     {Verdict::kNotReached}},
};

class Check {
public:
  Check(const GateSettings &wanted, const GateOptions &asked, const SurvivorBaseline *line, const RunResults &run)
      : settings(wanted), options(asked), baseline(line), results(run) {}

  GateReport perform() {
    const Choice all = chosen([](const Mutant &) { return true; });
    thresholds("", settings.all, all);
    thresholds("", options.least, all);
    for (const auto &[glob, least] : settings.paths)
      thresholds(" of " + glob, least,
                 chosen([&, &pattern = glob](const Mutant &mutant) { return matchesPath(pattern, mutant.file); }));
    flows();
    if (options.ratchet)
      thresholds(" of the baseline", {baseline->score, baseline->strength, baseline->coverage}, all);
    if (options.failOnNew)
      newOnes();
    inconclusive();
    return std::move(report);
  }

private:
  Choice chosen(const std::function<bool(const Mutant &)> &isChosen) const {
    Choice choice;
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
      if (isChosen(results.catalog.mutants[i]))
        choice.push_back(i);
    return choice;
  }

  void thresholds(const std::string &of, const Thresholds &least, const Choice &choice) {
    if (least.isEmpty())
      return;
    thresholds(of, least, choice, tally(results, choice).scores);
  }

  void thresholds(const std::string &of, const Thresholds &least, const Choice &choice, const Scores &scores) {
    for (const Figure &figure : kFigures)
      if (const std::optional<double> bound = least.*figure.least)
        threshold(figure, of, *bound, scores.*figure.ratio, choice);
  }

  void flows() {
    if (std::all_of(settings.flows.begin(), settings.flows.end(),
                    [](const FlowSettings &flow) { return flow.least.isEmpty() && !flow.leastAsserted; }))
      return;
    for (const Flow &flow : flowsOf(results, settings.flows, evidenceOf(results))) {
      const std::string of = " of flow " + toPrintableLine(flow.settings.name);
      thresholds(of, flow.settings.least, flow.mutants, flow.scores());
      if (flow.settings.leastAsserted)
        asserted(of, flow, *flow.settings.leastAsserted);
    }
  }

  void asserted(const std::string &of, const Flow &flow, double bound) {
    const Ratio ratio{flow.count(StateClass::kAsserted), flow.states.size()};
    const auto value = ratio.value();
    if (!results.complete || !value)
      report.failed.push_back(fmt::format("asserted{}: nothing was measured, so it isn't {:.4g} %: {}", of, bound,
                                          results.complete ? "it has no failure states"
                                                           : "the run isn't complete; the same command goes on"));
    else if (*value * 100 + kRounding >= bound)
      report.passed.push_back(fmt::format("asserted{} {:.2f} %, at least {:.4g} % wanted", of, *value * 100, bound));
    else
      report.failed.push_back(
          fmt::format("asserted{} {:.2f} % ({} of {} failure states) is below {:.4g} %; `allele flows "
                      "{}` lists the others",
                      of, *value * 100, ratio.part, ratio.whole, bound, shellQuote(flow.settings.name)));
  }

  void threshold(const Figure &figure, const std::string &of, double bound, const Ratio &ratio, const Choice &choice) {
    const std::string name = fmt::format("{}{}", figure.name, of);
    const auto value = ratio.value();
    if (!results.complete || !value) {
      report.failed.push_back(fmt::format("{}: nothing was measured, so it isn't {:.4g} %: {}", name, bound,
                                          results.complete ? "there are no such mutants"
                                                           : "the run isn't complete; the same command goes on"));
      return;
    }
    const double percent = *value * 100;
    if (percent + kRounding >= bound) {
      report.passed.push_back(fmt::format("{} {:.2f} %, at least {:.4g} % wanted", name, percent, bound));
      return;
    }
    const auto wanted = static_cast<std::size_t>(std::ceil(bound / 100 * static_cast<double>(ratio.whole) - kRounding));
    report.failed.push_back(fmt::format("{} {:.2f} % is {:.2f} points below {:.4g} %: {} {}{}", name, percent,
                                        bound - percent, bound, wanted - ratio.part,
                                        fmt::format(fmt::runtime(figure.mend), ratio.whole), mostIn(choice, figure)));
  }

  // "; most survive in src/a.c (12), src/b.c (3)"
  std::string mostIn(const Choice &choice, const Figure &figure) const {
    const auto isInTheWay = [&](Verdict verdict) {
      return std::find(figure.inTheWay.begin(), figure.inTheWay.end(), verdict) != figure.inTheWay.end();
    };
    std::map<std::string, std::size_t> byFile;
    for (const std::size_t i : choice) {
      const std::optional<Outcome> &outcome = results.outcomes[i];
      if (outcome && isUndetected(results, i) && isInTheWay(outcome->judgement.verdict))
        ++byFile[results.catalog.mutants[i].file];
    }
    std::vector<std::pair<std::size_t, std::string>> files;
    files.reserve(byFile.size());
    for (const auto &[file, count] : byFile)
      files.emplace_back(count, file);
    std::sort(files.rbegin(), files.rend());
    files.resize(std::min(files.size(), kFilesShown));
    std::string text;
    for (const auto &[count, file] : files)
      text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", toPrintableLine(file), count);
    return text.empty() ? "" : fmt::format("; most {} in {}", figure.what, text);
  }

  void newOnes() {
    if (!results.complete) {
      report.failed.emplace_back(
          "new survivors: the run isn't complete, so there may be more; the same command goes on");
      return;
    }
    if (results.catalog.mutants.empty() || tally(results).scores.score.whole == 0) {
      report.failed.emplace_back("new survivors: nothing was measured, there are no mutants");
      return;
    }
    if (results.info.sample > baseline->sample) {
      report.failed.push_back(
          fmt::format("new survivors: the baseline is of a sample of {:.3g} %, so it says nothing of "
                      "the other mutants; draw it from a run of as many",
                      baseline->sample * 100));
      return;
    }
    std::size_t count = 0;
    std::string list;
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
      const Mutant &mutant = results.catalog.mutants[i];
      const std::optional<Outcome> &outcome = results.outcomes[i];
      if (!outcome || !isUndetected(results, i) || baseline->undetected.count(mutant.id) != 0)
        continue;
      if (++count <= kNewShown)
        list += fmt::format("\n  {}  {}  {}: {} {}", formatId(mutant.id), toPrintableLine(placeOf(mutant)),
                            mutant.operatorId, changeOf(mutant), toString(outcome->judgement.verdict));
    }
    if (count == 0) {
      report.passed.push_back(
          fmt::format("nothing new survives beside the {} of the baseline", baseline->undetected.size()));
      return;
    }
    if (count > kNewShown)
      list += fmt::format("\n  and {} more", count - kNewShown);
    report.failed.push_back(fmt::format("{} that no test notices; write a test that does, or accept each with `allele "
                                        "accept ID --reason TEXT`:{}",
                                        countOf(count, "new mutant"), list));
  }

  void inconclusive() {
    const std::optional<double> most = options.mostInconclusive ? options.mostInconclusive : settings.mostInconclusive;
    if (!most)
      return;
    const Tally sum = tally(results);
    const std::size_t count = sum.all.of(Verdict::kInconclusive);
    const Ratio share{count, sum.scores.score.whole};
    const auto value = share.value();
    if (!results.complete || !value) {
      report.failed.emplace_back("inconclusive: nothing was measured");
      return;
    }
    const std::string said = fmt::format("inconclusive {:.2f} % ({} of {})", *value * 100, count, share.whole);
    if (*value * 100 - kRounding <= *most) {
      report.passed.push_back(fmt::format("{}, at most {:.4g} % allowed", said, *most));
      return;
    }
    report.tooManyInconclusive = true;
    report.failed.push_back(fmt::format("{} is more than {:.4g} %; the report says why each is", said, *most));
  }

  const GateSettings &settings;
  const GateOptions &options;
  const SurvivorBaseline *baseline;
  const RunResults &results;
  GateReport report;
};

} // namespace

Result<Thresholds> parseThresholds(const std::string &text) {
  Thresholds least;
  std::stringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const std::size_t sign = part.find('=');
    const std::string name = part.substr(0, sign);
    const auto figure =
        std::find_if(std::begin(kFigures), std::end(kFigures), [&](const Figure &each) { return name == each.name; });
    const std::string number = sign == std::string::npos ? "" : part.substr(sign + 1);
    char *end = nullptr;
    const double value = std::strtod(number.c_str(), &end);
    if (figure == std::end(kFigures) || number.empty() || *end != '\0' || !(value >= 0 && value <= 100))
      return Error{fmt::format("'{}' isn't score, strength or coverage with percent, such as score=80,strength=90",
                               toPrintableLine(part))};
    least.*figure->least = value;
  }
  return least;
}

GateReport checkGates(const GateSettings &settings, const GateOptions &options, const SurvivorBaseline *baseline,
                      const RunResults &results) {
  return Check(settings, options, baseline, results).perform();
}

} // namespace allele
