// allele report: the results of an earlier run in any format.
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"
#include "reports/Report.h"

#include <fmt/format.h>

namespace allele {

const char *const kNoMutants = "no mutants: was it built with $(allele flags)?";

std::string allIgnored(const Catalog &catalog) {
  return fmt::format("nothing to run: {} found, all ignored; `allele list --ignored PROGRAM` says why",
                     countOf(catalog.mutants.size(), "mutant"));
}

std::string outOption(const std::string &out) {
  return out == "allele.out" ? "" : " --out " + shellQuote(out);
}

ExitCode runReport(const ReportCommandOptions &options, Terminal &terminal) {
  const ReportFormat *format = findReportFormat(options.format);
  if (format == nullptr) {
    std::vector<std::string> names;
    for (const ReportFormat *known : reportFormats())
      names.emplace_back(known->name);
    const std::string guess = closestTo(options.format, names);
    terminal.error(fmt::format("--format: unknown format '{}' ({}there are {})", options.format,
                               guess.empty() ? "" : fmt::format("did you mean '{}'? ", guess), fmt::join(names, ", ")));
    return ExitCode::kUsage;
  }
  const auto results = Store::load(options.out);
  if (!results) {
    terminal.error(results.error().message);
    return ExitCode::kUsage;
  }
  ReportOptions wanted;
  wanted.palette = terminal.palette();
  wanted.outOption = outOption(options.out);
  if (options.all)
    wanted.survivors = 0;
  terminal.print(format->render(*results, wanted));
  return ExitCode::kFine;
}

} // namespace allele
