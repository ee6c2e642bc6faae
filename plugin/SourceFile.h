// The text of one source file, its tokens, and what they say about expressions.
//
// Debug info says where an instruction comes from; this says what is written there. Only lexical knowledge: no macro is
// expanded, no name is looked up. Columns and lengths are in bytes, lines and columns start at 1, as in debug info.
#ifndef ALLELE_SOURCE_FILE_H
#define ALLELE_SOURCE_FILE_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace allele {

enum class TokenKind : uint8_t { kIdentifier, kNumber, kString, kPunctuator };

struct Token {
  TokenKind kind;
  uint32_t offset;
  uint32_t length;
  uint32_t line;
  uint32_t column;
  int match = -1; // index of the matching bracket
};

// Index of a token in SourceFile::tokens; kNoToken where there is none.
using TokenIndex = int;
constexpr TokenIndex kNoToken = -1;

// A stretch of tokens [begin, end).
struct TokenRange {
  TokenIndex begin = 0;
  TokenIndex end = 0;
  bool contains(TokenIndex token) const { return begin <= token && token < end; }
  bool empty() const { return begin >= end; }
};

// A comment that begins with `allele:`, and what stands behind that.
struct DirectiveComment {
  uint32_t offset;
  uint32_t line; // where the comment begins
  std::string text;
};

// The same in lines and columns: from the first character to the one behind the last.
struct SourceExtent {
  uint32_t line, column, endLine, endColumn;
};

class SourceFile {
public:
  // Path and root only name the file in reports.
  SourceFile(std::string text, std::string rootDirectory, std::string relativePath, std::string md5, bool isCxx);

  const std::string root;     // absolute directory
  const std::string path;     // relative to it
  const std::string checksum; // MD5 in hex, or empty where the compiler gave none

  // The token that begins exactly at line:column, or kNoToken.
  TokenIndex tokenAt(unsigned line, unsigned column) const;
  // The first token on the line or behind it.
  TokenIndex firstTokenOn(unsigned line) const {
    return line == 0 || line > firstTokens.size() ? size() : firstTokens[line - 1];
  }
  const Token &token(TokenIndex index) const { return tokens[index]; }
  TokenIndex size() const { return static_cast<TokenIndex>(tokens.size()); }
  // The spelling; alternative tokens of C++ (`and`, `not`) as the operator they stand for. Empty outside of the file.
  llvm::StringRef spelling(TokenIndex index) const;
  bool is(TokenIndex index, llvm::StringRef text) const { return spelling(index) == text; }
  llvm::StringRef textOf(TokenRange range) const;
  SourceExtent extentOf(TokenRange range) const;
  bool holdsDirective(TokenRange range) const;
  // In the order of the file.
  const std::vector<DirectiveComment> &directives() const { return directiveComments; }
  // The line of the first token behind the offset, 0 where there is none.
  unsigned lineOfTokenBehind(uint32_t offset) const;
  // Offsets of the line's first character and of the one behind its last.
  std::pair<uint32_t, uint32_t> offsetsOfLine(unsigned line) const;
  // The line without leading and trailing white space.
  llvm::StringRef trimmedLine(unsigned line) const;
  // How many lines in [from, line) read the same as `line`.
  unsigned identicalLinesBefore(unsigned from, unsigned line) const;
  // Column of `column` counted from the first character of the trimmed line.
  unsigned columnInTrimmedLine(unsigned line, unsigned column) const;
  // The brace that opens a function's body, given the line on which debug info says it stands; kNoToken if not found.
  TokenIndex bodyBrace(unsigned scopeLine) const;

  // Whether a `-`, `+`, `*` or `&` at `index` has an operand on its left.
  bool isBinary(TokenIndex index) const;
  // Keyword of the statement whose parentheses enclose `index` directly (`if`, `while`, `for`, `switch`), and those
  // parentheses; an empty keyword for any other parentheses.
  llvm::StringRef enclosingStatement(TokenIndex index, TokenRange &parentheses) const;
  // What is between the parentheses of `if (init; condition)`, without the `init;`.
  TokenRange withoutInit(TokenRange parentheses) const;
  // The innermost bracket of any kind that is still open at `index`, or kNoToken.
  TokenIndex enclosingBracket(TokenIndex index) const;
  // First token of the postfix expression that `index` belongs to: `a` for `c` in `a->b(1).c`.
  TokenIndex postfixStart(TokenIndex index) const;
  // `replacement` with spaces where it would run together with what stands beside the token: `a+-b` with `-` for `+`.
  std::string spaced(TokenIndex index, llvm::StringRef replacement) const;
  // Behind the operand that begins at `index`, prefix operators, casts and postfix parts included.
  TokenIndex operandEnd(TokenIndex index) const;
  // Walks on from `index` at the same bracket depth until a token of `stop` or an unmatched closing bracket; the end of
  // the file where neither comes.
  template <typename Stop> TokenIndex scanForward(TokenIndex index, Stop stop) const {
    while (index < size() && !isClosing(index) && !stop(index))
      index = skipForward(index);
    return index;
  }
  // The same to the left: returns the index behind the token that stopped it.
  template <typename Stop> TokenIndex scanBackward(TokenIndex index, Stop stop) const {
    while (index > 0 && !isOpening(index - 1) && !stop(index - 1))
      index = skipBackward(index - 1);
    return index;
  }
  bool isOpening(TokenIndex index) const;
  bool isClosing(TokenIndex index) const;
  // Whether `index` ends an expression that holds `&&` and `||` at its own level: `,` `;` `?` `:` assignments,
  // `return`, braces.
  bool endsLogicalExpression(TokenIndex index) const;

  // Behind the `>` of template arguments that open at `index`, or `index` where it is a comparison.
  TokenIndex templateArgumentsEnd(TokenIndex index) const;
  // The `<` of template arguments that close at `index`, or 0 where there is none.
  TokenIndex templateArgumentsStart(TokenIndex index) const;

private:
  void lex(bool isCxx);
  void matchBrackets();
  TokenIndex skipForward(TokenIndex index) const;
  TokenIndex skipBackward(TokenIndex index) const;

  std::string content;
  std::vector<Token> tokens;
  std::vector<DirectiveComment> directiveComments;
  std::vector<uint32_t> lineOffsets;   // [line - 1]; one more behind the last
  std::vector<TokenIndex> firstTokens; // first token on or behind line, [line - 1]
  // By the arguments of identicalLinesBefore(), which is asked the same for all mutants of a line.
  mutable std::map<std::pair<unsigned, unsigned>, unsigned> identicalLines;
};

} // namespace allele

#endif
