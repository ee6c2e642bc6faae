#include "Tap.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace allele {
namespace {

constexpr std::string_view kSpace = " \t\v\f\r";

std::string_view trimmedEnd(std::string_view line) {
  return line.substr(0, line.find_last_not_of(kSpace) + 1);
}

bool take(std::string_view &text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix)
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

void skipSpace(std::string_view &text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
}

// The number that the text begins with, at most the largest there is.
std::optional<std::uint64_t> takeNumber(std::string_view &text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::invalid_argument)
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc() ? number : std::numeric_limits<std::uint64_t>::max();
}

enum class Directive { kNone, kSkip, kTodo };

// "# SKIP why", "# todo: why".
Directive directiveIn(std::string_view text) {
  skipSpace(text);
  if (!take(text, "#"))
    return Directive::kNone;
  skipSpace(text);
  std::string word(text.substr(0, 4));
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::toupper(c); });
  if (word == "SKIP")
    return Directive::kSkip;
  const bool goesOn = text.size() > 4 && (std::isalnum(static_cast<unsigned char>(text[4])) != 0 || text[4] == '_');
  return word == "TODO" && !goesOn ? Directive::kTodo : Directive::kNone;
}

class TapReader {
public:
  void readLine(std::string_view line) {
    ++lines;
    line = trimmedEnd(line);
    const bool isBehindTest = std::exchange(wasTest, false);
    if (isInYaml(line, isBehindTest) || line.empty() || line.front() == '#')
      return;
    if (take(line, "ok"))
      readTest(line, /*isOk=*/true);
    else if (take(line, "not ok"))
      readTest(line, /*isOk=*/false);
    else if (take(line, "1.."))
      readPlan(line);
    else if (take(line, "Bail out!"))
      bailOut();
    else if (take(line, "TAP version "))
      readVersion(line);
  }

  TapEnd end() {
    if (yamlIndent)
      state = TapEnd::kError;
    if (!bailedOut && plan && tests != *plan)
      state = TapEnd::kError;
    return skipped == tests ? TapEnd::kSkipped : state;
  }

private:
  // Only version 13 has blocks of YAML, and only behind tests.
  bool isInYaml(std::string_view line, bool isBehindTest) {
    std::string_view content = line;
    skipSpace(content);
    const std::string_view indent = line.substr(0, line.size() - content.size());
    if (!yamlIndent) {
      if (!isBehindTest || version < 13 || indent.empty() || content.substr(0, 3) != "---")
        return false;
      yamlIndent = indent;
      return true;
    }
    if (!indent.empty() && content.substr(0, 3) == "...") {
      yamlIndent.reset();
      return true;
    }
    if (line.substr(0, yamlIndent->size()) == *yamlIndent)
      return true;
    yamlIndent.reset();
    state = TapEnd::kError;
    return false;
  }

  void readTest(std::string_view rest, bool isOk) {
    if (planIsLate)
      state = TapEnd::kError;
    ++tests;
    wasTest = true;
    skipSpace(rest);
    if (const auto number = takeNumber(rest); number && *number != tests)
      state = TapEnd::kError;
    const Directive directive = directiveIn(rest.substr(std::min(rest.find('#'), rest.size())));
    if (directive == Directive::kSkip && isOk)
      ++skipped;
    else if (isOk == (directive == Directive::kTodo))
      state = TapEnd::kFailed;
  }

  void readPlan(std::string_view rest) {
    const auto number = takeNumber(rest);
    if (!number)
      return;
    const Directive directive = directiveIn(rest);
    if (plan || directive == Directive::kTodo || (directive == Directive::kSkip && *number != 0))
      state = TapEnd::kError;
    if (plan)
      return;
    plan = number;
    planIsLate = tests != 0;
  }

  void bailOut() {
    bailedOut = true;
    state = TapEnd::kError;
  }

  void readVersion(std::string_view rest) {
    const auto number = takeNumber(rest);
    if (!number)
      return;
    if (lines == 1)
      version = *number;
    if (lines != 1 || version < 13)
      state = TapEnd::kError;
  }

  TapEnd state = TapEnd::kPassed;
  std::uint64_t lines = 0;
  std::uint64_t tests = 0;
  std::uint64_t skipped = 0; // of those
  std::optional<std::uint64_t> plan;
  bool planIsLate = false; // it stands behind tests, so none may follow
  bool bailedOut = false;
  bool wasTest = false; // the last line
  std::uint64_t version = 12;
  std::optional<std::string> yamlIndent; // in a block
};

} // namespace

TapEnd readTap(std::string_view output) {
  TapReader reader;
  while (!output.empty()) {
    const std::size_t end = output.find('\n');
    reader.readLine(output.substr(0, end));
    output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
  }
  return reader.end();
}

} // namespace allele
