#include "ErrorChecks.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

namespace {

// How far from the call a check may stand, in basic blocks.
constexpr unsigned kMaxBlocks = 6;
// How large the handling of an error may be.
constexpr unsigned kMaxHandling = 16;

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
SmallVector<LoadInst *, 4> loadsBehind(StoreInst &store) {
  SmallVector<LoadInst *, 4> loads;
  SmallPtrSet<BasicBlock *, 8> seen;
  SmallVector<BasicBlock *, 8> todo;
  auto scan = [&](BasicBlock::iterator from, BasicBlock &block) {
    for (Instruction &instruction : make_range(from, block.end())) {
      if (auto *other = dyn_cast<StoreInst>(&instruction);
          other && isSameAddress(other->getPointerOperand(), store.getPointerOperand()))
        return;
      if (auto *load = dyn_cast<LoadInst>(&instruction);
          load && isSameAddress(load->getPointerOperand(), store.getPointerOperand()))
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
      } else if (auto *branch = dyn_cast_or_null<BranchInst>(instruction)) {
        checkTruth(*branch, assigned, false);
      } else if (instruction &&
                 PatternMatch::match(instruction, PatternMatch::m_Not(PatternMatch::m_Specific(&value)))) {
        if (BranchInst *negated = onlyBranch(*instruction)) // `!f(std::string())`, with a destructor before the branch
          checkTruth(*negated, assigned, true);
      } else if (isa_and_nonnull<SExtInst, ZExtInst, TruncInst>(instruction)) {
        followUses(*instruction, address, depth + 1);
      } else if (auto *store = dyn_cast_or_null<StoreInst>(instruction);
                 store && store->getValueOperand() == &value && !address && !isEnumeration(*store)) {
        for (LoadInst *load : loadsBehind(*store))
          followUses(*load, store->getPointerOperand(), depth + 1);
      }
    }
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
    if (!is_contained({"<", "<=", ">", ">=", "==", "!="}, place.text()))
      return true;
    const SourceFile &file = *place.file;
    TokenIndex right = place.token + 1;
    if (file.is(right, "-"))
      ++right;
    return file.token(right).kind == TokenKind::kNumber || file.token(place.token - 1).kind == TokenKind::kNumber;
  }

  static BranchInst *onlyBranch(Value &condition) {
    return condition.hasOneUse() ? dyn_cast<BranchInst>(*condition.user_begin()) : nullptr;
  }

  void set(Constant *error, Constant *success, bool isSure = true) {
    if (!found || !found->isSure)
      found = ErrorCheck{error, success, isSure};
  }
  void setNumbers(int64_t error, int64_t success) {
    if (auto *type = dyn_cast<IntegerType>(call.getType()))
      set(ConstantInt::getSigned(type, error), ConstantInt::getSigned(type, success));
  }

  // Whether failure is what takes the branch's successor `failure`.
  bool failsTo(BranchInst *branch, unsigned failure, const Value *address) const {
    return branch && branch->isConditional() && leavesWithError(context, *branch->getSuccessor(failure), address) &&
           !leavesWithError(context, *branch->getSuccessor(1 - failure), nullptr);
  }

  void checkTruth(BranchInst &branch, const Value *address, bool isNegated) {
    if (!call.getType()->isIntegerTy(1))
      return;
    unsigned whenTrue = isNegated ? 1 : 0; // the successor
    if (failsTo(&branch, 1 - whenTrue, address))
      set(ConstantInt::getFalse(call.getType()), ConstantInt::getTrue(call.getType()));
    else if (failsTo(&branch, whenTrue, address))
      set(ConstantInt::getTrue(call.getType()), ConstantInt::getFalse(call.getType()));
  }

