// Which parts of a function are executed: what tells of each line, condition and failure state.
//
// A mutant that is recorded as reached tells that its block was executed. Blocks without any have a probe, a byte that
// the twin sets; the original never does:
//
//   block:  store 1, @allele.probes.f[number] + delta            of a block
//           store 1, @allele.probes.f[first + c] + delta         of a condition: br c, x, y
//
// What is executed whenever another block is needs nothing of its own: what stands behind a call counts as executed
// when the call is, also where it throws or ends the program. So does llvm-cov count.
#ifndef ALLELE_COVERAGE_H
#define ALLELE_COVERAGE_H

#include "FunctionContext.h"
#include "Site.h"

#include "llvm/IR/GlobalVariable.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

#include <map>
#include <set>
#include <vector>

namespace allele {

// What tells that something was executed: a probe's number, or from probeCount() on an index into sites().
using Indicator = unsigned;

struct BranchOutcomes {
  unsigned line, column;
  std::vector<Indicator> outcomes; // of a condition false and true; of a switch one for each block that it leads to
};

class Coverage {
public:
  // `sites`: what will be in the twin.
  Coverage(const FunctionContext &context, llvm::ArrayRef<Site> sites);

  unsigned probeCount() const { return count; }
  // Ids of mutants.
  const std::vector<uint64_t> &sites() const { return ids; }
  // Of the function's file, each with what tells of it: any of them does.
  const std::map<unsigned, std::set<Indicator>> &lines() const { return ofLine; }
  const std::vector<BranchOutcomes> &branches() const { return found; }
  // Of the blocks with an instruction of this function whose place lies in the range.
  std::set<Indicator> indicatorsOf(const SourceFile &file, TokenRange range) const;
  // Of the blocks that the instructions stand in.
  std::set<Indicator> indicatorsOf(llvm::ArrayRef<const llvm::Instruction *> instructions) const;

  // Puts the probes into the function's copy. Before anything else is put there.
  void insert(llvm::ValueToValueMapTy &map, llvm::GlobalVariable &probes) const;

private:
  struct ConditionProbes {
    llvm::BranchInst *branch;
    Indicator first; // of the outcome false; that of true is the next one
  };
  llvm::BasicBlock *representative(llvm::BasicBlock &block);
  Indicator indicatorOf(llvm::BasicBlock &block);
  void addCondition(llvm::BranchInst &branch);
  void addSwitch(llvm::SwitchInst &choice);
  void addLinesWithoutCode();
  Indicator numbered(Indicator indicator) const;

  const FunctionContext &context;
  unsigned count = 0;
  std::vector<uint64_t> ids;
  llvm::DenseMap<llvm::BasicBlock *, llvm::BasicBlock *> representatives;
  llvm::DenseMap<const llvm::BasicBlock *, Indicator> siteOf; // by block
  llvm::DenseMap<const llvm::BasicBlock *, Indicator> known;  // by representative
  std::vector<llvm::BasicBlock *> ownProbes;                  // blocks with one of their own
  std::vector<ConditionProbes> conditions;
  std::map<unsigned, std::set<Indicator>> ofLine;
  std::map<Place, std::set<Indicator>> ofPlace;
  std::vector<BranchOutcomes> found;
};

} // namespace allele

#endif
