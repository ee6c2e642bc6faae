// report.json: the mutation-testing-report-schema, version 2 (npm package mutation-testing-report-schema 3.8.4).
#include "../MutantId.h"
#include "../SourceText.h"
#include "../Text.h"
#include "Findings.h"
#include "MutationSchema.h"
#include "Report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

std::string testId(std::size_t test) {
  return std::to_string(test + 1);
}

Json position(const SourceText *source, std::uint32_t line, std::uint32_t column) {
  return {{"line", std::max<std::uint32_t>(line, 1)}, {"column", schemaColumn(source, line, column)}};
}

Json mutantJson(const Mutant &mutant, const std::optional<Outcome> &outcome, const std::vector<Pair> &pairs,
                const Acceptance *acceptance, const SourceText *source) {
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

// The mutants by the name of their file, in the order of the first ones.
std::vector<std::pair<std::string, std::vector<std::size_t>>> byFile(const Catalog &catalog) {
  std::vector<std::pair<std::string, std::vector<std::size_t>>> files;
  std::unordered_map<std::string, std::size_t> indexOf; // two names may be the same as UTF-8
  for (std::size_t i = 0; i < catalog.mutants.size(); ++i) {
    const std::string name = toValidUtf8(catalog.mutants[i].file);
    const auto entry = indexOf.emplace(name, files.size());
    if (entry.second)
      files.push_back({name, {}});
    files[entry.first->second].second.push_back(i);
  }
  return files;
}

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  const std::string program = results.info.command.empty() ? "" : results.info.command.front();
  const std::string commandLine = shellQuote(results.info.command);
  Json tests = Json::array();
  for (std::size_t i = 0; i < results.info.tests.size(); ++i)
    tests.push_back({{"id", testId(i)}, {"name", toValidUtf8(results.info.tests[i].name)}});
  const Json head = {
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
      {"testFiles", {{toValidUtf8(program), {{"tests", std::move(tests)}}}}}};
  std::string text = toJson(head);
  text.pop_back();
  text += ",\n\"files\":{";
  SourceTexts sources(results.sources);
  const char *separator = "\n";
  for (const auto &[name, mutants] : byFile(results.catalog)) {
    const Mutant &first = results.catalog.mutants[mutants.front()];
    const SourceText *source = sources.of(first);
    text +=
        fmt::format("{}{}:{{\"language\":{},\"source\":{},\"mutants\":", separator, toJson(name),
                    toJson(schemaLanguage(first.file)), toJson(source != nullptr ? toValidUtf8(source->text()) : ""));
    JsonArray array(text);
    for (const std::size_t i : mutants) {
      const Mutant &mutant = results.catalog.mutants[i];
      array.add(mutantJson(mutant, results.outcomes[i], results.pairs[i], results.acceptanceOf(i), sources.of(mutant)));
    }
    array.end();
    text += "}";
    separator = ",\n";
  }
  text += "}}\n";
  return text;
}

} // namespace

extern const ReportFormat kJsonReport;
const ReportFormat kJsonReport = {"json", "mutation-testing-report-schema, version 2", "report.json", render};

} // namespace allele
