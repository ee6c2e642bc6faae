#include "Loop.h"

#include "Statements.h"

using namespace llvm;

namespace allele {

namespace {

TokenRange insideParentheses(const SourceFile &file, TokenIndex open) {
  if (!file.is(open, "(") || file.token(open).match < 0)
    return {};
  return {open + 1, file.token(open).match};
}

std::optional<Loop> doLoop(const SourceFile &file, TokenIndex keyword) {
  Loop loop;
  loop.file = &file;
  loop.keyword = keyword;
  loop.body = {keyword + 1, statementEnd(file, keyword + 1)};
  if (loop.body.end == kNoToken || !file.is(loop.body.end, "while"))
    return std::nullopt;
  loop.condition = insideParentheses(file, loop.body.end + 1);
  loop.branch = loop.body.end - 1;
  if (loop.condition.empty())
    return std::nullopt;
  return loop;
}

} // namespace

std::optional<Loop> loopAt(const SourceFile &file, TokenIndex keyword) {
  if (file.is(keyword, "do"))
    return doLoop(file, keyword);
  Loop loop;
  loop.file = &file;
  loop.keyword = keyword;
  loop.branch = keyword;
  TokenRange head = insideParentheses(file, keyword + 1);
  if (head.empty() || !(file.is(keyword, "while") || file.is(keyword, "for")))
    return std::nullopt;
  loop.body = {head.end + 1, statementEnd(file, head.end + 1)};
  if (loop.body.end == kNoToken)
    loop.body = {};
  if (file.is(keyword, "while")) {
    loop.condition = head;
    return loop;
  }
  auto isSemicolon = [&](TokenIndex token) { return file.is(token, ";"); };
  TokenIndex first = file.scanForward(head.begin, isSemicolon);
  TokenIndex second = file.scanForward(first + 1, isSemicolon);
  if (second < head.end) {
    loop.condition = {first + 1, second};
    loop.increment = {second + 1, head.end};
    return loop;
  }
  // Maybe behind a statement: `for (auto v = f(); auto &each : v)`.
  TokenIndex begin = first < head.end ? first + 1 : head.begin;
  loop.branch = file.scanForward(begin, [&](TokenIndex token) { return file.is(token, ":"); });
  loop.isRange = true;
  if (loop.branch >= head.end)
    return std::nullopt;
  return loop;
}

} // namespace allele
