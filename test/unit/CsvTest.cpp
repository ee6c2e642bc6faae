#include "Csv.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace allele;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rowsIn(const std::string &text, char separator = ',') {
  std::istringstream in(text);
  CsvReader reader(in, separator);
  Rows rows;
  std::vector<std::string> fields;
  for (auto more = reader.next(fields);; more = reader.next(fields)) {
    REQUIRE(more);
    if (!*more)
      return rows;
    rows.push_back(fields);
  }
}

} // namespace

TEST_CASE("fields are separated, quoted, empty, and end with any kind of line end") {
  CHECK(rowsIn("a,b\nc,\r\n\n\"d, \"\"e\"\"\nf\",g\"h\r\n,\"\"") ==
        Rows{{"a", "b"}, {"c", ""}, {"d, \"e\"\nf", "g\"h"}, {"", ""}});
  CHECK(rowsIn("\xEF\xBB\xBF\"a\",b") == Rows{{"a", "b"}});
  CHECK(rowsIn("").empty());
  CHECK(rowsIn("\n\r\n").empty());
}

TEST_CASE("a separator that isn't given is what the first line has") {
  CHECK(rowsIn("a,b;c\nd,e", 0) == Rows{{"a", "b;c"}, {"d", "e"}});
  CHECK(rowsIn("a;b\nc,d;e", 0) == Rows{{"a", "b"}, {"c,d", "e"}});
  CHECK(rowsIn("a\tb\nc;d\te", 0) == Rows{{"a", "b"}, {"c;d", "e"}});
}

TEST_CASE("a row has the line that it begins in, and so has a quote that isn't closed") {
  std::istringstream in("a\n\"b\nc\"\n\nd\n\"e\n");
  CsvReader reader(in);
  std::vector<std::string> fields;
  std::vector<std::size_t> lines;
  auto more = reader.next(fields);
  for (; more && *more; more = reader.next(fields))
    lines.push_back(reader.line());
  CHECK(lines == std::vector<std::size_t>{1, 2, 5});
  REQUIRE_FALSE(more);
  CHECK(reader.line() == 6);
  CHECK(more.error().message == "a quote isn't closed; write \"\" for a quote within quotes");
}
