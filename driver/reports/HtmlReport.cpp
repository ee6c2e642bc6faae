// report.html: one page that needs nothing else. Its looks and its script are in html/; here it gets its data, JSON in
// script elements: the overview, then one for each file, which the script reads when the file is looked at.
#include "../MutantId.h"
#include "../MutantText.h"
#include "../PseudoTested.h"
#include "../Score.h"
#include "../SourceDiff.h"
#include "../SourceText.h"
#include "../TestAnalytics.h"
#include "../Text.h"
#include "HtmlAssets.h"
#include "MutationSchema.h"
#include "Report.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

// Nothing in it can end a script element or begin a comment.
void appendString(std::string &json, std::string_view text) {
  json += '"';
  for (const char c : toValidUtf8(text)) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '<' || c == 0x7f) {
      fmt::format_to(std::back_inserter(json), "\\u{:04x}", c);
    } else {
      json += c;
    }
  }
  json += '"';
}

template <typename Items, typename Number> void appendNumbers(std::string &json, const Items &items, Number number) {
  json += '[';
  bool isFirst = true;
  for (const auto &item : items) {
    fmt::format_to(std::back_inserter(json), "{}{}", isFirst ? "" : ",", number(item));
    isFirst = false;
  }
  json += ']';
}

Json ratioJson(const Ratio &ratio) {
  return {{"part", ratio.part}, {"whole", ratio.whole}};
}

Json countsJson(const Tally &sum) {
  Json json = Json::object();
  for (const auto &[verdict, count] : sum.all.byVerdict)
    json[toString(verdict)] = count;
  json["pending"] = sum.all.pending;
  json["duplicates"] = sum.all.duplicates;
  json["accepted"] = sum.all.accepted;
  json["lines"] = sum.scores.coverage.whole;
  json["reached lines"] = sum.scores.coverage.part;
  return json;
}

// [name, count] for each.
Json listOf(const std::map<std::string, std::size_t> &counts) {
  Json json = Json::array();
  for (const auto &[name, count] : counts)
    json.push_back({toValidUtf8(name), count});
  return json;
}

class HtmlReport {
public:
  HtmlReport(const RunResults &run, const std::vector<HistoryEntry> &runs)
      : results(run), history(runs), sum(tally(run)) {
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
      const Mutant &mutant = results.catalog.mutants[i];
      const auto [entry, isNew] = numberOf.emplace(mutant.file, files.size());
      if (isNew)
        files.emplace_back();
      files[entry->second].push_back(i);
    }
  }

  std::string render() {
    page = kHtmlBegin;
    element("overview", overview());
    page += kHtmlScript;
    for (std::size_t i = 0; i < files.size(); ++i) {
      page += fmt::format("<script type=\"application/json\" id=\"file{}\">", i);
      file(files[i]);
      page += "</script>\n";
    }
    page += kHtmlEnd;
    return std::move(page);
  }

