#include "FunctionContext.h"

#include "LlvmVersion.h"

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

namespace {

// Of a coroutine, whether it has to wait: decided by what `await_ready` says, which nobody has written there.
bool isSuspension(const BranchInst &branch) {
  return any_of(successors(&branch), [](const BasicBlock *next) {
    return any_of(*next, [](const Instruction &instruction) {
      const auto *call = dyn_cast<IntrinsicInst>(&instruction);
      return call && call->getIntrinsicID() == Intrinsic::coro_save;
    });
  });
}

} // namespace

FunctionContext::FunctionContext(Function &function, Sources &sources)
    : function(function), layout(function.getParent()->getDataLayout()), sources(sources) {
  for (Instruction &instruction : llvm::instructions(function)) {
    visitVariables(instruction, [&](Value *address, DILocalVariable *variable) { variables[address] = variable; });
    if (isa<DbgInfoIntrinsic>(instruction))
      continue;
    if (auto *branch = dyn_cast<BranchInst>(&instruction); branch && branch->isConditional()) {
      if (function.isPresplitCoroutine() && isSuspension(*branch))
        continue;
      branches.push_back(branch);
    }
    Place place = placeInAny(instruction);
    if (!place)
      continue;
    places[&instruction] = place;
    instructions[place].push_back(&instruction);
    // In the source an operator's instruction stands on the operator, and on the name of a function only its call does,
    // with the check of its result against 0 or null.
    const auto *compare = dyn_cast<CmpInst>(&instruction);
    bool isCheck = compare && compare->isEquality() && isa<Constant>(compare->getOperand(1)) &&
                   cast<Constant>(compare->getOperand(1))->isNullValue();
    bool isOperator = isa<BinaryOperator>(instruction) || (compare && !isCheck);
    if (isOperator && place.file->token(place.token).kind == TokenKind::kIdentifier &&
        place.file->is(place.token + 1, "("))
      macros.insert(place);
  }
}

namespace {

// The condition of the `if` that the token stands in, directly or in parentheses of its own; kNoToken where it doesn't.
TokenIndex conditionAround(const SourceFile &file, TokenIndex token) {
  for (TokenIndex at = token; at > 0;) {
    TokenRange parentheses;
    if (file.enclosingStatement(at, parentheses) == "if")
      return file.withoutInit(parentheses).begin;
    at = file.enclosingBracket(at);
    if (!file.is(at, "(") || file.isBinary(at)) // the arguments of a call
      break;
  }
  return kNoToken;
}

// Whether what stands at the token is the condition of `?:`.
bool isBeforeQuestion(const SourceFile &file, TokenIndex token) {
  TokenIndex end =
      file.scanForward(token, [&](TokenIndex at) { return file.is(at, "?") || file.is(at, ",") || file.is(at, ";"); });
  return file.is(end, "?");
}

} // namespace

Place FunctionContext::placeInAny(const Instruction &instruction) const {
  Place place = locate(instruction);
  const auto *branch = dyn_cast<BranchInst>(&instruction);
  if (!kBranchOfIfStandsOnItsOperator || !place || !branch || !branch->isConditional())
    return place;
  const auto *condition = dyn_cast<Instruction>(branch->getCondition());
  Place decided = condition ? locate(*condition) : Place();
  if (decided.file != place.file)
    return place;
  bool isLogical = place.text() == "&&" || place.text() == "||";
  // A comparison, or a call that gives a `bool`. A variable that the condition declares stands on its name.
  bool isOperator = isa<CmpInst>(condition) && place.file->token(place.token).kind == TokenKind::kPunctuator;
  bool isWhole = isLogical ? decided.token > place.token
                           : decided == place && (isOperator || isa<CallBase>(condition)) &&
                                 !isBeforeQuestion(*place.file, place.token);
  TokenIndex start = isWhole ? conditionAround(*place.file, place.token) : kNoToken;
  return start == kNoToken ? place : Place{place.file, start};
}

