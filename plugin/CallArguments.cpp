#include "CallArguments.h"

#include "LlvmVersion.h"
#include "Statements.h"

#include "llvm/ADT/STLExtras.h"

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
  written.consume_front("__builtin_");
  return namesCallee(call, written);
}

} // namespace

std::optional<CallArguments> argumentsOf(const FunctionContext &context, const CallBase &call) {
  CallArguments result;
  result.name = context.place(call);
  if (!result.name || call.isInlineAsm())
    return std::nullopt;
  const SourceFile &file = *result.name.file;
  TokenIndex &name = result.name.token;
  name = lastName(file, name);
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
