#include "Noise.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

void Noise::coverFunction(StringRef rule) {
  if (functionRule.empty())
    functionRule = rule;
}

void Noise::cover(StringRef rule, const SourceFile &file, TokenRange range) {
  if (!range.empty())
    regions.push_back({rule, &file, range});
}

StringRef Noise::ruleOf(const Site &site, const Alternative &alternative) const {
  if (!functionRule.empty())
    return functionRule;
  auto covers = [&](const Region &region) {
    return region.file == site.file && region.range.begin <= alternative.range.begin &&
           alternative.range.end <= region.range.end;
  };
  auto found = find_if(regions, covers);
  return found == regions.end() ? StringRef() : found->rule;
}

} // namespace allele
