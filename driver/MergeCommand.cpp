// allele merge: the results of several runs in one directory.
#include "Merge.h"
#include "OutputDirectory.h"
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"

#include <fmt/format.h>

namespace allele {
namespace {

Result<std::size_t> perform(const MergeOptions &options, std::vector<std::string> &conflicts) {
  std::vector<MergeInput> inputs;
  for (const std::string &directory : options.inputs) {
    auto results = Store::load(directory);
    if (!results)
      return results.error();
    inputs.push_back({directory, std::move(*results)});
  }
  auto merged = merge(inputs);
  if (!merged)
    return merged.error();
  const auto output = OutputDirectory::open(options.out);
  if (!output)
    return output.error();
  const auto store = Store::create((*output)->path(), merged->results);
  if (!store)
    return store.error();
  for (const auto &[stage, seconds] : merged->results.stageSeconds)
    if (Status added = (*store)->addStage(stage, seconds); !added)
      return added.error();
  if (merged->results.complete)
    if (Status finished = (*store)->finish(merged->results.info.pairs); !finished)
      return finished.error();
  conflicts = std::move(merged->conflicts);
  return merged->results.catalog.mutants.size();
}

} // namespace

ExitCode runMerge(const MergeOptions &options, Terminal &terminal) {
  std::vector<std::string> conflicts;
  const auto count = perform(options, conflicts);
  if (!count) {
    terminal.error(count.error().message);
    return ExitCode::kUsage;
  }
  for (const std::string &conflict : conflicts)
    terminal.warn("conflict: " + conflict);
  terminal.print(fmt::format("{} of {} in {}{}; `allele report{}` shows them\n", countOf(*count, "mutant"),
                             countOf(options.inputs.size(), "run"), options.out,
                             conflicts.empty() ? "" : fmt::format(", {}", countOf(conflicts.size(), "conflict")),
                             outOption(options.out)));
  return ExitCode::kFine;
}

} // namespace allele
