#include "ReturnType.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace allele {

namespace {

ReturnType classifyScalar(const DIType *type) {
  if (const auto *basic = dyn_cast_or_null<DIBasicType>(type)) {
    if (basic->getEncoding() == dwarf::DW_ATE_boolean)
      return ReturnType::kBool;
    if (basic->getEncoding() == dwarf::DW_ATE_float)
      return ReturnType::kFloat;
    if (is_contained({dwarf::DW_ATE_signed, dwarf::DW_ATE_unsigned, dwarf::DW_ATE_signed_char,
                      dwarf::DW_ATE_unsigned_char, dwarf::DW_ATE_UTF},
                     basic->getEncoding()))
      return ReturnType::kInteger;
  } else if (const auto *composite = dyn_cast_or_null<DICompositeType>(type)) {
    if (composite->getTag() == dwarf::DW_TAG_enumeration_type)
      return ReturnType::kEnumeration;
  } else if (const auto *derived = dyn_cast_or_null<DIDerivedType>(type)) {
    if (derived->getTag() == dwarf::DW_TAG_pointer_type) // a reference can't be null
      return ReturnType::kPointer;
  }
  return ReturnType::kOther;
}

// Debug info doesn't tell of members' initial values: the text between the class's braces does.
bool mayInitialiseMembers(const SourceFile &file, unsigned line) {
  TokenIndex open = file.bodyBrace(line);
  for (unsigned next = line + 1; open == kNoToken && next < line + 3; ++next)
    open = file.bodyBrace(next);
  if (open == kNoToken)
    return true;
  for (TokenIndex token = open + 1; token < file.token(open).match; ++token) {
    bool isName = file.token(token - 1).kind == TokenKind::kIdentifier &&
                  !is_contained({"struct", "class", "const", "noexcept", "override"}, file.spelling(token - 1)) &&
                  !is_contained({"struct", "class"}, file.spelling(token - 2));
    if (file.is(token, "=") || (file.is(token, "{") && (isName || file.is(token - 1, "]"))))
      return true;
  }
  return false;
}

bool isTrivial(const FunctionContext &context, const DIType *type) {
  type = stripType(type);
  const auto *composite = dyn_cast_or_null<DICompositeType>(type);
  if (composite && composite->getTag() == dwarf::DW_TAG_array_type)
    return !composite->isVector() && isTrivial(context, composite->getBaseType());
  if (!composite || composite->getTag() == dwarf::DW_TAG_enumeration_type)
    return classifyScalar(type) != ReturnType::kOther;
  if (!is_contained({dwarf::DW_TAG_structure_type, dwarf::DW_TAG_class_type}, composite->getTag()) ||
      composite->isForwardDecl())
    return false;
  if (context.isCxx()) {
    const SourceFile *file = composite->getFile() ? context.fileOf(*composite->getFile()) : nullptr;
    if (!(composite->getFlags() & DINode::FlagTypePassByValue) || !file ||
        mayInitialiseMembers(*file, composite->getLine()))
      return false;
  }
  StringRef name = composite->getName().take_until([](char c) { return c == '<'; });
  return all_of(composite->getElements(), [&](const DINode *element) {
    if (const auto *function = dyn_cast<DISubprogram>(element)) // a constructor, also a template of them
      return function->getName().take_until([](char c) { return c == '<'; }) != name &&
             !function->getName().starts_with("~");
    const auto *member = dyn_cast<DIDerivedType>(element);
    if (!member || member->isStaticMember())
      return member != nullptr;
    return member->getTag() == dwarf::DW_TAG_member && isTrivial(context, member->getBaseType());
  });
}

// `typedef int my_bool;`: any number but 0 is true.
bool isNamedBool(const DIType *type) {
  for (const auto *derived = dyn_cast_or_null<DIDerivedType>(type); derived;
       derived = dyn_cast_or_null<DIDerivedType>(derived->getBaseType()))
    if (derived->getTag() == dwarf::DW_TAG_typedef && derived->getName().contains_insensitive("bool"))
      return true;
  return false;
}

} // namespace

