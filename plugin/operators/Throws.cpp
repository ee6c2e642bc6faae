// A `throw` doesn't happen: nothing of its operand is evaluated, and control goes on behind it.
//
// The code behind a `throw` isn't compiled as such. Where control would go on is known by what leads there otherwise:
// the condition of an `if` that doesn't hold, the next turn of a loop, or the first instruction of the statement that
// follows in the source.
#include "../ControlFlow.h"
#include "../LlvmVersion.h"
#include "../LogicalExpression.h"
#include "../Statements.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kThrows;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"remove-throw", "`throw e;` is removed, and what follows it is executed", Level::kDefault, Level::kFailure}};

// The call that the code of a `throw` begins with.
bool beginsThrow(const CallBase &call) {
  const Function *callee = call.getCalledFunction();
  return callee && (callee->getName() == "__cxa_allocate_exception" || callee->getName() == "__cxa_rethrow");
}

struct Continuation {
  BasicBlock *block = nullptr;
  bool leavesHandler = false;
};

class Collector {
public:
  explicit Collector(FunctionContext &context) : context(context), flow(context) {}

  void run() {
    for (Instruction &instruction : instructions(context.function))
      if (auto *call = dyn_cast<CallBase>(&instruction); call && beginsThrow(*call))
        addThrow(*call);
  }

private:
  void addThrow(CallBase &call) {
    Place place = context.place(call);
    if (place.text() != "throw")
      return;
    auto isBegin = [](const Instruction *other) {
      const auto *call = dyn_cast<CallBase>(other);
      return call && beginsThrow(*call);
    };
    const SourceFile &file = *place.file;
    TokenIndex end = file.scanForward(place.token, [&](TokenIndex token) { return file.is(token, ";"); });
    if (count_if(context.at(place), isBegin) != 1 || !isStatement(file, place.token, end))
      return;
    TokenRange statement{place.token, end + 1};
    Continuation next = behind(file, statement, *call.getParent());
    if (!next.block || !next.block->phis().empty() || flow.isUnreachable(*next.block))
      return;
    Site site;
    site.shape = Site::Shape::kDivert;
    site.instruction = &call;
    site.file = &file;
    Alternative alternative{"remove-throw", "", {place.token, end}};
    alternative.exit = {next.block};
    if (next.leavesHandler)
      alternative.inLine = [](IRBuilder<> &builder, Value *, ValueToValueMapTy &) -> Value * {
        Module &module = *builder.GetInsertBlock()->getModule();
        builder.CreateCall(module.getOrInsertFunction("__cxa_end_catch", builder.getVoidTy()));
        return nullptr;
      };
    if (isAllOfIf(file, statement))
      alternative.level = kOperators[0].levelOfPlace;
    site.alternatives.push_back(std::move(alternative));
    context.add(std::move(site));
  }

  // Where control goes behind a statement, with that of the block `from` in it.
  Continuation behind(const SourceFile &file, TokenRange statement, BasicBlock &from) const {
    bool leavesHandler = false;
    while (!statement.empty()) {
      TokenIndex before = statement.begin - 1;
      TokenIndex keyword = headKeyword(file, before);
      if (keyword != kNoToken && !file.is(keyword, "catch")) {
        TokenRange head{file.token(before).match + 1, before};
        if (file.is(keyword, "for") || file.is(keyword, "while"))
          return {nextTurn(file, keyword), leavesHandler};
        bool hasElse = file.is(statement.end, "else");
        if (file.is(keyword, "if") && !hasElse)
          if (BasicBlock *block = otherwise(file, head, from))
            return {block, leavesHandler};
        if (declaresInHead(file, keyword)) // something may have to be destroyed
          return {};
        statement = {keyword, hasElse ? statementEnd(file, statement.end + 1) : statement.end};
      } else if (keyword != kNoToken) {
        if (leavesHandler || !catchesByReference(file, {file.token(before).match + 1, before}))
          return {};
        leavesHandler = true;
        statement = tryAround(file, keyword);
      } else if (file.is(before, "else")) {
        statement.begin = ifBefore(file, before);
      } else if (file.is(before, "do")) {
        return {nextTurn(file, before), leavesHandler};
      } else if (file.is(before, "try")) {
        statement = tryAround(file, statement.end);
      } else if (file.is(before, ":")) {
        statement.begin = labelBefore(file, before);
      } else if (!is_contained({";", "{", "}"}, file.spelling(before))) {
        return {};
      } else if (!file.is(statement.end, "}")) {
        return {beginOfNext(file, statement.end), leavesHandler};
      } else {
        TokenIndex close = statement.end, open = file.token(close).match;
        bool isOfHandler = file.is(headKeyword(file, open - 1), "catch");
        if (open != file.enclosingBracket(statement.begin) || flow.cleansUp(file, close, isOfHandler))
          return {};
        statement = {open, close + 1};
      }
      if (statement.begin <= 0)
        return {};
    }
    return {};
  }

