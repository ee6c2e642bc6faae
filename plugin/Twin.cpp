#include "Twin.h"

#include "Action.h"
#include "Budget.h"
#include "Clone.h"
#include "Coverage.h"
#include "LlvmVersion.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace allele {

void dropPromises(Function &twin) {
  AttributeMask promises;
  addMemoryAttributes(promises);
  for (auto kind : {Attribute::WillReturn, Attribute::MustProgress, Attribute::NoReturn, Attribute::NoSync,
                    Attribute::NoFree, Attribute::NoRecurse, Attribute::Speculatable, Attribute::InlineHint,
                    Attribute::AlwaysInline, Attribute::NoCallback})
    promises.addAttribute(kind);
  twin.removeFnAttrs(promises);
  AttributeMask result;
  addRangeAttributes(result);
  for (auto kind : {Attribute::NonNull, Attribute::NoUndef, Attribute::Alignment, Attribute::Dereferenceable,
                    Attribute::DereferenceableOrNull, Attribute::NoAlias})
    result.addAttribute(kind);
  twin.removeRetAttrs(result);
  SmallVector<Instruction *, 8> assumptions;
  for (Instruction &instruction : instructions(twin)) {
    dropPromisesOf(instruction);
    if (isa<AssumeInst>(instruction))
      assumptions.push_back(&instruction);
  }
  for (Instruction *assumption : assumptions)
    assumption->eraseFromParent();
  // Falling off the end, or into a default that can't be: the original never gets there, a mutant may, and must not run
  // on into whatever code comes next.
  for (BasicBlock &block : twin) {
    auto *end = dyn_cast<UnreachableInst>(block.getTerminator());
    if (!end)
      continue;
    const auto *before = dyn_cast_or_null<CallBase>(instructionBefore(*end));
    if (before && before->doesNotReturn())
      continue;
    IRBuilder<>(end).CreateCall(intrinsicIn(*twin.getParent(), Intrinsic::trap));
  }
}

MDNode *unlikely(LLVMContext &context) {
  return MDBuilder(context).createBranchWeights(1, (1U << 20) - 1);
}

FunctionCallee runtimeFunction(Module &module, StringRef name, FunctionType *type) {
  FunctionCallee callee = module.getOrInsertFunction(name, type);
  auto *function = cast<Function>(callee.getCallee());
  function->setVisibility(GlobalValue::HiddenVisibility);
  function->setDSOLocal(true);
  function->setDoesNotThrow();
  function->addFnAttr(Attribute::Cold);
  return callee;
}

namespace {

// Tables of label addresses (computed goto) name the original's labels: the twin gets its own tables.
class BlockAddressMapper {
public:
  BlockAddressMapper(Function &original, Function &twin, ValueToValueMapTy &map)
      : original(original), twin(twin), map(map) {}

  void run() {
    for (Instruction &instruction : instructions(twin))
      for (Use &operand : instruction.operands())
        if (auto *constant = dyn_cast<Constant>(operand))
          if (Constant *replacement = mapConstant(constant))
            operand.set(replacement);
  }

private:
  // Null where nothing of the original's labels is in it.
  Constant *mapConstant(Constant *constant) {
    if (isa<Function>(constant) || isa<ConstantData>(constant))
      return nullptr;
    if (auto known = copies.find(constant); known != copies.end())
      return known->second;
    copies[constant] = nullptr;
    return copies[constant] = build(constant);
  }

