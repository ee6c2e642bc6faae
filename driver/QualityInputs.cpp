#include "QualityInputs.h"

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
constexpr const char *kEscapesFile = "escapes.json";
constexpr int kFormat = 1; // of both

// What the readers throw where the content isn't what was written.
void checkFormat(const Json &json) {
  if (json.at("format").get<int>() != kFormat)
    throw std::invalid_argument("another format");
}

struct Runs {
  std::size_t passes = 0;
  std::size_t failures = 0;
};

SignalFigures signalIn(const Json &json) {
  checkFormat(json);
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

EscapeFigures escapesIn(const Json &json) {
  checkFormat(json);
  const Json &classes = json.at("all").at("classes");
  const auto count = [&](const char *known) { return classes.at(known).get<std::size_t>(); };
  return {count("not run"), count("run, not checked"), count("checked, wrong state"), count("checked"),
          count("can't be judged")};
}

template <typename Figures>
std::optional<Figures> readFigures(const std::filesystem::path &path, Figures (*in)(const Json &),
                                   std::string &problem) {
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return std::nullopt;
  const auto text = readSource(path.string());
  if (!text) {
    problem = fmt::format("{} can't be read", path.filename().string());
    return std::nullopt;
  }
  try {
    return in(Json::parse(*text));
  } catch (const std::exception &damage) {
    problem = fmt::format("{} isn't what this allele writes: {}", path.filename().string(),
                          toPrintableLine(toValidUtf8(damage.what())));
    return std::nullopt;
  }
}

} // namespace

Ratio EscapeFigures::escaped() const {
  const std::size_t untold = notRun + notChecked + wrongState;
  return {untold, untold + checked};
}

QualityInputs readQualityInputs(const std::filesystem::path &directory) {
  QualityInputs inputs;
  inputs.signal = readFigures<SignalFigures>(directory / kSignalFile, signalIn, inputs.signalProblem);
  inputs.escapes = readFigures<EscapeFigures>(directory / kEscapesFile, escapesIn, inputs.escapeProblem);
  return inputs;
}

} // namespace allele
