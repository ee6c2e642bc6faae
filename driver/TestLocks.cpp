#include "TestLocks.h"

#include <algorithm>

namespace allele {

bool TestLocks::mayStart(std::size_t test) const {
  const SuiteTest &wanted = tests[test];
  if (aloneRuns || (wanted.isAlone && running != 0))
    return false;
  return std::none_of(wanted.locks.begin(), wanted.locks.end(),
                      [&](const std::string &lock) { return held.count(lock) != 0; });
}

void TestLocks::start(std::size_t test) {
  ++running;
  aloneRuns = aloneRuns || tests[test].isAlone;
  held.insert(tests[test].locks.begin(), tests[test].locks.end());
}

void TestLocks::end(std::size_t test) {
  --running;
  aloneRuns = aloneRuns && !tests[test].isAlone;
  for (const std::string &lock : tests[test].locks)
    held.erase(lock);
}

} // namespace allele
