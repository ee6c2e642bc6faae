#include "OperatorReference.h"

#include <algorithm>
#include <nlohmann/json.hpp>

extern const char *const kOperatorCatalogue; // made by the build

namespace allele {
namespace {

template <typename Entry> const Entry *findById(const std::vector<Entry> &entries, const std::string &id) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry &candidate) { return candidate.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

OperatorReference parse(const char *catalogue) {
  const nlohmann::json json = nlohmann::json::parse(catalogue);
  OperatorReference reference;
  for (const auto &level : json.at("levels"))
    reference.levels.push_back({level.at("id"), level.at("description")});
  for (const auto &family : json.at("families")) {
    FamilyEntry entry{family.at("title"), family.at("about"), {}, family.at("extends")};
    for (const auto &info : family.at("operators"))
      entry.operators.push_back({info.at("id"), info.at("level"), info.at("description")});
    reference.families.push_back(std::move(entry));
  }
  for (const auto &rule : json.at("rules"))
    reference.rules.push_back({rule.at("id"), rule.at("description")});
  return reference;
}

} // namespace

const LevelEntry *OperatorReference::findLevel(const std::string &id) const {
  return findById(levels, id);
}

const OperatorEntry *OperatorReference::findOperator(const std::string &id) const {
  for (const FamilyEntry &family : families)
    if (const OperatorEntry *found = findById(family.operators, id))
      return found;
  return nullptr;
}

const RuleEntry *OperatorReference::findRule(const std::string &id) const {
  return findById(rules, id);
}

std::vector<std::string> OperatorReference::names() const {
  std::vector<std::string> ids;
  for (const FamilyEntry &family : families)
    for (const OperatorEntry &entry : family.operators)
      ids.push_back(entry.id);
  for (const LevelEntry &level : levels)
    ids.push_back(level.id);
  for (const RuleEntry &rule : rules)
    ids.push_back(rule.id);
  return ids;
}

const OperatorReference &operatorReference() {
  static const OperatorReference reference = parse(kOperatorCatalogue);
  return reference;
}

} // namespace allele
