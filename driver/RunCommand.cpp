// allele run: baseline, recording, one run for each reached mutant, reports.
#include "Audit.h"
#include "Baseline.h"
#include "CodeReader.h"
#include "Continuation.h"
#include "Discovery.h"
#include "ElfFile.h"
#include "FailureStates.h"
#include "History.h"
#include "Installation.h"
#include "Interrupt.h"
#include "Machine.h"
#include "MutantId.h"
#include "MutantPlans.h"
#include "MutantRuns.h"
#include "OutputDirectory.h"
#include "PseudoTested.h"
#include "SourceDiff.h"
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"
#include "TreeSnapshot.h"
#include "WithoutRun.h"
#include "Workspace.h"
#include "reports/Report.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <set>

namespace allele {
namespace {

namespace fs = std::filesystem;

using Clock = std::chrono::steady_clock;

// More than one flaky test in so many, and the suite can't be relied on.
constexpr std::size_t kFlakyShare = 20;

// What a run stands on: made before anything runs, so that a wrong request costs nothing.
struct Ground {
  Clock::time_point start;
  std::unique_ptr<OutputDirectory> output;
  ScratchDirectory scratch;
  MetadataReader reader; // has read the programs
  FoundSuite found;
};

Result<Ground> prepare(const RunOptions &options, Terminal &terminal) {
  const auto start = Clock::now();
  const auto here = workingDirectory();
  if (!here)
    return here.error();
  auto directory = OutputDirectory::open(options.out);
  if (!directory)
    return directory.error();
  auto scratch = ScratchDirectory::create();
  if (!scratch)
    return scratch.error();
  MetadataReader reader;
  auto found = findSuite(options.source, *here, reader, terminal);
  if (!found)
    return found.error();
  return Ground{start, std::move(*directory), std::move(*scratch), std::move(reader), std::move(*found)};
}

// One `allele run`. Each stage returns the exit code to end with, or nullopt to go on.
class Run {
public:
  Run(const RunOptions &wanted, Terminal &output, Ground prepared)
      : options(wanted), terminal(output), ground(std::move(prepared)), suite(ground.found.suite),
        stageStart(ground.start) {}

  ExitCode perform() {
    using Stage = std::optional<ExitCode> (Run::*)();
    constexpr Stage kStages[] = {&Run::read, &Run::baseline, &Run::count, &Run::record, &Run::describe, &Run::mutants};
    for (const Stage stage : kStages) {
      if (interruptRequested()) {
        terminal.error(timeIsUp() ? "the time of --max-runtime is up; nothing was measured yet"
                                  : "interrupted; nothing was measured yet");
        return ExitCode::kInterrupted;
      }
      if (const auto end = (this->*stage)())
        return *end;
    }
    if (const auto end = audit()) // what is interrupted from here on has been measured
      return *end;
    return report();
  }

private:
  ExitCode fail(const Error &error, ExitCode code = ExitCode::kUsage) {
    terminal.error(error.message);
    return code;
  }

  void endStage(const char *name) {
    const auto now = Clock::now();
    results.stageSeconds.emplace_back(name, std::chrono::duration<double>(now - stageStart).count());
    stageStart = now;
  }

  std::optional<ExitCode> read() {
    settings.isolation = options.isolation == Isolation::kAuto ? Isolation::kTmp : options.isolation;
    settings.workingDirectory = ground.found.workingDirectory;
    settings.leaveOut = {ground.output->path(), ground.scratch.path()};
    results.info.jobs = options.jobs != 0 ? options.jobs : usableCores();
    if (const auto end = makeWorkspaces())
      return end;
    results.info.version = ALLELE_VERSION;
    results.info.command = ground.found.command;
    results.info.workingDirectory = ground.found.workingDirectory.string();
    results.info.startedAt = utcNow();
    results.info.machine = machineHere();
    results.info.commit = commitOf(results.info.workingDirectory);
    std::set<std::string> frameworks;
    for (const SuiteProgram &program : suite.programs)
      if (program.adapter != nullptr)
        frameworks.insert(program.adapter->name);
    results.info.framework = fmt::format("{}", fmt::join(frameworks, ", "));
    endStage("read");
    return std::nullopt;
  }

  std::optional<ExitCode> addWorkspace() {
    auto workspace = Workspace::create(ground.scratch.path(), std::to_string(workspaces.size()), settings);
    if (!workspace)
      return fail(workspace.error());
    workspaces.push_back(std::move(*workspace));
    return std::nullopt;
  }

