// Repeats a sample of the verdicts by plain processes, without fork server and without selection by infection: does the
// fast way say what the slow one says?
#pragma once

#include "MutantPlans.h"
#include "RunResults.h"

#include <cstddef>
#include <vector>

namespace allele {

// What is to be repeated: for a killed mutant the test that noticed it, for a survivor tests that reach it. Of
// `percent` of the mutants that were judged by forked runs or by not being infected, but of twenty at least; chosen by
// their ids, so that each run with the same results repeats the same. Hangs aren't among them: how long a process may
// take to prove one is another question.
std::vector<std::size_t> chooseForAudit(const RunResults &results, const std::vector<MutantPlan> &plans,
                                        double percent);
MutantPlan planAudit(const MutantPlan &plan, const Outcome &outcome, const std::vector<Pair> &pairs);

// Whether the repetition contradicts the verdict. One that is inconclusive, or ran out of time, doesn't.
bool contradicts(const Outcome &repeated, const Outcome &outcome);

} // namespace allele
