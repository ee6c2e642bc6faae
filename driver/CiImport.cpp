#include "CiImport.h"

#include "Fingerprint.h"
#include "HistoryCsv.h"
#include "JunitReader.h"
#include "Text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <glob.h>
#include <iterator>
#include <memory>

namespace allele {
namespace {

namespace fs = std::filesystem;

// A file, and whether it was named, or only stands in a directory that was.
struct Found {
  std::string path;
  bool isNamed;
};

Status addDirectory(const fs::path &directory, std::vector<Found> &files) {
  std::error_code failure;
  std::vector<std::string> below;
  for (fs::recursive_directory_iterator entry(directory, failure), end; !failure && entry != end;
       entry.increment(failure))
    if (std::error_code ignored; entry->path().extension() == ".xml" && entry->is_regular_file(ignored))
      below.push_back(entry->path().string());
  if (failure)
    return Error{fmt::format("{} can't be read: {}", directory.string(), failure.message())};
  if (below.empty())
    return Error{
        fmt::format("{}: there is no *.xml in it; name the files, or the directory that has them", directory.string())};
  std::sort(below.begin(), below.end());
  for (std::string &path : below)
    files.push_back({std::move(path), false});
  return Done{};
}

Status addNamed(const std::string &word, std::vector<Found> &files) {
  std::error_code failure;
  std::vector<std::string> paths = {word};
  if (!fs::exists(word, failure)) {
    glob_t found = {};
    const int ended = glob(word.c_str(), GLOB_BRACE, nullptr, &found);
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    if (ended != 0 || paths.empty())
      return Error{fmt::format("--junit: there is no '{}'; name a file, a directory, or a glob that matches some",
                               toPrintableLine(word))};
  }
  for (const std::string &path : paths) {
    if (fs::is_directory(path, failure)) {
      if (const Status added = addDirectory(path, files); !added)
        return added;
    } else {
      files.push_back({path, true});
    }
  }
  return Done{};
}

Result<std::ifstream> openFile(const std::string &path) {
  std::error_code failure;
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, failure))
    return Error{fmt::format("{} can't be read: {}", path, in ? "it is a directory" : std::strerror(errno))};
  return in;
}

class Importer {
public:
  Importer(const CiImportOptions &wanted, SignalResults &known) : options(wanted), results(known) {}

  Result<CiImport> all() {
    if (!options.path.empty()) {
      auto made = PathPattern::create(options.path);
      if (!made)
        return made.error();
      pattern.emplace(std::move(*made));
    }
    std::vector<Found> files;
    for (const std::string &word : options.junit)
      if (const Status added = addNamed(word, files); !added)
        return added.error();
    for (const Found &file : files)
      if (const Status taken = takeJunit(file); !taken)
        return taken.error();
    for (const std::string &path : options.history)
      if (const Status taken = takeCsv(path); !taken)
        return taken.error();
    return std::move(import);
  }

private:
  Status takeJunit(const Found &file) {
    auto in = openFile(file.path);
    if (!in)
      return in.error();
    const std::string content{std::istreambuf_iterator<char>(*in), {}};
    auto read = readJunit(content, file.path);
    if (!read)
      return read.error();
    std::optional<JunitRun> &junit = *read;
    if (!junit && file.isNamed)
      return Error{fmt::format("{}:1: it is XML, but no JUnit: <testsuites> or <testsuite> is expected; leave it out",
                               file.path)};
    if (!junit) {
      import.leftOut.push_back(file.path);
      return Done{};
    }
    if (const Status told = takePath(file.path, *junit); !told)
      return told;
    return addJunit(file.path, content, *junit);
  }

  // What the file doesn't say of itself, its path says, and what that doesn't, the command line.
  Status takePath(const std::string &path, JunitRun &junit) const {
    if (pattern) {
      const auto found = pattern->match(path);
      if (!found)
        return Error{fmt::format("{}: its path isn't one of --path '{}'; mend the pattern, or leave the file out", path,
                                 options.path)};
      for (const auto &[name, fact] :
           {std::pair("commit", &junit.commit), std::pair("run", &junit.run),
            std::pair("configuration", &junit.configuration), std::pair("branch", &junit.branch)})
        if (const auto value = found->find(name); value != found->end() && fact->empty())
          *fact = toValidUtf8(value->second);
    }
    if (junit.commit.empty())
      junit.commit = toValidUtf8(options.commit);
    if (junit.configuration.empty())
      junit.configuration = toValidUtf8(options.configuration);
    if (junit.commit.empty())
      return Error{fmt::format("{}: nothing tells its commit; give it <property name=\"commit\" value=\"...\"/>, say "
                               "where the path has it with --path, or name it with --commit",
                               path)};
    return Done{};
  }

