#include "EscapeRates.h"

#include "EscapeStore.h"
#include "Sample.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

using namespace allele;

namespace {

Escape escapeOf(EscapeClass known, const char *date) {
  Escape escape;
  escape.known = known;
  escape.date = date;
  return escape;
}

// Functions of ten lines with so many events.
RateSample sampleOf(const std::vector<int> &events) {
  RateSample sample;
  for (const int count : events)
    sample.functions.emplace_back(count, 10);
  return sample;
}

} // namespace

TEST_CASE("Wilson's interval is as published, and there is one at 0 and at 1") {
  const auto interval = wilsonInterval(81, 263); // Newcombe 1998, table I
  REQUIRE(interval);
  CHECK(interval->low == Approx(0.2553).margin(5e-5));
  CHECK(interval->high == Approx(0.3662).margin(5e-5));
  CHECK(wilsonInterval(0, 10)->low == Approx(0).margin(1e-12));
  CHECK(wilsonInterval(0, 20)->high == Approx(0.1611).margin(5e-5));
  CHECK(wilsonInterval(5, 5)->high == Approx(1));
  CHECK_FALSE(wilsonInterval(0, 0));
}

TEST_CASE("what can't be judged is in no rate") {
  const EscapePeriod all = totalOf({escapeOf(EscapeClass::kNotRun, ""), escapeOf(EscapeClass::kRunNotChecked, ""),
                                    escapeOf(EscapeClass::kWrongState, ""), escapeOf(EscapeClass::kChecked, ""),
                                    escapeOf(EscapeClass::kUnjudged, "")});
  CHECK(all.total() == 5);
  CHECK(all.escaped().part == 3);
  CHECK(all.escaped().whole == 4);
  CHECK_FALSE(totalOf({escapeOf(EscapeClass::kUnjudged, "")}).escaped().value());
}

TEST_CASE("a year is told in months, more in quarters, and the unknown stands last") {
  std::vector<Escape> escapes = {escapeOf(EscapeClass::kChecked, ""), escapeOf(EscapeClass::kNotRun, "2026-12-31"),
                                 escapeOf(EscapeClass::kNotRun, "2026-02-01"),
                                 escapeOf(EscapeClass::kChecked, "2026-02-28")};
  const auto namesOf = [&](PeriodLength length) {
    std::vector<std::string> names;
    for (const EscapePeriod &period : periodsOf(escapes, length))
      names.push_back(period.name);
    return names;
  };
  CHECK(namesOf(PeriodLength::kAuto) == std::vector<std::string>{"2026-02", "2026-12", ""});
  CHECK(periodsOf(escapes, PeriodLength::kAuto).front().escaped().whole == 2);
  escapes.push_back(escapeOf(EscapeClass::kChecked, "2027-02-01"));
  CHECK(namesOf(PeriodLength::kAuto) == std::vector<std::string>{"2026 Q1", "2026 Q4", "2027 Q1", ""});
  CHECK(namesOf(PeriodLength::kYear) == std::vector<std::string>{"2026", "2027", ""});
  CHECK(periodsOf({}, PeriodLength::kAuto).empty());
}

TEST_CASE("a ratio of rates has an interval that widens with what functions differ") {
  const RateRatio even = compareRates(sampleOf({4, 4, 4, 5, 4, 4}), sampleOf({2, 2, 2, 2, 1, 2}));
  REQUIRE(even.ratio);
  REQUIRE(even.interval);
  CHECK(*even.ratio == Approx(25.0 / 11));
  CHECK(even.interval->low > 1);
  const RateRatio uneven = compareRates(sampleOf({0, 25, 0, 0, 0, 0}), sampleOf({2, 2, 2, 2, 1, 2}));
  CHECK(*uneven.ratio == Approx(25.0 / 11));
  CHECK(uneven.interval->low < 1);
  CHECK(uneven.interval->high > even.interval->high);
}

TEST_CASE("the interval is that of sums over functions on the logarithm, with Student's t") {
  // Both samples: rate 0.2, squares of the residues 5 * 1 and 5 * 0; variance of the logarithm 6/5 * 4 / 144.
  const RateRatio found = compareRates(sampleOf({1, 3, 1, 3, 2, 2}), sampleOf({2, 2, 2, 2, 2, 2, 2}));
  REQUIRE(found.interval);
  CHECK(*found.ratio == Approx(1));
  CHECK(found.interval->high == Approx(std::exp(2.571 * std::sqrt(1.2 * 4 / 144))).epsilon(0.002)); // t of 5
  CHECK(found.interval->low * found.interval->high == Approx(1));
}

