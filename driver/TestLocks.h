// Which tests may run beside each other.
#pragma once

#include "Suite.h"

#include <cstddef>
#include <string>
#include <unordered_set>

namespace allele {

class TestLocks {
public:
  // `suite` has to outlive the object.
  explicit TestLocks(const Suite &suite) : tests(suite.tests) {}

  bool mayStart(std::size_t test) const;
  // True: it only waits for others to end, and nothing should start before it.
  bool needsAll(std::size_t test) const { return tests[test].isAlone; }
  void start(std::size_t test);
  void end(std::size_t test);

private:
  const std::vector<SuiteTest> &tests;
  std::unordered_set<std::string> held;
  std::size_t running = 0;
  bool aloneRuns = false;
};

} // namespace allele
