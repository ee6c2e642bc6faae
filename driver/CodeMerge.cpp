#include "CodeMerge.h"

#include <algorithm>

namespace allele {
namespace {

template <typename T> void unite(std::vector<T> &all, const std::vector<T> &more) {
  all.insert(all.end(), more.begin(), more.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

std::uint32_t bitsIn(std::uint64_t set) {
  std::uint32_t count = 0;
  for (; set != 0; set &= set - 1)
    ++count;
  return count;
}

} // namespace

std::size_t CodeMerge::fileOf(const CodeFile &file) {
  const auto [entry, isNew] = files.emplace(file.path, to.files.size());
  if (isNew) {
    to.files.push_back({file.root, file.path, {}, {}});
    lines.emplace_back();
    branches.emplace_back();
  }
  return entry->second;
}

void CodeMerge::add(const CodeMap &code, const std::vector<std::size_t> &tests) {
  isKnown = isKnown && code.isKnown;
  std::vector<std::size_t> fileAt;
  for (const CodeFile &file : code.files) {
    fileAt.push_back(fileOf(file));
    for (const CodeLine &line : file.lines) {
      bool &isReached = lines[fileAt.back()][line.number];
      isReached = isReached || line.isReached;
    }
    for (const CodeBranch &branch : file.branches) {
      CodeBranch &known = branches[fileAt.back()].emplace(std::pair(branch.line, branch.column), branch).first->second;
      known.outcomes = std::max(known.outcomes, branch.outcomes);
      known.taken |= branch.taken;
      known.reached = std::max({known.reached, branch.reached, bitsIn(known.taken)});
    }
  }
  std::vector<std::size_t> functionAt;
  for (const CodeFunction &function : code.functions) {
    const auto [entry, isNew] =
        functions.emplace(std::tuple(fileAt[function.file], function.line, function.name), to.functions.size());
    functionAt.push_back(entry->second);
    if (isNew) {
      to.functions.push_back(function);
      to.functions.back().file = fileAt[function.file];
      to.functions.back().calls.clear();
    }
    CodeFunction &known = to.functions[entry->second];
    known.endLine = std::max(known.endLine, function.endLine);
    known.isMeasured = known.isMeasured || function.isMeasured;
    known.isReached = known.isReached || function.isReached;
    unite(known.symbols, function.symbols);
    unite(known.flows, function.flows);
  }
  for (std::size_t i = 0; i < code.functions.size(); ++i) {
    std::vector<std::size_t> calls;
    calls.reserve(code.functions[i].calls.size());
    for (const std::size_t called : code.functions[i].calls)
      calls.push_back(functionAt[called]);
    unite(to.functions[functionAt[i]].calls, calls);
  }
  for (const FailureState &state : code.states) {
    const auto [entry, isNew] = states.emplace(
        std::tuple(fileAt[code.functions[state.function].file], state.line, state.range.column, state.kind),
        to.states.size());
    if (isNew) {
      to.states.push_back(state);
      to.states.back().function = functionAt[state.function];
      to.states.back().tests.clear();
    }
    FailureState &known = to.states[entry->second];
    known.isReached = known.isReached || state.isReached;
    std::vector<std::size_t> reaching;
    reaching.reserve(state.tests.size());
    for (const std::size_t test : state.tests)
      reaching.push_back(tests[test]);
    unite(known.tests, reaching);
  }
  for (std::size_t i = 0; i < code.tests.size(); ++i) {
    to.tests.resize(std::max(to.tests.size(), tests[i] + 1));
    TestReach &known = to.tests[tests[i]];
    known.lines = std::max(known.lines, code.tests[i].lines);
    std::vector<std::uint32_t> entered;
    entered.reserve(code.tests[i].functions.size());
    for (const std::uint32_t function : code.tests[i].functions)
      entered.push_back(static_cast<std::uint32_t>(functionAt[function]));
    unite(known.functions, entered);
  }
}

CodeMap CodeMerge::take(std::size_t tests) {
  if (!isKnown)
    return {};
  for (std::size_t i = 0; i < to.files.size(); ++i) {
    for (const auto &[number, isReached] : lines[i])
      to.files[i].lines.push_back({number, isReached});
    for (const auto &[place, branch] : branches[i])
      to.files[i].branches.push_back(branch);
  }
  to.tests.resize(tests);
  to.isKnown = !to.files.empty();
  sortCode(to);
  return std::move(to);
}

} // namespace allele
