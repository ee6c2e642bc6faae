#include "Timestamp.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("a time may have a zone, a fraction, a space, or be a number") {
  CHECK(parseTimestamp("1970-01-02T00:00:01Z") == 86401);
  CHECK(parseTimestamp("1970-01-02T00:00:01") == 86401);
  CHECK(parseTimestamp("1970-01-02 00:00:01.123456+00:00") == 86401);
  CHECK(parseTimestamp("1970-01-02T02:00:00+02:00") == 86400);
  CHECK(parseTimestamp("1970-01-01T22:30:00-0130") == 86400);
  CHECK(parseTimestamp("1970-01-02") == 86400);
  CHECK(parseTimestamp("1700000000") == 1700000000);
}

TEST_CASE("what is no time isn't taken for one") {
  for (const char *text : {"", "yesterday", "2027", "2027-13-01", "2027-01-31T12", "2027-01-31T12:00:00+2", "12:00",
                           "2027-01-31T12:00:00 CET", "2027-01-31X"})
    CHECK_FALSE(parseTimestamp(text));
}
