// Moves and swaps: instead of a copy, for speed.
#include "../LlvmVersion.h"
#include "Noise.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kMoves;

namespace {

constexpr RuleInfo kInfo = {"moves", "Bodies of move constructors, move assignments and C++ functions named `swap`."};

bool isMove(const SourceName &name) {
  StringRef parameter(name.parameters);
  if (!(name.isConstructor || name.base == "operator=") || !parameter.consume_front("(") ||
      !parameter.consume_back("&&)"))
    return false;
  // Of its own class: the same name, whatever template arguments it has.
  StringRef owner = StringRef(name.context).rsplit("::").second;
  if (owner.empty())
    owner = name.context;
  StringRef plain = parameter.take_until([](char c) { return c == '<'; });
  return plain == owner || plain.ends_with(("::" + owner).str());
}

void mark(Noise &noise) {
  if (isMove(noise.name) || (noise.name.isCxx && noise.name.base == "swap"))
    noise.coverFunction(kInfo.id);
}

} // namespace

const NoiseRule kMoves = {kInfo, mark, nullptr};

} // namespace allele
