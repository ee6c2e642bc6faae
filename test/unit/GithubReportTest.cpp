#include "Survivors.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("workflow commands have the properties that GitHub reads") {
  ReportOptions options;
  options.outOption = " --out x";
  const RunResults results = sampleResults();
  CHECK(
      render("github", results, options) ==
      "::warning file=a.c,line=1,endLine=1,col=25,endColumn=26,title=Mutant survived%3A lt-to-le::no test notices `<` "
      "changed to `>`%0A`allele show 0000000000000001 --out x` tells more\n");
  options.workspace = "/";
  CHECK(contains(render("github", results, options), "::warning file=src/a.c,"));
  options.workspace = "/elsewhere";
  CHECK(contains(render("github", results, options), "::warning file=/src/a.c,"));
}

TEST_CASE("workflow commands escape what would end them, and leave out columns over several lines") {
  RunResults results = resultsWithHostileSurvivors();
  results.catalog.mutants[results.catalog.mutants.size() - 2].range.endLine = 2;
  const std::string text = render("github", results);
  CHECK(contains(text, "file=a `|%0A<b>\xEF\xBF\xBD%2C%3A%25\".c,line=1,endLine=2,title="));
  CHECK(contains(text, "::warning file=nowhere.c,title="));
  CHECK(countIn(text, "\n") == 3);
}

TEST_CASE("the first workflow commands are of whole bodies, then of one mutant a line, file by file in turns") {
  RunResults results = emptyResults();
  for (const char *file : {"a.c", "b.c"})
    for (std::uint32_t line : {1, 1, 2, 3, 4, 5, 6})
      addSurvivor(results, file, {line, 1, line, 2}, "a", "b");
  results.outcomes[9]->infected = false; // b.c:2
  results.catalog.mutants[13].operatorId = "body-to-zero";
  const std::string text = render("github", results);
  std::vector<std::string> places;
  for (std::size_t at = text.find("file="); at != std::string::npos; at = text.find("file=", at + 1))
    places.push_back(text.substr(at + 5, 3) + text.substr(text.find("line=", at) + 5, 1));
  CHECK(places == std::vector<std::string>{"b.c6", "a.c1", "b.c1", "a.c2", "b.c3", "a.c3", "b.c4", "a.c4", "b.c5",
                                           "a.c5", "a.c6", "b.c2", "a.c1", "b.c1"});
  CHECK(text.rfind("::notice title=Mutation testing::14 mutants survived, of which GitHub shows 10 here; ", 0) == 0);
  ReportOptions options;
  options.survivors = 2;
  CHECK(countIn(render("github", results, options), "::warning ") == 2);
}
