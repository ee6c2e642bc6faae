#include "SurvivorBaseline.h"

#include "Acceptances.h"
#include "MutantId.h"
#include "OutputDirectory.h"
#include "Text.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace allele {
namespace {

constexpr const char *kHead =
    "# The line that is held: what no test noticed, written by `allele baseline`, kept in version control.\n"
    "# `--fail-on-new` fails on what isn't listed here, `--ratchet` on figures below these.\n";

// Rounded down, so that the figure that it is made of is never below it.
std::optional<double> percentOf(const Ratio &ratio) {
  const auto value = ratio.value();
  if (!value)
    return std::nullopt;
  return std::floor(*value * 10000) / 100;
}

std::string placeText(const Mutant &mutant) {
  return fmt::format("{}:{} {}", mutant.file, mutant.range.line, mutant.operatorId);
}

// A line's value as the file has it: empty when there is none.
std::string numberText(const std::optional<double> &value) {
  return value ? fmt::format(" {:.2f}", *value) : "";
}

std::optional<double> larger(const std::optional<double> &left, const std::optional<double> &right) {
  return left && right ? std::max(left, right) : left ? left : right;
}

} // namespace

SurvivorBaseline baselineOf(const RunResults &results) {
  const Tally sum = tally(results);
  SurvivorBaseline baseline{percentOf(sum.scores.score),
                            percentOf(sum.scores.strength),
                            percentOf(sum.scores.coverage),
                            results.info.sample,
                            {}};
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
    if (isUndetected(results, i))
      baseline.undetected.emplace(results.catalog.mutants[i].id, placeText(results.catalog.mutants[i]));
  return baseline;
}

SurvivorBaseline tightened(const SurvivorBaseline &baseline, const RunResults &results) {
  const SurvivorBaseline now = baselineOf(results);
  SurvivorBaseline tight{larger(baseline.score, now.score),
                         larger(baseline.strength, now.strength),
                         larger(baseline.coverage, now.coverage),
                         baseline.sample,
                         {}};
  for (const auto &[id, place] : now.undetected)
    if (baseline.undetected.count(id) != 0)
      tight.undetected.emplace(id, place);
  return tight;
}

Result<SurvivorBaseline> readBaseline(const std::filesystem::path &path) {
  const auto wrong = [&](const std::string &what) {
    return Error{fmt::format("{}: {}; `allele baseline --reset` writes it anew", path.string(), what)};
  };
  std::ifstream file(path);
  if (!file)
    return Error{errno == ENOENT
                     ? fmt::format("{} is missing: `allele baseline` draws the line that new survivors are told from",
                                   path.string())
                     : fmt::format("{} can't be read: {}", path.string(), std::strerror(errno))};
  std::stringstream text;
  text << file.rdbuf();
  SurvivorBaseline baseline;
  try {
    const YAML::Node root = YAML::Load(text.str());
    if (!root.IsMap() || !root["undetected"])
      return wrong("it is no baseline");
    const auto number = [&](const char *key) {
      return root[key] && !root[key].IsNull() ? std::optional(root[key].as<double>()) : std::nullopt;
    };
    baseline.score = number("score");
    baseline.strength = number("strength");
    baseline.coverage = number("coverage");
    baseline.sample = number("sample").value_or(1);
    for (const YAML::Node &entry : root["undetected"]) {
      const auto line = entry.as<std::string>();
      const auto id = parseId(std::string_view(line).substr(0, line.find(' ')));
      if (!id)
        return wrong(fmt::format("'{}' doesn't begin with a mutant's id", toPrintableLine(line)));
      baseline.undetected.emplace(*id, line.find(' ') == std::string::npos ? "" : line.substr(line.find(' ') + 1));
    }
  } catch (const YAML::Exception &error) {
    return wrong(error.what());
  }
  return baseline;
}

Status writeBaseline(const std::filesystem::path &path, const SurvivorBaseline &baseline) {
  std::vector<std::pair<std::string, std::uint64_t>> lines;
  lines.reserve(baseline.undetected.size());
  for (const auto &[id, place] : baseline.undetected)
    lines.emplace_back(place, id);
  std::sort(lines.begin(), lines.end());
  std::string text = fmt::format("{}score:{}\nstrength:{}\ncoverage:{}\nsample: {}\nundetected:{}\n", kHead,
                                 numberText(baseline.score), numberText(baseline.strength),
                                 numberText(baseline.coverage), baseline.sample, lines.empty() ? " []" : "");
  for (const auto &[place, id] : lines) {
    YAML::Emitter line; // knows what has to be escaped
    line << YAML::DoubleQuoted << toValidUtf8(fmt::format("{} {}", formatId(id), place));
    text += fmt::format("  - {}\n", line.c_str());
  }
  return writeFileAtomically(path, text);
}

} // namespace allele
