#include "Glob.h"

#include <algorithm>

namespace allele {
namespace {

// The index behind the set that begins with `[` at `start`; npos when nothing closes it.
std::size_t endOfSet(std::string_view glob, std::size_t start) {
  std::size_t at = start + 1;
  if (at < glob.size() && (glob[at] == '!' || glob[at] == '^'))
    ++at;
  // The first character belongs to the set even where it is `]`.
  const std::size_t close = glob.find(']', at + 1);
  return close == std::string_view::npos ? close : close + 1;
}

bool isInSet(std::string_view set, char c) { // between the brackets
  const bool isNegated = set.front() == '!' || set.front() == '^';
  if (isNegated)
    set.remove_prefix(1);
  bool isIn = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      isIn |= set[i] <= c && c <= set[i + 2];
      i += 2;
    } else {
      isIn |= set[i] == c;
    }
  }
  return isIn != isNegated;
}

class Matcher {
public:
  // `separator` is what only `**` matches; none in names.
  Matcher(std::string_view pattern, std::string_view subject, char boundary)
      : glob(pattern), text(subject), separator(boundary), failed((pattern.size() + 1) * (subject.size() + 1)) {}

  // Whether the glob from `i` on matches the text from `j` on. What failed once isn't tried again, so the time is
  // bounded whatever the glob.
  bool matches(std::size_t i, std::size_t j) {
    if (i == glob.size())
      return j == text.size();
    const std::size_t key = i * (text.size() + 1) + j;
    if (failed[key])
      return false;
    const bool found = matchesAt(i, j);
    failed[key] = !found;
    return found;
  }

private:
  bool matchesAt(std::size_t i, std::size_t j) {
    const bool isPath = separator != '\0';
    if (glob[i] == '*') {
      const bool isDouble = glob.substr(i, 2) == "**";
      if (isPath && glob.substr(i, 3) == "**/" && (i == 0 || glob[i - 1] == '/')) {
        if (matches(i + 3, j))
          return true;
        for (std::size_t end = j; end < text.size(); ++end)
          if (text[end] == '/' && matches(i + 3, end + 1))
            return true;
        return false;
      }
      for (std::size_t end = j;; ++end) {
        if (matches(i + (isDouble ? 2 : 1), end))
          return true;
        if (end == text.size() || (!isDouble && isSeparator(end)))
          return false;
      }
    }
    if (j == text.size())
      return false;
    if (glob[i] == '?')
      return !isSeparator(j) && matches(i + 1, j + 1);
    if (glob[i] == '[') {
      const std::size_t end = endOfSet(glob, i);
      return end != std::string_view::npos && !isSeparator(j) && isInSet(glob.substr(i + 1, end - i - 2), text[j]) &&
             matches(end, j + 1);
    }
    if (glob[i] == '\\' && i + 1 < glob.size())
      ++i;
    return glob[i] == text[j] && matches(i + 1, j + 1);
  }

  bool isSeparator(std::size_t j) const { return separator != '\0' && text[j] == separator; }

  std::string_view glob;
  std::string_view text;
  char separator;
  std::vector<bool> failed;
};

} // namespace

bool matchesPath(std::string_view glob, std::string_view path) {
  std::string whole(glob);
  if (whole.size() > 1 && whole.back() == '/')
    whole += "**";
  // Before `/**` was added: a directory's name alone isn't tied to the root either.
  const bool isTied = glob.substr(0, glob.size() - (glob.empty() ? 0 : 1)).find('/') != std::string_view::npos;
  if (!isTied)
    whole.insert(0, "**/");
  else if (whole.front() == '/' && (path.empty() || path.front() != '/'))
    whole.erase(0, 1);
  return Matcher(whole, path, '/').matches(0, 0);
}

bool matchesName(std::string_view glob, std::string_view name) {
  return Matcher(glob, name, '\0').matches(0, 0);
}

bool matchesAnyPath(const std::vector<std::string> &globs, std::string_view path) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string &glob) { return matchesPath(glob, path); });
}

bool matchesAnyName(const std::vector<std::string> &globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string &glob) { return matchesName(glob, name); });
}

std::string problemOfGlob(std::string_view glob) {
  if (glob.empty())
    return "an empty glob matches nothing";
  for (std::size_t i = 0; i < glob.size(); ++i) {
    if (glob[i] == '\\') {
      if (++i == glob.size())
        return "nothing stands behind the last '\\'";
    } else if (glob[i] == '[') {
      const std::size_t end = endOfSet(glob, i);
      if (end == std::string_view::npos)
        return "no ']' closes the '['";
      i = end - 1;
    }
  }
  return "";
}

} // namespace allele
