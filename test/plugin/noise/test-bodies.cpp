// RUN: %noise-cpp
namespace testing {
class Test {
public:
  virtual ~Test();
  virtual void SetUp();
  virtual void TestBody() = 0;
};
namespace internal {
struct AssertHelper {
  AssertHelper(int line);
};
} // namespace internal
void InitGoogleTest(int *argc, char **argv);
} // namespace testing
#define EXPECT_TRUE(condition)                                                                                         \
  if (!(condition))                                                                                                    \
  testing::internal::AssertHelper helper(__LINE__)
#define TEST_F(fixture, name)                                                                                          \
  struct fixture##_##name##_Test : fixture {                                                                           \
    void TestBody() override;                                                                                          \
  };                                                                                                                   \
  void fixture##_##name##_Test::TestBody()

int shared(int v);

struct Fixture : testing::Test {
  int value = 0;
  void SetUp() override { value = shared(value) + 1; } // noise
  int helper(int v) { return v - value; }              // noise
};

TEST_F(Fixture, adds) {
  int sum = shared(1) + shared(2);                 // noise
  auto lambda = [&](int v) { return v * sum; };    // noise
  EXPECT_TRUE(lambda(helper(3)) == 9);             // noise since 22
}

void expectSmall(int v) {
  int half = v / 2; // noise
  EXPECT_TRUE(half < 3); // noise since 22
}

#define TEST_CASE(name) static void name()
TEST_CASE(C_A_T_C_H_T_E_S_T_0) {
  shared(shared(1) - 1); // noise
}
TEST_CASE(DOCTEST_ANON_FUNC_12) {
  shared(shared(1) - 1); // noise
}
struct Case {
  void test_method();
};
void Case::test_method() {
  shared(shared(1) - 1); // noise
}

struct Testbed {
  int helper(int v) { return v - 1; } // kept
};
int shared(int v) {
  Testbed bed;
  return bed.helper(v) + 3; // kept
}

void runAll() {
  C_A_T_C_H_T_E_S_T_0();
  DOCTEST_ANON_FUNC_12();
}

int main(int argc, char **argv) {
  testing::InitGoogleTest(&argc, argv); // noise
  return argc > 2; // noise
}