  // For the runs without a mutant: one for each job, if there are as many tests.
  std::optional<ExitCode> makeWorkspaces() {
    launcher.reset();
    workspaces.clear();
    if (const Status cleared = ground.scratch.clear(); !cleared)
      return fail(cleared.error());
    workspaces.reserve(results.info.jobs); // servers and runs keep references
    while (workspaces.size() < std::min<std::size_t>(results.info.jobs, suite.tests.size()))
      if (const auto end = addWorkspace())
        return end;
    launcher =
        std::make_unique<TestLauncher>(suite, workspaces, TestLauncher::Settings{options.forks, serverLibrary()});
    return std::nullopt;
  }

  std::optional<TreeSnapshot> snapshot() const {
    return TreeSnapshot::take(settings.workingDirectory, settings.leaveOut);
  }

  Status baselineRuns(unsigned first, unsigned last) {
    return runBaseline(*launcher, suite, workspaces, first, last, options.baselineTimeout, facts);
  }

  // All runs of the baseline but those that showed already how to isolate them. Error: as runBaseline.
  Status baselineWithFittingIsolation() {
    const auto before = options.isolation == Isolation::kAuto ? snapshot() : std::nullopt;
    if (!before) {
      if (options.isolation == Isolation::kAuto)
        terminal.warn("the working directory is too large, or holds other file systems, so nobody looks whether tests "
                      "write there; if they do, use --isolate copy or --jobs 1");
      return baselineRuns(1, options.baselineRuns);
    }
    if (Status ran = baselineRuns(1, 1); !ran || interruptRequested())
      return ran;
    const auto after = snapshot();
    const std::vector<std::string> written = after ? before->changesTo(*after) : std::vector<std::string>();
    if (written.empty())
      return baselineRuns(2, options.baselineRuns);
    const bool isTooLarge = before->bytes() > kLargestCopy;
    if (isTooLarge || before->count() > kMostCopied)
      if (const auto ran =
              baselineInOverlay(fmt::format("the tests write into the working directory ({})", firstOf(written))))
        return *ran;
    if (isTooLarge) {
      results.info.jobs = 1;
      terminal.warn(fmt::format("the tests write into the working directory ({}), which is too large to copy ({}): one "
                                "job, and what a mutant leaves there meets the next; --isolate copy copies it all the "
                                "same",
                                firstOf(written), formatBytes(before->bytes())));
    } else {
      settings.isolation = Isolation::kCopy;
      terminal.note(
          fmt::format("the tests write into the working directory ({}): each job gets a copy of it", firstOf(written)));
    }
    const bool passesInPlace = !hasFailure();
    facts.clear(); // they may have got in each other's way
    if (const auto end = makeWorkspaces()) {
      if (settings.isolation != Isolation::kCopy)
        return Error{"there is no place for the runs' own files; see above"};
      terminal.warn("so one job runs, and what a mutant leaves in the working directory meets the next");
      return baselineWithoutCopy();
    }
    const auto original = snapshot();
    Status ran = baselineRuns(1, options.baselineRuns);
    if (ran && !interruptRequested() && settings.isolation == Isolation::kCopy && passesInPlace && hasFailure()) {
      if (const auto inOverlay = baselineInOverlay("the tests fail in a copy of the working directory"))
        return *inOverlay;
      terminal.warn(
          "the tests fail in a copy of the working directory: they run without a copy, in one job, and what a mutant "
          "leaves there meets the next");
      return baselineWithoutCopy();
    }
    const auto last = snapshot();
    const std::vector<std::string> still = settings.isolation == Isolation::kCopy && original && last
                                               ? original->changesTo(*last)
                                               : std::vector<std::string>();
    if (still.empty())
      return ran;
    if (const auto inOverlay = baselineInOverlay(fmt::format("the tests write into {} by absolute paths too ({})",
                                                             settings.workingDirectory.string(), firstOf(still))))
      return *inOverlay;
    results.info.jobs = 1;
    terminal.warn(fmt::format("the tests write into {} by absolute paths too ({}): one job, so that no two get in each "
                              "other's way",
                              settings.workingDirectory.string(), firstOf(still)));
    return baselineOfOneJob();
  }

  bool hasFailure() const {
    return std::any_of(facts.begin(), facts.end(), [](const auto &test) { return test.failure.has_value(); });
  }

  // nullopt: there can be no overlay here, and nothing has changed.
  std::optional<Status> baselineInOverlay(const std::string &reason) {
    const Isolation former = std::exchange(settings.isolation, Isolation::kOverlay);
    if (const auto possible = Workspace::create(ground.scratch.path(), "overlay", settings); !possible) {
      terminal.detail(possible.error().message);
      settings.isolation = former;
      return std::nullopt;
    }
    terminal.note(reason + ": each job has an overlay on it");
    return baselineAnew();
  }

