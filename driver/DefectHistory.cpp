#include "DefectHistory.h"

#include "Git.h"
#include "Text.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <regex>
#include <set>
#include <unordered_set>

namespace allele {
namespace {

namespace fs = std::filesystem;

// std::regex goes as deep as the text is long.
constexpr std::size_t kMostOfLine = 500;
constexpr std::size_t kShortHash = 12;

std::string firstLine(const std::string &text) {
  return text.substr(0, text.find('\n'));
}

std::vector<std::string> splitAt(const std::string &text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

// What has to be said for a diff to look the same whatever the user's configuration says.
std::vector<std::string> diffCommand(std::vector<std::string> rest) {
  std::vector<std::string> words = {"-c",
                                    "core.quotePath=true",
                                    "diff",
                                    "--unified=0",
                                    "--inter-hunk-context=0",
                                    "--no-color",
                                    "--no-ext-diff",
                                    "--no-textconv",
                                    "--no-relative",
                                    "--ignore-all-space",
                                    "--submodule=short",
                                    "--diff-algorithm=histogram",
                                    "--src-prefix=a/",
                                    "--dst-prefix=b/"};
  words.insert(words.end(), rest.begin(), rest.end());
  return words;
}

// A directory for two files, gone with this.
class Scratch {
public:
  static Result<Scratch> make() {
    std::error_code failure;
    const fs::path parent = fs::temp_directory_path(failure);
    if (failure)
      return Error{"TMPDIR names no directory: " + failure.message()};
    std::string name = (parent / "allele-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      return Error{fmt::format("no temporary directory can be made in {}; set TMPDIR", parent.string())};
    return Scratch(name);
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path.empty())
      fs::remove_all(path, ignored);
  }
  Scratch(Scratch &&other) noexcept : path(std::exchange(other.path, "")) {}
  Scratch(const Scratch &) = delete;
  Scratch &operator=(const Scratch &) = delete;
  Scratch &operator=(Scratch &&) = delete;

  Result<std::string> write(const char *name, const std::string &text) const {
    const std::string file = path + "/" + name;
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream)
      return Error{fmt::format("{} can't be written; set TMPDIR to where there is room", file)};
    return file;
  }

private:
  explicit Scratch(std::string directory) : path(std::move(directory)) {}
  std::string path;
};

// Ids that a commit's message names.
class Naming {
public:
  static Result<Naming> of(const FixSearch &wanted) {
    Naming naming;
    if (!wanted.trailer.empty()) {
      constexpr const char *kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
      if (wanted.trailer.find_first_not_of(kLetters) != std::string::npos)
        return Error{fmt::format("--trailer: '{}' is no key of a trailer; write it as Fixes-Defect",
                                 toPrintableLine(wanted.trailer))};
      naming.format = fmt::format("%(trailers:key={},valueonly,unfold)", wanted.trailer);
      return naming;
    }
    naming.format = "%B";
    try {
      naming.pattern.emplace(wanted.pattern, std::regex::ECMAScript);
    } catch (const std::regex_error &error) {
      return Error{fmt::format("--fix-pattern: '{}' is no regular expression: {}", toPrintableLine(wanted.pattern),
                               error.what())};
    }
    return naming;
  }

  std::string format; // of git log

