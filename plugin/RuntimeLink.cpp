#include "Diagnostic.h"
#include "Pass.h"

#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/Module.h"
#include "llvm/Linker/Linker.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

// The runtime, made by the build for the machine that it runs on.
extern const unsigned char kAlleleRuntimeBitcode[];
extern const unsigned long kAlleleRuntimeBitcodeSize;
extern const unsigned char kAlleleRuntimeAssembly[];
extern const unsigned long kAlleleRuntimeAssemblySize;

namespace allele {

namespace {

#if defined(__x86_64__)
constexpr StringLiteral kRuntimeTarget = "x86_64-pc-linux-gnu";
#elif defined(__aarch64__)
constexpr StringLiteral kRuntimeTarget = "aarch64-unknown-linux-gnu";
#else
#error "no target is known for the embedded runtime"
#endif

// One definition for the whole object, whichever module's the linker keeps.
void share(GlobalObject &object) {
  object.setLinkage(GlobalValue::LinkOnceODRLinkage);
  object.setVisibility(GlobalValue::HiddenVisibility);
  object.setDSOLocal(true);
  object.setComdat(object.getParent()->getOrInsertComdat(object.getName()));
}

void linkBitcode(Module &module) {
  StringRef bytes(reinterpret_cast<const char *>(kAlleleRuntimeBitcode), kAlleleRuntimeBitcodeSize);
  Expected<std::unique_ptr<Module>> parsed =
      parseBitcodeFile(MemoryBufferRef(bytes, "allele runtime"), module.getContext());
  if (!parsed) {
    diagnose(module, "runtime: " + toString(parsed.takeError()), DS_Error);
    return;
  }
  Module &runtime = **parsed;
  // The module's own flags count (size of wchar_t, PIC level); the runtime depends on none.
  for (StringRef name : {"llvm.module.flags", "llvm.ident"})
    if (NamedMDNode *metadata = runtime.getNamedMetadata(name))
      metadata->eraseFromParent();
  runtime.setDataLayout(module.getDataLayout());
  runtime.setTargetTriple(module.getTargetTriple());
  std::vector<std::string> names;
  for (const GlobalObject &object : runtime.global_objects())
    if (!object.isDeclaration() && !object.hasLocalLinkage())
      names.push_back(object.getName().str());
  if (Linker::linkModules(module, std::move(*parsed), Linker::LinkOnlyNeeded)) {
    diagnose(module, "the runtime can't be linked in", DS_Error);
    return;
  }
  for (const std::string &name : names) {
    auto *object = dyn_cast_or_null<GlobalObject>(module.getNamedValue(name));
    if (!object || object->isDeclaration())
      continue;
    share(*object);
    if (auto *variable = dyn_cast<GlobalVariable>(object)) {
      GlobalValue::SanitizerMetadata unchecked;
      unchecked.NoAddress = unchecked.NoHWAddress = true;
      variable->setSanitizerMetadata(unchecked);
    }
  }
}

} // namespace

PreservedAnalyses RuntimeLinkPass::run(Module &module, ModuleAnalysisManager & /*analyses*/) {
  const Function *entry = module.getFunction("__allele_register_v1");
  if (!entry || !entry->isDeclaration())
    return PreservedAnalyses::all();
  Triple target(module.getTargetTriple()), host(kRuntimeTarget);
  if (target.getArch() != host.getArch() || target.getOS() != host.getOS())
    return PreservedAnalyses::all(); // declared only: the program is linked with liballele_rt.a of its target
  // clang sets one of these flags on what it compiles for link-time optimisation.
  bool isForLto = module.getModuleFlag("EnableSplitLTOUnit") || module.getModuleFlag("ThinLTO");
  if (isForLto)
    linkBitcode(module);
  else
    // Without its own assembler clang takes the section for the one it began with (-fno-integrated-as).
    module.appendModuleInlineAsm(
        (StringRef(reinterpret_cast<const char *>(kAlleleRuntimeAssembly), kAlleleRuntimeAssemblySize) + "\n\t.text\n")
            .str());
  return PreservedAnalyses::none();
}

} // namespace allele
