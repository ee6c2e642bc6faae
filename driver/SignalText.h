// What `allele signal` shows.
#pragma once

#include "SignalAnalysis.h"
#include "SignalMutants.h"
#include "Terminal.h"

#include <optional>
#include <string>

namespace allele {

struct SignalShown {
  const SignalResults &results;
  const SignalAnalysis &analysis;
  const std::optional<SignalMutants> &mutants; // nullopt: there are no results of a run
};

std::string signalText(const SignalShown &shown, const Palette &palette);

// docs/formats.md describes it.
std::string signalJson(const SignalShown &shown);

} // namespace allele
