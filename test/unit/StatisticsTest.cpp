#include "Statistics.h"

#include <catch2/catch.hpp>

using namespace allele;

// Expected values: R, binom::binom.confint(methods = "wilson") and fisher.test(alternative = "greater").

TEST_CASE("the interval of a rate is Wilson's") {
  const auto some = wilsonInterval(9, 40);
  REQUIRE(some);
  CHECK(some->low == Approx(0.1232).margin(0.0005));
  CHECK(some->high == Approx(0.3750).margin(0.0005));
  const auto none = wilsonInterval(0, 20);
  CHECK(none->low == 0);
  CHECK(none->high == Approx(0.1611).margin(0.0005));
  CHECK(wilsonInterval(20, 20)->high == 1);
  CHECK(wilsonInterval(1, 1)->low == Approx(0.2065).margin(0.0005));
}

TEST_CASE("without observations there is no interval, and nothing is shown") {
  CHECK_FALSE(wilsonInterval(0, 0));
  CHECK(leastRateShown(0) == 1);
}

TEST_CASE("twenty runs show what fails in 14 % of them, forty in 7 %") {
  CHECK(leastRateShown(20) == Approx(0.1391).margin(0.0005));
  CHECK(leastRateShown(40) == Approx(0.0722).margin(0.0005));
}

TEST_CASE("that all failures fall on one half of the runs is told from chance") {
  CHECK(chanceOf(7, 20, 7, 40) == Approx(0.00416).margin(0.0001));
  CHECK(chanceOf(2, 20, 2, 40) == Approx(0.2436).margin(0.0005));
  CHECK(chanceOf(0, 20, 7, 40) == Approx(1));
  CHECK(chanceOf(5, 5, 5, 10) == Approx(1.0 / 252));
}

TEST_CASE("the interval of a sample shrinks to its share as it becomes all") {
  CHECK_FALSE(sampleInterval(0, 0, 0.5));
  CHECK_FALSE(sampleInterval(1, 2, 1));
  CHECK(sampleInterval(2, 40, 0)->high == Approx(wilsonInterval(2, 40)->high));
  CHECK(sampleInterval(2, 40, 0.5)->high < wilsonInterval(2, 40)->high);
  CHECK(sampleInterval(2, 40, 0.999999)->high == Approx(0.05).margin(0.001));
}
