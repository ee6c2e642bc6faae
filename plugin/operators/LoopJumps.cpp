// `break` becomes `continue`, and back.
//
// The compiler ends a jump's block with a branch at the keyword. It leads through the cleanups of the scopes that are
// left, all of which `continue` leaves too. So where the jump meets none, neither does the mutant; where it meets one,
// the mutant goes into it with the number of another way out that leads to its target. A `break` of a switch in the
// loop doesn't tell of the scopes between the two: there must be no cleanup at all.
#include "../ControlFlow.h"
#include "../LlvmVersion.h"
#include "../Statements.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/InstIterator.h"

#include <map>
#include <set>

using namespace llvm;

namespace allele {

extern const OperatorFamily kLoopJumps;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"break-to-continue", "`break;` becomes `continue;` in a loop, also in a switch in a loop", Level::kStrong},
    {"continue-to-break", "`continue;` becomes `break;`, which in a switch only leaves the switch", Level::kStrong},
};

bool isLoopKeyword(StringRef text) {
  return is_contained({"for", "while", "do"}, text);
}

// What stands around a jump.
struct Surroundings {
  TokenIndex loop = kNoToken;         // the innermost loop's keyword
  TokenIndex target = kNoToken;       // that of the innermost loop or switch, which `break` leaves
  SmallVector<TokenIndex, 4> between; // from the loop to the jump: blocks' `{` and keywords
};

// The surroundings of all jumps of a function.
class JumpFinder : public StatementVisitor {
public:
  // Null where something around the jump isn't understood.
  const Surroundings *find(const SourceFile &source, TokenIndex jump) {
    file = &source;
    for (TokenIndex block = jump;;) {
      block = source.enclosingBracket(block);
      if (!source.is(block, "{"))
        return nullptr;
      if (read.insert({file, block}).second) {
        open.clear();
        statementEnd(source, block, this);
      }
      auto known = found.find({file, jump});
      if (known == found.end())
        return nullptr;
      if (known->second.loop != kNoToken)
        return &known->second;
    }
  }

  void enter(TokenIndex head) override { open.push_back(head); }
  void leave() override { open.pop_back(); }
  void simple(TokenRange statement) override {
    if (!file->is(statement.begin, "break") && !file->is(statement.begin, "continue"))
      return;
    Surroundings around;
    for (TokenIndex head : reverse(open)) {
      bool isLoop = isLoopKeyword(file->spelling(head));
      if (around.target == kNoToken && (isLoop || file->is(head, "switch")))
        around.target = head;
      if (isLoop) {
        around.loop = head;
        break;
      }
      around.between.push_back(head);
    }
    Surroundings &known = found[{file, statement.begin}];
    if (known.loop == kNoToken)
      known = std::move(around);
  }

private:
  const SourceFile *file = nullptr;
  SmallVector<TokenIndex, 16> open;
  std::set<std::pair<const SourceFile *, TokenIndex>> read;
  std::map<Place, Surroundings> found;
};

struct Jump {
  BranchInst *branch;
  const SourceFile *file;
  TokenIndex token;
  const Surroundings *around;
  bool isBreak() const { return file->is(token, "break"); }
};

class Collector {
public:
  explicit Collector(FunctionContext &context) : context(context), flow(context) {}

  void run() {
    for (Instruction &instruction : instructions(context.function))
      if (auto *branch = dyn_cast<BranchInst>(&instruction); branch && branch->isUnconditional())
        findJump(*branch);
    for (const Jump &jump : jumps)
      addJump(jump);
  }

private:
  void findJump(BranchInst &branch) {
    Place place = context.place(branch);
    if (!(place.text() == "break" || place.text() == "continue") || !place.file->is(place.token + 1, ";"))
      return;
    if (place.text() == "break" && place.file->is(place.token - 1, ":")) // from -O1 on `case x: break;` has no code
      return;
    auto isJump = [](const Instruction *other) { return isa<BranchInst>(other); };
    if (count_if(context.at(place), isJump) != 1)
      return;
    if (const Surroundings *around = finder.find(*place.file, place.token))
      jumps.push_back({&branch, place.file, place.token, around});
  }

  void addJump(const Jump &jump) {
    const SourceFile &file = *jump.file;
    std::optional<Loop> loop = loopAt(file, jump.around->loop);
    if (!loop || loop->body.empty() || declaresVariable(file, loop->condition))
      return;
    bool isOnce = file.is(loop->keyword, "do") && !flow.exitOf(*loop);
    BasicBlock *next = isOnce ? nullptr : flow.nextTurn(*loop);
    if (!next || !next->phis().empty())
      return;
    if (jump.isBreak())
      addContinue(jump, *loop, *next);
    else
      addBreak(jump, *loop, *next);
  }

  void addContinue(const Jump &jump, const Loop &loop, BasicBlock &next) {
    const SourceFile &file = *jump.file;
    bool isOfLoop = jump.around->target == loop.keyword;
    Arrival here = flow.arriveAlong(*jump.branch), there = flow.arriveFrom(next);
    if (flow.leadsOut(*here.block, here.way, there, file, jump.token, loop.whole()) ||
        (isOfLoop && isOnlyExit(jump, loop)))
      return;
    if (isOfLoop ? hasLeft(here, loop) : meetsNoCleanup(jump, loop, here, next))
      add(jump, next, std::nullopt);
    else if (auto way = flow.wayOut(*here.block, there, file, jump.token, loop.whole()); isOfLoop && way)
      add(jump, *here.block, way);
  }