  Constant *build(Constant *constant) {
    if (auto *address = dyn_cast<BlockAddress>(constant)) {
      if (address->getFunction() != &original)
        return nullptr;
      return BlockAddress::get(&twin, cast<BasicBlock>(map[address->getBasicBlock()]));
    }
    if (auto *table = dyn_cast<GlobalVariable>(constant)) {
      if (!table->hasLocalLinkage() || !table->isConstant() || !table->hasInitializer())
        return nullptr;
      Constant *content = mapConstant(table->getInitializer());
      if (!content)
        return nullptr;
      auto *duplicate =
          new GlobalVariable(*table->getParent(), table->getValueType(), true, GlobalValue::InternalLinkage, content,
                             table->getName() + ".twin", table, table->getThreadLocalMode());
      duplicate->setAlignment(table->getAlign());
      duplicate->setUnnamedAddr(table->getUnnamedAddr());
      return duplicate;
    }
    SmallVector<Constant *, 8> operands;
    bool isChanged = false;
    for (Use &operand : constant->operands()) {
      auto *before = dyn_cast<Constant>(operand);
      Constant *after = before ? mapConstant(before) : nullptr;
      isChanged |= after != nullptr;
      operands.push_back(after ? after : before);
    }
    if (!isChanged)
      return nullptr;
    if (auto *expression = dyn_cast<ConstantExpr>(constant))
      return expression->getWithOperands(operands);
    if (auto *array = dyn_cast<ConstantArray>(constant))
      return ConstantArray::get(array->getType(), operands);
    if (auto *structure = dyn_cast<ConstantStruct>(constant))
      return ConstantStruct::get(structure->getType(), operands);
    return nullptr;
  }

  Function &original;
  Function &twin;
  ValueToValueMapTy &map;
  DenseMap<Constant *, Constant *> copies;
};

// Puts sites into a twin, one after the other.
class SiteWriter {
public:
  SiteWriter(Function &twin, ValueToValueMapTy &map, const FunctionGlobals &globals)
      : twin(twin), module(*twin.getParent()), context(module.getContext()), map(map), globals(globals) {}

  void write(const Site &site, unsigned number) {
    switch (site.shape) {
    case Site::Shape::kResult: {
      auto *instruction = mapped(site.instruction);
      auto *holder = site.operandsOf ? mapped(site.operandsOf) : instruction;
      Value *a = holder->getOperand(site.operandA);
      Value *b = site.operandB < holder->getNumOperands() ? holder->getOperand(site.operandB) : nullptr;
      writeValue(site, number, instruction, a, b, instruction->getNextNode(), nullptr);
      break;
    }
    case Site::Shape::kOperand: {
      auto *user = mapped(site.instruction);
      Use &use = user->getOperandUse(site.operand);
      writeValue(site, number, use.get(), nullptr, nullptr, user, &use);
      break;
    }
    case Site::Shape::kSkip:
      writeSkip(number, site);
      break;
    case Site::Shape::kRedirect:
      writeRedirects(number, site);
      break;
    case Site::Shape::kDivert:
      writeDivert(number, site);
      break;
    case Site::Shape::kBody:
      writeBody(number, site);
      break;
    }
  }

private:
  Instruction *mapped(Instruction *instruction) { return cast<Instruction>(map[instruction]); }
  BasicBlock *mapped(BasicBlock *block) { return cast<BasicBlock>(map[block]); }

  ConstantInt *number32(uint64_t number) { return ConstantInt::get(Type::getInt32Ty(context), number); }

  Value *isArmed(IRBuilder<> &builder, unsigned number) {
    Value *address = builder.CreateConstInBoundsGEP1_32(builder.getInt8Ty(), globals.siteSwitches, number);
    return builder.CreateICmpNE(builder.CreateLoad(builder.getInt8Ty(), address), builder.getInt8(0));
  }

  Value *call(IRBuilder<> &builder, StringRef name, Type *result, unsigned number, ArrayRef<Value *> values) {
    SmallVector<Type *, 5> types{builder.getPtrTy(), builder.getInt32Ty()};
    SmallVector<Value *, 5> arguments{globals.record, builder.getInt32(number)};
    for (Value *value : values) {
      types.push_back(value->getType());
      arguments.push_back(value);
    }
    CallInst *made =
        builder.CreateCall(runtimeFunction(module, name, FunctionType::get(result, types, false)), arguments);
    made->setDoesNotThrow();
    return made;
  }

