// Tests whose names and ends the adapter has to understand.
#include <cstdlib>
#include <gtest/gtest.h>
#include <unistd.h>

TEST(Plain, passes) {
  EXPECT_EQ(1, 1);
}
TEST(Plain, fails) {
  EXPECT_EQ(1, 2) << "told\nagain";
  EXPECT_TRUE(false);
}
TEST(Plain, DISABLED_off) {
  EXPECT_EQ(1, 2);
}
TEST(Plain, skips) {
  GTEST_SKIP() << "no";
}
TEST(Plain, throws) {
  throw 3;
}
TEST(DISABLED_Suite, one) {}

class Values : public testing::TestWithParam<int> {};
TEST_P(Values, isSmall) {
  EXPECT_LT(GetParam(), 3);
}
INSTANTIATE_TEST_SUITE_P(Some, Values, testing::Values(1, 5));

template <class T> class Typed : public testing::Test {};
using Types = testing::Types<int, char>;
TYPED_TEST_SUITE(Typed, Types);
TYPED_TEST(Typed, isSmall) {
  EXPECT_LE(sizeof(TypeParam), 4U);
}

// As LeakSanitizer does: all tests have told how they ended, and then the program fails.
static struct AtExit {
  ~AtExit() {
    if (std::getenv("FAIL_AT_EXIT") != nullptr)
      _exit(3);
  }
} atExit;

TEST(Plain, crashes) {
  if (std::getenv("CRASH") != nullptr)
    std::abort();
}
