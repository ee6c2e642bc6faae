// results.sqlite: the truth about one run. Verdicts go in as they arrive; a killed driver loses none that was saved.
//
// The tables are described in docs/formats.md. Only Store.cpp knows them.
#pragma once

#include "Result.h"
#include "RunResults.h"

#include <filesystem>
#include <memory>

namespace allele {

class Store {
public:
  // Replaces the results in `directory` by a run of these mutants, with the verdicts that there are already; on an
  // error, and when it is killed meanwhile, they stay as they were.
  static Result<std::unique_ptr<Store>> create(const std::filesystem::path &directory, const RunResults &results);
  // Reads the results in `directory`, also those of a run that goes on or was killed. Errors: none there; written by
  // another version of allele; damaged.
  static Result<RunResults> load(const std::filesystem::path &directory);
  static bool exists(const std::filesystem::path &directory);
  // Whether the results there are of a run that was stopped, and can be read by this allele. Reads no more than that.
  static bool isUnfinished(const std::filesystem::path &directory);

  ~Store();
  Store(const Store &) = delete;
  Store &operator=(const Store &) = delete;

  Status save(std::uint64_t mutantId, const Outcome &outcome);
  // The same for many at once: all are saved or none.
  Status save(const std::vector<std::pair<std::uint64_t, Outcome>> &outcomes);
  Status addStage(const std::string &name, double seconds);
  // Marks that every mutant has its verdict. `pairs`: as they are now.
  Status finish(const PairCounts &pairs);

private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> content);
  std::unique_ptr<Impl> impl;
};

} // namespace allele
