#include "CodeReader.h"

#include "FunctionName.h"
#include "RecordView.h"

#include <algorithm>
#include <allele/abi.h>
#include <cstddef>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <tuple>

namespace allele {

using Numbers = std::vector<std::uint32_t>;

// One function as one object file has it: section ALLELE_SECTION_CODE, see docs/formats.md.
struct CodeReader::Description {
  struct Lines {
    Numbers probes;
    Numbers lines;
  };
  struct Branch {
    std::uint32_t line, column;
    Numbers probes;
  };
  struct State {
    FailureState state; // without function, tests, reached
    Numbers probes;
  };
  std::uint64_t key = 0;
  std::string symbol, root, file, type;
  std::uint32_t line = 0, endLine = 0;
  std::uint32_t probeCount = 0;
  std::vector<std::uint64_t> sites; // mutants that stand for probes; their numbers follow those of the probes
  bool isMeasured = false;
  std::vector<std::string> flows, calls, indirect;
  std::vector<std::pair<std::uint32_t, std::string>> virtuals;
  std::vector<Lines> lines;
  std::vector<Branch> branches;
  std::vector<State> states;
};

namespace {

using Json = nlohmann::json;

SourceRange rangeIn(const Json &json) {
  const auto numbers = json.get<Numbers>();
  if (numbers.size() != 4)
    throw std::out_of_range("range");
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

// The name behind the last `::`.
std::string lastName(const std::string &qualified) {
  const std::size_t at = qualified.rfind("::");
  return at == std::string::npos ? qualified : qualified.substr(at + 2);
}

// A thunk's function: `_ZThn16_N1D3runEv` is that of `_ZN1D3runEv`.
std::string withoutThunk(const std::string &symbol) {
  for (const char *const kind : {"_ZThn", "_ZTh"})
    if (symbol.rfind(kind, 0) == 0)
      if (const std::size_t end = symbol.find('_', 5); end != std::string::npos)
        return "_Z" + symbol.substr(end + 1);
  return symbol;
}

} // namespace

CodeReader::CodeReader() = default;
CodeReader::~CodeReader() = default;
CodeReader::CodeReader(CodeReader &&) noexcept = default;

Status CodeReader::addDescription(std::string_view text, const std::string &path) {
  if (!known.emplace(text).second)
    return Done{};
  try {
    const Json json = Json::parse(text);
    if (json.contains("slots")) {
      tables.push_back(json.at("slots").get<std::vector<std::string>>());
      return Done{};
    }
    if (json.contains("taken")) {
      for (const Json &name : json.at("taken"))
        taken.insert(name.get<std::string>());
      return Done{};
    }
    if (json.contains("uncompiled")) {
      uncompiled.push_back({json.at("uncompiled").get<std::string>(), json.at("root").get<std::string>(),
                            json.at("file").get<std::string>(), json.at("line").get<std::uint32_t>(),
                            json.at("end").get<std::uint32_t>(), json.at("lines").get<Numbers>()});
      return Done{};
    }
    Description function;
    function.key = std::stoull(json.at("key").get<std::string>(), nullptr, 16);
    function.symbol = json.at("symbol").get<std::string>();
    function.root = json.at("root").get<std::string>();
    function.file = json.at("file").get<std::string>();
    function.type = json.at("type").get<std::string>();
    function.line = json.at("line").get<std::uint32_t>();
    function.endLine = json.at("end").get<std::uint32_t>();
    function.flows = json.value("flows", std::vector<std::string>());
    function.calls = json.at("calls").get<std::vector<std::string>>();
    function.indirect = json.value("indirect", std::vector<std::string>());
    function.isMeasured = json.contains("probes");
    function.probeCount = json.value("probes", std::uint32_t{0});
    for (const Json &id : json.value("sites", Json::array()))
      function.sites.push_back(std::stoull(id.get<std::string>(), nullptr, 16));
    const Json kNothing = Json::array();
    for (const Json &called : json.value("virtual", kNothing))
      function.virtuals.emplace_back(called.at(0).get<std::uint32_t>(), called.at(1).get<std::string>());
    for (const Json &lines : json.value("lines", kNothing))
      function.lines.push_back({lines.at(0).get<Numbers>(), lines.at(1).get<Numbers>()});
    for (const Json &branch : json.value("branches", kNothing))
      function.branches.push_back(
          {branch.at(0).get<std::uint32_t>(), branch.at(1).get<std::uint32_t>(), branch.at(2).get<Numbers>()});
    for (const Json &found : json.value("states", kNothing)) {
      Description::State state;
      const auto kind = stateKindFromString(found.at("kind").get<std::string>());
      if (!kind)
        throw std::out_of_range("kind");
      state.state.kind = *kind;
      state.state.line = found.at("line").get<std::uint32_t>();
      state.state.range = rangeIn(found.at("range"));
      state.state.text = found.at("text").get<std::string>();
      if (found.contains("guard")) {
        state.state.guard = rangeIn(found.at("guard"));
        state.state.guardAvoidsBy = found.at("avoided").get<bool>();
      }
      state.probes = found.at("probes").get<Numbers>();
      function.states.push_back(std::move(state));
    }
    byKey.emplace(function.key, descriptions.size());
    descriptions.push_back(std::move(function));
    return Done{};
  } catch (const std::exception &failure) {
    return Error{fmt::format("{}: damaged metadata, section {} holds a description that can't be read ({}); build it "
                             "again",
                             path, ALLELE_SECTION_CODE, failure.what())};
  }
}

Status CodeReader::add(const ElfFile &elf, const std::string &path) {
  if (objects.count(path) != 0)
    return Done{};
  const auto records = elf.section(ALLELE_SECTION_FUNCTIONS);
  const auto content = elf.contentOf(ALLELE_SECTION_CODE);
  if (!records || records->size == 0 || records->size % sizeof(AlleleFunction) != 0 || !content)
    return Done{};
  for (std::string_view rest = *content; !rest.empty();) {
    const std::string_view text = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    if (text.empty())
      continue;
    if (Status added = addDescription(text, path); !added)
      return added;
  }
  const RecordView view(elf, path);
  Object object;
  const auto probes = elf.section(ALLELE_SECTION_PROBES);
  object.probeCount = probes ? probes->size : 0;
  for (std::uint64_t at = records->address; at < records->address + records->size; at += sizeof(AlleleFunction)) {
    const auto function = view.record<AlleleFunction>(at);
    if (!function)
      return view.damaged(at, "a function record");
    if (function->version != ALLELE_ABI_VERSION || function->code == 0)
      continue;
    const auto first = RecordView::target(at + offsetof(AlleleFunction, probes), function->probes);
    if (!first) {
      object.functions.push_back({function->code, 0, 0});
      continue;
    }
    if (!probes || *first < probes->address || *first + function->probeCount > probes->address + probes->size)
      return view.damaged(at, "what a function record says of its probes");
    object.functions.push_back({function->code, *first - probes->address, function->probeCount});
  }
  objects.emplace(path, std::move(object));
  return Done{};
}

class CodeReader::Builder {
public:
  Builder(const CodeReader &codeReader, const SuiteTrace &suiteTrace) : reader(codeReader), trace(suiteTrace) {}

