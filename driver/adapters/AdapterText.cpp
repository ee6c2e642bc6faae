#include "AdapterText.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <unordered_map>

namespace allele {

Result<std::vector<std::string>> joinIntoArguments(const std::string &prefix, const std::vector<std::string> &names,
                                                   char separator) {
  std::vector<std::string> arguments;
  std::string argument;
  for (const std::string &name : names) {
    if (prefix.size() + name.size() > kLargestArgument)
      return Error{
          fmt::format("the test's name '{}...' is too long for a command line; rename it", name.substr(0, 80))};
    if (argument.size() + 1 + name.size() > kLargestArgument)
      arguments.push_back(std::exchange(argument, {}));
    argument += argument.empty() ? prefix : std::string(1, separator);
    argument += name;
  }
  if (!argument.empty())
    arguments.push_back(std::move(argument));
  return arguments;
}

std::string escaped(const std::string &text, const char *characters) {
  const std::string special(characters);
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string::npos)
      result += '\\';
    result += c;
  }
  return result;
}

std::string unescaped(const std::string &text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size())
      ++i;
    plain += text[i];
  }
  return plain;
}

std::optional<std::string> onlyArgument(const std::vector<std::string> &arguments, const std::string &prefix) {
  if (arguments.size() != 1 || arguments.front().rfind(prefix, 0) != 0)
    return std::nullopt;
  return arguments.front().substr(prefix.size());
}

std::string trimmed(const std::string &text) {
  constexpr const char *kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

void removeArguments(std::vector<std::string> &command, const std::string &prefix) {
  command.erase(std::remove_if(command.begin(), command.end(),
                               [&](const std::string &argument) { return argument.rfind(prefix, 0) == 0; }),
                command.end());
}

std::optional<pugi::xml_document> readXml(const std::filesystem::path &path) {
  pugi::xml_document document;
  // Text as it is, in attributes too, but for white space alone between elements.
  constexpr unsigned kOptions = (pugi::parse_default | pugi::parse_ws_pcdata_single) & ~pugi::parse_wconv_attribute;
  const pugi::xml_parse_result parsed = document.load_file(path.c_str(), kOptions);
  if (parsed.status == pugi::status_file_not_found || parsed.status == pugi::status_io_error || document.empty())
    return std::nullopt;
  return document;
}

std::optional<std::chrono::microseconds> durationOf(const pugi::xml_attribute &seconds) {
  const double value = seconds.as_double(-1);
  if (!(value >= 0) || value > 1e9)
    return std::nullopt;
  return std::chrono::microseconds(std::llround(value * 1e6));
}

void setFailure(TestResult &result, std::string file, unsigned line, const std::string &message, bool isCrash) {
  if (!result.message.empty())
    return;
  result.file = std::move(file);
  result.line = line;
  result.message = trimmed(message);
  result.isCrash = isCrash;
}

void takeFailures(TestResult &result, const pugi::xml_node &test) {
  for (const pugi::xml_node &child : test.children()) {
    const std::string_view kind = child.name();
    const auto take = [&](const std::string &message, bool isCrash = false) {
      setFailure(result, child.attribute("filename").value(), child.attribute("line").as_uint(), message, isCrash);
    };
    if (kind == "Expression" && !child.attribute("success").as_bool(true)) {
      const char *thrown = child.child_value("Exception"); // then it was evaluated to nothing
      take(fmt::format("{}( {} ): {}", child.attribute("type").value(), trimmed(child.child_value("Original")),
                       trimmed(*thrown != '\0' ? thrown : child.child_value("Expanded"))));
    } else if (kind == "Exception" || kind == "FatalErrorCondition" || kind == "Failure") {
      take(child.text().get(), kind != "Failure");
    } else if (kind == "Message") {
      take(child.child_value("Text"));
    } else if (kind == "Section" || kind == "SubCase") {
      takeFailures(result, child);
    }
  }
}

namespace {

// Calls `merge(known, other)` for each that has the name of one before it, and leaves that out.
template <typename T, typename Merge> std::vector<T> merged(std::vector<T> all, Merge merge) {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<T> result;
  for (T &each : all) {
    const auto [known, isNew] = places.try_emplace(each.name, result.size());
    if (isNew)
      result.push_back(std::move(each));
    else
      merge(result[known->second], each);
  }
  return result;
}

template <typename T> std::optional<T> sumOf(const std::optional<T> &left, const std::optional<T> &right) {
  return left && right ? std::optional<T>(*left + *right) : left ? left : right;
}

// The end that says more about all of them.
TestEnd worse(TestEnd left, TestEnd right) {
  for (const TestEnd end : {TestEnd::kUnfinished, TestEnd::kFailed, TestEnd::kPassed})
    if (left == end || right == end)
      return end;
  return TestEnd::kSkipped;
}

} // namespace

std::vector<TestCase> mergedByName(std::vector<TestCase> tests) {
  return merged(std::move(tests), [](TestCase &known, const TestCase &other) { known.isOn |= other.isOn; });
}

std::vector<TestResult> mergedByName(std::vector<TestResult> results) {
  return merged(std::move(results), [](TestResult &known, const TestResult &other) {
    known.end = worse(known.end, other.end);
    known.duration = sumOf(known.duration, other.duration);
    known.assertions = sumOf(known.assertions, other.assertions);
    setFailure(known, other.file, other.line, other.message, other.isCrash);
  });
}

} // namespace allele
