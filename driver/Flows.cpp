#include "Flows.h"

#include "FunctionName.h"
#include "Glob.h"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace allele {
namespace {

constexpr std::string_view kTests = "test:";

bool namesFile(std::string_view entry) {
  if (entry.find('/') != std::string_view::npos)
    return true;
  constexpr std::string_view kSuffixes[] = {".c",   ".cc",  ".cpp", ".cxx", ".h",   ".hh",
                                            ".hpp", ".hxx", ".inl", ".ipp", ".tcc", ".tpp"};
  return std::any_of(std::begin(kSuffixes), std::end(kSuffixes), [&](std::string_view suffix) {
    return entry.size() > suffix.size() && entry.substr(entry.size() - suffix.size()) == suffix;
  });
}

// Also by the last parts of a qualified name: `Cart::pay` is `shop::Cart::pay`.
bool namesFunction(const std::string &glob, std::string_view name) {
  for (;;) {
    if (matchesName(glob, name))
      return true;
    const std::size_t at = name.find("::");
    if (at == std::string_view::npos)
      return false;
    name.remove_prefix(at + 2);
  }
}

bool isMeant(const std::string &entry, const CodeMap &code, const CodeFunction &function) {
  return namesFile(entry) ? matchesPath(entry, code.fileOf(function).path) : namesFunction(entry, function.name);
}

class Gathering {
public:
  Gathering(const RunResults &run, const std::vector<StateEvidence> &known)
      : results(run), code(run.code), evidence(known) {
    for (std::size_t i = 0; i < code.functions.size(); ++i)
      for (const std::string &symbol : code.functions[i].symbols)
        functionOf.emplace(symbol, i);
  }

  Flow gather(const FlowSettings &settings) const {
    Flow flow;
    flow.settings = settings;
    std::map<std::size_t, unsigned> depthOf;
    std::deque<std::size_t> queue;
    const auto enter = [&](std::size_t function, unsigned depth) {
      const bool isExcluded =
          std::any_of(settings.exclude.begin(), settings.exclude.end(),
                      [&](const std::string &glob) { return isMeant(glob, code, code.functions[function]); });
      if (!isExcluded && depthOf.emplace(function, depth).second)
        queue.push_back(function);
    };
    for (const std::string &entry : settings.entries) {
      const std::set<std::size_t> found = entriesOf(entry);
      if (found.empty())
        flow.deadEntries.push_back(entry);
      for (const std::size_t function : found)
        enter(function, 0);
    }
    for (std::size_t i = 0; i < code.functions.size(); ++i)
      if (hasFlow(code.functions[i], settings.name))
        enter(i, 0);
    while (!queue.empty()) {
      const std::size_t function = queue.front();
      queue.pop_front();
      const unsigned depth = depthOf[function];
      if (settings.depth && depth >= *settings.depth)
        continue;
      for (const std::size_t called : code.functions[function].calls)
        enter(called, depth + 1);
    }
    for (const auto &[function, depth] : depthOf)
      flow.members.push_back({function, depth});
    fill(flow);
    return flow;
  }

  // Members are set.
  void fill(Flow &flow) const {
    std::sort(flow.members.begin(), flow.members.end(), [](const FlowMember &left, const FlowMember &right) {
      return std::tie(left.depth, left.function) < std::tie(right.depth, right.function);
    });
    std::set<std::size_t> functions;
    for (const FlowMember &member : flow.members)
      functions.insert(member.function);
    flow.coverage = coverageOfFunctions(code, functions);
    std::set<std::string> assertions;
    for (std::size_t i = 0; i < code.states.size(); ++i) {
      if (functions.count(code.states[i].function) == 0)
        continue;
      flow.states.push_back(i);
      ++flow.known[evidence[i].known];
      if (evidence[i].known == StateClass::kAsserted)
        assertions.insert(evidence[i].assertion);
    }
    flow.assertions = assertions.size();
    std::sort(flow.states.begin(), flow.states.end(), [&](std::size_t left, std::size_t right) {
      return std::pair(evidence[left].known, left) < std::pair(evidence[right].known, right);
    });
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
      if (isOf(results.catalog.mutants[i], functions)) {
        flow.mutants.push_back(i);
        flow.counts.add(results.catalog.mutants[i], results.outcomes[i], results.acceptanceOf(i));
      }
  }

private:
  static bool hasFlow(const CodeFunction &function, const std::string &name) {
    return std::find(function.flows.begin(), function.flows.end(), name) != function.flows.end();
  }

  std::set<std::size_t> entriesOf(const std::string &entry) const {
    std::set<std::size_t> found;
    if (entry.compare(0, kTests.size(), kTests) == 0) {
      for (std::size_t test = 0; test < code.tests.size(); ++test)
        if (matchesName(entry.substr(kTests.size()), results.info.tests[test].name))
          found.insert(code.tests[test].functions.begin(), code.tests[test].functions.end());
      return found;
    }
    for (std::size_t i = 0; i < code.functions.size(); ++i)
      if (isMeant(entry, code, code.functions[i]))
        found.insert(i);
    return found;
  }

