// allele report: the results of an earlier run in any format.
#include "Acceptances.h"
#include "CoverageImport.h"
#include "OutputDirectory.h"
#include "SourceDiff.h"
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"
#include "reports/Report.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <map>

namespace allele {

const char *const kNoMutants = "no mutants: was it built with $(allele flags)?";

std::string allIgnored(const Catalog &catalog) {
  return fmt::format("nothing to run: {} found, all ignored; `allele list --ignored PROGRAM` says why",
                     countOf(catalog.mutants.size(), "mutant"));
}

std::string outOption(const std::string &out) {
  return out == "allele.out" ? "" : " --out " + shellQuote(out);
}

Status acceptKnown(RunResults &results) {
  const auto entries = readAcceptances(acceptanceFile(currentConfiguration()));
  if (!entries)
    return entries.error();
  applyAcceptances(*entries, today(), results);
  return Done{};
}

Result<RunResults> loadResults(const std::string &out) {
  auto results = Store::load(out);
  if (results)
    if (const Status accepted = acceptKnown(*results); !accepted)
      return accepted.error();
  return results;
}

namespace {

Result<std::vector<const ReportFormat *>> chosenFormats(const std::vector<std::string> &names) {
  std::vector<const ReportFormat *> formats;
  for (const std::string &name : names) {
    formats.push_back(findReportFormat(name));
    if (formats.back() != nullptr)
      continue;
    std::vector<std::string> known;
    for (const ReportFormat *format : reportFormats())
      known.emplace_back(format->name);
    return Error{fmt::format("--format: unknown format '{}'{}; there are {}", toPrintableLine(name),
                             didYouMean(name, known), fmt::join(known, ", "))};
  }
  if (formats.empty())
    formats.push_back(findReportFormat("text"));
  return formats;
}

Status writeFile(const std::filesystem::path &path, const std::string &content) {
  std::error_code error;
  if (path.has_parent_path())
    std::filesystem::create_directories(path.parent_path(), error);
  if (error)
    return Error{fmt::format("{} can't be made: {}", path.parent_path().string(), error.message())};
  return writeFileAtomically(path, content);
}

// Below the directory, or in `file` for a single format of a single file.
Status writeFormat(const ReportFormat &format, const std::filesystem::path &to, bool isDirectory,
                   const RunResults &results, const ReportOptions &options) {
  if (format.files == nullptr) {
    const char *suffix = format.suffix != nullptr ? format.suffix : format.name;
    const std::string name = format.fileName != nullptr ? format.fileName : fmt::format("report.{}", suffix);
    return writeFile(isDirectory ? to / name : to, format.render(results, options));
  }
  for (const auto &[name, content] : format.files(results, options))
    if (Status written = writeFile(to / name, content); !written)
      return written;
  return Done{};
}

} // namespace

ExitCode runReport(const ReportCommandOptions &options, Terminal &terminal) {
  const auto fail = [&](const Error &error) {
    terminal.error(error.message);
    return ExitCode::kUsage;
  };
  const auto formats = chosenFormats(options.formats);
  if (!formats)
    return fail(formats.error());
  if (formats->size() > 1 && options.to.empty())
    return fail({"--to DIR is missing: several formats need a directory"});
  auto results = loadResults(options.out);
  if (!results)
    return fail(results.error());
  ReportOptions wanted;
  wanted.outOption = outOption(options.out);
  wanted.history = readHistory(options.out);
  wanted.inputs = readQualityInputs(options.out);
  wanted.configure(currentConfiguration());
  for (const std::string &path : options.coverage) {
    const auto content = readSource(path);
    if (!content)
      return fail({fmt::format("--coverage: {} can't be read: {}", path, std::strerror(errno))});
    if (const Status imported = importCoverage(*content, path, results->code); !imported)
      return fail(imported.error());
  }
  std::error_code error;
  wanted.workingDirectory = std::filesystem::current_path(error).string();
  if (const char *workspace = std::getenv("GITHUB_WORKSPACE"))
    wanted.workspace = workspace;
  if (options.all)
    wanted.survivors = 0;
  if (options.to.empty()) {
    wanted.palette = terminal.palette();
    terminal.print(formats->front()->render(*results, wanted));
    return passGates(options.gates, *results, terminal);
  }
  const bool isDirectory = formats->size() > 1 || std::filesystem::is_directory(options.to);
  for (const ReportFormat *format : *formats)
    if (const Status written = writeFormat(*format, options.to, isDirectory, *results, wanted); !written)
      return fail(written.error());
  return passGates(options.gates, *results, terminal);
}

} // namespace allele
