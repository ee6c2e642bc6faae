#include "CallArguments.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Demangle/Demangle.h"

#include <cstdlib>

using namespace llvm;

namespace allele {

namespace {

bool isNamed(const CallBase &call, StringRef written) {
  if (isa<MemIntrinsic>(call)) {
    written.consume_front("__builtin_");
    return is_contained({"memcpy", "memmove", "memset", "mempcpy", "bzero"}, written);
  }
  const Function *callee = call.getCalledFunction();
  if (!callee) // through a pointer or a virtual table: no name to compare
    return call.isIndirectCall();
  if (callee->isIntrinsic())
    return false;
  if (callee->getName() == written || "__builtin_" + callee->getName().str() == written)
    return true;
  ItaniumPartialDemangler demangler;
  const std::string mangled = callee->getName().str(); // the demangler keeps pointing into it
  if (demangler.partialDemangle(mangled.c_str()) || demangler.isCtorOrDtor())
    return false;
  size_t size = 0;
  char *name = demangler.getFunctionBaseName(nullptr, &size);
  bool isSame = name && written == name;
  std::free(name);
  return isSame;
}

} // namespace

std::optional<CallArguments> argumentsOf(const FunctionContext &context, const CallBase &call) {
  CallArguments result;
  result.name = context.place(call);
  if (!result.name || call.isInlineAsm())
    return std::nullopt;
  const SourceFile &file = *result.name.file;
  TokenIndex &name = result.name.token;
  if (file.is(name, "::"))
    ++name;
  while (file.is(name + 1, "::") && file.token(name + 2).kind == TokenKind::kIdentifier)
    name += 2;
  if (file.token(name).kind != TokenKind::kIdentifier || !isNamed(call, file.spelling(name)))
    return std::nullopt;
  TokenIndex open = file.is(name + 1, "<") ? file.templateArgumentsEnd(name + 1) : name + 1;
  if (!file.is(open, "(") || file.token(open).match < 0)
    return std::nullopt;
  TokenIndex end = file.token(open).match;
  bool sawTemplate = false;
  for (TokenIndex begin = open + 1; begin < end;) {
    TokenIndex comma = file.scanForward(begin, [&](TokenIndex token) {
      sawTemplate |= file.is(token, "<");
      return file.is(token, ",");
    });
    result.ranges.push_back({begin, std::min(comma, end)});
    begin = comma + 1;
    for (TokenIndex at = begin; sawTemplate && at < end; ++at)
      if (file.is(at, ">") || file.is(at, ">>"))
        return std::nullopt; // the comma may stand between arguments of a template
  }
  return result;
}

} // namespace allele
