// What a function may call, as far as one module tells: for the driver, which puts the modules' parts together.
//
// Functions without a source of the user's, such as the templates of the standard library, are left out: what they lead
// to counts for those that call them.
#ifndef ALLELE_CALL_GRAPH_H
#define ALLELE_CALL_GRAPH_H

#include "llvm/IR/Function.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Module.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace allele {

struct Calls {
  // Linkage names of functions that are called, or whose address is taken: whoever gets it may call them for this one.
  std::set<std::string> functions;
  // Slot in the table of virtual functions, and the name that the source calls; empty where it names none.
  std::set<std::pair<unsigned, std::string>> virtuals;
  std::set<std::string> indirect; // types of functions that are called through pointers
};

class CallGraph {
public:
  // `isDescribed`: whether the function stands for itself.
  CallGraph(const llvm::Module &module, std::function<bool(const llvm::Function &)> isDescribed);

  // `nameAt`: the identifier at the call's place in the source, or empty.
  Calls callsOf(const llvm::Function &function, llvm::function_ref<std::string(const llvm::CallBase &)> nameAt) const;
  // Functions whose address is taken somewhere in the module.
  std::set<std::string> taken() const;
  // Of each class; an empty string for what isn't a function.
  std::vector<std::vector<std::string>> tables() const;

private:
  void follow(const llvm::Function &function, Calls &calls, std::set<const llvm::Function *> &seen) const;

  const llvm::Module &module;
  std::function<bool(const llvm::Function &)> isDescribed;
};

// "i32 (ptr, i32)": functions and calls through pointers of one such type may belong together.
std::string typeText(const llvm::FunctionType &type);

} // namespace allele

#endif
