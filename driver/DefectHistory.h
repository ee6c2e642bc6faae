// Asks git about defects: which commits mended them, what those changed, and where the code before them stands in the
// sources that a run was made of.
//
// Nothing of the repository is changed. What git can't tell (a shallow clone, a commit that isn't there) is a reason,
// not an error: one such defect leaves the others as they are.
#pragma once

#include "Defects.h"
#include "FixDiff.h"
#include "Result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace allele {

struct Commit {
  std::string hash;
  std::string parent; // the first one; empty: it has none, or a shallow clone ends here
  std::string date;   // of the committer, "2027-01-31"
};

// How the commit of a run lies to another one.
struct Distance {
  std::size_t ahead = 0;  // commits that the run has and the other hasn't
  std::size_t behind = 0; // the other way round
};

class DefectHistory {
public:
  // The repository around the directory. Errors: there is none, or no git.
  static Result<DefectHistory> open(const std::string &directory);

  bool isShallow() const { return shallow; }

  // Errors: there is no such commit, as a reason.
  Result<Commit> find(const std::string &name) const;
  // Defects by their fixes' messages, the oldest first. A merge counts only where no other commit names the defect.
  // Errors: no such range; a pattern that is none.
  Result<std::vector<Defect>> search(const FixSearch &wanted) const;

  // Of the fix against its first parent; changes of spaces alone are left out.
  Result<std::vector<FileDiff>> changesOf(const Commit &fix) const;
  // nullopt: it isn't there.
  std::optional<std::string> textAt(const std::string &commit, const std::string &path) const;
  std::vector<std::string> pathsAt(const std::string &commit) const;
  // Old path to new path of the files that were renamed on the way.
  std::map<std::string, std::string> renamesBetween(const std::string &from, const std::string &to) const;
  // nullopt: one of the commits isn't there.
  std::optional<Distance> distance(const std::string &run, const std::string &other) const;
  // Whether `commit` is `later` or lies before it.
  bool holds(const std::string &later, const std::string &commit) const;

  // How `before` became `after`, whatever they are of. Errors: no room for temporary files.
  Result<std::vector<DiffHunk>> compareTexts(const std::string &before, const std::string &after) const;

private:
  explicit DefectHistory(std::string directory, bool isShallow) : top(std::move(directory)), shallow(isShallow) {}
  // nullopt when git fails.
  std::optional<std::string> ask(const std::vector<std::string> &arguments) const;

  std::string top;
  bool shallow;
};

// The directory that held the run's checkout: the one below which most of `sources` are at `paths` of the repository.
// Empty: none is.
std::string checkoutOf(const std::vector<std::string> &sources, const std::vector<std::string> &paths);

} // namespace allele
