#include "CoverageImport.h"

#include "Text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <vector>

namespace allele {
namespace {

using Json = nlohmann::json;

struct Imported {
  std::map<std::uint32_t, bool> lines;
  // By line and the file's own number of the condition: whether each way on was taken.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<bool>> branches;
};
using ImportedFiles = std::map<std::string, Imported>; // by path

template <typename Number> std::optional<Number> numberIn(std::string_view text) {
  Number number{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::vector<std::string_view> fieldsOf(std::string_view text) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t comma = text.find(',');
    fields.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos)
      return fields;
    text.remove_prefix(comma + 1);
  }
}

// The counts may be floats in tracefiles of other tools; `-` is "never".
bool isCounted(std::string_view count) {
  return count != "-" && count.find_first_of("123456789") != std::string_view::npos;
}

Result<ImportedFiles> readLcov(std::string_view content, const std::string &name) {
  ImportedFiles files;
  Imported *file = nullptr;
  std::size_t number = 0;
  for (const std::string &line : splitLines(content)) {
    ++number;
    const std::size_t colon = line.find(':');
    const std::string_view kind = std::string_view(line).substr(0, colon);
    const std::string_view rest = colon == std::string::npos ? "" : std::string_view(line).substr(colon + 1);
    const auto wrong = [&](const char *what) {
      return Error{fmt::format("{}:{}: {}; is it a tracefile of lcov?", name, number, what)};
    };
    if (kind == "SF") {
      file = &files[std::string(rest)];
    } else if (kind == "end_of_record") {
      file = nullptr;
    } else if (kind == "DA" || kind == "BRDA") {
      const auto fields = fieldsOf(rest);
      const auto place = numberIn<std::uint32_t>(fields.front());
      if (file == nullptr)
        return wrong("a line of no file");
      if (!place || *place == 0 || fields.size() < (kind == "DA" ? 2 : 4))
        return wrong("a record that can't be read");
      if (kind == "DA") {
        file->lines[*place] = file->lines[*place] || isCounted(fields[1]);
      } else {
        const auto block = numberIn<std::uint32_t>(fields[1]);
        file->branches[{*place, block.value_or(0)}].push_back(isCounted(fields[3]));
      }
    }
  }
  return files;
}

// A segment of llvm-cov's export: [line, column, count, has a count, is an entry, is a gap].
struct Segment {
  std::uint32_t line = 0;
  bool isCounted = false, hasCount = false, isEntry = false, isGap = false;
};

// As llvm-cov counts lines: by the segment that reaches into the line, and by those that begin on it.
void addLines(const std::vector<Segment> &segments, Imported &file) {
  if (segments.empty())
    return;
  const Segment *wrapped = nullptr;
  std::size_t next = 0;
  for (std::uint32_t line = segments.front().line; line <= segments.back().line; ++line) {
    bool isMapped = wrapped != nullptr && wrapped->hasCount;
    bool isReached = isMapped && wrapped->isCounted;
    bool begins = false;
    bool isSkipped = false;
    const std::size_t first = next;
    for (; next < segments.size() && segments[next].line == line; ++next) {
      const Segment &segment = segments[next];
      isSkipped = isSkipped || (next == first && !segment.hasCount && segment.isEntry);
      if (segment.hasCount && segment.isEntry && !segment.isGap) {
        begins = true;
        isReached = isReached || segment.isCounted;
      }
    }
    isMapped = (isMapped || begins) && !(isSkipped && !begins);
    if (next != first)
      wrapped = &segments[next - 1];
    if (isMapped)
      file.lines[line] = file.lines[line] || isReached;
  }
}

Result<ImportedFiles> readLlvm(std::string_view content, const std::string &name) {
  ImportedFiles files;
  try {
    const Json json = Json::parse(content);
    for (const Json &unit : json.at("data"))
      for (const Json &each : unit.at("files")) {
        Imported &file = files[each.at("filename").get<std::string>()];
        std::vector<Segment> segments;
        for (const Json &segment : each.value("segments", Json::array()))
          segments.push_back({segment.at(0).get<std::uint32_t>(), segment.at(2).get<double>() > 0,
                              segment.at(3).get<bool>(), segment.at(4).get<bool>(),
                              segment.size() > 5 && segment.at(5).get<bool>()});
        addLines(segments, file);
        // [line, column, end line, end column, count of true, count of false, ...]
        for (const Json &branch : each.value("branches", Json::array()))
          file.branches[{branch.at(0).get<std::uint32_t>(), branch.at(1).get<std::uint32_t>()}] = {
              branch.at(5).get<double>() > 0, branch.at(4).get<double>() > 0};
      }
  } catch (const std::exception &failure) {
    return Error{
        fmt::format("{} can't be read as what `llvm-cov export` writes: {}", name, toPrintableLine(failure.what()))};
  }
  return files;
}

// How many of their last parts are the same.
std::size_t commonEnd(std::string_view left, std::string_view right) {
  std::size_t parts = 0;
  while (!left.empty() && !right.empty()) {
    const std::size_t slashLeft = left.rfind('/');
    const std::size_t slashRight = right.rfind('/');
    if (left.substr(slashLeft + 1) != right.substr(slashRight + 1)) // npos + 1 is 0
      break;
    ++parts;
    left = slashLeft == std::string_view::npos ? "" : left.substr(0, slashLeft);
    right = slashRight == std::string_view::npos ? "" : right.substr(0, slashRight);
  }
  return parts;
}

const Imported *bestFor(const CodeFile &file, const ImportedFiles &files) {
  const std::string path = file.root + "/" + file.path;
  const Imported *best = nullptr;
  std::size_t most = 0;
  bool isUnclear = false;
  for (const auto &[name, imported] : files) {
    const std::size_t common = commonEnd(path, name);
    isUnclear = common == most ? isUnclear || common != 0 : common < most && isUnclear;
    if (common > most) {
      most = common;
      best = &imported;
      isUnclear = false;
    }
  }
  return isUnclear ? nullptr : best;
}

} // namespace

Status importCoverage(std::string_view content, const std::string &name, CodeMap &code) {
  const std::size_t begin = content.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos)
    return Error{fmt::format("{} is empty; name a tracefile of lcov or what `llvm-cov export` has written", name)};
  const auto files = content[begin] == '{' ? readLlvm(content, name) : readLcov(content, name);
  if (!files)
    return files.error();
  if (files->empty())
    return Error{
        fmt::format("{} has no source file; name a tracefile of lcov or what `llvm-cov export` has written", name)};
  std::size_t matched = 0;
  for (CodeFile &file : code.files) {
    const Imported *imported = bestFor(file, *files);
    if (imported == nullptr)
      continue;
    ++matched;
    file.lines.clear();
    for (const auto &[number, isReached] : imported->lines)
      file.lines.push_back({number, isReached});
    file.branches.clear();
    for (const auto &[place, taken] : imported->branches) {
      CodeBranch branch{place.first, place.second, static_cast<std::uint32_t>(taken.size()),
                        static_cast<std::uint32_t>(std::count(taken.begin(), taken.end(), true)), 0};
      for (std::size_t i = 0; i < taken.size() && i < 64; ++i)
        branch.taken |= std::uint64_t{taken[i]} << i;
      file.branches.push_back(branch);
    }
  }
  if (matched == 0)
    return Error{fmt::format("{} has none of the program's source files, such as {}; was it made of the same sources?",
                             name, code.files.empty() ? "any" : toPrintableLine(code.files.front().path))};
  return Done{};
}

} // namespace allele
