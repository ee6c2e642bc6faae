#include "Diff.h"

#include "Git.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

namespace allele {
namespace {

namespace fs = std::filesystem;

std::string realPath(const fs::path &path) {
  std::error_code failure;
  const fs::path real = fs::weakly_canonical(path, failure);
  return (failure ? path.lexically_normal() : real).string();
}

bool startsWith(const std::string &text, const char *beginning) {
  return text.rfind(beginning, 0) == 0;
}

// A name in a diff as git writes it: in quotes with C escapes where it holds anything unusual, and perhaps with a tab
// behind it.
std::string unquoted(const std::string &text) {
  if (text.empty() || text.front() != '"')
    return text.substr(0, text.find('\t'));
  std::string name;
  for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      name += text[i];
      continue;
    }
    const char c = text[++i];
    if (c >= '0' && c <= '7') {
      unsigned value = 0;
      for (std::size_t end = std::min(i + 3, text.size()); i < end && text[i] >= '0' && text[i] <= '7'; ++i)
        value = value * 8 + static_cast<unsigned>(text[i] - '0');
      --i;
      name += static_cast<char>(value);
    } else {
      constexpr const char *kEscapes = "abtnvfr";
      const char *found = std::char_traits<char>::find(kEscapes, 7, c);
      name += found == nullptr ? c : static_cast<char>('\a' + (found - kEscapes));
    }
  }
  return name;
}

// "+12,3" or "+12" of a hunk's head; false where there is none.
bool readNewLines(const std::string &head, unsigned &first, unsigned &count, unsigned &oldCount) {
  unsigned oldFirst = 0;
  const auto read = [](const std::string &text, std::size_t at, unsigned &start, unsigned &length) {
    char *end = nullptr;
    const unsigned long value = std::strtoul(text.c_str() + at, &end, 10);
    if (end == text.c_str() + at || value > std::numeric_limits<int>::max())
      return false;
    start = static_cast<unsigned>(value);
    const unsigned long lines = *end == ',' ? std::strtoul(end + 1, nullptr, 10) : 1;
    length = static_cast<unsigned>(std::min<unsigned long>(lines, std::numeric_limits<int>::max()));
    return true;
  };
  const std::size_t plus = head.find('+');
  return head.size() > 4 && head[3] == '-' && plus != std::string::npos && read(head, 4, oldFirst, oldCount) &&
         read(head, plus + 1, first, count);
}

} // namespace

void ChangedLines::add(const std::string &file, unsigned first, unsigned last) {
  files[file].ranges.emplace_back(first, last);
}

void ChangedLines::addDeletion(const std::string &file, unsigned line) {
  files[file].deletions.push_back(line);
}

void ChangedLines::addWhole(const std::string &file) {
  files[file].isWhole = true;
}

bool ChangedLines::overlaps(const std::string &file, unsigned first, unsigned last) const {
  const auto found = files.find(file);
  if (found == files.end())
    return false;
  const auto &ranges = found->second.ranges;
  return found->second.isWhole || std::any_of(ranges.begin(), ranges.end(), [&](const auto &range) {
           return range.first <= last && first <= range.second;
         });
}

bool ChangedLines::deletesWithin(const std::string &file, unsigned first, unsigned last) const {
  const auto found = files.find(file);
  return found != files.end() && std::any_of(found->second.deletions.begin(), found->second.deletions.end(),
                                             [&](unsigned line) { return first <= line && line < last; });
}

unsigned ChangedLines::lastLineOf(const std::string &file) const {
  const auto found = files.find(file);
  unsigned last = 0;
  if (found != files.end())
    for (const auto &range : found->second.ranges)
      last = std::max(last, range.second);
  return last;
}

std::vector<std::string> ChangedLines::fileNames() const {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const auto &entry : files)
    names.push_back(entry.first);
  return names;
}

