// allele signal: which tests are flaky, and how much of the red was a defect; from repeats and from a CI's history.
#include "CiImport.h"
#include "CodeState.h"
#include "Discovery.h"
#include "History.h"
#include "Interrupt.h"
#include "Machine.h"
#include "OutputDirectory.h"
#include "Repeats.h"
#include "Signal.h"
#include "SignalAnalysis.h"
#include "SignalMutants.h"
#include "SignalText.h"
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"
#include "TreeSnapshot.h"

#include <fmt/format.h>
#include <optional>

namespace allele {
namespace {

// Repeats of the whole suite; what is known is saved behind each of them.
class RepeatStage {
public:
  RepeatStage(const SignalOptions &wanted, Terminal &output, const OutputDirectory &directory, SignalResults &known,
              ScratchDirectory place, FoundSuite tests)
      : options(wanted), terminal(output), out(directory), results(known), scratch(std::move(place)),
        found(std::move(tests)), jobs(options.jobs != 0 ? options.jobs : usableCores()) {
    isolation.workingDirectory = found.workingDirectory;
    isolation.leaveOut = {out.path(), scratch.path()};
  }

  // Error: before any test ran; or later, with what was found until then kept. `here`: the driver's working directory.
  Status perform(const std::string &here) {
    describe(here);
    terminal.note(fmt::format("{}, {}, seed {}", countOf(found.suite.tests.size(), "test"),
                              countOf(options.repeats, "repeat"), options.seed));
    Status ran = firstRepeat();
    for (unsigned repeat = 2; ran && repeat <= options.repeats && !interruptRequested(); ++repeat)
      ran = run(repeat);
    terminal.endProgress();
    return ran;
  }

private:
  void describe(const std::string &here) {
    const std::string directory = found.workingDirectory.string();
    session.startedAt = utcNow();
    session.commit = commitOf(directory);
    const bool isElsewhere = session.commit.empty(); // a build directory
    if (isElsewhere)
      session.commit = commitOf(here);
    session.code =
        codeStateOf(found.suite, directory, isElsewhere ? here : directory, session.commit, session.startedAt);
    for (const std::string &word : found.command)
      session.command.push_back(toValidUtf8(word));
    session.machine = machineHere();
    session.seed = options.seed;
    session.isShuffled = options.shuffle;
    session.isLoaded = options.load;
  }

  Status makeWorkspaces() {
    repeats.reset();
    workspaces.clear();
    if (Status cleared = scratch.clear(); !cleared)
      return cleared;
    const std::size_t count = std::min<std::size_t>(jobs, found.suite.tests.size());
    workspaces.reserve(count);
    while (workspaces.size() < count) {
      auto workspace = Workspace::create(scratch.path(), std::to_string(workspaces.size()), isolation);
      if (!workspace)
        return workspace.error();
      workspaces.push_back(std::move(*workspace));
    }
    repeats = std::make_unique<Repeats>(found.suite, workspaces,
                                        RepeatSettings{options.shuffle, options.load, options.seed, options.timeout});
    session.jobs = static_cast<unsigned>(count);
    return Done{};
  }

  std::optional<TreeSnapshot> snapshot() const {
    return TreeSnapshot::take(isolation.workingDirectory, isolation.leaveOut);
  }

  // What a test writes into the working directory must not meet the next one, and in an overlay every path is as it
  // was. Without one, a copy of a small directory costs little.
  void chooseIsolation() {
    isolation.isolation = options.isolation;
    if (options.isolation != Isolation::kAuto)
      return;
    isolation.isolation = Isolation::kOverlay;
    const auto overlay = Workspace::create(scratch.path(), "overlay", isolation);
    if (overlay)
      return;
    terminal.detail(overlay.error().message);
    const auto tree = snapshot();
    const bool isSmall = tree && tree->bytes() <= kLargestCopy && tree->count() <= kMostCopied;
    isolation.isolation = isSmall ? Isolation::kCopy : Isolation::kTmp;
  }

  // It shows whether tests write where others see it. Then they may have got in each other's way, so it is made again,
  // with one at a time.
  Status firstRepeat() {
    chooseIsolation();
    const RepeatSession untouched = session;
    const auto before = jobs > 1 && isolation.isolation != Isolation::kOverlay ? snapshot() : std::nullopt;
    for (const bool isLast : {false, true}) {
      if (Status made = makeWorkspaces(); !made)
        return made;
      if (Status ran = runOnly(1); !ran || interruptRequested())
        return ran ? keep(0) : ran;
      const auto after = before && !isLast ? snapshot() : std::nullopt;
      const auto written = after ? before->changesTo(*after) : std::vector<std::string>();
      if (written.empty())
        break;
      terminal.endProgress();
      terminal.warn(fmt::format("the tests write into {} ({}), where each sees what others leave: one job; --isolate "
                                "copy gives them copies",
                                isolation.workingDirectory.string(), firstOf(written)));
      jobs = 1;
      session = untouched;
    }
    return keep(1);
  }

  Status run(unsigned repeat) {
    Status ran = runOnly(repeat);
    if (Status kept = keep(ran && !interruptRequested() ? repeat : repeat - 1); !kept)
      return kept;
    return ran;
  }

  Status runOnly(unsigned repeat) {
    const std::size_t each = repeats->runsOfOne();
    std::size_t done = each * (repeat - 1);
    const std::size_t all = each * options.repeats;
    return repeats->run(repeat, session, [&](std::size_t tests) {
      done += tests;
      terminal.progress("runs", done, all, static_cast<double>(done) / static_cast<double>(all),
                        fmt::format("repeat {} of {}", repeat, options.repeats));
    });
  }

