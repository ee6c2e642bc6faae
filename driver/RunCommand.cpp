// allele run: baseline, recording, one run for each reached mutant, reports.
#include "Baseline.h"
#include "Discovery.h"
#include "Interrupt.h"
#include "MutantId.h"
#include "MutantRuns.h"
#include "OutputDirectory.h"
#include "PseudoTested.h"
#include "SourceDiff.h"
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"
#include "WithoutRun.h"
#include "Workspace.h"
#include "reports/Report.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fmt/format.h>
#include <sched.h>

namespace allele {
namespace {

namespace fs = std::filesystem;

unsigned usableCores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (sched_getaffinity(0, sizeof cores, &cores) != 0)
    return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&cores)));
}

std::string utcNow() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, length};
}

using Clock = std::chrono::steady_clock;

// What a run stands on: made before anything runs, so that a wrong request costs nothing.
struct Ground {
  Clock::time_point start;
  fs::path workingDirectory;
  std::unique_ptr<OutputDirectory> output;
  ScratchDirectory scratch;
  MetadataReader reader; // has read the program
  bool sanitized;
};

Result<Ground> prepare(const RunOptions &options) {
  const auto start = Clock::now();
  std::error_code failure;
  const fs::path workingDirectory = fs::current_path(failure);
  if (failure)
    return Error{"the working directory can't be read: " + failure.message()};
  const auto found = findProgram(options.command.front(), workingDirectory.string());
  if (!found)
    return found.error();
  auto directory = OutputDirectory::open(options.out);
  if (!directory)
    return directory.error();
  MetadataReader reader;
  const auto objects = readProgram(*found, reader);
  if (!objects)
    return objects.error();
  auto scratch = ScratchDirectory::create();
  if (!scratch)
    return scratch.error();
  return Ground{
      start, workingDirectory, std::move(*directory), std::move(*scratch), std::move(reader), objects->sanitized};
}

// One `allele run`. Each stage returns the exit code to end with, or nullopt to go on.
class Run {
public:
  Run(const RunOptions &wanted, Terminal &output, Ground prepared)
      : options(wanted), terminal(output), ground(std::move(prepared)), stageStart(ground.start) {}

