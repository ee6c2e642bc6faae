#include "Selection.h"

#include "Ignored.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

namespace {

// Calls `apply(operator id)` for each that `name`, a level or an operator, stands for; false where there is none.
template <typename Apply> bool forEachOperator(StringRef name, Apply apply) {
  bool isKnown = false;
  for (const OperatorFamily *family : operatorFamilies())
    for (const OperatorInfo &info : family->operators)
      if (name == "all" || info.id == name || idOf(info.level) == name) {
        apply(info.id);
        isKnown = true;
      }
  return isKnown;
}

// A number in [0, 1) that depends on the id and the seed alone, so that all TUs choose alike.
double chance(uint64_t id, uint64_t seed) {
  uint64_t mixed = id + 0x9e3779b97f4a7c15ULL * (seed + 1);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  mixed ^= mixed >> 31;
  return static_cast<double>(mixed >> 11) * 0x1.0p-53;
}

} // namespace

Selection::Selection(const SelectionSettings &settings, std::vector<std::string> &problems) : settings(settings) {
  auto add = [&](StringRef id) { operators.insert(id); };
  if (settings.operators.empty() || StringRef(settings.operators.front()).starts_with("-"))
    forEachOperator(idOf(Level::kDefault), add);
  for (StringRef entry : settings.operators) {
    bool isKnown = entry.consume_front("-") ? forEachOperator(entry, [&](StringRef id) { operators.erase(id); })
                                            : forEachOperator(entry, add);
    // A level without operators is none that the user got wrong.
    if (!isKnown && !levelFrom(entry))
      problems.push_back(
          ("operators: '" + entry + "' is no level and no operator; `allele operators` lists them").str());
  }
  rules.assign(noiseRules().begin(), noiseRules().end());
  for (StringRef entry : settings.rules) {
    bool isOff = entry.consume_front("-");
    bool isKnown = entry == "all";
    for (const NoiseRule *rule : noiseRules()) {
      if (entry != "all" && entry != rule->info.id)
        continue;
      isKnown = true;
      llvm::erase(rules, rule);
      if (!isOff)
        rules.push_back(rule);
    }
    if (!isKnown)
      problems.push_back(("rules: '" + entry + "' is no rule; `allele operators --rules` lists them").str());
  }
}

bool Selection::wants(const OperatorFamily &family) const {
  return any_of(family.operators, [&](const OperatorInfo &info) { return operators.contains(info.id); });
}

bool Selection::isChosen(const Site & /*site*/, const Alternative &alternative) const {
  return operators.contains(alternative.operatorId) &&
         (settings.sample >= 1 || chance(alternative.id, settings.seed) < settings.sample);
}

void Selection::apply(const FunctionContext &context, std::vector<Site> &sites, IgnoredMutants &ignored,
                      Statistics &statistics) const {
  if (sites.empty())
    return;
  Noise noise(context, settings.loggers);
  for (const NoiseRule *rule : rules)
    if (rule->mark)
      rule->mark(noise);
  auto ruleOf = [&](const Site &site, const Alternative &alternative) {
    if (StringRef rule = noise.ruleOf(site, alternative); !rule.empty())
      return rule;
    auto found = find_if(
        rules, [&](const NoiseRule *rule) { return rule->matches && rule->matches(context, site, alternative); });
    return found == rules.end() ? StringRef() : (*found)->info.id;
  };
  for (Site &site : sites)
    llvm::erase_if(site.alternatives, [&](const Alternative &alternative) {
      if (!isChosen(site, alternative))
        return true;
      StringRef rule = ruleOf(site, alternative);
      if (!rule.empty()) {
        ignored.add(site, alternative, ALLELE_IGNORED_NOISE, rule);
        statistics.countIgnored(rule);
      }
      return !rule.empty();
    });
  llvm::erase_if(sites, [](const Site &site) { return site.alternatives.empty(); });
}

} // namespace allele
