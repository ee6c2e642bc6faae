#include "UncompiledFunctions.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

namespace {

class Search {
public:
  Search(const SourceFile &file, const std::set<TokenIndex> &compiled) : file(file), compiled(compiled) {}

  std::vector<UncompiledFunction> run() {
    findConditionalLines();
    visit({0, file.size()}, "");
    return std::move(found);
  }

private:
  // The declarations of a namespace or a class.
  void visit(TokenRange scope, const std::string &prefix) {
    TokenIndex begin = scope.begin; // of the declaration
    for (TokenIndex token = scope.begin; token < scope.end; ++token) {
      TokenIndex match = file.token(token).match;
      if (file.is(token, ";") || (file.is(token, ":") && isAccess(token - 1))) {
        begin = token + 1;
      } else if (file.is(token, "{")) {
        if (match == kNoToken || match >= scope.end)
          return;
        TokenRange head{begin, token};
        if (isInitialiser(token, match)) {
          token = match;
          continue;
        }
        visitBraces(head, {token, match + 1}, prefix);
        token = match;
        begin = match + 1;
      } else if (match > token && match < scope.end) {
        token = match; // parentheses
      }
    }
  }

  bool isAccess(TokenIndex token) const {
    return is_contained({"public", "protected", "private", "slots", "signals"}, file.spelling(token));
  }

  // Of a variable or of a member in a constructor's list: what follows it isn't a declaration.
  bool isInitialiser(TokenIndex open, TokenIndex close) const {
    return file.is(open - 1, "=") || file.is(close + 1, ",") || file.is(close + 1, "{");
  }

  void visitBraces(TokenRange head, TokenRange braces, const std::string &prefix) {
    auto has = [&](StringRef word) {
      for (TokenIndex token = head.begin; token < head.end; ++token)
        if (file.is(token, word))
          return true;
      return false;
    };
    if (has("template") || has("enum"))
      return;
    TokenRange inner{braces.begin + 1, braces.end - 1};
    TokenIndex parameters = file.scanForward(head.begin, [&](TokenIndex token) { return file.is(token, "("); });
    bool isFunction = parameters > head.begin && parameters < head.end;
    if (!isFunction) {
      if (has("namespace") || has("class") || has("struct") || has("union") || has("extern"))
        visit(inner, prefix + nameOf(head));
      return;
    }
    unsigned line = file.token(braces.begin).line;
    if (compiled.count(braces.begin) != 0 || conditional.count(line) != 0)
      return;
    UncompiledFunction function;
    function.name = prefix + (file.is(parameters - 2, "~") ? "~" : "") + file.spelling(parameters - 1).str();
    function.line = file.token(head.begin).line;
    function.endLine = file.token(braces.end - 1).line;
    for (TokenIndex token = braces.begin; token < braces.end; ++token)
      if (function.lines.empty() || function.lines.back() != file.token(token).line)
        function.lines.push_back(file.token(token).line);
    found.push_back(std::move(function));
  }

  // `a::b::` of a namespace's or class's head; nothing for what has no name.
  std::string nameOf(TokenRange head) const {
    for (TokenIndex token = head.begin; token < head.end; ++token)
      if (is_contained({"namespace", "class", "struct", "union"}, file.spelling(token))) {
        TokenIndex last = kNoToken;
        for (TokenIndex at = token + 1; at < head.end && !file.is(at, ":"); ++at)
          if (file.token(at).kind == TokenKind::kIdentifier && !file.is(at, "final"))
            last = at;
        return last == kNoToken ? "" : file.spelling(last).str() + "::";
      }
    return "";
  }

  // Lines between `#if` and `#endif`, but for the guard around a whole header.
  void findConditionalLines() {
    std::vector<unsigned> open;
    unsigned lines = file.size() == 0 ? 0 : file.token(file.size() - 1).line + 1;
    unsigned firstToken = file.size() == 0 ? 0 : file.token(0).line;
    for (unsigned line = 1; line <= lines; ++line) {
      StringRef text = file.trimmedLine(line);
      if (!text.consume_front("#"))
        continue;
      text = text.ltrim();
      if (text.starts_with("if")) {
        bool isGuard = open.empty() && line < firstToken && text.starts_with("ifndef");
        open.push_back(isGuard ? 0 : line);
      } else if (text.starts_with("endif") && !open.empty()) {
        for (unsigned each = open.back(); open.back() != 0 && each <= line; ++each)
          conditional.insert(each);
        open.pop_back();
      }
    }
  }

  const SourceFile &file;
  const std::set<TokenIndex> &compiled;
  std::set<unsigned> conditional;
  std::vector<UncompiledFunction> found;
};

} // namespace

std::vector<UncompiledFunction> uncompiledFunctions(const SourceFile &file, const std::set<TokenIndex> &compiled) {
  return Search(file, compiled).run();
}

} // namespace allele
