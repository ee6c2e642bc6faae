// `<`, `<=`, `>`, `>=`, `==`, `!=` of integers, pointers and floats: the boundary moved, and the negation.
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kRelational;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"lt-to-le", "`a < b` becomes `a <= b`"},  {"lt-to-ge", "`a < b` becomes `a >= b`"},
    {"le-to-lt", "`a <= b` becomes `a < b`"},  {"le-to-gt", "`a <= b` becomes `a > b`"},
    {"gt-to-ge", "`a > b` becomes `a >= b`"},  {"gt-to-le", "`a > b` becomes `a <= b`"},
    {"ge-to-gt", "`a >= b` becomes `a > b`"},  {"ge-to-lt", "`a >= b` becomes `a < b`"},
    {"eq-to-ne", "`a == b` becomes `a != b`"}, {"ne-to-eq", "`a != b` becomes `a == b`"},
};

struct Row {
  StringRef token;
  CmpInst::Predicate signedPredicate, unsignedPredicate, floatPredicate;
  StringRef operatorId, replacement;
  AlleleAction signedAction, unsignedAction;
};

constexpr Row kRows[] = {
    {"<", CmpInst::ICMP_SLT, CmpInst::ICMP_ULT, CmpInst::FCMP_OLT, "lt-to-le", "<=", ALLELE_ACTION_SLE,
     ALLELE_ACTION_ULE},
    {"<", CmpInst::ICMP_SLT, CmpInst::ICMP_ULT, CmpInst::FCMP_OLT, "lt-to-ge", ">=", ALLELE_ACTION_SGE,
     ALLELE_ACTION_UGE},
    {"<=", CmpInst::ICMP_SLE, CmpInst::ICMP_ULE, CmpInst::FCMP_OLE, "le-to-lt", "<", ALLELE_ACTION_SLT,
     ALLELE_ACTION_ULT},
    {"<=", CmpInst::ICMP_SLE, CmpInst::ICMP_ULE, CmpInst::FCMP_OLE, "le-to-gt", ">", ALLELE_ACTION_SGT,
     ALLELE_ACTION_UGT},
    {">", CmpInst::ICMP_SGT, CmpInst::ICMP_UGT, CmpInst::FCMP_OGT, "gt-to-ge", ">=", ALLELE_ACTION_SGE,
     ALLELE_ACTION_UGE},
    {">", CmpInst::ICMP_SGT, CmpInst::ICMP_UGT, CmpInst::FCMP_OGT, "gt-to-le", "<=", ALLELE_ACTION_SLE,
     ALLELE_ACTION_ULE},
    {">=", CmpInst::ICMP_SGE, CmpInst::ICMP_UGE, CmpInst::FCMP_OGE, "ge-to-gt", ">", ALLELE_ACTION_SGT,
     ALLELE_ACTION_UGT},
    {">=", CmpInst::ICMP_SGE, CmpInst::ICMP_UGE, CmpInst::FCMP_OGE, "ge-to-lt", "<", ALLELE_ACTION_SLT,
     ALLELE_ACTION_ULT},
    {"==", CmpInst::ICMP_EQ, CmpInst::ICMP_EQ, CmpInst::FCMP_OEQ, "eq-to-ne", "!=", ALLELE_ACTION_NE, ALLELE_ACTION_NE},
    {"!=", CmpInst::ICMP_NE, CmpInst::ICMP_NE, CmpInst::FCMP_UNE, "ne-to-eq", "==", ALLELE_ACTION_EQ, ALLELE_ACTION_EQ},
};

// Complex numbers, member pointers and `<=>` put several comparisons on one token: which is which can't be told.
bool isOnlyComparison(const FunctionContext &context, const Place &place) {
  unsigned count = 0;
  for (const Instruction *other : context.at(place))
    count += isa<CmpInst>(other);
  return count == 1;
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    auto *compare = dyn_cast<CmpInst>(&instruction);
    if (!compare || compare->getType()->isVectorTy())
      continue;
    Place place = context.place(*compare);
    if (!place)
      continue;
    Site site;
    site.instruction = compare;
    site.file = place.file;
    CmpInst::Predicate predicate = compare->getPredicate();
    for (const Row &row : kRows)
      if (row.token == place.text() &&
          is_contained({row.signedPredicate, row.unsignedPredicate, row.floatPredicate}, predicate))
        site.alternatives.push_back({row.operatorId,
                                     place.file->spaced(place.token, row.replacement),
                                     {place.token, place.token + 1},
                                     predicate == row.unsignedPredicate ? row.unsignedAction : row.signedAction});
    if (site.alternatives.empty() || !isOnlyComparison(context, place))
      continue;
    setKind(site, compare->getOperand(0)->getType(), context.layout);
    if (site.kind == ALLELE_SITE_FLOAT)
      site.kind = ALLELE_SITE_FCMP;
    context.add(std::move(site));
  }
}

} // namespace

const OperatorFamily kRelational = {
    "Comparisons", "The replacements of `<`, `<=`, `>`, `>=`, `==`, `!=` that no other replacement implies.",
    kOperators, collect};

} // namespace allele
