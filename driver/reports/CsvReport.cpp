// CSV by RFC 4180, in UTF-8: a row for each mutant, with all that is known of it.
#include "../MutantId.h"
#include "../Text.h"
#include "CsvText.h"
#include "Report.h"

#include <algorithm>
#include <iterator>

namespace allele {
namespace {

constexpr const char *kColumns[] = {
    "id",           "file",          "line",           "column",         "end_line", "end_column", "operator",
    "level",        "original",      "replacement",    "function",       "verdict",  "cause",      "detail",
    "duplicate_of", "accepted",      "reached",        "infected",       "runs",     "seconds",    "cpu_seconds",
    "killing_test", "killing_tests", "reaching_tests", "infecting_tests"};

// The words of summary.json, so that both count the same.
const char *verdictOf(const Mutant &mutant, const std::optional<Outcome> &outcome, const Acceptance *acceptance) {
  if (equalOf(mutant))
    return "duplicate";
  if (!outcome)
    return "pending";
  return acceptance != nullptr ? "accepted" : toString(outcome->judgement.verdict);
}

void addRow(std::string &text, const RunResults &results, std::size_t i) {
  const Mutant &mutant = results.catalog.mutants[i];
  const Outcome outcome = results.outcomes[i].value_or(Outcome());
  const Acceptance *acceptance = results.acceptanceOf(i);
  const std::vector<Pair> &pairs = results.pairs[i];
  const auto equal = equalOf(mutant);
  CsvRow row(text);
  row.text(formatId(mutant.id));
  row.text(mutant.file);
  row.number(mutant.range.line);
  row.number(mutant.range.column);
  row.number(mutant.range.endLine);
  row.number(mutant.range.endColumn);
  row.text(mutant.operatorId);
  row.text(mutant.level);
  row.text(mutant.original);
  row.text(mutant.replacement);
  row.text(mutant.sites.empty() ? "" : demangle(mutant.sites.front().function));
  row.text(verdictOf(mutant, results.outcomes[i], acceptance));
  row.text(toString(outcome.judgement.cause));
  row.text(outcome.judgement.detail);
  row.text(equal ? formatId(*equal) : "");
  row.text(acceptance != nullptr ? acceptance->reason : "");
  row.number(std::size_t{outcome.reached});
  row.number(std::size_t{outcome.infected});
  row.number(outcome.runs);
  row.seconds(std::chrono::duration<double>(outcome.wallTime).count());
  row.seconds(std::chrono::duration<double>(outcome.cpuTime).count());
  row.text(outcome.killers.empty() ? "" : results.info.tests[outcome.killers.front()].name);
  row.number(outcome.killers.size());
  row.number(pairs.size());
  row.number(static_cast<std::size_t>(
      std::count_if(pairs.begin(), pairs.end(), [](const Pair &pair) { return pair.isInfected; })));
  row.end();
}

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  std::string text;
  CsvRow header(text);
  for (const char *column : kColumns)
    header.text(column);
  header.end();
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
    addRow(text, results, i);
  return text;
}

} // namespace

extern const ReportFormat kCsvReport;
const ReportFormat kCsvReport = {"csv", "a row for each mutant, for spreadsheets and scripts", nullptr, render};

} // namespace allele
