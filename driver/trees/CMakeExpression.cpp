#include "CMakeExpression.h"

#include <bitset>
#include <cctype>
#include <vector>

namespace allele {
namespace {

bool isQuantifier(char c) {
  return c == '*' || c == '+' || c == '?';
}

// No character but these means anything outside of brackets. POSIX has `{` beside them, and GNU gives a meaning to
// letters behind a backslash.
bool isSpecialForCMake(char c) {
  return std::string_view("^$.[()|?+*\\").find(c) != std::string_view::npos;
}

std::string literalForPosix(char c) {
  return isSpecialForCMake(c) || c == '{' ? std::string{'\\', c} : std::string{c};
}

// The members of a bracket in an order in which none has a meaning there.
std::string bracketOf(const std::bitset<256> &members, bool isNegated) {
  constexpr std::string_view kLast = "[^-";
  std::string text = members[']'] ? "]" : "";
  for (unsigned c = 1; c < members.size(); ++c)
    if (members[c] && c != ']' && kLast.find(static_cast<char>(c)) == std::string_view::npos)
      text += static_cast<char>(c);
  for (const char c : kLast)
    if (members[static_cast<unsigned char>(c)])
      text += c;
  if (!isNegated && text.front() == '^')
    return text.size() == 1 ? "\\^" : "[-^]";
  return (isNegated ? "[^" : "[") + text + "]";
}

class Translator {
public:
  explicit Translator(std::string_view expression) : rest(expression) {}

  Result<std::string> translate() {
    while (!rest.empty()) {
      const char c = next();
      if (c == '|') {
        endBranch();
        posix += c;
      } else if (c == '(') {
        groups.emplace_back();
        posix += c;
      } else if (const Status added = addPiece(c); !added) {
        return added.error();
      }
    }
    if (groups.size() != 1)
      return Error{"a parenthesis isn't closed"};
    return std::move(posix);
  }

private:
  // Whether something matches no empty text, as far as CMake looks.
  struct Group {
    bool hasWidth = true; // each of its branches up to here
    bool branchHasWidth = false;
  };

  char next() {
    const char c = rest.front();
    rest.remove_prefix(1);
    return c;
  }

  void endBranch() {
    groups.back().hasWidth = groups.back().hasWidth && groups.back().branchHasWidth;
    groups.back().branchHasWidth = false;
  }

  // Something that a quantifier may follow, and that. `first`: taken already.
  Status addPiece(char first) {
    bool hasWidth = true;
    if (isQuantifier(first))
      return Error{"nothing stands before a quantifier"};
    if (first == '^' || first == '$') {
      posix += std::string("(") + first + ")";
      hasWidth = false;
    } else if (first == ')') {
      if (groups.size() == 1)
        return Error{"a parenthesis isn't opened"};
      endBranch();
      hasWidth = groups.back().hasWidth;
      groups.pop_back();
      posix += first;
    } else if (first == '[') {
      if (Status added = addBracket(); !added)
        return added;
    } else if (first == '.') {
      posix += first;
    } else if (first == '\\') {
      if (rest.empty())
        return Error{"nothing follows a backslash"};
      posix += literalForPosix(next());
    } else {
      posix += literalForPosix(first);
    }
    if (!rest.empty() && isQuantifier(rest.front())) {
      const char quantifier = next();
      if (!hasWidth && quantifier != '?')
        return Error{"what a quantifier repeats may be empty"};
      if (!rest.empty() && isQuantifier(rest.front()))
        return Error{"a quantifier follows another"};
      posix += quantifier;
      hasWidth = quantifier == '+';
    }
    groups.back().branchHasWidth = groups.back().branchHasWidth || hasWidth;
    return Done{};
  }

  // Behind `[`. Neither backslashes nor [:classes:] mean anything there.
  Status addBracket() {
    std::bitset<256> members;
    const bool isNegated = !rest.empty() && rest.front() == '^';
    if (isNegated)
      next();
    unsigned char last = 0;
    const auto add = [&] { members.set(last = static_cast<unsigned char>(next())); };
    if (!rest.empty() && (rest.front() == ']' || rest.front() == '-'))
      add();
    while (!rest.empty() && rest.front() != ']') {
      const bool isRange = rest.front() == '-' && rest.size() > 1 && rest[1] != ']';
      if (!isRange) {
        add();
        continue;
      }
      next();
      const unsigned from = last;
      add();
      if (from > last)
        return Error{"a range in brackets ends before it begins"};
      for (unsigned c = from; c < last; ++c)
        members.set(c);
    }
    if (rest.empty())
      return Error{"a bracket isn't closed"};
    next();
    posix += bracketOf(members, isNegated);
    return Done{};
  }

  std::string_view rest;
  std::string posix;
  std::vector<Group> groups{1};
};

} // namespace

Result<std::string> posixFromCMake(std::string_view expression) {
  return Translator(expression).translate();
}

std::string literalForCMake(std::string_view text) {
  std::string expression;
  for (const char c : text) {
    if (isSpecialForCMake(c))
      expression += '\\';
    expression += std::iscntrl(static_cast<unsigned char>(c)) != 0 ? '.' : c;
  }
  return expression;
}

} // namespace allele