  // head:  ...; armed = switch != 0; br armed, slow, rest     (before: ...; rest)
  // slow:  mutated = ...; br rest
  // rest:  v = phi [value, head], [mutated, slow]
  void writeValue(const Site &site, unsigned number, Value *value, Value *a, Value *b, Instruction *before, Use *use) {
    IRBuilder<> builder(before);
    Value *armed = isArmed(builder, number);
    BasicBlock *head = before->getParent();
    Instruction *slowEnd = SplitBlockAndInsertIfThen(armed, before, /*Unreachable=*/false, unlikely(context));
    builder.SetInsertPoint(slowEnd);
    builder.SetCurrentDebugLocation(before->getDebugLoc());
    Value *mutated = mutatedValue(builder, site, number, value, a, b);
    BasicBlock *slow = builder.GetInsertBlock();
    builder.SetInsertPoint(before);
    PHINode *merged = builder.CreatePHI(value->getType(), 2);
    merged->addIncoming(value, head);
    merged->addIncoming(mutated, slow);
    if (use)
      use->set(merged);
    else
      value->replaceUsesWithIf(merged, [&](Use &other) {
        auto *user = cast<Instruction>(other.getUser());
        return user != merged && user->getParent() != slow && !is_contained(slowBlocks, user->getParent());
      });
    slowBlocks.clear();
  }

  Value *mutatedValue(IRBuilder<> &builder, const Site &site, unsigned number, Value *value, Value *a, Value *b) {
    Type *type = value->getType();
    switch (site.kind) {
    case ALLELE_SITE_INT: {
      Value *result = call(builder, "__allele_int_v1", builder.getInt64Ty(), number,
                           {widen(builder, value), widen(builder, a), widen(builder, b)});
      if (type->isPointerTy())
        return builder.CreateIntToPtr(result, type);
      return builder.CreateTrunc(result, type);
    }
    case ALLELE_SITE_FLOAT: {
      Value *result = call(builder, "__allele_float_v1", builder.getDoubleTy(), number,
                           {extend(builder, value), extend(builder, a), extend(builder, b)});
      return builder.CreateFPTrunc(result, type);
    }
    case ALLELE_SITE_FCMP: {
      Value *result = call(builder, "__allele_fcmp_v1", builder.getInt64Ty(), number,
                           {widen(builder, value), extend(builder, a), extend(builder, b)});
      return builder.CreateTrunc(result, type);
    }
    case ALLELE_SITE_PICK:
      return pickedValue(builder, site, number, value, a, b);
    }
    llvm_unreachable("a kind that no site has");
  }

  // The types that the runtime doesn't know: each alternative in a block of its own.
  Value *pickedValue(IRBuilder<> &builder, const Site &site, unsigned number, Value *value, Value *a, Value *b) {
    Value *picked = call(builder, "__allele_pick_v1", builder.getInt32Ty(), number, {});
    Instruction *end = &*builder.GetInsertPoint();
    BasicBlock *start = end->getParent();
    BasicBlock *join = SplitBlock(start, end);
    slowBlocks.push_back(start);
    start->getTerminator()->eraseFromParent();
    builder.SetInsertPoint(start);
    SwitchInst *choice = builder.CreateSwitch(picked, join, site.alternatives.size());
    builder.SetInsertPoint(join, join->begin());
    PHINode *result = builder.CreatePHI(value->getType(), site.alternatives.size() + 1);
    result->addIncoming(value, start);
    unsigned alternative = 0;
    for (const Alternative &candidate : site.alternatives) {
      BasicBlock *block = BasicBlock::Create(context, "", start->getParent(), join);
      slowBlocks.push_back(block);
      choice->addCase(builder.getInt32(++alternative), block);
      builder.SetInsertPoint(block);
      builder.SetCurrentDebugLocation(end->getDebugLoc());
      Value *computed = candidate.inLine ? candidate.inLine(builder, value, map)
                                         : createAction(builder, candidate.action, value, a, b);
      block = builder.GetInsertBlock(); // it may have made more of them
      if (!is_contained(slowBlocks, block))
        slowBlocks.push_back(block);
      builder.CreateBr(join);
      result->addIncoming(computed, block);
    }
    builder.SetInsertPoint(end);
    return result;
  }

