#include "PassRule.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

ProcessResult exited(int code, const std::string &output = "") {
  ProcessResult result;
  result.exitCode = code;
  result.output = output;
  return result;
}

// What the rule makes of a run.
struct Applied {
  std::optional<int> exitCode;
  bool skipped;
};

Applied apply(const PassRule::Settings &settings, ProcessResult result) {
  const auto rule = PassRule::create(settings);
  REQUIRE(rule);
  const bool skipped = (*rule)->apply(result);
  return {result.exitCode, skipped};
}

bool passes(const PassRule::Settings &settings, const ProcessResult &result) {
  const Applied applied = apply(settings, result);
  CHECK_FALSE(applied.skipped);
  return applied.exitCode == 0;
}

bool isSkipped(const PassRule::Settings &settings, const ProcessResult &result) {
  const Applied applied = apply(settings, result);
  if (applied.skipped)
    CHECK(applied.exitCode == 0);
  return applied.skipped;
}

PassRule::Settings passing(std::vector<std::string> expressions) {
  PassRule::Settings settings;
  settings.pass = std::move(expressions);
  return settings;
}

} // namespace

TEST_CASE("without settings the exit code is the rule") {
  const PassRule::Settings plain;
  CHECK(plain.isPlain());
  CHECK(passes(plain, exited(0, "not ok")));
  CHECK(apply(plain, exited(3)).exitCode == 3);
}

TEST_CASE("any setting makes a rule other than plain") {
  PassRule::Settings settings;
  SECTION("TAP") {
    settings.isTap = true;
  }
  SECTION("will fail") {
    settings.willFail = true;
  }
  SECTION("skip code") {
    settings.skipCode = 0;
  }
  SECTION("pass") {
    settings.pass = {"a"};
  }
  SECTION("fail") {
    settings.fail = {"a"};
  }
  SECTION("skip") {
    settings.skip = {"a"};
  }
  CHECK_FALSE(settings.isPlain());
}

TEST_CASE("a test that will fail passes when it fails") {
  PassRule::Settings settings;
  settings.willFail = true;
  CHECK(passes(settings, exited(1)));
  CHECK(passes(settings, exited(255)));
  CHECK(apply(settings, exited(0)).exitCode == 1);
}

TEST_CASE("an expression that is found passes, whatever the exit code") {
  const PassRule::Settings settings = passing({"all (good|fine)", "^ok\n$"});
  CHECK(passes(settings, exited(0, "is all good\n")));
  CHECK(passes(settings, exited(7, "all fine")));
  CHECK(passes(settings, exited(7, "ok")));
  CHECK_FALSE(passes(settings, exited(0, "all bad")));
  CHECK_FALSE(passes(settings, exited(0)));
  CHECK(apply(settings, exited(7)).exitCode == 7);
  // As in CTest, ^ and $ are the beginning and the end of all that is printed, and its last line has an end.
  CHECK_FALSE(passes(settings, exited(0, "first\nok\n")));
}

TEST_CASE("an expression that is found fails, whatever else is found") {
  PassRule::Settings settings;
  settings.fail = {"leak", "[0-9]+ errors?"};
  CHECK(passes(settings, exited(0, "no error")));
  CHECK(apply(settings, exited(0, "12 errors")).exitCode == 1);
  CHECK(apply(settings, exited(5, "12 errors")).exitCode == 5);
  CHECK_FALSE(passes(settings, exited(2, "no error")));
  settings.pass = {"good"};
  CHECK(passes(settings, exited(2, "good")));
  CHECK_FALSE(passes(settings, exited(0, "good, but a leak")));
}

TEST_CASE("what will fail turns the expressions round, too") {
  PassRule::Settings settings = passing({"good"});
  settings.willFail = true;
  CHECK_FALSE(passes(settings, exited(1, "good")));
  CHECK(passes(settings, exited(0, "bad")));
  settings.pass.clear();
  settings.fail = {"leak"};
  CHECK(passes(settings, exited(0, "a leak")));
}

TEST_CASE("a skip is told by code or output, before anything else") {
  PassRule::Settings settings;
  settings.skipCode = 77;
  settings.skip = {"nothing to do"};
  settings.fail = {"nothing"};
  CHECK(isSkipped(settings, exited(77)));
  CHECK(isSkipped(settings, exited(1, "there is nothing to do here")));
  CHECK(isSkipped(settings, exited(0, "nothing to do")));
  CHECK_FALSE(isSkipped(settings, exited(76)));
  CHECK(apply(settings, exited(76)).exitCode == 76);
  settings.willFail = true;
  CHECK(isSkipped(settings, exited(77)));
  // 0 is an exit code like any other, and none isn't 0.
  PassRule::Settings zero;
  zero.skipCode = 0;
  CHECK(isSkipped(zero, exited(0)));
  CHECK_FALSE(isSkipped(passing({"x"}), exited(0)));
}

