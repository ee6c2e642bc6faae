// What every report format offers. A new format is one file here, named after it: reports/FooReport.cpp defines
// kFooReport; the build makes the registry from the folder.
#pragma once

#include "../History.h"
#include "../QualityInputs.h"
#include "../RunResults.h"
#include "../Terminal.h"
#include "Configuration.h"

#include <map>
#include <string>
#include <vector>

namespace allele {

struct ReportOptions {
  Palette palette;            // for formats that are read on a terminal
  std::size_t survivors = 50; // at most so many in full; 0: all
  std::string
      outOption; // " --out DIR" when the results aren't in the default directory, for commands that the report names
  // Absolute directories that tools take the paths of sources to be relative to; empty: not known.
  std::string workingDirectory;
  std::string workspace;             // the repository, as GitHub has checked it out
  std::vector<HistoryEntry> history; // of the runs in the same output directory
  std::vector<FlowSettings> flows;   // of the configuration, as the next one
  CoverageSettings coverage;
  QualityInputs inputs; // of the output directory

  void configure(const Configuration &configuration) {
    flows = configuration.flows;
    coverage = configuration.coverage;
  }
};

struct ReportFormat {
  const char *name;        // for --format
  const char *description; // a phrase for --help
  // Written into the output directory after each run, unless isOnDemand; null: not written.
  const char *fileName;
  std::string (*render)(const RunResults &results, const ReportOptions &options);
  // Of formats that are several files, by name; null for the others. What render() gives is then all of them, to look
  // at.
  std::map<std::string, std::string> (*files)(const RunResults &results, const ReportOptions &options) = nullptr;
  // Of its name in `--to DIR` where there is no fileName: "junit.xml" for report.junit.xml. Null: the format's name.
  const char *suffix = nullptr;
  // Written only where it is asked for, though it has a fileName.
  bool isOnDemand = false;
};

// All formats, by file name.
const std::vector<const ReportFormat *> &reportFormats();

// nullptr when there is none of that name.
const ReportFormat *findReportFormat(const std::string &name);

} // namespace allele
