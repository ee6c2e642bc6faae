#include "EscapeStudy.h"

#include "Glob.h"
#include "SourceDiff.h"
#include "StackPlaces.h"
#include "StackSymbols.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <tuple>

namespace allele {
namespace {

constexpr std::size_t kShortHash = 12;
constexpr std::size_t kNamesShown = 3;

std::string shortHash(const std::string &hash) {
  return toPrintableLine(hash.substr(0, kShortHash));
}

// Whether a compiler of C or C++ reads such a file as code.
bool isSource(const std::string &path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string::npos)
    return false;
  const std::string extension = path.substr(dot + 1);
  const std::vector<std::string> kExtensions = {"c",   "cc",  "cpp", "cxx", "c++", "C",   "h",   "hh",
                                                "hpp", "hxx", "h++", "H",   "inc", "inl", "ipp", "tcc"};
  return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

// "a.c, b.c, c.c and 2 more"
std::string someOf(const std::vector<std::string> &names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > kNamesShown ? fmt::format("{} and {} more", text, names.size() - kNamesShown) : text;
}

std::string withoutMark(std::string commit) {
  if (!commit.empty() && commit.back() == '+')
    commit.pop_back();
  return commit;
}

bool isOlder(const Commit &left, const Commit &right, const DefectHistory &history) {
  return history.holds(right.hash, left.hash) ||
         (!history.holds(left.hash, right.hash) && left.date < right.date); // of different branches
}

// The oldest first, whatever the order in which the list names them: git log has the newest first.
void sortByAge(std::vector<Commit> &fixes, const DefectHistory &history) {
  for (std::size_t i = 0; i < fixes.size(); ++i)
    for (std::size_t j = i + 1; j < fixes.size(); ++j)
      if (isOlder(fixes[j], fixes[i], history))
        std::swap(fixes[i], fixes[j]);
}

// Collects where a defect's fixes lie in the sources of one run.
class Search {
public:
  Search(const DefectHistory &past, const KnownRun &from, const std::vector<std::string> &globs)
      : history(past), run(from), testFiles(globs) {}

  Status add(const Commit &fix) {
    const auto changes = history.changesOf(fix);
    if (!changes)
      return changes.error();
    for (const FileDiff &file : *changes)
      if (const Status added = add(fix, file); !added)
        return added;
    return Done{};
  }

  Status addFrame(StackTrace trace, const Commit &fix, Escape &escape) {
    findSymbols(trace, run.results.catalog.objects);
    const std::vector<PlacedFrame> frames = placeFrames(trace, run.index, testFiles);
    const auto own = firstOwn(frames);
    if (!own) {
      escape.notes.emplace_back("no frame of the stack trace is in code of the results");
      return Done{};
    }
    const PlacedFrame &frame = frames[*own];
    const std::string path = frame.source.substr(std::min(run.checkout.size(), frame.source.size()));
    const auto before = history.textAt(fix.parent, path);
    const auto now = run.results.sources.find(frame.source);
    if (frame.frame.line == 0 || !before || now == run.results.sources.end()) {
      escape.notes.push_back(frame.frame.line == 0
                                 ? fmt::format("nothing tells on which line of {} the stack trace is",
                                               toPrintableLine(frame.frame.function))
                                 : fmt::format("the stack trace is in {}, which isn't in the repository before the fix",
                                               toPrintableLine(path)));
      return Done{};
    }
    const auto hunks = history.compareTexts(*before, now->second);
    if (!hunks)
      return hunks.error();
    const std::uint32_t line = mapLine(*hunks, frame.frame.line).value_or(0); // which is in no function
    const CodeIndex::Function *function = run.index.functionAt(frame.source, line);
    if (function != nullptr && (frame.frame.function.empty() || mayName(frame.frame.function, function->name)))
      places.frame = {frame.source, line};
    else
      escape.notes.push_back(fmt::format("line {} of the stack trace isn't in {}: it is of another version",
                                         frame.frame.line, frame.frame.function));
    return Done{};
  }

  DefectPlaces take(Escape &escape) {
    if (!absent.empty() && !places.spots.empty())
      escape.notes.push_back(
          fmt::format("{} {} in the results", someOf(absent), absent.size() == 1 ? "isn't" : "aren't"));
    if (places.spots.empty() && places.lost == 0)
      places.nothing = whyNothing();
    return std::move(places);
  }

private:
  Status add(const Commit &fix, const FileDiff &file) {
    const std::string &path = file.oldPath.empty() ? file.newPath : file.oldPath;
    if (file.isSubmodule)
      submodules.push_back(path);
    else if (matchesAnyPath(testFiles, path))
      tests.push_back(path);
    else if (!isSource(path) || file.isBinary)
      others.push_back(path);
    else if (file.oldPath.empty())
      fresh.push_back(path);
    else if (!file.hunks.empty())
      return addSource(fix, file);
    return Done{};
  }

