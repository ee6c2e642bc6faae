#include "Configuration.h"

#include "ConfigurationReader.h"
#include "ConfigurationTemplate.h"
#include "Text.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#include <yaml-cpp/yaml.h>

using namespace allele;

namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

const KnownNames kNames = {{"all", "default", "strong", "lt-to-le"}, {"all", "destructors"}};

std::vector<std::string> problemsOf(const std::string &text, Configuration &configuration) {
  std::vector<std::string> problems;
  applyConfiguration(text, {"allele.yml", "/"}, kNames, configuration, problems);
  return problems;
}

std::vector<std::string> problemsOf(const std::string &text) {
  Configuration configuration;
  return problemsOf(text, configuration);
}

Configuration parsed(const std::string &text) {
  Configuration configuration;
  const auto problems = problemsOf(text, configuration);
  CAPTURE(text);
  CHECK(problems.empty());
  return configuration;
}

// As an editor reads YAML for a JSON schema.
Json toJson(const YAML::Node &node) {
  if (node.IsMap()) {
    Json map = Json::object();
    for (const auto &entry : node)
      map[entry.first.Scalar()] = toJson(entry.second);
    return map;
  }
  if (node.IsSequence()) {
    Json list = Json::array();
    for (const YAML::Node &entry : node)
      list.push_back(toJson(entry));
    return list;
  }
  if (!node.IsScalar())
    return {};
  if (node.Tag() != "!") {
    if (node.Scalar() == "true" || node.Scalar() == "false")
      return node.Scalar() == "true";
    const Json value = Json::parse(node.Scalar(), nullptr, false);
    if (value.is_number())
      return value;
  }
  return node.Scalar();
}

bool isValidBySchema(const std::string &text) {
  std::ifstream file(ALLELE_CONFIGURATION_SCHEMA);
  const Json document = Json::parse(file);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(Adapter(document), schema);
  valijson::Validator validator;
  const Json json = toJson(YAML::Load(text));
  return validator.validate(schema, Adapter(json), nullptr);
}

const std::vector<std::string> kGood = {
    "",
    "operators: []",
    "operators: [default, -lt-to-le]\nrules: [-all, destructors]",
    "loggers: ['my::log*', TRACE]",
    "include: [src/, '**/*.c']\nexclude: ['*.pb.cc', '[ab].c']",
    "functions: {include: ['ns::*']}",
    "functions: {}",
    "lines: ['src/a.c:10-20', 'b.c:3']",
    "diff: {ref: origin/main}",
    "diff: {ref: 1234567, scope: functions}",
    "diff: {file: 'changes.diff', scope: lines}",
    "one-per-line: true",
    "sample: {share: 0.25, seed: 42}",
    "sample: {share: 1}",
    "equivalence: {enabled: true, seconds-per-file: 1.5}",
    "root: .",
    "run: {jobs: 4, isolate: copy, baseline-runs: 3, baseline-timeout: 60, timeout-factor: 20, timeout-floor: 0.5}",
    "run: {memory: 512M, disk: 1000, output-limit: 64M, processes: 0, out: results}",
    "flows: []",
    "flows: [{name: payment, entry: ['Cart::pay', 'src/pay/**', 'test:Pay*'], exclude: log, owner: team, depth: 3}]",
    "flows: [{name: payment, gates: {asserted: 80, score: 1, strength: 2, coverage: 3}}]",
    "coverage: {floor: 70, core: [src/]}",
};

