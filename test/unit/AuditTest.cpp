#include "Audit.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

struct Judged {
  RunResults results;
  std::vector<MutantPlan> plans;

  void add(Verdict verdict, Cause cause, bool isReached = true) {
    Mutant mutant;
    mutant.id = plans.size() + 1;
    results.catalog.mutants.push_back(mutant);
    Outcome outcome;
    outcome.judgement = {verdict, cause, ""};
    outcome.reached = isReached;
    results.outcomes.emplace_back(outcome);
    MutantPlan plan;
    plan.id = mutant.id;
    plans.push_back(plan);
  }
};

Outcome outcomeOf(Verdict verdict, Cause cause = Cause::kNone) {
  Outcome outcome;
  outcome.judgement = {verdict, cause, ""};
  return outcome;
}

} // namespace

TEST_CASE("an audit takes its share of the verdicts, and twenty at least") {
  Judged judged;
  for (int i = 0; i < 3000; ++i)
    judged.add(i % 2 == 0 ? Verdict::kKilled : Verdict::kSurvived, i % 2 == 0 ? Cause::kAssertion : Cause::kNone);
  const auto chosen = chooseForAudit(judged.results, judged.plans, 1);
  CHECK(chosen.size() == 30);
  CHECK(chosen == chooseForAudit(judged.results, judged.plans, 1));
  CHECK(chooseForAudit(judged.results, judged.plans, 0.1).size() == 20);
  CHECK(chooseForAudit(judged.results, judged.plans, 100).size() == 3000);
  std::size_t killed = 0;
  for (const std::size_t index : chosen)
    killed += judged.results.outcomes[index]->judgement.verdict == Verdict::kKilled ? 1 : 0;
  CHECK(killed > 5);
  CHECK(killed < 25);
}

TEST_CASE("an audit leaves out what a process can't confirm or has decided") {
  Judged judged;
  judged.add(Verdict::kKilled, Cause::kHang);
  judged.add(Verdict::kNotReached, Cause::kNone, false);
  judged.add(Verdict::kInconclusive, Cause::kNone);
  judged.add(Verdict::kSurvived, Cause::kNone);
  judged.plans.back().needsProcess = true;
  judged.add(Verdict::kSurvived, Cause::kNone);
  judged.results.outcomes.emplace_back();
  judged.results.catalog.mutants.emplace_back();
  judged.plans.emplace_back();
  CHECK(chooseForAudit(judged.results, judged.plans, 100) == std::vector<std::size_t>{4});
}

TEST_CASE("an audit repeats the test that killed, or those that reach a survivor") {
  MutantPlan plan;
  plan.id = 7;
  plan.tests = {3, 1};
  Outcome killed = outcomeOf(Verdict::kKilled, Cause::kCrash);
  killed.killers = {1};
  const std::vector<Pair> pairs = {{1, true}, {2, false}, {3, true}};
  CHECK(planAudit(plan, killed, pairs).tests == std::vector<std::size_t>{1});
  CHECK(planAudit(plan, killed, pairs).needsProcess);
  CHECK(planAudit(plan, outcomeOf(Verdict::kSurvived), pairs).tests == std::vector<std::size_t>{3, 1, 2});
}

TEST_CASE("only another end contradicts") {
  const Outcome killed = outcomeOf(Verdict::kKilled, Cause::kCrash);
  const Outcome survived = outcomeOf(Verdict::kSurvived);
  CHECK(contradicts(survived, killed));
  CHECK(contradicts(killed, survived));
  CHECK_FALSE(contradicts(outcomeOf(Verdict::kKilled, Cause::kAssertion), killed));
  CHECK_FALSE(contradicts(outcomeOf(Verdict::kInconclusive), killed));
  CHECK_FALSE(contradicts(outcomeOf(Verdict::kKilled, Cause::kHang), survived));
}
