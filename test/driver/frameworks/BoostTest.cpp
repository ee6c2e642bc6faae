// Tests whose names and ends the adapter has to understand.
#define BOOST_TEST_MODULE mine
#define BOOST_TEST_DYN_LINK
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <tuple>

BOOST_AUTO_TEST_CASE(passes) {
  BOOST_TEST(1 == 1);
  BOOST_CHECK(true);
}
BOOST_AUTO_TEST_CASE(fails) {
  const int a = 1;
  BOOST_TEST(a == 2);
  BOOST_REQUIRE(a == 3);
}
BOOST_AUTO_TEST_SUITE(suite)
BOOST_AUTO_TEST_CASE(passes) {
  BOOST_TEST(1 == 1);
}
BOOST_AUTO_TEST_CASE(off, *boost::unit_test::disabled()) {
  BOOST_TEST(1 == 2);
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(silent, *boost::unit_test::disabled())
BOOST_AUTO_TEST_CASE(inherits) {
  BOOST_TEST(1 == 2);
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_DATA_TEST_CASE(data, boost::unit_test::data::make({1, 5})) {
  BOOST_TEST(sample < 3);
}
BOOST_AUTO_TEST_CASE(throws) {
  throw 3;
}
BOOST_AUTO_TEST_CASE(empty) {}
using Types = std::tuple<int, char>;
BOOST_AUTO_TEST_CASE_TEMPLATE(typed, T, Types) {
  BOOST_TEST(sizeof(T) <= 4U);
}
BOOST_AUTO_TEST_CASE(expected, *boost::unit_test::expected_failures(1)) {
  BOOST_TEST(false);
}
BOOST_AUTO_TEST_CASE(crashes) {
  if (std::getenv("CRASH") != nullptr)
    std::abort();
}
