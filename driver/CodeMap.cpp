#include "CodeMap.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <numeric>
#include <tuple>

namespace allele {

namespace {

// Sorts the elements; gives the new place of each.
template <typename T, typename Less> std::vector<std::size_t> sortAll(std::vector<T> &elements, Less less) {
  std::vector<std::size_t> order(elements.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    if (less(elements[left], elements[right]) || less(elements[right], elements[left]))
      return less(elements[left], elements[right]);
    return left < right;
  });
  std::vector<T> sorted;
  std::vector<std::size_t> placeOf(elements.size());
  sorted.reserve(elements.size());
  for (const std::size_t index : order) {
    placeOf[index] = sorted.size();
    sorted.push_back(std::move(elements[index]));
  }
  elements = std::move(sorted);
  return placeOf;
}

} // namespace

void sortCode(CodeMap &code) {
  const auto fileAt = sortAll(code.files, [](const CodeFile &left, const CodeFile &right) {
    return std::tie(left.path, left.root) < std::tie(right.path, right.root);
  });
  for (CodeFunction &function : code.functions)
    function.file = fileAt[function.file];
  const auto functionAt = sortAll(code.functions, [](const CodeFunction &left, const CodeFunction &right) {
    return std::tie(left.file, left.line, left.name) < std::tie(right.file, right.line, right.name);
  });
  for (CodeFunction &function : code.functions) {
    for (std::size_t &called : function.calls)
      called = functionAt[called];
    std::sort(function.calls.begin(), function.calls.end());
    std::sort(function.symbols.begin(), function.symbols.end());
    std::sort(function.flows.begin(), function.flows.end());
  }
  for (FailureState &state : code.states)
    state.function = functionAt[state.function];
  for (TestReach &test : code.tests) {
    for (std::uint32_t &function : test.functions)
      function = static_cast<std::uint32_t>(functionAt[function]);
    std::sort(test.functions.begin(), test.functions.end());
  }
  const auto keyOf = [&](const FailureState &state) {
    return std::tuple(code.functions[state.function].file, state.line, state.range.column, state.kind);
  };
  sortAll(code.states, [&](const FailureState &left, const FailureState &right) { return keyOf(left) < keyOf(right); });
}

namespace {

constexpr const char *kStateKinds[] = {
#define ALLELE_STATE_ID(name, id) id,
    ALLELE_STATE_KINDS(ALLELE_STATE_ID)
#undef ALLELE_STATE_ID
};

} // namespace

const char *toString(StateKind kind) {
  return kStateKinds[static_cast<std::size_t>(kind)];
}

std::optional<StateKind> stateKindFromString(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kStateKinds); ++i)
    if (text == kStateKinds[i])
      return static_cast<StateKind>(i);
  return std::nullopt;
}

std::string placeOf(const CodeMap &code, const FailureState &state) {
  return fmt::format("{}:{}", code.fileOf(state).path, state.line);
}

} // namespace allele
