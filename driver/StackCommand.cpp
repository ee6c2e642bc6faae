// allele show --stack: what the tests know of each place in a stack trace.
#include "EscapeStudy.h"
#include "FailureStates.h"
#include "MutantId.h"
#include "MutantText.h"
#include "SourceDiff.h"
#include "StackPlaces.h"
#include "StackSymbols.h"
#include "Subcommands.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kTestsShown = 3;
constexpr std::size_t kMutantsShown = 5;

// What the results know of the place of one frame.
struct FrameFacts {
  std::optional<bool> isReached;
  std::vector<std::size_t> mutants; // of the line
  std::vector<std::size_t> states;  // of the line, or without one of the function
  std::vector<std::size_t> tests;   // that reach the line, or without one run the function
};

class Stack {
public:
  Stack(const RunResults &run, StackTrace found)
      : results(run), index(run), trace(std::move(found)), evidence(evidenceOf(run)),
        frames(placeFrames(trace, index, usualTestFiles())), first(firstOwn(frames)) {}

  bool hasOwn() const { return first.has_value(); }

  std::string text(const Palette &palette, bool all) const {
    std::string text;
    for (std::size_t i = 0; i < frames.size(); ++i)
      text += frames[i].isOwn() ? own(i, palette, all) : foreign(i);
    if (trace.stacks > 1)
      text += fmt::format("1 of {} is shown: {}\n", countOf(trace.stacks, "stack"), "that of thread 1, or the first");
    if (!first)
      text += "no frame is in code of the results; is it another program's, or stripped?\n";
    return text;
  }

  Json json() const {
    Json list = Json::array();
    for (std::size_t i = 0; i < frames.size(); ++i)
      list.push_back(frameJson(i));
    return list;
  }

private:
  FrameFacts factsOf(const PlacedFrame &placed) const {
    FrameFacts facts;
    std::set<std::size_t> tests;
    if (placed.line != 0) {
      facts.isReached = index.isReached(placed.source, placed.line);
      facts.mutants = index.mutantsOn(placed.source, placed.line);
      facts.states = index.statesOn(placed.source, placed.line);
      for (const std::size_t mutant : facts.mutants)
        for (const Pair &pair : results.pairs[mutant])
          tests.insert(pair.test);
      for (const std::size_t state : facts.states)
        tests.insert(results.code.states[state].tests.begin(), results.code.states[state].tests.end());
    }
    if (placed.function != nullptr && placed.function->index) {
      const std::size_t number = *placed.function->index;
      if (placed.line == 0) {
        facts.isReached = results.code.functions[number].isReached;
        for (std::size_t i = 0; i < results.code.states.size(); ++i)
          if (results.code.states[i].function == number)
            facts.states.push_back(i);
      }
      if (tests.empty() && facts.isReached != false)
        for (std::size_t test = 0; test < results.code.tests.size(); ++test)
          if (std::binary_search(results.code.tests[test].functions.begin(), results.code.tests[test].functions.end(),
                                 number))
            tests.insert(test);
    }
    facts.tests.assign(tests.begin(), tests.end());
    return facts;
  }

  std::string foreign(std::size_t number) const {
    const PlacedFrame &placed = frames[number];
    const std::string name = placed.frame.function.empty() ? placed.frame.text : placed.frame.function;
    const std::string where =
        placed.frame.file.empty() ? placed.frame.module : fmt::format("{}:{}", placed.frame.file, placed.frame.line);
    return fmt::format("  #{:<3} {}{}  not instrumented{}\n", number, toPrintableLine(cutTo(120, name)),
                       where.empty() ? "" : "  " + toPrintableLine(where),
                       placed.note.empty() ? "" : ": " + toPrintableLine(placed.note));
  }

  std::string placeText(const PlacedFrame &placed) const {
    const std::string &file = index.shownName(placed.source);
    return placed.line != 0 ? fmt::format("{}:{}", file, placed.line)
                            : fmt::format("{}:{}-{}", file, placed.function->first, placed.function->last);
  }

  std::string own(std::size_t number, const Palette &palette, bool all) const {
    const PlacedFrame &placed = frames[number];
    const FrameFacts facts = factsOf(placed);
    std::string text =
        fmt::format("{} #{:<3} {}  {}{}\n", number == first ? ">" : " ", number,
                    palette.bold(toPrintableLine(placed.function->name)), toPrintableLine(placeText(placed)),
                    number == first ? "  the first frame in own code" : "");
    if (!placed.note.empty())
      text += fmt::format("       note: {}\n", toPrintableLine(placed.note));
    text += fmt::format("       {}\n", reachText(placed, facts, all));
    if (placed.line != 0)
      text += mutantsText(facts, all);
    for (const std::size_t state : facts.states)
      text += fmt::format(
          "       failure state {}  {}  {}: {}{}\n", toPrintableLine(placeOf(results.code, results.code.states[state])),
          toString(results.code.states[state].kind), quotedCode(results.code.states[state].text),
          toString(evidence[state].known),
          evidence[state].assertion.empty() ? "" : ", by " + toPrintableLine(evidence[state].assertion));
    return text;
  }

