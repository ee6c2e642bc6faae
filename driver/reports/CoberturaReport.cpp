// Coverage as Cobertura has it (coverage-04.dtd): for GitLab, Jenkins, Azure.
#include "../CodeCoverage.h"
#include "Report.h"
#include "XmlText.h"

#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <set>

namespace allele {
namespace {

std::string rateOf(const Ratio &ratio) {
  return fmt::format("{:.4f}", ratio.value().value_or(0)); // the format has no "nothing"
}

void addRates(pugi::xml_node node, const CodeCoverage &coverage) {
  node.append_attribute("line-rate").set_value(rateOf(coverage.lines).c_str());
  node.append_attribute("branch-rate").set_value(rateOf(coverage.branches).c_str());
  node.append_attribute("complexity").set_value("0");
}

class CoberturaReport {
public:
  explicit CoberturaReport(const RunResults &run) : results(run), code(run.code), byFile(coverageByFile(code)) {}

  std::string render() {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version").set_value("1.0");
    declaration.append_attribute("encoding").set_value("UTF-8");
    document.append_child(pugi::node_doctype)
        .set_value("coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\"");
    const CodeCoverage all = coverageOf(code);
    pugi::xml_node root = document.append_child("coverage");
    root.append_attribute("line-rate").set_value(rateOf(all.lines).c_str());
    root.append_attribute("branch-rate").set_value(rateOf(all.branches).c_str());
    number(root, "lines-covered", all.lines.part);
    number(root, "lines-valid", all.lines.whole);
    number(root, "branches-covered", all.branches.part);
    number(root, "branches-valid", all.branches.whole);
    root.append_attribute("complexity").set_value("0");
    root.append_attribute("version").set_value(results.info.version.c_str());
    root.append_attribute("timestamp").set_value("0");
    sources(root.append_child("sources"));
    pugi::xml_node packages = root.append_child("packages");
    std::map<std::string, std::vector<std::size_t>> byFolder;
    for (std::size_t i = 0; i < code.files.size(); ++i)
      if (!code.files[i].lines.empty())
        byFolder[std::filesystem::path(code.files[i].path).parent_path().string()].push_back(i);
    for (const auto &[folder, files] : byFolder)
      package(packages.append_child("package"), folder, files);
    return documentText(document);
  }

private:
  static void number(pugi::xml_node node, const char *name, std::size_t value) {
    node.append_attribute(name).set_value(static_cast<unsigned long long>(value));
  }

  void sources(pugi::xml_node node) const {
    std::set<std::string> roots;
    for (const CodeFile &file : code.files)
      roots.insert(file.root);
    for (const std::string &root : roots)
      node.append_child("source").text().set(xmlText(root).c_str());
  }

  void package(pugi::xml_node node, const std::string &folder, const std::vector<std::size_t> &files) const {
    CodeCoverage sum;
    for (const std::size_t file : files)
      sum.add(byFile[file]);
    node.append_attribute("name").set_value(xmlText(folder.empty() ? "." : folder).c_str());
    addRates(node, sum);
    pugi::xml_node classes = node.append_child("classes");
    for (const std::size_t file : files)
      addFile(classes.append_child("class"), file);
  }

  void addFile(pugi::xml_node node, std::size_t index) const {
    const CodeFile &file = code.files[index];
    node.append_attribute("name").set_value(xmlText(std::filesystem::path(file.path).filename().string()).c_str());
    node.append_attribute("filename").set_value(xmlText(file.path).c_str());
    addRates(node, byFile[index]);
    pugi::xml_node methods = node.append_child("methods");
    for (const CodeFunction &function : code.functions) {
      if (function.file != index || !function.isMeasured)
        continue;
      pugi::xml_node method = methods.append_child("method");
      method.append_attribute("name").set_value(xmlText(function.name).c_str());
      method.append_attribute("signature").set_value("");
      CodeCoverage coverage;
      coverage.lines = {function.isReached ? std::size_t{1} : 0, 1};
      addRates(method, coverage);
      pugi::xml_node lines = method.append_child("lines");
      addLine(lines, {function.line, function.isReached}, {});
    }
    std::map<std::uint32_t, Ratio> branches;
    for (const CodeBranch &branch : file.branches) {
      branches[branch.line].part += branch.reached;
      branches[branch.line].whole += branch.outcomes;
    }
    pugi::xml_node lines = node.append_child("lines");
    for (const CodeLine &line : file.lines) {
      const auto branch = branches.find(line.number);
      addLine(lines, line, branch == branches.end() ? Ratio{} : branch->second);
    }
  }

  static void addLine(pugi::xml_node lines, const CodeLine &line, const Ratio &branches) {
    pugi::xml_node node = lines.append_child("line");
    node.append_attribute("number").set_value(line.number);
    node.append_attribute("hits").set_value(line.isReached ? 1 : 0);
    node.append_attribute("branch").set_value(branches.whole != 0);
    if (const auto value = branches.value())
      node.append_attribute("condition-coverage")
          .set_value(fmt::format("{:.0f}% ({}/{})", *value * 100, branches.part, branches.whole).c_str());
  }

  const RunResults &results;
  const CodeMap &code;
  const std::vector<CodeCoverage> byFile;
};

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  return CoberturaReport(results).render();
}

} // namespace

extern const ReportFormat kCoberturaReport;
const ReportFormat kCoberturaReport = {
    "cobertura", "coverage of lines, branches and functions, for GitLab, Jenkins and Azure", nullptr, render, nullptr,
    "xml"};

} // namespace allele
