// allele show: everything known about one mutant, or about all on one line. Stack traces are StackCommand's.
#include "Acceptances.h"
#include "Discovery.h"
#include "MutantId.h"
#include "MutantJson.h"
#include "MutantText.h"
#include "OperatorReference.h"
#include "Store.h"
#include "Subcommands.h"
#include "SurvivorText.h"
#include "TestsOfMutant.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned kContext = 3;

// Tests and sites that are shown unless all are.
constexpr std::size_t kMost = 20;

// What a mutant can be looked up in: the results of a run, and the program's own metadata when one was named.
struct Knowledge {
  Catalog catalog;
  bool isNamed = false; // the program: catalog and command are its own, not those of the results
  std::string command;  // words of the shell that run everything
  std::optional<RunResults> results;
};

Result<Knowledge> gather(const ShowOptions &options) {
  Knowledge knowledge;
  if (Store::exists(options.out)) {
    auto results = loadResults(options.out);
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
  } else {
    return Error{
        fmt::format("no results in {}; name the program too: allele show {} PROGRAM", options.out, options.mutant)};
  }
  return knowledge;
}

std::optional<std::size_t> indexIn(const RunResults &results, std::uint64_t id) {
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
    if (results.catalog.mutants[i].id == id)
      return i;
  return std::nullopt;
}

// Whether the run's command starts a program that holds mutants, and no other one that does.
bool startsMutants(const RunResults &results) {
  const std::vector<std::string> &command = results.info.command;
  const auto program =
      command.empty() ? Result<std::string>(Error{}) : findProgram(command.front(), results.info.workingDirectory);
  const std::vector<std::string> &objects = results.catalog.objects;
  return program && std::find(objects.begin(), objects.end(), *program) != objects.end();
}

// A mutant with all that is known of it.
class Subject {
public:
  Subject(const Knowledge &from, std::size_t number)
      : knowledge(from), results(from.results ? &*from.results : nullptr), mutant(from.catalog.mutants[number]) {
    if (results == nullptr)
      return;
    index = indexIn(*results, mutant.id);
    if (index)
      tests = testsOfMutant(*results, *index);
  }

  std::string text(const Palette &palette, bool all) const {
    std::string text = palette.bold(fmt::format("{}  {}  {}", formatId(mutant.id), toPrintableLine(placeOf(mutant)),
                                                mutant.operatorId)) +
                       "\n" + diff(palette);
    if (mutant.ignored)
      return text + ignoredText(*mutant.ignored) + (equalOf(mutant) ? verdict() : "");
    text += fmt::format("  compiled in at {}:\n", countOf(mutant.sites.size(), "site"));
    std::vector<std::string> sites;
    sites.reserve(mutant.sites.size());
    for (const Site &site : mutant.sites)
      sites.push_back(fmt::format("{} in {}", toPrintableLine(demangle(site.function)),
                                  toPrintableLine(knowledge.catalog.objects[site.object])));
    text += list(sites, "site", all) + verdict();
    if (const Acceptance *acceptance = accepted())
      text += fmt::format("  accepted: {}{}{}\n", toPrintableLine(acceptance->reason),
                          behind(", since ", acceptance->since), behind(", until ", acceptance->expires));
    if (const std::string reason = why(); !reason.empty())
      text += fmt::format("  why: {}\n", reason);
    if (!tests.empty()) {
      text +=
          fmt::format("  tests: {} {} it, {} {} another value\n", tests.size(), tests.size() == 1 ? "reaches" : "reach",
                      infecting(), infecting() == 1 ? "computes" : "compute");
      text += list(testLines(), "test", all);
    }
    text += output();
    text += fmt::format("  repeat: {}\n", repeatLine(mutant.id, command()));
    text += fmt::format("  debug:  {}\n", debugger());
    return text;
  }

  Json json() const {
    Json json = mutantToJson(mutant, knowledge.catalog);
    if (const Outcome *known = outcome()) {
      json["verdict"] = toString(known->judgement.verdict);
      if (known->judgement.cause != Cause::kNone)
        json["cause"] = toString(known->judgement.cause);
      if (!known->judgement.detail.empty())
        json["reason"] = toValidUtf8(known->judgement.detail);
      json["reached"] = known->reached;
      json["infected"] = known->infected;
      if (!known->output.empty())
        json["output"] = toValidUtf8(known->output);
    }
    if (const Acceptance *acceptance = accepted())
      json["accepted"] = {
          {"reason", toValidUtf8(acceptance->reason)}, {"since", acceptance->since}, {"expires", acceptance->expires}};
    if (const std::string reason = why(); !reason.empty())
      json["why"] = toValidUtf8(reason);
    if (index) {
      Json list = Json::array();
      for (const TestOfMutant &each : tests) {
        const TestInfo &info = results->info.tests[each.test];
        list.push_back({{"name", toValidUtf8(info.name)},
                        {"infected", each.isInfected},
                        {"result", toString(each.part)},
                        {"seconds", std::chrono::duration<double>(info.wallTime).count()}});
      }
      json["tests"] = std::move(list);
    }
    if (!mutant.ignored) {
      json["repeat"] = toValidUtf8(repeatLine(mutant.id, command()));
      json["debug"] = toValidUtf8(debugger());
    }
    return json;
  }

private:
  static std::string behind(const char *word, const std::string &text) { return text.empty() ? "" : word + text; }

