// Globs of source files and of function names, as allele.yml and the command line take them.
//
//   *      any characters; in paths none of them is `/`
//   **     any characters; `**/` also stands for no directory at all
//   ?      one character; in paths not `/`
//   [a-z]  one of these characters, [!a-z] one that isn't of them; in paths not `/`
//   \x     the character x itself
//
// A path's glob without `/` (but at its end) matches a name in any directory, `/` at its beginning ties it to the root,
// and `/` at its end stands for all that is below.
#ifndef ALLELE_GLOB_H
#define ALLELE_GLOB_H

#include <string>
#include <string_view>
#include <vector>

namespace allele {

bool matchesPath(std::string_view glob, std::string_view path);
bool matchesName(std::string_view glob, std::string_view name);

bool matchesAnyPath(const std::vector<std::string> &globs, std::string_view path);
bool matchesAnyName(const std::vector<std::string> &globs, std::string_view name);

// What is wrong with the glob, a phrase for the user; empty when nothing is.
std::string problemOfGlob(std::string_view glob);

} // namespace allele

#endif
