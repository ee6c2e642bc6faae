// Takes what a CI has kept of its runs: JUnit XML files and CSV.
#pragma once

#include "Result.h"
#include "Signal.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// All that files may say, and the command line for those that don't.
struct CiImportOptions {
  std::vector<std::string> junit;   // files, globs, and directories, of which all *.xml below counts
  std::vector<std::string> history; // CSV files
  std::string path;                 // what a file's path says: "ci/{commit}/{run}/*.xml"; empty: nothing
  std::string commit;               // of JUnit files that don't name one themselves
  std::string configuration;        // the same

  bool isEmpty() const { return junit.empty() && history.empty(); }
};

struct CiImport {
  std::size_t files = 0;
  Added outcomes;
  std::vector<std::string> leftOut; // XML of directories that is no JUnit
};

// The end of a path against a pattern, in which "{commit}", "{run}", "{configuration}" and "{branch}" stand for a part
// of a name, "*" for anything within one, "**" for anything.
class PathPattern {
public:
  // Error: it names nothing, or something else, or something twice.
  static Result<PathPattern> create(const std::string &pattern);
  // By name; nullopt: the path is another one.
  std::optional<std::map<std::string, std::string>> match(const std::string &path) const;

private:
  struct Piece {
    enum class Kind { kText, kName, kStar, kStars } kind;
    std::string text; // or what it is the name of
  };
  bool matchFrom(std::size_t piece, std::string_view rest, std::map<std::string, std::string> &found) const;
  std::vector<Piece> pieces;
};

// Reads all of it into `results`. After an error those are to be thrown away. Errors: a file that isn't there, can't be
// read or isn't what it should be, or whose commit nothing tells.
Result<CiImport> importCi(const CiImportOptions &options, SignalResults &results);

} // namespace allele
