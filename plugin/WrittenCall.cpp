#include "WrittenCall.h"

#include "LlvmVersion.h"
#include "Statements.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

namespace {

bool isKeyword(StringRef text) {
  return is_contained({"return", "delete", "throw", "new", "sizeof", "if", "while", "for", "switch", "co_await",
                       "co_yield", "co_return", "catch", "do", "else", "case"},
                      text);
}

// `open` is compiled to `open64` where files may be large.
bool namesCalleeOrLarge(const CallBase &call, StringRef written) {
  const Function *callee = call.getCalledFunction();
  StringRef symbol = callee ? callee->getName() : "";
  return namesCallee(call, written) || (symbol.consume_front(written) && symbol == "64");
}

} // namespace

std::optional<WrittenCall> writtenCall(const FunctionContext &context, const CallBase &call) {
  if (call.isInlineAsm() || isa<IntrinsicInst>(call) || isa<CallBrInst>(call) || call.isMustTailCall())
    return std::nullopt;
  Place place = context.place(call);
  if (!place || !(place.file->token(place.token).kind == TokenKind::kIdentifier || place.text() == "::"))
    return std::nullopt;
  const SourceFile &file = *place.file;
  WrittenCall written;
  written.file = place.file;
  written.name = lastName(file, place.token);
  if (isKeyword(file.spelling(written.name)) || !namesCalleeOrLarge(call, file.spelling(written.name)))
    return std::nullopt;
  written.range = {file.postfixStart(place.token), file.operandEnd(written.name)};
  TokenIndex open = written.name + 1;
  if (!file.is(open, "(")) { // explicit template arguments
    if (!file.is(open, "<") || !file.is(written.range.end - 1, ")"))
      return std::nullopt;
    open = file.token(written.range.end - 1).match;
  }
  if (!file.is(open, "(") || file.token(open).match != written.range.end - 1)
    return std::nullopt;
  written.arguments = {open + 1, written.range.end - 1};
  return written;
}

std::optional<std::string> textInsteadOf(const FunctionContext &context, const WrittenCall &call, StringRef effect,
                                         StringRef value) {
  const SourceFile &file = *call.file;
  std::string kept;
  auto keep = [&](TokenRange range) {
    if (std::string text = keptText(context, file, range); !text.empty())
      kept += text + ", ";
  };
  bool isMember = file.is(call.name - 1, ".") || file.is(call.name - 1, "->");
  for (TokenIndex token = call.range.begin; token < call.range.end; ++token)
    if (file.is(token, "{")) // an initialiser list is no expression, and a lambda too much of one
      return std::nullopt;
  keep({call.range.begin, isMember ? call.name - 1 : call.range.begin});
  keep(call.arguments);
  if (!effect.empty())
    kept += (effect + ", ").str();
  bool standsAlone = kept.empty() && !(value.starts_with("-") && file.is(call.range.begin - 1, "-"));
  return standsAlone ? value.str() : "(" + kept + value.str() + ")";
}

} // namespace allele