  Status addJunit(const std::string &path, const std::string &content, const JunitRun &junit) {
    Fingerprint fingerprint;
    fingerprint.add(content);
    CiRun run;
    run.commit = junit.commit;
    run.part = fingerprint.text();
    run.run = junit.run.empty() ? run.part : junit.run;
    run.configuration = junit.configuration;
    run.branch = junit.branch;
    run.time = junit.time;
    run.source = path;
    for (const auto &[name, tries] : junit.tests)
      run.tests[results.names.numberOf(name)] = tries;
    take(std::move(run));
    ++import.files;
    return Done{};
  }

  Status takeCsv(const std::string &path) {
    auto in = openFile(path);
    if (!in)
      return in.error();
    auto history = readHistoryCsv(*in, path, results.names);
    if (!history)
      return history.error();
    if (history->isCounted && options.history.size() > 1)
      return Error{fmt::format("{}: without a column 'run' nobody can tell which rows of several files are of one run; "
                               "import them as one file, or add the column",
                               path)};
    for (CiRun &run : history->runs)
      take(std::move(run));
    ++import.files;
    return Done{};
  }

  void take(CiRun run) {
    const Added added = results.add(std::move(run));
    import.outcomes.fresh += added.fresh;
    import.outcomes.changed += added.changed;
    import.outcomes.known += added.known;
  }

  const CiImportOptions &options;
  SignalResults &results;
  CiImport import;
  std::optional<PathPattern> pattern;
};

} // namespace

Result<PathPattern> PathPattern::create(const std::string &pattern) {
  PathPattern made;
  std::map<std::string, std::string> seen;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] == '*') {
      const bool isTwo = pattern.compare(i, 2, "**") == 0;
      made.pieces.push_back({isTwo ? Piece::Kind::kStars : Piece::Kind::kStar, ""});
      i += isTwo ? 2 : 1;
      continue;
    }
    if (pattern[i] != '{') {
      const std::size_t end = std::min(pattern.find_first_of("*{", i), pattern.size());
      made.pieces.push_back({Piece::Kind::kText, pattern.substr(i, end - i)});
      i = end;
      continue;
    }
    const std::size_t end = pattern.find('}', i);
    const std::string name = end == std::string::npos ? "" : pattern.substr(i + 1, end - i - 1);
    const std::vector<std::string> names = {"commit", "run", "configuration", "branch"};
    if (std::find(names.begin(), names.end(), name) == names.end())
      return Error{
          fmt::format("--path: '{}' stands for nothing{}; there are {{commit}}, {{run}}, {{configuration}} and "
                      "{{branch}}",
                      pattern.substr(i, end == std::string::npos ? end : end - i + 1), didYouMean(name, names))};
    if (!seen.emplace(name, "").second)
      return Error{fmt::format("--path: {{{}}} stands there twice; leave one", name)};
    made.pieces.push_back({Piece::Kind::kName, name});
    i = end + 1;
  }
  if (seen.empty())
    return Error{"--path: it names nothing; write {commit} where the path has the commit"};
  return made;
}

bool PathPattern::matchFrom(std::size_t piece, std::string_view rest, std::map<std::string, std::string> &found) const {
  if (piece == pieces.size())
    return rest.empty();
  const Piece &here = pieces[piece];
  if (here.kind == Piece::Kind::kText)
    return rest.substr(0, here.text.size()) == here.text && matchFrom(piece + 1, rest.substr(here.text.size()), found);
  const std::size_t least = here.kind == Piece::Kind::kName ? 1 : 0;
  const std::size_t most = here.kind == Piece::Kind::kStars ? rest.size() : std::min(rest.find('/'), rest.size());
  for (std::size_t length = least; length <= most; ++length)
    if (matchFrom(piece + 1, rest.substr(length), found)) {
      if (here.kind == Piece::Kind::kName)
        found[here.text] = std::string(rest.substr(0, length));
      return true;
    }
  return false;
}

std::optional<std::map<std::string, std::string>> PathPattern::match(const std::string &path) const {
  for (std::size_t begin = 0; begin <= path.size(); ++begin) {
    if (begin != 0 && path[begin - 1] != '/')
      continue;
    std::map<std::string, std::string> found;
    if (matchFrom(0, std::string_view(path).substr(begin), found))
      return found;
  }
  return std::nullopt;
}

Result<CiImport> importCi(const CiImportOptions &options, SignalResults &results) {
  return Importer(options, results).all();
}

} // namespace allele
