#include "Selection.h"

#include "Ignored.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace llvm;

namespace allele {

namespace {

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
  if (settings.operators.empty() || StringRef(settings.operators.front()).starts_with("-"))
    entries.push_back({idOf(Level::kDefault), false});
  for (StringRef name : settings.operators) {
    bool takesAway = name.consume_front("-");
    entries.push_back({name, takesAway});
    if (!namesOperators(name))
      problems.push_back(
          ("operators: '" + name + "' is no level and no operator; `allele operators` lists them").str());
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

bool Selection::isOn(StringRef operatorId, Level level) const {
  bool isOn = false;
  for (const Entry &entry : entries)
    if (isMeantBy(entry.name, operatorId, level))
      isOn = !entry.takesAway;
  return isOn;
}

bool Selection::wants(const OperatorFamily &family) const {
  return any_of(family.operators, [&](const OperatorInfo &info) {
    return isOn(info.id, info.level) || isOn(info.id, Level::kStrong); // see Alternative::level
  });
}

bool Selection::isChosen(const Site & /*site*/, const Alternative &alternative) const {
  return isOn(alternative.operatorId, levelOf(alternative)) &&
         (settings.sample >= 1 || chance(alternative.id, settings.seed) < settings.sample);
}

namespace {

// Keeps the first of the alternatives that are the same change of the source, made by different operators.
void dropRepeated(std::vector<Site> &sites) {
  std::map<std::tuple<const SourceFile *, TokenIndex, TokenIndex, std::string>, StringRef> madeBy;
  for (Site &site : sites)
    llvm::erase_if(site.alternatives, [&](const Alternative &alternative) {
      StringRef change = StringRef(alternative.replacement).trim();
      auto [first, isNew] = madeBy.try_emplace(
          {site.file, alternative.range.begin, alternative.range.end, change.str()}, alternative.operatorId);
      return !isNew && first->second != alternative.operatorId;
    });
}

} // namespace

void Selection::apply(const FunctionContext &context, const Suppressions &suppressions, std::vector<Site> &sites,
                      IgnoredMutants &ignored, Statistics &statistics) const {
  for (Site &site : sites)
    llvm::erase_if(site.alternatives, [&](const Alternative &alternative) { return !isChosen(site, alternative); });
  dropRepeated(sites);
  if (all_of(sites, [](const Site &site) { return site.alternatives.empty(); })) {
    sites.clear();
    return;
  }
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
      if (auto reason = suppressions.reasonFor(context.function, *site.file, alternative)) {
        ignored.add(site, alternative, ALLELE_IGNORED_SUPPRESSED, *reason);
        statistics.countIgnored(ALLELE_IGNORED_SUPPRESSED);
        return true;
      }
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