bool parseDiff(const std::string &text, const std::string &base, ChangedLines &changes,
               std::vector<std::string> &problems) {
  std::istringstream lines(text);
  std::string file; // empty: deleted, or not named yet
  bool isNamed = false;
  // Of the hunk that is read: what it still holds of the old and of the new file.
  unsigned oldLeft = 0;
  unsigned newLeft = 0;
  unsigned next = 0; // the new file's line that comes next
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r')
      line.pop_back();
    if (oldLeft + newLeft != 0) {
      const char sign = line.empty() ? ' ' : line.front();
      if (sign == '-' && oldLeft != 0) {
        --oldLeft;
        if (!file.empty())
          changes.addDeletion(file, next - 1);
      } else if (sign == '+' && newLeft != 0) {
        --newLeft;
        if (!file.empty())
          changes.add(file, next, next);
        ++next;
      } else if (sign == ' ' && oldLeft != 0 && newLeft != 0) {
        --oldLeft;
        --newLeft;
        ++next;
      } else if (sign != '\\') {
        problems.emplace_back("a hunk of the diff ends too early: '" + line + "'");
        return false;
      }
      continue;
    }
    if (startsWith(line, "+++ ")) {
      const std::string name = unquoted(line.substr(4));
      isNamed = true;
      // Prefixes are those of git's default.
      file = name == "/dev/null" ? "" : realPath(fs::path(base) / (startsWith(name, "b/") ? name.substr(2) : name));
    } else if (startsWith(line, "@@ ")) {
      if (!isNamed || !readNewLines(line, next, newLeft, oldLeft)) {
        problems.emplace_back("a hunk of the diff can't be understood: '" + line + "'");
        return false;
      }
      if (newLeft == 0) // the number is that of the line before
        ++next;
    }
  }
  if (oldLeft + newLeft != 0)
    problems.emplace_back("the diff ends within a hunk");
  return oldLeft + newLeft == 0;
}

std::string repositoryOf(const Configuration &configuration, const std::string &start) {
  const bool isFound = !configuration.path.empty() && configuration.path == nearestConfiguration(start);
  return isFound ? fs::path(configuration.path).parent_path().string() : start;
}

ChangedLines changesOf(const DiffSettings &settings, const std::string &directory, std::vector<std::string> &problems) {
  ChangedLines changes;
  if (!settings.file.empty()) {
    const std::ifstream file(settings.file, std::ios::binary);
    std::ostringstream text;
    if (!file) {
      problems.push_back("diff: " + settings.file + " can't be read");
      return changes;
    }
    text << file.rdbuf();
    // As git writes it, its paths are relative to the repository's top; without one, to the file's own directory.
    std::vector<std::string> ignored;
    std::string top = git(directory, {"rev-parse", "--show-toplevel"}, ignored);
    while (!top.empty() && top.back() == '\n')
      top.pop_back();
    parseDiff(text.str(), top.empty() ? fs::path(settings.file).parent_path().string() : top, changes, problems);
    return changes;
  }
  if (settings.ref.empty())
    return changes;
  const std::size_t before = problems.size();
  std::string top = git(directory, {"rev-parse", "--show-toplevel"}, problems);
  if (problems.size() != before) {
    if (startsWith(problems.back(), "git can't be started"))
      problems.back() += ", or name a file: diff: {file: changes.diff}";
    return changes;
  }
  top.pop_back();
  const std::string diff =
      git(top,
          {"-c", "core.quotePath=true", "diff", "--merge-base", "-U0", "--no-color", "--no-ext-diff", "--no-textconv",
           "-M", "--submodule=diff", "--src-prefix=a/", "--dst-prefix=b/", settings.ref, "--"},
          problems);
  if (problems.size() != before || !parseDiff(diff, top, changes, problems))
    return changes;
  std::istringstream names(git(top, {"ls-files", "--others", "--exclude-standard", "-z"}, problems));
  for (std::string name; std::getline(names, name, '\0');)
    changes.addWhole(realPath(fs::path(top) / name));
  return changes;
}

} // namespace allele
