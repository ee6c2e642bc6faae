#include "ErrorChecks.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

namespace {

// How far behind the call a check may stand, in lines, and how many blocks are searched for it. By lines, so that it is
// the same at every level of optimisation.
constexpr unsigned kMaxLines = 12;
constexpr unsigned kMaxBlocks = 128;

// Whether both are the same expression over the same variables: `s->p`, loaded twice.
bool isSameAddress(const Value *a, const Value *b, unsigned depth = 0) {
  if (a == b)
    return true;
  const auto *left = dyn_cast<Instruction>(a);
  const auto *right = dyn_cast<Instruction>(b);
  if (depth > 6 || !left || !right || left->getOpcode() != right->getOpcode() ||
      !(isa<LoadInst>(left) || isa<GetElementPtrInst>(left) || isa<CastInst>(left)) || !left->isSameOperationAs(right))
    return false;
  for (unsigned index = 0; index < left->getNumOperands(); ++index)
    if (!isSameAddress(left->getOperand(index), right->getOperand(index), depth + 1))
      return false;
  return true;
}

// The loads of what the store has written, in the blocks behind it and before another store.
SmallVector<LoadInst *, 4> loadsBehind(const FunctionContext &context, StoreInst &store) {
  Place start = context.place(store);
  SmallVector<LoadInst *, 4> loads;
  if (!start)
    return loads;
  SmallPtrSet<BasicBlock *, 8> seen;
  SmallVector<BasicBlock *, 8> todo;
  auto scan = [&](BasicBlock::iterator from, BasicBlock &block) {
    for (Instruction &instruction : make_range(from, block.end())) {
      if (auto *other = dyn_cast<StoreInst>(&instruction);
          other && isSameAddress(other->getPointerOperand(), store.getPointerOperand()))
        return;
      auto *load = dyn_cast<LoadInst>(&instruction);
      Place place = load ? context.place(*load) : Place();
      if (place && place.file == start.file && place.token > start.token &&
          start.file->token(place.token).line <= start.file->token(start.token).line + kMaxLines &&
          isSameAddress(load->getPointerOperand(), store.getPointerOperand()))
        loads.push_back(load);
    }
    for (BasicBlock *next : successors(&block))
      if (!next->isLandingPad())
        todo.push_back(next);
  };
  scan(std::next(store.getIterator()), *store.getParent());
  for (unsigned index = 0; index < todo.size() && seen.size() < kMaxBlocks; ++index)
    if (seen.insert(todo[index]).second)
      scan(todo[index]->begin(), *todo[index]);
  return loads;
}

bool isComparison(StringRef text) {
  return is_contained({"<", "<=", ">", ">=", "==", "!="}, text);
}

class CheckFinder {
public:
  CheckFinder(const FunctionContext &context, CallBase &call) : context(context), call(call) {}

  std::optional<ErrorCheck> run() {
    followUses(call, nullptr, 0);
    return found;
  }

private:
  void followUses(Value &value, const Value *address, unsigned depth) {
    const Value *assigned = address; // also of `(v = f()) < 0`
    for (User *user : value.users())
      if (auto *store = dyn_cast<StoreInst>(user); store && !assigned && store->getValueOperand() == &value)
        assigned = store->getPointerOperand();
    for (User *user : value.users()) {
      if ((found && found->isSure) || depth > 4)
        return;
      auto *instruction = dyn_cast<Instruction>(user);
      if (auto *compare = dyn_cast_or_null<ICmpInst>(instruction)) {
        if (compare->getOperand(0) == &value && isa<Constant>(compare->getOperand(1)))
          check(*compare, assigned);
      } else if (isa_and_nonnull<BranchInst>(instruction) || isNegation(instruction, value)) {
        checkTruth(cast<Instruction>(value), assigned);
      } else if (isa_and_nonnull<SExtInst, ZExtInst, TruncInst>(instruction)) {
        followUses(*instruction, address, depth + 1);
      } else if (auto *store = dyn_cast_or_null<StoreInst>(instruction);
                 store && store->getValueOperand() == &value && !address && !isEnumeration(*store)) {
        for (LoadInst *load : loadsBehind(context, *store))
          followUses(*load, store->getPointerOperand(), depth + 1);
      }
    }
  }

