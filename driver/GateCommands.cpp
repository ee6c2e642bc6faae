// allele baseline, and what run and report say of their gates.
#include "Gates.h"
#include "Subcommands.h"
#include "SurvivorBaseline.h"
#include "Text.h"

#include <filesystem>
#include <fmt/format.h>

namespace allele {
namespace {

std::filesystem::path baselineFile(const std::string &named, const Configuration &configuration) {
  return named.empty() ? std::filesystem::path(configuration.path).parent_path() / kBaselineFile
                       : std::filesystem::path(named);
}

Result<std::string> drawBaseline(const BaselineOptions &options) {
  const auto results = loadResults(options.out);
  if (!results)
    return results.error();
  if (!results->complete)
    return Error{"the run isn't complete, so nothing can be held to it; the command of the run goes on"};
  const std::filesystem::path path = baselineFile(options.file, currentConfiguration());
  SurvivorBaseline baseline = baselineOf(*results);
  const std::size_t found = baseline.undetected.size();
  std::size_t before = 0;
  const bool isTightened = !options.reset && std::filesystem::exists(path);
  if (isTightened) {
    const auto known = readBaseline(path);
    if (!known)
      return known.error();
    before = known->undetected.size();
    baseline = tightened(*known, *results);
  }
  const std::size_t kept = baseline.undetected.size();
  if (const Status written = writeBaseline(path, baseline); !written)
    return written.error();
  if (!isTightened)
    return fmt::format("{} written: {} that no test notices\n", path.string(), countOf(kept, "mutant"));
  std::string said =
      fmt::format("{} tightened: {} that no test notices, {} before\n", path.string(), countOf(kept, "mutant"), before);
  if (found > kept)
    said += fmt::format("{} more are new and were left out; --reset takes them in\n", found - kept);
  return said;
}

} // namespace

Configuration currentConfiguration() {
  std::vector<std::string> problems; // they are said before any command that depends on them
  return loadConfiguration(".", problems);
}

Result<std::optional<SurvivorBaseline>> baselineFor(const GateOptions &options) {
  if (!options.failOnNew && !options.ratchet)
    return std::optional<SurvivorBaseline>();
  auto read = readBaseline(baselineFile(options.baseline, currentConfiguration()));
  if (!read)
    return read.error();
  return std::optional(std::move(*read));
}

ExitCode passGates(const GateOptions &options, const RunResults &results, Terminal &terminal) {
  const auto baseline = baselineFor(options);
  if (!baseline) {
    terminal.error(baseline.error().message);
    return ExitCode::kUsage;
  }
  const std::optional<SurvivorBaseline> &line = *baseline;
  const GateReport report = checkGates(currentConfiguration().gates, options, line ? &*line : nullptr, results);
  for (const std::string &passed : report.passed)
    terminal.detail("gate: " + passed);
  for (const std::string &failed : report.failed)
    terminal.error("gate failed: " + failed);
  if (report.failed.empty())
    return ExitCode::kFine;
  return report.tooManyInconclusive && report.failed.size() == 1 ? ExitCode::kInconclusive : ExitCode::kGate;
}

ExitCode runBaseline(const BaselineOptions &options, Terminal &terminal) {
  const auto said = drawBaseline(options);
  if (!said) {
    terminal.error(said.error().message);
    return ExitCode::kUsage;
  }
  terminal.print(*said);
  return ExitCode::kFine;
}

} // namespace allele