  // In new workspaces.
  Status baselineAnew() {
    facts.clear();
    if (const auto end = makeWorkspaces())
      return Error{"there is no place for the runs' own files; see above"};
    return baselineRuns(1, options.baselineRuns);
  }

  // In a copy, unless the tests don't find there what they wrote by absolute paths, or write a file by both ways: that
  // can't be copied again, which three rounds in one copy show.
  Status baselineOfOneJob() {
    constexpr unsigned kRounds = 3;
    facts.clear();
    if (const auto end = makeWorkspaces())
      return Error{"the working directory can't be copied again; see above"};
    Status ran = baselineRuns(1, std::max(kRounds, options.baselineRuns));
    if ((ran && !hasFailure()) || interruptRequested())
      return ran;
    terminal.warn("they need what they write by either path, so they run without a copy, and what a mutant leaves "
                  "there meets the next");
    return baselineWithoutCopy();
  }

  // By one job.
  Status baselineWithoutCopy() {
    settings.isolation = Isolation::kTmp;
    results.info.jobs = 1;
    return baselineAnew();
  }

  std::optional<ExitCode> baseline() {
    if (const Status ran = baselineWithFittingIsolation(); !ran)
      return fail(ran.error());
    if (interruptRequested())
      return std::nullopt;
    results.info.isolation = settings.isolation;
    if (std::error_code ignored; options.forks && !fs::exists(serverLibrary(), ignored))
      terminal.warn(fmt::format("{} is missing: each run is a new process, which is slower, and tells hangs by time "
                                "alone; build or install all of Allele",
                                serverLibrary().string()));
    for (const auto &[program, reason] : launcher->whyNot())
      terminal.detail(
          fmt::format("{}: each run is a new process, since {}", suite.programs[program].command.front(), reason));
    for (std::size_t i = 0; i < suite.programs.size(); ++i)
      results.info.forks = results.info.forks || launcher->forks(i);
    if (const auto end = rejectFailures())
      return end;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      const TestFacts &test = facts[i];
      TestInfo info;
      info.name = suite.tests[i].name;
      info.byHand = suite.tests[i].byHand;
      info.wallTime = test.baseline.wallTime;
      info.cpuTime = test.baseline.cpuTime;
      info.isFlaky = test.isFlaky();
      info.assertions = test.assertions;
      results.info.tests.push_back(std::move(info));
      limits.push_back({limitsFor(test.baseline, options.limits, ground.found.sanitized), {}, {}});
      if (!test.failure && !test.skipped)
        tests.push_back(i);
    }
    if (tests.empty())
      return fail({"all tests skip themselves, so nothing can be measured"}, ExitCode::kNothing);
    if (const auto skipped = std::count_if(facts.begin(), facts.end(), [](const auto &test) { return test.skipped; }))
      terminal.warn(countOf(static_cast<std::uint64_t>(skipped), "test") + " left out, since it skips itself");
    describeBaseline();
    setLimits();
    endStage("baseline");
    return std::nullopt;
  }