  CodeMap build() {
    findLive();
    makeFunctions();
    addUncompiled();
    connect();
    follow();
    return finish();
  }

private:
  // A function's probes as the trace numbers them, or none that any test recorded.
  struct Instance {
    std::size_t description;
    std::optional<std::uint32_t> first;
  };
  // What a probe or a mutant tells of.
  struct Mark {
    std::vector<std::uint32_t> functions, lines, states;
  };
  using StateKey = std::tuple<std::size_t, std::uint32_t, std::uint32_t, std::uint32_t, StateKind>;

  // The bodies that the linker kept.
  void findLive() {
    for (const auto &[path, object] : reader.objects) {
      std::vector<std::uint32_t> starts; // an object may have been recorded more than once
      for (const SuiteTrace::Probes &probes : trace.probes)
        if (probes.path == path && probes.count == object.probeCount)
          starts.push_back(probes.first);
      for (const Probed &function : object.functions) {
        const auto description = reader.byKey.find(function.code);
        if (description == reader.byKey.end() || !reader.descriptions[description->second].isMeasured ||
            reader.descriptions[description->second].probeCount != function.count)
          continue;
        if (starts.empty())
          instances.push_back({description->second, std::nullopt});
        for (const std::uint32_t start : starts)
          instances.push_back({description->second, start + static_cast<std::uint32_t>(function.first)});
      }
    }
  }