  Status keep(unsigned ended) {
    session.repeats = ended;
    if (isKept)
      results.sessions.back() = session;
    else
      results.sessions.push_back(session);
    isKept = true;
    return saveSignal(out.path(), results);
  }

  const SignalOptions &options;
  Terminal &terminal;
  const OutputDirectory &out;
  SignalResults &results;
  ScratchDirectory scratch;
  FoundSuite found;
  unsigned jobs;
  RepeatSession session;
  bool isKept = false;
  WorkspaceSettings isolation;
  std::vector<Workspace> workspaces;
  std::unique_ptr<Repeats> repeats;
};

Status repeat(const SignalOptions &options, const OutputDirectory &out, SignalResults &results, Terminal &terminal) {
  const auto here = workingDirectory();
  if (!here)
    return here.error();
  auto scratch = ScratchDirectory::create();
  if (!scratch)
    return scratch.error();
  MetadataReader reader;
  auto suite = findSuite(options.source, *here, reader, terminal);
  if (!suite)
    return suite.error();
  return RepeatStage(options, terminal, out, results, std::move(*scratch), std::move(*suite)).perform(here->string());
}

Status import(const SignalOptions &options, const OutputDirectory &out, SignalResults &results, Terminal &terminal) {
  const auto imported = importCi(options.ci, results);
  if (!imported)
    return imported.error();
  if (const Status saved = saveSignal(out.path(), results); !saved)
    return saved;
  const Added &added = imported->outcomes;
  terminal.note(fmt::format("imported {}: {} new, {} changed, {} known already", countOf(imported->files, "file"),
                            countOf(added.fresh, "outcome"), added.changed, added.known));
  if (!imported->leftOut.empty())
    terminal.warn(fmt::format("{} left out, since {} no JUnit: {}", countOf(imported->leftOut.size(), "XML file"),
                              imported->leftOut.size() == 1 ? "it is" : "they are", firstOf(imported->leftOut)));
  return Done{};
}

ExitCode passGate(const SignalOptions &options, const SignalAnalysis &analysis, Terminal &terminal) {
  if (!options.mostFlaky)
    return ExitCode::kFine;
  const Ratio flaky = analysis.flaky();
  const auto share = flaky.value();
  if (!share) {
    terminal.error("gate failed: flaky tests: nothing was measured; repeat the tests, or import a history");
    return ExitCode::kGate;
  }
  const double percent = 100 * *share;
  // Percent are read from text: 7 % of 100 aren't 7 exactly.
  const auto allowed = static_cast<std::size_t>(*options.mostFlaky / 100 * static_cast<double>(flaky.whole) + 1e-9);
  if (flaky.part <= allowed) {
    terminal.detail(fmt::format("gate: flaky tests {:.2f} % ({} of {})", percent, flaky.part, flaky.whole));
    return ExitCode::kFine;
  }
  terminal.error(fmt::format("gate failed: flaky tests {:.2f} % ({} of {}) are above {:.4g} %: {} of them have to be "
                             "mended or removed",
                             percent, flaky.part, flaky.whole, *options.mostFlaky, flaky.part - allowed));
  return ExitCode::kGate;
}

ExitCode show(const SignalOptions &options, const SignalResults &results, Terminal &terminal) {
  const SignalAnalysis analysis = analyse(results);
  std::optional<SignalMutants> mutants;
  if (Store::exists(options.out)) {
    const auto run = loadResults(options.out);
    if (run)
      mutants = joinWithMutants(analysis, *run);
    else
      terminal.warn("what tests kill isn't shown: " + run.error().message);
  }
  const SignalShown shown{results, analysis, mutants};
  terminal.print(options.json ? signalJson(shown) : signalText(shown, terminal.palette()));
  return passGate(options, analysis, terminal);
}

} // namespace

ExitCode runSignal(const SignalOptions &options, Terminal &terminal) {
  catchInterrupts();
  const auto fail = [&](const Error &error) {
    terminal.error(error.message);
    return interruptRequested() ? ExitCode::kInterrupted : ExitCode::kUsage;
  };
  const bool adds = options.repeats != 0 || !options.ci.isEmpty();
  std::unique_ptr<OutputDirectory> directory;
  if (adds) {
    auto opened = OutputDirectory::open(options.out);
    if (!opened)
      return fail(opened.error());
    directory = std::move(*opened);
  }
  auto results = loadSignal(options.out);
  if (!results)
    return fail(results.error());
  if (!options.ci.isEmpty())
    if (const Status imported = import(options, *directory, *results, terminal); !imported)
      return fail(imported.error());
  if (options.repeats != 0)
    if (const Status ran = repeat(options, *directory, *results, terminal); !ran)
      return fail(ran.error());
  if (results->isEmpty()) {
    if (interruptRequested())
      return ExitCode::kInterrupted;
    return fail({fmt::format("nothing is known in {}: `allele signal -- PROGRAM` repeats tests, --junit and --history "
                             "take a CI's history",
                             options.out)});
  }
  const ExitCode gate = show(options, *results, terminal);
  if (interruptRequested()) {
    terminal.error("interrupted; what was found until then is kept");
    return ExitCode::kInterrupted;
  }
  return gate;
}

} // namespace allele