  static Value *widen(IRBuilder<> &builder, Value *value) {
    if (!value)
      return builder.getInt64(0);
    value = freeze(builder, value);
    if (value->getType()->isPointerTy())
      return builder.CreatePtrToInt(value, builder.getInt64Ty());
    return builder.CreateZExt(value, builder.getInt64Ty());
  }

  static Value *extend(IRBuilder<> &builder, Value *value) {
    if (!value)
      return ConstantFP::get(builder.getDoubleTy(), 0.0);
    return builder.CreateFPExt(freeze(builder, value), builder.getDoubleTy());
  }

  // The runtime sees one value, even where the original's is undefined.
  static Value *freeze(IRBuilder<> &builder, Value *value) {
    return isa<ConstantData>(value) ? value : builder.CreateFreeze(value);
  }

  // head:  armed = switch != 0; br armed, slow, made          (before: head: v = skipped; rest)
  // slow:  switch pick: 1: skip1, ..., default: made
  // skip1: what the alternative makes instead, or 0; br rest
  // made:  v = skipped; br rest
  // rest:  phi [v, made], [0, skip1], where v is used
  void writeSkip(unsigned number, const Site &site) {
    Instruction *skipped = mapped(site.instruction);
    auto *invoke = dyn_cast<InvokeInst>(skipped);
    bool isUsed = !skipped->use_empty();
    BasicBlock *made = nullptr;
    SwitchInst *choice = startChoice(number, skipped, site.alternatives.size(), made);
    BasicBlock *rest = !invoke  ? SplitBlock(made, skipped->getNextNode())
                       : isUsed ? SplitEdge(made, invoke->getNormalDest())
                                : invoke->getNormalDest();
    IRBuilder<> builder(context);
    PHINode *result = nullptr;
    if (isUsed) {
      builder.SetInsertPoint(rest, rest->begin());
      result = builder.CreatePHI(skipped->getType(), 2);
      // Not replaceAllUsesWith(): the map would follow it, and another site of the instruction find the phi.
      skipped->replaceUsesWithIf(result, [](Use &) { return true; });
      result->addIncoming(skipped, made);
    }
    for (auto [index, alternative] : enumerate(site.alternatives)) {
      BasicBlock *skipping = BasicBlock::Create(context, "", &twin, rest);
      choice->addCase(number32(index + 1), skipping);
      builder.SetInsertPoint(skipping);
      builder.SetCurrentDebugLocation(skipped->getDebugLoc());
      Value *value = alternative.inLine ? alternative.inLine(builder, skipped, map) : nullptr;
      skipping = builder.GetInsertBlock();
      builder.CreateBr(rest);
      if (result)
        result->addIncoming(value ? value : Constant::getNullValue(skipped->getType()), skipping);
      else
        addIncoming(rest, skipping, made, nullptr);
    }
  }

  // head:  armed = switch != 0; br armed, slow, normal        (before: head: ...; instruction)
  // slow:  switch pick: 1: leaving, ..., default: normal
  // leaving: what `inLine` writes; br exit, or normal where there is none
  // normal: instruction ...
  void writeDivert(unsigned number, const Site &site) {
    BasicBlock *normal = nullptr;
    SwitchInst *choice = startChoice(number, mapped(site.instruction), site.alternatives.size(), normal);
    for (auto [index, alternative] : enumerate(site.alternatives)) {
      BasicBlock *leaving = BasicBlock::Create(context, "", normal->getParent(), normal);
      choice->addCase(number32(index + 1), leaving);
      IRBuilder<> builder(leaving);
      builder.SetCurrentDebugLocation(choice->getDebugLoc());
      if (alternative.inLine)
        alternative.inLine(builder, nullptr, map);
      builder.CreateBr(alternative.exit.block ? mapped(alternative.exit.block) : normal);
      if (alternative.exit.block)
        addExit(alternative.exit, leaving);
    }
  }