  void addBreak(const Jump &jump, const Loop &loop, BasicBlock &next) {
    const SourceFile &file = *jump.file;
    Arrival here = flow.arriveAlong(*jump.branch), continued = flow.arriveFrom(next);
    bool isOfLoop = jump.around->target == loop.keyword;
    BasicBlock *exit = isOfLoop ? flow.exitOf(loop) : nullptr;
    std::optional<Target> target;
    if (exit)
      target = Target{exit, flow.arriveFrom(*exit)};
    else
      target = targetOfOther(jump, loop, isOfLoop);
    if (!target || target->arrival == continued || !target->block->phis().empty())
      return;
    if (here == continued)
      add(jump, *target->block, exit ? std::nullopt : target->arrival.way);
    else if (auto way = flow.wayOut(*here.block, target->arrival, file, jump.token, loop.whole()); isOfLoop && way)
      add(jump, *here.block, way);
  }

  struct Target {
    BasicBlock *block;
    Arrival arrival;
  };

  // Where another `break` of the same loop or switch goes, that meets no cleanup inside of it.
  std::optional<Target> targetOfOther(const Jump &jump, const Loop &loop, bool isOfLoop) {
    TokenIndex left = jump.around->target;
    TokenRange range = isOfLoop ? loop.whole() : TokenRange{left, statementEnd(*jump.file, left)};
    if (range.empty() || jump.file->holdsDirective(range))
      return std::nullopt;
    for (const Jump &other : jumps) {
      if (!other.isBreak() || other.file != jump.file || other.around->target != left)
        continue;
      Arrival arrival = flow.arriveAlong(*other.branch);
      if (!flow.isOutside(arrival, *jump.file, range))
        continue;
      if (BasicBlock *block = flow.entryOf(arrival, *other.branch))
        return Target{block, arrival};
    }
    return std::nullopt;
  }

  // Whether a `break` of the loop that got there is past all cleanups of the loop's body.
  bool hasLeft(const Arrival &here, const Loop &loop) const {
    if (BasicBlock *exit = flow.exitOf(loop))
      return here == flow.arriveFrom(*exit);
    return !loop.file->holdsDirective(loop.whole()) && flow.isOutside(here, *loop.file, loop.whole());
  }

  // Whether no scope from the loop to a `break` of a switch in it has a cleanup.
  bool meetsNoCleanup(const Jump &jump, const Loop &loop, const Arrival &here, BasicBlock &next) {
    const SourceFile &file = *jump.file;
    TokenRange ofSwitch{jump.around->target, statementEnd(file, jump.around->target)};
    if (ofSwitch.empty() || !file.is(loop.body.begin, "{") || file.holdsDirective({loop.keyword, jump.token + 1}) ||
        file.holdsDirective(ofSwitch) || !flow.isOutside(here, file, ofSwitch))
      return false;
    if (!naturalLoops)
      naturalLoops.emplace(context.dominators());
    // A loop that a macro hides.
    if (naturalLoops->getLoopFor(jump.branch->getParent()) != naturalLoops->getLoopFor(&next))
      return false;
    return none_of(jump.around->between, [&](TokenIndex head) {
      if (file.is(head, "{"))
        return flow.cleansUp(file, file.token(head).match, /*isOfHandler=*/false);
      return declaresInHead(file, head);
    });
  }

  // Whether without this `break` a loop without a condition has no end.
  bool isOnlyExit(const Jump &jump, const Loop &loop) const {
    if (loop.isRange || flow.exitOf(loop))
      return false;
    const SourceFile &file = *jump.file;
    for (TokenIndex token = loop.body.begin; token < loop.body.end; ++token)
      if (is_contained({"return", "goto", "throw", "co_return", "exit", "_exit", "abort", "longjmp"},
                       file.spelling(token)))
        return false;
    return none_of(jumps, [&](const Jump &other) {
      return &other != &jump && other.isBreak() && other.file == jump.file && other.around->target == loop.keyword;
    });
  }

  void add(const Jump &jump, BasicBlock &to, std::optional<uint64_t> way) {
    Site site;
    site.instruction = jump.branch;
    site.file = jump.file;
    Alternative alternative{jump.isBreak() ? "break-to-continue" : "continue-to-break",
                            jump.isBreak() ? "continue" : "break",
                            {jump.token, jump.token + 1}};
    if (way) {
      site.shape = Site::Shape::kDivert;
      alternative.exit = {&to};
      alternative.inLine = [variable = flow.wayVariable(), number = *way](IRBuilder<> &builder, Value *,
                                                                          ValueToValueMapTy &map) -> Value * {
        builder.CreateStore(builder.getInt32(static_cast<uint32_t>(number)), map[variable]);
        return nullptr;
      };
    } else {
      site.shape = Site::Shape::kRedirect;
      alternative.redirects = {{jump.branch, {&to}, {}}};
    }
    site.alternatives.push_back(std::move(alternative));
    context.add(std::move(site));
  }

  FunctionContext &context;
  ControlFlow flow;
  JumpFinder finder;
  std::vector<Jump> jumps;
  std::optional<LoopInfo> naturalLoops;
};

void collect(FunctionContext &context) {
  Collector(context).run();
}

} // namespace

const OperatorFamily kLoopJumps = {
    "Jumps of loops",
    "Only where it is certain which destructors run: a `break` of a switch in a loop is left alone where a scope "
    "between the two has any. Not made where both go to the same place, as in a switch that ends the loop's body, in "
    "`do { } while (0)`, for a `break` that is all of its `case`, in loops whose condition declares a variable, and "
    "for the only way out of a loop without a "
    "condition: that would only make a loop without end.",
    kOperators, collect};

} // namespace allele