  // A failing test notices nothing. A flaky one is left out, so that it can't kill by chance, as long as others remain.
  std::optional<ExitCode> rejectFailures() {
    std::vector<std::size_t> failing;
    std::vector<std::size_t> flaky;
    for (std::size_t i = 0; i < facts.size(); ++i)
      if (facts[i].failure)
        (facts[i].isFlaky() ? flaky : failing).push_back(i);
    if (failing.empty() && flaky.empty())
      return std::nullopt;
    const std::size_t worst = failing.empty() ? flaky.front() : failing.front();
    const TestFacts &test = facts[worst];
    const ProcessResult worstRun = test.failure.value_or(ProcessResult());
    if (facts.size() == 1 && suite.isWholeProgram(worst)) {
      const std::string fact =
          test.passes == 0 ? "" : fmt::format(", though {} before passed: they are flaky", countOf(test.passes, "run"));
      terminal.error(fmt::format(
          "the tests fail without a mutant (baseline run {} of {}: {}){}; make them pass first. Output:\n{}",
          test.failedRun, options.baselineRuns, describeEnd(worstRun), fact, worstRun.output));
      return ExitCode::kBaseline;
    }
    const auto namesOf = [&](const std::vector<std::size_t> &some) {
      constexpr std::size_t kShown = 20;
      std::string names;
      for (std::size_t i = 0; i < some.size() && i < kShown; ++i)
        names += fmt::format("\n  {}  ({})", toPrintableLine(suite.tests[some[i]].name),
                             facts[some[i]].didNotRun ? "its end isn't told"
                                                      : describeEnd(facts[some[i]].failure.value_or(ProcessResult())));
      return some.size() > kShown ? fmt::format("{}\n  and {} more", names, some.size() - kShown) : names;
    };
    if (!failing.empty()) {
      terminal.error(fmt::format("{} fail by themselves without a mutant:{}\nMake them pass first{}. "
                                 "Output of {}:\n{}",
                                 countOf(failing.size(), "test"), namesOf(failing),
                                 options.source.command.empty()
                                     ? ", or leave them out with --skip-tests NAME"
                                     : ". If they need what other tests leave behind, --framework none runs the whole "
                                       "program as one test",
                                 toPrintableLine(suite.tests[worst].name), worstRun.output));
      return ExitCode::kBaseline;
    }
    if (flaky.size() * kFlakyShare > facts.size() || flaky.size() == facts.size()) {
      terminal.error(fmt::format("{} of {} {} flaky:{}\nMake them pass each time, or leave them out with --skip-tests",
                                 flaky.size(), countOf(facts.size(), "test"), flaky.size() == 1 ? "is" : "are",
                                 namesOf(flaky)));
      return ExitCode::kBaseline;
    }
    terminal.warn(fmt::format("{} left out, since a run without a mutant failed:{}",
                              countOf(flaky.size(), "flaky test"), namesOf(flaky)));
    return std::nullopt;
  }

  void describeBaseline() {
    BaselineFacts &sum = results.info.baseline;
    for (const TestFacts &test : facts) {
      sum.runs = std::max(sum.runs, test.baseline.runs);
      sum.wallTime += test.baseline.wallTime;
      sum.cpuTime += test.baseline.cpuTime;
      sum.peakMemoryBytes = std::max(sum.peakMemoryBytes, test.baseline.peakMemoryBytes);
      sum.outputBytes += test.baseline.outputBytes;
    }
    terminal.detail(fmt::format("baseline: {}, {}, {}", countOf(facts.size(), "test"),
                                formatSeconds(std::chrono::duration<double>(sum.wallTime).count()),
                                formatBytes(sum.peakMemoryBytes)));
  }

  // Those that follow from the first ones, and the widest of all for the reports.
  void setLimits() {
    ProcessLimits &widest = results.info.limits;
    widest = limits.front().first;
    for (std::size_t i = 0; i < limits.size(); ++i) {
      setRepetitions(limits[i], facts[i].baseline, options.limits, launcher->budgetsOf(i) != nullptr);
      const ProcessLimits &first = limits[i].first;
      widest.wallTime = std::max(widest.wallTime, first.wallTime);
      widest.cpuTime = std::max(widest.cpuTime, first.cpuTime);
      widest.idleTime = std::max(widest.idleTime, first.idleTime);
      widest.memoryBytes = std::max(widest.memoryBytes, first.memoryBytes);
      widest.outputLimitBytes = std::max(widest.outputLimitBytes, first.outputLimitBytes);
    }
  }

  // Of runs without a mutant.
  std::vector<ProcessLimits> firstLimits() const {
    std::vector<ProcessLimits> first;
    first.reserve(limits.size());
    for (const TestLimits &each : limits) {
      first.push_back(each.first);
      first.back().uncountedCpuTime = std::chrono::milliseconds(0);
    }
    return first;
  }

  std::optional<ExitCode> count() {
    auto counted = countTests(*launcher, suite, workspaces.size(), tests, firstLimits(), options.limits.timeoutFactor);
    if (!counted)
      return fail(counted.error());
    if (const auto &failure = counted->failure)
      return fail(
          {fmt::format("{} passes, but not when all functions run in the copies that hold their mutants, though "
                       "none is active ({}). Leave it out with --skip-tests, and please report it. Output:\n{}",
                       toPrintableLine(suite.tests[failure->first].name), describeEnd(failure->second),
                       failure->second.output)},
          ExitCode::kBaseline);
    const auto dead = deadCanaries(*launcher, suite, workspaces.size(), counted->counts, firstLimits());
    if (!dead)
      return fail(dead.error());
    if (!dead->empty())
      return fail(
          {fmt::format("{} says that its tests pass even when the code with mutants aborts, so it can't notice a "
                       "mutant; does it ignore how its tests end?",
                       shellQuote(suite.programs[dead->front()].command))},
          ExitCode::kBaseline);
    for (std::size_t i = 0; i < limits.size(); ++i) {
      shortenFirstRun(limits[i].first, facts[i].baseline, counted->budgets[i].has_value());
      facts[i].count = results.info.tests[i].count = counted->counts[i];
    }
    launcher->setBudgets(std::move(counted->budgets));
    setLimits();
    endStage("counting");
    return std::nullopt;
  }

