// SARIF 2.1.0 with errata 01: survivors as results. No `fixes`: a consumer may apply those without asking anybody, and
// the only change of the code at hand is the mutant itself; what a survivor lacks is a test.
#include "../MutantId.h"
#include "../MutantText.h"
#include "../SourceText.h"
#include "../Text.h"
#include "Findings.h"
#include "Report.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char *kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

constexpr const char *kHelp =
    "A survivor is a change of the code with which all tests pass: none runs the place with values that tell the two "
    "apart, or none checks what comes of it. Write a test that fails with the change, or let one check more. Where the "
    "change makes no difference that anybody cares for, `allele accept` says so.";

// RFC 3986: all bytes but unreserved characters and slashes are escaped.
std::string percentEncode(std::string_view path) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string uri;
  for (const char c : path) {
    if (kPlain.find(c) != std::string_view::npos)
      uri += c;
    else
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

std::string directoryUri(const std::string &path) {
  return "file://" + percentEncode(path) + (path.empty() || path.back() != '/' ? "/" : "");
}

// A message's own syntax: braces stand for arguments, "[text](target)" for a link.
std::string literal(const std::string &text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '(' && !escaped.empty() && escaped.back() == ']')
      escaped += ' ';
    escaped += c;
    if (c == '{' || c == '}')
      escaped += c;
  }
  return escaped;
}

// "lt-to-le" as "LtToLe".
std::string pascalCase(const std::string &id) {
  std::string name;
  bool isFirst = true;
  for (const char c : id) {
    if (c != '-')
      name += isFirst && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    isFirst = c == '-';
  }
  return name;
}

Json ruleJson(const std::string &id) {
  const OperatorText about = operatorText(id);
  const std::string brief = about.brief.empty() ? "An operator of another version of Allele." : about.brief;
  const std::string help = about.family.empty() ? kHelp : about.family + "\n\n" + kHelp;
  return {{"id", toValidUtf8(id)},
          {"name", pascalCase(toValidUtf8(id))},
          {"shortDescription", {{"text", literal(brief)}}},
          {"fullDescription", {{"text", literal(brief + " No test fails with it.")}}},
          {"help", {{"text", literal(help)}, {"markdown", literal(help)}}},
          {"defaultConfiguration", {{"level", "warning"}}},
          {"properties", {{"tags", {"mutation-testing", "tests"}}}}};
}

class SarifReport {
public:
  explicit SarifReport(const RunResults &run) : results(run), sources(run.sources) {
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
      const Mutant &mutant = results.catalog.mutants[i];
      if (!isShown(i))
        continue;
      rules.emplace(mutant.operatorId, 0);
      if (!mutant.root.empty())
        bases.emplace(mutant.root, fmt::format("SRCROOT{}", bases.empty() ? "" : std::to_string(bases.size() + 1)));
    }
    std::size_t number = 0;
    for (auto &[id, index] : rules)
      index = number++;
  }

  std::string render() {
    std::string text = toJson({{"$schema", kSchema}, {"version", "2.1.0"}});
    text.pop_back();
    text += ",\"runs\":[\n";
    text += toJson(runJson());
    text.pop_back();
    text += ",\n\"results\":";
    JsonArray array(text);
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
      if (isShown(i))
        array.add(resultJson(i));
    array.end();
    text += "}]}\n";
    return text;
  }

