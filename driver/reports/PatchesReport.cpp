// patches: each survivor as a unified diff that `git apply` takes in the directory that its path is relative to.
#include "../MutantId.h"
#include "../SourceDiff.h"
#include "../Text.h"
#include "Report.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace allele {
namespace {

constexpr unsigned kContext = 3;

bool isPlain(char c) {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

// "a/src/x.c", in quotes where git writes it so (core.quotePath).
std::string quoted(const std::string &path) {
  if (std::all_of(path.begin(), path.end(), isPlain))
    return path;
  constexpr std::string_view kControls = "\a\b\t\n\v\f\r";
  constexpr std::string_view kLetters = "abtnvfr";
  std::string text = "\"";
  for (const char c : path) {
    if (const std::size_t control = kControls.find(c); control != std::string_view::npos)
      text += {'\\', kLetters[control]};
    else if (c == '"' || c == '\\')
      text += {'\\', c};
    else if (isPlain(c))
      text += c;
    else
      text += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  }
  return text + "\"";
}

// Relative to the mutant's root; what doesn't lie below it to /, since git takes no other paths.
std::string pathFor(const Mutant &mutant) {
  const std::string below = std::filesystem::path(mutant.file).lexically_normal().string();
  const bool isBelow = !below.empty() && below.front() != '/' && below != ".." && below.rfind("../", 0) != 0;
  return isBelow ? below : std::filesystem::path(sourcePathOf(mutant)).relative_path().string();
}

// "--- a/src/x.c". Behind a name with spaces a tab has to tell where it ends.
std::string nameLine(const char *mark, const std::string &side, const std::string &path) {
  const std::string name = quoted(side + path);
  const bool needsEnd = name.front() != '"' && name.find(' ') != std::string::npos;
  return fmt::format("{} {}{}\n", mark, name, needsEnd ? "\t" : "");
}

// "12,7", or "12" for one line. The first of no lines is the one before them.
std::string rangeText(std::size_t first, std::size_t count) {
  return count == 1 ? fmt::format("{}", first) : fmt::format("{},{}", count == 0 ? first - 1 : first, count);
}

// Empty: the source isn't known.
std::string patchFor(const Mutant &mutant, const SourceText *source) {
  const SourceDiff diff = makeDiff(source, mutant, kContext);
  if (!diff.fromSource || diff.lines.empty())
    return "";
  const auto without = [&](char sign) {
    return static_cast<std::size_t>(
        std::count_if(diff.lines.begin(), diff.lines.end(), [&](const DiffLine &line) { return line.sign != sign; }));
  };
  const std::string path = pathFor(mutant);
  // What stands above the diff is for people: git leaves it out.
  std::string text = fmt::format("No test notices this mutant: {}, {}, {}\n\n", formatId(mutant.id), mutant.operatorId,
                                 toPrintableLine(toValidUtf8(placeOf(mutant))));
  text += fmt::format("diff --git {} {}\n", quoted("a/" + path), quoted("b/" + path));
  text += nameLine("---", "a/", path) + nameLine("+++", "b/", path);
  const std::size_t first = std::max<std::size_t>(diff.lines.front().line, 1); // 0: the file was empty
  text += fmt::format("@@ -{} +{} @@\n", rangeText(first, without('+')), rangeText(first, without('-')));
  for (const DiffLine &line : diff.lines) {
    text += line.sign + line.text + line.end;
    if (line.end.empty() || line.end == "\r")
      text += "\n\\ No newline at end of file\n";
  }
  return text;
}

std::map<std::string, std::string> files(const RunResults &results, const ReportOptions & /*options*/) {
  std::map<std::string, std::string> patches;
  SourceTexts sources(results.sources);
  for (const std::size_t i : results.unaccepted(Verdict::kSurvived)) {
    const Mutant &mutant = results.catalog.mutants[i];
    if (std::string patch = patchFor(mutant, sources.of(mutant)); !patch.empty())
      patches.emplace(formatId(mutant.id) + ".patch", std::move(patch));
  }
  return patches;
}

std::string render(const RunResults &results, const ReportOptions &options) {
  std::string all;
  for (const auto &[name, patch] : files(results, options))
    all += (all.empty() ? "" : "\n") + patch;
  return all;
}

} // namespace

extern const ReportFormat kPatchesReport;
const ReportFormat kPatchesReport = {"patches", "a diff of each survivor, for `git apply`", nullptr, render, files};

} // namespace allele
