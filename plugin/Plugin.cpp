// Registers the passes with the host: clang, opt, or any other front end of the same LLVM major version.
#include "LlvmVersion.h"
#include "Pass.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <link.h>

using namespace llvm;

namespace {

// The major version of the LLVM that this process runs, 0 if it can't be told. LLVMGetVersion exists from 16 on;
// before, the library's name says it.
unsigned hostVersion() {
  if (void *symbol = dlsym(RTLD_DEFAULT, "LLVMGetVersion")) {
    unsigned major = 0, minor = 0, patch = 0;
    reinterpret_cast<void (*)(unsigned *, unsigned *, unsigned *)>(symbol)(&major, &minor, &patch);
    return major;
  }
  unsigned found = 0;
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *result) {
        const char *name = std::strstr(info->dlpi_name, "libLLVM-");
        if (name)
          *static_cast<unsigned *>(result) = static_cast<unsigned>(std::atoi(name + std::strlen("libLLVM-")));
        return name ? 1 : 0;
      },
      &found);
  return found;
}

// Before anything of LLVM is called: its data structures differ between versions, and the call would crash the
// compiler.
void checkHost() {
  unsigned major = hostVersion();
  if (major == LLVM_VERSION_MAJOR)
    return;
  if (major == 0)
    std::fprintf(stderr, "allele: this plugin is for LLVM %d, and the compiler doesn't say which it is\n",
                 LLVM_VERSION_MAJOR);
  else
    std::fprintf(stderr, "allele: this plugin is for LLVM %d, the compiler is LLVM %u; use allele-%u.so\n",
                 LLVM_VERSION_MAJOR, major, major);
  std::exit(1);
}

void registerPasses(PassBuilder &builder) {
  allele::addAtStart<allele::AllelePass>(builder);
  allele::addAtEnd<allele::RuntimeLinkPass>(builder);
  builder.registerPipelineParsingCallback(
      [](StringRef name, ModulePassManager &manager, ArrayRef<PassBuilder::PipelineElement>) {
        if (name == "allele")
          manager.addPass(allele::AllelePass());
        else if (name == "allele<mutants>")
          manager.addPass(allele::AllelePass(allele::AllelePass::Parts::kMutants));
        else if (name == "allele-runtime")
          manager.addPass(allele::RuntimeLinkPass());
        else if (name == "print<allele-catalogue>")
          manager.addPass(allele::PrintCataloguePass());
        else
          return false;
        return true;
      });
}

} // namespace

extern "C" __attribute__((visibility("default"))) PassPluginLibraryInfo llvmGetPassPluginInfo() {
  checkHost();
  return {LLVM_PLUGIN_API_VERSION, "allele", "0.1.0", registerPasses};
}
