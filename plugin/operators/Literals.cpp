// Numbers that the source writes as operands, arguments, initial and returned values, and truth values that variables
// of static storage begin with.
#include "../CallArguments.h"
#include "../Comparison.h"
#include "../InitialValues.h"
#include "../LlvmVersion.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kLiterals;

namespace {

constexpr Level kStrong = Level::kStrong;
constexpr OperatorInfo kOperators[] = {
    {"literal-to-zero", "the number `c` becomes `0`", kStrong},
    {"literal-to-one", "the number `c` becomes `1`", kStrong},
    {"literal-to-minus-one", "the number `c` becomes `-1`", kStrong},
    {"literal-increment", "the number `c` becomes `c + 1`", kStrong},
    {"literal-decrement", "the number `c` becomes `c - 1`", kStrong},
    {"literal-negate", "the number `c` becomes `-c`", kStrong},
    {"initial-true-to-false",
     "`bool b = true;` of a variable outside of functions, or static, becomes `bool b = false;`", kStrong},
    {"initial-false-to-true",
     "`bool b = false;` of a variable outside of functions, or static, becomes `bool b = true;`", kStrong},
};

// A number as it is written, its sign included.
struct Literal {
  TokenRange range;
  bool isFloat = false;
  bool isUnsigned = false;
  APInt integer = APInt(128, 0);
  APFloat real = APFloat(0.0);
  StringRef suffix;
};

std::optional<Literal> readInteger(StringRef digits, Literal literal, bool isNegative) {
  StringRef lower = digits.rtrim("uUlL");
  literal.suffix = digits.substr(lower.size());
  literal.isUnsigned = literal.suffix.contains_insensitive('u');
  bool isLong = literal.suffix.contains_insensitive('l');
  uint64_t value = 0;
  if (lower.contains('\'') || lower.getAsInteger(0, value))
    return std::nullopt;
  // Neither the number nor its successor must change the type.
  unsigned bits = (isLong ? 64 : 32) - (literal.isUnsigned ? 0 : 1);
  if (value >= (bits == 64 ? UINT64_MAX : (1ULL << bits) - 1) || (isNegative && literal.isUnsigned))
    return std::nullopt;
  literal.integer = APInt(128, value);
  if (isNegative)
    literal.integer.negate();
  return literal;
}

std::optional<Literal> readFloat(StringRef text, Literal literal, bool isNegative) {
  StringRef digits = text.rtrim("fFlL");
  literal.suffix = text.substr(digits.size());
  literal.isFloat = true;
  if (digits.contains('\'') || digits.starts_with_insensitive("0x") || literal.suffix.size() > 1 ||
      literal.suffix.contains_insensitive('l'))
    return std::nullopt;
  literal.real = APFloat(literal.suffix.empty() ? APFloat::IEEEdouble() : APFloat::IEEEsingle());
  if (auto status = literal.real.convertFromString(digits, APFloat::rmNearestTiesToEven); !status) {
    consumeError(status.takeError());
    return std::nullopt;
  }
  if (!literal.real.isFinite())
    return std::nullopt;
  if (isNegative)
    literal.real.changeSign();
  return literal;
}

// The number that the range consists of; none where there is more, or its type isn't sure.
std::optional<Literal> readLiteral(const SourceFile &file, TokenRange range) {
  range = withoutParentheses(file, range);
  Literal literal;
  literal.range = range;
  bool isNegative = file.is(range.begin, "-");
  TokenIndex number = range.begin + (isNegative ? 1 : 0);
  if (number + 1 != range.end || file.token(number).kind != TokenKind::kNumber)
    return std::nullopt;
  StringRef text = file.spelling(number);
  bool isHex = text.starts_with_insensitive("0x");
  bool isFloat = text.contains('.') || (!isHex && text.contains_insensitive('e'));
  return isFloat ? readFloat(text, literal, isNegative) : readInteger(text, literal, isNegative);
}

// What the number is once converted to the type; null where that isn't exact or isn't a conversion of numbers.
Constant *converted(const Literal &literal, Type *type) {
  if (type->isIntegerTy() && !type->isIntegerTy(1) && !literal.isFloat && type->getIntegerBitWidth() <= 64)
    return ConstantInt::get(type, literal.integer.trunc(type->getIntegerBitWidth()));
  if (!type->isFloatTy() && !type->isDoubleTy())
    return nullptr;
  APFloat real = literal.real;
  if (!literal.isFloat) {
    real = APFloat(type->getFltSemantics());
    real.convertFromAPInt(literal.integer, true, APFloat::rmNearestTiesToEven);
  }
  bool losesDigits = false;
  real.convert(type->getFltSemantics(), APFloat::rmNearestTiesToEven, &losesDigits);
  return ConstantFP::get(type, real);
}

struct Replacement {
  StringRef operatorId;
  std::string text;
  Constant *value;
};

std::string textOf(const Literal &literal) {
  SmallString<32> text;
  if (literal.isFloat) {
    literal.real.toString(text, 0, 8);
    if (!StringRef(text).contains('.') && !StringRef(text).contains('E'))
      text += ".0";
  } else {
    literal.integer.toStringSigned(text);
  }
  text += literal.suffix;
  return StringRef(text).starts_with("-") ? ("(" + text + ")").str() : text.str().str();
}

// In the order of the operators, each value once.
std::vector<Replacement> replacementsOf(const Literal &literal, Type *type) {
  std::vector<Replacement> found;
  StringSet<> seen;
  seen.insert(textOf(literal));
  auto add = [&](StringRef id, auto change) {
    Literal changed = literal;
    change(changed);
    if (changed.isUnsigned && changed.integer.isNegative())
      return;
    std::string text = textOf(changed);
    Constant *value = converted(changed, type);
    if (!value || value == converted(literal, type) || !seen.insert(text).second)
      return;
    found.push_back({id, text, value});
  };
  auto setTo = [](int value) {
    return [value](Literal &changed) {
      changed.integer = APInt(128, static_cast<uint64_t>(value), true);
      if (changed.isFloat) {
        changed.real = APFloat(changed.real.getSemantics());
        changed.real.convertFromAPInt(changed.integer, true, APFloat::rmNearestTiesToEven);
      }
    };
  };
  auto increaseBy = [](int difference) {
    return [difference](Literal &changed) {
      changed.integer += APInt(128, static_cast<uint64_t>(difference), true);
      if (changed.isFloat) {
        APFloat step(changed.real.getSemantics());
        step.convertFromAPInt(APInt(32, static_cast<uint64_t>(difference), true), true, APFloat::rmNearestTiesToEven);
        changed.real.add(step, APFloat::rmNearestTiesToEven);
      }
    };
  };
  add("literal-to-zero", setTo(0));
  add("literal-to-one", setTo(1));
  add("literal-to-minus-one", setTo(-1));
  add("literal-increment", increaseBy(1));
  add("literal-decrement", increaseBy(-1));
  add("literal-negate", [](Literal &changed) {
    changed.integer.negate();
    changed.real.changeSign();
  });
  return found;
}

class Collector {
public:
  explicit Collector(FunctionContext &context) : context(context) {}

