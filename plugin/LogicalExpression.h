// `&&`, `||` and `!` as the source has them, matched with the conditional branches that they were compiled to.
//
// Clang compiles `a && b` to one branch for each leaf. The branch of every leaf but the last stands at the operator
// that follows the leaf in the source; the last one's stands at the beginning of the condition of an `if` or `?:`
// ("branch form"), or there is none and the last leaf's value arrives in a phi, whose other incoming values are
// constants ("value form").
//
//   branch form  if (a && b)        a: br a, [b], F       b: br b, T, F
//   value form   x = a && b         a: br a, [b], M       [b]: br M     M: phi [false, a], [b, ...]
#ifndef ALLELE_LOGICAL_EXPRESSION_H
#define ALLELE_LOGICAL_EXPRESSION_H

#include "FunctionContext.h"

#include <array>

namespace allele {

class LogicalExpression {
public:
  // The largest expression of `&&`, `||`, `!` and parentheses around the token at `place`.
  LogicalExpression(const FunctionContext &context, const Place &place);
  // Exactly this range.
  LogicalExpression(const FunctionContext &context, const SourceFile &file, TokenRange range);

  enum class NodeKind { kLeaf, kAnd, kOr, kNot };
  struct Node {
    NodeKind kind;
    TokenRange range;
    TokenIndex op = kNoToken;
    int left = -1; // of kNot: its operand
    int right = -1;
    int firstLeaf = 0, lastLeaf = 0;
  };
  struct Leaf {
    TokenRange range;
    llvm::BranchInst *branch = nullptr;
    unsigned negations = 0; // `!` that the compiler turned into an exchange of the branch's targets
  };
  const std::vector<Node> &allNodes() const { return nodes; }
  const std::vector<Leaf> &allLeaves() const { return leaves; }
  TokenRange range() const { return nodes[root].range; }
  bool isSingleLeaf() const { return leaves.size() == 1; }

  // The redirects that turn `&&` into `||`, or the other way round; none where the branches aren't of the expected
  // shape.
  std::vector<Redirect> exchange(int node) const;
  // What that is in the source: the text that is replaced, and what stands there instead.
  std::pair<TokenRange, std::string> exchangedText(int node) const;
  // The redirects that drop a `!` in front of a parenthesised expression in branch form.
  std::vector<Redirect> dropNot(int node) const;
  // The redirects that give the whole expression a value, whatever its leaves say. Branch form only.
  std::vector<Redirect> force(bool value) const;

  // Whether a macro in the range hides branches that go where `final` goes: then `final` alone doesn't decide.
  bool hidesLeaves(TokenRange range, const llvm::BranchInst &final) const;

private:
  struct Exits {
    Exit whenTrue, whenFalse;
    explicit operator bool() const { return whenTrue.block && whenFalse.block; }
  };
  int parse(TokenRange range);
  // Whether the range is `&&` or `||` of something, maybe negated and in parentheses.
  bool holdsExpression(TokenRange range) const;
  TokenRange stripParentheses(TokenRange range) const;
  TokenIndex lastOperator(TokenRange range, llvm::StringRef op) const;
  void findBranches();
  Exits exits(int node) const;
  Exits exitsOfOperator(int node, const Exits &ofLeft) const;
  std::vector<Redirect> redirect(const Node &node, const Exits &from, const Exits &to) const;
  bool isClosed(const Node &left, const llvm::BasicBlock *rightEntry, const llvm::BasicBlock *shared) const;

  const FunctionContext &context;
  const SourceFile &file;
  std::vector<Node> nodes;
  std::vector<Leaf> leaves;
  int root = 0;
};

// The `!` tokens from `begin` on whose operand the value at `value` is.
llvm::SmallVector<TokenIndex, 2> negationsBefore(const SourceFile &file, TokenIndex begin, TokenIndex value);
// The token of the branch's condition, or kNoToken.
TokenIndex conditionToken(const FunctionContext &context, const llvm::BranchInst &branch);
// The only conditional branch at a place, or null.
llvm::BranchInst *onlyBranchAt(const FunctionContext &context, const Place &place);

} // namespace allele

#endif
