#include "IgnoredMutants.h"

#include "MutantId.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <map>

using namespace allele;

namespace {

std::string entry(std::uint64_t id, const std::string &reason, const std::string &detail) {
  return fmt::format("{}\t{}\t{}\tlt-to-le\t/root\ta.c\t{}\t2\t3\t4\t<\t<=\tstrong", formatId(id), reason, detail, id) +
         '\0';
}

std::string duplicate(std::uint64_t id, std::uint64_t other) {
  return entry(id, "duplicate", formatId(other));
}

Catalog compiledIn(const std::vector<std::uint64_t> &ids) {
  Catalog catalog;
  for (const std::uint64_t id : ids) {
    Mutant mutant;
    mutant.id = id;
    mutant.file = "a.c";
    mutant.range.line = static_cast<std::uint32_t>(id);
    catalog.mutants.push_back(mutant);
  }
  return catalog;
}

// The ignored mutants of a program with these objects, by id: reason and detail.
std::map<std::uint64_t, std::pair<std::string, std::string>> ignoredOf(const std::vector<std::string> &sections,
                                                                       const std::vector<std::uint64_t> &ids = {}) {
  IgnoredMutants ignored;
  for (const std::string &section : sections)
    REQUIRE(ignored.add(section, "object"));
  Catalog catalog = compiledIn(ids);
  ignored.moveInto(catalog);
  std::map<std::uint64_t, std::pair<std::string, std::string>> found;
  for (const Mutant &mutant : catalog.mutants)
    if (mutant.ignored)
      found[mutant.id] = {toString(mutant.ignored->reason), mutant.ignored->detail};
  CHECK(catalog.mutants.size() == ids.size() + found.size());
  return found;
}

std::string errorOf(const std::string &section) {
  IgnoredMutants ignored;
  const Status added = ignored.add(section, "object");
  return added ? "" : added.error().message;
}

} // namespace

TEST_CASE("an entry's fields are read and unescaped") {
  IgnoredMutants ignored;
  const std::string text =
      "00000000000000ff\tsuppressed\ta\\tb\\nc\\\\d\tx-to-y\t/r\tf\\\\g.c\t1\t2\t3\t4\ta\\nb\t\tstrong";
  REQUIRE(ignored.add(text + '\0', "object"));
  Catalog catalog;
  ignored.moveInto(catalog);
  REQUIRE(catalog.mutants.size() == 1);
  const Mutant &mutant = catalog.mutants[0];
  CHECK(mutant.id == 0xff);
  CHECK(mutant.ignored->reason == IgnoreReason::kSuppressed);
  CHECK(mutant.ignored->detail == "a\tb\nc\\d");
  CHECK(mutant.operatorId == "x-to-y");
  CHECK(mutant.level == "strong");
  CHECK(mutant.root == "/r");
  CHECK(mutant.file == "f\\g.c");
  CHECK(mutant.range == SourceRange{1, 2, 3, 4});
  CHECK(mutant.original == "a\nb");
  CHECK(mutant.replacement.empty());
}

TEST_CASE("a mutant that is compiled in anywhere is no ignored one") {
  CHECK(ignoredOf({entry(1, "noise", "logging")}, {1}).empty());
}

TEST_CASE("of several reasons the same one counts whatever the order of the objects") {
  const std::string suppressed = entry(1, "suppressed", "why");
  const std::string noise = entry(1, "noise", "logging");
  const std::string otherNoise = entry(1, "noise", "moves");
  const std::string equivalent = entry(1, "equivalent", "");
  const std::string equal = duplicate(1, 2);
  CHECK(ignoredOf({equal, equivalent, noise, suppressed})[1].first == "suppressed");
  CHECK(ignoredOf({suppressed, noise, equivalent, equal})[1].first == "suppressed");
  CHECK(ignoredOf({otherNoise, equivalent, noise})[1] == std::make_pair(std::string("noise"), std::string("logging")));
  CHECK(ignoredOf({equal + equivalent})[1].first == "equivalent");
}

TEST_CASE("a duplicate is run as the mutant that it names") {
  CHECK(ignoredOf({duplicate(5, 2)}, {1, 2, 3})[5].second == formatId(2));
}

