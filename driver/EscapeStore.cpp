#include "EscapeStore.h"

#include "MutantId.h"
#include "OutputDirectory.h"
#include "SourceDiff.h"
#include "Text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char *kFile = "escapes.json";
constexpr int kFormat = 1;

Json textsJson(const std::vector<std::string> &texts) {
  Json list = Json::array();
  for (const std::string &text : texts)
    list.push_back(toValidUtf8(text));
  return list;
}

Json escapeJson(const Escape &escape) {
  Json lines = Json::array();
  for (const EscapedLine &line : escape.lines)
    lines.push_back({{"file", toValidUtf8(line.file)},
                     {"line", line.line},
                     {"reached", line.isReached ? Json(*line.isReached) : Json()},
                     {"killed", line.killed},
                     {"crashed", line.crashed},
                     {"survived", line.survived},
                     {"not reached", line.notReached}});
  Json functions = Json::array();
  for (const auto &[file, name] : escape.functions)
    functions.push_back({{"file", toValidUtf8(file)}, {"function", toValidUtf8(name)}});
  Json unnoticed = Json::array();
  for (const EscapedMutant &mutant : escape.unnoticed)
    unnoticed.push_back({{"id", formatId(mutant.id)},
                         {"place", toValidUtf8(mutant.place)},
                         {"operator", toValidUtf8(mutant.operatorId)},
                         {"change", toValidUtf8(mutant.change)},
                         {"verdict", toString(mutant.isReached ? Verdict::kSurvived : Verdict::kNotReached)},
                         {"accepted", mutant.isAccepted}});
  Json states = Json::array();
  for (const EscapedState &state : escape.states)
    states.push_back({{"place", toValidUtf8(state.place)},
                      {"kind", state.kind},
                      {"text", toValidUtf8(state.text)},
                      {"class", state.known},
                      {"assertion", toValidUtf8(state.assertion)}});
  return {{"id", toValidUtf8(escape.id)},
          {"class", toString(escape.known)},
          {"why", toValidUtf8(escape.why)},
          {"notes", textsJson(escape.notes)},
          {"date", toValidUtf8(escape.date)},
          {"severity", toValidUtf8(escape.severity)},
          {"fixes", textsJson(escape.fixes)},
          {"before", escape.before},
          {"introduced", toValidUtf8(escape.introduced)},
          {"results", toValidUtf8(escape.results)},
          {"lines", lines},
          {"functions", functions},
          {"unnoticed", unnoticed},
          {"states", states},
          {"tests", textsJson(escape.tests)},
          {"tests reach function", escape.testsReachFunction}};
}

Json intervalJson(const std::optional<Interval> &interval) {
  return interval ? Json::array({interval->low, interval->high}) : Json();
}

Json periodJson(const EscapePeriod &period) {
  Json counts = Json::object();
  for (const auto &[known, count] : period.counts)
    counts[toString(known)] = count;
  const Ratio escaped = period.escaped();
  const auto value = escaped.value();
  return {{"period", toValidUtf8(period.name)},
          {"defects", period.total()},
          {"classes", counts},
          {"escape rate",
           {{"value", value ? Json(*value) : Json()},
            {"part", escaped.part},
            {"whole", escaped.whole},
            {"interval", intervalJson(wilsonInterval(escaped.part, escaped.whole))}}}};
}

Json sampleJson(const RateSample &sample) {
  return {{"events", sample.events()}, {"lines", sample.lines()}, {"functions", sample.functions.size()}};
}

Json ratesJson(const RateRatio &rates) {
  return {{"escaped", sampleJson(rates.escaped)},
          {"rest", sampleJson(rates.rest)},
          {"ratio", rates.ratio ? Json(*rates.ratio) : Json()},
          {"interval", intervalJson(rates.interval)}};
}

std::vector<std::string> textsOf(const Json &json) {
  return json.get<std::vector<std::string>>();
}

// The readers throw where the content isn't what was written.

