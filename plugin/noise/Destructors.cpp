// Destructors: what they release shows in no result; leak checkers are the test for it.
#include "../LlvmVersion.h"
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kDestructors;

namespace {

constexpr RuleInfo kInfo = {"destructors",
                            "Bodies of destructors: what they release, a leak checker sees and a test doesn't. Calls "
                            "of functions whose names don't say that they release (`flush()`) are kept."};

bool releases(const SourceName &name) {
  static constexpr StringLiteral kBeginnings[] = {"free",  "delete",  "destroy", "release", "reset", "clear",  "close",
                                                  "clean", "dispose", "dealloc", "drop",    "unref", "deinit", "erase"};
  StringRef base = StringRef(name.base).ltrim('_');
  return name.isDestructor || base.starts_with("operator delete") ||
         any_of(kBeginnings, [&](StringRef beginning) { return base.starts_with_insensitive(beginning); }) ||
         is_contained({"fclose", "munmap", "closedir"}, base);
}

// The call, and the condition that it alone depends on.
void keepCall(Noise &noise, const SourceFile &file, TokenRange call) {
  noise.keep(file, call);
  TokenRange statement = statementAt(file, call.begin);
  if (statement.empty() || statement.begin != call.begin)
    return;
  noise.keep(file, statement);
  Head head = headBefore(file, file.is(statement.begin - 1, "{") ? statement.begin - 1 : statement.begin);
  if (head.keyword != kNoToken)
    noise.keep(file, head.condition);
}

void mark(Noise &noise) {
  if (!noise.name.isDestructor)
    return;
  bool isAllNoise = true;
  for (const NamedCall &call : noise.calls()) {
    const SourceFile &file = *call.place.file;
    TokenRange range = callAt(file, call.place.token, call.name.base);
    if (range.empty() || releases(call.name))
      continue;
    keepCall(noise, file, range);
    isAllNoise = false;
  }
  if (isAllNoise) {
    noise.coverFunction(kInfo.id);
    return;
  }
  Body body = bodyOf(noise.context);
  if (body.file)
    noise.cover(kInfo.id, *body.file, body.range);
}

} // namespace

const NoiseRule kDestructors = {kInfo, mark, nullptr};

} // namespace allele