  BasicBlock *beginOfNext(const SourceFile &file, TokenIndex begin) const {
    TokenIndex end = statementEnd(file, begin);
    bool isEmptyCase = file.is(end - 2, "break") && file.is(end - 3, ":"); // from -O1 on it has no code
    return isEmptyCase ? nullptr : flow.beginOf(file, {begin, end});
  }

  BasicBlock *nextTurn(const SourceFile &file, TokenIndex keyword) const {
    std::optional<Loop> loop = loopAt(file, keyword);
    bool isPlain = loop && file.is(loop->body.begin, "{") && !declaresVariable(file, loop->condition);
    return isPlain ? flow.nextTurn(*loop) : nullptr;
  }

  // Where an `if` without `else` goes when its condition doesn't hold; `from` is of its body.
  BasicBlock *otherwise(const SourceFile &file, TokenRange condition, const BasicBlock &from) const {
    const DominatorTree &dominators = context.dominators();
    TokenIndex assignment = file.scanForward(condition.begin, [&](TokenIndex token) { return file.is(token, "="); });
    for (TokenIndex token = condition.begin; token < condition.end; ++token) {
      BranchInst *branch = onlyBranchAt(context, {&file, token});
      for (unsigned index : {0U, 1U}) {
        BasicBlock *body = branch ? branch->getSuccessor(index) : nullptr;
        BasicBlock *other = branch ? branch->getSuccessor(1 - index) : nullptr;
        // Of `a || b` the branch of a isn't the one: b's gets into the body, too.
        if (branch && dominators.dominates(body, &from) && !dominators.dominates(other, &from) &&
            none_of(predecessors(body), [&](const BasicBlock *block) { return dominators.dominates(other, block); }))
          return other;
      }
      bool isPrefix = file.is(token, "(") || file.is(token, "!");
      bool isDeclaration = assignment < condition.end && token < assignment;
      if (!isPrefix && !isDeclaration)
        return nullptr;
    }
    return nullptr;
  }

  // The `try` with all handlers, of which one is at `keyword`.
  static TokenRange tryAround(const SourceFile &file, TokenIndex keyword) {
    TokenIndex begin = keyword;
    while (file.is(begin, "catch") && file.is(begin - 1, "}") && file.token(begin - 1).match > 0) {
      TokenIndex open = file.token(begin - 1).match;
      if (file.is(open - 1, "try"))
        return {open - 1, statementEnd(file, open - 1)};
      begin = headKeyword(file, open - 1);
    }
    return {};
  }

  // The first `if` of the chain that the `else` belongs to; kNoToken where that can't be told.
  static TokenIndex ifBefore(const SourceFile &file, TokenIndex otherwise) {
    for (;;) {
      TokenIndex keyword = kNoToken;
      if (file.is(otherwise - 1, "}") && file.token(otherwise - 1).match > 0) {
        keyword = headKeyword(file, file.token(otherwise - 1).match - 1);
      } else if (file.is(otherwise - 1, ";")) {
        keyword = file.scanBackward(
            otherwise - 1, [&](TokenIndex token) { return is_contained({";", "}", "else"}, file.spelling(token)); });
        TokenIndex open = file.is(keyword + 1, "constexpr") ? keyword + 2 : keyword + 1;
        bool isWhole = file.is(open, "(") && statementEnd(file, file.token(open).match + 1) == otherwise;
        if (!isWhole)
          return kNoToken;
      }
      if (keyword <= 0 || !file.is(keyword, "if") || declaresInHead(file, keyword))
        return kNoToken;
      if (!file.is(keyword - 1, "else"))
        return keyword;
      otherwise = keyword - 1;
    }
  }

  // Where the label that ends with the `:` begins.
  static TokenIndex labelBefore(const SourceFile &file, TokenIndex colon) {
    TokenIndex begin =
        file.scanBackward(colon, [&](TokenIndex token) { return is_contained({";", "}", ":"}, file.spelling(token)); });
    bool isLabel = file.is(begin, "case") ? labelEnd(file, begin) == colon + 1 : begin + 1 == colon;
    return isLabel ? begin : kNoToken;
  }

  // Whether the `throw` is all that an `if` without `else` does.
  static bool isAllOfIf(const SourceFile &file, TokenRange statement) {
    if (file.is(statement.begin - 1, "{") && file.is(statement.end, "}"))
      statement = {statement.begin - 1, statement.end + 1};
    return file.is(headKeyword(file, statement.begin - 1), "if") && !file.is(statement.end, "else");
  }

  FunctionContext &context;
  ControlFlow flow;
};

void collect(FunctionContext &context) {
  Collector(context).run();
}

} // namespace

const OperatorFamily kThrows = {
    "Removed throws",
    "`throw e;` and `throw;` as statements. Nothing of the operand is evaluated. Made where it is certain how the "
    "function goes on: behind an `if`, with the next turn of a loop, with the statement that follows a block, a "
    "switch or a `try`; not where a destructor would have to run before that, nor where the function would end "
    "without a result.\n\nWhere the `throw` is all that an `if` without `else` does, removing it is the same as the "
    "condition forced to false, which the default level has already, there or implied by the replacements of a "
    "comparison: so that place belongs to the failure level.",
    kOperators, collect};

} // namespace allele