  void run() {
    bool isInitial = standsForInitialValues(context.function);
    for (Instruction &instruction : instructions(context.function)) {
      Place place = context.place(instruction);
      if (!place)
        continue;
      if (isInitial) {
        collectInitial(cast<LoadInst>(instruction), place);
        continue;
      }
      if (auto *compare = dyn_cast<CmpInst>(&instruction))
        collectComparison(*compare);
      else if (auto *operation = dyn_cast<BinaryOperator>(&instruction))
        collectOperation(*operation, place);
      else if (auto *call = dyn_cast<CallBase>(&instruction))
        collectCall(*call);
      else if (isa<ReturnInst>(instruction) || isa<StoreInst>(instruction))
        collectStored(instruction, place);
    }
  }

private:
  // A shift by a negative number isn't defined.
  enum class Sign { kAny, kPositive };

  void add(Instruction &instruction, unsigned operand, const SourceFile &file, TokenRange range,
           ArrayRef<StringRef> without = {}, Sign sign = Sign::kAny) {
    auto literal = readLiteral(file, range);
    Value *value = instruction.getOperand(operand);
    if (!literal || converted(*literal, value->getType()) != value)
      return;
    Site site;
    site.shape = Site::Shape::kOperand;
    site.instruction = &instruction;
    site.operand = operand;
    site.file = &file;
    for (Replacement &replacement : replacementsOf(*literal, value->getType())) {
      if (is_contained(without, replacement.operatorId) ||
          (sign == Sign::kPositive && StringRef(replacement.text).starts_with("(-")))
        continue;
      Alternative alternative{replacement.operatorId, replacement.text, literal->range};
      alternative.inLine = [value = replacement.value](IRBuilder<> &, Value *, ValueToValueMapTy &) { return value; };
      site.alternatives.push_back(std::move(alternative));
    }
    context.add(std::move(site));
  }