TEST_CASE("an error is a failure where one is expected, too") {
  PassRule::Settings settings;
  settings.willFail = true;
  settings.errorCode = 99;
  settings.skipCode = 77;
  CHECK(passes(settings, exited(1)));
  CHECK_FALSE(passes(settings, exited(0)));
  CHECK(apply(settings, exited(99)).exitCode == 99);
  CHECK(isSkipped(settings, exited(77)));
}

TEST_CASE("a signal may be a failure like any other") {
  PassRule::Settings settings;
  settings.signalIsError = false;
  ProcessResult crashed;
  crashed.signal = 6;
  CHECK_FALSE(passes(settings, crashed));
  settings.willFail = true;
  CHECK(passes(settings, crashed));
  const auto rule = PassRule::create(settings);
  REQUIRE(rule);
  (*rule)->apply(crashed);
  CHECK_FALSE(crashed.signal);
  CHECK_FALSE(passes(settings, ProcessResult())); // nothing is known of it
}

TEST_CASE("a test of TAP is judged by what it prints, and has to end well") {
  PassRule::Settings settings;
  settings.isTap = true;
  settings.skipCode = 77;
  settings.signalIsError = false;
  ProcessResult crashed;
  crashed.signal = 11;
  crashed.output = "not ok";
  SECTION("and pass") {
    CHECK(passes(settings, exited(0, "1..1\nok 1\n")));
    CHECK(apply(settings, exited(0, "1..1\nnot ok 1\n")).exitCode == 1);
    CHECK(apply(settings, exited(0, "1..2\nok 1\n")).exitCode == 1);
    CHECK(isSkipped(settings, exited(0, "1..0 # SKIP\n")));
    CHECK(apply(settings, exited(77, "1..1\nok 1\n")).exitCode == 77);
  }
  SECTION("and fail") {
    settings.willFail = true;
    CHECK(passes(settings, exited(0, "1..1\nnot ok 1\n")));
    CHECK(apply(settings, exited(0, "1..1\nok 1\n")).exitCode == 1);
    CHECK(apply(settings, exited(0, "1..2\nok 1\n")).exitCode == 1);
    CHECK(isSkipped(settings, exited(0, "1..0 # SKIP\n")));
    CHECK(apply(settings, exited(1, "1..1\nnot ok 1\n")).exitCode == 1);
  }
  CHECK_FALSE(passes(settings, crashed));
}

TEST_CASE("a signal or a limit is a failure whatever the rule") {
  PassRule::Settings settings = passing({"good"});
  settings.skip = {"good"};
  settings.willFail = GENERATE(false, true);
  settings.skipCode = 0;

  ProcessResult crashed;
  crashed.signal = 11;
  crashed.output = "good";
  const Applied signal = apply(settings, crashed);
  CHECK_FALSE(signal.exitCode);
  CHECK_FALSE(signal.skipped);

  // It may exit before the limit is found out.
  ProcessResult printedTooMuch = exited(3, "good");
  printedTooMuch.limit = LimitHit::kOutput;
  const Applied limit = apply(settings, printedTooMuch);
  CHECK(limit.exitCode == 3);
  CHECK_FALSE(limit.skipped);
}

TEST_CASE("what is no expression is an error that names it") {
  PassRule::Settings settings;
  const std::string bad = GENERATE("(", "[a", "a\\", "[[:none:]]");
  SECTION("pass") {
    settings.pass = {"fine", bad};
  }
  SECTION("fail") {
    settings.fail = {bad, "fine"};
  }
  SECTION("skip") {
    settings.skip = {bad};
  }
  const auto rule = PassRule::create(settings);
  REQUIRE_FALSE(rule);
  CHECK_THAT(rule.error().message, Catch::Matchers::Contains("'" + bad + "' is no regular expression"));
}

TEST_CASE("expressions see lines as CTest does") {
  CHECK_FALSE(passes(passing({"end$"}), exited(0, "end")));
  CHECK(passes(passing({"^one\ntwo\n$"}), exited(0, std::string("one\0two\r\r\n", 10))));
  CHECK(passes(passing({"a\rb"}), exited(0, "a\rb")));
  CHECK(passes(passing({"^$"}), exited(0)));
  CHECK(passes(passing({"^\n$"}), exited(0, "\n")));
  CHECK_FALSE(passes(passing({"a.^b", "a$.b"}), exited(0, "a\nb\n")));
  CHECK_FALSE(passes(passing({"$."}), exited(0, "\n")));
}

TEST_CASE("any bytes may be printed") {
  const PassRule::Settings settings = passing({"good"});
  CHECK(passes(settings, exited(0, "\xff\xfe good")));
  CHECK_FALSE(passes(settings, exited(0, std::string(1 << 20, '\xff'))));
}
