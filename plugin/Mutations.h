// What mutants change in one function, reduced to its effects, so that mutants can be compared.
//
// A function is taken as a system of equations: for each instruction with an effect (store, call, branch, return, ...),
// what it does, as expressions of what other such instructions, loads, phis and arguments give. A mutant changes some
// of them. One whose changed equations are all the original's is equal to the original; two with the same changed
// equations are equal to each other. Nothing is concluded from an equation about another: no loop is taken to end, no
// call to return, no value to be in range, so that a mutant may do in them whatever it does.
//
// More is known where an equation stands: conditions that led there, values of variables. That holds in a mutant until
// it first deviates from the original. So a mutant is also equal to the original if, knowing that, each of its changed
// equations is.
//
// Two mutants are equal to each other if they change the same equation to the same, knowing that. In a loop it may be
// asked again after a mutant has deviated. So there only that counts as known which holds whatever the iterations
// before have done: what the iteration itself did before it came to the equation, which is the original's. A loop whose
// condition fails when the loop begins asks it once.
//
// Where a block does nothing but go on, because of a mutant, that is as if its predecessors went there.
//
// Values that a block's phis receive belong to the branches that lead there.
#ifndef ALLELE_MUTATIONS_H
#define ALLELE_MUTATIONS_H

#include "Expressions.h"
#include "Site.h"

#include "llvm/IR/Dominators.h"

#include <array>
#include <memory>
#include <optional>

namespace allele {

class Mutations {
public:
  using Number = unsigned; // of a mutant, in the order of add()
  // The mutant's changed equations in a canonical order. Valid as long as the object is.
  using Signature = std::vector<uintptr_t>;

  // `function` stays as it is, but for blocks that are in it only while add() runs. Without `findsDuplicates`,
  // signaturesOf() isn't to be called.
  Mutations(llvm::Function &function, llvm::FunctionAnalysisManager &analyses, bool findsDuplicates);

  Number add(const Site &site, const Alternative &alternative);
  // Once, behind all add().
  void simplify();
  // Whether the mutant is equal to the original.
  bool isEquivalent(Number mutant) const;
  // Mutants with a signature in common are equal.
  std::vector<Signature> signaturesOf(Number mutant) const;

private:
  using Observation = Expressions::Observation;

  // Where control goes, and what the phis there receive.
  struct Edge {
    llvm::BasicBlock *block = nullptr;
    std::vector<Observation> values;
    bool operator==(const Edge &other) const { return block == other.block && values == other.values; }
  };
  struct Transfer {
    std::optional<Observation> condition; // without: always `taken`
    Edge taken, notTaken;
  };
  // A branch behind which two ways do nothing but give a value, to a variable or to a phi, and meet again. A way
  // may be the edge alone.
  //
  //   if (a < b) a = b;        c ? a : b
  struct Merge {
    llvm::BranchInst *branch = nullptr;
    std::array<llvm::BasicBlock *, 2> ways = {};  // where taken, where not; null: the edge alone
    std::array<llvm::StoreInst *, 2> stores = {}; // null: the variable keeps its value
    llvm::AllocaInst *variable = nullptr;
    llvm::PHINode *phi = nullptr; // instead of `variable`
    std::optional<Observation> original;
  };
  // One changed equation.
  struct Change {
    enum class Kind { kOperand, kBranch, kSkip, kLeave, kReturn, kTrap };
    Kind kind = Kind::kOperand;
    llvm::Instruction *instruction = nullptr;
    uintptr_t slot = 0; // kOperand: its number; of a phi's value, the phi's operand
    std::optional<Observation> before, after;
    std::optional<Observation> content; // of a store: what stands there already
    // kBranch; kLeave: where to, in branchAfter; of what may be skipped and all else in its block does nothing: where
    // that leads, in branchAfter.
    Transfer branchBefore, branchAfter;
    // Known where the instruction stands: whether the equation differs from the original's ...
    std::optional<Observation> placedDiffers;
    // ... and, in `perIteration`, its changed value, of a branch the condition: each time, and when the loop begins
    // that the branch may leave.
    std::optional<Observation> placedAfter, firstAfter;
    // Of a store: what stands there already, in `perIteration`.
    std::optional<Observation> placedContent;
    // Of what only decides or computes the one value that a Merge gives: that value, in `perIteration`.
    const Merge *merge = nullptr;
    std::optional<Observation> merged;
  };
  struct Mutant {
    bool isUnderstood = true;
    std::vector<Change> changes;
  };
  // A changed value or use, and what follows from it.
  struct Difference {
    llvm::Value *value = nullptr;
    llvm::Value *replacement = nullptr; // a value of the function or of a block beside it
    const llvm::Use *use = nullptr;     // instead of `value`
    llvm::SmallPtrSet<const llvm::Instruction *, 8> affected;
    // Expressions of those, without context.
    llvm::DenseMap<const llvm::Value *, llvm::Value *> free;
    bool touches(const llvm::Use &other) const {
      const auto *instruction = llvm::dyn_cast<llvm::Instruction>(other.get());
      return &other == use || (value && other.get() == value) || (instruction && affected.contains(instruction));
    }
  };

