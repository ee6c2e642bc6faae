#include "InitialValues.h"

#include "FunctionContext.h"
#include "LlvmVersion.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;

namespace allele {

namespace {

constexpr StringLiteral kName = "allele.initial";
// Behind the constructor that arms sites, and before those that programs may have.
constexpr int kPriority = 1;

// What is only read and known to nobody else is a constant to the optimiser, and has to stay one.
bool isOnlyRead(const GlobalVariable &variable) {
  return variable.hasLocalLinkage() && all_of(variable.users(), [](const User *user) {
           const auto *instruction = dyn_cast<Instruction>(user);
           // Such a function is there with optimisation only.
           return isa<LoadInst>(user) || (instruction && instruction->getFunction()->hasAvailableExternallyLinkage());
         });
}

bool isCandidate(const GlobalVariable &variable) {
  return variable.hasInitializer() && !variable.isConstant() && !variable.hasSection() && !variable.isThreadLocal() &&
         !variable.isExternallyInitialized() && (variable.hasLocalLinkage() || variable.hasExternalLinkage()) &&
         !variable.hasComdat() && // another object's may be in its place
         (isa<ConstantInt>(variable.getInitializer()) || isa<ConstantFP>(variable.getInitializer())) &&
         !isOnlyRead(variable);
}

// The variable's name where a value follows it, or kNoToken where that isn't sure.
TokenIndex findName(const SourceFile &file, const DIGlobalVariable &variable) {
  TokenIndex found = kNoToken;
  for (TokenIndex token = file.firstTokenOn(variable.getLine());
       token < file.size() && file.token(token).line == variable.getLine(); ++token) {
    if (!file.is(token, variable.getName()) || !is_contained({"=", "{", "("}, file.spelling(token + 1)))
      continue;
    if (found != kNoToken)
      return kNoToken;
    found = token;
  }
  return found;
}

// define internal void @allele.initial() {
//   %1 = load volatile i32, ptr @limit    ; at the name of the variable
//   ret void
// }
Function *createFunction(Module &module, DIFile &file) {
  LLVMContext &context = module.getContext();
  Function *function = Function::createWithDefaultAttr(FunctionType::get(Type::getVoidTy(context), false),
                                                       GlobalValue::InternalLinkage, 0, kName, &module);
  function->setDoesNotThrow();
  auto *type = DISubroutineType::get(context, DINode::FlagZero, 0, DITypeRefArray(MDNode::get(context, {})));
  function->setSubprogram(DISubprogram::getDistinct(
      context, &file, kName, function->getName(), &file, 0, type, 0, nullptr, 0, 0, DINode::FlagArtificial,
      DISubprogram::toSPFlags(/*IsLocalToUnit=*/true, /*IsDefinition=*/true, /*IsOptimized=*/false),
      *module.debug_compile_units_begin()));
  ReturnInst::Create(context, BasicBlock::Create(context, "", function));
  return function;
}

} // namespace

std::vector<Function *> createInitialValues(Module &module, Sources &sources) {
  MapVector<DIFile *, Function *> functions;
  for (GlobalVariable &variable : module.globals()) {
    SmallVector<DIGlobalVariableExpression *, 1> expressions;
    if (isCandidate(variable))
      variable.getDebugInfo(expressions);
    if (expressions.size() != 1 || expressions.front()->getExpression()->getNumElements() != 0)
      continue;
    const DIGlobalVariable &described = *expressions.front()->getVariable();
    if (!described.getFile() || !isa_and_nonnull<DIBasicType>(stripType(described.getType())))
      continue;
    const SourceFile *file = sources.find(described.getFile());
    TokenIndex name = file ? findName(*file, described) : kNoToken;
    if (name == kNoToken)
      continue;
    Function *&function = functions[described.getFile()];
    if (!function)
      function = createFunction(module, *described.getFile());
    IRBuilder<> builder(function->getEntryBlock().getTerminator());
    builder.SetCurrentDebugLocation(DILocation::get(module.getContext(), file->token(name).line,
                                                    file->token(name).column, function->getSubprogram()));
    // Volatile, so that the optimiser doesn't execute the constructor: it would take the sites for switched off.
    builder.CreateLoad(variable.getValueType(), &variable, /*isVolatile=*/true);
  }
  std::vector<Function *> result;
  for (const auto &[file, function] : functions)
    result.push_back(function);
  return result;
}

bool standsForInitialValues(const Function &function) {
  return function.getName().starts_with(kName) && function.getSubprogram() && function.getSubprogram()->isArtificial();
}

void runInitialValues(Function &function) {
  // One load stays: see above.
  bool isFirst = true;
  for (Instruction &instruction : make_early_inc_range(instructions(function)))
    if (auto *load = dyn_cast<LoadInst>(&instruction); load && load->isVolatile() && !std::exchange(isFirst, false))
      load->eraseFromParent();
  appendToGlobalCtors(*function.getParent(), &function, kPriority);
}

} // namespace allele
