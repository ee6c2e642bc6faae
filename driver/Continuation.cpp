#include "Continuation.h"

#include "Store.h"

#include <algorithm>
#include <fmt/format.h>
#include <sys/stat.h>

namespace allele {
namespace {

std::string stateOf(const std::string &path) {
  struct stat found = {};
  return stat(path.c_str(), &found) != 0
             ? path
             : fmt::format("{} {} {}.{}", path, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec);
}

bool isSameRun(const RunResults &earlier, const RunResults &results) {
  const auto isSameMutant = [](const Mutant &left, const Mutant &right) { return left.id == right.id; };
  const auto isSameTest = [](const TestInfo &left, const TestInfo &right) {
    return left.name == right.name && left.isFlaky == right.isFlaky;
  };
  const RunInfo &before = earlier.info;
  const RunInfo &now = results.info;
  return before.version == now.version && before.command == now.command &&
         before.workingDirectory == now.workingDirectory && before.request == now.request &&
         std::equal(earlier.catalog.mutants.begin(), earlier.catalog.mutants.end(), results.catalog.mutants.begin(),
                    results.catalog.mutants.end(), isSameMutant) &&
         std::equal(before.tests.begin(), before.tests.end(), now.tests.begin(), now.tests.end(), isSameTest);
}

} // namespace

std::string requestOf(const RunOptions &options, Isolation isolation, const Catalog &catalog) {
  const LimitSettings &limits = options.limits;
  std::string request = fmt::format(
      "isolation {} factor {} floor {} memory {} disk {} processes {} output {} matrix {} finer {}",
      toString(isolation), limits.timeoutFactor, limits.timeoutFloor.count(), limits.memoryBytes.value_or(1),
      limits.diskBytes, limits.processes, limits.outputBytes, options.fullMatrix, options.runPseudoTested);
  for (const std::string &object : catalog.objects)
    request += "\n" + stateOf(object);
  return request;
}

std::optional<Continuation> takeEarlierVerdicts(const std::filesystem::path &directory, RunResults &results) {
  if (!Store::isUnfinished(directory))
    return std::nullopt;
  auto earlier = Store::load(directory);
  if (!earlier || !isSameRun(*earlier, results))
    return std::nullopt;
  Continuation taken{earlier->info.startedAt, 0};
  results.info.knowsPasses = results.info.knowsPasses && earlier->info.knowsPasses;
  for (std::size_t i = 0; i < earlier->outcomes.size(); ++i)
    if (std::optional<Outcome> &outcome = earlier->outcomes[i]) {
      ++taken.verdicts;
      results.info.pairs.run += outcome->runs;
      results.outcomes[i] = std::move(*outcome);
    }
  return taken.verdicts != 0 ? std::optional<Continuation>(std::move(taken)) : std::nullopt;
}

} // namespace allele
