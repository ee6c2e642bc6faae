#include "CodeText.h"

#include <algorithm>
#include <cctype>

namespace allele {
namespace {

bool isWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

class Stripper {
public:
  explicit Stripper(std::string_view source) : text(source) {}

  std::vector<std::string> run() {
    while (at < text.size())
      step();
    lines.push_back(line);
    for (std::string &each : lines)
      trim(each);
    if (!text.empty() && text.back() == '\n')
      lines.pop_back();
    return std::move(lines);
  }

private:
  bool is(std::string_view wanted) const { return text.substr(at, wanted.size()) == wanted; }

  void keep() {
    if (text[at] == '\n') {
      lines.push_back(line);
      line.clear();
    } else {
      line += text[at];
    }
    ++at;
  }

  void skip() {
    if (text[at] == '\n')
      keep();
    else
      ++at;
  }

  void step() {
    if (is("//"))
      lineComment();
    else if (is("/*"))
      blockComment();
    else if (text[at] == '"')
      isRaw() ? rawString() : literal('"');
    else if (text[at] == '\'' && (line.empty() || !isWordCharacter(line.back()) || isPrefix()))
      literal('\'');
    else
      keep();
  }

  void lineComment() {
    while (at < text.size() && text[at] != '\n') {
      const bool goesOn = text[at] == '\\' && (text.substr(at + 1, 1) == "\n" || text.substr(at + 1, 2) == "\r\n");
      ++at;
      while (goesOn && at < text.size() && (text[at] == '\r' || text[at] == '\n')) {
        const bool isEnd = text[at] == '\n';
        skip();
        if (isEnd)
          break;
      }
    }
  }

  void blockComment() {
    at += 2;
    while (at < text.size() && !is("*/"))
      skip();
    at = std::min(at + 2, text.size());
    line += ' ';
  }

  // A literal ends at the line's end at the latest.
  void literal(char quote) {
    keep();
    while (at < text.size() && text[at] != quote && text[at] != '\n') {
      if (text[at] == '\\' && at + 1 < text.size())
        keep();
      keep();
    }
    if (at < text.size() && text[at] == quote)
      keep();
  }

  bool isRaw() const {
    if (line.empty() || line.back() != 'R')
      return false;
    std::size_t word = line.size();
    while (word > 0 && isWordCharacter(line[word - 1]))
      --word;
    const std::string_view prefix = std::string_view(line).substr(word);
    return prefix == "R" || prefix == "LR" || prefix == "uR" || prefix == "UR" || prefix == "u8R";
  }

  // Of a character: L'a'; behind a number the quote separates digits.
  bool isPrefix() const {
    std::size_t word = line.size();
    while (word > 0 && isWordCharacter(line[word - 1]))
      --word;
    return std::isdigit(static_cast<unsigned char>(line[word])) == 0;
  }

  void rawString() {
    const std::size_t open = text.find('(', at);
    const std::string end =
        open == std::string_view::npos ? "\n" : ")" + std::string(text.substr(at + 1, open - at - 1)) + "\"";
    const std::size_t close = text.find(end, at);
    const std::size_t behind = close == std::string_view::npos ? text.size() : close + end.size();
    while (at < behind)
      keep();
  }

  static void trim(std::string &line) {
    constexpr const char *kSpace = " \t\r\f\v";
    line.erase(line.find_last_not_of(kSpace) + 1);
    line.erase(0, std::min(line.find_first_not_of(kSpace), line.size()));
  }

  std::string_view text;
  std::size_t at = 0;
  std::string line;
  std::vector<std::string> lines;
};

} // namespace

std::vector<std::string> codeLines(std::string_view source) {
  return Stripper(source).run();
}

bool isOnlyBraces(std::string_view code) {
  return code.find_first_not_of("{}; \t") == std::string_view::npos;
}

} // namespace allele
