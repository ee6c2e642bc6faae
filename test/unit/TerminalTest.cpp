#include "Terminal.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("progress says how many are done and how long the rest takes at that pace") {
  CHECK(progressText("mutants", 10, 40, 0.25, std::chrono::seconds(20)) == "10 of 40 mutants, 25 %, 1:00 min left");
}

TEST_CASE("progress makes no guess before the first mutant") {
  CHECK(progressText("mutants", 0, 40, 0, std::chrono::seconds(5)) == "0 of 40 mutants, 0 %");
  CHECK(progressText("mutants", 0, 0, 0, std::chrono::seconds(5)) == "0 of 0 mutants");
}

TEST_CASE("a palette that isn't enabled changes nothing") {
  CHECK(Palette{false}.red("x") == "x");
  CHECK(Palette{true}.red("x") == "\x1b[31mx\x1b[0m");
}
