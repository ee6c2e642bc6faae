#include "Survivors.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("compiler warnings have place, change, operator and id, and the fix-it of the change") {
  RunResults results = sampleResults();
  ReportOptions options;
  options.workingDirectory = "/src";
  const std::string text = "a.c:1:25: warning: no test notices `<` changed to `>` [lt-to-le, 0000000000000001]\n"
                           "fix-it:\"a.c\":{1:25-1:26}:\">\"\n";
  CHECK(render("compiler", results, options) == text);
  options.workingDirectory = "/sr";
  CHECK(contains(render("compiler", results, options), "\nfix-it:\"/src/a.c\":{"));
  options.workingDirectory = "/";
  CHECK(contains(render("compiler", results, options), "\nfix-it:\"src/a.c\":{"));
  CHECK(render("compiler", emptyResults()).empty());
}

TEST_CASE("a compiler warning is one line, and its fix-it has Clang's escapes") {
  const std::string text = render("compiler", resultsWithHostileSurvivors());
  CHECK(contains(text, "\n/src/a `|\\n<b>\xFF,:%\".c:1:1: warning: no test notices `f(\""));
  CHECK(contains(text,
                 "\nfix-it:\"/src/a `|\\n<b>\\377,:%\\\".c\":{1:1-1:35}:\"``` </details>\\n\\\"\\\\\\303\\251\"\n"));
  CHECK(contains(text, "\n/src/nowhere.c: warning: no test notices that `` is gone ["));
  CHECK(countIn(text, "\n") == 5);
}
