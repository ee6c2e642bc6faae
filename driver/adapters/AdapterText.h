// What several adapters do with files, names and XML.
#pragma once

#include "Adapter.h"

#include <pugixml.hpp>

namespace allele {

// The largest argument that execve takes is 131,071 bytes (MAX_ARG_STRLEN).
inline constexpr std::size_t kLargestArgument = 128 * 1024 - 1;

// `prefix` and as many of the names as fit into one argument, separated; again until all are in one. Error: a name
// that fits into none.
Result<std::vector<std::string>> joinIntoArguments(const std::string &prefix, const std::vector<std::string> &names,
                                                   char separator);

// With a backslash before each of these characters.
std::string escaped(const std::string &text, const char *characters);
// Without the backslashes that stand before a character.
std::string unescaped(const std::string &text);
std::string trimmed(const std::string &text);
// What stands behind `prefix` in the one argument that there is.
std::optional<std::string> onlyArgument(const std::vector<std::string> &arguments, const std::string &prefix);

// Takes out the arguments that begin so; each was one.
void removeArguments(std::vector<std::string> &command, const std::string &prefix);

// The document as far as it goes: a program that crashed leaves half of one. nullopt: there is none.
std::optional<pugi::xml_document> readXml(const std::filesystem::path &path);

// "0.0025" seconds.
std::optional<std::chrono::microseconds> durationOf(const pugi::xml_attribute &seconds);

// Takes the text of a failure, unless one is there already.
void setFailure(TestResult &result, std::string file, unsigned line, const std::string &message, bool isCrash = false);

// Takes the first failure below a test's element, or below one of its parts', in the XML of Catch2 and of doctest.
void takeFailures(TestResult &result, const pugi::xml_node &test);

// Those of one name as one, at the place of the first: on if one is, failed if one failed, with the sum of what they
// took.
std::vector<TestCase> mergedByName(std::vector<TestCase> tests);
std::vector<TestResult> mergedByName(std::vector<TestResult> results);

} // namespace allele