  Result<SuiteTrace> trace() { return recordTests(*launcher, suite, workspaces.size(), tests, facts, firstLimits()); }

  std::optional<ExitCode> record() {
    auto found = trace();
    if (!found)
      return fail(found.error());
    // The default is a guess from resident memory; programs with many threads, or with an interpreter, reserve far
    // more.
    const std::uint64_t guess = results.info.limits.memoryBytes;
    if (found->failure && guess != 0 && !options.limits.memoryBytes) {
      for (TestLimits &each : limits)
        each.first.memoryBytes = 0;
      setLimits();
      found = trace();
      if (!found)
        return fail(found.error());
      if (!found->failure)
        terminal.warn(
            fmt::format("the tests fail with {} of memory, so the memory of mutants isn't limited; set a limit with "
                        "--memory SIZE",
                        formatBytes(guess)));
    }
    const ProcessLimits &widest = results.info.limits;
    if (const std::optional<ProcessResult> &failure = found->failure) {
      terminal.error(fmt::format(
          "the tests pass, but not while their mutants are recorded under the limits of a "
          "mutant's run ({}; memory {}, files {}, "
          "{} processes, output {}); raise the limit that is too low. Output:\n{}",
          describeEnd(*failure), widest.memoryBytes == 0 ? "unlimited" : formatBytes(widest.memoryBytes),
          formatBytes(widest.scratchBytes), widest.processes, formatBytes(widest.outputLimitBytes), failure->output));
      return ExitCode::kBaseline;
    }
    recording = std::move(*found);
    endStage("recording");
    return std::nullopt;
  }

  // Reads the objects that only the recording knows (dlopen, programs started by a script), and makes the list of
  // mutants.
  std::optional<ExitCode> describe() {
    for (const RecordedObject &object : recording.objects) {
      const bool known =
          std::all_of(object.ids.begin(), object.ids.end(), [&](std::uint64_t id) { return ground.reader.has(id); });
      if (known)
        continue;
      const auto elf = ElfFile::open(object.path);
      if (!elf) {
        terminal.warn(fmt::format("{} of {} left out, since the file can't be read any more: {}",
                                  countOf(object.ids.size(), "mutant"), object.path, elf.error().message));
        continue;
      }
      if (const Status added = ground.reader.add(**elf, workspaces.front().originalPath(object.path)); !added)
        return fail(added.error());
    }
    results.catalog = ground.reader.take();
    if (results.catalog.mutants.empty())
      return fail({kNoMutants}, ExitCode::kNothing);
    if (const Status mapped = mapCode(); !mapped)
      return fail(mapped.error());
    if (const std::string changed = ground.reader.builds().warning(); !changed.empty())
      terminal.warn(changed);
    const Selected selected = select(results.catalog, options.selection);
    if (selected.failure)
      return fail({selected.failure->message}, selected.failure->code);
    if (results.catalog.mutants.empty())
      return fail(
          {fmt::format("nothing to run: the selection leaves out all of {}", countOf(selected.leftOut, "mutant"))},
          ExitCode::kNothing);
    results.info.leftOut = selected.leftOut;
    results.info.sample = options.selection.settings.sample;
    compiledIn = compiledInCount(results.catalog);
    if (compiledIn == 0)
      return fail({allIgnored(results.catalog)}, ExitCode::kNothing);
    results.outcomes.resize(results.catalog.mutants.size());
    for (const Mutant &mutant : results.catalog.mutants) {
      const std::string path = sourcePathOf(mutant);
      if (results.sources.count(path) == 0)
        if (auto text = readSource(path))
          results.sources[path] = std::move(*text);
    }
    return std::nullopt;
  }

  // Also of objects that no test loads.
  Status mapCode() {
    CodeReader reader;
    std::set<std::string> paths(results.catalog.objects.begin(), results.catalog.objects.end());
    for (const SuiteTrace::Probes &object : recording.probes)
      paths.insert(object.path);
    for (const std::string &path : paths)
      if (const auto elf = ElfFile::open(path))
        if (Status added = reader.add(**elf, path); !added)
          return added;
    results.code = reader.map(recording);
    return Done{};
  }