const DIType *returnType(const Function &function) {
  DITypeRefArray types = function.getSubprogram()->getType()->getTypeArray();
  return types.size() > 0 ? stripType(types[0]) : nullptr;
}

ReturnType classifyReturn(const FunctionContext &context) {
  const DIType *type = returnType(context.function);
  if (!type)
    return ReturnType::kVoid;
  ReturnType scalar = classifyScalar(type);
  if (scalar == ReturnType::kInteger && isNamedBool(context.function.getSubprogram()->getType()->getTypeArray()[0]))
    return ReturnType::kBool;
  if (scalar != ReturnType::kOther)
    return scalar;
  return isa<DICompositeType>(type) && isTrivial(context, type) ? ReturnType::kTrivialAggregate : ReturnType::kOther;
}

const DICompositeType *enumerationOf(const DIType *type) {
  const auto *composite = dyn_cast_or_null<DICompositeType>(type);
  return composite && composite->getTag() == dwarf::DW_TAG_enumeration_type ? composite : nullptr;
}

const DIEnumerator *enumeratorOf(const DICompositeType &enumeration, const ConstantInt &value) {
  for (const DINode *element : enumeration.getElements())
    if (const auto *enumerator = dyn_cast<DIEnumerator>(element);
        enumerator && enumerator->getValue().getSExtValue() == value.getSExtValue())
      return enumerator;
  return nullptr;
}

std::string zeroEnumerator(const DIType *type) {
  const auto *composite = cast<DICompositeType>(type);
  for (const DINode *element : composite->getElements())
    if (const auto *enumerator = dyn_cast<DIEnumerator>(element); enumerator && enumerator->getValue().isZero()) {
      bool isScoped = composite->getFlags() & DINode::FlagEnumClass;
      return isScoped ? (composite->getName() + "::" + enumerator->getName()).str() : enumerator->getName().str();
    }
  return {};
}

namespace {

// Whether the declaration leaves the result's type to be found out: `auto f()`, lambdas without `->`.
bool hasDeducedType(const FunctionContext &context) {
  const DISubprogram &subprogram = *context.function.getSubprogram();
  const SourceFile *file = context.fileOf(*subprogram.getFile());
  TokenIndex brace = file ? file->bodyBrace(subprogram.getScopeLine()) : kNoToken;
  if (brace == kNoToken)
    return true;
  TokenIndex begin = file->scanBackward(brace, [&](TokenIndex token) {
    return is_contained({";", "}", "{", "=", ",", "return"}, file->spelling(token));
  });
  bool isDeduced = subprogram.getName() == "operator()" && file->is(begin, "[");
  for (TokenIndex token = begin; token < brace; ++token) {
    isDeduced |= file->is(token, "auto") || file->is(token, "]");
    if (file->is(token, "->"))
      return false;
  }
  return isDeduced;
}

} // namespace

std::string defaultAggregate(const FunctionContext &context) {
  if (context.isCxx())
    return hasDeducedType(context) ? "" : "{}";
  const DIType *type = context.function.getSubprogram()->getType()->getTypeArray()[0];
  while (is_contained({dwarf::DW_TAG_const_type, dwarf::DW_TAG_volatile_type}, type->getTag()))
    type = cast<DIDerivedType>(type)->getBaseType();
  if (type->getName().empty())
    return {};
  std::string name = type->getName().str();
  return "(" + (type->getTag() == dwarf::DW_TAG_typedef ? name : "struct " + name) + "){0}";
}

void zeroResult(const Function &function, const AllocaInst *slot, IRBuilder<> &builder, ValueToValueMapTy &map) {
  const DataLayout &layout = function.getParent()->getDataLayout();
  if (slot)
    builder.CreateMemSet(map[slot], builder.getInt8(0), layout.getTypeAllocSize(slot->getAllocatedType()),
                         slot->getAlign());
  for (const Argument &argument : function.args())
    if (Type *type = argument.getParamStructRetType())
      builder.CreateMemSet(map[&argument], builder.getInt8(0), layout.getTypeAllocSize(type), argument.getParamAlign());
}

} // namespace allele