Place FunctionContext::locate(const Instruction &instruction) const {
  const DebugLoc &location = instruction.getDebugLoc();
  if (!location || location.getLine() == 0 || location.getInlinedAt())
    return {};
  const SourceFile *file = sources.find(cast<DILocation>(location.get())->getFile());
  return file ? Place{file, file->tokenAt(location.getLine(), location.getCol())} : Place();
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

namespace {

// The member that is `offset` bits into the type, of base classes too, and `size` bits wide.
const DIType *memberAt(const DIType *type, uint64_t offset, uint64_t size) {
  const auto *composite = dyn_cast_or_null<DICompositeType>(stripType(type));
  if (!composite)
    return nullptr;
  for (const DINode *element : composite->getElements()) {
    const auto *member = dyn_cast<DIDerivedType>(element);
    if (!member || member->isStaticMember() || member->isBitField() || member->isVirtual())
      continue;
    const DIType *memberType = stripType(member->getBaseType());
    if (!memberType || offset < member->getOffsetInBits())
      continue;
    if (member->getTag() == dwarf::DW_TAG_member && offset == member->getOffsetInBits() &&
        memberType->getSizeInBits() == size)
      return memberType;
    if (member->getTag() == dwarf::DW_TAG_inheritance)
      if (const DIType *found = memberAt(memberType, offset - member->getOffsetInBits(), size))
        return found;
  }
  return nullptr;
}

// Whether the IR's structure is the composite or a base class of it: a cast of pointers leaves no instruction.
bool isStructure(const DIType *type, const StructType &structure) {
  const auto *composite = dyn_cast_or_null<DICompositeType>(stripType(type));
  if (!composite || !structure.hasName())
    return false;
  StringRef name = structure.getName();
  name = name.substr(name.find('.') + 1);
  name = name.take_front(name.rfind('.')); // a number that keeps names apart
  if (size_t colon = name.rfind("::"); colon != StringRef::npos)
    name = name.substr(colon + 2);
  if (composite->getName().empty() || composite->getName().take_front(composite->getName().find('<')) == name)
    return true;
  return any_of(composite->getElements(), [&](const DINode *element) {
    const auto *base = dyn_cast<DIDerivedType>(element);
    return base && base->getTag() == dwarf::DW_TAG_inheritance && isStructure(base->getBaseType(), structure);
  });
}

const DIType *elementType(const DIType *type, unsigned tag) {
  type = stripType(type);
  if (const auto *derived = dyn_cast_or_null<DIDerivedType>(type); derived && derived->getTag() == tag)
    return stripType(derived->getBaseType());
  if (const auto *array = dyn_cast_or_null<DICompositeType>(type); array && array->getTag() == tag)
    return array->getElements().size() == 1 ? stripType(array->getBaseType()) : nullptr;
  return nullptr;
}

} // namespace

const DIType *FunctionContext::memberType(const GetElementPtrInst &member) const {
  auto *structure = dyn_cast<StructType>(member.getSourceElementType());
  if (structure && member.getNumIndices() == 2 && member.hasAllConstantIndices()) {
    const DIType *whole = typeAt(member.getPointerOperand());
    auto field = static_cast<unsigned>(cast<ConstantInt>(member.getOperand(2))->getZExtValue());
    uint64_t offset = fixedBits(layout.getStructLayout(structure)->getElementOffsetInBits(field));
    uint64_t size = fixedBits(layout.getTypeSizeInBits(structure->getElementType(field)));
    return whole && isStructure(whole, *structure) ? memberAt(whole, offset, size) : nullptr;
  }
  if (isa<ArrayType>(member.getSourceElementType()) && member.getNumIndices() == 2)
    return elementType(typeAt(member.getPointerOperand()), dwarf::DW_TAG_array_type);
  if (member.getNumIndices() == 1) // `p[i]`
    return typeAt(member.getPointerOperand());
  return nullptr;
}

const DIType *FunctionContext::typeAt(const Value *address) const {
  if (auto found = variables.find(address); found != variables.end())
    return stripType(found->second->getType());
  if (const auto *global = dyn_cast<GlobalVariable>(address)) {
    SmallVector<DIGlobalVariableExpression *, 1> expressions;
    global->getDebugInfo(expressions);
    return expressions.empty() ? nullptr : stripType(expressions.front()->getVariable()->getType());
  }
  if (const auto *member = dyn_cast<GetElementPtrInst>(address))
    return memberType(*member);
  const DIType *pointer = typeOf(address);
  for (unsigned tag : {dwarf::DW_TAG_pointer_type, dwarf::DW_TAG_reference_type, dwarf::DW_TAG_rvalue_reference_type})
    if (const DIType *target = elementType(pointer, tag))
      return target;
  return nullptr;
}

const DIType *FunctionContext::typeOf(const Value *value) const {
  const DIType *type = nullptr;
  if (const auto *load = dyn_cast<LoadInst>(value)) {
    type = typeAt(load->getPointerOperand());
    // What a pointer was cast to shows in nothing but the size that is read.
    if (type && type->getSizeInBits() != layout.getTypeStoreSizeInBits(load->getType()).getFixedValue())
      return nullptr;
  } else if (const auto *call = dyn_cast<CallBase>(value)) {
    // Of what is only declared here, debug info tells nothing at -O0.
    const Function *callee = call->getCalledFunction();
    if (callee && callee->getSubprogram() && !callee->isDeclarationForLinker())
      if (auto types = callee->getSubprogram()->getType()->getTypeArray(); types.size() > 0)
        type = stripType(types[0]);
  }
  return type;
}

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
    return isSignedType(typeOf(load));
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

bool FunctionContext::isParameter(const Value *address) const {
  auto found = variables.find(address);
  return found != variables.end() && found->second->isParameter();
}

StringRef FunctionContext::variableName(const Value *address) const {
  const DILocalVariable *variable = variables.lookup(address);
  return variable ? variable->getName() : StringRef();
}

bool FunctionContext::isProgramsOwn(const Function &other) const {
  const DISubprogram *subprogram = other.getSubprogram();
  return subprogram && !other.isDeclaration() && !other.hasAvailableExternallyLinkage() &&
         sources.placeOf(subprogram->getFile());
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