  // `!f(std::string())`, with a destructor before the branch.
  static bool isNegation(Instruction *instruction, const Value &value) {
    return instruction && PatternMatch::match(instruction, PatternMatch::m_Not(PatternMatch::m_Specific(&value))) &&
           instruction->hasOneUse() && isa<BranchInst>(*instruction->user_begin());
  }

  // In C++ no number can be assigned to one.
  bool isEnumeration(const StoreInst &store) const {
    const auto *type = dyn_cast_or_null<DICompositeType>(context.variableType(store.getPointerOperand()));
    return context.isCxx() && type && type->getTag() == dwarf::DW_TAG_enumeration_type;
  }

  // Whether the source writes the comparison's constant as a number or not at all: in C++ others may be enumerators,
  // whose type takes no numbers.
  bool comparesWithNumber(const ICmpInst &compare) const {
    if (!context.isCxx() || compare.getOperand(0)->getType()->isPointerTy())
      return true;
    Place place = context.place(compare);
    if (!place)
      return false;
    if (!isComparison(place.text()))
      return true;
    const SourceFile &file = *place.file;
    TokenIndex right = place.token + 1;
    if (file.is(right, "-"))
      ++right;
    return file.token(right).kind == TokenKind::kNumber || file.token(place.token - 1).kind == TokenKind::kNumber;
  }

  void set(Constant *error, Constant *success, bool isSure = true) {
    if (!found || !found->isSure)
      found = ErrorCheck{error, success, isSure};
  }
  void setNumbers(int64_t error, int64_t success) {
    if (auto *type = dyn_cast<IntegerType>(call.getType()))
      set(ConstantInt::getSigned(type, error), ConstantInt::getSigned(type, success));
  }

  // Whether the check is an `if` whose body ends with an error, and is entered when `at`, as a truth, is `failure`.
  bool fails(const Instruction &at, bool failure, const Value *address) const {
    Place place = context.place(at);
    if (!place)
      return false;
    const SourceFile &file = *place.file;
    TokenIndex index = place.token;
    if (!isComparison(place.text())) {
      index = file.postfixStart(index);
      for (; file.is(index - 1, "!"); --index)
        failure = !failure;
    }
    TokenIndex open = file.enclosingBracket(index);
    while (file.is(open, "(") && !file.is(open - 1, "if")) {
      index = open;
      for (; file.is(index - 1, "!"); --index)
        failure = !failure;
      if (!is_contained({"(", "||"}, file.spelling(index - 1))) // an argument, or a part of something larger
        return false;
      open = file.enclosingBracket(index);
    }
    if (!failure || !file.is(open, "(") || file.token(open).match < 0)
      return false;
    TokenRange condition{open + 1, file.token(open).match};
    for (TokenIndex token = condition.begin; token < condition.end; ++token)
      if (is_contained({"&&", "?", ";"}, file.spelling(token)))
        return false;
    return endsWithError(file, condition.end + 1, address);
  }

  // The last statement of the one that begins at `start`.
  bool endsWithError(const SourceFile &file, TokenIndex start, const Value *address) const {
    auto isEnd = [&](TokenIndex token) { return file.is(token, ";"); };
    TokenIndex semicolon = file.scanForward(start, isEnd);
    if (file.is(start, "{")) {
      semicolon = file.token(start).match - 1;
      if (!file.is(semicolon, ";"))
        return false;
      start = file.scanBackward(semicolon, [&](TokenIndex token) {
        return is_contained({";", "{", "}", ":", "else"}, file.spelling(token));
      });
    }
    TokenRange rest{start + 1, semicolon};
    StringRef word = file.spelling(start);
    if (word == "throw")
      return true;
    if (word == "goto")
      return speaksOfError(file.spelling(start + 1));
    if (word == "return")
      return !rest.empty() && isErrorValue(file, rest, address);
    if (word == "std")
      word = file.spelling(start + 2);
    return is_contained({"exit", "_exit", "_Exit", "quick_exit", "abort", "terminate", "err", "errx", "die"}, word);
  }

