// allele flows: the critical flows, what belongs to each, and which of its failure states some assertion checks.
#include "FlowJson.h"
#include "Flows.h"
#include "MutantId.h"
#include "MutantText.h"
#include "Subcommands.h"
#include "Text.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace allele {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kNamesShown = 3;
constexpr std::size_t kSuggested = 10;
constexpr std::size_t kStatesShown = 20; // of a class

// "91.2 % (31 of 34 lines)", "no lines"
std::string percentOf(const Ratio &ratio, const char *what) {
  if (const auto value = ratio.value())
    return fmt::format("{:.1f} % ({} of {} {})", *value * 100, ratio.part, ratio.whole, what);
  return fmt::format("- (no {})", what);
}

std::string namesOf(const std::vector<std::size_t> &tests, const RunResults &results) {
  std::string names;
  for (std::size_t i = 0; i < tests.size() && i < kNamesShown; ++i)
    names += fmt::format("{}{}", i == 0 ? "" : ", ", toPrintableLine(results.info.tests[tests[i]].name));
  return tests.size() > kNamesShown ? fmt::format("{} and {} more", names, tests.size() - kNamesShown) : names;
}

// "DIRECTORY/tests/x.cpp:12: CHECK( ... )", as compilers name files, without the working directory.
std::string fromHere(const std::string &assertion) {
  std::error_code failed;
  const std::string here = (std::filesystem::current_path(failed) / "").string();
  return !failed && assertion.rfind(here, 0) == 0 ? assertion.substr(here.size()) : assertion;
}

// Whether more mutants of failure states could be asked for.
bool namesFailureLevel(const Configuration &configuration) {
  const std::vector<std::string> &operators = configuration.selection.operators;
  return std::any_of(operators.begin(), operators.end(),
                     [](const std::string &name) { return name == "failure" || name == "all"; });
}

class FlowsText {
public:
  FlowsText(const RunResults &run, const std::vector<StateEvidence> &known, const FlowsOptions &wanted,
            const Palette &colours, bool holdsAllOfFailure)
      : results(run), code(run.code), evidence(known), options(wanted), palette(colours),
        holdsFailureLevel(holdsAllOfFailure) {}

  std::string flow(const Flow &flow) {
    text.clear();
    const std::string name = flow.settings.name.empty() ? "all code" : flow.settings.name;
    const auto entries = std::count_if(flow.members.begin(), flow.members.end(),
                                       [](const FlowMember &member) { return member.depth == 0; });
    text += palette.bold(toPrintableLine(name));
    if (!flow.settings.owner.empty())
      text += fmt::format("  ({})", toPrintableLine(flow.settings.owner));
    text += fmt::format(": {}", countOf(flow.members.size(), "function"));
    if (!flow.settings.name.empty())
      text += fmt::format(", {} of them entries", entries);
    text += fmt::format("\n  {}\n", summaryOf(flow));
    if (!flow.states.empty())
      text += fmt::format("  assertion density {:.2f} ({} for {})   ",
                          static_cast<double>(flow.assertions) / static_cast<double>(flow.states.size()),
                          countOf(flow.assertions, "assertion"), countOf(flow.states.size(), "state"));
    else
      text += "  ";
    const Scores scores = flow.scores();
    text += fmt::format("coverage {}   score {}   strength {}\n", percentOf(scores.coverage, "lines"),
                        percentOf(scores.score, "mutants"), percentOf(scores.strength, "reached mutants"));
    for (const std::string &entry : flow.deadEntries)
      text += palette.red(fmt::format("  entry '{}' names nothing in the program", toPrintableLine(entry))) + "\n";
    for (const StateClass known : kAllStateClasses)
      states(flow, known);
    if (options.all)
      members(flow);
    return text;
  }

  std::string suggestions(const std::vector<FlowCandidate> &candidates) const {
    if (candidates.empty())
      return "no candidates: no function with failure states is named like something critical\n";
    std::string list =
        palette.bold("candidates for critical flows, by names, callers and the failures they lead to") + "\n";
    for (const FlowCandidate &candidate : candidates) {
      const CodeFunction &function = code.functions[candidate.function];
      list += fmt::format("  {}  {}:{}  {}, {}\n", toPrintableLine(function.name),
                          toPrintableLine(code.fileOf(function).path), function.line,
                          countOf(candidate.states, "failure state"), countOf(candidate.callers, "caller"));
    }
    const CodeFunction &first = code.functions[candidates.front().function];
    list += fmt::format("in allele.yml:\n  flows:\n    - {{name: {}, entry: [\"{}\"]}}\n",
                        candidates.front().words.front(), toPrintableLine(first.name));
    return list;
  }

private:
  void states(const Flow &flow, StateClass known) {
    const std::size_t count = flow.count(known);
    if (count == 0 || (known == StateClass::kAsserted && !options.all))
      return;
    text += fmt::format("  {}\n", palette.bold(toString(known)));
    std::size_t shown = 0;
    for (const std::size_t index : flow.states) {
      if (evidence[index].known != known)
        continue;
      if (!options.all && shown++ == kStatesShown) {
        text += fmt::format("    and {} more; --all shows them\n", count - kStatesShown);
        return;
      }
      state(index);
    }
  }

