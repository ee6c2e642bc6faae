// The regular expressions of CMake, by what cmake itself says of each.
#include "trees/CMakeExpression.h"

#include "RunToEnd.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fstream>
#include <regex.h>

using namespace allele;

namespace {

bool isFound(const std::string &posix, const std::string &text) {
  regex_t compiled;
  INFO(posix);
  REQUIRE(regcomp(&compiled, posix.c_str(), REG_EXTENDED | REG_NOSUB) == 0);
  const bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return found;
}

ProcessResult runByCMake(const std::string &script) {
  const ScratchDirectory scratch = makeScratch();
  const std::string file = (scratch.path() / "script.cmake").string();
  std::ofstream(file, std::ios::binary) << "cmake_minimum_required(VERSION 3.14)\n" << script;
  ProcessSpec spec;
  spec.command = {"cmake", "-P", file};
  auto run = runToEnd(spec);
  REQUIRE(run);
  return std::move(*run);
}

std::string conditionFor(const std::string &expression, const std::string &text) {
  return fmt::format("if([==[{}]==] MATCHES [==[{}]==])", text, expression);
}

struct Row {
  const char *expression;
  const char *text;
  bool isFound;
};

const Row kRows[] = {
    {"b.d", "abcde", true},
    {"b.d", "b\nd", true},
    {"^b", "ab", false},
    {"^a|b$", "xb", true},
    {"^a$", "a\n", false},
    {"b^a", "b^a", false},
    {"a$b", "a$b", false},
    {"(^a)|(b$)", "a", true},
    {"^?b", "ab", true},
    {"b$?", "ba", true},
    {"^(a|bc)+$", "abcbc", true},
    {"^(a|bc)+$", "abcb", false},
    {"^(a+)*$", "aaa", true},
    {"^((a*)b)*$", "aabb", true},
    {"colou?r", "color", true},
    {"x()?y", "xy", true},
    {"^(|a)b$", "b", true},
    {"^(a|)$", "", true},
    {"^a||b$", "x", true},
    // Braces are literals.
    {"a{2}", "aa", false},
    {"a{2}", "a{2}", true},
    {"{", "{", true},
    {"a{", "a{", true},
    {"^{+}$", "{{}", true},
    {"]}", "]}", true},
    {"a{,x}", "a{,x}", true},
    // So is whatever follows a backslash.
    {"\\d", "7", false},
    {"\\d", "d", true},
    {"^\\w+$", "word", false},
    {"^\\w+$", "ww", true},
    {"\\bword", "word", false},
    {"\\bword", "bword", true},
    {"a\\nb", "a\nb", false},
    {"\\s\\S\\W\\B\\`\\'", "sSWB`'", true},
    {"\\<a\\>", "a", false},
    {"\\<a\\>", "<a>", true},
    {"(a)\\1", "aa", false},
    {"(a)\\1", "a1", true},
    {"\\.\\*\\(\\[\\{\\^\\$\\|\\+\\?\\\\", ".*([{^$|+?\\", true},
    {"1\\.5", "1x5", false},
    // But in brackets it is one itself.
    {"^[\\]$", "\\", true},
    {"[\\d]", "d", true},
    {"[\\d]", "\\", true},
    {"[\\d]", "7", false},
    {"[\\]]", "]", false},
    {"[\\]]", "\\]", true},
    {"^[a\\-c]$", "-", false},
    {"^[a\\-c]$", "b", true},
    {"^[a\\-c]$", "^", true},
    // There are no classes and the like.
    {"^[[:alpha:]]$", "x", false},
    {"^[[:alpha:]]$", "a]", true},
    {"^[[:alpha:]]$", "[]", true},
    {"^[[.a.]]$", "a", false},
    {"^[[.a.]]$", ".]", true},
    {"^[[=a=]]$", "=]", true},
    {"^[a[.-.]]$", "[]", true},
    {"^[a[.-.]]$", "-]", false},
    // What may stand where in brackets.
    {"^[]a]+$", "]a", true},
    {"^[^]a]$", "]", false},
    {"^[^]a]$", "b", true},
    {"^x[^]a]$", "x\n", true},
    {"^[-a]+$", "-a", true},
    {"^[a-]+$", "-a", true},
    {"^[^-a]$", "-", false},
    {"^[^-]$", "-", false},
    {"^[a^]+$", "^a", true},
    {"^[^^]$", "^", false},
    {"^[^^]$", "a", true},
    {"^[+-^]$", "^", true},
    {"^[a-c-e]+$", "abcde", true},
    {"^[a-c-e]$", "-", false},
    {"^[--/]+$", "-./", true},
    {"^[]-a]+$", "]^_`a", true},
    {"^[a-a]$", "a", true},
    {"^[-^]+$", "^-", true},
    {"^[-^]+$", "a", false},
    {"^[^-^]+$", "^", false},
    {"^[]^-]+$", "^-]", true},
    {"^[$.*?|(){}]+$", "(){}|?*.$", true},
    {"^[ -~]+$", "all of ASCII ]^-\\[", true},
    {"^\xC3\xA9$", "\xC3\xA9", true},
    {"^.$", "\xC3\xA9", false},
    {"^[\xC3\xA9]$", "\xC3\xA9", false},
    {"^[\xC3\xA9]+$", "\xC3\xA9", true},
    {"^[\x80-\xFF]+$", "\xC3\xA9", true},
    {"^[^\x80-\xFF]+$", "\xC3\xA9", false},
};

} // namespace

