// How many bytes or elements a call of the C library works on: one more, one less.
#include "../CallArguments.h"
#include "../Expression.h"
#include "../LlvmVersion.h"
#include "Operators.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kSizes;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"size-increment", "`memcpy(a, b, n)` becomes `memcpy(a, b, n + 1)`", Level::kStrong},
    {"size-decrement", "`memcpy(a, b, n)` becomes `memcpy(a, b, n - 1)`", Level::kStrong},
};

// Which argument is the size, counted from 0; -1 for any other function.
int sizeArgument(StringRef name) {
  name.consume_front("__builtin_");
  if (is_contained({"memcpy",  "memmove",     "memset",  "memcmp",  "memchr",  "memrchr", "strncpy",  "strncat",
                    "strncmp", "strncasecmp", "stpncpy", "strlcpy", "strlcat", "wmemcpy", "wmemmove", "wmemset",
                    "wcsncpy", "wcsncmp",     "fread",   "fwrite",  "read",    "write",   "recv",     "send"},
                   name))
    return 2;
  return is_contained({"snprintf", "vsnprintf", "fgets", "bzero", "strnlen", "strndup"}, name) ? 1 : -1;
}

Value *increment(IRBuilder<> &builder, Value *value, ValueToValueMapTy & /*map*/) {
  return builder.CreateAdd(value, ConstantInt::get(value->getType(), 1));
}

Value *decrement(IRBuilder<> &builder, Value *value, ValueToValueMapTy & /*map*/) {
  return builder.CreateSub(value, ConstantInt::get(value->getType(), 1));
}

void collectCall(FunctionContext &context, CallBase &call) {
  if (isInlineCopy(call) || call.isMustTailCall()) // the former's size must be a constant
    return;
  auto arguments = argumentsOf(context, call);
  if (!arguments)
    return;
  int index = sizeArgument(arguments->name.text());
  if (index < 0 || index >= static_cast<int>(arguments->ranges.size()))
    return;
  // The intrinsic of `bzero` has the byte that is set, too.
  unsigned operand = isa<MemIntrinsic>(call) ? 2 : static_cast<unsigned>(index);
  const SourceFile &file = *arguments->name.file;
  TokenRange range = arguments->ranges[static_cast<size_t>(index)];
  Value *size = operand < call.arg_size() ? call.getArgOperand(operand) : nullptr;
  if (!size || !size->getType()->isIntegerTy() || range.empty())
    return;
  bool isToken = range.begin + 1 == range.end;
  if (isToken && file.token(range.begin).kind == TokenKind::kNumber && !isa<MemIntrinsic>(call))
    return; // among the numbers
  std::string text = isToken ? file.textOf(range).str() : "(" + file.textOf(range).str() + ")";
  // 0 - 1 is another number before an unsigned int is widened than after that.
  const auto *widened = dyn_cast<ZExtInst>(size);
  bool wrapsBefore = widened && widened->getSrcTy()->getIntegerBitWidth() >= 32;
  bool isZero = PatternMatch::match(size, PatternMatch::m_Zero());
  Site site;
  site.shape = Site::Shape::kOperand;
  site.instruction = &call;
  site.operand = operand;
  site.file = &file;
  Alternative more{"size-increment", text + " + 1", range};
  more.inLine = increment;
  site.alternatives.push_back(std::move(more));
  if (!wrapsBefore && !isZero) {
    Alternative less{"size-decrement", text + " - 1", range};
    less.inLine = decrement;
    site.alternatives.push_back(std::move(less));
  }
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function))
    if (auto *call = dyn_cast<CallBase>(&instruction))
      collectCall(context, *call);
}

} // namespace

const OperatorFamily kSizes = {
    "Sizes",
    "The size that `memcpy`, `memset`, `strncpy`, `snprintf`, `fread` and their like are given: one more, one less. "
    "Not "
    "one less than 0, nor than an `unsigned int` that is widened. Numbers as arguments of functions that aren't built "
    "in are among the numbers.",
    kOperators, collect};

} // namespace allele
