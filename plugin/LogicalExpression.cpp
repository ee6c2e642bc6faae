#include "LogicalExpression.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"

using namespace llvm;

namespace allele {

namespace {

// `&&` also declares rvalue references.
bool isLogicalOperator(const SourceFile &file, TokenIndex token) {
  return file.is(token, "||") || (file.is(token, "&&") && file.isBinary(token) && !file.is(token + 1, ">") &&
                                  !file.is(token + 1, ",") && !file.is(token + 1, ")"));
}

// The operator directly in the range, not in parentheses.
bool hasOperator(const SourceFile &file, TokenRange range) {
  TokenIndex found = file.scanForward(
      range.begin, [&](TokenIndex token) { return token >= range.end || isLogicalOperator(file, token); });
  return found < range.end;
}

} // namespace

BranchInst *onlyBranchAt(const FunctionContext &context, const Place &place) {
  BranchInst *found = nullptr;
  for (Instruction *instruction : context.at(place))
    if (auto *branch = dyn_cast<BranchInst>(instruction); branch && branch->isConditional()) {
      if (found)
        return nullptr;
      found = branch;
    }
  return found;
}

TokenIndex conditionToken(const FunctionContext &context, const BranchInst &branch) {
  const auto *condition = dyn_cast<Instruction>(branch.getCondition());
  return condition ? context.place(*condition).token : kNoToken;
}

SmallVector<TokenIndex, 2> negationsBefore(const SourceFile &file, TokenIndex begin, TokenIndex value) {
  SmallVector<TokenIndex, 2> found;
  for (TokenIndex token = begin; token < value; ++token) {
    if (file.is(token, "!")) {
      if (file.operandEnd(token) <= value)
        break;
      found.push_back(token);
    } else if (!file.is(token, "(") || file.token(token).match <= value) {
      break;
    }
  }
  return found;
}

LogicalExpression::LogicalExpression(const FunctionContext &context, const Place &place)
    : context(context), file(*place.file) {
  auto ends = [&](TokenIndex token) { return file.endsLogicalExpression(token); };
  TokenRange whole{file.scanBackward(place.token, ends), file.scanForward(place.token, ends)};
  for (;;) {
    TokenIndex open = whole.begin - 1;
    if (!file.is(open, "(") || file.token(open).match != whole.end)
      break;
    bool isGrouping = !file.isBinary(open) && !file.is(open - 1, ">");
    if (!isGrouping)
      break;
    TokenRange outer{file.scanBackward(open, ends), file.scanForward(whole.end + 1, ends)};
    if (!holdsExpression(outer))
      break;
    whole = outer;
  }
  root = parse(whole);
  findBranches();
}

LogicalExpression::LogicalExpression(const FunctionContext &context, const SourceFile &file, TokenRange range)
    : context(context), file(file) {
  root = parse(range);
  findBranches();
}

TokenRange LogicalExpression::stripParentheses(TokenRange range) const {
  while (range.begin < range.end && file.is(range.begin, "(") && file.token(range.begin).match == range.end - 1)
    range = {range.begin + 1, range.end - 1};
  return range;
}

bool LogicalExpression::holdsExpression(TokenRange range) const {
  for (;;) {
    range = stripParentheses(range);
    if (hasOperator(file, range))
      return lastOperator(range, "||") != kNoToken || lastOperator(range, "&&") != kNoToken;
    if (!file.is(range.begin, "!") || file.operandEnd(range.begin) != range.end)
      return false;
    ++range.begin;
  }
}

TokenIndex LogicalExpression::lastOperator(TokenRange range, StringRef op) const {
  TokenIndex found = kNoToken;
  for (TokenIndex token = range.begin; token < range.end; ++token) {
    token = file.scanForward(token, [&](TokenIndex at) {
      return at >= range.end || file.is(at, "?") || (file.is(at, op) && isLogicalOperator(file, at));
    });
    if (token < range.end && file.is(token, "?"))
      return kNoToken; // `?:` binds less: the whole range is its operand
    if (token < range.end && file.is(token, op))
      found = token;
  }
  return found;
}

int LogicalExpression::parse(TokenRange range) {
  TokenRange inner = stripParentheses(range);
  int firstLeaf = static_cast<int>(leaves.size());
  Node node{NodeKind::kLeaf, range};
  for (auto [op, kind] : {std::pair{"||", NodeKind::kOr}, std::pair{"&&", NodeKind::kAnd}}) {
    if (node.kind != NodeKind::kLeaf)
      break;
    node.op = lastOperator(inner, op);
    if (node.op == kNoToken)
      continue;
    node.kind = kind;
    node.left = parse({inner.begin, node.op});
    node.right = parse({node.op + 1, inner.end});
  }
  if (node.kind == NodeKind::kLeaf && file.is(inner.begin, "!") && holdsExpression(inner)) {
    node.kind = NodeKind::kNot;
    node.op = inner.begin;
    node.left = parse({inner.begin + 1, inner.end});
  }
  if (node.kind == NodeKind::kLeaf)
    leaves.push_back({range});
  node.firstLeaf = firstLeaf;
  node.lastLeaf = static_cast<int>(leaves.size()) - 1;
  nodes.push_back(node);
  return static_cast<int>(nodes.size()) - 1;
}

void LogicalExpression::findBranches() {
  std::vector<TokenIndex> operators;
  for (const Node &node : nodes)
    if (node.kind == NodeKind::kAnd || node.kind == NodeKind::kOr)
      operators.push_back(node.op);
  llvm::sort(operators);
  if (operators.size() + 1 != leaves.size())
    return;
  for (size_t index = 0; index < leaves.size(); ++index) {
    Leaf &leaf = leaves[index];
    BranchInst *branch = nullptr;
    if (index < operators.size()) {
      branch = onlyBranchAt(context, {&file, operators[index]});
    } else {
      for (TokenIndex start = nodes[root].range.begin; !branch && start <= leaves.front().range.begin; ++start)
        branch = onlyBranchAt(context, {&file, start});
    }
    TokenIndex value = branch ? conditionToken(context, *branch) : kNoToken;
    if (!leaf.range.contains(value))
      continue;
    leaf.branch = branch;
    leaf.negations = negationsBefore(file, leaf.range.begin, value).size();
  }
}

LogicalExpression::Exits LogicalExpression::exits(int index) const {
  const Node &node = nodes[index];
  Exits result;
  switch (node.kind) {
  case NodeKind::kLeaf:
    if (const Leaf &leaf = leaves[node.firstLeaf]; leaf.branch) {
      bool isSwapped = leaf.negations % 2 != 0;
      BasicBlock *block = leaf.branch->getParent();
      result.whenTrue = {leaf.branch->getSuccessor(isSwapped ? 1 : 0), block};
      result.whenFalse = {leaf.branch->getSuccessor(isSwapped ? 0 : 1), block};
    }
    break;
  case NodeKind::kNot:
    result = exits(node.left);
    std::swap(result.whenTrue, result.whenFalse);
    break;
  case NodeKind::kAnd:
  case NodeKind::kOr:
    result = exits(node.right);
    break;
  }
  return result;
}

// Where the whole of `&&` or `||` goes, seen from its left operand.
LogicalExpression::Exits LogicalExpression::exitsOfOperator(int index, const Exits &ofLeft) const {
  const Node &node = nodes[index];
  bool isAnd = node.kind == NodeKind::kAnd;
  const Exit &shared = isAnd ? ofLeft.whenFalse : ofLeft.whenTrue;
  if (Exits whole = exits(index))
    return (isAnd ? whole.whenFalse : whole.whenTrue).block == shared.block ? whole : Exits();
  // Value form: the phi receives the constant from every leaf of the left operand.
  auto *phi = dyn_cast<PHINode>(&shared.block->front());
  if (!phi || !phi->getType()->isIntegerTy(1) || isa_and_present<PHINode>(phi->getNextNode()))
    return {};
  const auto *constant = dyn_cast<ConstantInt>(phi->getIncomingValueForBlock(shared.like));
  if (!constant || constant->isZero() != isAnd)
    return {};
  Exits result;
  result.whenTrue = {shared.block, nullptr, ConstantInt::getTrue(phi->getContext())};
  result.whenFalse = {shared.block, nullptr, ConstantInt::getFalse(phi->getContext())};
  return result;
}

// Every way out of the left operand must be a leaf that is known: a macro may hide some.
bool LogicalExpression::isClosed(const Node &left, const BasicBlock *rightEntry, const BasicBlock *shared) const {
  SmallPtrSet<const BasicBlock *, 8> ofLeft, ofAll;
  for (size_t index = 0; index < leaves.size(); ++index) {
    if (!leaves[index].branch)
      continue;
    ofAll.insert(leaves[index].branch->getParent());
    if (static_cast<int>(index) >= left.firstLeaf && static_cast<int>(index) <= left.lastLeaf)
      ofLeft.insert(leaves[index].branch->getParent());
  }
  if (!all_of(predecessors(rightEntry), [&](const BasicBlock *block) { return ofLeft.contains(block); }))
    return false;
  return all_of(predecessors(shared), [&](const BasicBlock *block) {
    const auto *branch = dyn_cast<BranchInst>(block->getTerminator());
    return ofAll.contains(block) || context.dominators().dominates(rightEntry, block) ||
           (branch && branch->isUnconditional());
  });
}

std::vector<Redirect> LogicalExpression::redirect(const Node &node, const Exits &from, const Exits &to) const {
  std::vector<Redirect> redirects;
  auto target = [&](BasicBlock *block, BasicBlock *self) -> Exit {
    if (block == from.whenTrue.block)
      return to.whenTrue;
    if (block == from.whenFalse.block)
      return to.whenFalse;
    return {block, self};
  };
  for (int index = node.firstLeaf; index <= node.lastLeaf; ++index) {
    BranchInst *branch = leaves[index].branch;
    if (!branch || from.whenTrue.block == from.whenFalse.block)
      return {};
    redirects.push_back({branch, target(branch->getSuccessor(0), branch->getParent()),
                         target(branch->getSuccessor(1), branch->getParent())});
  }
  return redirects;
}

std::vector<Redirect> LogicalExpression::exchange(int index) const {
  const Node &node = nodes[index];
  const Node &left = nodes[node.left];
  Exits ofLeft = exits(node.left);
  if (!ofLeft)
    return {};
  Exits whole = exitsOfOperator(index, ofLeft);
  if (!whole)
    return {};
  bool isAnd = node.kind == NodeKind::kAnd;
  const Exit &rightEntry = isAnd ? ofLeft.whenTrue : ofLeft.whenFalse;
  const Exit &shared = isAnd ? ofLeft.whenFalse : ofLeft.whenTrue;
  if (!isClosed(left, rightEntry.block, shared.block))
    return {};
  Exits mutated;
  mutated.whenTrue = isAnd ? whole.whenTrue : rightEntry;
  mutated.whenFalse = isAnd ? rightEntry : whole.whenFalse;
  return redirect(left, ofLeft, mutated);
}

std::vector<Redirect> LogicalExpression::dropNot(int index) const {
  const Node &operand = nodes[nodes[index].left];
  Exits from = exits(nodes[index].left);
  if (!from)
    return {};
  Exits swapped = from;
  std::swap(swapped.whenTrue, swapped.whenFalse);
  return redirect(operand, from, swapped);
}

std::vector<Redirect> LogicalExpression::force(bool value) const {
  Exits from = exits(root);
  if (!from)
    return {};
  // The first leaf is evaluated in any case; the others aren't, as in the source that the mutant stands for.
  const Exit &target = value ? from.whenTrue : from.whenFalse;
  BranchInst *first = leaves.front().branch;
  if (!first)
    return {};
  return {{first, target, target}};
}

// Replaced in place, `&&` and `||` may bind their neighbours otherwise.
std::pair<TokenRange, std::string> LogicalExpression::exchangedText(int index) const {
  const Node &node = nodes[index];
  bool isAnd = node.kind == NodeKind::kAnd;
  const Node &left = nodes[node.left];
  bool isLeftOfAnd = any_of(nodes, [&](const Node &parent) {
    return parent.kind == NodeKind::kAnd && parent.left == index && !file.is(parent.range.begin, "(");
  });
  TokenRange inner = stripParentheses(node.range);
  if (isAnd && isLeftOfAnd && inner.begin == node.range.begin)
    return {inner, "(" + file.textOf({inner.begin, node.op}).str() + " || " +
                       file.textOf({node.op + 1, inner.end}).str() + ")"};
  bool isChainOfOr = !isAnd && left.kind == NodeKind::kOr && stripParentheses(left.range).begin == left.range.begin;
  if (isChainOfOr)
    return {{inner.begin, node.op + 1}, "(" + file.textOf({inner.begin, node.op}).str() + ") &&"};
  return {{node.op, node.op + 1}, isAnd ? "||" : "&&"};
}

bool LogicalExpression::hidesLeaves(TokenRange range, const BranchInst &final) const {
  return any_of(context.conditionalBranches(), [&](const BranchInst *branch) {
    Place place = context.place(*branch);
    bool isKnown = branch == &final || any_of(leaves, [&](const Leaf &leaf) { return leaf.branch == branch; });
    return !isKnown && place && place.file == &file && range.contains(place.token) &&
           any_of(successors(branch), [&](const BasicBlock *to) { return is_contained(successors(&final), to); });
  });
}

} // namespace allele
