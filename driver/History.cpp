#include "History.h"

#include "Git.h"
#include "Text.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char *kFile = "history.jsonl";

Json ratioJson(const Ratio &ratio) {
  return {{"part", ratio.part}, {"whole", ratio.whole}};
}

Ratio ratioIn(const Json &json, const char *key) {
  return {json.at(key).at("part").get<std::size_t>(), json.at(key).at("whole").get<std::size_t>()};
}

HistoryEntry entryIn(const std::string &line) {
  const Json json = Json::parse(line);
  HistoryEntry entry;
  entry.startedAt = json.at("started at").get<std::string>();
  entry.commit = json.at("commit").get<std::string>();
  entry.seconds = json.at("seconds").get<double>();
  entry.sample = json.at("sample").get<double>();
  entry.leftOut = json.at("left out").get<std::size_t>();
  entry.killed = json.at("killed").get<std::size_t>();
  entry.survived = json.at("survived").get<std::size_t>();
  entry.notReached = json.at("not reached").get<std::size_t>();
  entry.inconclusive = json.at("inconclusive").get<std::size_t>();
  entry.accepted = json.at("accepted").get<std::size_t>();
  entry.score = ratioIn(json, "score");
  entry.strength = ratioIn(json, "strength");
  entry.coverage = ratioIn(json, "coverage");
  return entry;
}

std::string lineOf(const HistoryEntry &entry) {
  const Json json = {{"started at", entry.startedAt},
                     {"commit", toValidUtf8(entry.commit)},
                     {"seconds", entry.seconds},
                     {"sample", entry.sample},
                     {"left out", entry.leftOut},
                     {"killed", entry.killed},
                     {"survived", entry.survived},
                     {"not reached", entry.notReached},
                     {"inconclusive", entry.inconclusive},
                     {"accepted", entry.accepted},
                     {"score", ratioJson(entry.score)},
                     {"strength", ratioJson(entry.strength)},
                     {"coverage", ratioJson(entry.coverage)}};
  return json.dump() + "\n";
}

} // namespace

std::string commitOf(const std::string &directory) {
  const auto firstLine = [&](const std::vector<std::string> &arguments) {
    std::vector<std::string> problems; // no git, no repository: there is no commit
    const std::string said = git(directory, arguments, problems);
    return problems.empty() ? said.substr(0, said.find('\n')) : "";
  };
  const std::string commit = firstLine({"rev-parse", "HEAD"});
  if (commit.empty())
    return "";
  return commit + (firstLine({"status", "--porcelain", "--untracked-files=no"}).empty() ? "" : "+");
}

HistoryEntry historyEntryOf(const RunResults &results) {
  const Tally sum = tally(results);
  HistoryEntry entry;
  entry.startedAt = results.info.startedAt;
  entry.commit = results.info.commit;
  for (const auto &[stage, seconds] : results.stageSeconds)
    entry.seconds += seconds;
  entry.sample = results.info.sample;
  entry.leftOut = results.info.leftOut;
  entry.killed = sum.all.of(Verdict::kKilled);
  entry.survived = sum.all.of(Verdict::kSurvived);
  entry.notReached = sum.all.of(Verdict::kNotReached);
  entry.inconclusive = sum.all.of(Verdict::kInconclusive);
  entry.accepted = sum.all.accepted;
  entry.score = sum.scores.score;
  entry.strength = sum.scores.strength;
  entry.coverage = sum.scores.coverage;
  return entry;
}

Status addToHistory(const std::filesystem::path &directory, const HistoryEntry &entry) {
  const std::filesystem::path path = directory / kFile;
  const auto failed = [&] {
    return Error{fmt::format("{} can't be written: {}", path.string(), std::strerror(errno))};
  };
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0)
    return failed();
  // A line that a power cut left unfinished ends here.
  char last = '\n';
  const off_t size = lseek(file, 0, SEEK_END);
  if (size > 0 && pread(file, &last, 1, size - 1) != 1)
    last = '\n';
  const std::string line = (last == '\n' ? "" : "\n") + lineOf(entry);
  const bool isWritten = write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const Status status = isWritten ? Status(Done{}) : failed();
  close(file);
  return status;
}

std::vector<HistoryEntry> readHistory(const std::filesystem::path &directory) {
  std::vector<HistoryEntry> entries;
  std::ifstream file(directory / kFile);
  for (std::string line; std::getline(file, line);) {
    try {
      entries.push_back(entryIn(line));
    } catch (const Json::exception &) {
      continue; // not a whole one
    }
  }
  return entries;
}

std::string sparkline(const std::vector<std::optional<double>> &values) {
  constexpr const char *kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr double kLast = 7;
  double least = 1;
  double largest = 0;
  for (const std::optional<double> &value : values)
    if (value) {
      least = std::min(least, *value);
      largest = std::max(largest, *value);
    }
  std::string line;
  for (const std::optional<double> &value : values) {
    const double share = value && largest > least ? (*value - least) / (largest - least) : 0.5;
    line += value ? kBars[static_cast<std::size_t>(std::lround(share * kLast))] : " ";
  }
  return line;
}

} // namespace allele
