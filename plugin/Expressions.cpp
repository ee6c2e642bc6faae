#include "Expressions.h"

#include "Clone.h"
#include "LlvmVersion.h"
#include "Twin.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/ConstantRange.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/CorrelatedValuePropagation.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/GVN.h"
#include "llvm/Transforms/Scalar/IndVarSimplify.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"

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

Expressions::Expressions(Module &module, Function *function)
    : module(module), function(function), builder(module.getContext(), InstSimplifyFolder(module.getDataLayout())) {}

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

bool Expressions::isNothing(const Instruction &instruction) {
  return isa<DbgInfoIntrinsic, AssumeInst>(instruction) || instruction.isLifetimeStartOrEnd();
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
  return isa<Constant>(value) ? value : ofOther(value);
}

Value *Expressions::rebuild(const Instruction &instruction, ArrayRef<Value *> operands) {
  return is_contained(operands, nullptr) ? nullptr : create(instruction, operands);
}

Value *Expressions::create(const Instruction &instruction, ArrayRef<Value *> operands) {
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

Value *Expressions::differ(Value *left, Value *right) {
  if (!left || !right)
    return nullptr;
  Type *type = left->getType();
  if (type->isFloatingPointTy()) { // by bits: -0.0 and NaN
    Type *bits = builder.getIntNTy(static_cast<unsigned>(type->getPrimitiveSizeInBits().getFixedValue()));
    return builder.CreateICmpNE(builder.CreateBitCast(left, bits), builder.CreateBitCast(right, bits));
  }
  return type->isIntOrPtrTy() ? builder.CreateICmpNE(left, right) : nullptr;
}

Expressions::Observation Expressions::observe(Value *expression) {
  Function *observer = declare("observe", FunctionType::get(builder.getVoidTy(), /*isVarArg=*/true));
  observer->setOnlyAccessesInaccessibleMemory();
  observations.emplace_back(builder.CreateCall(observer, expression));
  return static_cast<Observation>(observations.size() - 1);
}

void Expressions::run(FunctionPassManager passes, FunctionAnalysisManager &analyses) {
  passes.run(*function, analyses);
  analyses.clear(*function, function->getName());
}

Value *Expressions::observed(Observation observation) const {
  if (!isReached(observation))
    return nullptr;
  Value *value = cast<CallInst>(observations[observation])->getArgOperand(0);
  return isa<UndefValue>(value) ? nullptr : value;
}

FreeExpressions::FreeExpressions(Module &module, const LocalMemory &memory)
    : Expressions(module, Function::Create(FunctionType::get(Type::getVoidTy(module.getContext()), false),
                                           GlobalValue::InternalLinkage, "allele.expressions", module)),
      memory(memory) {
  adoptDebugFormat(*function, module);
  BasicBlock *block = BasicBlock::Create(module.getContext(), "", function);
  builder.SetInsertPoint(ReturnInst::Create(module.getContext(), block));
}

namespace {

// What a struct is built from, and what a call calls, stay as they are.
bool isTakenOver(const Instruction &instruction, const Value *operand) {
  return isa<Function>(operand) || (isa<InsertValueInst>(instruction) && isa<UndefValue>(operand));
}

} // namespace

Value *FreeExpressions::ofOther(Value *value) {
  if (auto *load = dyn_cast<LoadInst>(value))
    value = memory.representative(load);
  if (auto found = known.find(value); found != known.end())
    return found->second;
  Value *expression = nullptr;
  auto *instruction = dyn_cast<Instruction>(value);
  if (instruction && isPure(*instruction)) {
    SmallVector<Value *, 4> operands;
    for (Value *operand : instruction->operands())
      operands.push_back(isTakenOver(*instruction, operand) ? operand : of(operand));
    expression = rebuild(*instruction, operands);
  } else {
    expression = leaf(value->getType());
  }
  known[value] = expression;
  return expression;
}

void FreeExpressions::simplify(FunctionAnalysisManager &analyses) {
  FunctionPassManager passes;
  passes.addPass(InstCombinePass());
  passes.addPass(EarlyCSEPass());
  passes.addPass(InstCombinePass());
  passes.addPass(EarlyCSEPass());
  run(std::move(passes), analyses);
}

PlacedExpressions::PlacedExpressions(Function &original, const LocalMemory &memory)
    : PlacedExpressions(original, memory, std::make_unique<ValueToValueMapTy>()) {}

PlacedExpressions::PlacedExpressions(Function &original, const LocalMemory &memory,
                                     std::unique_ptr<ValueToValueMapTy> copies)
    : Expressions(*original.getParent(), cloneWithLines(original, ".expressions", original.getName(), *copies)),
      memory(memory), map(std::move(copies)) {
  dropPromises(*function);
  function->removeFnAttr(Attribute::OptimizeNone);
  function->removeFnAttr(Attribute::NoInline);
  AttributeMask promises;
  addRangeAttributes(promises);
  for (auto kind : {Attribute::NonNull, Attribute::NoAlias, Attribute::NoUndef, Attribute::Alignment,
                    Attribute::Dereferenceable, Attribute::DereferenceableOrNull})
    promises.addAttribute(kind);
  for (unsigned argument = 0; argument < function->arg_size(); ++argument)
    function->removeParamAttrs(argument, promises);
  // A store to null ends the program: nothing follows from it about what was before.
  function->addFnAttr(Attribute::NullPointerIsValid);
  hideVariables(original);
  hideTables();
  promiseResults(original);
}

// What was never written may be anything, but not what suits the optimiser.
void PlacedExpressions::hideVariables(Function &original) {
  SmallVector<Instruction *, 8> dropped;
  for (Instruction &instruction : instructions(*function)) {
    if (instruction.isLifetimeStartOrEnd())
      dropped.push_back(&instruction);
    // The library's functions may be replaced, and an allocation may fail.
    if (auto *call = dyn_cast<CallBase>(&instruction)) {
      call->removeFnAttr(Attribute::Builtin);
      call->addFnAttr(Attribute::NoBuiltin);
    }
  }
  for (Instruction *instruction : dropped)
    instruction->eraseFromParent();
  for (Instruction &instruction : instructions(original)) {
    auto *variable = dyn_cast<AllocaInst>(&instruction);
    if (!variable)
      continue;
    auto *copy = cast<AllocaInst>((*map)[variable]);
    builder.SetInsertPoint(copy->getParent(), std::next(copy->getIterator()));
    if (memory.isPrivate(variable) && variable->getAllocatedType()->isSingleValueType()) {
      builder.CreateStore(leaf(copy->getAllocatedType()), copy);
    } else {
      // Gives it a content, and doesn't keep its address: the function itself may, later.
      Function *taker = declare("variable", FunctionType::get(builder.getVoidTy(), {copy->getType()}, false));
      taker->setOnlyAccessesArgMemory();
      setNotKept(*taker, 0);
      builder.CreateCall(taker, {copy});
    }
  }
}

// An index may be anything, not only what is in range.
void PlacedExpressions::hideTables() {
  for (Instruction &instruction : instructions(*function)) {
    auto *element = dyn_cast<GetElementPtrInst>(&instruction);
    if (!element || element->hasAllConstantIndices() || !isa<Constant>(element->getPointerOperand()))
      continue;
    builder.SetInsertPoint(element);
    element->setOperand(0, opaque("table", element->getPointerOperandType(), element->getPointerOperand()));
  }
}

namespace {

// What a function returns if that is constants only.
std::optional<ConstantRange> returnedRange(const Function &function) {
  auto *type = dyn_cast<IntegerType>(function.getReturnType());
  if (!type)
    return std::nullopt;
  ConstantRange range(type->getBitWidth(), /*isFullSet=*/false);
  for (const BasicBlock &block : function) {
    const auto *end = dyn_cast<ReturnInst>(block.getTerminator());
    if (!end)
      continue;
    SmallVector<const Value *, 8> values{end->getReturnValue()};
    if (const auto *load = dyn_cast<LoadInst>(end->getReturnValue())) {
      values.clear();
      auto writes = [&](const Instruction &instruction) {
        const auto *store = dyn_cast<StoreInst>(&instruction);
        return store && store->getPointerOperand() == load->getPointerOperand();
      };
      if (!isa<AllocaInst>(load->getPointerOperand()) || pred_empty(&block) ||
          !all_of(predecessors(&block), [&](const BasicBlock *before) { return any_of(*before, writes); }))
        return std::nullopt;
      for (const User *user : load->getPointerOperand()->users()) {
        const auto *store = dyn_cast<StoreInst>(user);
        if (store && store->getValueOperand() != load->getPointerOperand())
          values.push_back(store->getValueOperand());
        else if (!isa<LoadInst>(user) && !cast<Instruction>(user)->isLifetimeStartOrEnd())
          return std::nullopt;
      }
    }
    for (const Value *value : values) {
      const auto *number = dyn_cast<ConstantInt>(value);
      if (!number)
        return std::nullopt;
      range = range.unionWith(ConstantRange(number->getValue()), ConstantRange::Signed);
    }
  }
  return range;
}

} // namespace

// Of functions that can't be others: while a mutant of this one is active, they do what they say.
void PlacedExpressions::promiseResults(const Function &original) {
  for (Instruction &instruction : instructions(*function)) {
    auto *call = dyn_cast<CallInst>(&instruction);
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    if (!callee || callee == &original || callee->isDeclaration() || !callee->hasLocalLinkage() ||
        callee->getFunctionType() != call->getFunctionType())
      continue;
    std::optional<ConstantRange> range = returnedRange(*callee);
    if (range && !range->isEmptySet() && !range->isFullSet())
      setReturnedRange(*call, *range);
  }
}

// Another one each time.
CallInst *PlacedExpressions::unknown(Type *type) {
  Function *giver = declare("unknown", FunctionType::get(type, false));
  giver->setOnlyAccessesInaccessibleMemory();
  return builder.CreateCall(giver);
}

void PlacedExpressions::cutLoops(const LoopInfo &loops) {
  hasCutLoops = true;
  Function *writer = declare("write", FunctionType::get(builder.getVoidTy(), false));
  for (const Loop *loop : loops.getLoopsInPreorder()) {
    BasicBlock *begin = cast<BasicBlock>((*map)[loop->getHeader()]);
    builder.SetInsertPoint(begin, begin->getFirstInsertionPt());
    SmallSetVector<const AllocaInst *, 8> written;
    bool writesMemory = false;
    for (const BasicBlock *block : loop->blocks())
      for (const Instruction &instruction : *block) {
        const auto *store = dyn_cast<StoreInst>(&instruction);
        const auto *variable = store ? dyn_cast<AllocaInst>(store->getPointerOperand()) : nullptr;
        if (variable && memory.isPrivate(variable) && variable->getAllocatedType()->isSingleValueType())
          written.insert(variable);
        else
          writesMemory |= instruction.mayWriteToMemory();
      }
    for (const AllocaInst *variable : written)
      builder.CreateStore(unknown(variable->getAllocatedType()), (*map)[variable]);
    if (writesMemory)
      builder.CreateCall(writer);
  }
}

bool PlacedExpressions::placeAfter(const Instruction &instruction, ArrayRef<Next> blocks) {
  if (!place(instruction))
    return false;
  auto [found, isNew] = ahead.try_emplace(&instruction);
  if (isNew) {
    auto copies = std::make_unique<Copies>();
    auto *before = cast<Instruction>((*map)[&instruction]);
    for (auto [block, end] : blocks)
      for (const Instruction &each : *block) {
        if (&each == end)
          break;
        const auto *load = dyn_cast<LoadInst>(&each);
        if (!(load && load->isSimple()) && !isPure(each)) {
          if (isNothing(each))
            continue;
          return false;
        }
        Instruction *copy = cast<Instruction>((*map)[&each])->clone();
        for (auto [from, to] : zip(each.operands(), copy->operands()))
          if (Value *moved = copies->lookup(from))
            to.set(moved);
        insertBefore(*copy, *before);
        (*copies)[&each] = copy;
      }
    found->second = std::move(copies);
  }
  inPlace = found->second.get();
  return inPlace != nullptr;
}

Value *PlacedExpressions::contentOf(Type *type, Value *address) {
  Value *pointer = of(address);
  return pointer ? builder.CreateLoad(type, pointer) : nullptr;
}

bool PlacedExpressions::place(const Instruction &instruction) {
  inPlace = nullptr;
  auto *copy = cast<Instruction>((*map)[&instruction]);
  const auto *before = dyn_cast_or_null<CallInst>(copy->getPrevNode());
  if (isa<PHINode>(copy) || copy->isEHPad() || (before && before->isMustTailCall()))
    return false;
  builder.SetInsertPoint(copy);
  return true;
}

Value *PlacedExpressions::ofOther(Value *value) {
  if (Value *copy = inPlace ? inPlace->lookup(value) : nullptr)
    return copy;
  if (Value *copy = map->lookup(value))
    return copy;
  auto *instruction = cast<Instruction>(value); // not the function's: what a mutant computes in its place
  SmallVector<Value *, 4> operands;
  for (Value *operand : instruction->operands())
    operands.push_back(isTakenOver(*instruction, operand) ? operand : of(operand));
  return rebuild(*instruction, operands);
}

void PlacedExpressions::simplify(FunctionAnalysisManager &analyses) {
  map.reset();
  FunctionPassManager passes;
  passes.addPass(promotionOfVariables(/*mayChangeBlocks=*/false));
  passes.addPass(EarlyCSEPass(/*UseMemorySSA=*/true));
  passes.addPass(InstCombinePass());
  passes.addPass(CorrelatedValuePropagationPass());
  if (!hasCutLoops) {
    passes.addPass(createFunctionToLoopPassAdaptor(IndVarSimplifyPass(/*WidenIndVars=*/false)));
    passes.addPass(InstCombinePass());
    passes.addPass(CorrelatedValuePropagationPass());
  }
  passes.addPass(GVNPass(GVNOptions().setPRE(false).setLoadPRE(false).setMemDep(true)));
  passes.addPass(InstCombinePass());
  passes.addPass(EarlyCSEPass());
  run(std::move(passes), analyses);
}

} // namespace allele