  // From here on there are results to keep, whatever happens.
  std::optional<ExitCode> mutants() {
    auto planned =
        planMutants(results.catalog, recording, tests, facts, launcher->infectedBeforeMain(), options.fullMatrix);
    results.info.pairs = planned.pairs;
    for (std::size_t i = 0; i < results.info.tests.size(); ++i) {
      results.info.tests[i].infected = planned.infectedOfTest[i];
      results.info.tests[i].reached = planned.reachedOfTest[i];
    }
    results.pairs = std::move(planned.pairsOf);
    plans = std::move(planned.plans);
    for (const std::size_t mutant : mutantsOfStates(results))
      plans[mutant].wantsAssertion = true;
    results.info.fullMatrix = options.fullMatrix;
    results.info.request = requestOf(options, results.info.isolation, results.catalog);
    if (!options.fresh)
      if (const auto earlier = takeEarlierVerdicts(ground.output->path(), results))
        terminal.note(fmt::format("goes on with the run of {}: it has the verdicts of {} of {} (--fresh begins anew)",
                                  earlier->startedAt, earlier->verdicts,
                                  countOf(results.catalog.mutants.size(), "mutant")));
    auto created = Store::create(ground.output->path(), results);
    if (!created)
      return fail(created.error());
    store = std::move(*created);
    for (const auto &[name, seconds] : results.stageSeconds)
      if (const Status saved = store->addStage(name, seconds); !saved)
        return fail(saved.error());

    std::vector<std::size_t> reached;
    std::vector<std::pair<std::uint64_t, Outcome>> decided;
    std::vector<const Site *> replaced;
    std::size_t survived = 0;
    std::size_t infected = 0;
    const Duplicates duplicates(results.catalog);
    // Keeps the outcome here too, for a store that fails: then what was found is at least shown.
    const auto keep = [&](std::size_t index, Outcome outcome) {
      outcome.output.clear();
      results.outcomes[index] = std::move(outcome);
    };
    const auto decide = [&](std::size_t index, Outcome outcome) {
      for (auto &[member, shared] : duplicates.sharing(index, outcome)) {
        decided.emplace_back(results.catalog.mutants[member].id, shared);
        keep(member, std::move(shared));
      }
      decided.emplace_back(results.catalog.mutants[index].id, outcome);
      keep(index, std::move(outcome));
    };
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
      const Mutant &mutant = results.catalog.mutants[i];
      if (equalOf(mutant))
        continue; // decided with the mutant that it equals
      infected += mutant.ignored || plans[i].tests.empty() ? 0 : 1;
      if (results.outcomes[i])
        continue; // by an earlier run
      if (mutant.ignored) {
        decide(i, outcomeOf(*mutant.ignored));
        continue;
      }
      if (const Site *site = replacedSite(mutant))
        replaced.push_back(site);
      const MutantPlan &plan = plans[i];
      if (!plan.tests.empty()) {
        reached.push_back(i);
        continue;
      }
      // No value that any test saw would have been another one: no run can differ.
      Outcome outcome;
      outcome.reached = planned.isReached[i];
      outcome.judgement.verdict = outcome.reached ? Verdict::kSurvived : Verdict::kNotReached;
      survived += outcome.reached ? 1 : 0;
      ignoreIfReplaced(mutant, outcome.judgement);
      decide(i, std::move(outcome));
    }
    if (const Status saved = store->save(decided); !saved)
      return fail(saved.error());
    if (!replaced.empty())
      terminal.warn(
          fmt::format("{} not wholly instrumented: the linker took the code of their functions, such as {}, from "
                      "elsewhere; were all objects compiled with the plugin?",
                      countOf(replaced.size(), "mutant"), toPrintableLine(demangle(replaced.front()->function))));
    const std::size_t workers = std::min<std::size_t>(results.info.jobs, std::max<std::size_t>(reached.size(), 1));
    while (workspaces.size() < workers)
      if (const auto end = addWorkspace())
        return end;
    terminal.note(fmt::format("{}, {} reached, {} infected; {}; {}", countOf(compiledIn, "mutant"), planned.reached,
                              infected, countOf(tests.size(), "test"), countOf(workers, "job")));

