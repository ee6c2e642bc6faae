// Printing of values for people: test frameworks and logs call it.
#include "../LlvmVersion.h"
#include "Noise.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kPrinting;

namespace {

constexpr RuleInfo kInfo = {"printing", "Bodies of `operator<<` to a `std::ostream` or `QDebug`, and of `PrintTo`."};

void mark(Noise &noise) {
  StringRef parameters(noise.name.parameters);
  bool isStream = parameters.starts_with("(std::ostream&") || parameters.starts_with("(std::basic_ostream<") ||
                  parameters.starts_with("(std::__1::basic_ostream<") || parameters.starts_with("(QDebug");
  bool isPrintTo = noise.name.base == "PrintTo" && parameters.contains("ostream");
  if ((noise.name.base == "operator<<" && isStream) || isPrintTo)
    noise.coverFunction(kInfo.id);
}

} // namespace

const NoiseRule kPrinting = {kInfo, mark, nullptr};

} // namespace allele
