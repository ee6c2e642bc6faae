// Two neighbouring arguments of a call are exchanged.
#include "../CallArguments.h"
#include "../LlvmVersion.h"
#include "../SourceName.h"
#include "../Statements.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kSwappedArguments;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"swap-arguments", "`f(a, b)` becomes `f(b, a)`, for each two neighbours of one type", Level::kStrong},
};

// ---- types ----

const DIType *withoutTypedefs(const DIType *type) {
  while (type && type->getTag() == dwarf::DW_TAG_typedef)
    type = cast<DIDerivedType>(type)->getBaseType();
  return type;
}

// Whether two types are one, with the qualifiers inside of them; those outside are the callers' to strip.
bool isSameType(const DIType *a, const DIType *b) {
  a = withoutTypedefs(a);
  b = withoutTypedefs(b);
  if (a == b)
    return true;
  if (!a || !b || a->getTag() != b->getTag())
    return false;
  if (const auto *derived = dyn_cast<DIDerivedType>(a))
    return derived->getTag() != dwarf::DW_TAG_ptr_to_member_type &&
           isSameType(derived->getBaseType(), cast<DIDerivedType>(b)->getBaseType());
  const auto *basic = dyn_cast<DIBasicType>(a);
  return basic && basic->getEncoding() == cast<DIBasicType>(b)->getEncoding() &&
         basic->getSizeInBits() == b->getSizeInBits() && basic->getName() == b->getName();
}

bool isArithmetic(const DIType *type) {
  type = stripType(type);
  return isa_and_nonnull<DIBasicType>(type);
}

bool isEnumeration(const DIType *type) {
  type = stripType(type);
  return type && type->getTag() == dwarf::DW_TAG_enumeration_type;
}

bool isPointer(const DIType *type) {
  type = stripType(type);
  return type && type->getTag() == dwarf::DW_TAG_pointer_type;
}

bool isClass(const DIType *type) {
  return isa_and_nonnull<DICompositeType>(stripType(type)) && !isEnumeration(type);
}

// Whether a parameter of the demangled type is one argument in the IR, whatever the ABI: no class, perhaps empty or in
// two registers, and nothing that may be one.
bool isPassedAlone(StringRef type) {
  if (type.ends_with("*") || type.ends_with("&") || type.contains("(*)") || type.contains("(&)"))
    return true;
  return is_contained({"bool", "char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned int",
                       "long", "unsigned long", "long long", "unsigned long long", "float", "double", "wchar_t",
                       "char8_t", "char16_t", "char32_t"},
                      type);
}

// `(int, std::map<int, int> const&) const` one by one.
std::vector<std::string> splitParameters(StringRef text) {
  std::vector<std::string> types;
  if (!text.consume_front("(") || text.starts_with(")") || text.starts_with("void)"))
    return types;
  int depth = 0;
  std::string type;
  for (char c : text) {
    if (depth == 0 && (c == ',' || c == ')')) {
      types.push_back(StringRef(type).trim().str());
      type.clear();
      if (c == ')')
        break;
      continue;
    }
    depth += StringRef("(<[{").contains(c) ? 1 : StringRef(")>]}").contains(c) ? -1 : 0;
    type += c;
  }
  return types;
}

// ---- order of evaluation ----

// Whether a call takes part in giving the value: then evaluating it may do more than give it.
bool isGivenByCall(const FunctionContext &context, const Value *value, const CallBase &user,
                   SmallPtrSetImpl<const Value *> &seen) {
  const auto *instruction = dyn_cast<Instruction>(value);
  if (!instruction || !seen.insert(value).second)
    return false;
  if (isa<CallBase>(instruction) && !isa<IntrinsicInst>(instruction))
    return true;
  if (isa<AllocaInst>(instruction)) // a temporary that a function fills in
    return context.variableName(instruction).empty() && any_of(instruction->users(), [&](const User *other) {
             return other != &user && isa<CallBase>(other) && !isa<IntrinsicInst>(other);
           });
  return any_of(instruction->operands(),
                [&](const Use &operand) { return isGivenByCall(context, operand.get(), user, seen); });
}

class Collector {
public:
  explicit Collector(FunctionContext &context) : context(context) {}