  std::size_t fileOf(const Description &description) {
    const auto [entry, isNew] = fileIndex.emplace(description.file, code.files.size());
    if (isNew)
      code.files.push_back({description.root, description.file, {}, {}});
    return entry->second;
  }

  std::size_t functionOf(const Description &description) {
    std::string name = qualifiedName(description.symbol);
    const auto [entry, isNew] =
        functionIndex.emplace(std::tuple(description.file, description.line, name), code.functions.size());
    if (isNew) {
      CodeFunction function;
      function.name = std::move(name);
      function.file = fileOf(description);
      function.line = description.line;
      code.functions.push_back(std::move(function));
    }
    CodeFunction &function = code.functions[entry->second];
    function.endLine = std::max(function.endLine, description.endLine);
    if (symbolIndex.emplace(description.symbol, entry->second).second)
      function.symbols.push_back(description.symbol);
    for (const std::string &flow : description.flows)
      if (std::find(function.flows.begin(), function.flows.end(), flow) == function.flows.end())
        function.flows.push_back(flow);
    return entry->second;
  }

  void makeFunctions() {
    // What isn't measured counts for calls; what is, only where the linker kept it.
    for (const Description &description : reader.descriptions)
      if (!description.isMeasured)
        functionOf(description);
    for (const SuiteTrace::Probes &object : trace.probes)
      probeCount = std::max(probeCount, object.first + object.count);
    marks.resize(probeCount + trace.ids.size());
    for (std::size_t i = 0; i < trace.ids.size(); ++i)
      numberOf.emplace(trace.ids[i], static_cast<std::uint32_t>(probeCount + i));
    passed.resize(marks.size());
    for (const SuiteTrace::Test &test : trace.tests)
      forEachMark(test, [&](std::uint32_t mark) { passed[mark] = true; });
    for (const std::uint32_t probe : trace.probesBeforeMain)
      passed[probe] = true;
    for (const std::uint64_t id : trace.reachedBeforeMain)
      if (const auto number = numberOf.find(id); number != numberOf.end())
        passed[number->second] = true;
    for (const Instance &instance : instances)
      addInstance(instance);
  }

  // What a test has passed: probes, and behind them mutants.
  template <typename Visit> void forEachMark(const SuiteTrace::Test &test, const Visit &visit) const {
    for (const std::uint32_t probe : test.probes)
      visit(probe);
    for (const auto *ids : {&test.infected, &test.reached})
      for (const std::uint32_t id : *ids)
        visit(probeCount + id);
  }

  // The marks that the indicators of an instance stand for; those that nothing recorded are left out.
  Numbers marksOf(const Instance &instance, const Numbers &indicators) const {
    const Description &description = reader.descriptions[instance.description];
    Numbers found;
    for (const std::uint32_t indicator : indicators) {
      if (indicator < description.probeCount) {
        if (instance.first && *instance.first + indicator < probeCount)
          found.push_back(*instance.first + indicator);
      } else if (indicator - description.probeCount < description.sites.size()) {
        if (const auto number = numberOf.find(description.sites[indicator - description.probeCount]);
            number != numberOf.end())
          found.push_back(number->second);
      }
    }
    return found;
  }

  bool isPassed(const Numbers &numbers) const {
    return std::any_of(numbers.begin(), numbers.end(), [&](std::uint32_t number) { return passed[number]; });
  }

