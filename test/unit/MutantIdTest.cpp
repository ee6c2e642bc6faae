#include "MutantId.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

Mutant mutantAt(std::uint64_t id, std::string file, std::uint32_t line) {
  Mutant mutant;
  mutant.id = id;
  mutant.root = "/root";
  mutant.file = std::move(file);
  mutant.operatorId = "lt-to-le";
  mutant.range = {line, 1, line, 2};
  return mutant;
}

const std::vector<Mutant> &sample() {
  static const std::vector<Mutant> mutants = {
      mutantAt(0x1200000000000000, "src/a.cpp", 3), mutantAt(0x1234000000000000, "src/a.cpp", 3),
      mutantAt(0xabcdef0000000000, "src/b.cpp", 7), mutantAt(0xff00000000000000, "lib/b.cpp", 7),
      mutantAt(0xff10000000000000, "od:d.cpp", 9)};
  return mutants;
}

std::string errorOf(const std::string &text) {
  const auto found = resolveMutants(sample(), text);
  REQUIRE_FALSE(found);
  return found.error().message;
}

} // namespace

TEST_CASE("an id is shown as 16 hex digits and read back") {
  CHECK(formatId(0xab) == "00000000000000ab");
  CHECK(parseId("00000000000000ab") == 0xabU);
  CHECK(parseId("FFFFFFFFFFFFFFFF") == ~std::uint64_t{0});
  for (const char *wrong : {"", "ab", "00000000000000ag", "00000000000000abc", "0x000000000000ab"})
    CHECK_FALSE(parseId(wrong));
}

TEST_CASE("a unique prefix names its mutant, in upper case too") {
  CHECK(*resolveMutants(sample(), "abc") == std::vector<std::size_t>{2});
  CHECK(*resolveMutants(sample(), "ABCDEF") == std::vector<std::size_t>{2});
  CHECK(*resolveMutants(sample(), "1234") == std::vector<std::size_t>{1});
}

TEST_CASE("a whole id names its mutant") {
  CHECK(*resolveMutants(sample(), "1200000000000000") == std::vector<std::size_t>{0});
}

TEST_CASE("an ambiguous prefix is an error that shows the candidates") {
  const std::string message = errorOf("12");
  CHECK(message.find("ambiguous") != std::string::npos);
  CHECK(message.find("1200000000000000") != std::string::npos);
  CHECK(message.find("1234000000000000") != std::string::npos);
}

TEST_CASE("an id that no mutant has is an error") {
  CHECK(errorOf("dead").find("no mutant has an id") != std::string::npos);
  CHECK(errorOf("xyz").find("neither") != std::string::npos);
  CHECK(errorOf("").find("neither") != std::string::npos);
  CHECK(errorOf("12345678123456781").find("neither") != std::string::npos);
}

TEST_CASE("a place names all mutants on its line") {
  CHECK(*resolveMutants(sample(), "a.cpp:3") == std::vector<std::size_t>{0, 1});
  CHECK(*resolveMutants(sample(), "src/a.cpp:3") == std::vector<std::size_t>{0, 1});
  CHECK(*resolveMutants(sample(), "./src/a.cpp:3") == std::vector<std::size_t>{0, 1});
  CHECK(*resolveMutants(sample(), "/root/src/a.cpp:3") == std::vector<std::size_t>{0, 1});
  CHECK(*resolveMutants(sample(), "a.cpp:3:17") == std::vector<std::size_t>{0, 1});
}

TEST_CASE("a file's name may hold a colon") {
  CHECK(*resolveMutants(sample(), "od:d.cpp:9") == std::vector<std::size_t>{4});
}

TEST_CASE("a place in two files is ambiguous until more of the path is written") {
  CHECK(errorOf("b.cpp:7").find("ambiguous") != std::string::npos);
  CHECK(*resolveMutants(sample(), "lib/b.cpp:7") == std::vector<std::size_t>{3});
}

TEST_CASE("a place without mutants is an error that says what is missing") {
  CHECK(errorOf("c.cpp:1").find("no mutant lies in") != std::string::npos);
  CHECK(errorOf("a.cpp:99").find("no mutant on line 99") != std::string::npos);
  CHECK(errorOf(".cpp:3").find("no mutant lies in") != std::string::npos);
}
