// What the plugin says to the user, by the host's own diagnostics.
#ifndef ALLELE_DIAGNOSTIC_H
#define ALLELE_DIAGNOSTIC_H

#include "llvm/ADT/Twine.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/DiagnosticPrinter.h"
#include "llvm/IR/Module.h"

namespace allele {

class PluginDiagnostic : public llvm::DiagnosticInfo {
public:
  PluginDiagnostic(std::string text, llvm::DiagnosticSeverity severity)
      : DiagnosticInfo(kind(), severity), message("allele: " + std::move(text)) {}
  void print(llvm::DiagnosticPrinter &printer) const override { printer << message; }

private:
  static int kind() {
    static const int kKind = llvm::getNextAvailablePluginDiagnosticKind();
    return kKind;
  }
  std::string message;
};

inline void diagnose(const llvm::Module &module, const llvm::Twine &message, llvm::DiagnosticSeverity severity) {
  module.getContext().diagnose(PluginDiagnostic(message.str(), severity));
}

} // namespace allele

#endif
