// report.json: the mutation-testing-report-schema, version 2 (npm package mutation-testing-report-schema 3.8.4).
#include "../MutantId.h"
#include "../SourceDiff.h"
#include "../Text.h"
#include "MutationSchema.h"
#include "Report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

std::string testId(std::size_t test) {
  return std::to_string(test + 1);
}

Json position(const std::optional<std::string_view> &source, std::uint32_t line, std::uint32_t column) {
  const std::string_view prefix = source ? linePrefix(*source, line, column) : std::string_view();
  return {{"line", std::max<std::uint32_t>(line, 1)}, {"column", schemaColumn(prefix, column)}};
}

Json mutantJson(const Mutant &mutant, const std::optional<Outcome> &outcome, const std::vector<Pair> &pairs,
                const Acceptance *acceptance, const std::optional<std::string_view> &source) {
  Json json = {{"id", formatId(mutant.id)},
               {"mutatorName", toValidUtf8(mutant.operatorId)},
               {"replacement", toValidUtf8(mutant.replacement)},
               {"location",
                {{"start", position(source, mutant.range.line, mutant.range.column)},
                 {"end", position(source, mutant.range.endLine, mutant.range.endColumn)}}},
               {"status", schemaStatus(mutant, outcome, acceptance)}};
  if (const std::string reason = schemaReason(mutant, outcome, acceptance); !reason.empty())
    json["statusReason"] = reason;
  if (!outcome || equalOf(mutant))
    return json;
  for (const Pair &pair : pairs)
    json["coveredBy"].push_back(testId(pair.test));
  if (outcome->reached)
    json["duration"] = static_cast<double>(outcome->wallTime.count()) / 1000.0;
  for (const std::size_t test : outcome->killers)
    json["killedBy"].push_back(testId(test));
  return json;
}

double milliseconds(const RunResults &results, std::string_view stage) {
  double sum = 0;
  for (const auto &[name, seconds] : results.stageSeconds)
    if (name == stage)
      sum += seconds;
  return sum * 1000;
}

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  Json files = Json::object();
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
    const Mutant &mutant = results.catalog.mutants[i];
    const auto entry = results.sources.find(sourcePathOf(mutant));
    std::optional<std::string_view> source;
    if (entry != results.sources.end())
      source = entry->second;
    Json &file = files[toValidUtf8(mutant.file)];
    if (file.is_null())
      file = {{"language", schemaLanguage(mutant.file)},
              {"source", source ? toValidUtf8(*source) : std::string()},
              {"mutants", Json::array()}};
    file["mutants"].push_back(
        mutantJson(mutant, results.outcomes[i], results.pairs[i], results.acceptanceOf(i), source));
  }
  const std::string program = results.info.command.empty() ? "" : results.info.command.front();
  const std::string commandLine = shellQuote(results.info.command);
  Json tests = Json::array();
  for (std::size_t i = 0; i < results.info.tests.size(); ++i)
    tests.push_back({{"id", testId(i)}, {"name", toValidUtf8(results.info.tests[i].name)}});
  Json report = {
      {"schemaVersion", "2"},
      {"thresholds", {{"high", 80}, {"low", 60}}},
      {"projectRoot", toValidUtf8(results.catalog.mutants.empty() ? "" : results.catalog.mutants.front().root)},
      {"framework", {{"name", "Allele"}, {"version", results.info.version}}},
      {"config",
       {{"command", toValidUtf8(commandLine)}, {"workingDirectory", toValidUtf8(results.info.workingDirectory)}}},
      {"performance",
       {{"setup", milliseconds(results, "read")},
        {"initialRun",
         milliseconds(results, "baseline") + milliseconds(results, "counting") + milliseconds(results, "recording")},
        {"mutation", milliseconds(results, "mutants")}}},
      {"testFiles", {{toValidUtf8(program), {{"tests", std::move(tests)}}}}},
      {"files", std::move(files)}};
  return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

extern const ReportFormat kJsonReport;
const ReportFormat kJsonReport = {"json", "mutation-testing-report-schema, version 2", "report.json", render};

} // namespace allele
