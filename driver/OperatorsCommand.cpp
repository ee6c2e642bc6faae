// allele operators: what each operator and noise rule does, and how it is turned on and off.
#include "OperatorReference.h"
#include "Result.h"
#include "Subcommands.h"
#include "Text.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

// What was asked for, as a catalogue of its own. Error: a name that there isn't.
Result<OperatorReference> wantedOf(const OperatorsOptions &options) {
  const OperatorReference &all = operatorReference();
  if (!options.level.empty() && all.findLevel(options.level) == nullptr) {
    std::vector<std::string> levels;
    levels.reserve(all.levels.size());
    for (const LevelEntry &level : all.levels)
      levels.push_back(level.id);
    return Error{fmt::format("unknown level '{}'{}; there are {}", options.level, didYouMean(options.level, levels),
                             fmt::join(levels, ", "))};
  }
  for (const std::string &name : options.names)
    if (all.findOperator(name) == nullptr && all.findLevel(name) == nullptr && all.findRule(name) == nullptr)
      return Error{fmt::format("unknown operator, level or noise rule '{}'{}; `allele operators` lists all", name,
                               didYouMean(name, all.names()))};
  const bool everything = options.names.empty() && options.level.empty() && !options.rules;
  const auto isNamed = [&](const std::string &id) {
    return std::find(options.names.begin(), options.names.end(), id) != options.names.end();
  };
  OperatorReference wanted;
  for (const LevelEntry &level : all.levels)
    if (everything || level.id == options.level || isNamed(level.id))
      wanted.levels.push_back(level);
  for (const FamilyEntry &family : all.families) {
    FamilyEntry part{family.title, family.about, {}, family.extends};
    for (const OperatorEntry &entry : family.operators)
      if (everything || entry.level == options.level || isNamed(entry.id) || isNamed(entry.level))
        part.operators.push_back(entry);
    if (!part.operators.empty() || (everything && !part.extends.empty()))
      wanted.families.push_back(std::move(part));
  }
  for (const RuleEntry &rule : all.rules)
    if (everything || options.rules || isNamed(rule.id))
      wanted.rules.push_back(rule);
  return wanted;
}

std::string toJson(const OperatorReference &reference) {
  Json json = {{"levels", Json::array()}, {"families", Json::array()}, {"rules", Json::array()}};
  for (const LevelEntry &level : reference.levels)
    json["levels"].push_back({{"id", level.id}, {"description", level.description}});
  for (const FamilyEntry &family : reference.families) {
    Json operators = Json::array();
    for (const OperatorEntry &entry : family.operators)
      operators.push_back({{"id", entry.id}, {"level", entry.level}, {"description", entry.description}});
    json["families"].push_back(
        {{"title", family.title}, {"about", family.about}, {"operators", operators}, {"extends", family.extends}});
  }
  for (const RuleEntry &rule : reference.rules)
    json["rules"].push_back({{"id", rule.id}, {"description", rule.description}});
  return json.dump(1) + "\n";
}

// ---- on a terminal ----

// Paragraphs, each line behind two spaces and at most 100 characters long.
std::string indented(const std::string &paragraphs) {
  constexpr std::size_t kWidth = 100;
  std::string text;
  for (const std::string &line : splitLines(paragraphs)) {
    std::string shown = "  ";
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t end = std::min(line.find(' ', at), line.size());
      const std::string word = line.substr(at, end - at);
      if (shown.size() > 2 && shown.size() + 1 + word.size() > kWidth) {
        text += shown + "\n";
        shown = "  ";
      }
      shown += (shown.size() > 2 ? " " : "") + word;
      at = end + 1;
    }
    text += shown.size() > 2 ? shown + "\n" : "\n";
  }
  return text;
}

std::size_t longestId(const OperatorReference &reference) {
  std::size_t longest = 0;
  for (const std::string &id : reference.names())
    longest = std::max(longest, id.size());
  return longest;
}

std::string overview(const OperatorReference &reference, const Palette &palette) {
  const std::size_t width = longestId(reference);
  std::string text;
  for (const LevelEntry &level : operatorReference().levels) {
    std::string operators;
    for (const FamilyEntry &family : reference.families) {
      std::string lines;
      for (const OperatorEntry &entry : family.operators)
        if (entry.level == level.id)
          lines += fmt::format("    {:<{}}  {}\n", entry.id, width, entry.description);
      if (!lines.empty())
        operators += fmt::format("  {}\n{}", family.title, lines);
    }
    if (operators.empty() && reference.findLevel(level.id) == nullptr)
      continue;
    text += fmt::format("{}level {}: {}\n{}", text.empty() ? "" : "\n", palette.bold(level.id), level.description,
                        operators.empty() ? "  (no operators yet)\n" : operators);
  }
  if (reference.rules.empty())
    return text;
  text += fmt::format("{}{}: mutants there are found, but not run\n", text.empty() ? "" : "\n",
                      palette.bold("noise rules"));
  for (const RuleEntry &rule : reference.rules)
    text += fmt::format("    {:<{}}  {}\n", rule.id, width, rule.description);
  return text;
}

// How a setting is written in allele.yml, and for the environment of a single build.
std::string setting(const std::string &what, const std::string &yaml) {
  return fmt::format("  {:<5} {}\n        ALLELE_OPTIONS={}\n", what, yaml, shellQuote("{" + yaml + "}"));
}

std::string title(const std::string &id, const std::string &description, const Palette &palette) {
  return palette.bold(id) + "\n" + indented(description) + "\n";
}

constexpr const char *kSettings = "\n  in allele.yml, or in the environment of a build:\n";

