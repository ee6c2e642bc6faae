#include "QualityInputs.h"

#include "EscapeStore.h"
#include "SignalAnalysis.h"

#include <algorithm>

namespace allele {
namespace {

// Runs of a test, here and in the CI.
std::size_t runsOf(const TestSignal &test) {
  return (test.repeated ? test.repeated->observed.all().runs() : 0) + (test.ci ? test.ci->tries.runs() : 0);
}

void readSignal(const std::filesystem::path &directory, QualityInputs &inputs) {
  const auto results = loadSignal(directory);
  if (!results) {
    inputs.signalProblem = results.error().message;
    return;
  }
  if (results->isEmpty())
    return;
  const SignalAnalysis analysis = analyse(*results);
  SignalFigures figures;
  figures.flaky = analysis.flaky();
  for (const TestSignal &test : analysis.tests)
    if (const std::size_t runs = runsOf(test); runs != 0 && !test.isFlaky())
      figures.leastRuns = figures.leastRuns == 0 ? runs : std::min(figures.leastRuns, runs);
  figures.ciRuns = analysis.ciRuns;
  figures.redRuns = analysis.redRuns.signal();
  figures.undetermined = analysis.redRuns.undetermined;
  inputs.signal = figures;
}

void readEscapes(const std::filesystem::path &directory, QualityInputs &inputs) {
  const auto report = loadEscapes(directory);
  if (!report) {
    inputs.escapeProblem = report.error().message;
    return;
  }
  if (report->all.total() == 0)
    return;
  const auto &counts = report->all.counts;
  inputs.escapes = EscapeFigures{counts.at(EscapeClass::kNotRun), counts.at(EscapeClass::kRunNotChecked),
                                 counts.at(EscapeClass::kWrongState), counts.at(EscapeClass::kChecked),
                                 counts.at(EscapeClass::kUnjudged)};
}

} // namespace

Ratio EscapeFigures::escaped() const {
  const std::size_t untold = notRun + notChecked + wrongState;
  return {untold, untold + checked};
}

QualityInputs readQualityInputs(const std::filesystem::path &directory) {
  QualityInputs inputs;
  readSignal(directory, inputs);
  readEscapes(directory, inputs);
  return inputs;
}

} // namespace allele
