#include "Store.h"

#include "CodeSample.h"
#include "Isolation.h"
#include "Sample.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace allele;

namespace {

// Without the verdicts.
std::unique_ptr<Store> createIn(const std::filesystem::path &directory, RunResults results) {
  results.outcomes.clear();
  auto store = Store::create(directory, results);
  REQUIRE(store);
  return std::move(*store);
}

} // namespace

TEST_CASE("all results come back from the store") {
  const ScratchDirectory scratch = makeScratch();
  const RunResults saved = sampleResults();
  {
    const auto store = createIn(scratch.path(), saved);
    for (const auto &[name, seconds] : saved.stageSeconds)
      REQUIRE(store->addStage(name, seconds));
    for (std::size_t i = 0; i < saved.outcomes.size(); ++i)
      REQUIRE(store->save(saved.catalog.mutants[i].id, *saved.outcomes[i]));
    REQUIRE(store->finish({14, 4, 3, 5}));
  }
  const auto loaded = Store::load(scratch.path());
  REQUIRE(loaded);
  CHECK(loaded->complete);
  CHECK(loaded->info.command == saved.info.command);
  CHECK(loaded->info.workingDirectory == saved.info.workingDirectory);
  CHECK(loaded->info.startedAt == saved.info.startedAt);
  CHECK(loaded->info.request == saved.info.request);
  CHECK(loaded->info.machine == "Linux 6.1 x86_64, 2 cores");
  CHECK(loaded->info.knowsPasses);
  CHECK(loaded->info.jobs == 3);
  CHECK(loaded->info.leftOut == 4);
  CHECK(loaded->info.sample == 0.25);
  CHECK(loaded->info.isolation == Isolation::kCopy);
  CHECK(loaded->info.framework == "googletest");
  CHECK(loaded->info.forks);
  CHECK(loaded->info.fullMatrix);
  CHECK(loaded->info.pairs.generated == 14);
  CHECK(loaded->info.pairs.run == 5);
  REQUIRE(loaded->info.tests.size() == 2);
  CHECK(loaded->info.tests[1].name == saved.info.tests[1].name);
  CHECK(loaded->info.tests[0].byHand.empty());
  CHECK(loaded->info.tests[1].byHand == "ctest -R two");
  CHECK(loaded->info.tests[0].cpuTime == std::chrono::milliseconds(2));
  CHECK(loaded->info.tests[0].count == 12'345);
  CHECK(loaded->info.tests[1].reached == 4);
  CHECK(loaded->info.tests[1].infected == 3);
  CHECK(loaded->info.tests[1].isFlaky);
  REQUIRE(loaded->pairs.size() == saved.pairs.size());
  REQUIRE(loaded->pairs[0].size() == 2);
  CHECK(loaded->pairs[0][1].test == 1);
  CHECK_FALSE(loaded->pairs[1][0].isInfected);
  REQUIRE(loaded->outcomes[0]);
  CHECK(loaded->outcomes[0]->killers == std::vector<std::size_t>{0, 1});
  CHECK(loaded->outcomes[0]->passed == saved.outcomes[0]->passed);
  CHECK(loaded->outcomes[1]->passed == std::vector<std::size_t>{1});
  CHECK(loaded->outcomes[4]->unclear == std::vector<std::size_t>{0});
  CHECK(loaded->outcomes[0]->runs == 3);
  CHECK(loaded->info.baseline.wallTime == saved.info.baseline.wallTime);
  CHECK(loaded->info.limits.wallTime == saved.info.limits.wallTime);
  CHECK(loaded->info.limits.cpuTime == saved.info.limits.cpuTime);
  CHECK(loaded->info.limits.idleTime == saved.info.limits.idleTime);
  CHECK(loaded->info.limits.memoryBytes == saved.info.limits.memoryBytes);
  CHECK(loaded->catalog.objects == saved.catalog.objects);
  CHECK(loaded->sources == saved.sources);
  CHECK(loaded->stageSeconds == saved.stageSeconds);
  REQUIRE(loaded->catalog.mutants.size() == saved.catalog.mutants.size());
  for (std::size_t i = 0; i < saved.catalog.mutants.size(); ++i) {
    const Mutant &left = loaded->catalog.mutants[i];
    const Mutant &right = saved.catalog.mutants[i];
    CHECK(left.id == right.id);
    CHECK(left.operatorId == right.operatorId);
    CHECK(left.level == right.level);
    CHECK(sourcePathOf(left) == sourcePathOf(right));
    CHECK(left.range == right.range);
    CHECK(left.original == right.original);
    CHECK(left.replacement == right.replacement);
    CHECK(left.sites == right.sites);
    REQUIRE(left.ignored.has_value() == right.ignored.has_value());
    if (left.ignored) {
      CHECK(left.ignored->reason == right.ignored->reason);
      CHECK(left.ignored->detail == right.ignored->detail);
    }
    REQUIRE(loaded->outcomes[i]);
    CHECK(loaded->outcomes[i]->judgement.verdict == saved.outcomes[i]->judgement.verdict);
    CHECK(loaded->outcomes[i]->judgement.cause == saved.outcomes[i]->judgement.cause);
    CHECK(loaded->outcomes[i]->judgement.detail == saved.outcomes[i]->judgement.detail);
    CHECK(loaded->outcomes[i]->output == saved.outcomes[i]->output);
    CHECK(loaded->outcomes[i]->orphansKilled == saved.outcomes[i]->orphansKilled);
    CHECK(loaded->outcomes[i]->reached == saved.outcomes[i]->reached);
    CHECK(loaded->outcomes[i]->wallTime == saved.outcomes[i]->wallTime);
  }
  REQUIRE(loaded->catalog.macros.size() == saved.catalog.macros.size());
  for (std::size_t i = 0; i < saved.catalog.macros.size(); ++i) {
    const MacroUse &left = loaded->catalog.macros[i];
    const MacroUse &right = saved.catalog.macros[i];
    CHECK(std::tie(left.name, left.root, left.file, left.text) ==
          std::tie(right.name, right.root, right.file, right.text));
    CHECK(left.range == right.range);
  }
}

TEST_CASE("verdicts can be read while the run goes on") {
  const ScratchDirectory scratch = makeScratch();
  const RunResults saved = sampleResults();
  const auto store = createIn(scratch.path(), saved);
  REQUIRE(store->save(saved.catalog.mutants[1].id, *saved.outcomes[1]));
  const auto loaded = Store::load(scratch.path());
  REQUIRE(loaded);
  CHECK_FALSE(loaded->complete);
  CHECK_FALSE(loaded->outcomes[0]);
  REQUIRE(loaded->outcomes[1]);
  CHECK(loaded->outcomes[1]->judgement.verdict == Verdict::kSurvived);
}

TEST_CASE("a run that goes on with another one's verdicts has them from the start") {
  const ScratchDirectory scratch = makeScratch();
  RunResults saved = sampleResults();
  saved.outcomes[1].reset();
  REQUIRE(Store::create(scratch.path(), saved));
  const auto loaded = Store::load(scratch.path());
  REQUIRE(loaded);
  CHECK_FALSE(loaded->complete);
  CHECK_FALSE(loaded->outcomes[1]);
  REQUIRE(loaded->outcomes[0]);
  CHECK(loaded->outcomes[0]->judgement.verdict == saved.outcomes[0]->judgement.verdict);
  CHECK(loaded->outcomes[0]->killers == saved.outcomes[0]->killers);
}

TEST_CASE("only a run that was stopped is unfinished") {
  const ScratchDirectory scratch = makeScratch();
  CHECK_FALSE(Store::isUnfinished(scratch.path()));
  const auto store = createIn(scratch.path(), sampleResults());
  CHECK(Store::isUnfinished(scratch.path()));
  REQUIRE(store->finish({}));
  CHECK_FALSE(Store::isUnfinished(scratch.path()));
  std::ofstream(scratch.path() / "results.sqlite", std::ios::trunc) << "no database";
  CHECK_FALSE(Store::isUnfinished(scratch.path()));
}

TEST_CASE("many outcomes are saved at once") {
  const ScratchDirectory scratch = makeScratch();
  const RunResults saved = sampleResults();
  const auto store = createIn(scratch.path(), saved);
  REQUIRE(store->save({{1, *saved.outcomes[1]}, {2, *saved.outcomes[2]}}));
  const auto loaded = Store::load(scratch.path());
  REQUIRE(loaded);
  CHECK(loaded->outcomes[1]);
  CHECK(loaded->outcomes[2]);
}

TEST_CASE("an outcome of a mutant that isn't in the store is refused") {
  const ScratchDirectory scratch = makeScratch();
  const auto store = createIn(scratch.path(), sampleResults());
  CHECK_FALSE(store->save(0x999, Outcome()));
}

TEST_CASE("a new run replaces the results and reports of the last one") {
  const ScratchDirectory scratch = makeScratch();
  const RunResults saved = sampleResults();
  REQUIRE(createIn(scratch.path(), saved)->save(1, *saved.outcomes[1]));
  for (const char *name : {"report.html", "report.json", "summary.json"})
    std::ofstream(scratch.path() / name) << "old";
  createIn(scratch.path(), saved).reset();
  const auto loaded = Store::load(scratch.path());
  REQUIRE(loaded);
  CHECK_FALSE(loaded->outcomes[1]);
  for (const char *name : {"report.html", "report.json", "summary.json"})
    CHECK_FALSE(std::filesystem::exists(scratch.path() / name));
}

TEST_CASE("a closed store is one file") {
  const ScratchDirectory scratch = makeScratch();
  createIn(scratch.path(), sampleResults()).reset();
  REQUIRE(Store::load(scratch.path()));
  std::size_t files = 0;
  for (const auto &entry : std::filesystem::directory_iterator(scratch.path()))
    files += entry.exists() ? 1 : 0;
  CHECK(files == 1);
}

TEST_CASE("a directory without results is an error with the way out") {
  const ScratchDirectory scratch = makeScratch();
  const auto loaded = Store::load(scratch.path());
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().message.find("allele run") != std::string::npos);
}

