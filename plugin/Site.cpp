#include "Site.h"

#include "LlvmVersion.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/DataLayout.h"

using namespace llvm;

namespace allele {

void setKind(Site &site, Type *type, const DataLayout &layout) {
  site.kind = ALLELE_SITE_PICK;
  site.bits = 0;
  if ((type->isIntegerTy() && type->getIntegerBitWidth() <= 64) ||
      (type->isPointerTy() && layout.getPointerTypeSizeInBits(type) <= 64)) {
    site.kind = ALLELE_SITE_INT;
    site.bits = static_cast<unsigned>(layout.getTypeSizeInBits(type).getFixedValue());
  } else if (type->isHalfTy() || type->isFloatTy() || type->isDoubleTy()) {
    site.kind = ALLELE_SITE_FLOAT;
    site.bits = static_cast<unsigned>(type->getPrimitiveSizeInBits().getFixedValue());
  }
}

namespace {

void moveAlternatives(Site &from, Site &to) {
  for (Alternative &alternative : from.alternatives)
    to.alternatives.push_back(std::move(alternative));
  from.alternatives.clear();
}

bool hasRoom(const Site &site, const Site &more) {
  return site.alternatives.size() + more.alternatives.size() <= ALLELE_SITE_MAX_ALTERNATIVES;
}

// Whether a site of the value itself can take over the alternatives of a site of its only use.
bool canTakeOver(const Site &ofResult, const Site &ofUse) {
  if (ofResult.file != ofUse.file || !hasRoom(ofResult, ofUse))
    return false;
  // A comparison's width is its operands', so only what doesn't depend on it.
  bool isComparison = isa<CmpInst>(ofResult.instruction);
  bool isTruthOnly = all_of(ofUse.alternatives, [](const Alternative &alternative) {
    return is_contained({ALLELE_ACTION_ZERO, ALLELE_ACTION_ONE, ALLELE_ACTION_NOT}, alternative.action);
  });
  if (isComparison)
    return isTruthOnly && (ofResult.kind == ALLELE_SITE_INT || ofResult.kind == ALLELE_SITE_FCMP);
  return ofResult.kind == ofUse.kind && ofResult.bits == ofUse.bits;
}

} // namespace

void mergeSites(std::vector<Site> &sites) {
  DenseMap<std::pair<Instruction *, unsigned>, Site *> ofOperand;
  DenseMap<Instruction *, Site *> ofResult;
  DenseMap<BranchInst *, Site *> ofBranch;
  for (Site &site : sites) {
    switch (site.shape) {
    case Site::Shape::kResult: {
      auto [found, isNew] = ofResult.try_emplace(site.instruction, &site);
      Site &first = *found->second;
      if (!isNew && first.kind == site.kind && first.bits == site.bits && first.file == site.file &&
          first.operandsOf == site.operandsOf && first.operandA == site.operandA && first.operandB == site.operandB &&
          hasRoom(first, site))
        moveAlternatives(site, first);
      break;
    }
    case Site::Shape::kOperand: {
      auto [found, isNew] = ofOperand.try_emplace({site.instruction, site.operand}, &site);
      Site &first = *found->second;
      if (!isNew && first.kind == site.kind && first.bits == site.bits && first.file == site.file &&
          hasRoom(first, site))
        moveAlternatives(site, first);
      break;
    }
    case Site::Shape::kRedirect: {
      // Sites of one expression share branches, and each alternative brings more of them along.
      Site *joined = nullptr;
      for (const Alternative &alternative : site.alternatives)
        for (const Redirect &redirect : alternative.redirects)
          if (Site *other = ofBranch.lookup(redirect.branch);
              other && other->file == site.file && hasRoom(*other, site))
            joined = other;
      Site *target = joined ? joined : &site;
      for (const Alternative &alternative : site.alternatives)
        for (const Redirect &redirect : alternative.redirects)
          ofBranch.try_emplace(redirect.branch, target);
      if (joined)
        moveAlternatives(site, *joined);
      break;
    }
    case Site::Shape::kSkip:
    case Site::Shape::kDivert:
    case Site::Shape::kBody:
      break;
    }
  }
  for (Site &site : sites) {
    if (site.shape != Site::Shape::kOperand || site.alternatives.empty())
      continue;
    auto *value = dyn_cast<Instruction>(site.instruction->getOperand(site.operand));
    Site *other = value && value->hasOneUse() ? ofResult.lookup(value) : nullptr;
    if (other && canTakeOver(*other, site))
      moveAlternatives(site, *other);
  }
  erase_if(sites, [](const Site &site) { return site.alternatives.empty(); });
}

} // namespace allele