  void check(ICmpInst &compare, const Value *address) {
    auto *constant = cast<Constant>(compare.getOperand(1));
    BranchInst *branch = onlyBranch(compare);
    unsigned equal = compare.getPredicate() == CmpInst::ICMP_EQ ? 0 : 1; // the successor for equal values
    if (call.getType()->isPointerTy()) {
      if (constant->isNullValue() && compare.isEquality())
        set(constant, nullptr, failsTo(branch, equal, address));
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
      else if (bound == 0 && failsTo(branch, 1, address))
        setNumbers(-1, 1);
      break;
    case CmpInst::ICMP_SLE:
      if (bound == 0 && failsTo(branch, 0, address))
        setNumbers(-1, 1);
      break;
    case CmpInst::ICMP_EQ:
    case CmpInst::ICMP_NE:
      if (bound < 0)
        setNumbers(bound, 0);
      else if (call.getType()->isIntegerTy(1)) // a truth that went through a variable
        break;
      else if (failsTo(branch, 1 - equal, address))
        setNumbers(-1, bound);
      else if (bound == 0 && failsTo(branch, equal, address))
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

// The way out of a block, by the word that its branch stands at.
enum class WayOut { kNone, kError, kOther };

bool isErrorReturn(const FunctionContext &context, const Value &value, const Place &place, const Value *checked) {
  const SourceFile &file = *place.file;
  TokenRange range{place.token + 1,
                   file.scanForward(place.token + 1, [&](TokenIndex token) { return file.is(token, ";"); })};
  if (speaksOfError(file.textOf(range)) || is_contained({"false", "FALSE"}, file.textOf(range)))
    return true;
  if (const auto *load = dyn_cast<LoadInst>(&value))
    return checked && isSameAddress(load->getPointerOperand(), checked);
  if (const auto *integer = dyn_cast<ConstantInt>(&value); integer && integer->getBitWidth() <= 64)
    return integer->isNegative() || (context.function.getName() == "main" && !integer->isZero());
  return isa<ConstantPointerNull>(value);
}

WayOut wayOut(const FunctionContext &context, const BasicBlock &block, const Value *checked) {
  const Instruction &end = *block.getTerminator();
  if (isa<UnreachableInst>(end))
    return WayOut::kError;
  Place place = context.place(end);
  const auto *ret = dyn_cast<ReturnInst>(&end);
  if (place.text() == "goto")
    return speaksOfError(place.file->spelling(place.token + 1)) ? WayOut::kError : WayOut::kOther;
  if (ret && ret->getReturnValue() && place.text() == "return")
    return isErrorReturn(context, *ret->getReturnValue(), place, checked) ? WayOut::kError : WayOut::kOther;
  const AllocaInst *slot = context.returnSlot();
  for (const Instruction &instruction : block) {
    const auto *store = dyn_cast<StoreInst>(&instruction);
    if (!store || !slot || store->getPointerOperand() != slot)
      continue;
    if (Place at = context.place(*store); at.text() == "return")
      return isErrorReturn(context, *store->getValueOperand(), at, checked) ? WayOut::kError : WayOut::kOther;
  }
  return WayOut::kNone;
}

} // namespace

bool speaksOfError(StringRef text) {
  std::string lower = text.lower();
  return any_of(ArrayRef<StringRef>{"err", "fail", "bad", "invalid", "abort", "fatal", "nomem", "oom", "cleanup"},
                [&](StringRef word) { return StringRef(lower).contains(word); }) ||
         is_contained({"out", "exit", "leave", "die"}, lower);
}

bool leavesWithError(const FunctionContext &context, BasicBlock &block, const Value *checked) {
  SmallVector<BasicBlock *, 16> handling;
  context.dominators().getDescendants(&block, handling);
  if (handling.empty() || handling.size() > kMaxHandling)
    return false;
  SmallPtrSet<BasicBlock *, 16> inside(handling.begin(), handling.end());
  bool isError = false;
  for (BasicBlock *each : handling) {
    bool isUnwinding = any_of(
        handling, [&](BasicBlock *pad) { return pad->isLandingPad() && context.dominators().dominates(pad, each); });
    bool leaves = succ_empty(each) || any_of(successors(each), [&](BasicBlock *next) {
                    return !inside.contains(next) && !next->isLandingPad();
                  });
    if (isUnwinding || !leaves)
      continue;
    if (wayOut(context, *each, checked) != WayOut::kError)
      return false;
    isError = true;
  }
  return isError;
}

std::optional<ErrorCheck> findErrorCheck(const FunctionContext &context, CallBase &call) {
  if (!call.getType()->isPointerTy() && !(call.getType()->isIntegerTy() && call.getType()->getIntegerBitWidth() <= 64))
    return std::nullopt;
  return CheckFinder(context, call).run();
}

} // namespace allele
