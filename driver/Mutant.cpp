#include "Mutant.h"

#include <algorithm>
#include <cstdlib>
#include <cxxabi.h>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <tuple>

namespace allele {

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
