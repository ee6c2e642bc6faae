// allele history: the figures of earlier runs. allele compare: what has changed between two results.
#include "Comparison.h"
#include "History.h"
#include "MutantId.h"
#include "MutantText.h"
#include "Subcommands.h"
#include "Text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

std::string percentText(const Ratio &ratio) {
  const auto value = ratio.value();
  return value ? fmt::format("{:.1f} %", *value * 100) : "-";
}

Json valueJson(const Ratio &ratio) {
  const auto value = ratio.value();
  return value ? Json(*value) : Json();
}

std::string historyTable(const std::vector<HistoryEntry> &entries, const Palette &palette) {
  std::string text =
      palette.bold(fmt::format("{:<20}  {:<13}  {:>7}  {:>8}  {:>8}  {:>8}  {:>8}  {:>11}  {}\n", "started", "commit",
                               "score", "strength", "coverage", "killed", "survived", "not reached", "took"));
  for (const HistoryEntry &entry : entries) {
    constexpr std::size_t kDigits = 12;
    const bool isChanged = !entry.commit.empty() && entry.commit.back() == '+';
    const std::string commit = entry.commit.empty() ? "-" : entry.commit.substr(0, kDigits) + (isChanged ? "+" : "");
    text += fmt::format("{:<20}  {:<13}  {:>7}  {:>8}  {:>8}  {:>8}  {:>8}  {:>11}  {}{}\n",
                        toPrintableLine(entry.startedAt), toPrintableLine(commit), percentText(entry.score),
                        percentText(entry.strength), percentText(entry.coverage), entry.killed, entry.survived,
                        entry.notReached, formatSeconds(entry.seconds),
                        entry.sample < 1 ? fmt::format("  (sample of {:.3g} %)", entry.sample * 100) : "");
  }
  const auto line = [&](const char *name, Ratio HistoryEntry::*figure) {
    std::vector<std::optional<double>> values;
    values.reserve(entries.size());
    for (const HistoryEntry &entry : entries)
      values.push_back((entry.*figure).value());
    return fmt::format("{:<9} {}\n", name, sparkline(values));
  };
  return text + "\n" + line("score", &HistoryEntry::score) + line("strength", &HistoryEntry::strength) +
         line("coverage", &HistoryEntry::coverage);
}

std::string historyJson(const std::vector<HistoryEntry> &entries) {
  Json list = Json::array();
  for (const HistoryEntry &entry : entries)
    list.push_back({{"started at", toValidUtf8(entry.startedAt)},
                    {"commit", toValidUtf8(entry.commit)},
                    {"seconds", entry.seconds},
                    {"sample", entry.sample},
                    {"left out", entry.leftOut},
                    {"killed", entry.killed},
                    {"survived", entry.survived},
                    {"not reached", entry.notReached},
                    {"inconclusive", entry.inconclusive},
                    {"accepted", entry.accepted},
                    {"score", valueJson(entry.score)},
                    {"strength", valueJson(entry.strength)},
                    {"coverage", valueJson(entry.coverage)}});
  return list.dump(2) + "\n";
}

struct Part {
  const char *title;
  const char *key;
  const RunResults &results;
  const std::vector<std::size_t> &mutants;
};

std::string comparisonText(const std::vector<Part> &parts, const Comparison &comparison, const Palette &palette) {
  std::string text;
  for (const Part &part : parts) {
    if (part.mutants.empty())
      continue;
    text += palette.bold(fmt::format("{}: {}\n", part.title, countOf(part.mutants.size(), "mutant")));
    for (const std::size_t i : part.mutants) {
      const Mutant &mutant = part.results.catalog.mutants[i];
      text += fmt::format("  {}  {}  {}: {}\n", formatId(mutant.id), toPrintableLine(placeOf(mutant)),
                          mutant.operatorId, changeOf(mutant));
    }
    text += "\n";
  }
  return text + fmt::format("noticed by no test in both: {}\n", countOf(comparison.stillUndetected, "mutant"));
}

std::string comparisonJson(const std::vector<Part> &parts, const Comparison &comparison) {
  Json json = Json::object();
  for (const Part &part : parts) {
    Json list = Json::array();
    for (const std::size_t i : part.mutants) {
      const Mutant &mutant = part.results.catalog.mutants[i];
      list.push_back({{"id", formatId(mutant.id)},
                      {"file", toValidUtf8(mutant.file)},
                      {"line", mutant.range.line},
                      {"operator", toValidUtf8(mutant.operatorId)},
                      {"original", toValidUtf8(mutant.original)},
                      {"replacement", toValidUtf8(mutant.replacement)}});
    }
    json[part.key] = std::move(list);
  }
  json["still undetected"] = comparison.stillUndetected;
  return json.dump(2) + "\n";
}

std::string figuresText(const RunResults &before, const RunResults &now) {
  const Scores old = tally(before).scores;
  const Scores fresh = tally(now).scores;
  const auto figure = [](const char *name, const Ratio &from, const Ratio &to) {
    return fmt::format("{} {} -> {}", name, percentText(from), percentText(to));
  };
  return fmt::format("{}   {}   {}\n", figure("score", old.score, fresh.score),
                     figure("strength", old.strength, fresh.strength),
                     figure("coverage", old.coverage, fresh.coverage));
}

} // namespace

ExitCode runHistory(const HistoryOptions &options, Terminal &terminal) {
  const std::vector<HistoryEntry> entries = readHistory(options.out);
  if (entries.empty() && !options.json) {
    terminal.error(fmt::format("no history in {}: each complete `allele run` adds to it", options.out));
    return ExitCode::kUsage;
  }
  terminal.print(options.json ? historyJson(entries) : historyTable(entries, terminal.palette()));
  return ExitCode::kFine;
}

ExitCode runCompare(const CompareOptions &options, Terminal &terminal) {
  const auto before = loadResults(options.before);
  const auto now = before ? loadResults(options.out) : before.error();
  if (!now) {
    terminal.error(now.error().message);
    return ExitCode::kUsage;
  }
  const Comparison comparison = compare(*before, *now);
  const std::vector<Part> parts = {
      {"noticed before, by no test now", "newly undetected", *now, comparison.newlyUndetected},
      {"new, and noticed by no test", "new undetected", *now, comparison.newUndetected},
      {"noticed now, by no test before", "newly killed", *now, comparison.newlyKilled},
      {"gone, noticed by no test before", "vanished", *before, comparison.vanished},
  };
  terminal.print(options.json ? comparisonJson(parts, comparison)
                              : comparisonText(parts, comparison, terminal.palette()) + figuresText(*before, *now));
  return ExitCode::kFine;
}

} // namespace allele
