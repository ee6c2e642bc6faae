#include "JunitReader.h"

#include "Text.h"
#include "Timestamp.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <pugixml.hpp>

namespace allele {
namespace {

bool startsWith(const std::string &text, const std::string &beginning) {
  return text.rfind(beginning, 0) == 0;
}

std::size_t lineAt(const std::string &content, std::ptrdiff_t offset) {
  const auto end = content.begin() + std::clamp<std::ptrdiff_t>(offset, 0, static_cast<std::ptrdiff_t>(content.size()));
  return 1 + static_cast<std::size_t>(std::count(content.begin(), end, '\n'));
}

// As the framework itself names the test, as far as the file tells which one it is.
std::string nameOf(const pugi::xml_node &test) {
  std::string name = test.attribute("name").value();
  const std::string group = test.attribute("classname").value();
  const pugi::xml_node parent = test.parent();
  const std::string suite = parent.attribute("name").value();
  // doctest's classname is the source file. Boost.Test's are the suites.
  if (parent.attribute("doctest_version"))
    return name;
  if (parent.attribute("id") && test.attribute("assertions") && parent.parent() == test.root()) {
    std::string path = group;
    std::replace(path.begin(), path.end(), '.', '/');
    return path.empty() ? name : path + "/" + name;
  }
  // ctest repeats the name, but not that of the suite, as GoogleTest does with TEST(Parser, Parser); Catch2's classname
  // is "program.global" or "program.Fixture", in a suite named "program".
  if (group.empty() || (group == name && suite != name) || (!suite.empty() && startsWith(group, suite + ".")))
    return name;
  return group + "." + name;
}

bool isOneOf(const char *word, std::initializer_list<const char *> words) {
  return std::any_of(words.begin(), words.end(), [&](const char *each) { return std::string_view(word) == each; });
}

// surefire's rerunFailure and rerunError are further failures, flakyFailure and flakyError those before it passed.
Tries triesOf(const pugi::xml_node &test) {
  Tries tries;
  bool isFailed = false;
  bool isSkipped = false;
  for (const pugi::xml_node &child : test.children()) {
    const char *kind = child.name();
    isFailed = isFailed || isOneOf(kind, {"failure", "error"});
    // QtTest has the latter in a comment.
    isSkipped = isSkipped || isOneOf(kind, {"skipped"}) ||
                (child.type() == pugi::node_comment && std::strstr(child.value(), "type=\"skip\"") != nullptr);
    tries.failures += isOneOf(kind, {"rerunFailure", "rerunError", "flakyFailure", "flakyError"}) ? 1 : 0;
  }
  const char *status = test.attribute("status").value();
  const char *result = test.attribute("result").value();
  isFailed = isFailed || isOneOf(status, {"fail", "failed", "error"}) || isOneOf(result, {"fail", "xpass"});
  isSkipped = isSkipped || isOneOf(status, {"notrun", "disabled", "skipped"}) ||
              isOneOf(result, {"skipped", "suppressed", "skip"});
  // Both: a test of Catch2 that may fail.
  if (isSkipped)
    return {0, 0, 1};
  if (isFailed)
    ++tries.failures;
  else
    ++tries.passes;
  return tries;
}

class Reader {
public:
  Reader(const std::string &text, const std::string &file) : content(text), path(file) {}

  Result<std::optional<JunitRun>> read() {
    if (content.find_first_not_of(" \t\r\n") == std::string::npos)
      return Error{fmt::format("{}:1: it is empty; was the test program stopped before it wrote its results?", path)};
    const pugi::xml_parse_result parsed =
        document.load_buffer(content.data(), content.size(), pugi::parse_default | pugi::parse_comments);
    if (!parsed)
      return Error{fmt::format("{}:{}: it is no whole XML ({}); write it again, or leave it out", path,
                               lineAt(content, parsed.offset), lowerFirst(parsed.description()))};
    const pugi::xml_node root = document.document_element();
    if (!isOneOf(root.name(), {"testsuites", "testsuite"}))
      return std::optional<JunitRun>();
    // Not recursive: a file may be nested as deep as it likes.
    for (pugi::xml_node node = root; node;) {
      const bool isTest = isOneOf(node.name(), {"testcase"});
      if (isTest && !take(node))
        return Error{fmt::format("{}:{}: a <testcase> has no name; nothing can be known of it, so give it one", path,
                                 lineAt(content, node.offset_debug()))};
      if (!isTest)
        takeFacts(node);
      node = behind(node, root, isTest);
    }
    for (const std::string *name : order)
      run.tests.emplace_back(*name, tests[*name]);
    return std::optional<JunitRun>(std::move(run));
  }

private:
  static std::string lowerFirst(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
      text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
  }

  static pugi::xml_node behind(pugi::xml_node node, const pugi::xml_node &root, bool isTest) {
    if (!isTest && node.first_child())
      return node.first_child();
    while (node != root && !node.next_sibling())
      node = node.parent();
    return node == root ? pugi::xml_node() : node.next_sibling();
  }

  bool take(const pugi::xml_node &test) {
    if (!*test.attribute("name").value())
      return false;
    const auto [entry, isNew] = tests.emplace(toValidUtf8(nameOf(test)), triesOf(test));
    if (isNew)
      order.push_back(&entry->first);
    else
      entry->second = merged(entry->second, triesOf(test));
    return true;
  }

  // <property name="commit" value="..."/>, or an attribute of a suite.
  void takeFacts(const pugi::xml_node &node) {
    const std::pair<const char *, std::string *> facts[] = {
        {"commit", &run.commit}, {"run", &run.run}, {"configuration", &run.configuration}, {"branch", &run.branch}};
    if (isOneOf(node.name(), {"property"})) {
      for (const auto &[name, fact] : facts)
        if (isOneOf(node.attribute("name").value(), {name}) && fact->empty()) {
          const pugi::xml_attribute value = node.attribute("value");
          *fact = toValidUtf8(value ? value.value() : node.text().get());
        }
      return;
    }
    if (!isOneOf(node.name(), {"testsuites", "testsuite"}))
      return;
    for (const auto &[name, fact] : facts)
      if (fact->empty() && node.attribute(name))
        *fact = toValidUtf8(node.attribute(name).value());
    const auto time = parseTimestamp(node.attribute("timestamp").value());
    // GoogleTest dates what didn't run to 1970.
    if (time && *time > 0 && (!run.time || *time < *run.time))
      run.time = time;
  }

  const std::string &content;
  const std::string &path;
  pugi::xml_document document;
  JunitRun run;
  std::map<std::string, Tries> tests;
  std::vector<const std::string *> order;
};

} // namespace

Result<std::optional<JunitRun>> readJunit(const std::string &content, const std::string &path) {
  return Reader(content, path).read();
}

} // namespace allele