  // The same at the function's beginning, behind its variables, with a return for each alternative.
  void writeBody(unsigned number, const Site &site) {
    Instruction *first = &behindAllocas(twin.getEntryBlock());
    BasicBlock *normal = nullptr;
    SwitchInst *choice = startChoice(number, first, site.alternatives.size(), normal);
    for (auto [index, alternative] : enumerate(site.alternatives)) {
      BasicBlock *leaving = BasicBlock::Create(context, "", &twin, normal);
      choice->addCase(number32(index + 1), leaving);
      IRBuilder<> builder(leaving);
      builder.SetCurrentDebugLocation(choice->getDebugLoc());
      Value *result = alternative.inLine ? alternative.inLine(builder, nullptr, map) : nullptr;
      if (twin.getReturnType()->isVoidTy())
        builder.CreateRetVoid();
      else
        builder.CreateRet(result ? result : Constant::getNullValue(twin.getReturnType()));
    }
  }

  // Splits before `at`: head with the check, slow with the switch that is returned, and `normal`, which begins with
  // `at`.
  SwitchInst *startChoice(unsigned number, Instruction *at, size_t alternatives, BasicBlock *&normal) {
    BasicBlock *head = at->getParent();
    normal = SplitBlock(head, at);
    BasicBlock *slow = BasicBlock::Create(context, "", head->getParent(), normal);
    head->getTerminator()->eraseFromParent();
    IRBuilder<> builder(head);
    builder.SetCurrentDebugLocation(at->getDebugLoc());
    builder.CreateCondBr(isArmed(builder, number), slow, normal, unlikely(context));
    builder.SetInsertPoint(slow);
    Value *picked = call(builder, "__allele_pick_v1", builder.getInt32Ty(), number, {});
    return builder.CreateSwitch(picked, normal, static_cast<unsigned>(alternatives));
  }

  // For each branch that some alternative redirects:
  //
  // head:  armed = switch != 0; br armed, slow, normal        (before: head: br c, x, y)
  // slow:  switch pick: 1: mutant1, ..., default: normal
  // mutant1: br c, x', y'
  // normal: br c, x, y
  void writeRedirects(unsigned number, const Site &site) {
    MapVector<BranchInst *, SmallVector<std::pair<unsigned, const Redirect *>, 4>> byBranch;
    for (auto [index, alternative] : enumerate(site.alternatives))
      for (const Redirect &redirect : alternative.redirects)
        byBranch[redirect.branch].push_back({static_cast<unsigned>(index) + 1, &redirect});
    for (const auto &[branch, redirects] : byBranch)
      writeBranch(number, cast<BranchInst>(mapped(branch)), redirects);
  }

  void writeBranch(unsigned number, BranchInst *branch, ArrayRef<std::pair<unsigned, const Redirect *>> redirects) {
    BasicBlock *normal = nullptr;
    SwitchInst *choice = startChoice(number, branch, redirects.size(), normal);
    IRBuilder<> builder(context);
    for (const auto &[alternative, redirect] : redirects) {
      BasicBlock *mutant = BasicBlock::Create(context, "", normal->getParent(), normal);
      choice->addCase(number32(alternative), mutant);
      builder.SetInsertPoint(mutant);
      builder.SetCurrentDebugLocation(branch->getDebugLoc());
      BasicBlock *taken = mapped(redirect->taken.block);
      BasicBlock *notTaken = branch->isConditional() ? mapped(redirect->notTaken.block) : taken;
      addExit(redirect->taken, mutant);
      if (taken == notTaken) {
        builder.CreateBr(taken);
      } else {
        builder.CreateCondBr(branch->getCondition(), taken, notTaken);
        addExit(redirect->notTaken, mutant);
      }
    }
  }

  void addExit(const Exit &exit, BasicBlock *from) {
    // The twin's block that ends as the original's does: earlier sites may have split it.
    BasicBlock *like = exit.like ? mapped(exit.like->getTerminator())->getParent() : nullptr;
    addIncoming(mapped(exit.block), from, like, exit.value);
  }

