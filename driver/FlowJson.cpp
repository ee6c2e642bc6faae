#include "FlowJson.h"

#include "MutantId.h"
#include "Text.h"

namespace allele {
namespace {

using Json = nlohmann::json;

Json ratioJson(const Ratio &ratio) {
  const auto value = ratio.value();
  return {{"part", ratio.part}, {"whole", ratio.whole}, {"value", value ? Json(*value) : Json()}};
}

Json stateJson(const RunResults &results, std::size_t index, const StateEvidence &found) {
  const FailureState &state = results.code.states[index];
  const auto ids = [&](const std::vector<std::size_t> &mutants) {
    Json list = Json::array();
    for (const std::size_t mutant : mutants)
      list.push_back(formatId(results.catalog.mutants[mutant].id));
    return list;
  };
  Json tests = Json::array();
  for (const std::size_t test : state.tests)
    tests.push_back(toValidUtf8(results.info.tests[test].name));
  return {{"kind", toString(state.kind)},
          {"file", toValidUtf8(results.code.fileOf(state).path)},
          {"line", state.line},
          {"function", toValidUtf8(results.code.functions[state.function].name)},
          {"text", toValidUtf8(state.text)},
          {"class", toString(found.known)},
          {"tests", tests},
          {"mutants", ids(found.mutants)},
          {"forcing", ids(found.forcing)},
          {"assertion", toValidUtf8(found.assertion)},
          {"asserted by", found.test ? Json(toValidUtf8(results.info.tests[*found.test].name)) : Json()}};
}

} // namespace

nlohmann::json flowFigures(const Flow &flow) {
  Json counts = Json::object();
  for (const StateClass known : kAllStateClasses)
    counts[toString(known)] = flow.count(known);
  const Scores scores = flow.scores();
  return {{"name", flow.settings.name.empty() ? Json() : Json(toValidUtf8(flow.settings.name))},
          {"owner", toValidUtf8(flow.settings.owner)},
          {"failure states", flow.states.size()},
          {"counts", counts},
          {"assertions", flow.assertions},
          {"coverage", ratioJson(scores.coverage)},
          {"branch coverage", ratioJson(flow.coverage.branches)},
          {"function coverage", ratioJson(flow.coverage.functions)},
          {"score", ratioJson(scores.score)},
          {"strength", ratioJson(scores.strength)}};
}

nlohmann::json flowJson(const RunResults &results, const Flow &flow, const std::vector<StateEvidence> &evidence) {
  Json members = Json::array();
  for (const FlowMember &member : flow.members) {
    const CodeFunction &function = results.code.functions[member.function];
    members.push_back({{"function", toValidUtf8(function.name)},
                       {"file", toValidUtf8(results.code.fileOf(function).path)},
                       {"line", function.line},
                       {"depth", member.depth},
                       {"measured", function.isMeasured},
                       {"reached", function.isReached}});
  }
  Json states = Json::array();
  for (const std::size_t index : flow.states)
    states.push_back(stateJson(results, index, evidence[index]));
  Json json = flowFigures(flow);
  json["functions"] = members;
  json["states"] = states;
  json["dead entries"] = flow.deadEntries;
  return json;
}

} // namespace allele
