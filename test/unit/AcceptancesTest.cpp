#include "Acceptances.h"

#include "Sample.h"
#include "Score.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

using namespace allele;

namespace {

AcceptanceEntry entry(std::uint64_t id, const char *where, const char *expires = "") {
  AcceptanceEntry made;
  made.id = id;
  made.where = where;
  made.operatorId = "lt-to-le";
  made.change = "`<` to `<=`";
  made.acceptance = {"never \"empty\": checked\nby the caller \xC3\xA9", "2026-01-31", expires};
  return made;
}

std::string contentOf(const std::filesystem::path &path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string errorOf(const ScratchDirectory &scratch, const std::string &content) {
  std::ofstream(scratch.path() / "a.yml") << content;
  const auto read = readAcceptances(scratch.path() / "a.yml");
  return read ? "" : read.error().message.substr(scratch.path().string().size() + 1);
}

} // namespace

TEST_CASE("a date is a day of the calendar") {
  for (const char *day : {"2026-01-31", "2028-02-29", "1999-12-01"})
    CHECK(isDate(day));
  for (const char *other :
       {"", "2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-01 ", "tomorrow", "2026-04-31"})
    CHECK_FALSE(isDate(other));
  CHECK(isDate(today()));
}

TEST_CASE("acceptances are read as they were written, by place") {
  const ScratchDirectory scratch = makeScratch();
  const auto path = scratch.path() / kAcceptanceFile;
  REQUIRE(writeAcceptances(path, {entry(0xfe, "b.c:3", "2027-01-31"), entry(1, "a.c:7")}));
  const auto read = readAcceptances(path);
  REQUIRE(read);
  REQUIRE(read->size() == 2);
  CHECK(read->front().id == 1);
  CHECK(read->front().acceptance.expires.empty());
  const AcceptanceEntry &second = read->back();
  CHECK(second.id == 0xfe);
  CHECK(second.where == "b.c:3");
  CHECK(second.operatorId == "lt-to-le");
  CHECK(second.change == "`<` to `<=`");
  CHECK(second.acceptance.reason == entry(0, "").acceptance.reason);
  CHECK(second.acceptance.since == "2026-01-31");
  CHECK(second.acceptance.expires == "2027-01-31");
  // Each key has a line of its own, so that a changed reason is a changed line.
  CHECK(contentOf(path).find("\n  reason: \"never") != std::string::npos);
  REQUIRE(writeAcceptances(path, {}));
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(readAcceptances(path)->empty());
}

TEST_CASE("what isn't as allele accept writes it is named with its place") {
  const ScratchDirectory scratch = makeScratch();
  const std::string good = "- mutant: 00000000000000ff\n  reason: x\n";
  CHECK(errorOf(scratch, good).empty());
  CHECK(errorOf(scratch, "# nothing\n").empty());
  CHECK(errorOf(scratch, good + good) == "a.yml:3:3: 00000000000000ff is accepted twice; remove one of the entries");
  CHECK(errorOf(scratch, "- mutant: 12\n  reason: x\n") ==
        "a.yml:1:3: 'mutant' must be the 16 hex digits of a mutant's id");
  CHECK(errorOf(scratch, "- mutant: 00000000000000ff\n").find("a.yml:1:3: 'reason' is missing") == 0);
  CHECK(errorOf(scratch, good + "  expires: soon\n") == "a.yml:1:3: 'soon' is no date; write it as 2027-01-31");
  CHECK(errorOf(scratch, good + "  author: me\n") == "a.yml:3:3: unknown key 'author'");
  CHECK(errorOf(scratch, "mutant: x\n").find("a.yml:1:1: a list of entries is expected") == 0);
  CHECK(errorOf(scratch, "- [\n").find("a.yml:2:1: ") == 0);
  CHECK_FALSE(readAcceptances(scratch.path()));
}

TEST_CASE("an acceptance holds for what survives, up to its day, and else needs somebody") {
  RunResults results = sampleResults();
  results.info.leftOut = 0;
  // 1 survives, 3 isn't reached, ff...ff is killed, 4 is inconclusive.
  const std::vector<AcceptanceEntry> entries = {
      entry(1, "a.c:1", "2026-06-30"), entry(3, "b.c:1"),    entry(0xffffffffffffffff, "a.c:1"),
      entry(4, "missing.c:7"),         entry(0x99, "a.c:1"), entry(0x98, "other.c:1"),
  };
  using State = std::optional<AcceptanceState>;
  const State valid = AcceptanceState::kValid;
  const State unneeded = AcceptanceState::kUnneeded;
  const State stale = AcceptanceState::kStale;
  CHECK(statesOf(entries, results, "2026-06-30") ==
        std::vector<State>{valid, valid, unneeded, std::nullopt, stale, std::nullopt});
  CHECK(statesOf(entries, results, "2026-07-01").front() == AcceptanceState::kExpired);

  applyAcceptances(entries, "2026-06-30", results);
  REQUIRE(results.acceptanceOf(1) != nullptr);
  CHECK(results.acceptanceOf(0) == nullptr);
  REQUIRE(results.acceptancesToMend.size() == 2);
  CHECK(results.acceptancesToMend[0].state == "unneeded");
  CHECK(results.acceptancesToMend[1].state == "stale");
  const Tally sum = tally(results);
  CHECK(sum.all.accepted == 2);
  CHECK(sum.all.of(Verdict::kSurvived) == 0);
  CHECK(sum.scores.score.part == 2);
  CHECK(sum.scores.score.whole == 3); // 2 killed, 1 inconclusive
  CHECK(sum.scores.coverage.whole == 2);

  results.info.leftOut = 1;
  CHECK(statesOf(entries, results, "2026-06-30")[4] == std::nullopt);
}
