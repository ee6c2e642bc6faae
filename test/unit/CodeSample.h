// A small program with a flow of three functions, as the plugin describes it and tests execute it.
#pragma once

#include "RunResults.h"

namespace allele {

// shop::Cart::pay (a.cpp:1-20) calls charge (a.cpp:22-30), which calls log (b.cpp:1-3). `unrelated` is b.cpp:5-9.
// States: pay: 10 throw (reached by test 0, guard 9), 15 return (not reached); charge: 25 return (reached by both),
// unrelated: 7 abort.
inline RunResults codeSample() {
  RunResults results;
  results.complete = true;
  results.info.tests.resize(2);
  results.info.tests[0].name = "Pay.declined";
  results.info.tests[1].name = "Log.works";
  CodeMap &code = results.code;
  code.isKnown = true;
  code.files = {{"/src", "pay/a.cpp", {{2, true}, {10, true}, {15, false}, {25, true}}, {{9, 3, 2, 1, 2}}},
                {"/src", "b.cpp", {{2, true}, {7, false}}, {{6, 1, 3, 2, 5}}}};
  const auto add = [&](const char *name, const char *symbol, std::size_t file, std::uint32_t line, std::uint32_t end,
                       std::vector<std::size_t> calls, bool isReached) {
    CodeFunction function;
    function.name = name;
    function.symbols = {symbol};
    function.file = file;
    function.line = line;
    function.endLine = end;
    function.isMeasured = true;
    function.isReached = isReached;
    function.calls = std::move(calls);
    code.functions.push_back(std::move(function));
  };
  add("shop::Cart::pay", "_Zpay", 0, 1, 20, {1}, true);
  add("charge", "charge", 0, 22, 30, {2}, true);
  add("log", "log", 1, 1, 3, {}, true);
  add("unrelated", "unrelated", 1, 5, 9, {}, false);
  const auto state = [&](StateKind kind, std::size_t function, std::uint32_t line, std::vector<std::size_t> tests) {
    FailureState made;
    made.kind = kind;
    made.function = function;
    made.line = line;
    made.range = {line, 5, line, 20};
    made.text = "state";
    made.isReached = !tests.empty();
    made.tests = std::move(tests);
    code.states.push_back(std::move(made));
  };
  state(StateKind::kThrow, 0, 10, {0});
  state(StateKind::kReturn, 0, 15, {});
  state(StateKind::kReturn, 1, 25, {0, 1});
  state(StateKind::kAbort, 3, 7, {});
  code.states[0].guard = {9, 7, 9, 12};
  code.tests = {{3, {0, 1, 2}}, {2, {1, 2}}};
  return results;
}

// With a verdict; gives its index.
inline std::size_t addMutant(RunResults &results, const char *operatorId, const char *file, SourceRange range,
                             const char *function, Verdict verdict, Cause cause = Cause::kNone,
                             const char *detail = "") {
  Mutant mutant;
  mutant.id = results.catalog.mutants.size() + 1;
  mutant.operatorId = operatorId;
  mutant.level = "default";
  mutant.root = "/src";
  mutant.file = file;
  mutant.range = range;
  mutant.original = "a";
  mutant.replacement = "b";
  mutant.sites = {{0, function, 0}};
  results.catalog.mutants.push_back(mutant);
  Outcome outcome;
  outcome.judgement = {verdict, cause, detail};
  outcome.reached = verdict != Verdict::kNotReached;
  if (verdict == Verdict::kKilled)
    outcome.killers = {0};
  results.outcomes.emplace_back(outcome);
  results.pairs.emplace_back();
  return results.catalog.mutants.size() - 1;
}

} // namespace allele
