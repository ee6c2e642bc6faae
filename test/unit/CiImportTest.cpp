#include "CiImport.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

using Found = std::map<std::string, std::string>;

std::optional<Found> match(const char *pattern, const char *path) {
  const auto made = PathPattern::create(pattern);
  REQUIRE(made);
  return made->match(path);
}

std::string errorOf(const char *pattern) {
  const auto made = PathPattern::create(pattern);
  REQUIRE_FALSE(made);
  return made.error().message;
}

} // namespace

TEST_CASE("the end of a path says what the pattern names") {
  CHECK(match("{commit}/{run}/*.xml", "/ci/old/abc/17/unit.xml") == Found{{"commit", "abc"}, {"run", "17"}});
  CHECK(match("{commit}/{run}/*.xml", "abc/17/unit.xml") == Found{{"commit", "abc"}, {"run", "17"}});
  CHECK(match("results-{commit}-{configuration}.xml", "x/results-abc-linux.xml") ==
        Found{{"commit", "abc"}, {"configuration", "linux"}});
  CHECK(match("{branch}/{commit}/**", "ci/main/abc/deep/er/x.xml") == Found{{"branch", "ci"}, {"commit", "main"}});
  CHECK(match("ci/{branch}/{commit}/**", "my/ci/main/abc/x.xml") == Found{{"branch", "main"}, {"commit", "abc"}});
}

TEST_CASE("a pattern matches whole names only, and no name is empty") {
  CHECK_FALSE(match("ci/{commit}/*.xml", "myci/abc/x.xml"));
  CHECK_FALSE(match("{commit}/*.xml", "x.xml"));
  CHECK_FALSE(match("{commit}.xml", "ci/.xml"));
  CHECK_FALSE(match("{commit}/x.xml", "abc/x.xml.old"));
}

TEST_CASE("a pattern that can't mean anything is told") {
  CHECK_THAT(errorOf("*.xml"), Catch::Contains("it names nothing"));
  CHECK_THAT(errorOf("{comit}/*.xml"), Catch::Contains("'{comit}' stands for nothing (did you mean 'commit'?)"));
  CHECK_THAT(errorOf("{commit}/{commit}"), Catch::Contains("{commit} stands there twice"));
  CHECK_THAT(errorOf("{commit"), Catch::Contains("'{commit' stands for nothing"));
}