  void run() {
    for (Instruction &instruction : instructions(context.function)) {
      auto *call = dyn_cast<CallBase>(&instruction);
      if (!call || call->arg_size() < 2 || call->isMustTailCall() || isa<CallBrInst>(call) ||
          call->hasFnAttr(Attribute::ReturnsTwice) || (isa<IntrinsicInst>(call) && !isa<MemTransferInst>(call)) ||
          isInlineCopy(*call))
        continue;
      auto arguments = argumentsOf(context, *call);
      if (arguments && arguments->ranges.size() >= 2 && isSure(*call, *arguments) && !isSymmetric(*call, *arguments))
        collectCall(*call, *arguments);
    }
  }

private:
  // What is known of a call's parameters.
  struct Signature {
    unsigned prefix = 0;            // arguments of the IR that the source doesn't write: where the result goes, `this`
    unsigned fixed = 0;             // parameters that are declared; the others are `...`
    std::vector<std::string> names; // of their types, for functions with mangled names
    std::vector<const DIType *> types; // the same from debug info; empty where that isn't known
  };

  bool isSure(const CallBase &call, const CallArguments &arguments) const {
    const SourceFile &file = *arguments.name.file;
    TokenIndex name = arguments.name.token;
    if (isa<MemTransferInst>(call)) // what `memcpy` returns isn't the intrinsic's
      return isStatement(file, file.postfixStart(name), file.operandEnd(name));
    if (call.getCalledFunction())
      return true;
    // What is called by another name may be a macro, which does what it likes with its arguments.
    const auto *load = dyn_cast<LoadInst>(call.getCalledOperand());
    const Value *variable = load ? load->getPointerOperand() : nullptr;
    bool isVariable = variable && (context.variableName(variable) == file.spelling(name) ||
                                   (isa<GlobalVariable>(variable) && variable->getName() == file.spelling(name)));
    bool isMember = context.isCxx() && (file.is(name - 1, ".") || file.is(name - 1, "->"));
    // Of `f(a, b)(c, d)` both calls stand at one token.
    return (isVariable || isMember) && count_if(context.at(context.place(call)), [](const Instruction *other) {
                                         return isa<CallBase>(other) && !isa<IntrinsicInst>(other);
                                       }) == 1;
  }

  // What the two arguments' exchange doesn't change: the greatest of both, or whether they are equal.
  static bool isSymmetric(const CallBase &call, const CallArguments &arguments) {
    std::string name = arguments.name.text().lower();
    if (is_contained({"min", "max", "fmin", "fmax", "fminf", "fmaxf", "fminl", "fmaxl", "swap", "iter_swap", "gcd",
                      "lcm", "hypot", "hypotf", "hypotl", "midpoint", "calloc"},
                     name))
      return true;
    if (StringRef(name).ends_with("equal") || StringRef(name).ends_with("equals"))
      return true;
    if (!is_contained({"strcmp", "strncmp", "strcasecmp", "strncasecmp", "strcoll", "memcmp", "bcmp", "wcscmp",
                       "wcsncmp", "wmemcmp", "compare"},
                      name))
      return false;
    return all_of(call.users(), [](const User *user) {
      const auto *compare = dyn_cast<ICmpInst>(user);
      return compare && compare->isEquality() && isa<Constant>(compare->getOperand(1)) &&
             cast<Constant>(compare->getOperand(1))->isNullValue();
    });
  }

  void collectCall(CallBase &call, const CallArguments &arguments) {
    std::optional<Signature> signature;
    bool isRead = false;
    const auto count = static_cast<unsigned>(arguments.ranges.size());
    for (unsigned index = 0; index + 1 < count; ++index) {
      if (call.arg_size() < count) // an empty class is no argument
        return;
      const SourceFile &file = *arguments.name.file;
      TokenRange left = arguments.ranges[index], right = arguments.ranges[index + 1];
      if (left.empty() || right.empty() || file.textOf(left) == file.textOf(right))
        continue;
      if (!isRead)
        signature = signatureOf(call, count);
      isRead = true;
      if (!signature)
        return;
      unsigned operand = signature->prefix + index;
      if (areInterchangeable(call, *signature, index, left, right, file) &&
          isOrderFree(call, operand, left, right, file))
        add(call, operand, file, left, right);
    }
  }

