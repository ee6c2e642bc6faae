// allele show: everything known about one mutant, or about all on one line.
#include "Discovery.h"
#include "MutantId.h"
#include "MutantText.h"
#include "OperatorReference.h"
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"

#include <fmt/format.h>

namespace allele {
namespace {

constexpr unsigned kContext = 3;

// What a mutant can be looked up in: the results of a run, and the program's own metadata when one was named.
struct Knowledge {
  Catalog catalog;
  bool isNamed = false; // the program: catalog and command are its own, not those of the results
  std::string command;  // words of the shell that run everything
  std::optional<RunResults> results;
  std::map<std::string, std::string> sources;
};

Result<Knowledge> gather(const ShowOptions &options) {
  Knowledge knowledge;
  if (Store::exists(options.out)) {
    auto results = Store::load(options.out);
    if (!results)
      return results.error();
    knowledge.results = std::move(*results);
  }
  if (!options.program.empty()) {
    const auto program = findProgram(options.program);
    if (!program)
      return program.error();
    MetadataReader reader;
    if (auto objects = readProgram(*program, reader); !objects)
      return objects.error();
    knowledge.catalog = reader.take();
    knowledge.isNamed = true;
    knowledge.command = shellQuote(options.program);
    if (knowledge.catalog.mutants.empty())
      return Error{kNoMutants};
  } else if (knowledge.results) {
    knowledge.catalog = knowledge.results->catalog;
    knowledge.command = shellQuote(knowledge.results->info.command);
    knowledge.sources = knowledge.results->sources;
  } else {
    return Error{
        fmt::format("no results in {}; name the program too: allele show {} PROGRAM", options.out, options.mutant)};
  }
  return knowledge;
}

const std::optional<Outcome> *findOutcome(const std::optional<RunResults> &results, std::uint64_t id) {
  if (results)
    for (std::size_t i = 0; i < results->catalog.mutants.size(); ++i)
      if (results->catalog.mutants[i].id == id)
        return &results->outcomes[i];
  return nullptr;
}

std::string verdictText(const std::optional<Outcome> *outcome) {
  if (outcome == nullptr)
    return "  verdict: none (not in the results)\n";
  if (!*outcome)
    return "  verdict: none yet (the run isn't complete)\n";
  const Judgement &judgement = (*outcome)->judgement;
  std::string text = fmt::format("  verdict: {}", toString(judgement.verdict));
  if (judgement.cause != Cause::kNone)
    text += fmt::format(" by {}", toString(judgement.cause));
  if (!judgement.detail.empty())
    text += fmt::format(": {}", toPrintableLine(judgement.detail));
  text += "\n";
  if ((*outcome)->reached)
    text += fmt::format("  infected: {}\n", (*outcome)->infected ? "yes" : "no, no test computed a value that differs");
  if (!(*outcome)->output.empty()) {
    text += "  the end of the output:\n";
    for (const std::string &line : splitLines((*outcome)->output))
      text += "    | " + toPrintableLine(line) + "\n";
  }
  return text;
}

std::string describe(std::size_t index, const Knowledge &knowledge, const Palette &palette) {
  const Mutant &mutant = knowledge.catalog.mutants[index];
  std::string text = palette.bold(fmt::format("{}  {}  {}", formatId(mutant.id), toPrintableLine(placeOf(mutant)),
                                              mutant.operatorId)) +
                     "\n";
  SourceTexts ofRun(knowledge.sources);
  const SourceText *source = ofRun.of(mutant);
  const std::optional<std::string> read = source == nullptr ? readSource(sourcePathOf(mutant)) : std::nullopt;
  std::optional<SourceText> fromDisk;
  if (read)
    source = &fromDisk.emplace(*read);
  text += diffText(makeDiff(source, mutant, kContext), palette, "  ");
  if (mutant.ignored) {
    text += fmt::format("  not compiled in and not run: {}\n", toPrintableLine(describeIgnored(*mutant.ignored)));
    if (mutant.ignored->reason == IgnoreReason::kNoise)
      if (const RuleEntry *rule = operatorReference().findRule(mutant.ignored->detail))
        text +=
            fmt::format("    {}\n    `allele operators {}` tells how it is turned off\n", rule->description, rule->id);
    if (knowledge.results && equalOf(mutant))
      text += verdictText(findOutcome(knowledge.results, mutant.id));
    return text;
  }
  text += fmt::format("  compiled in at {}:\n", countOf(mutant.sites.size(), "site"));
  for (const Site &site : mutant.sites)
    text += fmt::format("    {} in {}\n", toPrintableLine(demangle(site.function)),
                        toPrintableLine(knowledge.catalog.objects[site.object]));
  if (knowledge.results)
    text += verdictText(findOutcome(knowledge.results, mutant.id));
  const bool isOfRun = knowledge.results && !knowledge.isNamed;
  const std::string command = isOfRun ? commandByHand(*knowledge.results, index) : knowledge.command;
  text += fmt::format("  repeat: {}\n", repeatLine(mutant.id, command));
  text += fmt::format("  debug:  {}\n", debuggerLine(mutant, command, command == knowledge.command));
  return text;
}

} // namespace

ExitCode runShow(const ShowOptions &options, Terminal &terminal) {
  const auto knowledge = gather(options);
  if (!knowledge) {
    terminal.error(knowledge.error().message);
    return knowledge.error().message == kNoMutants ? ExitCode::kNothing : ExitCode::kUsage;
  }
  const auto found = resolveMutants(knowledge->catalog.mutants, options.mutant);
  if (!found) {
    terminal.error(found.error().message);
    return ExitCode::kUsage;
  }
  std::string text;
  for (const std::size_t index : *found) {
    text += text.empty() ? "" : "\n";
    text += describe(index, *knowledge, terminal.palette());
  }
  terminal.print(text);
  return ExitCode::kFine;
}

} // namespace allele