TEST_CASE("an expression of CMake is found where CMake finds it") {
  for (const Row &row : kRows) {
    INFO(row.expression << " in " << row.text);
    const auto posix = posixFromCMake(row.expression);
    REQUIRE(posix);
    CHECK(isFound(*posix, row.text) == row.isFound);
  }
}

TEST_CASE("cmake itself finds each expression in those texts") {
  std::string script;
  for (const Row &row : kRows)
    script += fmt::format("{}\nset(found ON)\nelse()\nset(found OFF)\nendif()\n"
                          "if(NOT found STREQUAL {})\nmessage(SEND_ERROR [==[{} in {}]==])\nendif()\n",
                          conditionFor(row.expression, row.text), row.isFound ? "ON" : "OFF", row.expression, row.text);
  const ProcessResult run = runByCMake(script);
  INFO(run.output);
  CHECK(run.exitCode == 0);
}

TEST_CASE("what CMake takes for no expression is an error") {
  const std::string expression =
      GENERATE(as<std::string>{}, "(", "a)", "(a))", "[a", "[]", "[^]", "[", "[a-", "a\\", "*a", "+", "a|*b", "(*a)",
               "a**", "a+?", "(a*)*", "(a|)+", "()*", "(a|b?)+", "^*b", "(^)+", "$+", "(a?b*)+", "[z-a]", "[a-c-b]");
  INFO(expression);
  CHECK_FALSE(posixFromCMake(expression));
  const ProcessResult run = runByCMake(conditionFor(expression, "a") + "\nendif()\n");
  INFO(run.output);
  CHECK(run.exitCode == 1);
}

TEST_CASE("a text is found as a literal, and no other") {
  const std::string text = "a.b*c+d?e[f]g(h)i|j^k$l\\m{2}n-";
  const std::string literal = "^" + literalForCMake(text) + "$";
  const auto posix = posixFromCMake(literal);
  REQUIRE(posix);
  CHECK(isFound(*posix, text));
  CHECK_FALSE(isFound(*posix, "aXb*c+d?e[f]g(h)i|j^k$l\\m{2}n-"));
  const ProcessResult run = runByCMake(conditionFor(literal, text) + "\nelse()\nmessage(FATAL_ERROR none)\nendif()\n");
  INFO(run.output);
  CHECK(run.exitCode == 0);
  CHECK(literalForCMake("a\nb\x1b") == "a.b.");
}