bool isExtendedBy(const FamilyEntry &family, const FamilyEntry &other) {
  return std::find(other.extends.begin(), other.extends.end(), family.title) != other.extends.end();
}

std::string page(const OperatorEntry &entry, const FamilyEntry &family, const Palette &palette) {
  const bool isDefault = entry.level == "default";
  std::string text = title(entry.id, entry.description, palette);
  text += fmt::format("  {}; level {}, {}\n", family.title, entry.level,
                      isDefault ? "on unless turned off" : "off unless asked for");
  if (!family.about.empty())
    text += "\n" + indented(family.about);
  for (const FamilyEntry &other : operatorReference().families)
    if (isExtendedBy(family, other))
      text += fmt::format("\n  Also made by: {}\n{}", other.title, indented(other.about));
  text += kSettings;
  if (!isDefault) {
    text += setting("it:", fmt::format("operators: [default, {}]", entry.id));
    text += setting("all:", fmt::format("operators: [default, {}]", entry.level));
  }
  text += setting("off:", fmt::format("operators: [default, {}-{}]", isDefault ? "" : entry.level + ", ", entry.id));
  return text;
}

std::string page(const LevelEntry &level, const Palette &palette) {
  const bool isDefault = level.id == "default";
  std::string text = title("level " + level.id, level.description, palette);
  text += fmt::format("  `allele operators --level {}` lists its operators\n", level.id);
  text += kSettings;
  text += setting("on:", fmt::format("operators: [default{}]", isDefault ? "" : ", " + level.id));
  text += setting("only:", fmt::format("operators: [{}]", level.id));
  return text;
}

std::string page(const RuleEntry &rule, const Palette &palette) {
  return title("noise rule " + rule.id, rule.description, palette) +
         "  on unless turned off; `allele list --ignored PROGRAM` shows what it covers\n" + kSettings +
         setting("off:", fmt::format("rules: [-{}]", rule.id));
}

std::string pages(const std::vector<std::string> &names, const Palette &palette) {
  const OperatorReference &all = operatorReference();
  std::string text;
  for (const std::string &name : names) {
    text += text.empty() ? "" : "\n";
    for (const FamilyEntry &family : all.families)
      for (const OperatorEntry &entry : family.operators)
        if (entry.id == name)
          text += page(entry, family, palette);
    if (const LevelEntry *level = all.findLevel(name))
      text += page(*level, palette);
    if (const RuleEntry *rule = all.findRule(name))
      text += page(*rule, palette);
  }
  return text;
}

// ---- docs/operators.md ----

// A bar would end the cell, in backquotes too.
std::string cell(const std::string &text) {
  std::string escaped;
  for (const char c : text)
    escaped += c == '|' ? "\\|" : std::string(1, c);
  return escaped;
}

std::string anchored(const std::string &id) {
  return fmt::format("<a id=\"{0}\"></a>`{0}`", id);
}

// To headings of the page: their anchors are their words in lower case.
std::vector<std::string> links(const std::vector<std::string> &titles) {
  std::vector<std::string> all;
  for (const std::string &title : titles) {
    std::string anchor;
    for (const char c : title)
      anchor += c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    all.push_back(fmt::format("[{}](#{})", title, anchor));
  }
  return all;
}

std::string markdown(const OperatorReference &reference) {
  std::string text = "# Operators and noise rules\n\nWhat `allele operators` prints; this page is made by `allele "
                     "operators --markdown`.\n";
  if (!reference.levels.empty()) {
    text +=
        "\n## Levels\n\n`operators: [default, strong, -lt-to-le]` in `allele.yml` turns levels and operators on, and "
        "with `-` off.\n\n| level | |\n|---|---|\n";
    for (const LevelEntry &level : reference.levels)
      text += fmt::format("| {} | {} |\n", anchored(level.id), cell(level.description));
  }
  for (const FamilyEntry &family : reference.families) {
    text += fmt::format("\n## {}\n\n", family.title);
    if (!family.about.empty())
      text += family.about + "\n\n";
    if (!family.extends.empty())
      text += fmt::format("It makes the operators of: {}.\n{}", fmt::join(links(family.extends), ", "),
                          family.operators.empty() ? "" : "\n");
    if (family.operators.empty())
      continue;
    text += "| operator | level | |\n|---|---|---|\n";
    for (const OperatorEntry &entry : family.operators)
      text += fmt::format("| {} | {} | {} |\n", anchored(entry.id), entry.level, cell(entry.description));
  }
  if (reference.rules.empty())
    return text;
  text +=
      "\n## Noise rules\n\nMutants in what a rule covers are found and listed (`allele list --ignored`), but neither "
      "compiled in nor run. All rules\nare on; `rules: [-logging]` in `allele.yml` turns one off.\n\n"
      "| rule | |\n|---|---|\n";
  for (const RuleEntry &rule : reference.rules)
    text += fmt::format("| {} | {} |\n", anchored(rule.id), cell(rule.description));
  return text;
}

} // namespace

ExitCode runOperators(const OperatorsOptions &options, Terminal &terminal) {
  const auto wanted = wantedOf(options);
  if (!wanted) {
    terminal.error(wanted.error().message);
    return ExitCode::kUsage;
  }
  if (options.json)
    terminal.print(toJson(*wanted));
  else if (options.markdown)
    terminal.print(markdown(*wanted));
  else
    terminal.print(options.names.empty() ? overview(*wanted, terminal.palette())
                                         : pages(options.names, terminal.palette()));
  return ExitCode::kFine;
}

} // namespace allele