  Status addSource(const Commit &fix, const FileDiff &file) {
    const std::string source = sourceOf(fix.parent, file.oldPath);
    const auto text = run.results.sources.find(source);
    const auto before = history.textAt(fix.parent, file.oldPath);
    const auto after = file.newPath.empty() ? std::optional<std::string>("") : history.textAt(fix.hash, file.newPath);
    if (!before || !after)
      return Error{fmt::format("git can't show {} at {}", toPrintableLine(file.oldPath), shortHash(fix.parent))};
    const std::vector<FixedSpot> spots = fixedSpotsOf(file.hunks, *before, *after);
    if (spots.empty()) {
      remarks.push_back(file.oldPath);
      return Done{};
    }
    if (text == run.results.sources.end()) {
      absent.push_back(file.oldPath);
      return Done{};
    }
    const auto hunks = history.compareTexts(*before, text->second);
    if (!hunks)
      return hunks.error();
    MappedSpots mapped = mapSpots(spots, *hunks);
    places.lost += mapped.lost;
    for (FixedSpot &spot : mapped.spots)
      places.spots.emplace_back(source, std::move(spot));
    return Done{};
  }

  // The file of the results that is the repository's at that commit, whatever it is called there.
  std::string sourceOf(const std::string &before, const std::string &path) {
    std::string same = run.checkout + path;
    if (run.results.sources.count(same) != 0 || run.commit.empty() || run.commit == before)
      return same;
    if (renamesFrom != before) {
      renames = history.renamesBetween(before, run.commit);
      renamesFrom = before;
    }
    const auto renamed = renames.find(path);
    if (renamed != renames.end())
      same = run.checkout + renamed->second;
    return same;
  }

  std::string whyNothing() const {
    if (!absent.empty())
      return fmt::format("{} {} in the results: not built with the plugin, or left out by the selection",
                         someOf(absent), absent.size() == 1 ? "isn't" : "aren't");
    if (!remarks.empty())
      return fmt::format("the fix changes nothing but comments and spaces in {}", someOf(remarks));
    if (!fresh.empty())
      return fmt::format("the fix only adds files: {}", someOf(fresh));
    if (!submodules.empty())
      return fmt::format("the fix is in a submodule: {}; ask there, with --repository {}", someOf(submodules),
                         submodules.front());
    if (!tests.empty() && others.empty())
      return fmt::format("the fix changes nothing but tests and excluded files: {}", someOf(tests));
    if (!others.empty())
      return fmt::format("the fix changes no code: {}", someOf(others));
    return "the fix changes nothing";
  }