  void state(std::size_t index) {
    const FailureState &state = code.states[index];
    const StateEvidence &found = evidence[index];
    text += fmt::format("    {}  {}  {}  in {}\n", toPrintableLine(placeOf(code, state)), toString(state.kind),
                        quotedCode(state.text), toPrintableLine(code.functions[state.function].name));
    if (!state.tests.empty())
      text +=
          fmt::format("      reached by {}: {}\n", countOf(state.tests.size(), "test"), namesOf(state.tests, results));
    switch (found.known) {
    case StateClass::kUnchecked:
      mutants("not noticed", found.mutants);
      break;
    case StateClass::kNotReached:
      if (!found.forcing.empty())
        mutants("a failure that is forced leads there", found.forcing);
      break;
    case StateClass::kCrashOnly:
    case StateClass::kExitOnly:
      mutants("noticed by no assertion", found.mutants);
      break;
    case StateClass::kUnknown:
      text += "      no mutant takes it away, so whether an assertion would notice isn't known\n";
      if (!holdsFailureLevel)
        text += "      `operators: [default, failure]` has more that do\n";
      break;
    case StateClass::kAsserted:
      text += fmt::format("      asserted by {}\n",
                          toPrintableLine(found.assertion.empty() ? "an assertion" : fromHere(found.assertion)));
      break;
    }
  }

  void mutants(const char *what, const std::vector<std::size_t> &list) {
    std::size_t shown = 0;
    for (const std::size_t index : list) {
      const std::optional<Outcome> &outcome = results.outcomes[index];
      const Mutant &mutant = results.catalog.mutants[index];
      if (!outcome || outcome->judgement.verdict == Verdict::kIgnored || shown == kNamesShown)
        continue;
      ++shown;
      text += fmt::format("      {}: {}  {}  ({}{}{})\n", what, changeOf(mutant), formatId(mutant.id),
                          toString(outcome->judgement.verdict), outcome->judgement.cause == Cause::kNone ? "" : " by ",
                          toString(outcome->judgement.cause));
    }
  }

  void members(const Flow &flow) {
    text += fmt::format("  {}\n", palette.bold("functions"));
    for (const FlowMember &member : flow.members) {
      const CodeFunction &function = code.functions[member.function];
      text += fmt::format("    {}  {}  {}:{}{}\n", member.depth, toPrintableLine(function.name),
                          toPrintableLine(code.fileOf(function).path), function.line,
                          !function.isMeasured ? "  not measured"
                          : function.isReached ? ""
                                               : "  not reached");
    }
  }

  const RunResults &results;
  const CodeMap &code;
  const std::vector<StateEvidence> &evidence;
  const FlowsOptions &options;
  const Palette &palette;
  const bool holdsFailureLevel;
  std::string text;
};

} // namespace

ExitCode runFlows(const FlowsOptions &options, Terminal &terminal) {
  const auto fail = [&](const std::string &message) {
    terminal.error(message);
    return ExitCode::kUsage;
  };
  auto results = loadResults(options.out);
  if (!results)
    return fail(results.error().message);
  if (!results->code.isKnown)
    return fail(
        fmt::format("the results in {} don't know the code: they are of an older allele, or the program was built "
                    "with an older plugin; build it and run `allele run` again",
                    options.out));
  const Configuration configuration = currentConfiguration();
  const std::vector<StateEvidence> evidence = evidenceOf(*results);
  std::vector<Flow> flows = flowsOf(*results, configuration.flows, evidence);
  for (const std::string &name : options.names)
    if (std::none_of(flows.begin(), flows.end(), [&](const Flow &flow) { return flow.settings.name == name; })) {
      std::vector<std::string> known;
      known.reserve(flows.size());
      for (const Flow &flow : flows)
        known.push_back(flow.settings.name);
      return fail(fmt::format("no flow '{}'{}; {}", toPrintableLine(name), didYouMean(name, known),
                              known.empty() ? "allele.yml names none under `flows`"
                                            : fmt::format("there are {}", fmt::join(known, ", "))));
    }
  if (!options.names.empty())
    flows.erase(std::remove_if(flows.begin(), flows.end(),
                               [&](const Flow &flow) {
                                 return std::find(options.names.begin(), options.names.end(), flow.settings.name) ==
                                        options.names.end();
                               }),
                flows.end());
  const bool isWhole = flows.empty();
  if (isWhole)
    flows.push_back(wholeProgram(*results, evidence));
  const bool suggests = options.suggest || isWhole;
  const std::vector<FlowCandidate> candidates =
      suggests ? suggestFlows(*results, kSuggested) : std::vector<FlowCandidate>();
  if (options.json) {
    Json json = {{"flows", Json::array()}, {"candidates", Json::array()}};
    for (const Flow &flow : flows)
      json["flows"].push_back(flowJson(*results, flow, evidence));
    for (const FlowCandidate &candidate : candidates)
      json["candidates"].push_back({{"function", toValidUtf8(results->code.functions[candidate.function].name)},
                                    {"words", candidate.words},
                                    {"callers", candidate.callers},
                                    {"states", candidate.states}});
    terminal.print(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return ExitCode::kFine;
  }
  FlowsText text(*results, evidence, options, terminal.palette(), namesFailureLevel(configuration));
  std::string all;
  for (const Flow &flow : flows)
    all += (all.empty() ? "" : "\n") + text.flow(flow);
  if (suggests)
    all += "\n" + text.suggestions(candidates);
  if (!results->complete)
    all += "\nthe run isn't complete: what isn't decided yet counts as not noticed\n";
  terminal.print(all);
  return ExitCode::kFine;
}

} // namespace allele
