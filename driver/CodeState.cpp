#include "CodeState.h"

#include "Discovery.h"
#include "Fingerprint.h"
#include "Git.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

namespace allele {
namespace {

namespace fs = std::filesystem;

// The program and what it is linked with.
void addProgram(Fingerprint &fingerprint, const std::string &name, const std::string &directory) {
  MetadataReader reader;
  const auto program = findProgram(name, directory);
  if (!program)
    return;
  fingerprint.addFile(*program);
  if (const auto objects = readProgram(*program, reader))
    for (const std::string &path : objects->paths)
      fingerprint.addFile(path);
}

} // namespace

std::string codeStateOf(const Suite &suite, const std::string &directory, const std::string &checkout,
                        const std::string &commit, const std::string &startedAt) {
  Fingerprint fingerprint;
  fingerprint.add(commit);
  if (!commit.empty() && commit.back() == '+') {
    std::vector<std::string> problems;
    fingerprint.add(git(checkout, {"diff", "HEAD"}, problems));
    if (!problems.empty())
      fingerprint.add(startedAt);
  }
  std::set<std::pair<std::string, std::string>> programs;
  std::set<fs::path> files;
  const auto whereOf = [&](const SuiteProgram &program) {
    return program.workingDirectory.empty() ? directory : program.workingDirectory.string();
  };
  const auto addWords = [&](const std::vector<std::string> &words, const std::string &where) {
    for (const std::string &text : words) {
      std::istringstream split(text); // of a shell's command
      for (std::string word; split >> word;)
        files.insert((fs::path(where) / word).lexically_normal());
    }
  };
  for (const SuiteProgram &program : suite.programs) {
    programs.emplace(program.command.front(), whereOf(program));
    addWords(program.command, whereOf(program));
  }
  for (const SuiteTest &test : suite.tests)
    addWords(test.arguments, whereOf(suite.programs[test.program]));
  for (const auto &[name, where] : programs)
    addProgram(fingerprint, name, where);
  for (const fs::path &file : files)
    fingerprint.addFile(file);
  const bool isKnown = std::all_of(suite.programs.begin(), suite.programs.end(),
                                   [](const SuiteProgram &program) { return program.adapter != nullptr; });
  if (commit.empty() && !isKnown)
    fingerprint.add(startedAt);
  return fingerprint.text();
}

} // namespace allele