const std::vector<std::string> kBad = {
    "- a list",
    "text",
    "opertors: [default]",
    "operators: default",
    "operators: {default: true}",
    "operators: [[default]]",
    "operators: [true]",
    "operators:",
    "rules: -all",
    "include: src",
    "include: ['']",
    "functions: ['ns::*']",
    "functions: {only: ['ns::*']}",
    "lines: ['a.c']",
    "lines: ['a.c:x']",
    "lines: [10]",
    "diff: origin/main",
    "diff: {ref: a, file: b}",
    "diff: {ref: -x}",
    "diff: {scope: files}",
    "diff: {file: ''}",
    "one-per-line: 'true'",
    "one-per-line: 1",
    "sample: 0.5",
    "sample: {share: 0}",
    "sample: {share: 1.5}",
    "sample: {share: '0.5'}",
    "sample: {seed: -1}",
    "sample: {seed: 0.5}",
    "equivalence: true",
    "equivalence: {enabled: 2}",
    "equivalence: {seconds-per-file: 0}",
    "root: []",
    "root: ''",
    "run: 4",
    "run: {jobs: 0}",
    "run: {jobs: 5000}",
    "run: {jobs: many}",
    "run: {isolate: all}",
    "run: {baseline-runs: 0}",
    "run: {timeout-factor: 0.5}",
    "run: {timeout-floor: 0}",
    "run: {memory: lots}",
    "run: {disk: -1}",
    "run: {processes: -1}",
    "run: {out: ''}",
    "run: {job: 1}",
    "flows: {payment: {}}",
    "flows: [{entry: ['Cart::pay']}]",
    "flows: [{name: ''}]",
    "flows: [{name: payment, entries: ['Cart::pay']}]",
    "flows: [{name: payment, depth: -1}]",
    "flows: [{name: payment, gates: {assertd: 80}}]",
    "coverage: 60",
    "coverage: {floor: 101}",
    "coverage: {core: src}",
};

} // namespace

TEST_CASE("parser and schema agree on what is right") {
  for (const std::string &text : kGood) {
    CAPTURE(text);
    CHECK(problemsOf(text).empty());
    CHECK(isValidBySchema(text));
  }
}

TEST_CASE("parser and schema agree on what is wrong") {
  for (const std::string &text : kBad) {
    CAPTURE(text);
    CHECK_FALSE(problemsOf(text).empty());
    CHECK_FALSE(isValidBySchema(text));
  }
}

TEST_CASE("with flows the failure level is on unless operators are set") {
  using Names = std::vector<std::string>;
  CHECK(parsed("flows: [{name: a}]").selection.operators == Names{"default", "failure"});
  CHECK(parsed("flows: [{name: a}]\noperators: [strong]").selection.operators == Names{"strong"});
  CHECK(parsed("flows: []").selection.operators == Names{"default"});
  CHECK(parsed("flows: [{name: a, gates: {asserted: 80}}]").gates.flows.front().leastAsserted == 80);
}

TEST_CASE("two flows of one name are refused") {
  const std::vector<std::string> problems = problemsOf("flows: [{name: a}, {name: a}]");
  REQUIRE(problems.size() == 1);
  CHECK(problems.front().find("'a' stands twice") != std::string::npos);
}

TEST_CASE("the file that init writes says nothing, and with its comments removed is right and has every key") {
  CHECK(parsed(kConfigurationTemplate).fingerprint() == Configuration().fingerprint());
  std::string uncommented;
  for (const std::string &line : splitLines(kConfigurationTemplate)) {
    const bool isComment = line.substr(0, 2) == "# " && line.find("$schema") == std::string::npos;
    const std::string key = isComment ? line.substr(2) : "";
    const std::size_t word = key.find_first_not_of("abcdefghijklmnopqrstuvwxyz- ");
    const bool isKey =
        word != std::string::npos && key[word] == ':' && key.find_last_of(' ', word) == key.find_first_not_of(' ') - 1;
    if (isKey)
      uncommented += key + "\n";
  }
  CAPTURE(uncommented);
  CHECK(problemsOf(uncommented).empty());
  CHECK(isValidBySchema(uncommented));
  std::ifstream file(ALLELE_CONFIGURATION_SCHEMA);
  const Json properties = Json::parse(file)["properties"];
  const Json written = toJson(YAML::Load(uncommented));
  for (const auto &[key, value] : properties.items()) {
    CAPTURE(key);
    REQUIRE(written.contains(key));
    if (value.contains("properties"))
      for (const auto &[inner, ignored] : value["properties"].items())
        CHECK((written[key].contains(inner) || inner == "file")); // beside `ref` it can't stand
  }
}

