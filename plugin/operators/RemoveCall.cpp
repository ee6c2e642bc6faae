// A call whose result nobody uses is not made.
#include "../LlvmVersion.h"
#include "../Statements.h"
#include "Operators.h"

#include "llvm/ADT/Sequence.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kRemoveCall;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"remove-call", "`f(a);` is removed, whatever f returns; also `a += b;` and `a << b;` of overloaded operators"}};

bool isKeyword(StringRef text) {
  return is_contained({"return", "delete", "throw", "new", "sizeof", "if", "while", "for", "switch", "co_await",
                       "co_yield", "co_return", "catch", "do", "else", "case"},
                      text);
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
Alternative removal(const FunctionContext &context, const SourceFile &file, TokenIndex start, TokenIndex name,
                    TokenIndex end) {
  std::string kept = keptText(context, file, {file.token(end - 1).match + 1, end - 1});
  bool isMember = file.is(name - 1, ".") || file.is(name - 1, "->");
  if (isMember && mayHaveEffect(context, file, {start, name - 1}))
    return {"remove-call", kept.empty() ? "" : ", " + kept, {name - 1, end}};
  if (kept.empty() && !isStatement(file, start, end))
    kept = "(void)0";
  return {"remove-call", kept, {start, end}};
}

// Whether the call's own arguments are what ends at `end`: of `f(a)(b)` and `p->f(a)->g(b)` all calls may stand at one
// token.
bool isWholeCall(const SourceFile &file, TokenIndex name, TokenIndex end) {
  TokenIndex open = file.token(end - 1).match;
  for (TokenIndex token = name + 1; token < open; ++token)
    if (file.is(token, "("))
      return false;
  return true;
}

// memcpy and the like are intrinsics when their headers' declarations are.
bool isNamedMemoryFunction(const CallBase &call, StringRef written) {
  if (isa<MemSetInst>(call))
    return written == "memset" || written == "__builtin_memset" || written == "bzero";
  if (isa<MemMoveInst>(call))
    return written == "memmove" || written == "__builtin_memmove" || written == "bcopy";
  return isa<MemCpyInst>(call) && (written == "memcpy" || written == "__builtin_memcpy");
}

void addSkip(FunctionContext &context, CallBase &call, const SourceFile &file, Alternative alternative) {
  Site site;
  site.shape = Site::Shape::kSkip;
  site.instruction = &call;
  site.file = &file;
  site.alternatives.push_back(std::move(alternative));
  context.add(std::move(site));
}

void collectNamed(FunctionContext &context, CallBase &call, const Place &place) {
  const SourceFile &file = *place.file;
  TokenIndex name = lastName(file, place.token);
  bool isIntrinsic = isa<IntrinsicInst>(call);
  if (isKeyword(file.spelling(name)) ||
      (isIntrinsic ? !isNamedMemoryFunction(call, file.spelling(name)) : !namesCallee(call, file.spelling(name))))
    return;
  TokenIndex start = file.postfixStart(place.token);
  TokenIndex end = file.operandEnd(name);
  if (!file.is(end - 1, ")"))
    return;
  bool isRemovable = call.getType()->isVoidTy() && !call.hasStructRetAttr() && !isIntrinsic
                         ? returnsNothing(context, call, file, start, end)
                         : isStatement(file, start, end) && isDiscarded(call) && isWholeCall(file, name, end);
  if (isRemovable)
    addSkip(context, call, file, removal(context, file, start, name, end));
}

bool isShift(StringRef op) {
  return op == "<<" || op == ">>";
}

// `a += b;`, `out << a << b;`, `++a;` of classes. `a = b;` is another family's.
void collectOperator(FunctionContext &context, CallBase &call, const Place &place) {
  const SourceFile &file = *place.file;
  StringRef op = place.text();
  bool isPrefix = op == "++" || op == "--";
  bool isCompound = is_contained({"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}, op);
  const Function *callee = call.getCalledFunction();
  if (!(isPrefix || isCompound || isShift(op)) || !callee || baseName(*callee) != ("operator" + op).str() ||
      !isDiscarded(call))
    return;
  TokenRange statement = statementAround(file, place.token);
  TokenRange left{statement.begin, place.token}, right{place.token + 1, statement.end};
  if (statement.empty() || left.empty() != isPrefix || right.empty() || file.is(right.begin, "{"))
    return;
  std::string keptRight = keptText(context, file, right);
  bool isChain = any_of(seq(left.begin, left.end), [&](TokenIndex token) { return isShift(file.spelling(token)); });
  if (isShift(op) && (isChain || mayHaveEffect(context, file, left)))
    return addSkip(context, call, file,
                   {"remove-call", keptRight.empty() ? "" : ", " + keptRight, {place.token, statement.end}});
  // An assignment evaluates its right side first.
  std::string keptLeft = keptText(context, file, left);
  std::string separator = keptLeft.empty() || keptRight.empty() ? "" : ", ";
  addSkip(context, call, file, {"remove-call", keptRight + separator + keptLeft, statement});
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    auto *call = dyn_cast<CallBase>(&instruction);
    if (!call || call->isInlineAsm() || isa<CallBrInst>(call) || call->isMustTailCall() || call->doesNotReturn() ||
        (isa<IntrinsicInst>(call) && !isa<MemIntrinsic>(call)))
      continue;
    Place place = context.place(*call);
    if (!place)
      continue;
    if (place.file->token(place.token).kind == TokenKind::kIdentifier || place.text() == "::")
      collectNamed(context, *call, place);
    else
      collectOperator(context, *call, place);
  }
}

} // namespace

const OperatorFamily kRemoveCall = {"Removed calls",
                                    "The object and the arguments are still evaluated. A call that returns a class is "
                                    "removed only where no destructor runs for the result.",
                                    kOperators, collect};

} // namespace allele