  std::string reachText(const PlacedFrame &placed, const FrameFacts &facts, bool all) const {
    const char *what = placed.line != 0 ? "the line" : "the function";
    if (!facts.isReached)
      return fmt::format("nothing tells whether a test reaches {}", what);
    if (!*facts.isReached)
      return fmt::format("no test reaches {}", what);
    std::string names;
    const std::size_t most = all ? facts.tests.size() : std::min(facts.tests.size(), kTestsShown);
    for (std::size_t i = 0; i < most; ++i)
      names += (i == 0 ? ": " : ", ") + toPrintableLine(results.info.tests[facts.tests[i]].name);
    if (most != facts.tests.size())
      names += fmt::format(" and {} more; --all shows them", facts.tests.size() - most);
    return fmt::format("reached by {}{}", facts.tests.empty() ? "a test" : countOf(facts.tests.size(), "test"), names);
  }

  std::string mutantsText(const FrameFacts &facts, bool all) const {
    if (facts.mutants.empty())
      return "       no mutants on the line\n";
    std::string text;
    std::size_t shown = 0;
    for (const std::size_t number : facts.mutants) {
      const Mutant &mutant = results.catalog.mutants[number];
      if (!all && shown++ == kMutantsShown) {
        text += fmt::format("       and {}; `allele show {}` shows them\n",
                            countOf(facts.mutants.size() - kMutantsShown, "mutant"),
                            shellQuote(fmt::format("{}:{}", mutant.file, mutant.range.line)));
        break;
      }
      text += fmt::format("       {}  {}  {}: {}\n", formatId(mutant.id), verdictText(number),
                          toPrintableLine(mutant.operatorId), changeOf(mutant));
    }
    return text;
  }

  std::string verdictText(std::size_t number) const {
    const std::optional<Outcome> &outcome = results.outcomes[number];
    if (!outcome)
      return "no verdict yet";
    const Judgement &judgement = outcome->judgement;
    return judgement.cause == Cause::kNone
               ? toString(judgement.verdict)
               : fmt::format("{} by {}", toString(judgement.verdict), toString(judgement.cause));
  }

  Json frameJson(std::size_t number) const {
    const PlacedFrame &placed = frames[number];
    Json json = {{"frame", number},
                 {"text", toValidUtf8(placed.frame.text)},
                 {"instrumented", placed.isOwn()},
                 {"first", number == first}};
    if (!placed.note.empty())
      json["note"] = toValidUtf8(placed.note);
    if (!placed.isOwn()) {
      json["function"] = toValidUtf8(placed.frame.function);
      return json;
    }
    const FrameFacts facts = factsOf(placed);
    json["function"] = toValidUtf8(placed.function->name);
    json["file"] = toValidUtf8(index.shownName(placed.source));
    json["line"] = placed.line != 0 ? Json(placed.line) : Json();
    json["reached"] = facts.isReached ? Json(*facts.isReached) : Json();
    json["tests"] = Json::array();
    for (const std::size_t test : facts.tests)
      json["tests"].push_back(toValidUtf8(results.info.tests[test].name));
    json["mutants"] = Json::array();
    for (const std::size_t mutant : facts.mutants) {
      const std::optional<Outcome> &outcome = results.outcomes[mutant];
      json["mutants"].push_back({{"id", formatId(results.catalog.mutants[mutant].id)},
                                 {"verdict", outcome ? Json(toString(outcome->judgement.verdict)) : Json()}});
    }
    json["states"] = Json::array();
    for (const std::size_t state : facts.states)
      json["states"].push_back({{"place", toValidUtf8(placeOf(results.code, results.code.states[state]))},
                                {"kind", toString(results.code.states[state].kind)},
                                {"text", toValidUtf8(results.code.states[state].text)},
                                {"class", toString(evidence[state].known)}});
    return json;
  }

  const RunResults &results;
  CodeIndex index;
  StackTrace trace;
  std::vector<StateEvidence> evidence;
  std::vector<PlacedFrame> frames;
  std::optional<std::size_t> first;
};

std::optional<std::string> readTrace(const std::string &path) {
  if (path != "-")
    return readSource(path);
  return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
}

} // namespace

ExitCode showStack(const ShowOptions &options, Terminal &terminal) {
  const auto fail = [&](const std::string &message) {
    terminal.error(message);
    return ExitCode::kUsage;
  };
  const auto text = readTrace(options.stack);
  if (!text)
    return fail(fmt::format("{} can't be read; name a file with a stack trace, or - for standard input",
                            toPrintableLine(options.stack)));
  StackTrace trace = parseStackTrace(*text);
  if (trace.frames.empty())
    return fail(fmt::format("no frame of a stack trace is in {}; `allele show --help` names what can be read, such as "
                            "gdb's `bt`",
                            options.stack == "-" ? "standard input" : toPrintableLine(options.stack)));
  const auto results = loadResults(options.out);
  if (!results)
    return fail(results.error().message);
  findSymbols(trace, results->catalog.objects);
  const Stack stack(*results, std::move(trace));
  terminal.print(options.json ? stack.json().dump(2) + "\n" : stack.text(terminal.palette(), options.all));
  return stack.hasOwn() ? ExitCode::kFine : ExitCode::kNothing;
}

} // namespace allele
