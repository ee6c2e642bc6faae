#include "Expressions.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"

using namespace llvm;

namespace allele {

namespace {

// Functions of their arguments that LLVM knows well, defined for all of them.
bool isKnownFunction(const CallBase &call) {
  switch (call.getIntrinsicID()) {
  case Intrinsic::fabs:
  case Intrinsic::copysign:
  case Intrinsic::fmuladd:
  case Intrinsic::umin:
  case Intrinsic::umax:
  case Intrinsic::smin:
  case Intrinsic::smax:
  case Intrinsic::bswap:
  case Intrinsic::bitreverse:
  case Intrinsic::ctpop:
    return true;
  default:
    return false;
  }
}

bool isInRange(const Instruction &instruction, const Value *operand) {
  const auto *number = dyn_cast<ConstantInt>(operand);
  switch (instruction.getOpcode()) {
  case Instruction::Shl:
  case Instruction::LShr:
  case Instruction::AShr:
    return number && number->getValue().ult(number->getBitWidth());
  case Instruction::SDiv:
  case Instruction::SRem:
    return number && !number->isZero() && !number->isMinusOne();
  case Instruction::UDiv:
  case Instruction::URem:
    return number && !number->isZero();
  default:
    return true;
  }
}

} // namespace

Expressions::Expressions(Module &module, const LocalMemory &memory)
    : module(module), memory(memory),
      function(Function::Create(FunctionType::get(Type::getVoidTy(module.getContext()), false),
                                GlobalValue::InternalLinkage, "allele.expressions", module)),
      builder(module.getContext(), InstSimplifyFolder(module.getDataLayout())) {
  function->IsNewDbgInfoFormat = module.IsNewDbgInfoFormat;
  BasicBlock *block = BasicBlock::Create(module.getContext(), "", function);
  builder.SetInsertPoint(ReturnInst::Create(module.getContext(), block));
}

Expressions::~Expressions() {
  function->eraseFromParent();
  for (auto &[key, declaration] : declarations)
    declaration->eraseFromParent();
}

bool Expressions::isPure(const Instruction &instruction) {
  if (const auto *call = dyn_cast<CallInst>(&instruction))
    return isa<IntrinsicInst>(call) && !isa<DbgInfoIntrinsic>(call) && call->doesNotAccessMemory() &&
           call->willReturn() && !call->isConvergent() && !call->getType()->isVoidTy() && !call->hasOperandBundles() &&
           none_of(call->args(), [](const Use &argument) { return argument->getType()->isMetadataTy(); });
  return isa<BinaryOperator, UnaryOperator, CmpInst, CastInst, GetElementPtrInst, SelectInst, ExtractValueInst,
             InsertValueInst>(instruction);
}

bool Expressions::mayTrap(const Instruction &instruction) {
  return instruction.isIntDivRem() && !isInRange(instruction, instruction.getOperand(1));
}

Function *Expressions::declare(const std::string &name, FunctionType *type) {
  Function *&declaration = declarations[{name, type}];
  if (!declaration) {
    declaration = Function::Create(type, GlobalValue::ExternalLinkage, "allele.expression." + name, module);
    declaration->setDoesNotThrow();
    declaration->setWillReturn();
  }
  return declaration;
}

Value *Expressions::opaque(const std::string &name, Type *type, ArrayRef<Value *> operands) {
  SmallVector<Type *, 4> types;
  for (Value *operand : operands)
    types.push_back(operand->getType());
  Function *declaration = declare(name, FunctionType::get(type, types, false));
  declaration->setDoesNotAccessMemory();
  return builder.CreateCall(declaration, operands);
}

Value *Expressions::leaf(Type *type) {
  if (!type->isFirstClassType() || type->isTokenTy() || type->isMetadataTy() || type->isLabelTy())
    return nullptr;
  return opaque("leaf", type, {builder.getInt32(leaves++)});
}

Value *Expressions::of(Value *value) {
  if (isa<UndefValue>(value) || isa<MetadataAsValue>(value) || isa<BasicBlock>(value))
    return nullptr;
  if (isa<Constant>(value))
    return value;
  if (auto *load = dyn_cast<LoadInst>(value))
    value = memory.representative(load);
  if (auto found = known.find(value); found != known.end())
    return found->second;
  Value *expression = nullptr;
  auto *instruction = dyn_cast<Instruction>(value);
  if (instruction && isPure(*instruction)) {
    SmallVector<Value *, 4> operands;
    for (Value *operand : instruction->operands()) {
      bool isWhole = isa<InsertValueInst>(instruction) && isa<UndefValue>(operand); // what a struct is built from
      operands.push_back(isWhole || isa<Function>(operand) ? operand : of(operand));
    }
    expression = rebuild(*instruction, operands);
  } else {
    expression = leaf(value->getType());
  }
  known[value] = expression;
  return expression;
}

Value *Expressions::rebuild(const Instruction &instruction, ArrayRef<Value *> operands) {
  return is_contained(operands, nullptr) ? nullptr : build(instruction, operands);
}

Value *Expressions::build(const Instruction &instruction, ArrayRef<Value *> operands) {
  Type *type = instruction.getType();
  if (const auto *operation = dyn_cast<BinaryOperator>(&instruction)) {
    if (isInRange(instruction, operands[1]))
      return builder.CreateBinOp(operation->getOpcode(), operands[0], operands[1]);
  } else if (isa<FPToSIInst, FPToUIInst>(instruction)) {
    // opaque
  } else if (const auto *compare = dyn_cast<CmpInst>(&instruction)) {
    return builder.CreateCmp(compare->getPredicate(), operands[0], operands[1]);
  } else if (const auto *cast = dyn_cast<CastInst>(&instruction)) {
    return builder.CreateCast(cast->getOpcode(), operands[0], type);
  } else if (isa<SelectInst>(instruction)) {
    return builder.CreateSelect(operands[0], operands[1], operands[2]);
  } else if (const auto *element = dyn_cast<GetElementPtrInst>(&instruction)) {
    return builder.CreateGEP(element->getSourceElementType(), operands[0], operands.drop_front());
  } else if (const auto *extract = dyn_cast<ExtractValueInst>(&instruction)) {
    return builder.CreateExtractValue(operands[0], extract->getIndices());
  } else if (const auto *insert = dyn_cast<InsertValueInst>(&instruction)) {
    return builder.CreateInsertValue(operands[0], operands[1], insert->getIndices());
  } else if (instruction.getOpcode() == Instruction::FNeg) {
    return builder.CreateFNeg(operands[0]);
  } else if (const auto *call = dyn_cast<IntrinsicInst>(&instruction)) {
    if (call->getIntrinsicID() == Intrinsic::expect)
      return operands[0];
    if (isKnownFunction(*call))
      return builder.CreateCall(call->getFunctionType(), call->getCalledOperand(), operands.drop_back());
  }
  // The last operand of a call is what it calls: its name says it.
  const auto *call = dyn_cast<CallInst>(&instruction);
  return opaque(call ? call->getCalledFunction()->getName().str() : instruction.getOpcodeName(), type,
                call ? operands.drop_back() : operands);
}

Expressions::Observation Expressions::observe(Value *expression) {
  Function *observer = declare("observe", FunctionType::get(builder.getVoidTy(), /*isVarArg=*/true));
  observer->setOnlyAccessesInaccessibleMemory();
  observations.push_back(builder.CreateCall(observer, expression));
  return static_cast<Observation>(observations.size() - 1);
}

void Expressions::simplify(FunctionAnalysisManager &analyses) {
  FunctionPassManager passes;
  passes.addPass(InstCombinePass());
  passes.addPass(EarlyCSEPass());
  passes.addPass(InstCombinePass());
  passes.addPass(EarlyCSEPass());
  passes.run(*function, analyses);
  analyses.clear(*function, function->getName());
}

Value *Expressions::observed(Observation observation) const {
  Value *value = observations[observation]->getArgOperand(0);
  return isa<UndefValue>(value) ? nullptr : value;
}

} // namespace allele