  const DefectHistory &history;
  const KnownRun &run;
  const std::vector<std::string> &testFiles;
  DefectPlaces places;
  std::vector<std::string> absent, remarks, fresh, submodules, tests, others; // paths by what became of them
  std::map<std::string, std::string> renames;
  std::string renamesFrom;
};

} // namespace

const std::vector<std::string> &usualTestFiles() {
  static const std::vector<std::string> kGlobs = {
      "test/",     "tests/",       "Test/",    "Tests/",    "unittest/", "unittests/", "testing/", "*_test.*",
      "*_tests.*", "*_unittest.*", "test_*.*", "tests_*.*", "*Test.*",   "*Tests.*",   "tests.*",  "test.*"};
  return kGlobs;
}

Result<KnownDefect> resolveDefect(const Defect &defect, const DefectHistory &history) {
  KnownDefect known;
  known.defect = defect;
  known.date = defect.date;
  if (!defect.stack.empty()) {
    const auto text = readSource(defect.stack);
    if (!text)
      return Error{fmt::format("{}: the stack trace {} can't be read; its path is relative to that of the list",
                               defect.where, toPrintableLine(defect.stack))};
    known.trace = parseStackTrace(*text);
    if (known.trace->frames.empty())
      return Error{fmt::format("{}: no frame of a stack trace is in {}; `allele show --help` names what can be read",
                               defect.where, toPrintableLine(defect.stack))};
  }
  for (const std::string &name : defect.fixes) {
    auto fix = history.find(name);
    if (!fix) {
      known.lacks.push_back(fix.error().message);
      continue;
    }
    if (fix->parent.empty())
      known.lacks.push_back(
          history.isShallow()
              ? fmt::format("this shallow clone ends at {}; `git fetch --unshallow` gets what was before it",
                            shortHash(fix->hash))
              : fmt::format("{} is the first commit: there is no code before it", shortHash(fix->hash)));
    else if (!history.find(fix->parent))
      known.lacks.push_back(fmt::format("the commit before {} isn't in this clone; fetch it", shortHash(fix->hash)));
    else
      known.fixes.push_back(*fix);
    if (defect.date.empty())
      known.date = std::max(known.date, fix->date);
  }
  sortByAge(known.fixes, history);
  return known;
}

KnownRun::KnownRun(std::string from, RunResults loaded, const DefectHistory &history)
    : directory(std::move(from)), results(std::move(loaded)), index(results), evidence(evidenceOf(results)) {
  const auto found = history.find(withoutMark(results.info.commit));
  if (found)
    commit = found->hash;
  std::vector<std::string> sources;
  sources.reserve(results.sources.size());
  for (const auto &source : results.sources)
    sources.push_back(source.first);
  checkout = checkoutOf(sources, history.pathsAt(commit.empty() ? "HEAD" : commit));
}

const KnownRun *EscapeStudy::nearest(const std::string &before, const std::string &fix, Escape &escape) const {
  if (runs.empty())
    return nullptr;
  const KnownRun *best = nullptr;
  // Before the fix, then of an unknown commit, then beside it, then with the fix.
  std::tuple<int, std::size_t> least(std::numeric_limits<int>::max(), 0);
  std::optional<Distance> ofBest;
  for (const auto &run : runs) {
    const auto distance = run->commit.empty() ? std::nullopt : history.distance(run->commit, before);
    const std::tuple<int, std::size_t> key =
        !distance ? std::tuple<int, std::size_t>(1, 0)
        : distance->ahead == 0
            ? std::tuple<int, std::size_t>(0, distance->behind)
            : std::tuple<int, std::size_t>(history.holds(run->commit, fix) ? 3 : 2, distance->ahead + distance->behind);
    if (best == nullptr || key < least) {
      best = run.get();
      least = key;
      ofBest = distance;
    }
  }
  if (!ofBest)
    escape.notes.push_back(
        fmt::format("git doesn't know the commit of the results in {}: lines are found by their text",
                    toPrintableLine(best->directory)));
  else if (ofBest->ahead == 0 && ofBest->behind != 0)
    escape.notes.push_back(fmt::format("the results are of {} earlier", countOf(ofBest->behind, "commit")));
  else if (ofBest->ahead != 0)
    escape.notes.push_back(fmt::format(
        "the results are of {}{}; `allele escape --print-commits` lists those to run at", shortHash(best->commit),
        history.holds(best->commit, fix) ? ", which has the fix: changed lines are gone, those around remain"
                                         : ", which isn't before the fix"));
  return best;
}

Result<Escape> EscapeStudy::judge(const KnownDefect &known) const {
  Escape escape;
  escape.id = known.defect.id;
  escape.introduced = known.defect.introduced;
  escape.date = known.date;
  escape.severity = known.defect.severity;
  for (const Commit &fix : known.fixes)
    escape.fixes.push_back(fix.hash);
  if (known.fixes.empty()) {
    escape.fixes = known.defect.fixes;
    escape.why = known.lacks.empty() ? "" : known.lacks.back();
    return escape;
  }
  escape.notes = known.lacks;
  const Commit &first = known.fixes.front();
  escape.before = first.parent;
  const KnownRun *run = nearest(first.parent, first.hash, escape);
  if (run == nullptr) {
    escape.why = "there are no results";
    return escape;
  }
  escape.results = run->directory;
  if (!escape.introduced.empty() && !run->commit.empty()) {
    const auto introduced = history.find(escape.introduced);
    if (!introduced)
      escape.notes.push_back(introduced.error().message);
    else if (!history.holds(run->commit, introduced->hash))
      escape.notes.emplace_back("the results are of code that didn't have the defect yet");
  }
  Search search(history, *run, testFiles);
  for (const Commit &fix : known.fixes)
    if (const Status added = search.add(fix); !added) {
      escape.why = added.error().message;
      return escape;
    }
  if (known.trace)
    if (const Status added = search.addFrame(*known.trace, first, escape); !added)
      return added.error();
  DefectPlaces places = search.take(escape);
  places.hasFix = !run->commit.empty() && std::any_of(known.fixes.begin(), known.fixes.end(), [&](const Commit &fix) {
    return history.holds(run->commit, fix.hash);
  });
  judgeEscape(run->results, run->index, run->evidence, places, escape);
  return escape;
}

} // namespace allele
