// Which lines of which files have changed, as git or a unified diff says.
#ifndef ALLELE_DIFF_H
#define ALLELE_DIFF_H

#include "Configuration.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace allele {

// Files by absolute, real path.
class ChangedLines {
public:
  // Lines first..last are new or changed.
  void add(const std::string &file, unsigned first, unsigned last);
  // Something was deleted behind line `line`; 0: before the first.
  void addDeletion(const std::string &file, unsigned line);
  // All of the file is new.
  void addWhole(const std::string &file);

  bool has(const std::string &file) const { return files.count(file) != 0; }
  bool overlaps(const std::string &file, unsigned first, unsigned last) const;
  // Whether a deletion lies between two of these lines.
  bool deletesWithin(const std::string &file, unsigned first, unsigned last) const;
  // The last line of the file that is named; 0: none. Lines that a file doesn't have show that it isn't the diff's.
  unsigned lastLineOf(const std::string &file) const;
  std::vector<std::string> fileNames() const;

private:
  struct File {
    std::vector<std::pair<unsigned, unsigned>> ranges;
    std::vector<unsigned> deletions;
    bool isWhole = false;
  };
  std::map<std::string, File> files;
};

// Adds what a unified diff says of the files as they are now; their paths are relative to `base`. False, with a
// message, where it is no diff that can be understood.
bool parseDiff(const std::string &text, const std::string &base, ChangedLines &changes,
               std::vector<std::string> &problems);

// Where git is to be asked: beside the allele.yml that was found above `start`, so that the files of a submodule count
// as the project's; without one in `start` itself.
std::string repositoryOf(const Configuration &configuration, const std::string &start);

// What the settings stand for. With a ref git is asked, in the repository that holds `directory`: for changes since the
// branch left the ref, committed or not, also in submodules, and for files that git doesn't know yet (those it is told
// to ignore left out). Problems: no git, no repository, no such ref, an unreadable file.
ChangedLines changesOf(const DiffSettings &settings, const std::string &directory, std::vector<std::string> &problems);

} // namespace allele

#endif