  // What leads to a block that does nothing, in the original.
  struct Entry {
    llvm::BranchInst *branch = nullptr;
    Transfer transfer;
  };
  using Entries = llvm::SmallVector<Entry, 2>;
  // Of a branch: where it always goes, if so.
  struct Resolved {
    Signature signature;
    const Edge *only = nullptr;
  };

  class SideBlock;
  using Memo = llvm::DenseMap<const llvm::Value *, llvm::Value *>;

  void addValue(const Site &site, const Alternative &alternative);
  void addSkip(llvm::Instruction &skipped);
  void addRedirects(const Alternative &alternative);
  void addLeave(const Site &site, const Alternative &alternative);
  void addBody(const Alternative &alternative);
  void addTrap(llvm::Instruction &instruction, llvm::Value *value);
  void addChangedUses(Difference &difference, llvm::ArrayRef<llvm::Use *> uses);
  void addOperand(llvm::Instruction &instruction, uintptr_t slot, const llvm::Use &use, Difference &difference);
  void addChangedBranch(llvm::BranchInst &branch, Difference &difference);
  void addRedirect(llvm::BranchInst &branch, Transfer after);
  void addReplaced(Change change);

  llvm::Value *valueOf(const llvm::Use &use, Difference *difference);
  llvm::Value *valueOf(Expressions &target, const llvm::Use &use, const Difference &difference, Memo &memo);
  std::optional<Observation> observe(llvm::Value *expression);
  std::optional<Observation> observeContent(llvm::Instruction &instruction);
  Transfer transferOf(llvm::BranchInst &branch, Difference *difference);
  Edge edge(llvm::BasicBlock *from, llvm::BasicBlock *to, Difference *difference);
  Edge edge(const Exit &exit);
  void follow(Edge &edge, Difference *difference);
  llvm::Instruction *firstEffect(llvm::Instruction *from, bool leavesFunction) const;

  void cutLoops();
  void observePerIteration(Change &change, const llvm::Use &use, const Difference &difference);
  std::optional<Observation> observePlacedContent(llvm::Instruction &instruction);
  Merge *mergeOf(llvm::Instruction &instruction);
  std::optional<Merge> findMerge(llvm::BranchInst &branch) const;
  std::optional<Observation> observeMerged(const Merge &merge, const Difference &difference,
                                           const llvm::Instruction *skipped);
  void observeMerge(Change &change, const Difference &difference, const llvm::Instruction *skipped);
  void prepareBypass(Change &change);
  void prepareEntries(llvm::BasicBlock &block, unsigned depth);
  bool collectEntries(llvm::BasicBlock &block, const llvm::BasicBlock &target, Entries &found, unsigned depth);
  bool doesNothing(const llvm::BasicBlock &block, const llvm::Instruction *except) const;

  std::optional<Signature> freeSignature(const Mutant &mutant) const;
  bool bypass(const Change &change, const Edge &to, std::vector<Signature> &parts) const;
  bool bypass(const llvm::BasicBlock &block, const Edge &to, std::vector<Signature> &parts, unsigned depth) const;
  Signature join(std::vector<Signature> parts) const;
  std::optional<Signature> placedSignature(const Change &change) const;
  std::optional<Signature> firstSignature(const Change &change) const;
  std::optional<Signature> mergedSignature(const Change &change) const;
  std::optional<Signature> alwaysTo(const Change &change, const Edge &to) const;
  bool append(Signature &signature, const Change &change) const;
  std::optional<Resolved> resolve(const Transfer &transfer) const;
  bool append(Signature &signature, const Edge &edge) const;

  llvm::Function &function;
  llvm::FunctionAnalysisManager &analyses;
  LocalMemory memory;
  FreeExpressions free;
  PlacedExpressions placed;
  std::optional<PlacedExpressions> cut; // where there are loops
  PlacedExpressions *perIteration;      // `cut` or `placed`; null where duplicates aren't looked for
  llvm::DominatorTree dominators;
  llvm::LoopInfo loops;
  llvm::ValueToValueMapTy itself;                                          // each value of the function to itself
  llvm::DenseMap<const llvm::BranchInst *, std::unique_ptr<Merge>> merges; // null where there is none
  llvm::DenseMap<const llvm::Instruction *, std::optional<Observation>> contents; // in `perIteration`
  // Blocks that do nothing but go on, perhaps because of a mutant, by what leads there.
  llvm::DenseMap<const llvm::BasicBlock *, Entries> entries;
  llvm::DenseMap<const llvm::Instruction *, unsigned> numbers;
  llvm::DenseMap<llvm::Value *, Observation> observations;
  std::vector<Mutant> mutants;
};

} // namespace allele

#endif