    std::size_t done = 0;
    // Expected: all of the first test, and a part of the others, since many mutants are noticed before.
    const auto costOf = [&](std::size_t index) {
      constexpr double kFork = 0.001; // seconds
      constexpr double kShareBehindFirst = 0.4;
      double seconds = 0;
      for (const std::size_t test : plans[index].tests)
        seconds += (test == plans[index].tests.front() ? 1 : kShareBehindFirst) *
                   (kFork + std::chrono::duration<double>(facts[test].baseline.wallTime).count());
      return seconds;
    };
    double costOfAll = 0;
    double costOfDone = 0;
    for (const std::size_t index : reached)
      costOfAll += costOf(index);
    MutantRuns::Settings runSettings;
    runSettings.mostLoad = options.mostLoad;
    runSettings.workers = workers;
    runSettings.fullMatrix = options.fullMatrix;
    runSettings.batches = options.batches && options.forks;
    MutantRuns runs(*launcher, suite, workspaces, facts, limits, plans, runSettings);
    Clock::duration writing{0};
    const auto onOutcome = [&](std::size_t index, Outcome outcome) {
      outcome.infected = planned.isInfected[index];
      ignoreIfReplaced(results.catalog.mutants[index], outcome.judgement);
      decided.clear();
      decide(index, outcome);
      const auto begin = Clock::now();
      Status saved = store->save(decided);
      writing += Clock::now() - begin;
      storeFailed = !saved;
      ++done;
      costOfDone += costOf(index);
      survived += outcome.judgement.verdict == Verdict::kSurvived ? 1 : 0;
      terminal.detail(fmt::format("{}  {}  {}{}{}, {}", formatId(results.catalog.mutants[index].id),
                                  toPrintableLine(placeOf(results.catalog.mutants[index])),
                                  toString(outcome.judgement.verdict),
                                  outcome.judgement.cause == Cause::kNone ? "" : " by ",
                                  toString(outcome.judgement.cause), countOf(outcome.runs, "run")));
      return saved;
    };
    const auto onWait = [&] {
      terminal.progress("mutants", done, reached.size(), costOfAll > 0 ? costOfDone / costOfAll : 0,
                        countOf(survived, "survivor"));
    };
    const Status finished = runWholeBodiesFirst(runs, reached, results, options.runPseudoTested, onOutcome, onWait);
    terminal.endProgress();
    results.info.pairs.run += runs.pairsRun();
    const auto percentInAll = [&](std::chrono::duration<double> part) {
      const std::chrono::duration<double> all = runs.timeInAll();
      return all.count() == 0 ? 0.0 : 100.0 * part.count() / all.count();
    };
    terminal.detail(fmt::format("{} runs of single tests; {:.1f} % of their time in hangs, {:.1f} % to save verdicts",
                                runs.pairsRun(), percentInAll(runs.timeInHangs()), percentInAll(writing)));
    if (!finished)
      complain(finished.error());
    left = reached.size() - done;
    results.complete = left == 0;
    endStage("mutants");
    if (storeFailed)
      return std::nullopt;
    const auto &[name, seconds] = results.stageSeconds.back();
    Status saved = store->addStage(name, seconds);
    if (saved && left == 0)
      saved = store->finish(results.info.pairs);
    if (!saved) {
      complain(saved.error());
      storeFailed = true;
    }
    return std::nullopt;
  }

  // What the store has stays as it is: which of the two is right, nobody knows yet.
  std::optional<ExitCode> audit() {
    if (left != 0 || failed || !results.info.forks || options.auditPercent <= 0)
      return std::nullopt;
    const std::vector<std::size_t> chosen = chooseForAudit(results, plans, options.auditPercent);
    std::vector<MutantPlan> repeated(plans.size());
    for (const std::size_t index : chosen)
      if (const std::optional<Outcome> &outcome = results.outcomes[index])
        repeated[index] = planAudit(plans[index], *outcome, results.pairs[index]);
    MutantRuns::Settings again;
    again.workers = workspaces.size();
    MutantRuns runs(*launcher, suite, workspaces, facts, limits, repeated, again);
    std::string differences;
    std::size_t count = 0;
    const Status finished = runs.run(
        chosen,
        [&](std::size_t index, Outcome outcome) -> Status {
          const Outcome &first = *results.outcomes[index];
          if (contradicts(outcome, first)) {
            ++count;
            differences +=
                fmt::format("\n  {}  {}  {}, but {} by a process of its own{}{}", formatId(repeated[index].id),
                            toPrintableLine(placeOf(results.catalog.mutants[index])), toString(first.judgement.verdict),
                            toString(outcome.judgement.verdict), outcome.judgement.detail.empty() ? "" : ": ",
                            outcome.judgement.detail);
          }
          return Done{};
        },
        [] {});
    if (!finished)
      return fail(finished.error());
    endStage("audit");
    const auto &[name, seconds] = results.stageSeconds.back();
    if (const Status saved = store->addStage(name, seconds); !saved) {
      complain(saved.error());
      storeFailed = true;
    }
    terminal.detail(fmt::format("audit: {} repeated by plain processes, {} of them otherwise",
                                countOf(chosen.size(), "verdict"), count));
    if (count != 0) {
      terminal.error(fmt::format("the audit repeated {} by plain processes, and {} otherwise:{}\nA mutant that uses "
                                 "uninitialised memory may do that; if it is more than that, run with --no-fork, and "
                                 "please report it",
                                 countOf(chosen.size(), "verdict"),
                                 count == 1 ? "1 came out" : fmt::format("{} came out", count), differences));
      auditDisagrees = true;
    }
    return std::nullopt;
  }

