#include "LinesWithoutCode.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

namespace {

class Attribution {
public:
  Attribution(const SourceFile &file, TokenRange body, const std::set<TokenIndex> &code)
      : file(file), body(body), code(code) {}

  std::map<unsigned, std::vector<TokenIndex>> run() {
    std::map<unsigned, std::vector<TokenIndex>> lines;
    std::set<unsigned> withCode;
    for (TokenIndex token : code)
      withCode.insert(file.token(token).line);
    std::set<unsigned> dead = leftOutLines(withCode);
    for (TokenIndex token = body.begin; token < body.end;) {
      if (TokenIndex end = lambdaEnd(token); end != kNoToken) {
        token = end;
        continue;
      }
      unsigned line = file.token(token).line;
      bool isFirst = token == body.begin || file.token(token - 1).line != line;
      if (isFirst && withCode.count(line) == 0 && dead.count(line) == 0) {
        std::vector<TokenIndex> found = standFor(token, line);
        if (!found.empty())
          lines[line] = std::move(found);
      }
      ++token;
    }
    return lines;
  }

private:
  // Behind the body of a lambda that opens at the token; kNoToken for any other.
  TokenIndex lambdaEnd(TokenIndex token) const {
    if (token == body.begin || !file.is(token, "{") || file.token(token).match == kNoToken)
      return kNoToken;
    TokenIndex before = token - 1;
    while (before > body.begin && (file.token(before).kind == TokenKind::kIdentifier || file.is(before, "->") ||
                                   file.is(before, "::") || file.is(before, "*") || file.is(before, "&")))
      --before;
    if (file.is(before, ")") && file.token(before).match > 0)
      before = file.token(before).match - 1;
    return file.is(before, "]") ? file.token(token).match : kNoToken;
  }

  // Between two directives without any code: most likely the preprocessor has left that out.
  std::set<unsigned> leftOutLines(const std::set<unsigned> &withCode) const {
    std::set<unsigned> dead;
    unsigned first = file.token(body.begin).line, last = file.token(body.end - 1).line;
    unsigned begin = 0; // of the stretch, behind a directive
    for (unsigned line = first; line <= last; ++line) {
      if (!file.trimmedLine(line).starts_with("#"))
        continue;
      auto firstCode = withCode.lower_bound(begin);
      if (begin != 0 && (firstCode == withCode.end() || *firstCode >= line))
        for (unsigned each = begin; each < line; ++each)
          dead.insert(each);
      begin = line + 1;
    }
    return dead;
  }

  TokenIndex firstCode(TokenIndex begin, TokenIndex end) const {
    auto found = code.lower_bound(begin);
    return found != code.end() && *found < end ? *found : kNoToken;
  }

  TokenIndex lastCode(TokenIndex begin, TokenIndex end) const {
    auto found = code.lower_bound(end);
    return found != code.begin() && *std::prev(found) >= begin ? *std::prev(found) : kNoToken;
  }

  // The code of the block around the token that is nearest: behind it, else before it, else around the block.
  TokenIndex nearest(TokenIndex token) const {
    TokenIndex open = file.enclosingBracket(token);
    TokenIndex begin = open == kNoToken ? body.begin : std::max(open, body.begin);
    TokenIndex end = file.token(begin).match == kNoToken ? body.end : file.token(begin).match;
    if (TokenIndex next = firstCode(token, end); next != kNoToken)
      return next;
    if (TokenIndex last = lastCode(begin, token); last != kNoToken)
      return last;
    return begin == body.begin ? kNoToken : lastCode(body.begin, begin);
  }

  std::vector<TokenIndex> standFor(TokenIndex first, unsigned line) const {
    std::vector<TokenIndex> found;
    auto add = [&](TokenIndex token) {
      if (token != kNoToken)
        found.push_back(token);
    };
    // Braces stand for their blocks, also several on one line: `} else {`.
    for (TokenIndex token = first; token < body.end && file.token(token).line == line; ++token) {
      TokenIndex match = file.token(token).match;
      if (file.is(token, "{") && match != kNoToken)
        add(firstCode(token, match + 1) != kNoToken ? firstCode(token, match + 1) : nearest(token));
      else if (file.is(token, "}") && match != kNoToken && match >= body.begin)
        add(firstCode(match, token) != kNoToken ? firstCode(match, token) : nearest(match));
    }
    if (!found.empty())
      return found;
    bool beginsStatement = is_contained({";", "{", "}", ":"}, file.spelling(first - 1));
    if (!beginsStatement && !file.is(first, "else")) // a later line of a statement
      add(lastCode(body.begin, first));
    else
      add(nearest(first));
    return found;
  }

  const SourceFile &file;
  TokenRange body;
  const std::set<TokenIndex> &code;
};

} // namespace

std::map<unsigned, std::vector<TokenIndex>> linesWithoutCode(const SourceFile &file, TokenRange body,
                                                             const std::set<TokenIndex> &code) {
  return Attribution(file, body, code).run();
}

} // namespace allele
