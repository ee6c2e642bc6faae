// Where control goes in the IR from places that the source names: the end of a loop, what follows a statement.
//
// clang leaves a scope through one block for all ways out (a cleanup: destructors, and from -O1 on the ends of
// lifetimes): each way writes its number to one variable of the function, and behind the cleanup a switch reads that.
// What only ends lifetimes is passed over here, so that all optimisation levels give the same answers.
#ifndef ALLELE_CONTROL_FLOW_H
#define ALLELE_CONTROL_FLOW_H

#include "FunctionContext.h"
#include "Loop.h"

#include <map>
#include <optional>
#include <set>

namespace allele {

// Where control first does anything.
struct Arrival {
  llvm::BasicBlock *block = nullptr;
  std::optional<uint64_t> way; // the number of the way out; only where it is still going to be read
  bool operator==(const Arrival &other) const { return block == other.block && way == other.way; }
};

class ControlFlow {
public:
  explicit ControlFlow(const FunctionContext &context);

  // From the beginning of a block.
  Arrival arriveFrom(llvm::BasicBlock &block) const;
  // Along an unconditional branch.
  Arrival arriveAlong(const llvm::BranchInst &jump) const;
  // Where a mutant may send control to get there; null where there is no such block. Blocks that begin a lifetime
  // aren't passed over.
  llvm::BasicBlock *entryOf(const Arrival &arrival, const llvm::BranchInst &jump) const;

  // Where `continue` goes; null where it isn't found.
  llvm::BasicBlock *nextTurn(const Loop &loop) const;
  // Where the loop goes when its condition doesn't hold; null without a condition.
  llvm::BasicBlock *exitOf(const Loop &loop) const;
  // The block that begins with the first instruction of these tokens, from which all others of them are reached.
  llvm::BasicBlock *beginOf(const SourceFile &file, TokenRange range) const;

  // Whether what is done first there stands outside of the tokens, in the same file.
  bool isOutside(const Arrival &arrival, const SourceFile &file, TokenRange range) const;
  // Whether something is done when the block that ends with the `}` is left, be it for an exception; of a handler other
  // than to end it.
  bool cleansUp(const SourceFile &file, TokenIndex close, bool isOfHandler) const;
  // Whether the function ends there without a result.
  bool isUnreachable(llvm::BasicBlock &block) const;
  // The number of another jump's way out that leads from one place to another through nothing but cleanups of scopes
  // that hold `inside` and are in the range.
  std::optional<uint64_t> wayOut(llvm::BasicBlock &from, const Arrival &to, const SourceFile &file, TokenIndex inside,
                                 TokenRange range) const;
  // The same for one number.
  bool leadsOut(llvm::BasicBlock &from, std::optional<uint64_t> way, const Arrival &to, const SourceFile &file,
                TokenIndex inside, TokenRange range) const;
  // The variable that holds the number; null where the function has none.
  llvm::AllocaInst *wayVariable() const { return slot; }

private:
  bool isPassive(const llvm::Instruction &instruction) const;
  bool isWayStore(const llvm::Instruction &instruction) const;
  bool isWayLoad(const llvm::Instruction &instruction) const;
  std::optional<uint64_t> wayBefore(const llvm::BranchInst &jump) const;
  llvm::BasicBlock *follow(llvm::Instruction &end, std::optional<uint64_t> way) const;
  llvm::Instruction *firstAction(llvm::BasicBlock &block) const;
  bool readsWay(llvm::BasicBlock &block) const;
  Arrival arrive(llvm::BasicBlock *block, std::optional<uint64_t> way) const;

  const FunctionContext &context;
  llvm::AllocaInst *slot = nullptr;
  // The numbers that the function's jumps arrive at a cleanup with. A cleanup may lead on others, too, but which
  // depends on the optimisation level.
  std::map<const llvm::BasicBlock *, std::set<uint64_t>> ways;
};

} // namespace allele

#endif
