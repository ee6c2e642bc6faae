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

// What the published schema (test/driver/schema) says of a report; empty when it is valid.
std::string validate(const Json &report) {
  std::ifstream file(ALLELE_REPORT_SCHEMA);
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

Json reportOf(const RunResults &results) {
  return Json::parse(findReportFormat("json")->render(results, {}));
}

} // namespace

TEST_CASE("report.json is valid by the published schema") {
  CHECK(validate(reportOf(sampleResults())).empty());
}

TEST_CASE("report.json of a run without any verdict is valid") {
  RunResults results = sampleResults();
  results.outcomes.assign(results.outcomes.size(), std::nullopt);
  results.complete = false;
  CHECK(validate(reportOf(results)).empty());
}

TEST_CASE("report.json of mutants without a known place is valid") {
  RunResults results = sampleResults();
  results.catalog.mutants[0].range = {};
  CHECK(validate(reportOf(results)).empty());
}

TEST_CASE("the validation finds what is wrong") {
  Json report = reportOf(sampleResults());
  report["files"]["a.c"]["mutants"][0]["status"] = "Nonsense";
  CHECK_FALSE(validate(report).empty());
}