  std::vector<std::string> idsIn(const std::string &text) const {
    std::vector<std::string> ids;
    for (const std::string &line : splitAt(text, '\n')) {
      std::smatch match;
      const std::string part = line.substr(0, kMostOfLine);
      if (!pattern)
        ids.push_back(part);
      else if (std::regex_search(part, match, *pattern))
        ids.push_back(match.size() > 1 && match[1].matched ? match[1].str() : match[0].str());
    }
    ids.erase(std::remove(ids.begin(), ids.end(), ""), ids.end());
    return ids;
  }

private:
  std::optional<std::regex> pattern;
};

} // namespace

Result<DefectHistory> DefectHistory::open(const std::string &directory) {
  std::vector<std::string> problems;
  const std::string top = firstLine(git(directory, {"rev-parse", "--show-toplevel"}, problems));
  if (problems.empty() && !top.empty())
    return DefectHistory(top, firstLine(git(top, {"rev-parse", "--is-shallow-repository"}, problems)) == "true");
  const std::string reason = problems.empty() ? directory + " is in no checkout of git" : problems.front();
  if (reason.rfind("git can't be started", 0) == 0)
    return Error{reason};
  return Error{fmt::format("{}; go to the checkout whose defects these are, or name it with --repository DIR", reason)};
}

std::optional<std::string> DefectHistory::ask(const std::vector<std::string> &arguments) const {
  std::vector<std::string> problems;
  std::string said = git(top, arguments, problems);
  return problems.empty() ? std::optional(std::move(said)) : std::nullopt;
}

Result<Commit> DefectHistory::find(const std::string &name) const {
  const std::string shown = toPrintableLine(name);
  // A name is no option, no range, and no message to be searched for.
  const bool isName = !name.empty() && name.front() != '-' && name.find("..") == std::string::npos &&
                      name.find_first_of(":{} \t\n") == std::string::npos;
  const auto said = isName ? ask({"log", "-1", "--no-show-signature", "--format=%H %P%n%cs", name + "^{commit}", "--"})
                           : std::nullopt;
  if (!said)
    return Error{fmt::format("git knows no commit '{}'{}", shown,
                             shallow ? "; this clone is shallow: `git fetch --unshallow` gets the rest"
                                     : "; fetch it, or correct the name")};
  const std::vector<std::string> lines = splitAt(*said, '\n');
  const std::vector<std::string> hashes = splitAt(lines.empty() ? "" : lines.front(), ' ');
  if (lines.size() < 2 || hashes.empty())
    return Error{fmt::format("git says nothing of the commit '{}'", shown)};
  return Commit{hashes.front(), hashes.size() > 1 ? hashes[1] : "", lines[1]};
}

Result<std::vector<Defect>> DefectHistory::search(const FixSearch &wanted) const {
  const auto naming = Naming::of(wanted);
  if (!naming)
    return naming.error();
  if (!wanted.range.empty() && wanted.range.front() == '-')
    return Error{
        fmt::format("--range: '{}' is no range of commits; write it as v1.0..v2.0", toPrintableLine(wanted.range))};
  std::vector<std::string> words = {"log", "-z", "--reverse", "--no-show-signature",
                                    "--format=%H%n%P%n" + naming->format};
  if (!wanted.since.empty())
    words.push_back("--since=" + wanted.since);
  words.push_back(wanted.range.empty() ? "HEAD" : wanted.range);
  words.emplace_back("--");
  std::vector<std::string> problems;
  const std::string said = git(top, words, problems);
  if (!problems.empty())
    return Error{wanted.range.empty() ? problems.front()
                                      : fmt::format("--range {}: {}", toPrintableLine(wanted.range), problems.front())};
  std::vector<Defect> defects;
  std::vector<Defect> ofMerges;
  for (const std::string &entry : splitAt(said, '\0')) {
    const std::size_t parents = entry.find('\n');
    const std::size_t message = parents == std::string::npos ? parents : entry.find('\n', parents + 1);
    if (message == std::string::npos)
      continue;
    const std::string hash = entry.substr(0, parents);
    const bool isMerge = entry.substr(parents + 1, message - parents - 1).find(' ') != std::string::npos;
    for (const std::string &id : naming->idsIn(entry.substr(message + 1))) {
      Defect defect;
      defect.id = id;
      defect.fixes = {hash};
      defect.where = "commit " + hash.substr(0, kShortHash);
      addDefect(isMerge ? ofMerges : defects, std::move(defect));
    }
  }
  std::set<std::string> named;
  for (const Defect &defect : defects)
    named.insert(defect.id);
  for (Defect &defect : ofMerges)
    if (named.count(defect.id) == 0)
      defects.push_back(std::move(defect));
  return defects;
}

Result<std::vector<FileDiff>> DefectHistory::changesOf(const Commit &fix) const {
  std::vector<std::string> problems;
  const std::string said = git(top, diffCommand({"-M", fix.parent, fix.hash, "--"}), problems);
  if (!problems.empty())
    return Error{problems.front()};
  return parseFileDiffs(said);
}

std::optional<std::string> DefectHistory::textAt(const std::string &commit, const std::string &path) const {
  return ask({"cat-file", "blob", commit + ":" + path});
}

std::vector<std::string> DefectHistory::pathsAt(const std::string &commit) const {
  return splitAt(ask({"ls-tree", "-r", "-z", "--name-only", "--full-tree", commit}).value_or(""), '\0');
}

std::map<std::string, std::string> DefectHistory::renamesBetween(const std::string &from, const std::string &to) const {
  const std::vector<std::string> words = splitAt(
      ask({"diff", "-M", "--name-status", "--no-relative", "-z", "--diff-filter=R", from, to, "--"}).value_or(""),
      '\0');
  std::map<std::string, std::string> renames;
  for (std::size_t i = 0; i + 2 < words.size(); i += 3)
    renames[words[i + 1]] = words[i + 2];
  return renames;
}

std::optional<Distance> DefectHistory::distance(const std::string &run, const std::string &other) const {
  const auto said = ask({"rev-list", "--left-right", "--count", run + "..." + other, "--"});
  if (!said)
    return std::nullopt;
  Distance found;
  char *end = nullptr;
  found.ahead = std::strtoul(said->c_str(), &end, 10);
  found.behind = std::strtoul(end, nullptr, 10);
  return found;
}

bool DefectHistory::holds(const std::string &later, const std::string &commit) const {
  const auto said = ask({"rev-list", "--max-count=1", commit, "^" + later, "--"});
  return said && said->empty();
}

Result<std::vector<DiffHunk>> DefectHistory::compareTexts(const std::string &before, const std::string &after) const {
  if (before == after)
    return std::vector<DiffHunk>();
  const auto scratch = Scratch::make();
  if (!scratch)
    return scratch.error();
  const auto old = (*scratch).write("before", before);
  const auto fresh = old ? (*scratch).write("after", after) : old.error();
  if (!fresh)
    return fresh.error();
  std::vector<std::string> problems;
  const std::string said = git(top, diffCommand({"--no-index", "--text", "--", *old, *fresh}), problems, 1);
  if (!problems.empty())
    return Error{problems.front()};
  const auto files = parseFileDiffs(said);
  if (!files)
    return files.error();
  return files->empty() ? std::vector<DiffHunk>() : files->front().hunks;
}

std::string checkoutOf(const std::vector<std::string> &sources, const std::vector<std::string> &paths) {
  const std::unordered_set<std::string> known(paths.begin(), paths.end());
  std::map<std::string, std::size_t> votes;
  for (const std::string &source : sources)
    for (std::size_t slash = source.find('/'); slash != std::string::npos; slash = source.find('/', slash + 1))
      if (known.count(source.substr(slash + 1)) != 0)
        ++votes[source.substr(0, slash + 1)];
  // Of equals the shortest, whose paths agree in more.
  const auto best = std::max_element(votes.begin(), votes.end(), [](const auto &left, const auto &right) {
    return left.second != right.second ? left.second < right.second : left.first.size() > right.first.size();
  });
  return best == votes.end() ? "" : best->first;
}

} // namespace allele
