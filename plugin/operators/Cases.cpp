// `case x:` is taken away: the value goes to `default`, or past the switch.
//
// The IR's cases have no places, but they stand in the order of the source. So they are counted against the labels
// between the switch's own braces, and where the numbers differ (ranges, unreachable labels, macros) there is no
// mutant.
#include "../Statements.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kCases;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"case-to-default", "`case x:` is removed, so that x goes to `default` or past the switch"}};

struct Label {
  TokenRange range; // `case x :`
  bool isDefault = false;
  TokenIndex body = kNoToken; // what follows it and further labels
};

// The labels of the switch whose body the braces are; none where one isn't understood.
SmallVector<Label, 8> labelsIn(const SourceFile &file, TokenRange body) {
  SmallVector<Label, 8> labels;
  for (TokenIndex token = body.begin; token < body.end; ++token) {
    if (file.is(token, "switch")) { // a nested one has labels of its own
      TokenIndex open = file.is(token + 1, "(") ? file.token(token + 1).match + 1 : kNoToken;
      if (!file.is(open, "{") || file.token(open).match < 0)
        return {};
      token = file.token(open).match;
      continue;
    }
    bool isDefault = file.is(token, "default") && file.is(token + 1, ":");
    if (!file.is(token, "case") && !isDefault)
      continue;
    TokenIndex end = labelEnd(file, token);
    if (end == kNoToken)
      return {};
    labels.push_back({{token, end}, isDefault});
    token = end - 1;
  }
  for (Label &label : reverse(labels)) {
    const Label *next = &label + 1;
    label.body = next != labels.end() && next->range.begin == label.range.end ? next->body : label.range.end;
  }
  return labels;
}

// Follows blocks that only lead on, as clang leaves them at -O0 for `case x: break;`.
const BasicBlock *finalTarget(const BasicBlock *block) {
  for (int steps = 0; steps < 4; ++steps) {
    const auto *branch = dyn_cast<BranchInst>(block->getFirstNonPHIOrDbg());
    if (!branch || branch->isConditional() || !block->phis().empty() || !branch->getSuccessor(0)->phis().empty())
      break;
    block = branch->getSuccessor(0);
  }
  return block;
}

// A value of no case: the smallest from 0 on.
std::optional<uint64_t> valueOfNoCase(const SwitchInst &choice) {
  unsigned bits = choice.getCondition()->getType()->getIntegerBitWidth();
  uint64_t count = choice.getNumCases();
  if (bits > 64 || (bits < 32 && count >> bits != 0))
    return std::nullopt;
  for (uint64_t value = 0; value <= count; ++value)
    if (none_of(choice.cases(), [&](const auto &each) { return each.getCaseValue()->getValue() == value; }))
      return value;
  return std::nullopt;
}

void collectSwitch(FunctionContext &context, SwitchInst &choice) {
  Place place = context.place(choice);
  if (place.text() != "switch" || !place.file->is(place.token + 1, "("))
    return;
  const SourceFile &file = *place.file;
  TokenIndex open = file.token(place.token + 1).match + 1;
  if (!file.is(open, "{") || file.token(open).match < 0)
    return;
  TokenRange body{open + 1, file.token(open).match};
  SmallVector<Label, 8> labels = labelsIn(file, body);
  auto fallback = find_if(labels, [](const Label &label) { return label.isDefault; });
  TokenIndex fallbackBody = fallback == labels.end() ? kNoToken : fallback->body;
  auto isCase = [](const Label &label) { return !label.isDefault; };
  if (static_cast<size_t>(count_if(labels, isCase)) + 1 < labels.size()) // of a _Generic
    return;
  std::optional<uint64_t> other = valueOfNoCase(choice);
  if (!other || file.holdsDirective({open, body.end}) || count_if(labels, isCase) != choice.getNumCases())
    return;
  bool isUnreachableDefault = isa<UnreachableInst>(choice.getDefaultDest()->getFirstNonPHIOrDbg());
  if (isUnreachableDefault)
    return;
  Site site;
  site.shape = Site::Shape::kOperand;
  site.kind = ALLELE_SITE_PICK;
  site.instruction = &choice;
  site.operand = 0;
  site.file = &file;
  auto label = labels.begin();
  for (const auto &each : choice.cases()) {
    label = std::find_if(label, labels.end(), isCase);
    const Label &removed = *label++;
    bool goesThereAnyway =
        removed.body == fallbackBody || finalTarget(each.getCaseSuccessor()) == finalTarget(choice.getDefaultDest());
    if (goesThereAnyway || site.alternatives.size() == ALLELE_SITE_MAX_ALTERNATIVES)
      continue;
    Alternative alternative{"case-to-default", "", removed.range};
    const ConstantInt *value = each.getCaseValue();
    alternative.inLine = [value, other](IRBuilder<> &builder, Value *original, ValueToValueMapTy &) {
      Value *isRemoved = builder.CreateICmpEQ(original, const_cast<ConstantInt *>(value));
      return builder.CreateSelect(isRemoved, ConstantInt::get(original->getType(), *other), original);
    };
    site.alternatives.push_back(std::move(alternative));
  }
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function))
    if (auto *choice = dyn_cast<SwitchInst>(&instruction))
      collectSwitch(context, *choice);
}

} // namespace

const OperatorFamily kCases = {
    "Cases of a switch",
    "Several labels of one statement are several mutants. A label without which the value goes to the same place is "
    "left alone, so are switches with ranges, with preprocessor directives, or with labels that macros bring.",
    kOperators, collect};

} // namespace allele
