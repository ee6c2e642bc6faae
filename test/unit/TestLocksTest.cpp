#include "TestLocks.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

constexpr std::size_t kFree = 0;
constexpr std::size_t kA = 1;
constexpr std::size_t kB = 2;
constexpr std::size_t kBoth = 3;
constexpr std::size_t kAlone = 4;

Suite makeSuite() {
  Suite suite;
  suite.tests.resize(5);
  suite.tests[kA].locks = {"a"};
  suite.tests[kB].locks = {"b"};
  suite.tests[kBoth].locks = {"a", "b"};
  suite.tests[kAlone].isAlone = true;
  return suite;
}

std::vector<std::size_t> startable(const TestLocks &locks) {
  std::vector<std::size_t> tests;
  for (std::size_t i = 0; i < 5; ++i)
    if (locks.mayStart(i))
      tests.push_back(i);
  return tests;
}

using Tests = std::vector<std::size_t>;

} // namespace

TEST_CASE("where nothing runs every test may start") {
  const Suite suite = makeSuite();
  const TestLocks locks(suite);
  CHECK(startable(locks) == Tests{kFree, kA, kB, kBoth, kAlone});
}

TEST_CASE("a test without locks keeps off only those that run alone") {
  const Suite suite = makeSuite();
  TestLocks locks(suite);
  locks.start(kFree);
  CHECK(startable(locks) == Tests{kFree, kA, kB, kBoth});
  locks.start(kFree); // twice at a time, for two mutants
  locks.end(kFree);
  CHECK(startable(locks) == Tests{kFree, kA, kB, kBoth});
  locks.end(kFree);
  CHECK(startable(locks) == Tests{kFree, kA, kB, kBoth, kAlone});
}

TEST_CASE("a lock keeps off those that want it, and the test itself") {
  const Suite suite = makeSuite();
  TestLocks locks(suite);
  locks.start(kA);
  CHECK(startable(locks) == Tests{kFree, kB});
  locks.start(kB);
  CHECK(startable(locks) == Tests{kFree});
  locks.end(kA);
  CHECK(startable(locks) == Tests{kFree, kA});
  locks.end(kB);
  locks.start(kBoth);
  CHECK(startable(locks) == Tests{kFree});
  locks.end(kBoth);
  CHECK(startable(locks) == Tests{kFree, kA, kB, kBoth, kAlone});
}

TEST_CASE("beside a test that runs alone nothing starts") {
  const Suite suite = makeSuite();
  TestLocks locks(suite);
  locks.start(kAlone);
  CHECK(startable(locks).empty());
  locks.end(kAlone);
  CHECK(startable(locks) == Tests{kFree, kA, kB, kBoth, kAlone});
}

TEST_CASE("only a test that runs alone needs all") {
  const Suite suite = makeSuite();
  const TestLocks locks(suite);
  CHECK(locks.needsAll(kAlone));
  CHECK_FALSE(locks.needsAll(kBoth));
}
