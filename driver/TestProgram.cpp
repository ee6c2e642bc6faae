#include "TestProgram.h"

#include "Discovery.h"
#include "Metadata.h"
#include "RunToEnd.h"
#include "Suggestion.h"
#include "Text.h"
#include "Verdict.h"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace allele {
namespace {

std::vector<std::string> frameworkNames() {
  std::vector<std::string> names;
  for (const Adapter *adapter : adapters())
    names.emplace_back(adapter->name);
  return names;
}

std::string endOf(const ProcessResult &run) {
  constexpr std::size_t kShown = 2000;
  return run.output.size() <= kShown ? run.output : run.output.substr(run.output.size() - kShown);
}

} // namespace

Error unknownFramework(const std::string &framework, const std::vector<std::string> &also) {
  std::vector<std::string> names = frameworkNames();
  names.insert(names.end(), also.begin(), also.end());
  return Error{fmt::format("--framework: unknown value '{}'{}; there are {}", framework, didYouMean(framework, names),
                           fmt::join(names, ", "))};
}

TestProgram::TestProgram(SuiteProgram known, ScratchDirectory scratchDirectory)
    : program(std::move(known)), scratch(std::move(scratchDirectory)) {}

Result<TestProgram> TestProgram::of(const SuiteProgram &program) {
  auto scratch = ScratchDirectory::create();
  if (!scratch)
    return scratch.error();
  return TestProgram(program, std::move(*scratch));
}

Result<TestProgram> TestProgram::open(const std::vector<std::string> &command, const std::string &framework) {
  const auto found = findProgram(command.front());
  if (!found)
    return found.error();
  const Adapter *adapter = findAdapter(framework);
  if (!framework.empty() && adapter == nullptr)
    return unknownFramework(framework);
  if (adapter == nullptr) {
    MetadataReader reader;
    const auto objects = readProgram(*found, reader);
    if (!objects)
      return objects.error();
    adapter = adapterFor(objects->paths);
  }
  if (adapter == nullptr)
    return Error{fmt::format("{}: holds no test framework that is known ({}); name the one that it uses with "
                             "--framework",
                             command.front(), fmt::join(frameworkNames(), ", "))};
  SuiteProgram program;
  program.command = command;
  program.command.front() = *found;
  program.adapter = adapter;
  program.unsetEnvironment = variablesWithPrefix(adapter->environmentPrefix);
  return of(program);
}

TestFiles TestProgram::freshFiles() const {
  const TestFiles files{scratch.path() / "filter", scratch.path() / "answer", scratch.path() / "log"};
  std::error_code ignored;
  for (const std::filesystem::path *file : {&files.filter, &files.answer, &files.log})
    std::filesystem::remove(*file, ignored);
  return files;
}

Result<ProcessResult> TestProgram::start(const std::vector<std::string> &arguments) {
  ProcessSpec spec;
  spec.command = program.command;
  spec.command.insert(spec.command.end(), arguments.begin(), arguments.end());
  spec.unsetEnvironment = program.unsetEnvironment;
  spec.environment = program.environment;
  spec.workingDirectory = program.workingDirectory;
  spec.limits.outputBytes = std::uint64_t{64} << 20; // lists of tests may be long
  return runToEnd(spec);
}

Result<std::vector<TestCase>> TestProgram::list() {
  const TestFiles files = freshFiles();
  const auto run = start(program.adapter->listArguments(files));
  if (!run)
    return run.error();
  auto tests = program.adapter->readList(*run, files);
  if (!tests)
    return Error{fmt::format("{}: {} ({}). Output:\n{}", program.command.front(), tests.error().message,
                             describeEnd(*run), endOf(*run))};
  return tests;
}

Result<TestProgram::Run> TestProgram::run(const std::vector<std::string> &names) {
  Run all;
  if (names.empty())
    return all;
  const TestFiles files = freshFiles();
  const auto lists = program.adapter->runArguments(names, files, Detail::kMost);
  if (!lists)
    return lists.error();
  for (const std::vector<std::string> &arguments : *lists) {
    std::error_code ignored;
    std::filesystem::remove(files.answer, ignored);
    std::filesystem::remove(files.log, ignored);
    auto process = start(arguments);
    if (!process)
      return process.error();
    std::vector<TestResult> results = program.adapter->readResults(*process, files);
    all.results.insert(all.results.end(), std::make_move_iterator(results.begin()),
                       std::make_move_iterator(results.end()));
    all.processes.push_back(std::move(*process));
  }
  return all;
}

} // namespace allele
