// A call without a result is not made.
#include "Operators.h"

#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kRemoveCall;

namespace {

constexpr OperatorInfo kOperators[] = {{"remove-call", "`f(a);` is removed, where f returns nothing"}};

bool isKeyword(StringRef text) {
  return is_contained({"return", "delete", "throw", "new", "sizeof", "if", "while", "for", "switch", "co_await",
                       "co_yield", "co_return", "catch", "do", "else", "case"},
                      text);
}

// The last name of a qualified one: `c` of `a::b::c`.
TokenIndex lastName(const SourceFile &file, TokenIndex token) {
  if (file.is(token, "::"))
    ++token;
  while (file.is(token + 1, "::") && file.token(token + 2).kind == TokenKind::kIdentifier)
    token += 2;
  return token;
}

// Whether the source names the callee: calls of destructors, default arguments and conversions stand on others' tokens.
bool namesCallee(const CallBase &call, StringRef written) {
  const Function *callee = call.getCalledFunction();
  if (!callee) // through a pointer or a virtual table: no name to compare
    return call.isIndirectCall();
  ItaniumPartialDemangler demangler;
  const std::string mangled = callee->getName().str(); // the demangler keeps pointing into it
  if (demangler.partialDemangle(mangled.c_str()))
    return callee->getName() == written;
  if (demangler.isCtorOrDtor())
    return false;
  size_t size = 0;
  char *name = demangler.getFunctionBaseName(nullptr, &size);
  bool isNamed = name && written == name;
  std::free(name);
  return isNamed;
}

// Whether the expression [start, end) is a statement of its own.
bool isStatement(const SourceFile &file, TokenIndex start, TokenIndex end) {
  if (!file.is(end, ";"))
    return false;
  if (file.is(start - 1, ":")) { // of a label or of `?:`
    TokenIndex before =
        file.scanBackward(start - 1, [&](TokenIndex token) { return file.is(token, ";") || file.is(token, "?"); });
    return !file.is(before - 1, "?");
  }
  if (file.is(start - 1, ")")) { // of a statement's head or of a cast
    TokenIndex open = file.token(start - 1).match;
    return open > 0 && is_contained({"if", "while", "for", "switch", "constexpr"}, file.spelling(open - 1));
  }
  return start == 0 || is_contained({";", "{", "}", "else", "do"}, file.spelling(start - 1));
}

// In the IR an empty class is returned like nothing: only what the source uses as void is a call without a result.
bool returnsNothing(const FunctionContext &context, const CallBase &call, const SourceFile &file, TokenIndex start,
                    TokenIndex end) {
  auto isVoid = [](const Function &function) {
    DITypeRefArray types = function.getSubprogram()->getType()->getTypeArray();
    return types.size() == 0 || !types[0];
  };
  if (const Function *callee = call.getCalledFunction(); callee && callee->getSubprogram())
    return isVoid(*callee);
  if (file.is(start - 1, "return"))
    return isVoid(context.function);
  return isStatement(file, start, end) || file.is(start - 1, "?") || file.is(start - 1, ":");
}

// The object and the arguments are still evaluated: the replacement keeps what of them may have an effect.
Alternative removal(const SourceFile &file, TokenIndex start, TokenIndex name, TokenIndex end) {
  auto callsIn = [&](TokenRange range) {
    for (TokenIndex token = range.begin; token < range.end; ++token)
      if (file.is(token, "(") || file.is(token, "{") || file.is(token, "++") || file.is(token, "--") ||
          file.is(token, "="))
        return true;
    return false;
  };
  TokenRange arguments{file.token(end - 1).match + 1, end - 1};
  std::string kept = callsIn(arguments) ? "(void)(" + file.textOf(arguments).str() + ")" : "";
  bool isMember = file.is(name - 1, ".") || file.is(name - 1, "->");
  if (isMember && callsIn({start, name - 1}))
    return {"remove-call", kept.empty() ? "" : ", " + kept, {name - 1, end}};
  if (kept.empty() && !isStatement(file, start, end))
    kept = "(void)0";
  return {"remove-call", kept, {start, end}};
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    auto *call = dyn_cast<CallBase>(&instruction);
    if (!call || !call->getType()->isVoidTy() || call->isInlineAsm() || isa<IntrinsicInst>(call) ||
        isa<CallBrInst>(call) || call->isMustTailCall() || call->doesNotReturn() || call->hasStructRetAttr())
      continue;
    Place place = context.place(*call);
    if (!place || !(place.file->token(place.token).kind == TokenKind::kIdentifier || place.text() == "::"))
      continue;
    const SourceFile &file = *place.file;
    TokenIndex name = lastName(file, place.token);
    if (isKeyword(file.spelling(name)) || !namesCallee(*call, file.spelling(name)))
      continue;
    TokenIndex start = file.postfixStart(place.token);
    TokenIndex end = file.operandEnd(name);
    if (!file.is(end - 1, ")") || !returnsNothing(context, *call, file, start, end))
      continue;
    Site site;
    site.shape = Site::Shape::kSkip;
    site.instruction = call;
    site.file = place.file;
    site.alternatives.push_back(removal(file, start, name, end));
    context.add(std::move(site));
  }
}

} // namespace

const OperatorFamily kRemoveCall = {"Removed calls", "The object and the arguments are still evaluated.", kOperators,
                                    collect};

} // namespace allele
