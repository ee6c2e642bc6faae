#include "CallGraph.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalAlias.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace allele {

namespace {

bool isTypeInformation(const GlobalVariable &global) {
  StringRef name = global.getName();
  return name.starts_with("_ZTV") || name.starts_with("_ZTT") || name.starts_with("_ZTI") || name.starts_with("_ZTS") ||
         name.starts_with("_ZTC") || name.starts_with("llvm.");
}

// The functions that a constant leads to, also through the initial values of other globals.
void findFunctions(const Value *value, SmallPtrSetImpl<const Value *> &seen, SmallVectorImpl<const Function *> &found) {
  const auto *constant = dyn_cast<Constant>(value);
  if (!constant || !seen.insert(constant).second)
    return;
  if (const auto *function = dyn_cast<Function>(constant)) {
    found.push_back(function);
  } else if (const auto *global = dyn_cast<GlobalVariable>(constant)) {
    if (global->hasInitializer() && !isTypeInformation(*global))
      findFunctions(global->getInitializer(), seen, found);
  } else if (const auto *alias = dyn_cast<GlobalAlias>(constant)) {
    findFunctions(alias->getAliasee(), seen, found);
  } else if (!isa<BlockAddress>(constant)) {
    for (const Use &operand : constant->operands())
      findFunctions(operand, seen, found);
  }
}

// Names that no function of the user's has: the compiler's, the C++ library's own.
bool isForeign(StringRef name) {
  return name.starts_with("llvm.") || name.starts_with("__cxa_") || name.starts_with("_ZSt") ||
         name.starts_with("_ZNSt") || name.starts_with("_ZNKSt") || name.starts_with("_Unwind_") ||
         name.starts_with("__allele") || name.starts_with("_Zn") || name.starts_with("_Zd") ||
         name.starts_with("__gxx_") || name.starts_with("__clang_");
}

// Not by calling it, nor in a table of virtual functions.
bool takesAddress(const Use &use) {
  const User *user = use.getUser();
  if (const auto *call = dyn_cast<CallBase>(user))
    return !call->isCallee(&use);
  if (const auto *global = dyn_cast<GlobalVariable>(user))
    return !isTypeInformation(*global);
  if (isa<GlobalAlias>(user) || isa<Function>(user)) // of the function's personality and the like
    return false;
  return !isa<Constant>(user) || any_of(user->uses(), takesAddress);
}

// The slot of a virtual call: `call (load (gep (load object), slot))`.
std::optional<unsigned> slotOf(const CallBase &call, const DataLayout &layout) {
  const auto *function = dyn_cast<LoadInst>(call.getCalledOperand());
  if (!function)
    return std::nullopt;
  APInt offset(64, 0);
  const Value *table = function->getPointerOperand()->stripAndAccumulateConstantOffsets(layout, offset, true);
  const auto *loaded = dyn_cast<LoadInst>(table);
  if (!loaded || offset.isNegative() || offset.urem(layout.getPointerSize()) != 0 || call.arg_empty())
    return std::nullopt;
  // The table is that of the object which the call is for.
  auto isObject = [&](const Value *argument) {
    return argument->stripPointerCasts() == loaded->getPointerOperand()->stripPointerCasts();
  };
  if (none_of(call.args(), isObject))
    return std::nullopt;
  return offset.udiv(layout.getPointerSize()).getZExtValue();
}

} // namespace

std::string typeText(const FunctionType &type) {
  std::string text;
  raw_string_ostream out(text);
  type.print(out);
  return out.str();
}

CallGraph::CallGraph(const Module &ofModule, std::function<bool(const Function &)> isDescribedHere)
    : module(ofModule), isDescribed(std::move(isDescribedHere)) {}

// Adds what the instructions of the function name, and of those it leads to that don't stand for themselves.
void CallGraph::follow(const Function &function, Calls &calls, std::set<const Function *> &seen) const {
  SmallPtrSet<const Value *, 32> constants;
  SmallVector<const Function *, 16> named;
  for (const Instruction &instruction : instructions(function)) {
    if (isa<DbgInfoIntrinsic>(instruction))
      continue;
    for (const Use &operand : instruction.operands())
      findFunctions(operand, constants, named);
  }
  for (const Function *other : named) {
    if (other->isIntrinsic() || !seen.insert(other).second)
      continue;
    if (other->isDeclaration() || isDescribed(*other)) {
      if (isDescribed(*other) || !isForeign(other->getName()))
        calls.functions.insert(other->getName().str());
    } else {
      follow(*other, calls, seen);
    }
  }
}

Calls CallGraph::callsOf(const Function &function, function_ref<std::string(const CallBase &)> nameAt) const {
  Calls calls;
  std::set<const Function *> seen = {&function};
  follow(function, calls, seen);
  for (const Instruction &instruction : instructions(function)) {
    const auto *call = dyn_cast<CallBase>(&instruction);
    if (!call || !call->isIndirectCall())
      continue;
    if (auto slot = slotOf(*call, module.getDataLayout()))
      calls.virtuals.insert({*slot, nameAt(*call)});
    else
      calls.indirect.insert(typeText(*call->getFunctionType()));
  }
  return calls;
}

std::set<std::string> CallGraph::taken() const {
  std::set<std::string> names;
  for (const Function &function : module) {
    if (function.isIntrinsic() || (!isDescribed(function) && isForeign(function.getName())))
      continue;
    if (any_of(function.uses(), takesAddress))
      names.insert(function.getName().str());
  }
  return names;
}

std::vector<std::vector<std::string>> CallGraph::tables() const {
  std::vector<std::vector<std::string>> found;
  for (const GlobalVariable &global : module.globals()) {
    if (!global.getName().starts_with("_ZTV") || !global.hasInitializer())
      continue;
    for (const Use &part : global.getInitializer()->operands()) {
      const auto *array = dyn_cast<ConstantArray>(part);
      if (!array)
        continue;
      // The functions follow the type's description, or where there is none, whatever else stands before them.
      unsigned begin = 0;
      for (unsigned index = 0; index < array->getNumOperands(); ++index)
        if (const auto *type = dyn_cast<GlobalVariable>(array->getOperand(index)->stripPointerCasts());
            type && type->getName().starts_with("_ZTI"))
          begin = index + 1;
      if (begin == 0)
        while (begin < array->getNumOperands() && !isa<Function>(array->getOperand(begin)->stripPointerCasts()))
          ++begin;
      std::vector<std::string> slots;
      for (unsigned index = begin; index < array->getNumOperands(); ++index) {
        const auto *function = dyn_cast<Function>(array->getOperand(index)->stripPointerCasts());
        slots.push_back(function && function->getName() != "__cxa_pure_virtual" ? function->getName().str() : "");
      }
      if (any_of(slots, [](const std::string &slot) { return !slot.empty(); }))
        found.push_back(std::move(slots));
    }
  }
  return found;
}

} // namespace allele