  bool isErrorValue(const SourceFile &file, TokenRange range, const Value *address) const {
    StringRef text = file.textOf(range);
    if (text.starts_with("-") || speaksOfError(text) || is_contained({"NULL", "nullptr", "false", "FALSE"}, text) ||
        (text == "0" && returnsPointer()) || (text == "1" && context.function.getName() == "main"))
      return true;
    if (text.size() > 3 && text.starts_with("E") && text.upper() == text) // EINVAL
      return true;
    // What was checked is handed on.
    const auto *variable = address ? dyn_cast<AllocaInst>(address) : nullptr;
    return variable && range.end == range.begin + 1 && text == context.variableName(variable);
  }

  bool returnsPointer() const { return context.function.getReturnType()->isPointerTy(); }

  void checkTruth(const Instruction &at, const Value *address) {
    // Only `!f()`: a truth that ends in an error says what is the case, not that f failed.
    if (call.getType()->isIntegerTy(1) && fails(at, false, address))
      set(ConstantInt::getFalse(call.getType()), ConstantInt::getTrue(call.getType()));
  }

  void check(ICmpInst &compare, const Value *address) {
    auto *constant = cast<Constant>(compare.getOperand(1));
    bool isEqual = compare.getPredicate() == CmpInst::ICMP_EQ;
    if (call.getType()->isPointerTy()) {
      if (constant->isNullValue() && compare.isEquality())
        set(constant, nullptr, fails(compare, isEqual, address));
      return;
    }
    auto *integer = dyn_cast<ConstantInt>(constant);
    if (!integer || integer->getBitWidth() > 64 || !comparesWithNumber(compare))
      return;
    int64_t bound = integer->getSExtValue();
    switch (compare.getPredicate()) {
    case CmpInst::ICMP_SLT: // f() < 0
    case CmpInst::ICMP_SGE:
      if (bound == 0)
        setNumbers(-1, 0);
      break;
    case CmpInst::ICMP_SGT: // f() > -1
      if (bound == -1)
        setNumbers(-1, 0);
      else if (bound == 0 && fails(compare, false, address))
        setNumbers(-1, 1);
      break;
    case CmpInst::ICMP_SLE:
      if (bound == 0 && fails(compare, true, address))
        setNumbers(-1, 1);
      break;
    case CmpInst::ICMP_EQ:
    case CmpInst::ICMP_NE:
      if (bound < 0)
        setNumbers(bound, 0);
      else if (call.getType()->isIntegerTy(1)) // a truth that went through a variable
        break;
      else if (fails(compare, !isEqual, address))
        setNumbers(-1, bound);
      else if (bound == 0 && fails(compare, isEqual, address))
        setNumbers(0, 1);
      break;
    default:
      break;
    }
  }

  const FunctionContext &context;
  CallBase &call;
  std::optional<ErrorCheck> found;
};

} // namespace

bool speaksOfError(StringRef text) {
  std::string lower = text.lower();
  return any_of(ArrayRef<StringRef>{"err", "fail", "bad", "invalid", "abort", "fatal", "nomem", "oom", "cleanup"},
                [&](StringRef word) { return StringRef(lower).contains(word); }) ||
         is_contained({"out", "exit", "leave", "die"}, lower);
}

std::optional<ErrorCheck> findErrorCheck(const FunctionContext &context, CallBase &call) {
  if (!call.getType()->isPointerTy() && !(call.getType()->isIntegerTy() && call.getType()->getIntegerBitWidth() <= 64))
    return std::nullopt;
  return CheckFinder(context, call).run();
}

} // namespace allele
