// Reads what became of tests from JUnit XML, as GoogleTest, Catch2, ctest, pytest, surefire and others write it.
#pragma once

#include "Result.h"
#include "Signal.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allele {

struct JunitRun {
  // What the file says of itself, by properties or attributes of these names; empty: nothing.
  std::string commit, run, configuration, branch;
  std::optional<std::int64_t> time; // the earliest
  // Each name once. Testcases of one name can't be told from each other: one that fails makes them fail.
  std::vector<std::pair<std::string, Tries>> tests;
};

// nullopt: XML, but no JUnit. Errors: no XML, or a part of one; a testcase without a name. They begin with `path`, and
// the line.
Result<std::optional<JunitRun>> readJunit(const std::string &content, const std::string &path);

} // namespace allele
