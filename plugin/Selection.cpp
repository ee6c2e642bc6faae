#include "Selection.h"

#include "FunctionName.h"
#include "Ignored.h"
#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"

#include <map>

using namespace llvm;

namespace allele {

namespace {

// The lines that a function stands on, generously: from its name to its last brace, and all that its instructions name
// in its file (members are initialised where they are declared).
struct FunctionLines {
  const Sources::FilePlace *place = nullptr;
  unsigned first = 0;
  unsigned last = 0; // 0: not known
};

FunctionLines linesOf(const Function &function, Sources &sources) {
  const DISubprogram *subprogram = function.getSubprogram();
  FunctionLines lines;
  lines.place = sources.placeOf(subprogram->getFile());
  const SourceFile *file = sources.find(subprogram->getFile());
  TokenIndex brace = file ? file->bodyBrace(subprogram->getScopeLine()) : kNoToken;
  if (brace == kNoToken || file->token(brace).match == kNoToken)
    return lines;
  lines.first = subprogram->getLine();
  lines.last = file->token(file->token(brace).match).line;
  for (const Instruction &instruction : instructions(function))
    if (const DebugLoc &location = instruction.getDebugLoc();
        location && location.getLine() != 0 && location->getFile() == subprogram->getFile()) {
      lines.first = std::min(lines.first, location.getLine());
      lines.last = std::max(lines.last, location.getLine());
    }
  return lines;
}

// The last line that has a character of it.
unsigned lastLineOf(const SourceExtent &extent) {
  return extent.endColumn > 1 || extent.endLine == extent.line ? extent.endLine : extent.endLine - 1;
}

} // namespace

KnownNames Selection::knownNames() {
  KnownNames names;
  names.operators = {"all"};
  for (Level level : allLevels())
    names.operators.push_back(idOf(level).str());
  for (const OperatorFamily *family : operatorFamilies())
    for (const OperatorInfo &info : family->operators)
      names.operators.push_back(info.id.str());
  names.rules = {"all"};
  for (const NoiseRule *rule : noiseRules())
    names.rules.push_back(rule->info.id.str());
  return names;
}

Selection::Selection(const SelectionSettings &wanted, ChangedLines changes)
    : settings(wanted), filter(wanted, std::move(changes)) {
  if (settings.operators.empty() || StringRef(settings.operators.front()).starts_with("-"))
    entries.push_back({idOf(Level::kDefault), false});
  for (StringRef name : settings.operators) {
    bool takesAway = name.consume_front("-");
    entries.push_back({name, takesAway});
  }
  rules.assign(noiseRules().begin(), noiseRules().end());
  for (StringRef entry : settings.rules) {
    bool isOff = entry.consume_front("-");
    for (const NoiseRule *rule : noiseRules()) {
      if (entry != "all" && entry != rule->info.id)
        continue;
      rules.erase(std::remove(rules.begin(), rules.end(), rule), rules.end());
      if (!isOff)
        rules.push_back(rule);
    }
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
  auto isWanted = [&](const OperatorInfo &info) {
    return isOn(info.id, info.level) || isOn(info.id, info.levelOfPlace);
  };
  return any_of(family.operators, isWanted) ||
         any_of(family.extends, [&](const OperatorFamily *other) { return any_of(other->operators, isWanted); });
}

bool Selection::wants(const Function &function, Sources &sources) const {
  if (filter.namesFunctions() && !filter.wantsFunction(qualifiedName(function.getName().str())))
    return false;
  if (!filter.restrictsFiles())
    return true;
  SmallPtrSet<const DIFile *, 4> files; // more than one where a file is included within the body
  files.insert(function.getSubprogram()->getFile());
  for (const Instruction &instruction : instructions(function))
    if (const DebugLoc &location = instruction.getDebugLoc(); location && !location.getInlinedAt())
      files.insert(location->getFile());
  if (none_of(files, [&](const DIFile *file) {
        const Sources::FilePlace *place = sources.placeOf(file);
        // What can't be found is said to the user where it is looked for.
        return !place || filter.wantsFile(place->root, place->path);
      }))
    return false;
  if (!filter.restrictsLines())
    return true;
  FunctionLines lines = linesOf(function, sources);
  if (lines.last == 0 || (files.size() > 1 && !filter.wantsWholeFunctions()))
    return true;
  return filter.wantsFunctionOn(lines.place->root, lines.place->path, lines.first, lines.last);
}

bool Selection::isTestCode(const FunctionContext &context) const {
  Noise noise(context, settings.loggers);
  for (const NoiseRule *rule : rules)
    if (rule->findsTests)
      rule->mark(noise);
  return noise.coversFunction();
}

bool Selection::isChosen(const Site &site, const Alternative &alternative) const {
  if (!isOn(alternative.operatorId, levelOf(alternative)) || !filter.samples(alternative.id) ||
      !filter.wantsFile(site.file->root, site.file->path))
    return false;
  if (!filter.restrictsLines())
    return true;
  SourceExtent extent = site.file->extentOf(alternative.range);
  return filter.wantsLines(site.file->root, site.file->path, extent.line, lastLineOf(extent));
}

// The choice depends on the ids alone: another TU that has the same mutants chooses the same.
void Selection::keepOnePerLine(std::vector<Site> &sites) const {
  auto lineOf = [](const Site &site, const Alternative &alternative) {
    return std::pair(site.file, site.file->extentOf(alternative.range).line);
  };
  std::map<std::pair<const SourceFile *, unsigned>, uint64_t> kept;
  for (const Site &site : sites)
    for (const Alternative &alternative : site.alternatives) {
      auto [best, isNew] = kept.try_emplace(lineOf(site, alternative), alternative.id);
      if (!isNew && filter.rankOf(alternative.id) < filter.rankOf(best->second))
        best->second = alternative.id;
    }
  for (Site &site : sites)
    llvm::erase_if(site.alternatives,
                   [&](const Alternative &alternative) { return kept[lineOf(site, alternative)] != alternative.id; });
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
  if (filter.keepsOnePerLine())
    keepOnePerLine(sites);
  llvm::erase_if(sites, [](const Site &site) { return site.alternatives.empty(); });
}

} // namespace allele
