#include "Sample.h"
#include "reports/Report.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

using namespace allele;

namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

// Format to its schema in test/driver/schema.
const std::map<std::string, std::string> kSchemas = {{"json", "mutation-testing-report-schema.json"},
                                                     {"sarif", "sarif-2.1.0.json"},
                                                     {"gitlab", "gitlab-code-quality.json"},
                                                     {"sonar", "sonar-generic-issues.json"}};

// What the format's schema says of a report; empty when it is valid.
std::string validate(const std::string &format, const Json &report) {
  std::ifstream file(ALLELE_SCHEMAS "/" + kSchemas.at(format));
  const Json document = Json::parse(file);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(Adapter(document), schema);
  valijson::Validator validator;
  valijson::ValidationResults errors;
  if (validator.validate(schema, Adapter(report), &errors))
    return "";
  std::string text = "invalid:";
  valijson::ValidationResults::Error error;
  while (errors.popError(error)) {
    for (const std::string &step : error.context)
      text += step;
    text += ": " + error.description + "\n";
  }
  return text;
}

Json reportOf(const std::string &format, const RunResults &results) {
  return Json::parse(findReportFormat(format)->render(results, {}));
}

void checkAll(const RunResults &results) {
  for (const auto &[format, schema] : kSchemas) {
    INFO(format);
    CHECK(validate(format, reportOf(format, results)).empty());
  }
}

} // namespace

TEST_CASE("reports are valid by the published schemas") {
  checkAll(sampleResults());
  checkAll(hostileResults());
}

TEST_CASE("reports of a run without any verdict are valid") {
  RunResults results = sampleResults();
  results.outcomes.assign(results.outcomes.size(), std::nullopt);
  results.complete = false;
  checkAll(results);
}

TEST_CASE("reports of a run without mutants are valid") {
  checkAll(RunResults());
}

TEST_CASE("reports of mutants without a known place are valid") {
  RunResults results = hostileResults();
  for (Mutant &mutant : results.catalog.mutants)
    mutant.range = {};
  checkAll(results);
}

TEST_CASE("the validation finds what is wrong") {
  Json report = reportOf("json", sampleResults());
  report["files"]["a.c"]["mutants"][0]["status"] = "Nonsense";
  CHECK_FALSE(validate("json", report).empty());
  report = reportOf("sarif", sampleResults());
  report["runs"][0]["results"][0]["kind"] = "nonsense";
  CHECK_FALSE(validate("sarif", report).empty());
  report = reportOf("gitlab", sampleResults());
  report[0]["location"]["lines"]["begin"] = 0;
  CHECK_FALSE(validate("gitlab", report).empty());
  report = reportOf("sonar", sampleResults());
  report["issues"][0]["severity"] = "MINOR";
  CHECK_FALSE(validate("sonar", report).empty());
}
