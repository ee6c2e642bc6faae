#include "Acceptances.h"
#include "SurvivorText.h"
#include "Survivors.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("Markdown has the figures, and survivors by file with line, operator and diff") {
  const std::string text = render("markdown", sampleResults());
  CHECK(contains(text, "**1 mutant survived**"));
  CHECK(contains(text, "| score | 40.0 % | 2 of 5 mutants killed |\n"));
  CHECK(contains(text, "| score without hangs | 20.0 % |"));
  CHECK(contains(text, "| strength | 50.0 % | 2 of 4 reached mutants killed |\n"));
  CHECK(contains(text, "| inconclusive | 1 |"));
  CHECK(contains(text, "<details><summary><code>a.c</code>: 1 mutant</summary>\n\n**Line 1**: "));
  CHECK(contains(text, "```diff\n- int f(int a) { return a < 1; } // \xEF\xBF\xBD\n"
                       "+ int f(int a) { return a > 1; } // \xEF\xBF\xBD\n```\n\n</details>\n"));
  CHECK(contains(text, "| <code>b.c</code> | 1 | 1 |\n"));
  CHECK(contains(text, "<code>never active</code>"));
  CHECK_FALSE(contains(text, "0000000000000006")); // a duplicate
}

TEST_CASE("Markdown shows accepted survivors with their reason, and not among the others") {
  RunResults results = sampleResults();
  applyAcceptances({{1, "a.c:1", "", "", {"as | it `should` be", "", ""}}}, "2026-01-01", results);
  const std::string text = render("markdown", results);
  CHECK(contains(text, "**No mutant survived.**"));
  CHECK(contains(text, "| accepted | 1 |"));
  CHECK(contains(text, "<code>as &#124; it &#96;should&#96; be</code>"));
}

TEST_CASE("Markdown of a run that isn't complete, or has no mutants, has no score") {
  RunResults results = sampleResults();
  results.complete = false;
  results.outcomes[0] = std::nullopt;
  const std::string text = render("markdown", results);
  CHECK(contains(text, "1 mutant has no verdict yet"));
  CHECK_FALSE(contains(text, "| score |"));
  CHECK(contains(render("markdown", emptyResults()), "| score | - | 0 of 0 mutants killed |"));
}

TEST_CASE("nothing in a source or a name is Markdown or HTML") {
  const std::string text = render("markdown", resultsWithHostileSurvivors());
  CHECK(contains(text, "<code>a &#96;&#124;&#92;n&#60;b&#62;\xEF\xBF\xBD,:&#37;\".c</code>"));
  CHECK(contains(text, "``````diff\n"));
  CHECK(countIn(text, "\n``````\n") == 1);
  CHECK_FALSE(contains(text, "\x1b"));
  CHECK_FALSE(contains(text, "\xFF"));
}

TEST_CASE("Markdown takes no more room than a comment or a summary has, and says what is left out") {
  RunResults results = emptyResults();
  const std::string line(200, 'x');
  for (unsigned i = 0; i < 6000; ++i)
    addSurvivor(results, "file" + std::to_string(i / 10), {i + 1, 1, i + 1, 2}, line, "y");
  for (unsigned i = 0; i < 6000; ++i) {
    addSurvivor(results, "other" + std::to_string(i), {1, 1, 1, 2}, "a", "b");
    results.outcomes.back()->judgement.verdict = i % 2 == 0 ? Verdict::kNotReached : Verdict::kInconclusive;
  }
  ReportOptions options;
  options.outOption = " --out x";
  for (const auto &[survivors, size] : {std::pair(50U, 65'536U), std::pair(5000U, 65'536U), std::pair(0U, 1U << 20)}) {
    options.survivors = survivors;
    const std::string text = render("markdown", results, options);
    const std::size_t shown = countIn(text, "```diff\n");
    CHECK(text.size() <= size);
    CHECK(text.size() > (survivors == 50 ? 0 : size / 4 * 3));
    CHECK(contains(text, "<summary>" + std::to_string(6000 - shown) +
                             " more survived; <code>allele report --all --out x</code> shows all</summary>"));
    CHECK(contains(text, " more; <code>allele report --all --out x</code> shows them.\n\n</details>\n"));
    CHECK(countIn(text, "<details>") == countIn(text, "</details>"));
    if (survivors == 50)
      CHECK(shown == 50);
  }
}

TEST_CASE("a diff of many lines or of long ones is shortened in Markdown") {
  RunResults results = emptyResults();
  std::string body;
  for (unsigned i = 0; i < 100; ++i)
    body += "line " + std::to_string(i) + "\n";
  results.sources["/src/a.c"] = body + std::string(100'000, 'x');
  addSurvivor(results, "a.c", {1, 1, 101, 1}, body, "");
  const std::string text = render("markdown", results);
  CHECK(contains(text, "- line 11\n- ...\n+ x"));
  CHECK(text.size() < 2000);
}

TEST_CASE("why a mutant is alive is told by the tests that reach it") {
  Outcome outcome;
  CHECK(whyAlive(outcome, {}) == "no test reaches it");
  outcome.reached = true;
  CHECK(whyAlive(outcome, {}) == "reached before any test begins");
  CHECK(whyAlive(outcome, {{0, false}}) == "reached by 1 test, but no value differs");
  CHECK(whyAlive(outcome, {{0, false}, {1, true}}) == "1 test computes another value, and passes");
  CHECK(whyAlive(outcome, {{0, true}, {1, true}}) == "2 tests compute another value, and all pass");
}