TEST_CASE("too few functions, or no events, give no interval") {
  CHECK_FALSE(compareRates(sampleOf({4, 4, 4, 4}), sampleOf({1, 1, 1, 1, 1, 1})).interval);
  CHECK(compareRates(sampleOf({4, 4, 4, 4}), sampleOf({1, 1, 1, 1, 1, 1})).ratio);
  CHECK_FALSE(compareRates(sampleOf({0, 0, 0, 0, 0}), sampleOf({1, 1, 1, 1, 1})).ratio);
  CHECK_FALSE(compareRates(sampleOf({}), sampleOf({1, 1, 1, 1, 1})).ratio);
}

TEST_CASE("functions with a defect are held against the others, by what tests reach of them") {
  RunResults results = sampleResults();
  results.catalog.mutants[2].range = {2, 1, 2, 2};
  Escape escape;
  escape.functions = {{"a.c", "g(int)"}, {"a.c", "g"}};
  const Validation found = validate({&results}, {escape}, {});
  // Mutants ff..ff, 1 and 2 lie in f and g of a.c, two of them on line 1; the one of b.c isn't reached.
  const RateRatio &survivors = found.survivors;
  CHECK(survivors.escaped.events() + survivors.rest.events() == 1);
  CHECK(survivors.escaped.lines() + survivors.rest.lines() == 2);
  CHECK(found.notRun.escaped.lines() + found.notRun.rest.lines() == 3);
  CHECK(found.notRun.rest.events() == 1);
  CHECK(validate({&results}, {escape}, {"b.c"}).notRun.rest.events() == 0);
}

TEST_CASE("escapes are read as they were saved") {
  const ScratchDirectory scratch = makeScratch();
  EscapeReport report;
  report.version = "1.2.3";
  report.madeAt = "2027-01-31T00:00:00Z";
  Escape escape = escapeOf(EscapeClass::kWrongState, "2027-01-31");
  escape.id = "X-1";
  escape.why = "because";
  escape.notes = {"a note"};
  escape.fixes = {"1a", "2b"};
  escape.before = "3c";
  escape.lines = {{"a.c", 12, true, 1, 2, 3, 4}, {"a.c", 13, std::nullopt, 0, 0, 0, 0}};
  escape.functions = {{"a.c", "f"}};
  escape.unnoticed = {{7, "a.c:12:3", "lt-to-le", "`<` to `<=`", true, true}};
  escape.states = {{"a.c:13", "return", "return -1;", "not reached", ""}};
  escape.tests = {"one"};
  escape.testsReachFunction = true;
  report.escapes = {escape};
  report.all = totalOf(report.escapes);
  report.periods = periodsOf(report.escapes, PeriodLength::kAuto);
  report.validation.survivors = compareRates(sampleOf({1, 2, 1, 2, 1}), sampleOf({1, 1, 1, 1, 2}));
  CHECK(loadEscapes(scratch.path())->escapes.empty());
  REQUIRE(saveEscapes(scratch.path() / "new.out", report));
  const auto read = loadEscapes(scratch.path() / "new.out");
  REQUIRE(read);
  EscapeReport again = *read;
  // The single functions aren't kept.
  const std::string written = escapesJson(report);
  const std::string rewritten = escapesJson(again);
  CHECK(written.substr(written.find("\"defects\": [")) == rewritten.substr(rewritten.find("\"defects\": [")));
  CHECK(again.all.counts == report.all.counts);
  CHECK(again.validation.survivors.ratio == report.validation.survivors.ratio);
  CHECK(again.validation.survivors.interval->high == Approx(report.validation.survivors.interval->high));
  CHECK(again.validation.survivors.escaped.events() == 7);
  CHECK_FALSE(again.validation.notRun.interval);
}

TEST_CASE("a file of escapes that isn't one is refused with the way out") {
  const ScratchDirectory scratch = makeScratch();
  for (const char *text : {"", "{", "[]", "{\"format\": 2}", "{\"format\": 1}"}) {
    std::ofstream(scratch.path() / "escapes.json") << text;
    const auto read = loadEscapes(scratch.path());
    REQUIRE_FALSE(read);
    CHECK(read.error().message.find("remove it, and run `allele escape` again") != std::string::npos);
  }
}
