#include "Metadata.h"

#include "LlvmVersion.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MD5.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;

namespace allele {

namespace {

// Number of a field in AlleleFunction.
enum FunctionField {
#define ALLELE_FIELD_NUMBER(type, bits, field) kField_##field,
  ALLELE_FUNCTION_FIELDS(ALLELE_FIELD_NUMBER)
#undef ALLELE_FIELD_NUMBER
      kFieldCount
};

// Sites, mutants and strings of one function as bytes. Offsets between them are known here, so they need no relocation.
class DataBlob {
public:
  explicit DataBlob(bool isLittleEndian) : order(isLittleEndian ? llvm::endianness::little : llvm::endianness::big) {}

  size_t size() const { return bytes.size(); }
  template <typename T> void append(T value) {
    size_t at = bytes.size();
    bytes.resize(at + sizeof(T));
    support::endian::write<T>(&bytes[at], value, order);
  }
  // Appends an AlleleOffset to a string that is placed later.
  void appendReference(StringRef string) {
    references.push_back({bytes.size(), string.str()});
    append<int32_t>(0);
  }
  void placeStrings() {
    for (const auto &[at, string] : references) {
      auto offset = static_cast<int32_t>(place(string) - at); // before the address is taken: it may move the bytes
      support::endian::write<int32_t>(&bytes[at], offset, order);
    }
  }
  // Offset of the string in the blob.
  size_t place(StringRef string) {
    auto [found, isNew] = strings.try_emplace(string, bytes.size());
    if (isNew) {
      bytes.append(string.begin(), string.end());
      bytes.push_back('\0');
    }
    return found->second;
  }
  StringRef content() const { return bytes; }

private:
  llvm::endianness order;
  std::string bytes;
  StringMap<size_t> strings;
  std::vector<std::pair<size_t, std::string>> references;
};

void appendSite(DataBlob &blob, const AlleleSite &site) {
#define ALLELE_APPEND_FIELD(type, bits, field) blob.append<type>(site.field);
  ALLELE_SITE_FIELDS(ALLELE_APPEND_FIELD)
#undef ALLELE_APPEND_FIELD
}

void appendMutant(DataBlob &blob, const MutantRecord &mutant) {
  const SourceFile &file = *mutant.site->file;
  TokenRange range = mutant.alternative->range;
  SourceExtent extent = file.extentOf(range);
  blob.append<uint64_t>(mutant.alternative->id);
  blob.appendReference(mutant.alternative->operatorId);
  blob.appendReference(file.path);
  blob.appendReference(file.textOf(range));
  blob.appendReference(mutant.alternative->replacement);
  blob.append<uint32_t>(extent.line);
  blob.append<uint32_t>(extent.column);
  blob.append<uint32_t>(extent.endLine);
  blob.append<uint32_t>(extent.endColumn);
  blob.append<uint32_t>(mutant.siteNumber);
  blob.append<uint16_t>(mutant.alternative->action);
  blob.append<uint16_t>(static_cast<uint16_t>(levelOf(*mutant.alternative)));
}

static_assert(sizeof(AlleleMutant) == 8 + 10 * 4, "appendMutant writes all fields of AlleleMutant");

// Marks code that another object's may replace at link time, so that the driver sees whether that happened. Gives the
// mark, 0 where there is none.
uint64_t markCode(Function &function) {
  // With control-flow integrity the name is that of an entry in a table of jumps; padding would stand between the mark
  // and the code.
  if (!function.isWeakForLinker() || function.hasPrefixData() || function.hasMetadata(LLVMContext::MD_type) ||
      function.hasFnAttribute("patchable-function-prefix"))
    return 0;
  MD5 hash;
  hash.update(function.getName());
  MD5::MD5Result result;
  hash.final(result);
  auto [high, low] = result.words();
  // As long as the function's alignment, which is that of the mark: so the code keeps it too.
  uint64_t size = std::max<uint64_t>(16, function.getAlign().valueOrOne().value());
  Type *i64 = Type::getInt64Ty(function.getContext());
  SmallVector<Constant *, 8> words(size / 8, ConstantInt::get(i64, 0));
  words[words.size() - 2] = ConstantInt::get(i64, high);
  words[words.size() - 1] = ConstantInt::get(i64, low);
  function.setPrefixData(ConstantArray::get(ArrayType::get(i64, words.size()), words));
  return low;
}

struct Section {
  StringLiteral name;
  bool isConstant;
  unsigned alignment;
};

// Those whose bounds the runtime gets, in the order of AlleleObject.
constexpr Section kSections[] = {{ALLELE_SECTION_FUNCTIONS, true, 8},
                                 {ALLELE_SECTION_FUNCTION_SWITCHES, false, 1},
                                 {ALLELE_SECTION_SITE_SWITCHES, false, 1},
                                 {ALLELE_SECTION_BUDGETS, false, 8},
                                 {ALLELE_SECTION_PROBES, false, 1}};

} // namespace

MetadataWriter::MetadataWriter(Module &module) : module(module), context(module.getContext()) {
  SmallVector<Type *, 16> fields;
#define ALLELE_FIELD_TYPE(type, bits, field) fields.push_back(Type::getIntNTy(context, bits));
  ALLELE_FUNCTION_FIELDS(ALLELE_FIELD_TYPE)
#undef ALLELE_FIELD_TYPE
  functionType = StructType::get(context, fields);
}

GlobalVariable *MetadataWriter::createGlobal(Function &original, Type *type, const Twine &name, bool isConstant) {
  bool isShared = original.hasComdat() || original.hasLinkOnceLinkage() || original.hasWeakODRLinkage();
  isShared = isShared && !original.hasLocalLinkage();
  auto *global = new GlobalVariable(module, type, isConstant,
                                    isShared ? GlobalValue::LinkOnceODRLinkage : GlobalValue::InternalLinkage,
                                    Constant::getNullValue(type), name + "." + original.getName());
  if (isShared) {
    global->setVisibility(GlobalValue::HiddenVisibility);
    global->setComdat(module.getOrInsertComdat(("allele." + original.getName()).str()));
  }
  global->setDSOLocal(true);
  return global;
}

FunctionGlobals MetadataWriter::declare(Function &original, unsigned siteCount, unsigned probeCount) {
  FunctionGlobals globals;
  globals.record = createGlobal(original, functionType, "allele.function", true);
  globals.record->setSection(ALLELE_SECTION_FUNCTIONS);
  globals.record->setAlignment(Align(8));
  globals.functionSwitch = createGlobal(original, Type::getInt8Ty(context), "allele.switch", false);
  globals.functionSwitch->setSection(ALLELE_SECTION_FUNCTION_SWITCHES);
  globals.functionSwitch->setAlignment(Align(1));
  globals.siteSwitches =
      createGlobal(original, ArrayType::get(Type::getInt8Ty(context), siteCount), "allele.switches", false);
  globals.siteSwitches->setSection(ALLELE_SECTION_SITE_SWITCHES);
  globals.siteSwitches->setAlignment(Align(1));
  globals.budget = createGlobal(original, Type::getInt64Ty(context), "allele.budget", false);
  globals.budget->setInitializer(ConstantInt::get(Type::getInt64Ty(context), ALLELE_BUDGET_UNLIMITED));
  globals.budget->setSection(ALLELE_SECTION_BUDGETS);
  globals.budget->setAlignment(Align(8));
  if (probeCount != 0) {
    globals.probes =
        createGlobal(original, ArrayType::get(Type::getInt8Ty(context), probeCount), "allele.probes", false);
    globals.probes->setSection(ALLELE_SECTION_PROBES);
    globals.probes->setAlignment(Align(1));
  }
  return globals;
}

void MetadataWriter::discard(const FunctionGlobals &globals) {
  for (GlobalVariable *global :
       {globals.record, globals.functionSwitch, globals.siteSwitches, globals.budget, globals.probes})
    if (global)
      global->eraseFromParent();
}

// target - &from.field, as a 32-bit constant. Both are local to the object, so the linker resolves it.
Constant *MetadataWriter::offsetTo(GlobalVariable *from, unsigned field, Constant *target) {
  Type *i64 = Type::getInt64Ty(context);
  Type *i32 = Type::getInt32Ty(context);
  Constant *address = ConstantExpr::getInBoundsGetElementPtr(
      from->getValueType(), from, ArrayRef<Constant *>{ConstantInt::get(i32, 0), ConstantInt::get(i32, field)});
  return ConstantExpr::getTrunc(
      ConstantExpr::getSub(ConstantExpr::getPtrToInt(target, i64), ConstantExpr::getPtrToInt(address, i64)), i32);
}

void MetadataWriter::define(const FunctionGlobals &globals, Function &original, Function &twin, const SourceFile &file,
                            ArrayRef<MutantRecord> mutants, ArrayRef<Site> sites, ArrayRef<GlobalVariable *> absorbed,
                            uint64_t code) {
  Comdat *comdat = globals.record->getComdat();
  if (comdat) {
    twin.setLinkage(GlobalValue::LinkOnceODRLinkage);
    twin.setVisibility(GlobalValue::HiddenVisibility);
    twin.setDSOLocal(true);
    twin.setComdat(comdat);
  }

  DataBlob blob(module.getDataLayout().isLittleEndian());
  uint32_t firstMutant = 0;
  for (const Site &site : sites) {
    AlleleSite record{firstMutant, static_cast<uint16_t>(site.alternatives.size()), static_cast<uint8_t>(site.kind),
                      static_cast<uint8_t>(site.bits)};
    appendSite(blob, record);
    firstMutant += site.alternatives.size();
  }
  while (blob.size() % alignof(AlleleMutant) != 0)
    blob.append<uint8_t>(0);
  size_t mutantsAt = blob.size();
  for (const MutantRecord &mutant : mutants)
    appendMutant(blob, mutant);
  blob.placeStrings();
  size_t nameAt = blob.place(original.getName());
  size_t rootAt = blob.place(file.root);
  size_t checksumAt = file.checksum.empty() ? 0 : blob.place(file.checksum);

  Constant *content = ConstantDataArray::getString(context, blob.content(), /*AddNull=*/false);
  GlobalVariable *data = createGlobal(original, content->getType(), "allele.data", true);
  data->setInitializer(content);
  data->setAlignment(Align(8));
  auto dataAt = [&](size_t offset) {
    return ConstantExpr::getInBoundsGetElementPtr(Type::getInt8Ty(context), data,
                                                  ConstantInt::get(Type::getInt32Ty(context), offset));
  };

  GlobalVariable *record = globals.record;
  Type *i32 = Type::getInt32Ty(context);
  Constant *absorbedList = ConstantInt::get(i32, 0);
  if (!absorbed.empty()) {
    auto *listType = ArrayType::get(i32, absorbed.size());
    GlobalVariable *list = createGlobal(original, listType, "allele.absorbed", true);
    SmallVector<Constant *, 8> offsets;
    for (auto [index, other] : enumerate(absorbed))
      offsets.push_back(offsetTo(list, static_cast<unsigned>(index), other));
    list->setInitializer(ConstantArray::get(listType, offsets));
    list->setAlignment(Align(4));
    absorbedList = offsetTo(record, kField_absorbed, list);
  }
  SmallVector<Constant *, 16> fields(kFieldCount);
  fields[kField_version] = ConstantInt::get(i32, ALLELE_ABI_VERSION);
  fields[kField_name] = offsetTo(record, kField_name, dataAt(nameAt));
  fields[kField_functionSwitch] = offsetTo(record, kField_functionSwitch, globals.functionSwitch);
  fields[kField_siteSwitches] = offsetTo(record, kField_siteSwitches, globals.siteSwitches);
  fields[kField_sites] = offsetTo(record, kField_sites, data);
  fields[kField_mutants] = offsetTo(record, kField_mutants, dataAt(mutantsAt));
  fields[kField_siteCount] = ConstantInt::get(i32, sites.size());
  fields[kField_mutantCount] = ConstantInt::get(i32, mutants.size());
  fields[kField_root] = offsetTo(record, kField_root, dataAt(rootAt));
  fields[kField_checksum] =
      checksumAt == 0 ? ConstantInt::get(i32, 0) : offsetTo(record, kField_checksum, dataAt(checksumAt));
  fields[kField_absorbed] = absorbedList;
  fields[kField_absorbedCount] = ConstantInt::get(i32, absorbed.size());
  fields[kField_budget] = offsetTo(record, kField_budget, globals.budget);
  fields[kField_probes] = globals.probes ? offsetTo(record, kField_probes, globals.probes) : ConstantInt::get(i32, 0);
  fields[kField_probeCount] =
      ConstantInt::get(i32, globals.probes ? cast<ArrayType>(globals.probes->getValueType())->getNumElements() : 0);
  fields[kField_reserved] = ConstantInt::get(i32, 0);
  fields[kField_code] = ConstantInt::get(Type::getInt64Ty(context), code);
  fields[kField_mark] = ConstantInt::get(Type::getInt64Ty(context), markCode(original));
  record->setInitializer(ConstantStruct::get(functionType, fields));
  // The record lives and dies with the twin under --gc-sections. (Naming f would crash the code generator once f is
  // inlined away.)
  record->setMetadata(LLVMContext::MD_associated, MDNode::get(context, ValueAsMetadata::get(&twin)));
  used.push_back(record);
  used.push_back(&twin); // metadata alone doesn't keep it in the module
}

void MetadataWriter::finish() {
  if (used.empty())
    return;
  appendToCompilerUsed(module, used);

  constexpr StringLiteral kConstructor = "allele.register";
  Comdat *comdat = module.getOrInsertComdat(kConstructor);
  // A section without records in the end (all were collected) must still have its bounds, so something of it always
  // stays.
  std::vector<GlobalValue *> anchors;
  auto *nothing = ArrayType::get(Type::getInt8Ty(context), 0);
  for (const Section &section : kSections) {
    auto *anchor = new GlobalVariable(module, nothing, section.isConstant, GlobalValue::LinkOnceODRLinkage,
                                      Constant::getNullValue(nothing), Twine("allele.anchor.") + section.name);
    anchor->setVisibility(GlobalValue::HiddenVisibility);
    anchor->setSection(section.name);
    anchor->setAlignment(Align(section.alignment));
    anchor->setComdat(comdat);
    anchors.push_back(anchor);
  }
  appendToUsed(module, anchors);

  auto *constructor = Function::Create(FunctionType::get(Type::getVoidTy(context), false),
                                       GlobalValue::LinkOnceODRLinkage, kConstructor, module);
  constructor->setVisibility(GlobalValue::HiddenVisibility);
  constructor->setDSOLocal(true);
  constructor->setComdat(comdat);
  constructor->setDoesNotThrow();
  constructor->addFnAttr(Attribute::DisableSanitizerInstrumentation);
  constructor->addFnAttr(Attribute::NoProfile);
  constructor->addFnAttr(Attribute::NoSanitizeCoverage);
  if (module.getModuleFlag("cf-protection-branch") || module.getUwtable() != UWTableKind::None)
    constructor->setUWTableKind(module.getUwtable());
  IRBuilder<> builder(BasicBlock::Create(context, "", constructor));
  // AlleleObject is built on the stack: as a constant it would need dynamic relocations.
  SmallVector<Constant *, 8> bounds;
  for (const Section &section : kSections)
    for (StringRef bound : {"__start_", "__stop_"}) {
      auto *symbol = cast<GlobalVariable>(module.getOrInsertGlobal((bound + section.name).str(), builder.getInt8Ty()));
      symbol->setVisibility(GlobalValue::HiddenVisibility);
      symbol->setDSOLocal(true);
      bounds.push_back(symbol);
    }
  auto *objectType = ArrayType::get(builder.getPtrTy(), bounds.size());
  Value *object = builder.CreateAlloca(objectType);
  for (auto [index, bound] : enumerate(bounds))
    builder.CreateStore(bound, builder.CreateConstInBoundsGEP2_32(objectType, object, 0, static_cast<unsigned>(index)));
  FunctionCallee callee = module.getOrInsertFunction(
      "__allele_register_v1", FunctionType::get(builder.getVoidTy(), {builder.getPtrTy()}, false));
  auto *target = cast<Function>(callee.getCallee());
  target->setVisibility(GlobalValue::HiddenVisibility);
  target->setDSOLocal(true);
  builder.CreateCall(callee, {object});
  builder.CreateRetVoid();
  appendToGlobalCtors(module, constructor, /*Priority=*/0, constructor);
}

} // namespace allele