  void collectComparison(CmpInst &compare) {
    auto comparison = readComparison(context, compare);
    if (!comparison || !comparison->operands.areSure)
      return;
    add(compare, 0, *comparison->place.file, comparison->operands.left);
    add(compare, 1, *comparison->place.file, comparison->operands.right);
  }

  void collectOperation(BinaryOperator &operation, const Place &place) {
    const SourceFile &file = *place.file;
    StringRef op = place.text();
    bool isCompound = op.size() >= 2 && op.ends_with("=") && precedenceOf(op.drop_back()) > 0 && op != "<=" &&
                      op != ">=" && op != "==" && op != "!=";
    bool isPlain = precedenceOf(op) > precedenceOf("&&") && file.isBinary(place.token);
    // Bit-fields, offsets and what is checked for overflow have more than one instruction there.
    bool isOnly = count_if(context.at(place), [](const Instruction *other) {
                    return isa<BinaryOperator>(other) || isa<GetElementPtrInst>(other) || isa<CallBase>(other);
                  }) == 1;
    if ((!isCompound && !isPlain) || !isOnly || operation.getType()->isVectorTy())
      return;
    OperandRanges operands = operandsOf(file, place.token);
    if (!operands.areSure)
      return;
    bool isShift = operation.isShift();
    if (!isCompound)
      add(operation, 0, file, operands.left);
    add(operation, 1, file, operands.right, {}, isShift ? Sign::kPositive : Sign::kAny);
  }

  void collectCall(CallBase &call) {
    if (isa<IntrinsicInst>(call) || call.isMustTailCall())
      return;
    auto arguments = argumentsOf(context, call);
    if (!arguments)
      return;
    const SourceFile &file = *arguments->name.file;
    for (TokenRange range : arguments->ranges) {
      auto literal = readLiteral(file, range);
      if (!literal)
        continue;
      // Default arguments and what the ABI makes of classes move positions: the value must be the only one of its kind.
      auto matches = [&](const Value *value) { return converted(*literal, value->getType()) == value; };
      unsigned inCall = 0, inSource = 0, operand = 0;
      for (unsigned index = 0; index < call.arg_size(); ++index)
        if (matches(call.getArgOperand(index))) {
          ++inCall;
          operand = index;
        }
      for (TokenRange other : arguments->ranges)
        if (auto same = readLiteral(file, other); same && isSameNumber(*same, *literal))
          ++inSource;
      if (inCall == 1 && inSource == 1)
        add(call, operand, file, range);
    }
  }

  // `f(2, 2.0)` may be the same number in two arguments.
  static bool isSameNumber(const Literal &a, const Literal &b) {
    return a.isFloat != b.isFloat || (a.integer == b.integer && a.real.bitwiseIsEqual(b.real));
  }

  void collectStored(Instruction &instruction, const Place &place) {
    const SourceFile &file = *place.file;
    Type *type = instruction.getNumOperands() > 0 ? instruction.getOperand(0)->getType() : nullptr;
    if (!type || type->isIntegerTy(1) || type->isIntegerTy(8)) // perhaps a truth value
      return;
    auto isEnd = [&](TokenIndex token) { return file.is(token, ";") || file.is(token, ","); };
    auto *store = dyn_cast<StoreInst>(&instruction);
    if (place.text() == "return") {
      // The others are among the returned values.
      bool isSlot = !store || store->getPointerOperand() == context.returnSlot();
      TokenRange range{place.token + 1, file.scanForward(place.token + 1, isEnd)};
      if (isSlot && file.is(range.end, ";"))
        add(instruction, 0, file, range, {"literal-to-zero", "literal-to-one", "literal-negate"});
      return;
    }
    if (!store)
      return;
    TokenIndex assignment = place.text() == "=" ? place.token : place.token + 1;
    if (!file.is(assignment, "=") || (assignment != place.token && !isVariable(file, place.token)))
      return;
    TokenRange range{assignment + 1, file.scanForward(assignment + 1, isEnd)};
    bool isOnly = count_if(context.at(place), [](const Instruction *other) { return isa<StoreInst>(other); }) == 1;
    if (isOnly)
      add(instruction, 0, file, range);
  }

