#include "NoiseText.h"

#include "LlvmVersion.h"
#include "Statements.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

namespace {

bool isHeadKeyword(StringRef text) {
  return is_contained({"if", "while", "for", "switch"}, text);
}

// Behind the heads and labels that stand before the statement itself.
TokenIndex behindHeads(const SourceFile &file, TokenIndex at) {
  for (;;) {
    TokenIndex open = file.is(at + 1, "constexpr") ? at + 2 : at + 1;
    if (isHeadKeyword(file.spelling(at)) && file.is(open, "(") && file.token(open).match > 0) {
      at = file.token(open).match + 1;
    } else if (file.is(at, "else") || file.is(at, "do")) {
      ++at;
    } else if (file.is(at, "case") || (file.token(at).kind == TokenKind::kIdentifier && file.is(at + 1, ":"))) {
      at = file.scanForward(at, [&](TokenIndex token) { return file.is(token, ":") || file.is(token, ";"); });
      if (!file.is(at, ":"))
        return at;
      ++at;
    } else {
      return at;
    }
    if (at >= file.size())
      return at;
  }
}

} // namespace

TokenRange statementAt(const SourceFile &file, TokenIndex token) {
  for (;;) {
    TokenIndex start = file.scanBackward(token, [&](TokenIndex at) { return file.is(at, ";") || file.is(at, "}"); });
    if (file.is(start - 1, "(") || file.is(start - 1, "[")) {
      if (isHeadKeyword(file.spelling(start - 2)) || file.is(start - 2, "constexpr"))
        return {};
      token = start - 1;
      continue;
    }
    TokenIndex begin = behindHeads(file, start);
    TokenIndex end = file.scanForward(token, [&](TokenIndex at) { return file.is(at, ";"); });
    return begin <= token && file.is(end, ";") ? TokenRange{begin, end + 1} : TokenRange{};
  }
}

TokenRange callAt(const SourceFile &file, TokenIndex token, StringRef name) {
  TokenIndex at = token;
  while (!(file.is(at, name) && !file.is(at + 1, "::"))) {
    bool isPart = file.is(at, "::") || file.is(at + 1, "::");
    if (file.is(at + 1, "<")) // arguments of a class template in the name
      at = file.scanForward(at + 1, [&](TokenIndex other) { return file.is(other, "::") || file.is(other, ";"); });
    else if (isPart)
      ++at;
    else
      return {};
    if (at >= file.size() || file.is(at, ";"))
      return {};
  }
  TokenIndex open = at + 1;
  if (file.is(open, "<"))
    open = file.scanForward(open, [&](TokenIndex other) { return file.is(other, "(") || file.is(other, ";"); });
  if (!file.is(open, "(") || file.token(open).match < open)
    return {};
  return {file.postfixStart(token), file.token(open).match + 1};
}

SmallVector<TokenRange, 4> argumentsOf(const SourceFile &file, TokenIndex end) {
  SmallVector<TokenRange, 4> arguments;
  TokenIndex close = end - 1;
  if (!file.is(close, ")") || file.token(close).match < 0)
    return arguments;
  for (TokenIndex begin = file.token(close).match + 1; begin < close;) {
    TokenIndex comma = file.scanForward(begin, [&](TokenIndex at) { return file.is(at, ","); });
    arguments.push_back({begin, comma});
    begin = comma + 1;
  }
  return arguments;
}

Head headBefore(const SourceFile &file, TokenIndex body) {
  TokenIndex close = body - 1;
  TokenIndex keyword = headKeyword(file, close);
  if (!is_contained({"if", "while", "for"}, file.spelling(keyword)))
    return {};
  return {keyword, {file.token(close).match + 1, close}};
}

Body bodyOf(const FunctionContext &context) {
  const DISubprogram *subprogram = context.function.getSubprogram();
  for (const Instruction &instruction : instructions(context.function)) {
    Place place = context.place(instruction);
    if (!place || instruction.getDebugLoc()->getScope()->getSubprogram() != subprogram ||
        instruction.getDebugLoc()->getFile() != subprogram->getFile())
      continue;
    TokenIndex brace = place.file->bodyBrace(subprogram->getScopeLine());
    if (brace == kNoToken)
      return {place.file, {}};
    return {place.file, {brace + 1, place.file->token(brace).match}};
  }
  return {};
}

} // namespace allele