TEST_CASE("every value arrives") {
  const Configuration all = parsed("operators: [strong, -lt-to-le]\n"
                                   "functions: {include: [a], exclude: [b]}\n"
                                   "lines: ['./src//a.c:10-20', 'b.c:3']\n"
                                   "diff: {file: changes.diff, scope: functions}\n"
                                   "one-per-line: true\n"
                                   "sample: {share: 0.25, seed: 42}\n"
                                   "equivalence: {enabled: false, seconds-per-file: 1.5}\n"
                                   "run: {jobs: 4, isolate: copy, memory: 2G, timeout-floor: 0.5, out: a b}\n");
  CHECK(all.selection.operators == std::vector<std::string>{"strong", "-lt-to-le"});
  CHECK(all.selection.includeFunctions == std::vector<std::string>{"a"});
  CHECK(all.selection.excludeFunctions == std::vector<std::string>{"b"});
  REQUIRE(all.selection.lines.size() == 2);
  CHECK(all.selection.lines[0].file == "src/a.c");
  CHECK(all.selection.lines[0].last == 20);
  CHECK(all.selection.lines[1].first == 3);
  CHECK(all.selection.lines[1].last == 3);
  CHECK(all.selection.diff.file == "/changes.diff");
  CHECK(all.selection.diff.scope == DiffSettings::Scope::kFunctions);
  CHECK(all.selection.onePerLine);
  CHECK(all.selection.sample == 0.25);
  CHECK(all.selection.seed == 42);
  CHECK_FALSE(all.equivalence.enabled);
  CHECK(all.equivalence.secondsPerFile == 1.5);
  CHECK(all.run.jobs == 4U);
  CHECK(all.run.isolate == "copy");
  CHECK(all.run.memory == "2G");
  CHECK(all.run.timeoutFloor == 0.5);
  CHECK(all.run.out == "a b");
  CHECK_FALSE(all.run.disk);
}

TEST_CASE("a problem names its place and what may have been meant") {
  CHECK(problemsOf("# \nopertors: [default]") ==
        std::vector<std::string>{"allele.yml:2:1: unknown key 'opertors' (did you mean 'operators'?)"});
  CHECK(problemsOf("operators: [lt-le]") ==
        std::vector<std::string>{
            "allele.yml:1:13: operators: 'lt-le' is no level and no operator (did you mean 'lt-to-le'?)"});
  CHECK(problemsOf("one-per-line: true\none-per-line: true") ==
        std::vector<std::string>{"allele.yml:2:1: key 'one-per-line' stands twice"});
  CHECK(problemsOf("a: [").front().substr(0, 13) == "allele.yml:1:");
  CHECK(problemsOf("include: ['[x']").front() == "allele.yml:1:11: include: '[x': no ']' closes the '['");
}

TEST_CASE("a second text replaces whole keys and leaves the others") {
  Configuration configuration = parsed("operators: [strong]\nsample: {share: 0.5, seed: 7}");
  CHECK(problemsOf("sample: {share: 0.25}", configuration).empty());
  CHECK(configuration.selection.operators == std::vector<std::string>{"strong"});
  CHECK(configuration.selection.sample == 0.25);
  CHECK(configuration.selection.seed == 0);
}

TEST_CASE("YAML that is deep, broken or binary is an error and no crash") {
  CHECK_FALSE(problemsOf(std::string(100000, '[')).empty());
  CHECK_FALSE(problemsOf("operators: *unknown").empty());
  CHECK_FALSE(problemsOf("operators: &a [*a]").empty());
  CHECK_FALSE(problemsOf("a: 1\n---\nb: 2").empty());
  CHECK_FALSE(problemsOf("\x01\x02").empty());
  CHECK_FALSE(problemsOf("? [a]\n: b").empty());
}

TEST_CASE("the fingerprint follows all that the plugin depends on, and nothing else") {
  std::vector<std::uint64_t> seen = {Configuration().fingerprint()};
  for (const char *text : {"operators: [strong]",
                           "operators: []",
                           "rules: [-all]",
                           "loggers: [x]",
                           "include: [x]",
                           "exclude: [x]",
                           "functions: {include: [x]}",
                           "functions: {exclude: [x]}",
                           "lines: ['x:1']",
                           "lines: ['x:1-2']",
                           "diff: {ref: x}",
                           "diff: {file: x}",
                           "diff: {ref: x, scope: functions}",
                           "one-per-line: true",
                           "sample: {share: 0.5}",
                           "sample: {seed: 1}",
                           "equivalence: {enabled: false}",
                           "root: /",
                           "equivalence: {seconds-per-file: 1}",
                           "include: [x, y]",
                           "include: ['x,y']"}) {
    seen.push_back(parsed(text).fingerprint());
    CAPTURE(text);
    CHECK(std::count(seen.begin(), seen.end(), seen.back()) == 1);
  }
  CHECK(parsed("run: {jobs: 3}").fingerprint() == seen.front());
  CHECK(parsed("# a comment").fingerprint() == seen.front());
}
