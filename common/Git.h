// Asks git.
#ifndef ALLELE_GIT_H
#define ALLELE_GIT_H

#include <string>
#include <vector>

namespace allele {

// What `git -C directory arguments...` prints. Takes no lock, so it may run many times at once beside a build.
// Problems: git isn't there, or it fails, with git's own first line. An exit code up to `mostCode` is no failure: 1 is
// how `git diff --no-index` says that there are differences. Throws nothing.
std::string git(const std::string &directory, const std::vector<std::string> &arguments,
                std::vector<std::string> &problems, int mostCode = 0);

} // namespace allele

#endif
