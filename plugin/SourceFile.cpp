#include "SourceFile.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;

namespace allele {

namespace {

bool isIdentifierStart(char c) {
  return isAlpha(c) || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}
bool isIdentifierPart(char c) {
  return isIdentifierStart(c) || isDigit(c);
}

// Longest first, so that the first hit is the maximal munch.
constexpr StringLiteral kPunctuators[] = {"<<=", ">>=", "<=>", "->*", "...", "->", "++", "--", "<<",
                                          ">>",  "<=",  ">=",  "==",  "!=",  "&&", "||", "+=", "-=",
                                          "*=",  "/=",  "%=",  "&=",  "|=",  "^=", "::", ".*", "##"};

// Alternative tokens of C++ ([lex.digraph]); in C they are macros, whose expansions carry no mutants.
StringRef alternativeToken(StringRef identifier) {
  return StringSwitch<StringRef>(identifier)
      .Case("and", "&&")
      .Case("or", "||")
      .Case("not", "!")
      .Case("bitand", "&")
      .Case("bitor", "|")
      .Case("xor", "^")
      .Case("compl", "~")
      .Case("and_eq", "&=")
      .Case("or_eq", "|=")
      .Case("xor_eq", "^=")
      .Case("not_eq", "!=")
      .Default(identifier);
}

bool isKeywordBeforeOperand(StringRef text) {
  return is_contained({"return", "case", "throw", "else", "do", "co_return", "co_yield", "co_await", "delete", "goto"},
                      text);
}

} // namespace

SourceFile::SourceFile(std::string text, std::string rootDirectory, std::string relativePath, std::string md5,
                       bool isCxx)
    : root(std::move(rootDirectory)), path(std::move(relativePath)), checksum(std::move(md5)),
      content(std::move(text)) {
  lineOffsets.push_back(0);
  for (size_t at = 0; at < content.size(); ++at)
    if (content[at] == '\n')
      lineOffsets.push_back(static_cast<uint32_t>(at + 1));
  lineOffsets.push_back(static_cast<uint32_t>(content.size()));
  lex(isCxx);
  matchBrackets();
  firstTokens.assign(lineOffsets.size(), size());
  for (TokenIndex index = size() - 1; index >= 0; --index)
    firstTokens[tokens[index].line - 1] = index;
  for (size_t line = firstTokens.size() - 1; line-- > 0;)
    if (firstTokens[line] == size() || firstTokens[line] > firstTokens[line + 1])
      firstTokens[line] = firstTokens[line + 1];
}

void SourceFile::lex(bool isCxx) {
  StringRef source(content);
  size_t at = source.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  uint32_t line = 1;
  bool lineIsBlank = true;
  auto advanceTo = [&](size_t to) {
    line += static_cast<uint32_t>(source.slice(at, to).count('\n'));
    at = to;
  };
  // Behind the literal that opens at `from` with `quote`; a raw newline ends a broken one.
  auto quotedEnd = [&](size_t from, char quote) {
    size_t end = from + 1;
    while (end < source.size() && source[end] != quote && source[end] != '\n')
      end += source[end] == '\\' && end + 1 < source.size() ? 2 : 1;
    return std::min(end + 1, source.size());
  };
  auto addComment = [&](size_t end) {
    StringRef text = source.slice(at, end).ltrim("/*! \t");
    if (text.consume_front("allele:")) {
      text.consume_back("*/");
      directiveComments.push_back({static_cast<uint32_t>(at), line, text.trim().str()});
    }
    advanceTo(end);
  };
  auto add = [&](TokenKind kind, size_t end) {
    tokens.push_back({kind, static_cast<uint32_t>(at), static_cast<uint32_t>(end - at), line,
                      static_cast<uint32_t>(at - lineOffsets[line - 1] + 1)});
    advanceTo(end);
    lineIsBlank = false;
  };
  while (at < source.size()) {
    char c = source[at];
    StringRef rest = source.substr(at);
    if (c == '\n') {
      advanceTo(at + 1);
      lineIsBlank = true;
    } else if (isSpace(c) || c == '\\') {
      ++at;
    } else if (rest.starts_with("//")) {
      size_t end = at;
      do
        end = source.find('\n', end + 1);
      while (end != StringRef::npos && source[end - 1] == '\\');
      addComment(std::min(end, source.size()));
    } else if (rest.starts_with("/*")) {
      size_t end = source.find("*/", at + 2);
      addComment(end == StringRef::npos ? source.size() : end + 2);
    } else if (c == '#' && lineIsBlank) {
      // A directive up to its last line; its tokens are never where an instruction comes from.
      size_t end = at;
      while (end < source.size() && source[end] != '\n') {
        if (source.substr(end).starts_with("/*"))
          end = std::min(source.find("*/", end + 2), source.size() - 1);
        end += source[end] == '\\' && end + 1 < source.size() ? 2 : 1;
      }
      advanceTo(std::min(end, source.size()));
    } else if (c == '"') {
      bool isRaw = !tokens.empty() && tokens.back().offset + tokens.back().length == at &&
                   tokens.back().kind == TokenKind::kIdentifier && isCxx &&
                   is_contained({"R", "LR", "uR", "UR", "u8R"}, spelling(size() - 1));
      if (isRaw) {
        size_t open = source.find('(', at);
        std::string close = open == StringRef::npos ? "" : ")" + source.slice(at + 1, open).str() + "\"";
        size_t end = close.empty() ? StringRef::npos : source.find(close, open);
        add(TokenKind::kString, end == StringRef::npos ? source.size() : end + close.size());
      } else {
        add(TokenKind::kString, quotedEnd(at, '"'));
      }
    } else if (c == '\'') {
      add(TokenKind::kString, quotedEnd(at, '\''));
    } else if (isDigit(c) || (c == '.' && rest.size() > 1 && isDigit(rest[1]))) {
      size_t end = at + 1;
      while (end < source.size() &&
             (isIdentifierPart(source[end]) || source[end] == '.' ||
              (source[end] == '\'' && isCxx && end + 1 < source.size() && isIdentifierPart(source[end + 1])) ||
              ((source[end] == '+' || source[end] == '-') && StringRef("eEpP").contains(source[end - 1]) &&
               (isDigit(c) || c == '.') && !(rest.starts_with("0x") && StringRef("eE").contains(source[end - 1])))))
        ++end;
      add(TokenKind::kNumber, end);
    } else if (isIdentifierStart(c)) {
      size_t end = at + 1;
      while (end < source.size() && isIdentifierPart(source[end]))
        ++end;
      bool isOperator = isCxx && alternativeToken(source.slice(at, end)) != source.slice(at, end);
      add(isOperator ? TokenKind::kPunctuator : TokenKind::kIdentifier, end);
    } else {
      const StringLiteral *found = find_if(kPunctuators, [&](StringRef p) { return rest.starts_with(p); });
      add(TokenKind::kPunctuator, at + (found == std::end(kPunctuators) ? 1 : found->size()));
    }
  }
}

void SourceFile::matchBrackets() {
  // Branches of #if may leave brackets unbalanced: a closing brace drops what is open inside of it, a closing
  // parenthesis never reaches beyond a brace.
  std::vector<TokenIndex> open;
  for (TokenIndex index = 0; index < size(); ++index) {
    StringRef text = spelling(index);
    if (text == "(" || text == "[" || text == "{") {
      open.push_back(index);
    } else if (text == ")" || text == "]") {
      StringRef opening = text == ")" ? "(" : "[";
      if (!open.empty() && is(open.back(), opening)) {
        tokens[index].match = open.back();
        tokens[open.back()].match = index;
        open.pop_back();
      }
    } else if (text == "}") {
      while (!open.empty() && !is(open.back(), "{"))
        open.pop_back();
      if (!open.empty()) {
        tokens[index].match = open.back();
        tokens[open.back()].match = index;
        open.pop_back();
      }
    }
  }
}

StringRef SourceFile::spelling(TokenIndex index) const {
  if (index < 0 || index >= size())
    return {};
  const Token &token = tokens[index];
  StringRef written = StringRef(content).substr(token.offset, token.length);
  return token.kind == TokenKind::kPunctuator && isIdentifierStart(written[0]) ? alternativeToken(written) : written;
}

TokenIndex SourceFile::tokenAt(unsigned line, unsigned column) const {
  if (line == 0 || line > firstTokens.size())
    return kNoToken;
  for (TokenIndex index = firstTokens[line - 1]; index < size() && tokens[index].line == line; ++index)
    if (tokens[index].column == column)
      return index;
  return kNoToken;
}

StringRef SourceFile::textOf(TokenRange range) const {
  if (range.empty() || range.end > size())
    return {};
  const Token &last = tokens[range.end - 1];
  return StringRef(content).slice(tokens[range.begin].offset, last.offset + last.length);
}

unsigned SourceFile::lineOfTokenBehind(uint32_t offset) const {
  auto found = partition_point(tokens, [&](const Token &token) { return token.offset <= offset; });
  return found == tokens.end() ? 0 : found->line;
}

std::pair<uint32_t, uint32_t> SourceFile::offsetsOfLine(unsigned line) const {
  if (line == 0 || line >= lineOffsets.size())
    return {0, 0};
  return {lineOffsets[line - 1], lineOffsets[line]};
}

SourceExtent SourceFile::extentOf(TokenRange range) const {
  const Token &first = tokens[range.begin];
  const Token &last = tokens[range.end - 1];
  StringRef lastText = textOf({range.end - 1, range.end});
  auto newlines = static_cast<uint32_t>(lastText.count('\n'));
  return {first.line, first.column, last.line + newlines,
          newlines ? static_cast<uint32_t>(lastText.size() - lastText.rfind('\n')) : last.column + last.length};
}

bool SourceFile::holdsDirective(TokenRange range) const {
  if (range.empty())
    return false;
  for (unsigned line = tokens[range.begin].line + 1; line < tokens[range.end - 1].line; ++line)
    if (trimmedLine(line).starts_with("#"))
      return true;
  return false;
}

StringRef SourceFile::trimmedLine(unsigned line) const {
  if (line == 0 || line >= lineOffsets.size())
    return {};
  return StringRef(content).slice(lineOffsets[line - 1], lineOffsets[line]).trim();
}

unsigned SourceFile::identicalLinesBefore(unsigned from, unsigned line) const {
  auto [found, isNew] = identicalLines.try_emplace({from, line});
  if (isNew) {
    StringRef wanted = trimmedLine(line);
    for (unsigned other = std::max(from, 1U); other < line; ++other)
      found->second += trimmedLine(other) == wanted;
  }
  return found->second;
}

unsigned SourceFile::columnInTrimmedLine(unsigned line, unsigned column) const {
  if (line == 0 || line >= lineOffsets.size())
    return column;
  StringRef whole = StringRef(content).slice(lineOffsets[line - 1], lineOffsets[line]);
  return column - static_cast<unsigned>(whole.size() - whole.ltrim().size());
}

TokenIndex SourceFile::bodyBrace(unsigned scopeLine) const {
  if (scopeLine == 0 || scopeLine > firstTokens.size())
    return kNoToken;
  for (TokenIndex index = firstTokens[scopeLine - 1]; index < size() && tokens[index].line == scopeLine; ++index) {
    if (!is(index, "{") || tokens[index].match < 0)
      continue;
    // Braces in a constructor's initialiser list are followed by the next initialiser or by the body.
    TokenIndex behind = tokens[index].match + 1;
    if (!is(behind, ",") && !is(behind, "{"))
      return index;
    index = tokens[index].match;
  }
  return kNoToken;
}

bool SourceFile::isOpening(TokenIndex index) const {
  StringRef text = spelling(index);
  return text == "(" || text == "[" || text == "{";
}

bool SourceFile::isClosing(TokenIndex index) const {
  StringRef text = spelling(index);
  return text == ")" || text == "]" || text == "}";
}

TokenIndex SourceFile::skipForward(TokenIndex index) const {
  return isOpening(index) && tokens[index].match > index ? tokens[index].match + 1 : index + 1;
}

TokenIndex SourceFile::skipBackward(TokenIndex index) const {
  return isClosing(index) && tokens[index].match >= 0 ? tokens[index].match : index;
}

bool SourceFile::isBinary(TokenIndex index) const {
  if (index <= 0)
    return false;
  const Token &before = tokens[index - 1];
  StringRef text = spelling(index - 1);
  if (before.kind == TokenKind::kIdentifier)
    return !isKeywordBeforeOperand(text);
  return before.kind != TokenKind::kPunctuator || text == ")" || text == "]" || text == "}" || text == "++" ||
         text == "--";
}

TokenIndex SourceFile::enclosingBracket(TokenIndex index) const {
  TokenIndex start = scanBackward(index, [](TokenIndex) { return false; });
  return start - 1;
}

StringRef SourceFile::enclosingStatement(TokenIndex index, TokenRange &parentheses) const {
  TokenIndex open = enclosingBracket(index);
  if (!is(open, "(") || tokens[open].match < 0)
    return {};
  parentheses = {open + 1, tokens[open].match};
  StringRef keyword = spelling(open - 1);
  return is_contained({"if", "while", "for", "switch"}, keyword) ? keyword : StringRef();
}

TokenRange SourceFile::withoutInit(TokenRange parentheses) const {
  TokenIndex semicolon = scanForward(parentheses.begin, [&](TokenIndex token) { return is(token, ";"); });
  return semicolon < parentheses.end ? TokenRange{semicolon + 1, parentheses.end} : parentheses;
}

TokenIndex SourceFile::postfixStart(TokenIndex index) const {
  for (;;) {
    StringRef before = spelling(index - 1);
    if (before == "::") {
      TokenIndex name = index - 2;
      if (is(name, ">"))
        name = templateArgumentsStart(name) - 1;
      if (name < 0 || tokens[name].kind != TokenKind::kIdentifier || isKeywordBeforeOperand(spelling(name)))
        return index - 1; // global namespace
      index = name;
    } else if (before == "." || before == "->" || before == ".*" || before == "->*") {
      index -= 2;
      while (index > 0 && (is(index, ")") || is(index, "]")) && tokens[index].match > 0) {
        TokenIndex open = tokens[index].match;
        if (TokenIndex angle = is(open - 1, ">") ? templateArgumentsStart(open - 1) : kNoToken; angle > 0) {
          index = angle - 1; // `f<T>(a)`, `const_cast<T *>(a)`
          break;
        }
        bool isCall = tokens[open - 1].kind == TokenKind::kIdentifier || is(open - 1, ")") || is(open - 1, "]");
        index = open;
        if (!isCall || isKeywordBeforeOperand(spelling(open - 1)))
          break;
        index = open - 1;
      }
    } else {
      return index;
    }
    if (index < 0)
      return 0;
  }
}

TokenIndex SourceFile::templateArgumentsEnd(TokenIndex index) const {
  int depth = 0;
  for (TokenIndex at = index; at < size(); ++at) {
    StringRef text = spelling(at);
    if (text == "<")
      ++depth;
    else if (text == ">")
      --depth;
    else if (text == ">>")
      depth -= 2;
    else if (text == "(" && tokens[at].match > at)
      at = tokens[at].match;
    else if (tokens[at].kind == TokenKind::kPunctuator && text != "::" && text != "," && text != "*" && text != "&" &&
             text != "..." && text != "&&")
      return index;
    if (depth <= 0)
      return is(at + 1, "(") || is(at + 1, "::") || is(at + 1, "{") ? at + 1 : index;
  }
  return index;
}

TokenIndex SourceFile::templateArgumentsStart(TokenIndex index) const {
  int depth = 0;
  for (TokenIndex at = index; at > 0; --at) {
    StringRef text = spelling(at);
    if (text == ">")
      ++depth;
    else if (text == ">>")
      depth += 2;
    else if (text == "<")
      --depth;
    else if (text == ")" && tokens[at].match > 0)
      at = tokens[at].match;
    else if (text == ";" || text == "{" || text == "}" || text == "(")
      return 0;
    if (depth <= 0)
      return at;
  }
  return 0;
}

std::string SourceFile::spaced(TokenIndex index, StringRef replacement) const {
  const Token &token = tokens[index];
  constexpr StringLiteral kOperatorCharacters = "+-*/&|<>=";
  auto isOperatorAt = [&](size_t at) { return at < content.size() && kOperatorCharacters.contains(content[at]); };
  std::string text = replacement.str();
  if (token.offset > 0 && isOperatorAt(token.offset - 1))
    text.insert(0, " ");
  if (isOperatorAt(token.offset + token.length))
    text += ' ';
  return text;
}

TokenIndex SourceFile::operandEnd(TokenIndex index) const {
  static constexpr StringLiteral kPrefix[] = {"!", "-", "+", "~", "*", "&", "++", "--", "sizeof", "new", "co_await"};
  while (index < size() && is_contained(kPrefix, spelling(index)))
    ++index;
  if (is(index, "(") && tokens[index].match > index) {
    TokenIndex behind = tokens[index].match + 1;
    bool isCast = behind < size() && tokens[behind].kind != TokenKind::kPunctuator;
    bool isPointer = is(behind - 2, "*") && behind - 2 > index; // `(T *)&x`
    if (isCast || isPointer || is(behind, "!") || is(behind, "~"))
      return operandEnd(behind);
    index = behind;
  } else if (is(index, "[") && tokens[index].match > index) {
    index = tokens[index].match + 1; // a lambda's captures
  } else if (is(index, "::")) {
    index += 2;
  } else if (index < size()) {
    ++index;
  }
  for (;;) {
    if (is(index, "<") && templateArgumentsEnd(index) != index)
      index = templateArgumentsEnd(index);
    else if ((is(index, "(") || is(index, "[") || is(index, "{")) && tokens[index].match > index)
      index = tokens[index].match + 1;
    else if (is(index, ".") || is(index, "->") || is(index, "::") || is(index, ".*") || is(index, "->*"))
      index += 2;
    else if (is(index, "++") || is(index, "--"))
      ++index;
    else
      return std::min(index, size());
  }
}

bool SourceFile::endsLogicalExpression(TokenIndex index) const {
  StringRef text = spelling(index);
  if (tokens[index].kind == TokenKind::kIdentifier)
    return isKeywordBeforeOperand(text);
  return is_contained({",", ";", "?", ":", "=", "{", "}", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="},
                      text);
}

} // namespace allele