  // None where it isn't sure which of the IR's arguments the source's are.
  std::optional<Signature> signatureOf(const CallBase &call, unsigned written) const {
    Signature signature;
    unsigned result = call.hasStructRetAttr() ? 1 : 0;
    unsigned declared = call.getFunctionType()->getNumParams();
    const Function *callee = call.getCalledFunction();
    signature.prefix = result;
    if (isa<MemTransferInst>(call)) { // it also has whether it is volatile
      signature.fixed = 3;
      return written == 3 ? std::optional(signature) : std::nullopt;
    }
    if (SourceName name = callee ? nameOf(*callee) : SourceName(); name.isCxx)
      return signatureByName(call, std::move(signature), splitParameters(name.parameters), written, result);
    const DISubroutineType *type = nullptr;
    if (callee && callee->getSubprogram() && !callee->isDeclarationForLinker())
      type = callee->getSubprogram()->getType();
    if (call.arg_size() == result + written + 1 && !callee && context.isCxx()) {
      signature.prefix = result + 1; // `this`
      if (!call.paramHasAttr(result, Attribute::NonNull))
        return std::nullopt;
    } else if (call.arg_size() != result + written) {
      return std::nullopt;
    }
    signature.fixed = declared - std::min(declared, signature.prefix);
    if (type && type->getTypeArray().size() == signature.fixed + 1) {
      for (unsigned index = 1; index <= signature.fixed; ++index)
        signature.types.push_back(type->getTypeArray()[index]);
      // Of two classes one may be in two registers, the other nowhere.
      if (count_if(signature.types, [](const DIType *parameter) {
            return isClass(parameter) && stripType(parameter)->getSizeInBits() <= 8;
          }) > 0)
        return std::nullopt;
    }
    return signature;
  }

  static std::optional<Signature> signatureByName(const CallBase &call, Signature signature,
                                                  std::vector<std::string> names, unsigned written, unsigned result) {
    bool isVariadic = !names.empty() && names.back() == "...";
    if (isVariadic)
      names.pop_back();
    const auto fixed = static_cast<unsigned>(names.size());
    unsigned declared = call.getFunctionType()->getNumParams();
    if (isVariadic != call.getFunctionType()->isVarArg() || declared < result + fixed)
      return std::nullopt;
    unsigned more = declared - result - fixed;
    if (more > 1 || call.arg_size() != result + more + written)
      return std::nullopt;
    auto unsure = count_if(names, [](StringRef name) { return !isPassedAlone(name); });
    bool isMember = more == 1;
    // A class may be in two registers, and then what looks like `this` is another argument.
    if (unsure > 1 || (unsure == 1 && isMember &&
                       (!call.paramHasAttr(result, Attribute::NonNull) || StringRef(names.front()).ends_with("&"))))
      return std::nullopt;
    signature.prefix = result + more;
    signature.fixed = fixed;
    signature.names = std::move(names);
    return signature;
  }

  // Whether the exchanged text compiles, calls the same function and passes the same two values.
  bool areInterchangeable(const CallBase &call, const Signature &signature, unsigned index, TokenRange left,
                          TokenRange right, const SourceFile &file) const {
    unsigned operand = signature.prefix + index;
    const Value *a = call.getArgOperand(operand), *b = call.getArgOperand(operand + 1);
    bool isByValue = call.isByValArgument(operand);
    if (a == b || a->getType() != b->getType() || isByValue != call.isByValArgument(operand + 1) ||
        (isByValue && call.getParamByValType(operand) != call.getParamByValType(operand + 1)))
      return false;
    for (unsigned other : {operand, operand + 1})
      for (auto kind : {Attribute::InAlloca, Attribute::Preallocated, Attribute::StructRet, Attribute::SwiftError})
        if (call.paramHasAttr(other, kind))
          return false;
    bool isFixed = index + 1 < signature.fixed;
    if (!isFixed && index < signature.fixed) // one is among `...`
      return false;
    if (isFixed && !signature.names.empty())
      return signature.names[index] == signature.names[index + 1] && isPassedAlone(signature.names[index]) &&
             isConvertedAlike(a, b);
    if (isFixed && !signature.types.empty()) {
      const DIType *first = stripType(signature.types[index]), *second = stripType(signature.types[index + 1]);
      if (isSameType(first, second))
        return true;
      auto isNumber = [&](const DIType *type) {
        return isArithmetic(type) || (!context.isCxx() && isEnumeration(type));
      };
      return isNumber(first) && isNumber(second) && isRoundedAlike(a, b);
    }
    // Only the arguments are known.
    if (isByValue)
      return false;
    if (a->getType()->isPointerTy())
      return !isFixed || (!mayBeCast(left, file) && !mayBeCast(right, file) && hasSameType(a, b));
    bool mayBeEnumeration = !isFixed || !context.isCxx();
    return (a->getType()->isIntegerTy() || a->getType()->isFloatingPointTy()) &&
           isNumber(a, left, file, mayBeEnumeration) && isNumber(b, right, file, mayBeEnumeration) &&
           isRoundedAlike(a, b);
  }

