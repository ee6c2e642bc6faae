// A call whose result is used is not made; the neutral value of its type stands in for the result.
//
// What a call returns isn't known where the function is only declared: debug info describes no declarations at -O0. So
// the replacement's text names the type by the call itself, `decltype(f(a)){}`, wherever a plain 0 might be of another
// type; and the type's kind is the IR's.
#include "../Comparison.h"
#include "../LlvmVersion.h"
#include "../OverloadedOperator.h"
#include "../Statements.h"
#include "Operators.h"

#include "llvm/ADT/Sequence.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kCallResult;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"call-to-zero", "`f(a)` becomes 0 where its result, a number or an enumerator, is used"},
    {"call-to-null", "`f(a)` becomes a null pointer where its result is used"},
    {"call-to-false", "`f(a)` becomes `false` where its result is used"},
};

// The operator for the result's type; empty where 0 may be no value of it, as for references, or where the call
// allocates: then null is a failure, not a neutral result.
StringRef operatorFor(const CallBase &call) {
  const Type *type = call.getType();
  if (type->isIntegerTy(1))
    return "call-to-false";
  if ((type->isIntegerTy() && type->getIntegerBitWidth() <= 64) || type->isFloatTy() || type->isDoubleTy())
    return "call-to-zero";
  bool isNeverNull = call.hasRetAttr(Attribute::NonNull) || call.hasRetAttr(Attribute::NoAlias) ||
                     call.getRetDereferenceableBytes() != 0;
  return type->isPointerTy() && !isNeverNull ? "call-to-null" : "";
}

bool isAllocation(StringRef name) {
  return is_contained({"malloc", "calloc", "realloc", "reallocarray", "strdup", "strndup", "aligned_alloc"}, name);
}

// glibc's headers make other code of these where it is optimised.
bool isHeadersOwn(StringRef name) {
  return name == "tolower" || name == "toupper";
}

// Behind the call's own arguments, where `name` names what is called; kNoToken where calls can't be told apart.
TokenIndex callEnd(const FunctionContext &context, const CallBase &call, const Place &place, TokenIndex name) {
  const SourceFile &file = *place.file;
  auto isCall = [](const Instruction *other) { return isa<CallBase>(other) && !isa<IntrinsicInst>(other); };
  if (!call.getCalledFunction() && count_if(context.at(place), isCall) != 1)
    return kNoToken;
  if (file.is(name + 1, "("))
    return file.token(name + 1).match + 1;
  TokenIndex end = file.operandEnd(name);
  if (!file.is(end - 1, ")"))
    return kNoToken;
  auto between = seq(name + 1, file.token(end - 1).match);
  return any_of(between, [&](TokenIndex token) { return file.is(token, "("); }) ? kNoToken : end;
}

// Whether a mutant of another family already is the same change: `return f(a);`, `if (!f(a))`, `if (f(a) == 0)`.
bool isCoveredElsewhere(const CallBase &call, const SourceFile &file, TokenRange range) {
  if (file.is(range.begin - 1, "return") && file.is(range.end, ";"))
    return true;
  TokenIndex begin = range.begin;
  while (file.is(begin - 1, "!"))
    --begin;
  bool isOperand = file.token(begin - 1).kind == TokenKind::kPunctuator &&
                   !is_contained({"(", "[", "{", "}", ",", ";", "=", "?", ":"}, file.spelling(begin - 1));
  if (file.is(range.end, "?") && !isOperand)
    return true;
  TokenRange parentheses;
  StringRef statement = file.enclosingStatement(begin, parentheses);
  if (statement == "for")
    return file.is(begin - 1, ";") && file.is(range.end, ";");
  if ((statement != "if" && statement != "while") || parentheses.begin != begin)
    return false;
  const auto *compare = call.hasOneUse() ? dyn_cast<ICmpInst>(call.user_back()) : nullptr;
  bool isDecided = compare && (isa<Constant>(compare->getOperand(0)) || isa<Constant>(compare->getOperand(1)));
  bool hasOthers = any_of(seq(range.end, parentheses.end),
                          [&](TokenIndex token) { return is_contained({"&&", "||", "?", ","}, file.spelling(token)); });
  return parentheses.end == range.end || (isDecided && !hasOthers);
}