private:
  bool isSuppressedInSource(std::size_t i) const {
    const std::optional<Ignored> &ignored = results.catalog.mutants[i].ignored;
    return ignored && ignored->reason == IgnoreReason::kSuppressed;
  }

  bool isShown(std::size_t i) const { return isSurvivor(results, i) || isSuppressedInSource(i); }

  // The run without its results.
  Json runJson() const {
    Json ruleList = Json::array();
    for (const auto &[id, index] : rules)
      ruleList.push_back(ruleJson(id));
    Json invocation = {{"executionSuccessful", results.complete},
                       {"workingDirectory", {{"uri", directoryUri(results.info.workingDirectory)}}}};
    if (!results.info.startedAt.empty())
      invocation["startTimeUtc"] = results.info.startedAt;
    if (!results.complete)
      invocation["toolExecutionNotifications"] = Json::array(
          {{{"level", "error"}, {"message", {{"text", "The run isn't complete: some mutants have no verdict yet."}}}}});
    Json run = {
        {"tool", {{"driver", {{"name", "Allele"}, {"version", results.info.version}, {"rules", std::move(ruleList)}}}}},
        {"invocations", Json::array({std::move(invocation)})},
        {"columnKind", "utf16CodeUnits"},
        {"properties", {{"command", toValidUtf8(shellQuote(results.info.command))}}}};
    for (const auto &[root, base] : bases)
      run["originalUriBaseIds"][base] = {{"uri", directoryUri(root)}};
    return run;
  }

  Json resultJson(std::size_t i) {
    const Mutant &mutant = results.catalog.mutants[i];
    const bool isSuppressed = isSuppressedInSource(i);
    const std::string message = isSuppressed ? fmt::format("Suppressed in the source: {}.", changeOf(mutant))
                                             : findingText(mutant, results.pairs[i]);
    // A mutant that is suppressed in the source isn't run.
    Json result = {{"ruleId", toValidUtf8(mutant.operatorId)},
                   {"ruleIndex", rules.at(mutant.operatorId)},
                   {"kind", isSuppressed ? "notApplicable" : "fail"},
                   {"level", isSuppressed ? "none" : "warning"},
                   {"message", {{"text", literal(message)}}},
                   {"locations", Json::array({locationJson(mutant)})},
                   {"partialFingerprints",
                    // The first is what GitHub tells alerts apart by: its own hash would take all mutants of a line
                    // for one.
                    {{"primaryLocationLineHash", formatId(mutant.id) + ":1"}, {"mutantId/v1", formatId(mutant.id)}}}};
    if (isSuppressed)
      result["suppressions"] = Json::array({suppressionJson("inSource", mutant.ignored->detail)});
    else if (const Acceptance *acceptance = results.acceptanceOf(i))
      result["suppressions"] = Json::array({suppressionJson("external", acceptance->reason)});
    result["properties"] = propertiesJson(i);
    return result;
  }

  static Json suppressionJson(const char *kind, const std::string &reason) {
    Json suppression = {{"kind", kind}};
    if (!reason.empty())
      suppression["justification"] = toValidUtf8(reason);
    return suppression;
  }

  Json locationJson(const Mutant &mutant) {
    Json artifact;
    if (mutant.file.rfind('/', 0) == 0)
      artifact = {{"uri", "file://" + percentEncode(mutant.file)}};
    else
      artifact = {{"uri", percentEncode(mutant.file)}};
    if (mutant.file.rfind('/', 0) != 0 && !mutant.root.empty())
      artifact["uriBaseId"] = bases.at(mutant.root);
    Json location = {{"physicalLocation", {{"artifactLocation", std::move(artifact)}}}};
    if (mutant.range.line != 0)
      location["physicalLocation"]["region"] = regionJson(mutant);
    if (!mutant.sites.empty()) {
      const std::string &function = mutant.sites.front().function;
      location["logicalLocations"] = Json::array({{{"fullyQualifiedName", toValidUtf8(demangle(function))},
                                                   {"decoratedName", toValidUtf8(function)},
                                                   {"kind", "function"}}});
    }
    return location;
  }

  Json regionJson(const Mutant &mutant) {
    const SourceText *source = sources.of(mutant);
    const SourceRange &range = mutant.range;
    Json region = {{"startLine", range.line}};
    if (range.column != 0)
      region["startColumn"] = utf16Column(source, range.line, range.column);
    if (range.column != 0 && range.endLine >= range.line && range.endColumn != 0) {
      region["endLine"] = range.endLine;
      region["endColumn"] = utf16Column(source, range.endLine, range.endColumn);
    }
    region["snippet"] = {{"text", toValidUtf8(mutant.original)}};
    return region;
  }

  Json propertiesJson(std::size_t i) const {
    const Mutant &mutant = results.catalog.mutants[i];
    Json properties = {{"mutant", formatId(mutant.id)},
                       {"level", toValidUtf8(mutant.level)},
                       {"replacement", toValidUtf8(mutant.replacement)}};
    if (!isSurvivor(results, i))
      return properties;
    Json &reaching = properties["reachedBy"] = Json::array();
    Json infecting = Json::array();
    for (const Pair &pair : results.pairs[i]) {
      reaching.push_back(toValidUtf8(results.info.tests[pair.test].name));
      if (pair.isInfected)
        infecting.push_back(reaching.back());
    }
    properties["infectedBy"] = std::move(infecting);
    properties["repeat"] = toValidUtf8(repeatLine(mutant.id, results.info.command));
    return properties;
  }

  const RunResults &results;
  SourceTexts sources;
  std::map<std::string, std::size_t> rules; // operator to index in the list of rules
  std::map<std::string, std::string> bases; // root to its name in originalUriBaseIds
};

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  return SarifReport(results).render();
}

} // namespace

extern const ReportFormat kSarifReport;
const ReportFormat kSarifReport = {"sarif", "SARIF 2.1.0: survivors, for code scanning", nullptr, render};

} // namespace allele
