// What differs between versions of LLVM. It is built and tested with 16, 19 and 22; what is here of the others is from
// their headers. The rest of the plugin asks for no version. A name of LLVM's own stands here where an older version
// lacks it; the others are Allele's.
#pragma once

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/IR/Attributes.h"
#include "llvm/IR/ConstantRange.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/Endian.h"
#include "llvm/Transforms/Scalar/SROA.h"

#if LLVM_VERSION_MAJOR >= 17
#include "llvm/IR/AttributeMask.h"
#endif
#if LLVM_VERSION_MAJOR >= 18
#include "llvm/IR/DebugProgramInstruction.h"
#endif
#if LLVM_VERSION_MAJOR >= 22
#include "llvm/Plugins/PassPlugin.h"
#else
#include "llvm/Passes/PassPlugin.h"
#endif

#include <initializer_list>
#include <optional>

#if LLVM_VERSION_MAJOR < 16
#define starts_with startswith
#define ends_with endswith
#endif

#if LLVM_VERSION_MAJOR < 18
namespace llvm {

template <typename T, typename Element>
constexpr bool is_contained(std::initializer_list<T> set, const Element &element) {
  for (const T &candidate : set)
    if (candidate == element)
      return true;
  return false;
}

using endianness = support::endianness;

} // namespace llvm
#endif

// Data that LLVM's headers name. Weak, since a compiler of another version hasn't got it and would refuse the plugin
// before the plugin can say which version it is for. It holds for the whole file only where it is included first, so
// the build includes it everywhere.
#if LLVM_VERSION_MAJOR >= 21
asm(".weak _ZN4llvm11APFloatBase13semIEEEsingleE\n"
    ".weak _ZN4llvm11APFloatBase13semIEEEdoubleE\n"
    ".weak _ZN4llvm11APFloatBase18semPPCDoubleDoubleE\n");
#endif

