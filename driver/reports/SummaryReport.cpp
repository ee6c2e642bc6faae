// summary.json: the figures of a run (docs/formats.md).
#include "../FlowJson.h"
#include "../PseudoTested.h"
#include "../Score.h"
#include "../Text.h"
#include "Report.h"

#include <nlohmann/json.hpp>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

Json ratio(const Ratio &ratio, bool complete) {
  Json value; // null: nothing to divide by, or not all verdicts are known
  if (const auto known = ratio.value(); complete && known)
    value = *known;
  return {{"value", value}, {"part", ratio.part}, {"whole", ratio.whole}};
}

Json countsJson(const Counts &counts) {
  Json json = {{"total", counts.total()}};
  for (const auto &[verdict, count] : counts.byVerdict)
    json[toString(verdict)] = count;
  json["pending"] = counts.pending;
  json["duplicates"] = counts.duplicates;
  json["accepted"] = counts.accepted;
  return json;
}

Json causesJson(const Counts &counts) {
  Json json = Json::object();
  for (const auto &[cause, count] : counts.byCause)
    json[toString(cause)] = count;
  return json;
}

Json countsByName(const std::map<std::string, std::size_t> &counts) {
  Json json = Json::object();
  for (const auto &[name, count] : counts)
    json[toValidUtf8(name)] = count;
  return json;
}

Json ignoredJson(const IgnoredCounts &counts) {
  return {{"noise", countsByName(counts.noise)},
          {"suppressed", counts.suppressed},
          {"equivalent", counts.equivalent},
          {"equal to absent", counts.equalToAbsent},
          {"not instrumented", counts.notInstrumented}};
}

Json limitsJson(const ProcessLimits &limits) {
  const auto orNull = [](std::uint64_t bound) { return bound == 0 ? Json() : Json(bound); };
  return {{"wall seconds", std::chrono::duration<double>(limits.wallTime).count()},
          {"cpu seconds", std::chrono::duration<double>(limits.cpuTime).count()},
          {"idle seconds", std::chrono::duration<double>(limits.idleTime).count()},
          {"memory bytes", orNull(limits.memoryBytes)},
          {"file bytes", orNull(limits.fileSizeBytes)},
          {"scratch bytes", orNull(limits.scratchBytes)},
          {"processes", orNull(limits.processes)},
          {"output bytes", orNull(limits.outputLimitBytes)}};
}

std::string render(const RunResults &results, const ReportOptions &options) {
  const Tally sum = tally(results);
  Json stages = Json::object();
  for (const auto &[name, seconds] : results.stageSeconds)
    stages[name] = seconds;
  Json operators = Json::object();
  for (const auto &[name, counts] : sum.byOperator)
    operators[toValidUtf8(name)] = countsJson(counts);
  Json pseudoTested = Json::array();
  const PseudoTested pseudo(results);
  for (const PseudoTestedFunction &each : pseudo.functions()) {
    const Mutant &first = results.catalog.mutants[each.mutants.front()];
    pseudoTested.push_back({{"function", toValidUtf8(demangle(each.function))},
                            {"file", toValidUtf8(first.file)},
                            {"line", first.range.line}});
  }
  std::size_t reached = 0;
  std::size_t infected = 0;
  std::size_t orphans = 0;
  for (std::size_t i = 0; i < results.outcomes.size(); ++i) {
    const std::optional<Outcome> &outcome = results.outcomes[i];
    if (equalOf(results.catalog.mutants[i]))
      continue;
    reached += outcome && outcome->reached ? 1 : 0;
    infected += outcome && outcome->infected ? 1 : 0;
    orphans += outcome ? outcome->orphansKilled : 0;
  }
  Json command = Json::array();
  for (const std::string &word : results.info.command)
    command.push_back(toValidUtf8(word));
  const BaselineFacts &baseline = results.info.baseline;
  const CodeCoverage code = coverageOf(results.code);
  Json flows = Json::array();
  if (results.code.isKnown)
    for (const Flow &flow : flowsOf(results, options.flows, evidenceOf(results)))
      flows.push_back(Json(flowFigures(flow)));
  const Json summary = {{"format", kFormat},
                        {"version", results.info.version},
                        {"command", command},
                        {"working directory", toValidUtf8(results.info.workingDirectory)},
                        {"started at", results.info.startedAt},
                        {"machine", toValidUtf8(results.info.machine)},
                        {"complete", results.complete},
                        {"mutants", countsJson(sum.all)},
                        {"killed by", causesJson(sum.all)},
                        {"ignored", ignoredJson(sum.ignored)},
                        {"macros", countsByName(sum.macros)},
                        {"reached", reached},
                        {"infected", infected},
                        {"tests", results.info.tests.size()},
                        {"framework", results.info.framework},
                        {"forks", results.info.forks},
                        {"pairs",
                         {{"generated", results.info.pairs.generated},
                          {"reached", results.info.pairs.reached},
                          {"infected", results.info.pairs.infected},
                          {"run", results.info.pairs.run}}},
                        {"orphans killed", orphans},
                        {"score", ratio(sum.scores.score, results.complete)},
                        {"score without hangs", ratio(sum.scores.scoreWithoutHangs, results.complete)},
                        {"strength", ratio(sum.scores.strength, results.complete)},
                        {"coverage", ratio(sum.scores.coverage, results.complete)},
                        {"branch coverage", ratio(code.branches, results.complete)},
                        {"function coverage", ratio(code.functions, results.complete)},
                        {"flows", flows},
                        {"operators", operators},
                        {"pseudo-tested", pseudoTested},
                        {"baseline",
                         {{"runs", baseline.runs},
                          {"wall seconds", std::chrono::duration<double>(baseline.wallTime).count()},
                          {"cpu seconds", std::chrono::duration<double>(baseline.cpuTime).count()},
                          {"peak memory bytes", baseline.peakMemoryBytes}}},
                        {"left out", results.info.leftOut},
                        {"sample", results.info.sample},
                        {"jobs", results.info.jobs},
                        {"isolation", toString(results.info.isolation)},
                        {"limits", limitsJson(results.info.limits)},
                        {"stage seconds", stages}};
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

extern const ReportFormat kSummaryReport;
const ReportFormat kSummaryReport = {"summary", "the figures alone, as JSON", "summary.json", render};

} // namespace allele
