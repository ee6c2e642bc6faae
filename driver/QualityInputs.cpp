#include "QualityInputs.h"

#include "EscapeStore.h"
#include "SourceDiff.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace allele {
namespace {

using Json = nlohmann::json;

constexpr const char *kSignalFile = "signal.json";
constexpr int kFormat = 1;

struct Runs {
  std::size_t passes = 0;
  std::size_t failures = 0;
};

// Throws where the content isn't what was written.
SignalFigures signalIn(const Json &json) {
  if (json.at("format").get<int>() != kFormat)
    throw std::invalid_argument("another format");
  std::map<std::string, std::map<std::string, Runs>> byCode; // by test, then by the code that it ran on
  std::map<std::string, std::string> newest;                 // code by test; sessions come oldest first
  for (const Json &session : json.at("sessions")) {
    const std::string code = session.at("code").get<std::string>();
    for (const auto &[name, test] : session.at("tests").items()) {
      newest[name] = code;
      Runs &runs = byCode[name][code];
      for (const char *condition : {"alone", "alone, loaded", "together", "together, loaded"})
        if (const auto tries = test.find(condition); tries != test.end()) {
          runs.passes += tries->at(0).get<std::size_t>();
          runs.failures += tries->at(1).get<std::size_t>();
        }
    }
  }
  SignalFigures figures;
  for (const auto &[name, code] : newest) {
    const Runs &runs = byCode[name][code];
    const std::size_t all = runs.passes + runs.failures;
    if (all < 2)
      continue;
    ++figures.flaky.whole;
    figures.flaky.part += runs.passes != 0 && runs.failures != 0 ? 1 : 0;
    if (runs.failures == 0)
      figures.leastRuns = figures.leastRuns == 0 ? all : std::min(figures.leastRuns, all);
  }
  figures.ciRuns = json.at("runs").size();
  return figures;
}

void readSignal(const std::filesystem::path &path, QualityInputs &inputs) {
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return;
  const auto text = readSource(path.string());
  if (!text) {
    inputs.signalProblem = fmt::format("{} can't be read", kSignalFile);
    return;
  }
  try {
    inputs.signal = signalIn(Json::parse(*text));
  } catch (const std::exception &damage) {
    inputs.signalProblem =
        fmt::format("{} isn't what this allele reads: {}", kSignalFile, toPrintableLine(toValidUtf8(damage.what())));
  }
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
  readSignal(directory / kSignalFile, inputs);
  readEscapes(directory, inputs);
  return inputs;
}

} // namespace allele
