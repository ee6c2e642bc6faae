#include "OverloadedOperator.h"

#include "LlvmVersion.h"
#include "SourceName.h"
#include "Statements.h"

#include "llvm/ADT/Sequence.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

#include <cstdlib>

using namespace llvm;

namespace allele {

namespace {

constexpr OverloadableOperator kOverloadable[] = {
    {"+", "add", "pl"},         {"-", "sub", "mi"},         {"*", "mul", "ml"},          {"/", "div", "dv"},
    {"%", "rem", "rm"},         {"&", "and", "an"},         {"|", "or", "or"},           {"^", "xor", "eo"},
    {"<<", "shl", "ls"},        {">>", "shr", "rs"},        {"+=", "add-assign", "pL"},  {"-=", "sub-assign", "mI"},
    {"*=", "mul-assign", "mL"}, {"/=", "div-assign", "dV"}, {"%=", "rem-assign", "rM"},  {"&=", "and-assign", "aN"},
    {"|=", "or-assign", "oR"},  {"^=", "xor-assign", "eO"}, {"<<=", "shl-assign", "lS"}, {">>=", "shr-assign", "rS"},
    {"<", "lt", "lt", ">="},    {"<=", "le", "le", ">"},    {">", "gt", "gt", "<="},     {">=", "ge", "ge", "<"},
    {"==", "eq", "eq", "!="},   {"!=", "ne", "ne", "=="},   {"&&", "land", "aa"},        {"||", "lor", "oo"},
    {"++", "inc", "pp"},        {"--", "dec", "mm"},
};

bool isStep(StringRef token) {
  return token == "++" || token == "--";
}

bool isCalled(const Function &function, const OverloadableOperator &overload) {
  return nameOf(function).base == ("operator" + overload.token).str();
}

// What an operator is called by; null where its name isn't known or the call can't be made another way.
const Function *calleeOf(const CallBase &call) {
  bool isPlain = !call.isInlineAsm() && !isa<IntrinsicInst>(call) && !isa<CallBrInst>(call) && !call.isMustTailCall() &&
                 !call.doesNotReturn() && !call.hasOperandBundles();
  const Function *callee = isPlain ? call.getCalledFunction() : nullptr;
  return callee && callee->getName().starts_with("_Z") ? callee : nullptr;
}

// The `++` or `--` behind the expression that begins at `start`; kNoToken where there isn't exactly one.
TokenIndex postfixStep(const SourceFile &file, TokenIndex start) {
  TokenIndex end = file.operandEnd(start), found = kNoToken;
  for (TokenIndex at = start; at < end; ++at) {
    if (file.isOpening(at) && file.token(at).match > at) {
      at = file.token(at).match;
    } else if (isStep(file.spelling(at))) {
      if (found != kNoToken)
        return kNoToken;
      found = at;
    }
  }
  return found == start ? kNoToken : found;
}

// The operator's token: a postfix one's call stands where the operand begins. kNoToken where calls can't be told apart.
TokenIndex tokenOf(const FunctionContext &context, const Place &place) {
  const SourceFile &file = *place.file;
  bool isOperand =
      file.token(place.token).kind == TokenKind::kIdentifier || place.text() == "(" || place.text() == "::";
  if (!isOperand)
    return place.token;
  auto isStepCall = [](const Instruction *other) {
    const auto *call = dyn_cast<CallBase>(other);
    const Function *callee = call ? calleeOf(*call) : nullptr;
    return callee && isStep(StringRef(nameOf(*callee).base).substr(StringRef("operator").size()));
  };
  TokenIndex found = postfixStep(file, place.token);
  return found != kNoToken && count_if(context.at(place), isStepCall) == 1 ? found : kNoToken;
}

// What the source says that a function returns; null where only the IR is known. Of declarations debug info says
// something from -O1 on, and the mutants must not depend on that.
const DIType *returnTypeOf(const FunctionContext &context, const Function &function) {
  if (!context.isProgramsOwn(function))
    return nullptr;
  DITypeRefArray types = function.getSubprogram()->getType()->getTypeArray();
  const DIType *type = types.size() > 0 ? stripType(types[0]) : nullptr;
  return type && type->getTag() != dwarf::DW_TAG_unspecified_type ? type : nullptr;
}

// Whether both functions return the same type. Their IR types are equal: truth values and void are no other's, and a
// class in memory is named. Classes in registers look like numbers.
bool returnsSame(const FunctionContext &context, const Function &left, const Function &right) {
  if (left.getReturnType()->isVoidTy())
    return all_of(seq<unsigned>(0, left.getFunctionType()->getNumParams()), [&](unsigned index) {
      return left.getParamStructRetType(index) == right.getParamStructRetType(index);
    });
  if (left.getReturnType()->isIntegerTy(1))
    return true;
  auto isReference = [](const Function &function) { return function.hasRetAttribute(Attribute::NonNull); };
  if (isReference(left) && isReference(right))
    return left.getAttributes().getRetDereferenceableBytes() == right.getAttributes().getRetDereferenceableBytes() &&
           left.getAttributes().getRetAlignment() == right.getAttributes().getRetAlignment();
  const DIType *type = returnTypeOf(context, left);
  return type && type == returnTypeOf(context, right);
}

// Whether both operands have one type, references and const aside.
bool takesOneType(const Function &function) {
  ItaniumPartialDemangler demangler;
  const std::string mangled = function.getName().str(); // the demangler keeps pointing into it
  if (demangler.partialDemangle(mangled.c_str()) || !demangler.isFunction())
    return false;
  size_t size = 0;
  auto take = [](char *text) {
    std::string taken = text ? text : "";
    std::free(text);
    return taken;
  };
  const std::string context = take(demangler.getFunctionDeclContextName(nullptr, &size));
  const std::string parameters = take(demangler.getFunctionParameters(nullptr, &size));
  auto plain = [](StringRef type) {
    type = type.trim().rtrim("&");
    type.consume_back(" const");
    return type;
  };
  StringRef inside = StringRef(parameters).drop_front().drop_back();
  for (size_t comma = inside.find(','); comma != StringRef::npos; comma = inside.find(',', comma + 1))
    if (plain(inside.take_front(comma)) == plain(inside.drop_front(comma + 1)))
      return true;
  return plain(inside) == context; // of a member
}

// Where only a library's own code calls an operator of the library, whether the module knows it depends on the library
// and the optimisation level.
bool isUsedByProgram(const FunctionContext &context, const Function &function) {
  return context.isProgramsOwn(function) || any_of(function.users(), [&](const User *user) {
           const auto *instruction = dyn_cast<Instruction>(user);
           return instruction && context.isProgramsOwn(*instruction->getFunction());
         });
}

Function *counterpartOf(const FunctionContext &context, const CallBase &call, const OverloadableOperator &from,
                        const OverloadableOperator &to) {
  const Function &callee = *call.getCalledFunction();
  StringRef name = callee.getName();
  // C++20 may call `b == a` for `a == b`, but not `b < a` for `a < b`.
  bool isReversible = from.token == "==" && to.token != from.negation;
  if (isReversible && !takesOneType(callee))
    return nullptr;
  for (size_t at = name.find(from.code); at != StringRef::npos; at = name.find(from.code, at + 1)) {
    std::string other = (name.take_front(at) + to.code + name.substr(at + from.code.size())).str();
    Function *found = context.function.getParent()->getFunction(other);
    if (!found || !isCalled(*found, to))
      continue;
    // An exception would have nowhere to land.
    bool isUncaught = call.getAttributes().hasFnAttr(Attribute::NoUnwind) && !found->doesNotThrow();
    bool fits = found->getFunctionType() == callee.getFunctionType() &&
                found->getCallingConv() == callee.getCallingConv() && !found->doesNotReturn() && !isUncaught;
    return fits && returnsSame(context, callee, *found) && isUsedByProgram(context, *found) ? found : nullptr;
  }
  return nullptr;
}

// The calls of the operator at the place of `call` in the template's other instances, a list for each: in the source
// all are one.
std::vector<SmallVector<const CallBase *, 1>> callsInOtherInstances(const FunctionContext &context,
                                                                    const OverloadedOperator &original) {
  std::vector<SmallVector<const CallBase *, 1>> all;
  const Function &function = context.function;
  if (!isTemplateInstance(function))
    return all;
  const DISubprogram &subprogram = *function.getSubprogram();
  const DILocation *location = original.call->getDebugLoc();
  for (const Function &other : *function.getParent()) {
    const DISubprogram *found = other.getSubprogram();
    if (!found || &other == &function || found->getFile() != subprogram.getFile() ||
        found->getLine() != subprogram.getLine() || found->getScopeLine() != subprogram.getScopeLine() ||
        !context.isProgramsOwn(other))
      continue;
    all.emplace_back();
    for (const Instruction &instruction : instructions(other)) {
      const auto *call = dyn_cast<CallBase>(&instruction);
      const DILocation *place = call ? call->getDebugLoc().get() : nullptr;
      if (place && place->getLine() == location->getLine() && place->getColumn() == location->getColumn() &&
          place->getFile() == location->getFile() && calleeOf(*call) && isCalled(*calleeOf(*call), *original.written))
        all.back().push_back(call);
    }
  }
  return all;
}

} // namespace

ArrayRef<OverloadableOperator> overloadableOperators() {
  return kOverloadable;
}

std::optional<OverloadedOperator> overloadedOperator(const FunctionContext &context, CallBase &call) {
  const Function *callee = calleeOf(call);
  Place place = callee ? context.place(call) : Place();
  if (!place)
    return std::nullopt;
  const SourceFile &file = *place.file;
  place.token = tokenOf(context, place);
  const auto *found =
      find_if(kOverloadable, [&](const OverloadableOperator &each) { return each.token == place.text(); });
  bool isPrefix = is_contained({"+", "-", "*", "&"}, place.text()) && !file.isBinary(place.token);
  if (found == std::end(kOverloadable) || isPrefix || !isCalled(*callee, *found))
    return std::nullopt;
  return OverloadedOperator{&call, found, place};
}

bool isThreeWayComparison(const FunctionContext &context, const Place &place) {
  return any_of(context.at(place), [](const Instruction *instruction) {
    const auto *call = dyn_cast<CallBase>(instruction);
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    return callee && nameOf(*callee).base == "operator<=>";
  });
}

Function *counterpartOf(const FunctionContext &context, const OverloadedOperator &original,
                        const OverloadableOperator &other) {
  bool isEquality = other.token == "==" || other.token == "!=";
  if (isEquality && isThreeWayComparison(context, original.place))
    return nullptr;
  Function *found = counterpartOf(context, *original.call, *original.written, other);
  auto isPossible = [&](const CallBase *call) { return counterpartOf(context, *call, *original.written, other); };
  bool isEverywhere = found && all_of(callsInOtherInstances(context, original),
                                      [&](const auto &calls) { return all_of(calls, isPossible); });
  return isEverywhere ? found : nullptr;
}

bool isOverloadedInEveryInstance(const FunctionContext &context, const OverloadedOperator &original) {
  auto isSame = [&](const CallBase *call) { return call->getType() == original.call->getType(); };
  return all_of(callsInOtherInstances(context, original),
                [&](const auto &calls) { return !calls.empty() && all_of(calls, isSame); });
}

} // namespace allele