namespace allele {

// Where the last branch of `if (a && b)` and the only one of `if (a == b)` stand: on the operator, or where the
// condition begins. Which of the versions in between was the first isn't known.
constexpr bool kBranchOfIfStandsOnItsOperator = LLVM_VERSION_MAJOR >= 22;

// Of a type whose size is known when the program is compiled.
#if LLVM_VERSION_MAJOR < 17
inline uint64_t fixedBits(uint64_t bits) {
  return bits;
}
#endif
inline uint64_t fixedBits(llvm::TypeSize bits) {
#if LLVM_VERSION_MAJOR < 16
  return bits.getFixedSize();
#else
  return bits.getFixedValue();
#endif
}

// The instruction before, and behind, descriptions of variables aside; null where there is none.
inline const llvm::Instruction *instructionBefore(const llvm::Instruction &instruction) {
  const llvm::Instruction *before = instruction.getPrevNode();
  while (before && llvm::isa<llvm::DbgInfoIntrinsic>(before))
    before = before->getPrevNode();
  return before;
}
inline const llvm::Instruction *instructionBehind(const llvm::Instruction &instruction) {
  const llvm::Instruction *behind = instruction.getNextNode();
  while (behind && llvm::isa<llvm::DbgInfoIntrinsic>(behind))
    behind = behind->getNextNode();
  return behind;
}

// Where code may stand that comes before all other of an entry block.
inline llvm::Instruction &behindAllocas(llvm::BasicBlock &entry) {
  auto place = entry.begin();
  while (llvm::isa<llvm::PHINode, llvm::DbgInfoIntrinsic, llvm::AllocaInst, llvm::PseudoProbeInst>(*place))
    ++place;
  return *place;
}

inline void insertBefore(llvm::Instruction &made, llvm::Instruction &place) {
#if LLVM_VERSION_MAJOR >= 16
  made.insertInto(place.getParent(), place.getIterator());
#else
  made.insertBefore(&place);
#endif
}

// An instruction's own place in the source, also where a description of a variable stands before it.
inline llvm::DebugLoc stableLocation(const llvm::Instruction &instruction) {
  if (!llvm::isa<llvm::DbgInfoIntrinsic>(instruction))
    return instruction.getDebugLoc();
  const llvm::Instruction *behind = instructionBehind(instruction);
  return behind ? behind->getDebugLoc() : llvm::DebugLoc();
}

// Which variable of the source lies where: visit(address, variable) for each that is said right before the instruction,
// or by it.
template <typename Visit> void visitVariables(llvm::Instruction &instruction, Visit visit) {
#if LLVM_VERSION_MAJOR >= 19
  // Not getDbgRecordRange(): it names data of LLVM, which a host of another version must not be asked for.
  for (llvm::DbgVariableRecord &record : llvm::filterDbgVars(
           instruction.hasDbgRecords() ? instruction.DebugMarker->getDbgRecordRange()
                                       : llvm::iterator_range<llvm::simple_ilist<llvm::DbgRecord>::iterator>({}, {})))
    if ((record.isDbgDeclare() || record.isDbgAssign()) && record.getAddress()) // the latter from -O1 on
      visit(record.getAddress(), record.getVariable());
#endif
  if (const auto *declare = llvm::dyn_cast<llvm::DbgDeclareInst>(&instruction); declare && declare->getAddress())
    visit(declare->getAddress(), declare->getVariable());
#if LLVM_VERSION_MAJOR >= 16
  if (const auto *assign = llvm::dyn_cast<llvm::DbgAssignIntrinsic>(&instruction); assign && assign->getAddress())
    visit(assign->getAddress(), assign->getVariable());
#endif
}

// Of instructions that no sanitizer looks at.
inline unsigned noSanitizeKind(llvm::LLVMContext &context) {
#if LLVM_VERSION_MAJOR >= 15
  (void)context;
  return llvm::LLVMContext::MD_nosanitize;
#else
  return context.getMDKindID("nosanitize");
#endif
}

// What ties a store to the description of its variable.
inline void dropAssignment(llvm::Instruction &instruction) {
#if LLVM_VERSION_MAJOR >= 16
  instruction.setMetadata(llvm::LLVMContext::MD_DIAssignID, nullptr);
#else
  (void)instruction;
#endif
}

// Takes away descriptions of variables that are no instructions.
inline void dropVariableRecords(llvm::Instruction &instruction) {
#if LLVM_VERSION_MAJOR >= 19
  instruction.dropDbgRecords();
#else
  (void)instruction;
#endif
}

// A function that isn't made by the front end describes its variables as all of the module does.
inline void adoptDebugFormat(llvm::Function &made, const llvm::Module &module) {
#if LLVM_VERSION_MAJOR >= 18 && LLVM_VERSION_MAJOR < 21
  made.IsNewDbgInfoFormat = module.IsNewDbgInfoFormat;
#else
  (void)made;
  (void)module;
#endif
}

inline llvm::Function *intrinsicIn(llvm::Module &module, llvm::Intrinsic::ID id) {
#if LLVM_VERSION_MAJOR >= 20
  return llvm::Intrinsic::getOrInsertDeclaration(&module, id);
#else
  return llvm::Intrinsic::getDeclaration(&module, id);
#endif
}

// A copy that is made inline, and whose size therefore has to be a constant.
inline bool isInlineCopy(const llvm::Value &call) {
  const auto *intrinsic = llvm::dyn_cast<llvm::IntrinsicInst>(&call);
  return intrinsic && intrinsic->getIntrinsicID() == llvm::Intrinsic::memcpy_inline;
}

// Adds what says which memory a function touches.
inline void addMemoryAttributes(llvm::AttributeMask &mask) {
#if LLVM_VERSION_MAJOR >= 16
  mask.addAttribute(llvm::Attribute::Memory);
#else
  for (auto kind :
       {llvm::Attribute::ReadNone, llvm::Attribute::ReadOnly, llvm::Attribute::WriteOnly, llvm::Attribute::ArgMemOnly,
        llvm::Attribute::InaccessibleMemOnly, llvm::Attribute::InaccessibleMemOrArgMemOnly})
    mask.addAttribute(kind);
#endif
}

// Adds what says which values a number may have.
inline void addRangeAttributes(llvm::AttributeMask &mask) {
#if LLVM_VERSION_MAJOR >= 17
  mask.addAttribute(llvm::Attribute::NoFPClass);
#endif
#if LLVM_VERSION_MAJOR >= 19
  mask.addAttribute(llvm::Attribute::Range);
#endif
  (void)mask;
}

// Drops what the instruction promises of its operands and its result, and all metadata that may: what loops promise,
// too.
inline void dropPromisesOf(llvm::Instruction &instruction) {
#if LLVM_VERSION_MAJOR >= 18
  instruction.dropPoisonGeneratingAnnotations();
  instruction.dropUBImplyingAttrsAndMetadata();
#else
  instruction.dropPoisonGeneratingFlags();
  instruction.dropUndefImplyingAttrsAndUnknownMetadata();
#endif
}

// The function is for nobody's debugger, nor to be small.
inline void dropOptimizationGoals(llvm::Function &function) {
  function.removeFnAttr(llvm::Attribute::MinSize);
  function.removeFnAttr(llvm::Attribute::OptimizeForSize);
#if LLVM_VERSION_MAJOR >= 19
  function.removeFnAttr(llvm::Attribute::OptimizeForDebugging);
#endif
}

// Variables to values; where the blocks may change, also with branches in the place of choices.
inline llvm::SROAPass promotionOfVariables(bool mayChangeBlocks) {
#if LLVM_VERSION_MAJOR >= 16
  return llvm::SROAPass(mayChangeBlocks ? llvm::SROAOptions::ModifyCFG : llvm::SROAOptions::PreserveCFG);
#else
  (void)mayChangeBlocks; // they never do
  return llvm::SROAPass();
#endif
}

// The call's result is within the range, which is neither empty nor full.
inline void setReturnedRange(llvm::CallBase &call, const llvm::ConstantRange &range) {
#if LLVM_VERSION_MAJOR >= 19
  call.addRetAttr(llvm::Attribute::get(call.getContext(), llvm::Attribute::Range, range));
#else
  call.setMetadata(llvm::LLVMContext::MD_range,
                   llvm::MDBuilder(call.getContext()).createRange(range.getLower(), range.getUpper()));
#endif
}

// The function doesn't keep the pointer that it gets as this argument.
inline void setNotKept(llvm::Function &function, unsigned argument) {
#if LLVM_VERSION_MAJOR >= 21
  function.addParamAttr(argument,
                        llvm::Attribute::getWithCaptureInfo(function.getContext(), llvm::CaptureInfo::none()));
#else
  function.addParamAttr(argument, llvm::Attribute::NoCapture);
#endif
}

// DW_LANG_...
inline unsigned languageOf(const llvm::DICompileUnit &unit) {
#if LLVM_VERSION_MAJOR >= 22
  return unit.getSourceLanguage().getUnversionedName();
#else
  return unit.getSourceLanguage();
#endif
}

// Adds the pass where the front end's code comes in, and where the optimiser's goes out; at every level.
template <typename Pass> void addAtStart(llvm::PassBuilder &builder) {
  builder.registerPipelineStartEPCallback(
      [](llvm::ModulePassManager &manager, llvm::OptimizationLevel) { manager.addPass(Pass()); });
}
template <typename Pass> void addAtEnd(llvm::PassBuilder &builder) {
  builder.registerOptimizerLastEPCallback([](llvm::ModulePassManager &manager, llvm::OptimizationLevel
#if LLVM_VERSION_MAJOR >= 20
                                             ,
                                             llvm::ThinOrFullLTOPhase
#endif
                                          ) { manager.addPass(Pass()); });
}

} // namespace allele
