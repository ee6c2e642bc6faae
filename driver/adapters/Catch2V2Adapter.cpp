// Catch2, version 2.
#include "../Text.h"
#include "Catch2.h"

namespace allele {

extern const Adapter kCatch2V2Adapter;

namespace {

std::vector<std::string> listArguments(const TestFiles & /*files*/) {
  return {"--list-test-names-only"};
}

// Printed, whatever --out says; the exit code is the number of tests. Places are only in the results.
Result<std::vector<TestCase>> readList(const ProcessResult &run, const TestFiles & /*files*/) {
  std::vector<TestCase> tests;
  for (const std::string &line : splitLines(run.output)) {
    std::string name = trimmed(line);
    if (name.empty())
      continue;
    // A name that begins with `#` is printed in quotes, for --input-file.
    if (name.rfind("\"#", 0) == 0 && name.size() > 2 && name.back() == '"')
      name = name.substr(1, name.size() - 2);
    tests.push_back({std::move(name), "", 0, true});
  }
  if (tests.empty() || run.exitCode != static_cast<int>(tests.size() % 256))
    return Error{"it printed no list of tests, and nothing else, for --list-test-names-only; Catch2's main does"};
  return mergedByName(std::move(tests));
}

Result<std::vector<std::vector<std::string>>> runArguments(const std::vector<std::string> &names,
                                                           const TestFiles &files, Detail detail) {
  return catch2Arguments(names, files, detail);
}

// Version 3 has no such option.
bool recognises(const ElfFile &object) {
  return object.holds("libidentify") && object.holds("list all/matching test cases names only");
}

} // namespace

const Adapter kCatch2V2Adapter = {"catch2-v2", "Catch2, version 2", "",
                                  "",          recognises,          listArguments,
                                  readList,    runArguments,        catch2Results,
                                  catch2Case,  catch2ArgumentsFor,  catch2Shuffle};

} // namespace allele
