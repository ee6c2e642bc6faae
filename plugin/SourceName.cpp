#include "SourceName.h"

#include "Glob.h"
#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Demangle/Demangle.h"

#include <cstdlib>

using namespace llvm;

namespace allele {

namespace {

std::string takeText(char *text) {
  std::string result = text ? text : "";
  std::free(text);
  return result;
}

// Names no source writes: `std::__cxx11::`, `std::__1::`, `absl::lts_20220623::`.
bool isInlineNamespace(StringRef name) {
  return is_contained({"__cxx11", "__cxx1998", "__debug", "__1", "__ndk1", "_V2"}, name) || name.starts_with("lts_");
}

std::string simplified(StringRef name) {
  SmallVector<std::string, 4> parts(1);
  int angles = 0, parentheses = 0;
  for (size_t at = 0; at < name.size(); ++at) {
    char c = name[at];
    if (name.substr(at).starts_with("[abi:")) {
      at = std::min(name.find(']', at), name.size());
      continue;
    }
    if (c == '<' || c == '>')
      angles += c == '<' ? 1 : -1;
    else if (angles > 0)
      continue;
    else if (parentheses == 0 && name.substr(at).starts_with("::")) {
      parts.emplace_back();
      ++at;
    } else {
      parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
      parts.back() += c;
    }
  }
  erase_if(parts, [](StringRef part) { return isInlineNamespace(part); });
  return join(parts.begin(), parts.end(), "::");
}

// Fortified C functions are called by other names: `__fprintf_chk`, `fprintf.inline`.
StringRef unfortified(StringRef symbol) {
  symbol.consume_front("\01");
  symbol.consume_back(".inline");
  if (symbol.starts_with("__") && symbol.ends_with("_chk"))
    symbol = symbol.drop_front(2).drop_back(4);
  symbol.consume_back("_unlocked");
  return symbol;
}

} // namespace

SourceName nameOf(const Function &function) {
  SourceName name;
  ItaniumPartialDemangler demangler;
  const std::string mangled = function.getName().str(); // the demangler keeps pointing into it
  if (demangler.partialDemangle(mangled.c_str()) || !demangler.isFunction()) {
    name.base = unfortified(function.getName()).str();
    return name;
  }
  size_t size = 0;
  name.isCxx = true;
  name.context = simplified(takeText(demangler.getFunctionDeclContextName(nullptr, &size)));
  name.base = takeText(demangler.getFunctionBaseName(nullptr, &size));
  name.base.resize(std::min(name.base.find("[abi:"), name.base.size()));
  name.parameters = takeText(demangler.getFunctionParameters(nullptr, &size));
  name.isDestructor = demangler.isCtorOrDtor() && StringRef(name.base).starts_with("~");
  name.isConstructor = demangler.isCtorOrDtor() && !name.isDestructor;
  return name;
}

bool isConstructorOrDestructor(const Function &function) {
  SourceName name = nameOf(function);
  return name.isConstructor || name.isDestructor;
}

bool matchesAny(ArrayRef<StringLiteral> patterns, StringRef name) {
  return any_of(patterns, [&](StringRef pattern) { return matchesName(pattern, name); });
}

} // namespace allele
