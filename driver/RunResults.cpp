#include "RunResults.h"

namespace allele {

const char *toString(Isolation isolation) {
  switch (isolation) {
  case Isolation::kAuto:
    return "auto";
  case Isolation::kNone:
    return "none";
  case Isolation::kTmp:
    return "tmp";
  case Isolation::kCopy:
    return "copy";
  case Isolation::kOverlay:
    return "overlay";
  }
  return "";
}

namespace {

constexpr Isolation kIsolations[] = {Isolation::kAuto, Isolation::kNone, Isolation::kTmp, Isolation::kCopy,
                                     Isolation::kOverlay};

} // namespace

std::optional<Isolation> isolationFromString(std::string_view text) {
  for (const Isolation isolation : kIsolations)
    if (text == toString(isolation))
      return isolation;
  return std::nullopt;
}

std::vector<std::string> isolationNames() {
  std::vector<std::string> names;
  for (const Isolation isolation : kIsolations)
    names.emplace_back(toString(isolation));
  return names;
}

std::vector<std::size_t> RunResults::unaccepted(Verdict verdict) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < catalog.mutants.size(); ++i) {
    const std::optional<Outcome> &outcome = outcomes[i];
    if (outcome && outcome->judgement.verdict == verdict && !equalOf(catalog.mutants[i]) && acceptanceOf(i) == nullptr)
      found.push_back(i);
  }
  return found;
}

} // namespace allele