  ExitCode perform() {
    using Stage = std::optional<ExitCode> (Run::*)();
    constexpr Stage kStages[] = {&Run::read, &Run::baseline, &Run::record, &Run::describe, &Run::mutants};
    for (const Stage stage : kStages) {
      if (interruptRequested()) {
        terminal.error("interrupted; nothing was measured yet");
        return ExitCode::kInterrupted;
      }
      if (const auto end = (this->*stage)())
        return *end;
    }
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
    settings.isolation = options.isolation;
    settings.workingDirectory = ground.workingDirectory;
    settings.leaveOut = {ground.output->path(), ground.scratch.path()};
    settings.command = options.command;
    if (const auto end = addWorkspace())
      return end;
    results.info.version = ALLELE_VERSION;
    results.info.command = options.command;
    results.info.workingDirectory = ground.workingDirectory.string();
    results.info.startedAt = utcNow();
    results.info.jobs = options.jobs != 0 ? options.jobs : usableCores();
    results.info.isolation = options.isolation;
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

  std::optional<ExitCode> baseline() {
    auto run = runBaseline(workspaces.front(), options.baselineRuns, options.baselineTimeout, terminal);
    if (!run)
      return fail(run.error());
    if (const std::optional<ProcessResult> &failure = run->failure) {
      const std::string fact = run->failedRun == 1 ? ""
                                                   : fmt::format(", though {} before passed: they are flaky",
                                                                 countOf(run->failedRun - 1, "run"));
      terminal.error(fmt::format(
          "the tests fail without a mutant (baseline run {} of {}: {}){}; make them pass first. Output:\n{}",
          run->failedRun, options.baselineRuns, describeEnd(*failure), fact, failure->output));
      return ExitCode::kBaseline;
    }
    baselineOutput = std::move(run->output);
    results.info.baseline = run->facts;
    results.info.limits = limitsFor(run->facts, options.limits, ground.sanitized);
    endStage("baseline");
    return std::nullopt;
  }

  std::optional<ExitCode> record() {
    ProcessLimits &limits = results.info.limits;
    auto run = runRecording(workspaces.front(), ground.scratch.path() / "record", limits);
    if (!run)
      return fail(run.error());
    // The default is a guess from resident memory; programs with many threads, or with an interpreter, reserve far
    // more.
    if (run->failure && limits.memoryBytes != 0 && !options.limits.memoryBytes) {
      const std::uint64_t guess = limits.memoryBytes;
      limits.memoryBytes = 0;
      run = runRecording(workspaces.front(), ground.scratch.path() / "record", limits);
      if (!run)
        return fail(run.error());
      if (!run->failure)
        terminal.warn(
            fmt::format("the tests fail with {} of memory, so the memory of mutants isn't limited; set a limit with "
                        "--memory SIZE",
                        formatBytes(guess)));
    }
    if (const std::optional<ProcessResult> &failure = run->failure) {
      terminal.error(fmt::format(
          "the tests pass, but not while their mutants are recorded under the limits of a "
          "mutant's run ({}; memory {}, files {}, "
          "{} processes, output {}); raise the limit that is too low. Output:\n{}",
          describeEnd(*failure), limits.memoryBytes == 0 ? "unlimited" : formatBytes(limits.memoryBytes),
          formatBytes(limits.scratchBytes), limits.processes, formatBytes(limits.outputLimitBytes), failure->output));
      return ExitCode::kBaseline;
    }
    recording = std::move(run->recording);
    endStage("recording");
    return std::nullopt;
  }

  // Reads the objects that only the recording knows (dlopen, programs started by a script), and makes the list of
  // mutants.
  std::optional<ExitCode> describe() {
    for (const Recording::Object &object : recording.objects) {
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

  // From here on there are results to keep, whatever happens.
  std::optional<ExitCode> mutants() {
    auto created = Store::create(ground.output->path(), results);
    if (!created)
      return fail(created.error());
    store = std::move(*created);
    for (const auto &[name, seconds] : results.stageSeconds)
      if (const Status saved = store->addStage(name, seconds); !saved)
        return fail(saved.error());

    std::vector<std::uint64_t> ids;
    std::vector<std::size_t> reached;
    std::vector<std::pair<std::uint64_t, Outcome>> decided;
    std::vector<const Site *> replaced;
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
      ids.push_back(mutant.id);
      if (equalOf(mutant))
        continue; // decided with the mutant that it equals
      if (mutant.ignored) {
        decide(i, outcomeOf(*mutant.ignored));
        continue;
      }
      if (const Site *site = replacedSite(mutant))
        replaced.push_back(site);
      if (recording.reached(mutant.id)) {
        reached.push_back(i);
        continue;
      }
      Outcome outcome;
      outcome.judgement.verdict = Verdict::kNotReached;
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
    terminal.note(
        fmt::format("{}, {} reached; {}", countOf(compiledIn, "mutant"), reached.size(), countOf(workers, "job")));

    std::size_t done = 0;
    std::size_t survived = 0;
    const ProcessLimits toDecide = limitsToDecide(results.info.limits, results.info.baseline, options.limits);
    MutantRuns runs(workspaces, results.info.limits, toDecide, ids, baselineOutput);
    const auto onOutcome = [&](std::size_t index, Outcome outcome) {
      outcome.infected = recording.infected(ids[index]);
      ignoreIfReplaced(results.catalog.mutants[index], outcome.judgement);
      decided.clear();
      decide(index, outcome);
      Status saved = store->save(decided);
      storeFailed = !saved;
      ++done;
      survived += outcome.judgement.verdict == Verdict::kSurvived ? 1 : 0;
      terminal.detail(
          fmt::format("{}  {}  {}{}{}", formatId(ids[index]), toPrintableLine(placeOf(results.catalog.mutants[index])),
                      toString(outcome.judgement.verdict), outcome.judgement.cause == Cause::kNone ? "" : " by ",
                      toString(outcome.judgement.cause)));
      return saved;
    };
    const auto onWait = [&] { terminal.progress("mutants", done, reached.size(), countOf(survived, "survivor")); };
    const Status finished = runWholeBodiesFirst(runs, reached, results, options.runPseudoTested, onOutcome, onWait);
    terminal.endProgress();
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
      saved = store->finish();
    if (!saved) {
      complain(saved.error());
      storeFailed = true;
    }
    return std::nullopt;
  }

  // Shows what there is, also where not all of it can be written.
  ExitCode report() {
    store.reset();
    const auto loaded = Store::load(ground.output->path());
    if (!Store::exists(ground.output->path()))
      complain({fmt::format("{} was removed while the run went on; only what is printed is left",
                            ground.output->path().string())});
    else if (!loaded)
      complain(loaded.error());
    const RunResults &found = loaded && !storeFailed ? *loaded : results;
    ReportOptions wanted;
    wanted.palette = terminal.palette();
    wanted.outOption = outOption(options.out);
    if (options.all)
      wanted.survivors = 0;
    terminal.print(findReportFormat("text")->render(found, wanted));
    if (loaded)
      writeReports(found);
    if (left != 0)
      terminal.error(fmt::format("{}: {} of {} left{}", failed ? "stopped" : "interrupted", left,
                                 countOf(compiledIn, "mutant"),
                                 loaded ? "; the other verdicts are in " + ground.output->path().string() : ""));
    if (failed)
      return ExitCode::kUsage;
    return left == 0 ? ExitCode::kFine : ExitCode::kInterrupted;
  }

  void writeReports(const RunResults &found) {
    for (const ReportFormat *format : reportFormats()) {
      if (format->fileName == nullptr)
        continue;
      const Status written =
          writeFileAtomically(ground.output->path() / format->fileName, format->render(found, ReportOptions()));
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
  std::string baselineOutput;
  Recording recording;
  std::unique_ptr<Store> store;
  Clock::time_point stageStart;
  std::size_t compiledIn = 0;
  std::size_t left = 0;
  bool failed = false;
  bool storeFailed = false;
};

} // namespace

ExitCode runRun(const RunOptions &options, Terminal &terminal) {
  catchInterrupts();
  auto ground = prepare(options);
  if (!ground) {
    terminal.error(ground.error().message);
    return ExitCode::kUsage;
  }
  return Run(options, terminal, std::move(*ground)).perform();
}

} // namespace allele
