// Functions that the compiler writes: there is no source to change.
#include "../LlvmVersion.h"
#include "Noise.h"

#include "llvm/IR/DebugInfoMetadata.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kDefaulted;

namespace {

constexpr RuleInfo kInfo = {"defaulted", "Whole bodies of functions that are `= default` or implicit."};

// `Name(...) = default;` on the line that declares the function, and nothing else of that name.
bool isWrittenDefault(const SourceFile &file, unsigned line, const SourceName &name) {
  StringRef written = StringRef(name.base).starts_with("operator") ? "operator" : StringRef(name.base);
  written.consume_front("~");
  bool isDefault = false;
  TokenIndex token = file.firstTokenOn(line);
  for (; token < file.size() && file.token(token).line == line; ++token) {
    TokenIndex open = token + (written == "operator" ? 2 : 1);
    if (!file.is(token, written) || !file.is(open, "(") || file.token(open).match < 0)
      continue;
    TokenIndex end = file.scanForward(file.token(open).match + 1,
                                      [&](TokenIndex at) { return file.is(at, ";") || file.is(at, "{"); });
    if (!file.is(end - 1, "default") || !file.is(end - 2, "="))
      return false;
    isDefault = true;
  }
  return isDefault;
}

// Initialisers of members are compiled there, too, and they are source: only the body as a whole is nobody's.
bool matches(const FunctionContext &context, const Site &site, const Alternative & /*alternative*/) {
  if (site.shape != Site::Shape::kBody)
    return false;
  const DISubprogram *subprogram = context.function.getSubprogram();
  const SourceName name = nameOf(context.function);
  bool isSpecial = name.isConstructor || name.isDestructor || name.base == "operator=";
  return (subprogram->isArtificial() && isSpecial) ||
         (name.isCxx && isWrittenDefault(*site.file, subprogram->getLine(), name));
}

} // namespace

const NoiseRule kDefaulted = {kInfo, nullptr, matches};

} // namespace allele