  // Other conversions might choose another overload once they are exchanged.
  static bool isConvertedAlike(const Value *a, const Value *b) {
    const auto *first = dyn_cast<CastInst>(a), *second = dyn_cast<CastInst>(b);
    if (isa<Constant>(a) || isa<Constant>(b) || (!first && !second))
      return true;
    return first && second && first->getOpcode() == second->getOpcode() && first->getSrcTy() == second->getSrcTy();
  }

  // A float is converted to signed and to unsigned in different ways.
  static bool isRoundedAlike(const Value *a, const Value *b) {
    auto kindOf = [](const Value *value) -> unsigned {
      return isa<FPToSIInst>(value) || isa<FPToUIInst>(value) ? cast<Instruction>(value)->getOpcode() : 0U;
    };
    return kindOf(a) == kindOf(b);
  }

  // A cast of pointers or to an enumeration leaves no instruction.
  static bool mayBeCast(TokenRange range, const SourceFile &file) {
    return any_of(seq(range.begin, range.end), [&](TokenIndex token) { return file.is(token, "("); });
  }

  bool hasSameType(const Value *a, const Value *b) const {
    const DIType *first = pointerType(a), *second = pointerType(b);
    return first && second && isSameType(first, second);
  }

  // What the pointer points to, with its qualifiers; null where that isn't known.
  const DIType *pointerType(const Value *value) const {
    if (const auto *decayed = dyn_cast<GetElementPtrInst>(value);
        decayed && decayed->hasAllZeroIndices() && decayed->getSourceElementType()->isArrayTy()) {
      const auto *array = dyn_cast_or_null<DICompositeType>(context.variableType(decayed->getPointerOperand()));
      bool isFlat = array && array->getTag() == dwarf::DW_TAG_array_type && array->getElements().size() == 1;
      return isFlat ? array->getBaseType() : nullptr;
    }
    if (const auto *moved = dyn_cast<GetElementPtrInst>(value); moved && moved->getNumIndices() == 1)
      return pointerType(moved->getPointerOperand());
    if (!isa<LoadInst>(value))
      return nullptr;
    const DIType *type = context.typeOf(value);
    return isPointer(type) ? cast<DIDerivedType>(type)->getBaseType() : nullptr;
  }

  // Whether the source's argument is a number, no class in a register and, in C++, no enumerator.
  bool isNumber(const Value *value, TokenRange range, const SourceFile &file, bool mayBeEnumeration) const {
    bool isLiteral = range.begin + 1 == range.end && file.token(range.begin).kind == TokenKind::kNumber;
    if (!mayBeEnumeration && !isLiteral && (isa<Constant>(value) || mayBeCast(range, file)))
      return false;
    const auto *load = dyn_cast<LoadInst>(value);
    if (!load)
      return !isa<CallBase>(value);
    const DIType *type = context.typeOf(load);
    if (!isArithmetic(type) && !(mayBeEnumeration && isEnumeration(type)))
      return false;
    // Of a class with one member that one is read.
    auto members = count_if(seq(range.begin, range.end),
                            [&](TokenIndex token) { return file.is(token, ".") || file.is(token, "->"); });
    const Value *address = load->getPointerOperand();
    for (const auto *element = dyn_cast<GetElementPtrInst>(address); element;
         element = dyn_cast<GetElementPtrInst>(element->getPointerOperand()))
      members -= element->getSourceElementType()->isStructTy();
    return members >= 0;
  }

