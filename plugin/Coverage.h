// Which parts of a function are executed: its probes, and what each of them stands for.
//
// Conditions have two probes, one for each outcome; a block that only one outcome leads to needs none of its own. The
// twin passes them, the original never does:
//
//   block:  store 1, @allele.probes.f[number] + delta            of a block
//           store 1, @allele.probes.f[first + c] + delta         of a condition: br c, x, y
#ifndef ALLELE_COVERAGE_H
#define ALLELE_COVERAGE_H

#include "FunctionContext.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/IR/GlobalVariable.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

#include <map>
#include <set>
#include <vector>

namespace allele {

struct BranchProbes {
  llvm::BranchInst *branch;
  unsigned line, column;
  unsigned first; // of the outcome false; that of true is the next one
};

struct SwitchProbes {
  unsigned line, column;
  std::vector<unsigned> probes; // of the blocks that its values lead to, each once
};

class Coverage {
public:
  explicit Coverage(const FunctionContext &context);

  unsigned probeCount() const { return count; }
  // Of the function's file, each with the probes of which one is passed when it is executed.
  const std::map<unsigned, std::set<unsigned>> &lines() const { return probesOfLine; }
  const std::vector<BranchProbes> &branches() const { return conditions; }
  const std::vector<SwitchProbes> &switches() const { return choices; }
  // The probes of the blocks with an instruction of this function whose place lies in the range.
  std::set<unsigned> probesOf(const SourceFile &file, TokenRange range) const;
  // The probes of the blocks that the instructions stand in.
  std::set<unsigned> probesOf(llvm::ArrayRef<const llvm::Instruction *> instructions) const;

  // Puts the probes into the function's copy. Before anything else is put there.
  void insert(llvm::ValueToValueMapTy &map, llvm::GlobalVariable &probes) const;

private:
  unsigned probeOf(llvm::BasicBlock &block);
  void addBranch(llvm::BranchInst &branch);
  void addSwitch(llvm::SwitchInst &choice);

  const FunctionContext &context;
  unsigned count = 0;
  llvm::DenseMap<const llvm::BasicBlock *, unsigned> probes; // what tells that the block is executed
  std::vector<llvm::BasicBlock *> ownProbes;                 // blocks with one of their own
  std::map<unsigned, std::set<unsigned>> probesOfLine;
  std::vector<BranchProbes> conditions;
  std::vector<SwitchProbes> choices;
  std::map<Place, std::set<unsigned>> probesOfPlace;
};

} // namespace allele

#endif