// Whether the type of what stands in the call's place doesn't matter: in C++ where the value is assigned to something
// of a type that is written out, compared with what can't be of another kind, or is a truth; in C also as an argument.
bool isConverted(const FunctionContext &context, const CallBase &call, const SourceFile &file, TokenRange range) {
  StringRef before = file.spelling(range.begin - 1), behind = file.spelling(range.end);
  bool isPointer = call.getType()->isPointerTy();
  bool begins = is_contained({"(", ",", "=", "?", ":", ";", "{", "}", "&&", "||", "!", "return"}, before);
  bool ends = is_contained({")", ",", ";", "?", ":", "&&", "||"}, behind);
  bool isPostfix = is_contained({".", "->", "["}, behind);
  if ((before == "!" && !isPostfix) || (begins && (behind == "&&" || behind == "||")) ||
      (ends && (before == "&&" || before == "||")))
    return true;
  const User *user = call.hasOneUse() ? call.user_back() : nullptr;
  if (isa_and_nonnull<ICmpInst>(user)) {
    bool isLeft = is_contained({"==", "!=", "<", "<=", ">", ">="}, behind);
    StringRef comparison = isLeft ? behind : before;
    TokenIndex other = isLeft ? range.end + 1 : range.begin - 2;
    bool isAlone =
        is_contained({"(", ")", ",", ";", "?", ":", "&&", "||", "="}, file.spelling(isLeft ? other + 1 : other - 1));
    bool isNumber = isAlone && file.token(other).kind == TokenKind::kNumber; // no scoped enumerator, nothing negative
    bool isEquality = comparison == "==" || comparison == "!=";
    return (isLeft ? begins : ends) && (isNumber || (isEquality && (isPointer || !context.isCxx())));
  }
  if (before == "=" && behind == ";" && isa_and_nonnull<StoreInst>(user)) {
    if (!context.isCxx())
      return true;
    TokenIndex begin = file.scanBackward(
        range.begin - 1, [&](TokenIndex token) { return is_contained({";", "{", "}", "("}, file.spelling(token)); });
    if (isPointer)
      return none_of(seq(begin, range.begin), [&](TokenIndex token) { return file.is(token, "auto"); });
    return file.token(range.begin - 2).kind == TokenKind::kIdentifier &&
           is_contained({"int", "unsigned", "signed", "long", "short", "char", "size_t"},
                        file.spelling(range.begin - 3));
  }
  TokenIndex bracket = file.enclosingBracket(range.begin);
  bool isArgument = file.is(bracket, "(") && bracket > 0 && file.token(bracket - 1).kind == TokenKind::kIdentifier &&
                    (bracket == range.begin - 1 || before == ",") && (behind == "," || behind == ")");
  bool isInt = call.getType()->isIntegerTy() && call.getType()->getIntegerBitWidth() <= 32;
  return !context.isCxx() && isArgument && (isPointer || isInt);
}

std::string neutralText(const FunctionContext &context, const CallBase &call, const SourceFile &file,
                        TokenRange range) {
  const Type *type = call.getType();
  if (type->isIntegerTy(1))
    return context.isCxx() ? "false" : "0";
  if (type->isFloatTy() || type->isDoubleTy())
    return type->isFloatTy() ? "0.0f" : "0.0";
  if (isConverted(context, call, file, range))
    return !type->isPointerTy() ? "0" : context.isCxx() ? "nullptr" : "NULL";
  // Nothing in it is evaluated; a lambda may not stand there.
  std::string text = file.textOf(range).str();
  return context.isCxx() ? "decltype(" + text + "){}" : "((__typeof__(" + text + "))0)";
}

// What is stored at the call's own place is a struct that is returned in registers.
bool returnsStruct(const FunctionContext &context, const CallBase &call, const Place &place) {
  return any_of(call.users(), [&](const User *user) {
    return isa<StoreInst>(user) && context.place(*cast<Instruction>(user)) == place;
  });
}

