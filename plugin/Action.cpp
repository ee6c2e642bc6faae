#include "Action.h"

using namespace llvm;

namespace allele {

Value *createAction(IRBuilder<> &builder, AlleleAction action, Value *value, Value *a, Value *b) {
  Type *type = value->getType();
  bool isFloat = a ? a->getType()->isFloatingPointTy() : type->isFloatingPointTy();
  auto compare = [&](CmpInst::Predicate integer, CmpInst::Predicate real) {
    return isFloat ? builder.CreateFCmp(real, a, b) : builder.CreateICmp(integer, a, b);
  };
  auto shiftAmount = [&] { return builder.CreateURem(b, ConstantInt::get(b->getType(), type->getIntegerBitWidth())); };
  switch (action) {
  case ALLELE_ACTION_ZERO:
    return Constant::getNullValue(type);
  case ALLELE_ACTION_ONE:
    return type->isFloatingPointTy() ? ConstantFP::get(type, 1.0) : ConstantInt::get(type, 1);
  case ALLELE_ACTION_A:
    return a;
  case ALLELE_ACTION_NEG:
    return isFloat ? builder.CreateFNeg(value) : builder.CreateNeg(value);
  case ALLELE_ACTION_NOT:
    return builder.CreateZExt(builder.CreateIsNull(value), type);
  case ALLELE_ACTION_ADD:
    return isFloat ? builder.CreateFAdd(a, b) : builder.CreateAdd(a, b);
  case ALLELE_ACTION_SUB:
    return isFloat ? builder.CreateFSub(a, b) : builder.CreateSub(a, b);
  case ALLELE_ACTION_MUL:
    return isFloat ? builder.CreateFMul(a, b) : builder.CreateMul(a, b);
  case ALLELE_ACTION_SDIV:
    return isFloat ? builder.CreateFDiv(a, b) : builder.CreateSDiv(a, b);
  case ALLELE_ACTION_UDIV:
    return builder.CreateUDiv(a, b);
  case ALLELE_ACTION_AND:
    return builder.CreateAnd(a, b);
  case ALLELE_ACTION_OR:
    return builder.CreateOr(a, b);
  case ALLELE_ACTION_XOR:
    return builder.CreateXor(a, b);
  case ALLELE_ACTION_SHL:
    return builder.CreateShl(a, shiftAmount());
  case ALLELE_ACTION_ASHR:
    return builder.CreateAShr(a, shiftAmount());
  case ALLELE_ACTION_LSHR:
    return builder.CreateLShr(a, shiftAmount());
  case ALLELE_ACTION_EQ:
    return compare(CmpInst::ICMP_EQ, CmpInst::FCMP_OEQ);
  case ALLELE_ACTION_NE:
    return compare(CmpInst::ICMP_NE, CmpInst::FCMP_UNE);
  case ALLELE_ACTION_SLT:
    return compare(CmpInst::ICMP_SLT, CmpInst::FCMP_OLT);
  case ALLELE_ACTION_SLE:
    return compare(CmpInst::ICMP_SLE, CmpInst::FCMP_OLE);
  case ALLELE_ACTION_SGT:
    return compare(CmpInst::ICMP_SGT, CmpInst::FCMP_OGT);
  case ALLELE_ACTION_SGE:
    return compare(CmpInst::ICMP_SGE, CmpInst::FCMP_OGE);
  case ALLELE_ACTION_ULT:
    return builder.CreateICmpULT(a, b);
  case ALLELE_ACTION_ULE:
    return builder.CreateICmpULE(a, b);
  case ALLELE_ACTION_UGT:
    return builder.CreateICmpUGT(a, b);
  case ALLELE_ACTION_UGE:
    return builder.CreateICmpUGE(a, b);
  case ALLELE_ACTION_IN_LINE:
  case ALLELE_ACTION_COUNT:
    break;
  }
  llvm_unreachable("an action that no value has");
}

} // namespace allele