Escape escapeOf(const Json &json) {
  Escape escape;
  escape.id = json.at("id");
  const auto known = escapeClassFromString(json.at("class").get<std::string>());
  if (!known)
    throw std::invalid_argument("an unknown class");
  escape.known = *known;
  escape.why = json.at("why");
  escape.notes = textsOf(json.at("notes"));
  escape.date = json.at("date");
  escape.severity = json.at("severity");
  escape.fixes = textsOf(json.at("fixes"));
  escape.before = json.at("before");
  escape.introduced = json.at("introduced");
  escape.results = json.at("results");
  for (const Json &line : json.at("lines")) {
    const Json &reached = line.at("reached");
    escape.lines.push_back({line.at("file"), line.at("line"),
                            reached.is_null() ? std::nullopt : std::optional(reached.get<bool>()), line.at("killed"),
                            line.at("crashed"), line.at("survived"), line.at("not reached")});
  }
  for (const Json &function : json.at("functions"))
    escape.functions.emplace_back(function.at("file"), function.at("function"));
  for (const Json &mutant : json.at("unnoticed")) {
    const auto id = parseId(mutant.at("id").get<std::string>());
    if (!id)
      throw std::invalid_argument("an id that is none");
    escape.unnoticed.push_back({*id, mutant.at("place"), mutant.at("operator"), mutant.at("change"),
                                mutant.at("verdict") == toString(Verdict::kSurvived), mutant.at("accepted")});
  }
  for (const Json &state : json.at("states"))
    escape.states.push_back(
        {state.at("place"), state.at("kind"), state.at("text"), state.at("class"), state.at("assertion")});
  escape.tests = textsOf(json.at("tests"));
  escape.testsReachFunction = json.at("tests reach function");
  return escape;
}

std::optional<Interval> intervalOf(const Json &json) {
  return json.is_null() ? std::nullopt : std::optional(Interval{json.at(0), json.at(1)});
}

EscapePeriod periodOf(const Json &json) {
  EscapePeriod period;
  period.name = json.at("period");
  for (const EscapeClass known : kAllEscapeClasses)
    period.counts[known] = json.at("classes").at(toString(known));
  return period;
}

RateSample sampleOf(const Json &json) {
  return {{{json.at("events").get<double>(), json.at("lines").get<double>()}}};
}

RateRatio ratesOf(const Json &json) {
  RateRatio rates;
  rates.escaped = sampleOf(json.at("escaped"));
  rates.rest = sampleOf(json.at("rest"));
  if (!json.at("ratio").is_null())
    rates.ratio = json.at("ratio").get<double>();
  rates.interval = intervalOf(json.at("interval"));
  return rates;
}

} // namespace

std::string escapesJson(const EscapeReport &report) {
  Json escapes = Json::array();
  for (const Escape &escape : report.escapes)
    escapes.push_back(escapeJson(escape));
  Json periods = Json::array();
  for (const EscapePeriod &period : report.periods)
    periods.push_back(periodJson(period));
  const Json json = {
      {"format", kFormat},
      {"version", report.version},
      {"made at", report.madeAt},
      {"all", periodJson(report.all)},
      {"periods", periods},
      {"validation",
       {{"survivors", ratesJson(report.validation.survivors)}, {"lines not run", ratesJson(report.validation.notRun)}}},
      {"defects", escapes}};
  return json.dump(2) + "\n";
}

Status saveEscapes(const std::filesystem::path &directory, const EscapeReport &report) {
  std::error_code failure;
  std::filesystem::create_directories(directory, failure);
  return writeFileAtomically(directory / kFile, escapesJson(report));
}

Result<EscapeReport> loadEscapes(const std::filesystem::path &directory) {
  EscapeReport report;
  report.all = totalOf({});
  const std::filesystem::path path = directory / kFile;
  std::error_code failure;
  if (!std::filesystem::exists(path, failure))
    return report;
  const auto text = readSource(path.string());
  if (!text)
    return Error{fmt::format("{} can't be read", path.string())};
  const auto damaged = [&](const char *reason) {
    return Error{fmt::format("{} isn't what allele writes: {}; remove it, and run `allele escape` again", path.string(),
                             reason)};
  };
  try {
    const Json json = Json::parse(*text);
    if (json.at("format") != kFormat)
      return damaged("another format");
    report.version = json.at("version");
    report.madeAt = json.at("made at");
    report.all = periodOf(json.at("all"));
    for (const Json &period : json.at("periods"))
      report.periods.push_back(periodOf(period));
    report.validation.survivors = ratesOf(json.at("validation").at("survivors"));
    report.validation.notRun = ratesOf(json.at("validation").at("lines not run"));
    for (const Json &escape : json.at("defects"))
      report.escapes.push_back(escapeOf(escape));
  } catch (const std::exception &error) {
    return damaged(error.what());
  }
  return report;
}

} // namespace allele