TEST_CASE("a file that isn't a store is an error") {
  const ScratchDirectory scratch = makeScratch();
  for (const char *content : {"", "no database at all, but long enough to be looked at as one by its header"}) {
    std::ofstream(scratch.path() / "results.sqlite") << content;
    CHECK_FALSE(Store::load(scratch.path()));
  }
}

TEST_CASE("the map of the code comes back from the store") {
  const ScratchDirectory scratch = makeScratch();
  RunResults saved = codeSample();
  saved.info = sampleResults().info;
  saved.catalog.objects = {"tests"};
  saved.code.functions[0].flows = {"payment", "two words"};
  saved.code.functions[0].symbols = {"_Za", "_Zb"};
  saved.code.files[1].branches.front().taken = ~std::uint64_t{0};
  addMutant(saved, "lt-to-le", "a.c", {1, 1, 1, 2}, "f", Verdict::kSurvived);
  REQUIRE(Store::create(scratch.path(), saved));
  const auto loaded = Store::load(scratch.path());
  INFO((loaded ? "" : loaded.error().message));
  REQUIRE(loaded);
  const CodeMap &code = loaded->code;
  CHECK(code.isKnown);
  REQUIRE(code.files.size() == 2);
  CHECK(code.files[0].path == "pay/a.cpp");
  CHECK(code.files[0].lines.size() == 4);
  CHECK(code.files[0].lines[2].number == 15);
  CHECK_FALSE(code.files[0].lines[2].isReached);
  CHECK(code.files[1].branches.front().taken == ~std::uint64_t{0});
  CHECK(code.files[1].branches.front().outcomes == 3);
  REQUIRE(code.functions.size() == 4);
  CHECK(code.functions[0].calls == std::vector<std::size_t>{1});
  CHECK(code.functions[0].flows == saved.code.functions[0].flows);
  CHECK(code.functions[0].symbols == saved.code.functions[0].symbols);
  CHECK(code.functions[0].isMeasured);
  CHECK_FALSE(code.functions[3].isReached);
  REQUIRE(code.states.size() == 4);
  CHECK(code.states[0].kind == StateKind::kThrow);
  CHECK(code.states[0].guard == saved.code.states[0].guard);
  CHECK(code.states[2].tests == std::vector<std::size_t>{0, 1});
  REQUIRE(code.tests.size() == 2);
  CHECK(code.tests[0].lines == 3);
  CHECK(code.tests[0].functions == saved.code.tests[0].functions);
}
