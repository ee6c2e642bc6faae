#include "Eligibility.h"

#include "Twin.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalIFunc.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Regex.h"

using namespace llvm;

namespace allele {

namespace {

// Whether the address may be kept somewhere that outlives the call. Constant tables are copied for the twin, local
// variables belong to the call.
bool isStored(const Value *value, SmallPtrSetImpl<const Value *> &seen) {
  if (!seen.insert(value).second)
    return false;
  return any_of(value->users(), [&](const User *user) {
    if (const auto *global = dyn_cast<GlobalVariable>(user))
      return !global->isConstant() || !global->hasLocalLinkage();
    if (isa<Constant>(user))
      return isStored(user, seen);
    if (const auto *store = dyn_cast<StoreInst>(user))
      return store->getValueOperand() == value && !isa<AllocaInst>(store->getPointerOperand());
    if (isa<PHINode>(user) || isa<SelectInst>(user))
      return isStored(user, seen);
    return isa<CallBase>(user) && !isa<CallBrInst>(user);
  });
}

bool storesLabel(const Function &function) {
  for (const BasicBlock &block : function)
    if (block.hasAddressTaken())
      for (const User *user : block.users())
        if (const auto *address = dyn_cast<BlockAddress>(user)) {
          SmallPtrSet<const Value *, 8> seen;
          if (isStored(address, seen))
            return true;
        }
  return false;
}

bool definesAsmLabel(const Function &function) {
  // At the start of a statement or behind a comment, also with an operand in the name. `${:uid}` (`%=`) makes each
  // copy's own.
  static const Regex kLabel("((^|[\n;/])[ \t]*[\"A-Za-z_.][^ \t\n;:,]*:)|\\.macro");
  return any_of(instructions(function), [](const Instruction &instruction) {
    const auto *call = dyn_cast<CallBase>(&instruction);
    const auto *assembly = call ? dyn_cast<InlineAsm>(call->getCalledOperand()) : nullptr;
    if (!assembly)
      return false;
    SmallVector<StringRef, 4> parts;
    StringRef(assembly->getAsmString()).split(parts, "${:uid}");
    return kLabel.match(join(parts, " "));
  });
}

} // namespace

StringRef textOf(SkipReason reason) {
  static constexpr StringLiteral kTexts[] = {
#define ALLELE_REASON_TEXT(name, text) text,
      ALLELE_SKIP_REASONS(ALLELE_REASON_TEXT)
#undef ALLELE_REASON_TEXT
  };
  return kTexts[static_cast<size_t>(reason)];
}

SkipReason findSkipReason(const Function &function) {
  if (function.hasAvailableExternallyLinkage())
    return SkipReason::kAvailableExternally;
  if (!function.getSubprogram())
    return SkipReason::kNoDebugInfo;
  if (function.hasFnAttribute(Attribute::Naked))
    return SkipReason::kNaked;
  for (const GlobalIFunc &ifunc : function.getParent()->ifuncs())
    if (ifunc.getResolverFunction() == &function)
      return SkipReason::kIfuncResolver;
  if (any_of(function.args(),
             [](const Argument &argument) { return argument.hasInAllocaAttr() || argument.hasPreallocatedAttr(); }))
    return SkipReason::kInalloca;
  if (function.getCallingConv() == CallingConv::X86_INTR)
    return SkipReason::kInterruptHandler;
  if (!canDispatch(function))
    return SkipReason::kVarargsByValue;
  if (storesLabel(function))
    return SkipReason::kStoredLabel;
  if (definesAsmLabel(function))
    return SkipReason::kAsmLabel;
  return SkipReason::kNone;
}

} // namespace allele
