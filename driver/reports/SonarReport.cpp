// SonarQube's generic issue import, as of 10.3: survivors, without accepted ones.
#include "../SourceText.h"
#include "../Text.h"
#include "Findings.h"
#include "Report.h"

#include <set>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

// What 10.3 to 10.7 require, and what newer servers do in either of their modes. A rule whose fields contradict each
// other is refused: LOW is MINOR.
Json ruleJson(const std::string &id) {
  const OperatorText about = operatorText(id);
  return {{"id", toValidUtf8(id)},
          {"name", toValidUtf8(id)},
          {"description",
           about.brief.empty() ? "An operator of another version of Allele." : about.brief + " " + about.family},
          {"engineId", "allele"},
          {"cleanCodeAttribute", "TESTED"},
          {"type", "CODE_SMELL"},
          {"severity", "MINOR"},
          {"impacts", Json::array({{{"softwareQuality", "MAINTAINABILITY"}, {"severity", "LOW"}}})}};
}

// Columns from 0, in UTF-16 units. An empty range, or one that the file doesn't have, ends the whole analysis: then the
// line alone stands.
Json rangeJson(const Mutant &mutant, const SourceText *source) {
  const SourceRange &range = mutant.range;
  Json json = {{"startLine", range.line}};
  if (source == nullptr || mutant.original.empty() ||
      source->at(range) != std::optional<std::string_view>(mutant.original))
    return json;
  json["endLine"] = range.endLine;
  json["startColumn"] = utf16Column(source, range.line, range.column) - 1;
  json["endColumn"] = utf16Column(source, range.endLine, range.endColumn) - 1;
  return json;
}

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  const std::vector<std::size_t> survivors = results.unaccepted(Verdict::kSurvived);
  std::set<std::string> operators;
  for (const std::size_t i : survivors)
    operators.insert(results.catalog.mutants[i].operatorId);
  std::string text = "{\"rules\":";
  JsonArray rules(text);
  for (const std::string &id : operators)
    rules.add(ruleJson(id));
  rules.end();
  text += ",\n\"issues\":";
  JsonArray issues(text);
  SourceTexts sources(results.sources);
  for (const std::size_t i : survivors) {
    const Mutant &mutant = results.catalog.mutants[i];
    Json place = {{"message", findingText(mutant, results.pairs[i])}, {"filePath", toValidUtf8(mutant.file)}};
    if (mutant.range.line != 0)
      place["textRange"] = rangeJson(mutant, sources.of(mutant));
    issues.add({{"ruleId", toValidUtf8(mutant.operatorId)}, {"primaryLocation", std::move(place)}});
  }
  issues.end();
  text += "}\n";
  return text;
}

} // namespace

extern const ReportFormat kSonarReport;
const ReportFormat kSonarReport = {"sonar",     "SonarQube's generic issues: survivors", nullptr, render, nullptr,
                                   "sonar.json"};

} // namespace allele
