// github: survivors as workflow commands, which GitHub Actions shows as annotations of the changed files.
#include "../MutantId.h"
#include "../PseudoTested.h"
#include "../SurvivorText.h"
#include "../Text.h"
#include "Report.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace allele {
namespace {

constexpr std::size_t kShownByGitHub = 10; // warnings of a step

std::string escaped(std::string_view text, bool isProperty) {
  std::string result;
  for (const char c : toValidUtf8(text)) {
    if (c == '%' || c == '\r' || c == '\n' || (isProperty && (c == ':' || c == ',')))
      result += fmt::format("%{:02X}", c);
    else
      result += c;
  }
  return result;
}

std::string command(const char *name, const std::vector<std::pair<const char *, std::string>> &properties,
                    const std::string &message) {
  std::string text = fmt::format("::{}", name);
  for (std::size_t i = 0; i < properties.size(); ++i)
    text += fmt::format("{}{}={}", i == 0 ? " " : ",", properties[i].first, escaped(properties[i].second, true));
  return text + "::" + escaped(message, false) + "\n";
}

// Whole bodies first, since each stands for a function that no test checks; then what tests compute and don't check;
// then what makes no difference to them. Of several on a line the first stands for all, and files take turns.
std::vector<std::size_t> worthiestFirst(const RunResults &results) {
  using Rank = std::tuple<bool, bool, bool>; // false first
  std::vector<std::tuple<Rank, std::size_t, std::size_t>> sorted;
  std::map<std::pair<std::string, Rank>, std::size_t> ofFile;
  std::pair<std::string, std::uint32_t> line;
  for (const std::size_t i : results.unaccepted(Verdict::kSurvived)) {
    const Mutant &mutant = results.catalog.mutants[i];
    const bool isFirst = line != std::pair(mutant.file, mutant.range.line);
    line = {mutant.file, mutant.range.line};
    const std::optional<Outcome> &outcome = results.outcomes[i];
    const Rank rank = {!isExtreme(mutant), !isFirst, !(outcome && outcome->infected)};
    sorted.emplace_back(rank, ofFile[{mutant.file, rank}]++, i);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::size_t> order;
  order.reserve(sorted.size());
  for (const auto &[rank, turn, i] : sorted)
    order.push_back(i);
  return order;
}

// GitHub takes relative paths to begin in the repository.
std::string pathOf(const Mutant &mutant, const std::string &workspace) {
  return workspace.empty() ? mutant.file : pathFrom(workspace, mutant);
}

std::string warning(const Mutant &mutant, const ReportOptions &options) {
  const SourceRange &range = mutant.range;
  std::vector<std::pair<const char *, std::string>> properties = {{"file", pathOf(mutant, options.workspace)}};
  if (range.line != 0) {
    properties.emplace_back("line", std::to_string(range.line));
    properties.emplace_back("endLine", std::to_string(range.endLine));
  }
  if (range.line != 0 && range.line == range.endLine) { // columns are refused otherwise
    properties.emplace_back("col", std::to_string(range.column));
    properties.emplace_back("endColumn", std::to_string(range.endColumn));
  }
  properties.emplace_back("title", fmt::format("Mutant survived: {}", mutant.operatorId));
  return command(
      "warning", properties,
      fmt::format("{}\n`allele show {}{}` tells more", survivalOf(mutant), formatId(mutant.id), options.outOption));
}

std::string render(const RunResults &results, const ReportOptions &options) {
  std::vector<std::size_t> order = worthiestFirst(results);
  std::string text;
  if (order.size() > kShownByGitHub)
    text += command("notice", {{"title", "Mutation testing"}},
                    fmt::format("{} survived, of which GitHub shows {} here; `allele report --all{}` shows all",
                                countOf(order.size(), "mutant"), kShownByGitHub, options.outOption));
  if (options.survivors != 0 && order.size() > options.survivors)
    order.resize(options.survivors);
  for (const std::size_t i : order)
    text += warning(results.catalog.mutants[i], options);
  return text;
}

} // namespace

extern const ReportFormat kGithubReport;
const ReportFormat kGithubReport = {"github", "survivors as annotations of GitHub Actions", nullptr, render};

} // namespace allele