  // Shows what there is, also where not all of it can be written.
  ExitCode report() {
    store.reset();
    auto loaded = Store::load(ground.output->path());
    if (!Store::exists(ground.output->path()))
      complain({fmt::format("{} was removed while the run went on; only what is printed is left",
                            ground.output->path().string())});
    else if (!loaded)
      complain(loaded.error());
    RunResults &found = loaded && !storeFailed ? *loaded : results;
    if (const Status accepted = acceptKnown(found); !accepted)
      complain(accepted.error());
    ReportOptions wanted;
    wanted.palette = terminal.palette();
    wanted.configure(currentConfiguration());
    wanted.outOption = outOption(options.out);
    if (options.all)
      wanted.survivors = 0;
    terminal.print(findReportFormat("text")->render(found, wanted));
    if (loaded) {
      if (left == 0)
        if (const Status kept = addToHistory(ground.output->path(), historyEntryOf(found)); !kept)
          complain(kept.error());
      writeReports(found);
    }
    if (left != 0)
      terminal.error(fmt::format("{}: {} of {} left{}",
                                 failed       ? "stopped"
                                 : timeIsUp() ? "the time of --max-runtime is up"
                                              : "interrupted",
                                 left, countOf(compiledIn, "mutant"),
                                 loaded ? fmt::format("; the other verdicts are in {}, and the same command goes on",
                                                      ground.output->path().string())
                                        : ""));
    if (failed)
      return ExitCode::kUsage;
    if (left != 0)
      return ExitCode::kInterrupted;
    const ExitCode gates = passGates(options.gates, found, terminal);
    return auditDisagrees ? ExitCode::kAudit : gates;
  }

  void writeReports(const RunResults &found) {
    ReportOptions wanted;
    wanted.outOption = outOption(options.out);
    wanted.history = readHistory(ground.output->path());
    wanted.inputs = readQualityInputs(ground.output->path());
    wanted.configure(currentConfiguration());
    for (const ReportFormat *format : reportFormats()) {
      if (format->fileName == nullptr || format->isOnDemand)
        continue;
      const Status written =
          writeFileAtomically(ground.output->path() / format->fileName, format->render(found, wanted));
      if (!written)
        complain({fmt::format("{}; make room, then `allele report --format {}{}` makes it again",
                              written.error().message, format->name, outOption(options.out))});
    }
  }

  // The run goes on to its end, but it won't be a success.
  void complain(const Error &error) {
    terminal.error(error.message);
    failed = true;
  }

  const RunOptions &options;
  Terminal &terminal;
  Ground ground;
  RunResults results;
  WorkspaceSettings settings;
  std::vector<Workspace> workspaces;
  const Suite &suite;
  std::unique_ptr<TestLauncher> launcher;
  std::vector<TestFacts> facts;
  std::vector<TestLimits> limits;
  std::vector<std::size_t> tests; // those that serve: all but flaky ones
  SuiteTrace recording;
  std::vector<MutantPlan> plans; // by index of the mutant
  std::unique_ptr<Store> store;
  Clock::time_point stageStart;
  std::size_t compiledIn = 0;
  std::size_t left = 0;
  bool failed = false;
  bool storeFailed = false;
  bool auditDisagrees = false;
};

} // namespace

ExitCode runRun(const RunOptions &options, Terminal &terminal) {
  catchInterrupts();
  if (options.mostTime.count() != 0)
    interruptAt(Clock::now() + options.mostTime);
  if (const auto baseline = baselineFor(options.gates); !baseline) { // before hours of work
    terminal.error(baseline.error().message);
    return ExitCode::kUsage;
  }
  auto ground = prepare(options, terminal);
  if (!ground) {
    terminal.error(ground.error().message);
    return interruptRequested() ? ExitCode::kInterrupted : ExitCode::kUsage;
  }
  return Run(options, terminal, std::move(*ground)).perform();
}

} // namespace allele
