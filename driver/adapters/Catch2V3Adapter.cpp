// Catch2, version 3: lists are XML too.
#include "Catch2.h"

namespace allele {

extern const Adapter kCatch2V3Adapter;

namespace {

std::vector<std::string> listArguments(const TestFiles &files) {
  return {"--list-tests", "--reporter", "xml", "--out", files.answer.string()};
}

// Hidden ones aren't listed.
Result<std::vector<TestCase>> readList(const ProcessResult &run, const TestFiles &files) {
  const auto document = readXml(files.answer);
  const pugi::xml_node list = document ? document->child("MatchingTests") : pugi::xml_node();
  if (!list || run.exitCode != 0)
    return Error{"it wrote no list of tests for --list-tests --reporter xml; Catch2's main does since 3.0"};
  std::vector<TestCase> tests;
  for (const pugi::xml_node &test : list.children("TestCase")) {
    const pugi::xml_node source = test.child("SourceInfo");
    tests.push_back(
        {trimmed(test.child_value("Name")), source.child_value("File"), source.child("Line").text().as_uint(), true});
  }
  return mergedByName(std::move(tests));
}

Result<std::vector<std::vector<std::string>>> runArguments(const std::vector<std::string> &names,
                                                           const TestFiles &files, Detail detail) {
  // Otherwise that all are skipped is a failure.
  return catch2Arguments(names, files, detail, {"--allow-running-no-tests"});
}

// The help on an option that version 2 doesn't have.
bool recognises(const ElfFile &object) {
  return object.holds("libidentify") && object.holds("split the tests to execute into this many groups");
}

} // namespace

const Adapter kCatch2V3Adapter = {"catch2-v3", "Catch2, version 3", "",
                                  "",          recognises,          listArguments,
                                  readList,    runArguments,        catch2Results,
                                  catch2Case,  catch2ArgumentsFor,  catch2Shuffle};

} // namespace allele
