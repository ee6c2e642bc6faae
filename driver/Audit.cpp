#include "Audit.h"

#include <algorithm>
#include <cmath>

namespace allele {
namespace {

constexpr std::size_t kFewest = 20;
constexpr std::size_t kMostTests = 10; // that a survivor is repeated with: those that infect it come first

// Spreads ids evenly, so that the sample is none of the operators or files.
std::uint64_t scrambled(std::uint64_t id) {
  id ^= id >> 31;
  id *= 0x9e3779b97f4a7c15ULL;
  return id ^ (id >> 29);
}

} // namespace

std::vector<std::size_t> chooseForAudit(const RunResults &results, const std::vector<MutantPlan> &plans,
                                        double percent) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < results.outcomes.size(); ++i) {
    const std::optional<Outcome> &outcome = results.outcomes[i];
    if (!outcome || results.catalog.mutants[i].ignored || plans[i].needsProcess || !outcome->reached)
      continue;
    const Judgement &judgement = outcome->judgement;
    const bool isKilled = judgement.verdict == Verdict::kKilled && judgement.cause != Cause::kHang;
    if (isKilled || judgement.verdict == Verdict::kSurvived)
      candidates.push_back(i);
  }
  const auto share = static_cast<std::size_t>(std::ceil(static_cast<double>(candidates.size()) * percent / 100));
  const std::size_t count = std::min(candidates.size(), std::max(kFewest, share));
  std::sort(candidates.begin(), candidates.end(), [&](std::size_t left, std::size_t right) {
    return scrambled(plans[left].id) < scrambled(plans[right].id);
  });
  candidates.resize(count);
  return candidates;
}

MutantPlan planAudit(const MutantPlan &plan, const Outcome &outcome, const std::vector<Pair> &pairs) {
  MutantPlan audit;
  audit.id = plan.id;
  audit.needsProcess = true;
  if (!outcome.killers.empty()) {
    audit.tests = {outcome.killers.front()};
    return audit;
  }
  audit.tests = plan.tests;
  for (const Pair &pair : pairs)
    if (!pair.isInfected)
      audit.tests.push_back(pair.test);
  if (audit.tests.size() > kMostTests)
    audit.tests.resize(kMostTests);
  return audit;
}

bool contradicts(const Outcome &repeated, const Outcome &outcome) {
  if (repeated.judgement.verdict == Verdict::kInconclusive || repeated.judgement.cause == Cause::kHang)
    return false;
  return repeated.judgement.verdict != outcome.judgement.verdict;
}

} // namespace allele
