#include "Text.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("valid UTF-8 stays as it is") {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
  CHECK(toValidUtf8(text) == text);
}

TEST_CASE("bytes that aren't UTF-8 are replaced") {
  CHECK(toValidUtf8("a\xFF"
                    "b") == "a\xEF\xBF\xBD"
                            "b");
  CHECK(toValidUtf8("\xC0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD");         // overlong
  CHECK(toValidUtf8("\xED\xA0\x80").find('\xED') == std::string::npos); // surrogate
  CHECK(toValidUtf8("\xE2\x82") == "\xEF\xBF\xBD\xEF\xBF\xBD");         // cut
}

TEST_CASE("UTF-16 length counts code units") {
  CHECK(utf16Length("abc") == 3);
  CHECK(utf16Length("\xC3\xA9") == 1);
  CHECK(utf16Length("\xF0\x9F\x98\x80") == 2);
}

TEST_CASE("control characters don't get to the terminal") {
  CHECK(toPrintableLine("a\x1b[31m\n\tb\x7f") == "a\\x1b[31m\\n\\tb\\x7f");
}

TEST_CASE("words are quoted for the shell when they need it") {
  CHECK(shellQuote("plain-word_1.x") == "plain-word_1.x");
  CHECK(shellQuote("") == "''");
  CHECK(shellQuote("a b") == "'a b'");
  CHECK(shellQuote("it's") == "'it'\\''s'");
  CHECK(shellQuote("$HOME") == "'$HOME'");
  CHECK(shellQuote(std::vector<std::string>{"a", "b c"}) == "a 'b c'");
}

TEST_CASE("the nearest candidate is suggested, and none that is far away") {
  CHECK(closestTo("reprot", {"run", "report", "list"}) == "report");
  CHECK(closestTo("--jbos", {"--jobs", "--json"}) == "--jobs");
  CHECK(closestTo("zebra", {"run", "report", "list"}).empty());
}

TEST_CASE("counts have their plural") {
  CHECK(countOf(1, "mutant") == "1 mutant");
  CHECK(countOf(0, "mutant") == "0 mutants");
}

TEST_CASE("sizes and times are readable") {
  CHECK(formatBytes(512) == "512 B");
  CHECK(formatBytes(std::uint64_t{1} << 30) == "1 GiB");
  CHECK(formatBytes(1536) == "1.5 KiB");
  CHECK(formatSeconds(1.24) == "1.2 s");
  CHECK(formatSeconds(65) == "1:05 min");
  CHECK(formatSeconds(7390) == "2:03:10 h");
}

TEST_CASE("lines are split with and without a last line end") {
  CHECK(splitLines("a\nb\n") == std::vector<std::string>{"a", "b"});
  CHECK(splitLines("a\r\n\nb") == std::vector<std::string>{"a", "", "b"});
  CHECK(splitLines("").empty());
}
