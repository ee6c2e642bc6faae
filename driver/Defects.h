// What a team knows of a defect that got past its tests: which commit mended it, and perhaps the stack trace of a
// crash.
//
// The list comes from a file of the team's tracker, or from the messages of the commits themselves (DefectHistory.h).
#pragma once

#include "Result.h"

#include <string>
#include <string_view>
#include <vector>

namespace allele {

struct Defect {
  std::string id;
  std::vector<std::string> fixes; // names of commits, in the order in which they are given; one at least
  std::string introduced;         // name of the commit that brought it in; empty: not said
  std::string stack;              // path of a file with a stack trace; empty: there is none
  std::string date;               // of the fix, "2027-01-31"; empty: that of the commit
  std::string severity;           // in the team's own words
  std::string where;              // it is said: "defects.csv:3", "commit 1a2b3c4"; for messages
};

// Which commits are fixes, by what their messages say.
struct FixSearch {
  std::string trailer; // key of a trailer whose value is the defect's id: "Fixes-Defect"
  std::string pattern; // or a regular expression (ECMAScript) for a line; its first group is the id, without groups all
  std::string range;   // of commits, "v1.0..v2.0"; empty: all of HEAD
  std::string since;   // as git reads dates; empty: no bound
};

// RFC 4180, also with semicolons, in any order of columns: `id`, `fix` (several commits have spaces between them), and
// perhaps `introduced`, `stack`, `date`, `severity`. Others are left alone. Rows with one id are one defect with
// several fixes. `name`: of the file, for messages and places; stacks are relative to its directory. Errors: no such
// columns, a row without id or fix, a date that is none, a quote without end.
Result<std::vector<Defect>> parseDefects(std::string_view text, const std::string &name);

// Adds to the list, or the fixes to the defect of that id.
void addDefect(std::vector<Defect> &defects, Defect defect);

} // namespace allele