  // nullptr: there is no verdict on it.
  const Outcome *outcome() const {
    if (!index)
      return nullptr;
    const std::optional<Outcome> &known = results->outcomes[*index];
    return known ? &*known : nullptr;
  }

  const Acceptance *accepted() const { return index ? results->acceptanceOf(*index) : nullptr; }

  std::size_t infecting() const {
    return static_cast<std::size_t>(
        std::count_if(tests.begin(), tests.end(), [](const TestOfMutant &each) { return each.isInfected; }));
  }

  // Of the run, or else as it is now.
  std::string diff(const Palette &palette) const {
    static const std::map<std::string, std::string> kNone;
    SourceTexts ofRun(results != nullptr && !knowledge.isNamed ? results->sources : kNone);
    const SourceText *source = ofRun.of(mutant);
    const std::optional<std::string> read = source == nullptr ? readSource(sourcePathOf(mutant)) : std::nullopt;
    std::optional<SourceText> fromDisk;
    if (read)
      source = &fromDisk.emplace(*read);
    return diffText(makeDiff(source, mutant, kContext), palette, "  ");
  }

  static std::string ignoredText(const Ignored &ignored) {
    std::string text = fmt::format("  not compiled in and not run: {}\n", toPrintableLine(describeIgnored(ignored)));
    if (ignored.reason == IgnoreReason::kNoise)
      if (const RuleEntry *rule = operatorReference().findRule(ignored.detail))
        text +=
            fmt::format("    {}\n    `allele operators {}` tells how it is turned off\n", rule->description, rule->id);
    return text;
  }

  std::string verdict() const {
    if (results == nullptr)
      return "";
    if (!index)
      return "  verdict: none (not in the results)\n";
    const Outcome *known = outcome();
    if (known == nullptr)
      return "  verdict: none yet (the run isn't complete)\n";
    const Judgement &judgement = known->judgement;
    std::string text = fmt::format("  verdict: {}", toString(judgement.verdict));
    if (judgement.cause != Cause::kNone)
      text += fmt::format(" by {}", toString(judgement.cause));
    if (!judgement.detail.empty())
      text += fmt::format(": {}", toPrintableLine(judgement.detail));
    return text + "\n";
  }

  // Why nothing has killed it, and which tests could; empty for all others.
  std::string why() const {
    constexpr std::size_t kCandidates = 3;
    const Outcome *known = outcome();
    if (!index || known == nullptr || !mayBeAccepted(known->judgement.verdict) || equalOf(mutant))
      return "";
    std::string text = whyAlive(*known, results->pairs[*index]);
    std::string names;
    for (std::size_t i = 0; i < std::min({kCandidates, infecting(), tests.size()}); ++i)
      names += (names.empty() ? "" : ", ") + toPrintableLine(results->info.tests[tests[i].test].name);
    return names.empty() || tests.size() == 1 ? text : text + "; the likeliest to extend: " + names;
  }

  std::vector<std::string> testLines() const {
    const Outcome *known = outcome();
    std::vector<std::string> lines;
    for (const TestOfMutant &each : tests) {
      const TestInfo &info = results->info.tests[each.test];
      // The message is of the first one that noticed it.
      const bool hasMessage = known != nullptr && !known->killers.empty() && known->killers.front() == each.test &&
                              !known->judgement.detail.empty();
      lines.push_back(fmt::format("{} ({:.1f} ms): {}{}", toPrintableLine(info.name),
                                  std::chrono::duration<double, std::milli>(info.wallTime).count(), toString(each.part),
                                  hasMessage ? ": " + toPrintableLine(known->judgement.detail) : ""));
    }
    return lines;
  }

  static std::string list(const std::vector<std::string> &lines, const char *what, bool all) {
    std::string text;
    const std::size_t shown = all ? lines.size() : std::min(lines.size(), kMost);
    for (std::size_t i = 0; i < shown; ++i)
      text += "    " + lines[i] + "\n";
    if (shown != lines.size())
      text += fmt::format("    {} more {}s; --all shows them\n", lines.size() - shown, what);
    return text;
  }

  std::string output() const {
    const Outcome *known = outcome();
    if (known == nullptr || known->output.empty())
      return "";
    std::string text = "  the end of the output:\n";
    for (const std::string &line : splitLines(known->output))
      text += "    | " + toPrintableLine(line) + "\n";
    return text;
  }

  std::string command() const {
    return index && !knowledge.isNamed ? commandByHand(*results, *index) : knowledge.command;
  }

  std::string debugger() const {
    return debuggerLine(mutant, command(), !index || knowledge.isNamed || startsMutants(*results));
  }

  const Knowledge &knowledge;
  const RunResults *results; // nullptr: there are none
  const Mutant &mutant;
  std::optional<std::size_t> index; // in the results
  std::vector<TestOfMutant> tests;
};

} // namespace

ExitCode runShow(const ShowOptions &options, Terminal &terminal) {
  if (!options.stack.empty())
    return showStack(options, terminal);
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
  Json list = Json::array();
  for (const std::size_t index : *found) {
    const Subject subject(*knowledge, index);
    if (options.json)
      list.push_back(subject.json());
    else
      text += (text.empty() ? "" : "\n") + subject.text(terminal.palette(), options.all);
  }
  terminal.print(options.json ? list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n" : text);
  return ExitCode::kFine;
}

} // namespace allele
