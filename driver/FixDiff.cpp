#include "FixDiff.h"

#include "Text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace allele {
namespace {

bool startsWith(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

// "12,3" or "12" at the beginning of `text`, which is taken away.
bool takeSpan(std::string_view &text, std::uint32_t &first, std::uint32_t &count) {
  const auto number = [&](std::uint32_t &value) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc())
      return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
  };
  if (!number(first))
    return false;
  count = 1;
  if (!startsWith(text, ","))
    return true;
  text.remove_prefix(1);
  return number(count);
}

// "@@ -12,3 +12 @@ ..."
std::optional<DiffHunk> hunkOf(std::string_view line) {
  DiffHunk hunk;
  line.remove_prefix(std::string_view("@@ -").size());
  if (!takeSpan(line, hunk.oldFirst, hunk.oldCount) || !startsWith(line, " +"))
    return std::nullopt;
  line.remove_prefix(2);
  if (!takeSpan(line, hunk.newFirst, hunk.newCount) || !startsWith(line, " @@"))
    return std::nullopt;
  return hunk;
}

// "a/src/x.c" behind "--- "; nothing for /dev/null.
std::string pathBehind(std::string_view name, std::string_view prefix) {
  const std::string path = unquotedPath(name);
  if (path == "/dev/null")
    return "";
  return startsWith(path, prefix) ? path.substr(prefix.size()) : path;
}

} // namespace

std::string unquotedPath(std::string_view text) {
  if (text.empty() || text.front() != '"')
    return std::string(text.substr(0, text.find('\t')));
  std::string path;
  for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      path += text[i];
      continue;
    }
    ++i;
    constexpr std::string_view kEscapes = "abtnvfr";
    if (text[i] >= '0' && text[i] <= '7') {
      unsigned value = 0;
      const std::size_t end = std::min(i + 3, text.size());
      for (; i < end && text[i] >= '0' && text[i] <= '7'; ++i)
        value = value * 8 + static_cast<unsigned>(text[i] - '0');
      --i;
      path += static_cast<char>(value);
    } else {
      const std::size_t escape = kEscapes.find(text[i]);
      path += escape == std::string_view::npos ? text[i] : static_cast<char>('\a' + escape);
    }
  }
  return path;
}

Result<std::vector<FileDiff>> parseFileDiffs(std::string_view diff) {
  std::vector<FileDiff> files;
  std::uint64_t left = 0; // lines of the hunk that are still to come
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = std::min(diff.find('\n', at), diff.size());
    const std::string_view line = diff.substr(at, end - at);
    at = end + 1;
    if (left != 0) {
      left -= startsWith(line, "\\") ? 0 : 1;
      continue;
    }
    if (startsWith(line, "diff --git ")) {
      files.emplace_back();
      continue;
    }
    if (files.empty())
      return Error{fmt::format("a diff can't be understood: '{}'", toPrintableLine(cutTo(80, std::string(line))))};
    FileDiff &file = files.back();
    if (startsWith(line, "--- ")) {
      file.oldPath = pathBehind(line.substr(4), "a/");
    } else if (startsWith(line, "+++ ")) {
      file.newPath = pathBehind(line.substr(4), "b/");
    } else if (startsWith(line, "rename from ")) {
      file.oldPath = unquotedPath(line.substr(std::string_view("rename from ").size()));
    } else if (startsWith(line, "rename to ")) {
      file.newPath = unquotedPath(line.substr(std::string_view("rename to ").size()));
    } else if (startsWith(line, "Binary files ") || startsWith(line, "GIT binary patch")) {
      file.isBinary = true;
    } else if (startsWith(line, "index ") || startsWith(line, "new file mode ") ||
               startsWith(line, "deleted file mode ")) {
      constexpr std::string_view kSubmodule = "160000";
      file.isSubmodule |= line.size() > kSubmodule.size() && line.substr(line.size() - kSubmodule.size()) == kSubmodule;
    } else if (startsWith(line, "@@ -")) {
      const auto hunk = hunkOf(line);
      if (!hunk)
        return Error{fmt::format("a diff can't be understood: '{}'", toPrintableLine(cutTo(80, std::string(line))))};
      left = std::uint64_t{hunk->oldCount} + hunk->newCount;
      file.hunks.push_back(*hunk);
    }
  }
  return files;
}

std::optional<std::uint32_t> mapLine(const std::vector<DiffHunk> &hunks, std::uint32_t line) {
  // The last hunk that begins at the line or before it.
  auto behind = std::upper_bound(hunks.begin(), hunks.end(), line,
                                 [](std::uint32_t wanted, const DiffHunk &hunk) { return wanted < hunk.oldFirst; });
  // One that only adds begins behind the line that it names.
  if (behind != hunks.begin() && std::prev(behind)->oldCount == 0 && std::prev(behind)->oldFirst == line)
    --behind;
  if (behind == hunks.begin())
    return line;
  const DiffHunk &hunk = *std::prev(behind);
  const std::uint32_t oldEnd = hunk.oldCount == 0 ? hunk.oldFirst + 1 : hunk.oldFirst + hunk.oldCount;
  const std::uint32_t newEnd = hunk.newCount == 0 ? hunk.newFirst + 1 : hunk.newFirst + hunk.newCount;
  if (line < oldEnd)
    return std::nullopt;
  return newEnd + (line - oldEnd);
}

} // namespace allele