private:
  void element(const char *id, const Json &json) {
    page += fmt::format("<script type=\"application/json\" id=\"{}\">", id);
    for (const char c : json.dump(-1, ' ', true, Json::error_handler_t::replace))
      if (c == '<') // only strings have it
        page += "\\u003c";
      else
        page += c;
    page += "</script>\n";
  }

  const Mutant &mutantAt(std::size_t i) const { return results.catalog.mutants[i]; }

  Json placeJson(const Mutant &mutant) const {
    return {{"file", numberOf.at(mutant.file)}, {"line", mutant.range.line}};
  }

  Json overview() const {
    Json json = {{"version", results.info.version},
                 {"startedAt", results.info.startedAt},
                 {"command", toValidUtf8(shellQuote(results.info.command))},
                 {"workingDirectory", toValidUtf8(results.info.workingDirectory)},
                 {"framework", toValidUtf8(results.info.framework)},
                 {"complete", results.complete},
                 {"fullMatrix", results.info.fullMatrix},
                 {"sample", results.info.sample},
                 {"leftOut", results.info.leftOut},
                 {"score", ratioJson(sum.scores.score)},
                 {"scoreWithoutHangs", ratioJson(sum.scores.scoreWithoutHangs)},
                 {"strength", ratioJson(sum.scores.strength)},
                 {"coverage", ratioJson(sum.scores.coverage)},
                 {"counts", countsJson(sum)},
                 {"ignored",
                  {{"noise", listOf(sum.ignored.noise)},
                   {"suppressed", listOf(suppressions())},
                   {"equivalent", sum.ignored.equivalent},
                   {"equalToAbsent", sum.ignored.equalToAbsent},
                   {"notInstrumented", sum.ignored.notInstrumented}}},
                 {"macros", listOf(sum.macros)},
                 {"accepted", accepted()},
                 {"pseudoTested", pseudoTested()}};
    if (const auto error = sampleError(sum.scores.score, results.info.sample))
      json["sampleError"] = *error;
    for (const auto &[cause, count] : sum.all.byCause)
      json["causes"].push_back({toString(cause), count});
    json["operators"] = Json::array(); // of survivors
    for (const auto &[name, counts] : sum.byOperator)
      if (counts.of(Verdict::kSurvived) != 0)
        json["operators"].push_back({toValidUtf8(name), counts.of(Verdict::kSurvived)});
    json["files"] = Json::array();
    for (const std::vector<std::size_t> &mutants : files) {
      Json counts = countsJson(tally(results, mutants));
      counts["path"] = toValidUtf8(mutantAt(mutants.front()).file);
      json["files"].push_back(std::move(counts));
    }
    json["history"] = trend();
    addTests(json);
    return json;
  }

  Json trend() const {
    const auto value = [](const Ratio &ratio) { return ratio.value() ? Json(*ratio.value()) : Json(); };
    Json json = Json::array();
    constexpr std::size_t kShown = 200; // more would be a blur
    for (std::size_t i = history.size() - std::min(history.size(), kShown); i < history.size(); ++i) {
      const HistoryEntry &entry = history[i];
      json.push_back({{"startedAt", toValidUtf8(entry.startedAt)},
                      {"commit", toValidUtf8(entry.commit)},
                      {"score", value(entry.score)},
                      {"strength", value(entry.strength)},
                      {"coverage", value(entry.coverage)},
                      {"survived", entry.survived}});
    }
    return json;
  }

  // By the reason that the source gives.
  std::map<std::string, std::size_t> suppressions() const {
    std::map<std::string, std::size_t> reasons;
    for (const Mutant &mutant : results.catalog.mutants)
      if (mutant.ignored && mutant.ignored->reason == IgnoreReason::kSuppressed)
        ++reasons[mutant.ignored->detail];
    return reasons;
  }

  Json accepted() const {
    Json json = Json::array();
    for (std::size_t i = 0; i < results.accepted.size(); ++i)
      if (const Acceptance *acceptance = results.acceptanceOf(i); acceptance != nullptr && !equalOf(mutantAt(i))) {
        Json entry = placeJson(mutantAt(i));
        entry["operator"] = toValidUtf8(mutantAt(i).operatorId);
        entry["id"] = formatId(mutantAt(i).id);
        entry["reason"] = toValidUtf8(acceptance->reason);
        entry["expires"] = toValidUtf8(acceptance->expires);
        json.push_back(std::move(entry));
      }
    return json;
  }

  Json pseudoTested() const {
    Json json = Json::array();
    const PseudoTested pseudo(results);
    for (const PseudoTestedFunction &each : pseudo.functions()) {
      Json entry = placeJson(mutantAt(each.mutants.front()));
      entry["function"] = toValidUtf8(demangle(each.function));
      json.push_back(std::move(entry));
    }
    return json;
  }

  void addTests(Json &json) const {
    const TestAnalytics analytics = analyseTests(results);
    json["tests"] = Json::array();
    for (std::size_t i = 0; i < results.info.tests.size(); ++i) {
      const TestInfo &test = results.info.tests[i];
      json["tests"].push_back({{"name", toValidUtf8(test.name)},
                               {"seconds", std::chrono::duration<double>(test.wallTime).count()},
                               {"reached", test.reached},
                               {"infected", test.infected},
                               {"kills", analytics.tests[i].kills},
                               {"killsAlone", analytics.tests[i].killsAlone},
                               {"flaky", test.isFlaky}});
    }
    json["minimalSet"] = analytics.minimalSet;
  }

  void file(const std::vector<std::size_t> &mutants) {
    const Mutant &first = mutantAt(mutants.front());
    const auto known = results.sources.find(sourcePathOf(first));
    const SourceText source(known == results.sources.end() ? std::string_view() : known->second);
    page += "{\"language\":";
    appendString(page, schemaLanguage(first.file));
    page += ",\"source\":";
    appendString(page, source.text());
    page += ",\"mutants\":[";
    for (const std::size_t i : mutants) {
      page += i == mutants.front() ? "\n" : ",\n";
      mutant(i, source);
    }
    page += "]}";
  }

  void mutant(std::size_t i, const SourceText &source) {
    const Mutant &mutant = mutantAt(i);
    const std::optional<Outcome> &outcome = results.outcomes[i];
    const SourceRange &range = mutant.range;
    page += fmt::format("{{\"id\":\"{}\",\"operator\":", formatId(mutant.id));
    appendString(page, mutant.operatorId);
    page += ",\"replacement\":";
    appendString(page, mutant.replacement);
    if (source.at(range) != std::optional<std::string_view>(mutant.original)) {
      page += ",\"original\":";
      appendString(page, mutant.original);
    }
    page += fmt::format(",\"place\":[{},{},{},{}],\"status\":\"{}\"", range.line,
                        schemaColumn(&source, range.line, range.column), range.endLine,
                        schemaColumn(&source, range.endLine, range.endColumn),
                        schemaStatus(mutant, outcome, results.acceptanceOf(i)));
    if (const std::string reason = schemaReason(mutant, outcome, results.acceptanceOf(i)); !reason.empty()) {
      page += ",\"reason\":";
      appendString(page, reason);
    }
    if (outcome && !equalOf(mutant)) {
      page +=
          fmt::format(",\"milliseconds\":{:.4g},\"reachedBy\":", static_cast<double>(outcome->wallTime.count()) / 1000);
      appendNumbers(page, results.pairs[i], [](const Pair &pair) { return pair.test; });
      page += fmt::format(",\"infectedBy\":{},\"killers\":",
                          std::count_if(results.pairs[i].begin(), results.pairs[i].end(),
                                        [](const Pair &pair) { return pair.isInfected; }));
      appendNumbers(page, outcome->killers, [](std::size_t test) { return test; });
      if (outcome->judgement.verdict == Verdict::kSurvived) {
        page += ",\"repeat\":";
        appendString(page, repeatLine(mutant.id, commandByHand(results, i)));
      }
    }
    page += '}';
  }

  const RunResults &results;
  const std::vector<HistoryEntry> &history;
  const Tally sum;
  std::unordered_map<std::string, std::size_t> numberOf; // of each file, as on the page
  std::vector<std::vector<std::size_t>> files;           // mutants of each
  std::string page;
};

std::string render(const RunResults &results, const ReportOptions &options) {
  return HtmlReport(results, options.history).render();
}

} // namespace

extern const ReportFormat kHtmlReport;
const ReportFormat kHtmlReport = {"html", "a page for a browser, in one file", "report.html", render};

} // namespace allele