  void addInstance(const Instance &instance) {
    const Description &description = reader.descriptions[instance.description];
    const std::size_t function = functionOf(description);
    const std::size_t file = code.functions[function].file;
    code.functions[function].isMeasured = true;
    Numbers all(description.probeCount + description.sites.size());
    std::iota(all.begin(), all.end(), std::uint32_t{0});
    const Numbers own = marksOf(instance, all);
    code.functions[function].isReached = code.functions[function].isReached || isPassed(own);
    for (const std::uint32_t mark : own)
      marks[mark].functions.push_back(static_cast<std::uint32_t>(function));
    for (const Description::Lines &block : description.lines) {
      const Numbers found = marksOf(instance, block.probes);
      const bool isReached = isPassed(found);
      for (const std::uint32_t line : block.lines) {
        const std::uint32_t index =
            lineIndex.emplace(std::pair(file, line), static_cast<std::uint32_t>(reachedLines.size())).first->second;
        reachedLines.resize(std::max<std::size_t>(reachedLines.size(), index + 1));
        reachedLines[index] = reachedLines[index] || isReached;
        for (const std::uint32_t mark : found)
          marks[mark].lines.push_back(index);
      }
    }
    for (const Description::Branch &branch : description.branches) {
      std::vector<bool> &reached = branches[{file, branch.line, branch.column}];
      reached.resize(std::max(reached.size(), branch.probes.size()));
      for (std::size_t i = 0; i < branch.probes.size(); ++i)
        reached[i] = reached[i] || isPassed(marksOf(instance, {branch.probes[i]}));
    }
    for (const Description::State &found : description.states)
      addState(instance, found, function);
  }

  void addState(const Instance &instance, const Description::State &found, std::size_t function) {
    const SourceRange &range = found.state.range;
    const StateKey key{code.functions[function].file, found.state.line, range.column, range.endLine, found.state.kind};
    const std::uint32_t index = stateIndex.emplace(key, static_cast<std::uint32_t>(code.states.size())).first->second;
    if (index == code.states.size()) {
      code.states.push_back(found.state);
      code.states.back().function = function;
    }
    const Numbers numbers = marksOf(instance, found.probes);
    code.states[index].isReached = code.states[index].isReached || isPassed(numbers);
    for (const std::uint32_t mark : numbers)
      marks[mark].states.push_back(index);
  }

  // What no object has code of.
  void addUncompiled() {
    std::set<std::pair<std::string, std::uint32_t>> compiled; // file and last line
    for (const Description &description : reader.descriptions)
      compiled.emplace(description.file, description.endLine);
    for (const Uncompiled &each : reader.uncompiled) {
      if (compiled.count({each.file, each.endLine}) != 0)
        continue;
      Description description;
      description.root = each.root;
      description.file = each.file;
      const std::size_t file = fileOf(description);
      const auto [entry, isNew] =
          functionIndex.emplace(std::tuple(each.file, each.line, each.name), code.functions.size());
      if (!isNew)
        continue;
      CodeFunction function;
      function.name = each.name;
      function.file = file;
      function.line = each.line;
      function.endLine = each.endLine;
      function.isMeasured = true;
      code.functions.push_back(std::move(function));
      for (const std::uint32_t line : each.lines)
        if (lineIndex.emplace(std::pair(file, line), static_cast<std::uint32_t>(reachedLines.size())).second)
          reachedLines.push_back(false);
    }
  }

