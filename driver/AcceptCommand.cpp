// allele accept: the file of accepted survivors.
#include "Acceptances.h"
#include "MutantId.h"
#include "MutantText.h"
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>

namespace allele {
namespace {

AcceptanceEntry entryFor(const Mutant &mutant, const AcceptOptions &options) {
  AcceptanceEntry entry;
  entry.id = mutant.id;
  entry.where = fmt::format("{}:{}", mutant.file, mutant.range.line);
  entry.operatorId = mutant.operatorId;
  entry.change = changeOf(mutant);
  entry.acceptance = {options.reason, today(), options.expires};
  return entry;
}

// The mutants that the words name; of a line those that survive, since the others need nothing.
Result<std::vector<std::size_t>> chosenMutants(const std::vector<std::string> &words, const RunResults &results) {
  std::vector<std::size_t> chosen;
  for (const std::string &word : words) {
    const auto found = resolveMutants(results.catalog.mutants, word);
    if (!found)
      return found.error();
    std::vector<std::size_t> open;
    std::copy_if(found->begin(), found->end(), std::back_inserter(open), [&](std::size_t i) {
      const std::optional<Outcome> &outcome = results.outcomes[i];
      return !equalOf(results.catalog.mutants[i]) && outcome && mayBeAccepted(outcome->judgement.verdict);
    });
    if (open.empty())
      return Error{fmt::format("{}: nothing to accept, no mutant survives there; `allele show {}` tells what became of "
                               "it",
                               toPrintableLine(word), shellQuote(word))};
    chosen.insert(chosen.end(), open.begin(), open.end());
  }
  return chosen;
}

Status add(const AcceptOptions &options, const RunResults &results, std::vector<AcceptanceEntry> &entries,
           std::string &said) {
  const auto chosen = chosenMutants(options.mutants, results);
  if (!chosen)
    return chosen.error();
  for (const std::size_t i : *chosen) {
    const AcceptanceEntry entry = entryFor(results.catalog.mutants[i], options);
    const auto known =
        std::find_if(entries.begin(), entries.end(), [&](const auto &each) { return each.id == entry.id; });
    if (known != entries.end())
      *known = entry;
    else
      entries.push_back(entry);
    said += fmt::format("accepted: {}  {}  {}\n", formatId(entry.id), toPrintableLine(entry.where), entry.operatorId);
  }
  return Done{};
}

Status remove(const AcceptOptions &options, std::vector<AcceptanceEntry> &entries, std::string &said) {
  for (const std::string &word : options.mutants) {
    const auto isMeant = [&](const AcceptanceEntry &entry) {
      return formatId(entry.id).compare(0, word.size(), word) == 0 || entry.where == word;
    };
    if (std::none_of(entries.begin(), entries.end(), isMeant))
      return Error{fmt::format("{} isn't accepted; `allele accept` lists what is", toPrintableLine(word))};
    for (const AcceptanceEntry &entry : entries)
      if (isMeant(entry))
        said += fmt::format("removed: {}  {}\n", formatId(entry.id), toPrintableLine(entry.where));
    entries.erase(std::remove_if(entries.begin(), entries.end(), isMeant), entries.end());
  }
  return Done{};
}

void prune(const RunResults &results, std::vector<AcceptanceEntry> &entries, std::string &said) {
  const auto states = statesOf(entries, results, today());
  std::vector<AcceptanceEntry> kept;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::optional<AcceptanceState> &state = states[i];
    if (!state || *state == AcceptanceState::kValid) {
      kept.push_back(std::move(entries[i]));
      continue;
    }
    said += fmt::format("removed: {}  {}  {}\n", formatId(entries[i].id), toPrintableLine(entries[i].where),
                        toString(*state));
  }
  entries = std::move(kept);
}

std::string listOf(const std::vector<AcceptanceEntry> &entries, const RunResults *results) {
  if (entries.empty())
    return "nothing is accepted; `allele accept ID --reason TEXT` accepts a survivor\n";
  const auto states = results != nullptr ? statesOf(entries, *results, today())
                                         : std::vector<std::optional<AcceptanceState>>(entries.size());
  std::string text;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const AcceptanceEntry &entry = entries[i];
    const std::optional<AcceptanceState> &state = states[i];
    text += fmt::format("{}  {}  {}  {}{}\n    {}\n", formatId(entry.id), toPrintableLine(entry.where),
                        entry.operatorId, state ? toString(*state) : "unknown",
                        entry.acceptance.expires.empty() ? "" : ", expires " + entry.acceptance.expires,
                        toPrintableLine(entry.acceptance.reason));
  }
  return text;
}

Result<std::string> perform(const AcceptOptions &options) {
  std::vector<std::string> problems; // of allele.yml: they are run's to say
  const std::filesystem::path path = acceptanceFile(loadConfiguration(".", problems));
  auto entries = readAcceptances(path);
  if (!entries)
    return entries.error();
  const bool isList = options.mutants.empty() && !options.prune;
  const bool needsResults = !options.remove && (!isList || Store::exists(options.out));
  RunResults results;
  if (needsResults) {
    auto loaded = Store::load(options.out);
    if (!loaded)
      return loaded.error();
    results = std::move(*loaded);
  }
  if (isList)
    return listOf(*entries, needsResults ? &results : nullptr);
  std::string said;
  Status changed = Done{};
  if (options.prune)
    prune(results, *entries, said);
  else
    changed = options.remove ? remove(options, *entries, said) : add(options, results, *entries, said);
  if (changed && !said.empty())
    changed = writeAcceptances(path, std::move(*entries));
  if (!changed)
    return changed.error();
  return said.empty() ? std::string("nothing to remove\n") : said;
}

} // namespace

ExitCode runAccept(const AcceptOptions &options, Terminal &terminal) {
  const auto said = perform(options);
  if (!said) {
    terminal.error(said.error().message);
    return ExitCode::kUsage;
  }
  terminal.print(*said);
  return ExitCode::kFine;
}

} // namespace allele
