// What tests ran on, as far as the driver can tell: only what ran on the same code may be added up.
#pragma once

#include "Suite.h"

#include <string>

namespace allele {

// Differs when the commit, a change that git knows of, a program, one of its libraries, or a file that a test's command
// names does. `directory`: of the tests. `checkout`: of the sources, which `commit` is of, as of RunInfo. `startedAt`:
// goes in where neither git nor a framework tells that the tests are the same, so that such runs never count as equal.
std::string codeStateOf(const Suite &suite, const std::string &directory, const std::string &checkout,
                        const std::string &commit, const std::string &startedAt);

} // namespace allele