TEST_CASE("a duplicate of one that is not in the program is run as the first of its class that is") {
  SECTION("through another duplicate") {
    CHECK(ignoredOf({duplicate(5, 6), duplicate(6, 3)}, {1, 3})[5].second == formatId(3));
  }
  SECTION("through a mutant that is compiled in although another object found it equal") {
    CHECK(ignoredOf({duplicate(5, 6), duplicate(4, 6), duplicate(3, 6)}, {3, 4})[5].second == formatId(3));
  }
  SECTION("over several steps and objects") {
    auto found = ignoredOf({duplicate(9, 8), duplicate(8, 7), duplicate(6, 7), duplicate(6, 2)}, {2});
    for (const std::uint64_t id : {6, 8, 9})
      CHECK(found[id].second == formatId(2));
  }
  SECTION("in a circle") {
    auto found = ignoredOf({duplicate(5, 6), duplicate(6, 5)}, {1});
    CHECK(found[5].second.empty());
    CHECK(found[6].second.empty());
  }
}

TEST_CASE("a class without a member in the program has nobody to be run for it") {
  auto found = ignoredOf({duplicate(5, 6), duplicate(7, 6)}, {1});
  CHECK(found[5].second.empty());
  CHECK(found[7].second.empty());
  CHECK(found.count(6) == 0);
}

TEST_CASE("ignored mutants stand at their place among the others") {
  IgnoredMutants ignored;
  REQUIRE(ignored.add(entry(2, "noise", "x"), "object"));
  Catalog catalog = compiledIn({1, 3});
  ignored.moveInto(catalog);
  CHECK(catalog.mutants[1].id == 2);
}

TEST_CASE("zeros between entries are no entries") {
  CHECK(ignoredOf({std::string(3, '\0') + entry(1, "noise", "x") + std::string(5, '\0') + entry(2, "noise", "x")})
            .size() == 2);
}

TEST_CASE("damaged entries are refused") {
  const std::string good = entry(1, "noise", "x");
  REQUIRE(errorOf(good).empty());
  CHECK_FALSE(errorOf(good.substr(0, good.size() - 1)).empty()); // no end
  CHECK_FALSE(errorOf("x" + good).empty());
  CHECK_FALSE(errorOf(good.substr(0, good.size() - 1) + '\t' + '\0').empty());
  CHECK_FALSE(errorOf(good.substr(0, good.size() - 1) + "\\x" + '\0').empty());
  CHECK_FALSE(errorOf(good.substr(0, good.size() - 1) + '\\' + '\0').empty());
  CHECK_FALSE(errorOf(entry(1, "boredom", "")).empty());
  CHECK_FALSE(errorOf(entry(1, "duplicate", "x")).empty());
  for (std::size_t at = 0; at + 2 < good.size(); ++at) { // without its last character it is an entry still
    std::string cut = good;
    cut[at] = '\0';
    CHECK_FALSE(errorOf(cut).empty());
  }
  CHECK(errorOf(good + entry(2, "boredom", "")).find(fmt::format("byte {} ", good.size())) != std::string::npos);
}

TEST_CASE("a macro's use is no mutant, and counts once however many objects tell of it") {
  IgnoredMutants ignored;
  const auto use = [](int column) {
    return fmt::format("00000000000000{:02x}\tmacro\tMAX\t\t/root\ta.c\t7\t{}\t7\t20\tMAX(a, b + 1)\t\t", column,
                       column) +
           '\0';
  };
  REQUIRE(ignored.add(use(3) + use(5), "one"));
  REQUIRE(ignored.add(use(3) + entry(9, "noise", "logging"), "other"));
  Catalog catalog;
  ignored.moveInto(catalog);
  REQUIRE(catalog.macros.size() == 2);
  CHECK(catalog.macros[0].name == "MAX");
  CHECK(catalog.macros[0].file == "a.c");
  CHECK(catalog.macros[0].range.column == 3);
  CHECK(catalog.macros[0].text == "MAX(a, b + 1)");
  CHECK(catalog.macros[1].range.column == 5);
  CHECK(catalog.mutants.size() == 1);
}
