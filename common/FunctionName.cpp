#include "FunctionName.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cxxabi.h>
#include <memory>

namespace allele {
namespace {

bool isWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

bool startsWith(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

// Walks over a demangled name and keeps what names the function.
class Reduction {
public:
  explicit Reduction(std::string_view demangled) : text(demangled) {}

  std::string run() {
    while (at < text.size() && step()) {
    }
    return name;
  }

private:
  bool step() {
    constexpr std::string_view kAnonymous = "(anonymous namespace)";
    const std::string_view rest = text.substr(at);
    if (startsWith(rest, kAnonymous))
      return keep(kAnonymous.size());
    if (isOperator())
      return keepOperator();
    switch (text[at]) {
    case ' ': // what stood before was the return type, or a word such as "thunk to"
      ++at;
      if (name == "decltype" && text.substr(at, 1) == "(")
        at = behindBracket(at);
      name.clear();
      return true;
    case '<':
    case '[': // an ABI tag
      at = behindBracket(at);
      return true;
    case '{':
      keepUnnamed();
      return true;
    case ')':
      return false;
    case '(':
      return parenthesis();
    default:
      return keep(1);
    }
  }

  bool keep(std::size_t length) {
    name += text.substr(at, length);
    at += length;
    return true;
  }

  // False where the parameters end the name: those of a function around it don't.
  bool parenthesis() {
    if (name.empty()) { // a function that returns a pointer to a function: its name stands inside
      ++at;
      while (at < text.size() && (text[at] == '*' || text[at] == '&'))
        ++at;
      return true;
    }
    at = behindBracket(at);
    const std::size_t scope = text.find_first_not_of("&constvlaie ", at); // behind const, volatile, & and &&
    if (scope == std::string_view::npos || !startsWith(text.substr(scope), "::"))
      return false;
    at = scope;
    return true;
  }

  bool isOperator() const {
    constexpr std::string_view kOperator = "operator";
    return startsWith(text.substr(at), kOperator) && (at == 0 || !isWordCharacter(text[at - 1])) &&
           at + kOperator.size() < text.size() && !isWordCharacter(text[at + kOperator.size()]);
  }

  bool keepOperator() {
    keep(std::string_view("operator").size());
    for (const std::string_view symbol : {"()", "[]"})
      if (startsWith(text.substr(at), symbol))
        return keep(symbol.size());
    if (text[at] != ' ') {
      const std::size_t end = text.find_first_not_of("<>=!+-*/%&|^~,", at);
      std::size_t length = (end == std::string_view::npos ? text.size() : end) - at;
      // `operator==<int>(...)`: the last `<` opens template arguments. Behind `<` a space stands before them.
      if (length > 1 && end != std::string_view::npos && text[end] != '(' && text[end] != ' ' && text[end - 1] == '<')
        --length;
      keep(length);
      if (startsWith(text.substr(at), " <"))
        ++at;
      return true;
    }
    // new, delete, literals, co_await, conversions: up to the parameters, without template arguments.
    while (at < text.size() && text[at] != '(') {
      if (text[at] == '<')
        at = behindBracket(at);
      else
        keep(1);
    }
    return true;
  }

  // `{lambda(int)#1}`, `{unnamed type#1}`: all but the parameters.
  void keepUnnamed() {
    const std::size_t end = behindBracket(at);
    while (at < end) {
      if (text[at] == '(')
        at = behindBracket(at);
      else
        keep(1);
    }
  }

  // The index behind what closes the bracket at `open`. In parentheses `<` and `>` may be comparisons.
  std::size_t behindBracket(std::size_t open) const {
    const char closing = text[open] == '(' ? ')' : text[open] == '<' ? '>' : text[open] == '[' ? ']' : '}';
    for (std::size_t i = open + 1; i < text.size(); ++i) {
      if (text[i] == closing && !(closing == '>' && text[i - 1] == '-'))
        return i + 1;
      if (text[i] == '(' || text[i] == '{' || text[i] == '[' || (text[i] == '<' && closing == '>'))
        i = behindBracket(i) - 1;
    }
    return text.size();
  }

  std::string_view text;
  std::size_t at = 0;
  std::string name;
};

} // namespace

std::string withoutSignature(std::string_view demangled) {
  return Reduction(demangled).run();
}

std::string qualifiedName(const std::string &linkageName) {
  if (!startsWith(linkageName, "_Z"))
    return linkageName;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> demangled(
      abi::__cxa_demangle(linkageName.c_str(), nullptr, nullptr, &status), &std::free);
  return demangled ? withoutSignature(demangled.get()) : linkageName;
}

std::vector<std::string> wordsOf(std::string_view name) {
  const auto isUpper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto isLower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  std::vector<std::string> words(1);
  for (std::size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    if (!isUpper(c) && !isLower(c) && !isDigit(c)) {
      words.emplace_back();
      continue;
    }
    if (at != 0 && isUpper(c) && (!isUpper(name[at - 1]) || (at + 1 < name.size() && isLower(name[at + 1]))))
      words.emplace_back();
    words.back() += isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  words.erase(std::remove(words.begin(), words.end(), std::string()), words.end());
  return words;
}

} // namespace allele