  // Calls by name, by slot and name of virtual functions, and by type through pointers.
  void connect() {
    std::map<std::pair<std::uint32_t, std::string>, std::set<std::size_t>> virtuals; // by slot and name
    for (const std::vector<std::string> &slots : reader.tables)
      for (std::uint32_t slot = 0; slot < slots.size(); ++slot)
        if (const auto function = symbolIndex.find(withoutThunk(slots[slot])); function != symbolIndex.end()) {
          virtuals[{slot, lastName(code.functions[function->second].name)}].insert(function->second);
          virtuals[{slot, ""}].insert(function->second);
        }
    std::map<std::string, std::set<std::size_t>> byType;
    for (const Description &description : reader.descriptions)
      if (reader.taken.count(description.symbol) != 0)
        if (const auto function = symbolIndex.find(description.symbol); function != symbolIndex.end())
          byType[description.type].insert(function->second);
    std::vector<std::set<std::size_t>> called(code.functions.size());
    for (const Description &description : reader.descriptions) {
      const auto caller = symbolIndex.find(description.symbol);
      if (caller == symbolIndex.end())
        continue;
      std::set<std::size_t> &calls = called[caller->second];
      for (const std::string &symbol : description.calls)
        if (const auto function = symbolIndex.find(symbol); function != symbolIndex.end())
          calls.insert(function->second);
      for (const auto &slot : description.virtuals)
        if (const auto functions = virtuals.find(slot); functions != virtuals.end())
          calls.insert(functions->second.begin(), functions->second.end());
      for (const std::string &type : description.indirect)
        if (const auto functions = byType.find(type); functions != byType.end())
          calls.insert(functions->second.begin(), functions->second.end());
    }
    for (std::size_t i = 0; i < called.size(); ++i) {
      called[i].erase(i);
      code.functions[i].calls.assign(called[i].begin(), called[i].end());
    }
  }

  // What each test executes.
  void follow() {
    code.tests.resize(trace.tests.size());
    std::vector<std::size_t> seenLine(reachedLines.size(), kNone);
    for (std::size_t test = 0; test < trace.tests.size(); ++test) {
      std::set<std::uint32_t> functions;
      std::set<std::uint32_t> states;
      forEachMark(trace.tests[test], [&](std::uint32_t number) {
        const Mark &mark = marks[number];
        functions.insert(mark.functions.begin(), mark.functions.end());
        states.insert(mark.states.begin(), mark.states.end());
        for (const std::uint32_t line : mark.lines)
          if (seenLine[line] != test) {
            seenLine[line] = test;
            ++code.tests[test].lines;
          }
      });
      for (const std::uint32_t state : states)
        code.states[state].tests.push_back(test);
      code.tests[test].functions.assign(functions.begin(), functions.end());
    }
  }

  // In the order of the source, whatever the order of the objects was.
  CodeMap finish() {
    for (const auto &[place, index] : lineIndex)
      code.files[place.first].lines.push_back({place.second, reachedLines[index]});
    for (const auto &[place, reached] : branches) {
      CodeBranch branch{std::get<1>(place), std::get<2>(place), static_cast<std::uint32_t>(reached.size()),
                        static_cast<std::uint32_t>(std::count(reached.begin(), reached.end(), true)), 0};
      for (std::size_t i = 0; i < reached.size() && i < 64; ++i)
        branch.taken |= std::uint64_t{reached[i]} << i;
      code.files[std::get<0>(place)].branches.push_back(branch);
    }
    sortCode(code);
    code.isKnown = !instances.empty();
    return std::move(code);
  }

  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  const CodeReader &reader;
  const SuiteTrace &trace;
  CodeMap code;
  std::vector<Instance> instances;
  std::map<std::string, std::size_t> fileIndex;
  std::map<std::tuple<std::string, std::uint32_t, std::string>, std::size_t> functionIndex;
  std::unordered_map<std::string, std::size_t> symbolIndex;
  std::map<std::pair<std::size_t, std::uint32_t>, std::uint32_t> lineIndex; // file and line
  std::vector<bool> reachedLines;
  std::map<std::tuple<std::size_t, std::uint32_t, std::uint32_t>, std::vector<bool>> branches;
  std::map<StateKey, std::uint32_t> stateIndex;
  std::uint32_t probeCount = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> numberOf; // of mutants, as marks
  std::vector<Mark> marks;                                   // probes, then mutants
  std::vector<bool> passed;                                  // of each mark, by any test
};

CodeMap CodeReader::map(const SuiteTrace &trace) const {
  return Builder(*this, trace).build();
}

} // namespace allele
