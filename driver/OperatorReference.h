// What operators, levels and noise rules there are: the plugin's own catalogue, as it was when both were built.
#pragma once

#include <string>
#include <vector>

namespace allele {

struct LevelEntry {
  std::string id;
  std::string description;
};

struct OperatorEntry {
  std::string id;
  std::string level;       // a LevelEntry's id
  std::string description; // Markdown
};

struct FamilyEntry {
  std::string title;
  std::string about; // paragraphs of Markdown
  std::vector<OperatorEntry> operators;
  std::vector<std::string> extends; // titles of the families whose operators it makes, too
};

struct RuleEntry {
  std::string id;
  std::string description; // Markdown
};

struct OperatorReference {
  std::vector<LevelEntry> levels;
  std::vector<FamilyEntry> families;
  std::vector<RuleEntry> rules;

  // nullptr when there is none of that id.
  const LevelEntry *findLevel(const std::string &id) const;
  const OperatorEntry *findOperator(const std::string &id) const;
  const RuleEntry *findRule(const std::string &id) const;

  // The ids of all operators, levels and rules: for suggestions.
  std::vector<std::string> names() const;
};

const OperatorReference &operatorReference();

} // namespace allele