  // The instruction loads the variable that is named at the place. In the twin the mutant's value is stored before
  // that.
  void collectInitial(LoadInst &load, const Place &place) {
    const SourceFile &file = *place.file;
    auto &variable = *cast<GlobalVariable>(load.getPointerOperand());
    Constant *value = variable.getInitializer();
    TokenIndex open = place.token + 1;
    if (file.is(open, "=") && file.is(open + 1, "{"))
      ++open;
    bool isBraced = file.is(open, "{");
    auto isEnd = [&](TokenIndex token) { return file.is(token, ";") || file.is(token, ","); };
    bool isPlain = file.is(open, "=");
    TokenIndex end = isPlain ? file.scanForward(open + 1, isEnd) : file.token(open).match;
    if (end <= open || !isEnd(isPlain ? end : end + 1))
      return;
    TokenRange range{open + 1, end};
    Site site;
    site.shape = Site::Shape::kDivert;
    site.instruction = &load;
    site.file = &file;
    auto replaceBy = [&](StringRef operatorId, StringRef text, TokenRange replaced, Constant *other) {
      Alternative alternative{operatorId, text.str(), replaced};
      alternative.inLine = [&variable, other](IRBuilder<> &builder, Value *, ValueToValueMapTy &) -> Value * {
        return builder.CreateAlignedStore(other, &variable, variable.getAlign());
      };
      site.alternatives.push_back(std::move(alternative));
    };
    if (isTruth(variable)) {
      bool isTrue = !value->isNullValue();
      if (range.begin + 1 == range.end && file.is(range.begin, isTrue ? "true" : "false"))
        replaceBy(isTrue ? "initial-true-to-false" : "initial-false-to-true", isTrue ? "false" : "true", range,
                  ConstantInt::get(value->getType(), isTrue ? 0 : 1));
    } else if (auto literal = readLiteral(file, range); literal && converted(*literal, value->getType()) == value) {
      for (const Replacement &replacement : replacementsOf(*literal, value->getType()))
        // In braces a number must not be narrowed.
        if (!isBraced || (replacement.value->getType()->isIntegerTy(32) && !isUnsigned(variable)))
          replaceBy(replacement.operatorId, replacement.text, literal->range, replacement.value);
    }
    context.add(std::move(site));
  }

  static const DIBasicType *typeOf(const GlobalVariable &variable) {
    SmallVector<DIGlobalVariableExpression *, 1> expressions;
    variable.getDebugInfo(expressions);
    return cast<DIBasicType>(stripType(expressions.front()->getVariable()->getType()));
  }
  static bool isTruth(const GlobalVariable &variable) {
    return typeOf(variable)->getEncoding() == dwarf::DW_ATE_boolean;
  }
  static bool isUnsigned(const GlobalVariable &variable) { return !isSignedType(typeOf(variable)).value_or(false); }

  // A declared name whose value isn't used as a constant elsewhere: what is const may be.
  static bool isVariable(const SourceFile &file, TokenIndex name) {
    if (file.token(name).kind != TokenKind::kIdentifier)
      return false;
    auto isStart = [&](TokenIndex token) { return file.is(token, ";") || file.is(token, "{") || file.is(token, "}"); };
    for (TokenIndex at = file.scanBackward(name, isStart); at < name; ++at)
      if (is_contained({"const", "constexpr", "constinit", "static"}, file.spelling(at)))
        return false;
    return true;
  }

  FunctionContext &context;
};

void collect(FunctionContext &context) {
  Collector(context).run();
}

} // namespace

const OperatorFamily kLiterals = {
    "Numbers",
    "Integers and floats that the source writes as operands of binary operators and comparisons, as arguments, as "
    "assigned, initial or returned values. Each becomes 0, 1, -1, one more, one less and its negation, as far as these "
    "differ. Left alone where it isn't sure which constant of the program is meant: initial values of constants, "
    "truth values and characters, indices, equal arguments of one call, and numbers that a macro expands to.\n\n"
    "Variables outside of functions and static ones are given a mutant's value at the program's start, before anything "
    "else of it runs, so that every run reaches the mutant. Their initial value must be a single number, or `true` or "
    "`false`, behind the variable's name. Left out are constants, variables that only their file knows and that "
    "nothing "
    "there writes (they have to stay constants to the optimiser), inline and thread-local variables, and static ones "
    "of "
    "templates and inline functions. They are in no function: `functions: {include: ...}` leaves them out.",
    kOperators, collect};

} // namespace allele
