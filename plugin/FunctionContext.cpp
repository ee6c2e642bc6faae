#include "FunctionContext.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace allele {

const DIType *stripType(const DIType *type) {
  while (const auto *derived = dyn_cast_or_null<DIDerivedType>(type)) {
    switch (derived->getTag()) {
    case dwarf::DW_TAG_typedef:
    case dwarf::DW_TAG_const_type:
    case dwarf::DW_TAG_volatile_type:
    case dwarf::DW_TAG_restrict_type:
    case dwarf::DW_TAG_member:
      type = derived->getBaseType();
      break;
    default:
      return type;
    }
  }
  return type;
}

WithOverflowInst *checkedOperation(const Instruction &value) {
  const auto *part = dyn_cast<ExtractValueInst>(&value);
  if (!part || part->getIndices() != ArrayRef<unsigned>{0})
    return nullptr;
  return dyn_cast<WithOverflowInst>(const_cast<Value *>(part->getAggregateOperand()));
}

FunctionContext::FunctionContext(Function &function, Sources &sources)
    : function(function), layout(function.getParent()->getDataLayout()), sources(sources) {
  for (Instruction &instruction : llvm::instructions(function)) {
    // Not getDbgRecordRange(): it names data of LLVM, which a host of another version must not be asked for.
    for (DbgVariableRecord &record :
         filterDbgVars(instruction.hasDbgRecords() ? instruction.DebugMarker->getDbgRecordRange()
                                                   : iterator_range<simple_ilist<DbgRecord>::iterator>({}, {})))
      if ((record.isDbgDeclare() || record.isDbgAssign()) && record.getAddress()) // the latter from -O1 on
        variables[record.getAddress()] = record.getVariable();
    if (const auto *declare = dyn_cast<DbgDeclareInst>(&instruction); declare && declare->getAddress())
      variables[declare->getAddress()] = declare->getVariable();
    if (const auto *assign = dyn_cast<DbgAssignIntrinsic>(&instruction); assign && assign->getAddress())
      variables[assign->getAddress()] = assign->getVariable();
    if (isa<DbgInfoIntrinsic>(instruction))
      continue;
    if (auto *branch = dyn_cast<BranchInst>(&instruction); branch && branch->isConditional())
      branches.push_back(branch);
    const DebugLoc &location = instruction.getDebugLoc();
    if (!location || location.getLine() == 0 || location.getInlinedAt())
      continue;
    const SourceFile *file = sources.find(cast<DILocation>(location.get())->getFile());
    if (!file)
      continue;
    Place place{file, file->tokenAt(location.getLine(), location.getCol())};
    if (!place)
      continue;
    places[&instruction] = place;
    instructions[place].push_back(&instruction);
  }
}

Place FunctionContext::place(const Instruction &instruction) const {
  return places.lookup(&instruction);
}

const SmallVectorImpl<Instruction *> &FunctionContext::at(const Place &place) const {
  static const SmallVector<Instruction *, 4> kNone;
  auto found = instructions.find(place);
  return found == instructions.end() ? kNone : found->second;
}

const DominatorTree &FunctionContext::dominators() const {
  if (!dominatorTree)
    dominatorTree.emplace(function);
  return *dominatorTree;
}

bool FunctionContext::isCxx() const {
  return allele::isCxx(*function.getSubprogram()->getUnit());
}

namespace {

std::optional<bool> isSignedType(const DIType *type) {
  type = stripType(type);
  if (const auto *composite = dyn_cast_or_null<DICompositeType>(type))
    if (composite->getTag() == dwarf::DW_TAG_enumeration_type || composite->getTag() == dwarf::DW_TAG_array_type)
      type = stripType(composite->getBaseType());
  const auto *basic = dyn_cast_or_null<DIBasicType>(type);
  if (!basic)
    return std::nullopt;
  if (auto signedness = basic->getSignedness())
    return *signedness == DIBasicType::Signedness::Signed;
  return false;
}

} // namespace

std::optional<bool> FunctionContext::isSigned(const Value *value) const {
  if (const auto *narrowed = dyn_cast<TruncInst>(value))
    return isSigned(narrowed->getOperand(0));
  if (isa<SIToFPInst>(value) || isa<FPToSIInst>(value))
    return true;
  if (isa<FPToUIInst>(value))
    return false;
  // What is extended may be converted to a type of the other kind. Up to 32 bits it most likely is the promotion to
  // int.
  if (isa<SExtInst>(value))
    return true;
  if (const auto *extended = dyn_cast<ZExtInst>(value))
    return extended->getSrcTy()->getIntegerBitWidth() < 32 && extended->getType()->getIntegerBitWidth() == 32;
  if (const auto *operation = dyn_cast<BinaryOperator>(value)) {
    switch (operation->getOpcode()) {
    case Instruction::SDiv:
    case Instruction::SRem:
    case Instruction::AShr:
      return true;
    case Instruction::UDiv:
    case Instruction::URem:
    case Instruction::LShr:
      return false;
    case Instruction::Add:
    case Instruction::Sub:
    case Instruction::Mul:
      if (operation->hasNoSignedWrap())
        return true;
      break;
    default:
      break;
    }
    // Both operands have been converted to one type: where one is so already, it says more than an extended one.
    const Value *left = operation->getOperand(0), *right = operation->getOperand(1);
    if (isa<CastInst>(left))
      std::swap(left, right);
    auto known = isSigned(left);
    return known ? known : isSigned(right);
  }
  if (const auto *load = dyn_cast<LoadInst>(value)) {
    const Value *address = load->getPointerOperand();
    if (const DILocalVariable *variable = variables.lookup(address))
      return isSignedType(variable->getType());
    if (const auto *global = dyn_cast<GlobalVariable>(address)) {
      SmallVector<DIGlobalVariableExpression *, 1> expressions;
      global->getDebugInfo(expressions);
      if (!expressions.empty())
        return isSignedType(expressions.front()->getVariable()->getType());
    }
    return std::nullopt;
  }
  if (const auto *call = dyn_cast<CallBase>(value))
    if (const Function *callee = call->getCalledFunction(); callee && callee->getSubprogram())
      if (auto types = callee->getSubprogram()->getType()->getTypeArray(); types.size() > 0)
        return isSignedType(types[0]);
  return std::nullopt;
}

const DIType *FunctionContext::variableType(const Value *address) const {
  const DILocalVariable *variable = variables.lookup(address);
  return variable ? stripType(variable->getType()) : nullptr;
}

StringRef FunctionContext::variableName(const Value *address) const {
  const DILocalVariable *variable = variables.lookup(address);
  return variable ? variable->getName() : StringRef();
}

const AllocaInst *FunctionContext::returnSlot() const {
  for (const BasicBlock &block : function)
    if (const auto *ret = dyn_cast<ReturnInst>(block.getTerminator()))
      if (const auto *load = dyn_cast_or_null<LoadInst>(ret->getReturnValue()))
        return dyn_cast<AllocaInst>(load->getPointerOperand());
  return nullptr;
}

void FunctionContext::add(Site site) {
  // Across a preprocessor directive the text holds what isn't compiled.
  erase_if(site.alternatives,
           [&](const Alternative &alternative) { return site.file->holdsDirective(alternative.range); });
  if (!site.alternatives.empty())
    sites.push_back(std::move(site));
}

std::vector<Site> FunctionContext::takeSites() {
  return std::move(sites);
}

} // namespace allele