  // By the functions that it is compiled into; what isn't compiled in by its place.
  bool isOf(const Mutant &mutant, const std::set<std::size_t> &functions) const {
    bool isKnown = false;
    for (const Site &site : mutant.sites)
      if (const auto function = functionOf.find(site.function); function != functionOf.end()) {
        isKnown = true;
        if (functions.count(function->second) != 0)
          return true;
      }
    return !isKnown && std::any_of(functions.begin(), functions.end(), [&](std::size_t index) {
      const CodeFunction &function = code.functions[index];
      return code.fileOf(function).path == mutant.file && function.line <= mutant.range.line &&
             mutant.range.line <= function.endLine;
    });
  }

  const RunResults &results;
  const CodeMap &code;
  const std::vector<StateEvidence> &evidence;
  std::unordered_map<std::string, std::size_t> functionOf; // by linkage name
};

// Words of what must not fail silently: money, access, data, and what comes from outside.
bool isCritical(const std::string &word) {
  static const std::set<std::string> kWords = {
      "pay",         "payment",     "charge",   "refund",  "invoice", "order",   "checkout", "transfer", "withdraw",
      "deposit",     "balance",     "price",    "auth",    "login",   "logout",  "password", "token",    "session",
      "permission",  "access",      "grant",    "revoke",  "encrypt", "decrypt", "sign",     "verify",   "verifies",
      "hash",        "certificate", "key",      "save",    "store",   "write",   "commit",   "delete",   "remove",
      "erase",       "insert",      "update",   "load",    "open",    "close",   "read",     "parse",    "decode",
      "deserialize", "send",        "receive",  "connect", "submit",  "import",  "export",   "migrate",  "backup",
      "restore",     "sync",        "allocate", "lock",    "unlock",  "rollback"};
  return kWords.count(word) != 0;
}

} // namespace

std::size_t Flow::count(StateClass state) const {
  const auto entry = known.find(state);
  return entry == known.end() ? 0 : entry->second;
}

std::vector<Flow> flowsOf(const RunResults &results, const std::vector<FlowSettings> &settings,
                          const std::vector<StateEvidence> &evidence) {
  const Gathering gathering(results, evidence);
  std::vector<FlowSettings> all = settings;
  std::set<std::string> named;
  for (const CodeFunction &function : results.code.functions)
    named.insert(function.flows.begin(), function.flows.end());
  for (const std::string &name : named)
    if (std::none_of(all.begin(), all.end(), [&](const FlowSettings &flow) { return flow.name == name; })) {
      all.emplace_back();
      all.back().name = name;
    }
  std::vector<Flow> flows;
  flows.reserve(all.size());
  for (const FlowSettings &each : all)
    flows.push_back(gathering.gather(each));
  return flows;
}

Flow wholeProgram(const RunResults &results, const std::vector<StateEvidence> &evidence) {
  Flow flow;
  for (std::size_t i = 0; i < results.code.functions.size(); ++i)
    flow.members.push_back({i, 0});
  Gathering(results, evidence).fill(flow);
  return flow;
}

std::string summaryOf(const Flow &flow) {
  std::string text = fmt::format("{} failure state{} · {} reached · {} asserted · {} crash only", flow.states.size(),
                                 flow.states.size() == 1 ? "" : "s", flow.reached(), flow.count(StateClass::kAsserted),
                                 flow.count(StateClass::kCrashOnly));
  if (const std::size_t count = flow.count(StateClass::kExitOnly); count != 0)
    text += fmt::format(" · {} exit code only", count);
  text += fmt::format(" · {} reached, nothing asserted", flow.count(StateClass::kUnchecked));
  if (const std::size_t count = flow.count(StateClass::kUnknown); count != 0)
    text += fmt::format(" · {} reached, no mutants", count);
  return text;
}

std::vector<FlowCandidate> suggestFlows(const RunResults &results, std::size_t most) {
  const CodeMap &code = results.code;
  std::vector<std::size_t> ownStates(code.functions.size());
  std::vector<std::size_t> callers(code.functions.size());
  for (const FailureState &state : code.states)
    ++ownStates[state.function];
  for (const CodeFunction &function : code.functions)
    for (const std::size_t called : function.calls)
      ++callers[called];
  const auto statesFrom = [&](std::size_t first) {
    std::set<std::size_t> seen = {first};
    std::deque<std::size_t> queue = {first};
    std::size_t states = 0;
    while (!queue.empty()) {
      const std::size_t function = queue.front();
      queue.pop_front();
      states += ownStates[function];
      for (const std::size_t called : code.functions[function].calls)
        if (seen.insert(called).second)
          queue.push_back(called);
    }
    return states;
  };
  std::vector<FlowCandidate> candidates;
  for (std::size_t i = 0; i < code.functions.size(); ++i) {
    FlowCandidate candidate;
    candidate.function = i;
    const std::string &name = code.functions[i].name;
    for (const std::string &word : wordsOf(name.substr(name.rfind("::") == std::string::npos ? 0 : name.rfind("::"))))
      if (isCritical(word))
        candidate.words.push_back(word);
    if (candidate.words.empty() || !code.functions[i].isMeasured)
      continue;
    candidate.callers = callers[i];
    candidate.states = statesFrom(i);
    if (candidate.states != 0)
      candidates.push_back(std::move(candidate));
  }
  // What leads to most failures, and of those what others begin with rather than call in passing.
  std::sort(candidates.begin(), candidates.end(), [](const FlowCandidate &left, const FlowCandidate &right) {
    return std::tuple(right.states, left.callers, left.function) <
           std::tuple(left.states, right.callers, right.function);
  });
  candidates.resize(std::min(candidates.size(), most));
  return candidates;
}

} // namespace allele
