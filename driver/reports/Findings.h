// What the formats share that go into other tools' lists of issues: there a survivor is an issue, its operator a rule.
#pragma once

#include "../RunResults.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace allele {

// Accepted ones too; no duplicates.
bool isSurvivor(const RunResults &results, std::size_t mutant);

// "No test notices the change of `<` to `<=`: 2 tests reach it, 1 gets another value there, and all pass."
std::string findingText(const Mutant &mutant, const std::vector<Pair> &pairs);

// What an operator does, "`a < b` becomes `a <= b`.", and what is said of its family. Empty: the catalogue hasn't it.
struct OperatorText {
  std::string brief;
  std::string family;
};
OperatorText operatorText(const std::string &id);

// Compact JSON, with U+FFFD for bytes that aren't UTF-8.
std::string toJson(const nlohmann::ordered_json &value);

// An array of JSON, one element a line: written as they come, since a tree of all mutants takes too much memory.
class JsonArray {
public:
  explicit JsonArray(std::string &text) : out(text) { out += "["; }
  void add(const nlohmann::ordered_json &value);
  void end() { out += "\n]"; }

private:
  std::string &out;
  bool isEmpty = true;
};

} // namespace allele
