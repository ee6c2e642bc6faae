// RUN: %noise-cpp
namespace testing {
namespace internal {
int width(int a, int b) { return a + b; } // noise
} // namespace internal
} // namespace testing
namespace Catch {
struct Config {
  bool isSet(int a) const { return a < 3; } // noise
};
} // namespace Catch
namespace doctest {
int count(int a) { return a - 1; } // noise
} // namespace doctest
namespace boost {
namespace unit_test {
int count(int a) { return a - 1; } // noise
} // namespace unit_test
int count(int a) { return a - 1; } // kept
} // namespace boost
namespace own {
namespace testing {
int count(int a) { return a - 1; } // kept
} // namespace testing
} // namespace own
bool use(const Catch::Config &config, int a) { return config.isSet(a - 1); } // kept