  static void addIncoming(BasicBlock *block, BasicBlock *from, BasicBlock *like, Constant *value) {
    for (PHINode &phi : block->phis()) {
      int index = like ? phi.getBasicBlockIndex(like) : -1;
      phi.addIncoming(value && phi.getType() == value->getType() ? value
                      : index >= 0                               ? phi.getIncomingValue(index)
                                                                 : PoisonValue::get(phi.getType()),
                      from);
    }
  }

  Function &twin;
  Module &module;
  LLVMContext &context;
  ValueToValueMapTy &map;
  const FunctionGlobals &globals;
  SmallVector<BasicBlock *, 4> slowBlocks;
};

} // namespace

Function *createTwin(Function &original, ArrayRef<Site> sites, const FunctionGlobals &globals,
                     const Coverage *coverage) {
  ValueToValueMapTy map;
  Function *twin = cloneWithLines(original, ".twin", (original.getName() + ".twin").str(), map);
  dropPromises(*twin);
  BlockAddressMapper(original, *twin, map).run();
  twin->removeFnAttr(Attribute::AlwaysInline);
  twin->addFnAttr(Attribute::NoInline);
  twin->addFnAttr(Attribute::Cold);

  if (coverage && globals.probes)
    coverage->insert(map, *globals.probes);
  SiteWriter writer(*twin, map, globals);
  for (auto [number, site] : enumerate(sites))
    writer.write(site, static_cast<unsigned>(number));
  insertBudget(*twin, original, *globals.budget, *globals.record);
  return twin;
}

bool canDispatch(const Function &function) {
  if (!function.isVarArg())
    return true;
  // `musttail` hands variable arguments on, but the code generator can't do it for these at -O0.
  return none_of(function.args(),
                 [](const Argument &argument) { return argument.hasByValAttr() || argument.hasStructRetAttr(); });
}

void insertDispatch(Function &original, Function &twin, GlobalVariable &functionSwitch) {
  LLVMContext &context = original.getContext();
  BasicBlock &body = original.getEntryBlock();
  SmallVector<AllocaInst *, 8> slots; // found before the body stops being the entry: elsewhere none is static
  for (Instruction &instruction : body)
    if (auto *slot = dyn_cast<AllocaInst>(&instruction); slot && slot->isStaticAlloca())
      slots.push_back(slot);
  BasicBlock *entry = BasicBlock::Create(context, "", &original, &body);
  BasicBlock *toTwin = BasicBlock::Create(context, "", &original, &body);
  for (AllocaInst *slot : slots)
    slot->moveBefore(*entry, entry->end());
  IRBuilder<> builder(entry);
  DebugLoc location;
  if (DISubprogram *subprogram = original.getSubprogram())
    location = DILocation::get(context, 0, 0, subprogram);
  builder.SetCurrentDebugLocation(location);
  Value *isArmed = builder.CreateICmpNE(builder.CreateLoad(builder.getInt8Ty(), &functionSwitch), builder.getInt8(0));
  builder.CreateCondBr(isArmed, toTwin, &body, unlikely(context));

  builder.SetInsertPoint(toTwin);
  SmallVector<Value *, 8> arguments;
  for (Argument &argument : original.args())
    arguments.push_back(&argument);
  CallInst *call = builder.CreateCall(&twin, arguments);
  call->setCallingConv(original.getCallingConv());
  call->setAttributes(twin.getAttributes().removeFnAttributes(context));
  bool copiesArguments =
      any_of(original.args(), [](const Argument &argument) { return argument.hasPassPointeeByValueCopyAttr(); });
  call->setTailCallKind(original.isVarArg() ? CallInst::TCK_MustTail
                        : copiesArguments   ? CallInst::TCK_None
                                            : CallInst::TCK_Tail);
  if (original.doesNotReturn()) {
    // A mutant that does return must not run on in a caller that doesn't expect it.
    if (!original.isVarArg()) {
      builder.CreateCall(intrinsicIn(*original.getParent(), Intrinsic::trap));
      builder.CreateUnreachable();
      return;
    }
    original.removeFnAttr(Attribute::NoReturn);
  }
  if (original.getReturnType()->isVoidTy())
    builder.CreateRetVoid();
  else
    builder.CreateRet(call);
}

} // namespace allele
