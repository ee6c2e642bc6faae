#include "TestTree.h"

#include <algorithm>
#include <cmath>

namespace allele {

std::chrono::milliseconds timeLimit(double seconds) {
  constexpr double kLongest = 1e7; // as CTest's own default
  return std::chrono::milliseconds(std::llround(1000 * std::clamp(seconds, 0.0, kLongest)));
}

} // namespace allele
