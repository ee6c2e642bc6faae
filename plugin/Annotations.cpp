#include "Annotations.h"

#include "llvm/IR/Constants.h"

using namespace llvm;

namespace allele {

namespace {

// The text of a constant C string; empty where it is none.
StringRef stringOf(const Value *value) {
  const auto *global = dyn_cast<GlobalVariable>(value->stripPointerCasts());
  const auto *data =
      global && global->hasInitializer() ? dyn_cast<ConstantDataSequential>(global->getInitializer()) : nullptr;
  return data && data->isCString() ? data->getAsCString() : StringRef();
}

} // namespace

void visitAnnotations(const Module &module, function_ref<void(const Function &, StringRef)> visit) {
  // { function, annotation, file, line, arguments }[]
  const GlobalVariable *annotations = module.getNamedGlobal("llvm.global.annotations");
  const auto *entries =
      annotations && annotations->hasInitializer() ? dyn_cast<ConstantArray>(annotations->getInitializer()) : nullptr;
  if (!entries)
    return;
  for (const Use &entry : entries->operands()) {
    const auto *fields = dyn_cast<ConstantStruct>(entry);
    const auto *function = fields && fields->getNumOperands() >= 2
                               ? dyn_cast<Function>(fields->getOperand(0)->stripPointerCasts())
                               : nullptr;
    if (function)
      visit(*function, stringOf(fields->getOperand(1)));
  }
}

} // namespace allele
