#include "PseudoTested.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

// Mutants in functions of one object.
struct Program {
  RunResults results;

  void add(const char *operatorId, const std::vector<std::string> &functions, std::optional<Verdict> verdict,
           const char *file = "a.c") {
    Mutant mutant;
    mutant.id = results.catalog.mutants.size() + 1;
    mutant.operatorId = operatorId;
    mutant.root = "/src";
    mutant.file = file;
    for (const std::string &function : functions)
      mutant.sites.push_back({0, function, 0});
    results.catalog.mutants.push_back(mutant);
    std::optional<Outcome> outcome;
    if (verdict) {
      outcome.emplace();
      outcome->judgement.verdict = *verdict;
      outcome->reached = *verdict != Verdict::kNotReached;
    }
    results.outcomes.push_back(outcome);
  }
  const Mutant &last() const { return results.catalog.mutants.back(); }
};

} // namespace

TEST_CASE("a function whose whole bodies all survive is pseudo-tested, and its finer mutants are covered") {
  Program program;
  program.add("body-to-zero", {"f"}, Verdict::kSurvived);
  program.add("body-to-one", {"f"}, Verdict::kSurvived);
  CHECK_FALSE(PseudoTested(program.results).covers(program.last()));
  program.add("lt-to-le", {"f"}, std::nullopt);
  const PseudoTested found(program.results);
  REQUIRE(found.functions().size() == 1);
  CHECK(found.functions().front().function == "f");
  CHECK(found.functions().front().mutants == std::vector<std::size_t>{0, 1});
  CHECK(found.covers(program.last()));
}

TEST_CASE("one whole body that is killed or has no verdict makes a function no pseudo-tested one") {
  for (const std::optional<Verdict> &verdict :
       {std::optional(Verdict::kKilled), std::optional(Verdict::kInconclusive), std::optional<Verdict>()}) {
    Program program;
    program.add("body-to-zero", {"f"}, Verdict::kSurvived);
    program.add("body-to-one", {"f"}, verdict);
    program.add("lt-to-le", {"f"}, std::nullopt);
    CHECK(PseudoTested(program.results).functions().empty());
    CHECK_FALSE(PseudoTested(program.results).covers(program.last()));
  }
}

TEST_CASE("a function that no test reaches isn't pseudo-tested") {
  Program program;
  program.add("body-to-zero", {"f"}, Verdict::kNotReached);
  CHECK(PseudoTested(program.results).functions().empty());
}

TEST_CASE("a mutant in several functions is covered when all of them are pseudo-tested") {
  Program program;
  program.add("body-to-zero", {"f<int>", "f<long>"}, Verdict::kSurvived);
  program.add("lt-to-le", {"f<int>", "f<long>"}, std::nullopt);
  CHECK(PseudoTested(program.results).covers(program.last()));
  program.add("lt-to-le", {"f<int>", "g"}, std::nullopt);
  CHECK_FALSE(PseudoTested(program.results).covers(program.last()));
}

TEST_CASE("functions of one name in two files are told apart") {
  Program program;
  program.add("body-to-zero", {"f"}, Verdict::kSurvived, "a.c");
  program.add("body-to-zero", {"f"}, Verdict::kKilled, "b.c");
  program.add("lt-to-le", {"f"}, std::nullopt, "b.c");
  CHECK(PseudoTested(program.results).functions().size() == 1);
  CHECK_FALSE(PseudoTested(program.results).covers(program.last()));
}