// The object and the arguments are still evaluated.
void addNeutral(FunctionContext &context, CallBase &call, const SourceFile &file, TokenRange range,
                ArrayRef<TokenRange> evaluated) {
  if (any_of(seq(range.begin, range.end), [&](TokenIndex token) { return file.is(token, "{"); }))
    return;
  std::string kept;
  for (TokenRange each : evaluated)
    if (std::string text = keptText(context, file, each); !text.empty())
      kept += (kept.empty() ? "" : ", ") + text;
  std::string text = neutralText(context, call, file, range);
  bool beginsStatement = is_contained({";", "{", "}", ")", "else", "do", ":"}, file.spelling(range.begin - 1));
  if (!kept.empty())
    text = "(" + kept + ", " + text + ")";
  else if (beginsStatement && StringRef(text).starts_with("decltype")) // no declaration
    text = "(" + text + ")";
  Site site;
  site.shape = Site::Shape::kSkip;
  site.instruction = &call;
  site.file = &file;
  site.alternatives.push_back({operatorFor(call), text, range});
  context.add(std::move(site));
}

void collectCall(FunctionContext &context, CallBase &call, const Place &place) {
  const SourceFile &file = *place.file;
  TokenIndex name = lastName(file, place.token);
  if (operatorFor(call).empty() || returnsStruct(context, call, place) || isAllocation(file.spelling(name)) ||
      isHeadersOwn(file.spelling(name)) || !namesCallee(call, file.spelling(name)))
    return;
  TokenRange range{file.postfixStart(place.token), callEnd(context, call, place, name)};
  if (range.end == kNoToken || isCoveredElsewhere(call, file, range))
    return;
  TokenRange arguments{file.token(range.end - 1).match + 1, range.end - 1};
  bool isMember = file.is(name - 1, ".") || file.is(name - 1, "->");
  addNeutral(context, call, file, range, {{range.begin, isMember ? name - 1 : range.begin}, arguments});
}

// Whether another operator that is overloaded for the same operands takes this one's place by default.
bool isReplaced(const FunctionContext &context, const OverloadedOperator &original) {
  const OverloadableOperator &written = *original.written;
  return any_of(overloadableOperators(), [&](const OverloadableOperator &other) {
    const OperatorInfo *info = findOperator((written.name + "-to-" + other.name).str());
    bool isFirst =
        info && (written.negation.empty() ? info->level == Level::kDefault : written.negation == other.token);
    return isFirst && counterpartOf(context, original, other);
  });
}

// `a == b` of classes. Not of assignments, `++` and `--`: they are there for what they change.
void collectOperator(FunctionContext &context, const OverloadedOperator &original) {
  const SourceFile &file = *original.place.file;
  CallBase &call = *original.call;
  Comparison comparison; // or whatever else a condition may consist of
  comparison.place = original.place;
  comparison.operands = operandsOf(file, original.place.token);
  if (operatorFor(call).empty() || precedenceOf(original.written->token) == 0 || !comparison.operands.areSure ||
      returnsStruct(context, call, original.place) || decidedBy(comparison) != Decides::kNothing ||
      isCoveredElsewhere(call, file, comparison.operands.whole()) || isReplaced(context, original) ||
      !isOverloadedInEveryInstance(context, original))
    return;
  addNeutral(context, call, file, comparison.operands.whole(), {comparison.operands.left, comparison.operands.right});
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    auto *call = dyn_cast<CallBase>(&instruction);
    if (!call || call->use_empty() || call->isInlineAsm() || isa<CallBrInst>(call) || isa<IntrinsicInst>(call) ||
        call->isMustTailCall() || call->doesNotReturn() || call->hasStructRetAttr())
      continue;
    Place place = context.place(*call);
    if (place && (place.file->token(place.token).kind == TokenKind::kIdentifier || place.text() == "::"))
      collectCall(context, *call, place);
    else if (auto original = overloadedOperator(context, *call))
      collectOperator(context, *original);
  }
}

} // namespace

const OperatorFamily kCallResult = {
    "Results of calls",
    "The call is not made, and its result is 0, null or `false`; the object and the arguments are still evaluated. Not "
    "where the call is all that a `return` or a condition holds, which have mutants of their own, and not for "
    "references, classes and allocation. `a == b` of an overloaded operator is such a call where no other one takes "
    "its "
    "place by default.",
    kOperators, collect};

} // namespace allele