  // Arguments are evaluated from left to right, and those of the exchanged call in the other order: what one of them
  // does must not be seen by the other.
  bool isOrderFree(const CallBase &call, unsigned operand, TokenRange left, TokenRange right,
                   const SourceFile &file) const {
    const Value *a = call.getArgOperand(operand), *b = call.getArgOperand(operand + 1);
    bool leftActs = hasEffect(a, call, left, file), rightActs = hasEffect(b, call, right, file);
    if (leftActs && rightActs)
      return false;
    return (!leftActs || isStable(b, left, file)) && (!rightActs || isStable(a, right, file));
  }

  bool hasEffect(const Value *value, const CallBase &call, TokenRange range, const SourceFile &file) const {
    SmallPtrSet<const Value *, 16> seen;
    return mayHaveEffect(context, file, range) || isGivenByCall(context, value, call, seen);
  }

  // Whether nothing that the tokens do changes the value.
  bool isStable(const Value *value, TokenRange tokens, const SourceFile &file) const {
    if (isa<Constant>(value))
      return true;
    if (isa<AllocaInst>(value))
      return !context.variableName(value).empty();
    if (isa<CastInst>(value) || isa<BinaryOperator>(value))
      return all_of(cast<Instruction>(value)->operands(),
                    [&](const Use &operand) { return isStable(operand.get(), tokens, file); });
    const auto *load = dyn_cast<LoadInst>(value);
    const auto *variable = load ? dyn_cast<AllocaInst>(load->getPointerOperand()) : nullptr;
    return variable && all_of(variable->users(), [&](const User *user) {
             const auto *store = dyn_cast<StoreInst>(user);
             if (!store || store->getPointerOperand() != variable)
               return isa<LoadInst>(user) ||
                      (isa<IntrinsicInst>(user) && cast<IntrinsicInst>(user)->isLifetimeStartOrEnd());
             Place place = context.place(*store);
             return !place || place.file != &file || !tokens.contains(place.token);
           });
  }

  // The call with its arguments exchanged, instead of it.
  void add(CallBase &call, unsigned operand, const SourceFile &file, TokenRange left, TokenRange right) {
    Site site;
    site.shape = Site::Shape::kSkip;
    site.instruction = &call;
    site.file = &file;
    Alternative alternative{
        "swap-arguments", (file.textOf(right) + ", " + file.textOf(left)).str(), {left.begin, right.end}};
    alternative.inLine = [operand](IRBuilder<> &builder, Value *value, ValueToValueMapTy &) -> Value * {
      auto *original = cast<CallBase>(value);
      auto *exchanged = cast<CallBase>(original->clone());
      exchanged->setArgOperand(operand, original->getArgOperand(operand + 1));
      exchanged->setArgOperand(operand + 1, original->getArgOperand(operand));
      builder.Insert(exchanged);
      if (auto *transfer = dyn_cast<MemTransferInst>(exchanged)) {
        transfer->setDestAlignment(Align(1));
        transfer->setSourceAlignment(Align(1));
      }
      if (auto *invoke = dyn_cast<InvokeInst>(exchanged)) {
        BasicBlock *from = builder.GetInsertBlock();
        auto *behind = BasicBlock::Create(builder.getContext(), "", from->getParent());
        invoke->setNormalDest(behind);
        for (PHINode &phi : invoke->getUnwindDest()->phis())
          phi.addIncoming(phi.getIncomingValueForBlock(original->getParent()), from);
        builder.SetInsertPoint(behind);
      }
      return exchanged;
    };
    site.alternatives.push_back(std::move(alternative));
    context.add(std::move(site));
  }

  FunctionContext &context;
};

void collect(FunctionContext &context) {
  Collector(context).run();
}

} // namespace

const OperatorFamily kSwappedArguments = {
    "Exchanged arguments",
    "Two neighbouring arguments of a call whose parameters have the same type; numbers of C functions, and what is "
    "given as `...`, may also differ in their types as long as they are passed alike. Left alone are functions that "
    "are "
    "known to be symmetric (`min`, `max`, `swap`, `gcd`, `calloc`, names that end with `equal`, comparisons of strings "
    "for equality), arguments of which both "
    "may do more than give a value, or one something that the other sees, constructors, and in C++ classes that are "
    "passed by value. What a "
    "C function that is only declared takes isn't known: pointers are exchanged there where the arguments have the "
    "same "
    "type.",
    kOperators, collect};

} // namespace allele
