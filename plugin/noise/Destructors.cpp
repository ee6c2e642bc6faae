// Destructors: what they release shows in no result; leak checkers are the test for it.
#include "Noise.h"

#include "llvm/Demangle/Demangle.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kDestructors;

namespace {

constexpr RuleInfo kInfo = {"destructors",
                            "Bodies of destructors: what they release, a leak checker sees and a test doesn't."};

void mark(Noise &noise) {
  ItaniumPartialDemangler demangler;
  const std::string mangled = noise.context.function.getName().str();
  if (demangler.partialDemangle(mangled.c_str()) || !demangler.isCtorOrDtor())
    return;
  size_t size = 0;
  char *name = demangler.getFunctionBaseName(nullptr, &size);
  if (name && StringRef(name).starts_with("~"))
    noise.coverFunction(kInfo.id);
  std::free(name);
}

} // namespace

const NoiseRule kDestructors = {kInfo, mark, nullptr};

} // namespace allele
