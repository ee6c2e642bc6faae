// JUnit's XML as Ant, Jenkins and GitLab read it: mutants as test cases, a survivor is a failure.
#include "../MutantId.h"
#include "../MutantText.h"
#include "../SourceText.h"
#include "../Text.h"
#include "Findings.h"
#include "Report.h"
#include "XmlText.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace allele {
namespace {

std::string xmlLine(std::string_view text) {
  return xmlText(toPrintableLine(text));
}

std::string secondsText(std::chrono::microseconds time) {
  return fmt::format("{:.3f}", std::chrono::duration<double>(time).count());
}

// Jenkins takes what stands before the last dot for the package: that is the file, and the function its class.
std::string classNameOf(const Mutant &mutant) {
  std::string function = mutant.sites.empty() ? "(not compiled in)" : demangle(mutant.sites.front().function);
  std::replace(function.begin(), function.end(), '.', '_');
  return mutant.file + "." + function;
}

struct SuiteCounts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::chrono::microseconds time{0};

  void add(const SuiteCounts &more) {
    tests += more.tests;
    failures += more.failures;
    errors += more.errors;
    time += more.time;
  }

  // Without skipped ones, of which Jenkins takes no sum over all suites.
  void setOn(pugi::xml_node node) const {
    node.append_attribute("tests").set_value(static_cast<unsigned long long>(tests));
    node.append_attribute("failures").set_value(static_cast<unsigned long long>(failures));
    node.append_attribute("errors").set_value(static_cast<unsigned long long>(errors));
    node.append_attribute("time").set_value(secondsText(time).c_str());
  }
};

struct Suite {
  pugi::xml_node node;
  SuiteCounts counts;
};

class JunitReport {
public:
  explicit JunitReport(const RunResults &run) : results(run), sources(run.sources) {}

  std::string render() {
    pugi::xml_node root = document.append_child("testsuites");
    root.append_attribute("name").set_value("allele");
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
      addCase(suiteOf(root, results.catalog.mutants[i].file), i);
    SuiteCounts all;
    for (Suite &suite : suites) {
      suite.counts.setOn(suite.node);
      suite.node.append_attribute("skipped").set_value(static_cast<unsigned long long>(suite.counts.skipped));
      all.add(suite.counts);
    }
    all.setOn(root);
    return documentText(document);
  }

private:
  Suite &suiteOf(pugi::xml_node root, const std::string &file) {
    const auto [entry, isNew] = suiteIndex.emplace(file, suites.size());
    if (isNew) {
      suites.push_back({root.append_child("testsuite"), {}});
      suites.back().node.append_attribute("name").set_value(xmlLine(file).c_str());
      if (!results.info.startedAt.empty())
        suites.back().node.append_attribute("timestamp").set_value(xmlLine(results.info.startedAt).c_str());
    }
    return suites[entry->second];
  }

  void addCase(Suite &suite, std::size_t i) {
    const Mutant &mutant = results.catalog.mutants[i];
    const std::optional<Outcome> &outcome = results.outcomes[i];
    const auto time = outcome && !equalOf(mutant) ? outcome->wallTime : std::chrono::microseconds(0);
    pugi::xml_node node = suite.node.append_child("testcase");
    node.append_attribute("classname").set_value(xmlLine(classNameOf(mutant)).c_str());
    const std::string name = fmt::format("{} {}:{} {} {}", mutant.operatorId, mutant.range.line, mutant.range.column,
                                         changeOf(mutant), formatId(mutant.id));
    node.append_attribute("name").set_value(xmlLine(name).c_str());
    node.append_attribute("time").set_value(secondsText(time).c_str());
    ++suite.counts.tests;
    suite.counts.time += time;
    if (const auto equal = equalOf(mutant))
      skip(node, suite, "equal once optimised to " + formatId(*equal));
    else if (!outcome)
      skip(node, suite, "no verdict yet");
    else if (const Acceptance *acceptance = results.acceptanceOf(i))
      skip(node, suite, "accepted: " + acceptance->reason);
    else
      addVerdict(node, suite, i, *outcome);
  }

  void addVerdict(pugi::xml_node node, Suite &suite, std::size_t i, const Outcome &outcome) {
    switch (outcome.judgement.verdict) {
    case Verdict::kKilled:
      return;
    case Verdict::kSurvived:
      addProblem(node, "failure", "survived", findingText(results.catalog.mutants[i], results.pairs[i]))
          .text()
          .set(survivorText(i).c_str());
      ++suite.counts.failures;
      return;
    case Verdict::kInconclusive:
      addProblem(node, "error", "inconclusive", outcome.judgement.detail)
          .text()
          .set(outputText(outcome.output).c_str());
      ++suite.counts.errors;
      return;
    case Verdict::kNotReached:
      skip(node, suite, "not reached: no test executes it");
      return;
    case Verdict::kIgnored:
      skip(node, suite, outcome.judgement.detail);
      return;
    }
  }

  static void skip(pugi::xml_node node, Suite &suite, const std::string &reason) {
    node.append_child("skipped").append_attribute("message").set_value(xmlLine(reason).c_str());
    ++suite.counts.skipped;
  }

  static pugi::xml_node addProblem(pugi::xml_node node, const char *kind, const char *type,
                                   const std::string &message) {
    pugi::xml_node problem = node.append_child(kind);
    problem.append_attribute("type").set_value(type);
    problem.append_attribute("message").set_value(xmlLine(message).c_str());
    return problem;
  }

  std::string survivorText(std::size_t i) {
    const Mutant &mutant = results.catalog.mutants[i];
    constexpr unsigned kContext = 2;
    return xmlText(fmt::format("{}\n{}{}\n", placeOf(mutant),
                               diffText(makeDiff(sources.of(mutant), mutant, kContext), {}, ""),
                               repeatLine(mutant.id, commandByHand(results, i))));
  }

  static std::string outputText(const std::string &output) {
    std::string text;
    for (const std::string &line : splitLines(output))
      text += xmlLine(line) + "\n";
    return text;
  }

  const RunResults &results;
  SourceTexts sources;
  pugi::xml_document document;
  std::vector<Suite> suites;
  std::unordered_map<std::string, std::size_t> suiteIndex; // by file
};

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  return JunitReport(results).render();
}

} // namespace

extern const ReportFormat kJunitReport;
const ReportFormat kJunitReport = {
    "junit", "JUnit XML: mutants as test cases, survivors fail", nullptr, render, nullptr, "junit.xml"};

} // namespace allele
