#include "Mutant.h"

#include "MutantId.h"

#include <algorithm>
#include <allele/abi.h>
#include <cstdlib>
#include <cxxabi.h>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <tuple>

namespace allele {

const char *toString(IgnoreReason reason) {
  switch (reason) {
  case IgnoreReason::kSuppressed:
    return ALLELE_IGNORED_SUPPRESSED;
  case IgnoreReason::kNoise:
    return ALLELE_IGNORED_NOISE;
  case IgnoreReason::kEquivalent:
    return ALLELE_IGNORED_EQUIVALENT;
  case IgnoreReason::kDuplicate:
    return ALLELE_IGNORED_DUPLICATE;
  }
  return "";
}

std::optional<IgnoreReason> ignoreReasonFromString(std::string_view text) {
  for (const IgnoreReason reason :
       {IgnoreReason::kSuppressed, IgnoreReason::kNoise, IgnoreReason::kEquivalent, IgnoreReason::kDuplicate})
    if (text == toString(reason))
      return reason;
  return std::nullopt;
}

std::optional<std::uint64_t> equalOf(const Mutant &mutant) {
  if (!mutant.ignored || mutant.ignored->reason != IgnoreReason::kDuplicate)
    return std::nullopt;
  return parseId(mutant.ignored->detail);
}

std::string describeIgnored(const Ignored &ignored) {
  switch (ignored.reason) {
  case IgnoreReason::kSuppressed:
    return ignored.detail.empty() ? "suppressed in the source" : "suppressed: " + ignored.detail;
  case IgnoreReason::kNoise:
    return "noise rule " + ignored.detail;
  case IgnoreReason::kEquivalent:
    return "equivalent to the original";
  case IgnoreReason::kDuplicate:
    return ignored.detail.empty() ? "equal once optimised to mutants that aren't in the program"
                                  : "equal once optimised to " + ignored.detail;
  }
  return "";
}

std::size_t compiledInCount(const Catalog &catalog) {
  return static_cast<std::size_t>(std::count_if(catalog.mutants.begin(), catalog.mutants.end(),
                                                [](const Mutant &mutant) { return !mutant.ignored; }));
}

std::string placeOf(const Mutant &mutant) {
  return fmt::format("{}:{}:{}", mutant.file, mutant.range.line, mutant.range.column);
}

std::string sourcePathOf(const Mutant &mutant) {
  return (std::filesystem::path(mutant.root) / mutant.file).lexically_normal().string();
}

std::string demangle(const std::string &linkageName) {
  // Only names that the C++ ABI made: __cxa_demangle takes "i" for "int".
  if (linkageName.rfind("_Z", 0) != 0)
    return linkageName;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(linkageName.c_str(), nullptr, nullptr, &status), &std::free);
  return status == 0 && name ? name.get() : linkageName;
}

void sortMutants(std::vector<Mutant> &mutants) {
  const auto key = [](const Mutant &mutant) {
    return std::tie(mutant.file, mutant.range.line, mutant.range.column, mutant.range.endLine, mutant.range.endColumn,
                    mutant.operatorId, mutant.replacement, mutant.id);
  };
  std::sort(mutants.begin(), mutants.end(), [&](const Mutant &a, const Mutant &b) { return key(a) < key(b); });
}

} // namespace allele
