#include "TestLauncher.h"

#include "Discovery.h"
#include "ElfFile.h"
#include "MutantId.h"

#include <algorithm>
#include <allele/abi.h>
#include <fmt/format.h>

namespace allele {
namespace {

// Static initialisation takes part of a test's time; a program that ignores the server runs to its end.
constexpr std::chrono::seconds kServerPatience{60};
// In one workspace: each is a process with its memory.
constexpr std::ptrdiff_t kMostServers = 24;

AlleleServerMode modeOf(RunKind kind) {
  switch (kind) {
  case RunKind::kPlain:
  case RunKind::kRecord:
    break;
  case RunKind::kCount:
    return ALLELE_SERVER_COUNT;
  case RunKind::kMutant:
    return ALLELE_SERVER_MUTANT;
  case RunKind::kAllTwins:
    return ALLELE_SERVER_ALL_TWINS;
  case RunKind::kCanary:
    return ALLELE_SERVER_CANARY;
  }
  return ALLELE_SERVER_PLAIN;
}

bool hasDynamicLoader(const SuiteProgram &program) {
  const std::string &name = program.command.front();
  const auto found =
      program.workingDirectory.empty() ? findProgram(name) : findProgram(name, program.workingDirectory.string());
  const auto elf = found ? ElfFile::open(*found) : Error{""};
  return elf && (*elf)->interpreter();
}

} // namespace

TestLauncher::TestLauncher(const Suite &tests, std::vector<Workspace> &places, Settings wanted)
    : suite(tests), workspaces(places), settings(std::move(wanted)) {
  std::error_code ignored;
  const bool hasLibrary = std::filesystem::exists(settings.serverLibrary, ignored);
  for (std::size_t i = 0; i < suite.programs.size(); ++i)
    if (settings.forks && !hasLibrary)
      reasons[i] = settings.serverLibrary.string() + " is missing";
    else if (settings.forks && !hasDynamicLoader(suite.programs[i]))
      reasons[i] = "it isn't a dynamically linked program";
}

Result<RecordReader *> TestLauncher::recordOf(std::size_t workspace) {
  const auto entry = records.find(workspace);
  if (entry != records.end())
    return &entry->second;
  auto reader = RecordReader::create(workspaces[workspace].recordFile().string());
  if (!reader)
    return reader.error();
  return &records.emplace(workspace, std::move(*reader)).first->second;
}

Result<ProcessSpec> TestLauncher::specFor(std::size_t workspace, const TestRequest &request,
                                          std::vector<std::string> command) {
  Workspace &place = workspaces[workspace];
  const SuiteProgram &program = suite.programs[suite.tests[request.test].program];
  ProcessSpec spec = place.spec(std::move(command), request.limits, program.workingDirectory);
  spec.unsetEnvironment.insert(spec.unsetEnvironment.end(), program.unsetEnvironment.begin(),
                               program.unsetEnvironment.end());
  spec.environment.insert(spec.environment.end(), program.environment.begin(), program.environment.end());
  spec.environment.push_back(fmt::format("ALLELE_WORKER={}", workspace));
  if (request.kind == RunKind::kRecord) {
    const auto record = recordOf(workspace);
    if (!record)
      return record.error();
    spec.environment.push_back(fmt::format("{}={}", ALLELE_ENV_RECORD, (*record)->path()));
  }
  if (varied) {
    spec.randomAddresses = true;
    spec.environment.push_back("ALLELE_PADDING=" + std::string(777, '.'));
  }
  return spec;
}

Result<std::vector<std::string>> TestLauncher::commandFor(std::size_t workspace, const TestRequest &request) const {
  const bool isBatch = !request.batch.empty();
  auto command =
      suite.commandFor(isBatch ? request.batch : std::vector<std::size_t>{request.test},
                       workspaces[workspace].testFiles(isBatch ? suite.tests.size() : request.test), request.detail);
  const Adapter *adapter = suite.programs[suite.tests[request.test].program].adapter;
  if (command && request.orderSeed && adapter != nullptr && adapter->shuffle != nullptr)
    adapter->shuffle(*command, *request.orderSeed);
  return command;
}

Result<std::uint64_t> TestLauncher::startProcess(std::size_t workspace, const TestRequest &request) {
  auto command = commandFor(workspace, request);
  if (!command)
    return command.error();
  auto spec = specFor(workspace, request, std::move(*command));
  if (!spec)
    return spec.error();
  // As in a fork server. Otherwise the loader works while the test runs, and leaves on the stack what an uninitialised
  // variable then holds.
  spec->environment.emplace_back("LD_BIND_NOW=1");
  if (request.kind == RunKind::kMutant || request.kind == RunKind::kAllTwins) {
    spec->environment.push_back(fmt::format("{}={}", ALLELE_ENV_MUTANT, formatId(request.mutant)));
    spec->environment.push_back(fmt::format("{}={}", ALLELE_ENV_STATUS, workspaces[workspace].statusFile().string()));
  }
  return runner.start(*spec);
}

// Sets the reason why the program's tests aren't forked, where that is so; then there is an error.
Result<TestLauncher::Server *> TestLauncher::serverFor(std::size_t workspace, const TestRequest &request) {
  const std::size_t program = suite.tests[request.test].program;
  const Key key{workspace, program, request.kind == RunKind::kRecord ? RunKind::kRecord : RunKind::kPlain};
  if (const auto entry = servers.find(key); entry != servers.end()) {
    if (runner.server(entry->second.process) != nullptr) {
      entry->second.lastUse = ++uses;
      return &entry->second;
    }
    servers.erase(entry); // something ended it
  }
  auto spec = specFor(workspace, request, suite.programs[program].command);
  if (!spec)
    return spec.error();
  spec->environment.push_back(fmt::format("{}={}", ALLELE_ENV_STATUS, workspaces[workspace].statusFile().string()));
  const auto process = runner.startServer(*spec, settings.serverLibrary, kServerPatience);
  if (!process) {
    reasons[program] = process.error().message;
    return process.error();
  }
  ForkServer &server = *runner.server(*process);
  if (server.strangers() > 0)
    reasons[program] = "another version of Allele built it or one of its libraries; build it again";
  else if (server.threads() > 1)
    reasons[program] = "it starts threads before main()";
  else if (server.openFiles() > 0)
    reasons[program] = "it opens files before main()";
  if (reasons.count(program) != 0) {
    runner.stop(*process);
    return Error{reasons[program]};
  }
  if (request.kind == RunKind::kRecord) {
    auto reader = recordOf(workspace);
    auto seen = reader ? (*reader)->take() : reader.error();
    if (!seen)
      return seen.error();
    for (const RecordReader::Seen &each : seen->mutants) {
      earlyReached.insert((*reader)->ids()[each.mutant]);
      if (each.isInfected)
        early.insert((*reader)->ids()[each.mutant]);
    }
    for (const auto &[object, probe] : seen->probes) {
      const RecordedObject &recorded = (*reader)->objects()[object];
      earlyProbes[{originalPath(workspace, recorded.path), recorded.probeCount}].insert(probe);
    }
    if (const Status armed = server.rearm(); !armed)
      return armed.error();
  }
  makeRoom(workspace);
  Server &entry = servers[key];
  entry.process = *process;
  entry.lastUse = ++uses;
  return &entry;
}

template <typename Choice> void TestLauncher::stopServers(Choice isChosen) {
  for (auto entry = servers.begin(); entry != servers.end();) {
    if (!isChosen(entry->first)) {
      ++entry;
      continue;
    }
    runner.stop(entry->second.process);
    entry = servers.erase(entry);
  }
}

// Of a workspace's servers, one makes a run at a time: the others may go.
void TestLauncher::makeRoom(std::size_t workspace) {
  const auto isHere = [&](const auto &entry) { return entry.first.workspace == workspace; };
  if (std::count_if(servers.begin(), servers.end(), isHere) < kMostServers)
    return;
  auto oldest = servers.end();
  for (auto entry = servers.begin(); entry != servers.end(); ++entry)
    if (isHere(*entry) && (oldest == servers.end() || entry->second.lastUse < oldest->second.lastUse))
      oldest = entry;
  runner.stop(oldest->second.process);
  servers.erase(oldest);
}

Result<std::uint64_t> TestLauncher::fork(std::size_t workspace, const TestRequest &request) {
  const auto server = serverFor(workspace, request);
  if (!server)
    return server.error();
  auto &numbers = (*server)->numbers;
  const bool isBatch = !request.batch.empty();
  const std::size_t name = isBatch ? suite.tests.size() : request.test;
  const auto number = numbers.emplace(name, static_cast<std::uint32_t>(numbers.size())).first;
  if ((*server)->defined.insert(name).second || isBatch) { // each batch is another one
    const auto command = commandFor(workspace, request);
    if (!command)
      return command.error();
    const TestBudgets *budget = isBatch ? nullptr : budgetsOf(request.test);
    const Status defined = runner.server((*server)->process)->define(number->second, *command, budget);
    if (!defined)
      return defined.error();
  }
  ForkRequest fork;
  fork.test = number->second;
  fork.mode = modeOf(request.kind);
  fork.mutant = request.mutant;
  return runner.startFork((*server)->process, fork, workspaces[workspace].spec({}, request.limits));
}

Status TestLauncher::start(std::size_t workspace, const TestRequest &request) {
  const auto stopOwn = [&] { stopServers([&](const Key &key) { return key.workspace == workspace; }); };
  if (request.keepsFiles)
    workspaces[workspace].forgetAnswers();
  else if (const Status reset = workspaces[workspace].reset(stopOwn); !reset)
    return reset;
  const std::size_t program = suite.tests[request.test].program;
  if (!request.newProcess && forks(program)) {
    if (const auto process = fork(workspace, request)) {
      running[*process] = {workspace, request, true};
      return Done{};
    }
    // A server that is gone is made again the next time; this run does without.
  }
  const auto process = startProcess(workspace, request);
  if (!process)
    return process.error();
  running[*process] = {workspace, request, false};
  return Done{};
}

std::optional<TestRun> TestLauncher::wait(std::chrono::milliseconds timeout) {
  auto finished = runner.wait(timeout);
  if (!finished)
    return std::nullopt;
  const auto entry = running.find(finished->id);
  if (entry == running.end())
    return std::nullopt; // a server
  const std::shared_ptr<const PassRule> &rule = suite.tests[entry->second.request.test].rule;
  const bool isSkipped = rule && rule->apply(finished->result);
  TestRun run{entry->second.workspace, entry->second.request, entry->second.isForked, isSkipped,
              std::move(finished->result)};
  running.erase(entry);
  return run;
}

void TestLauncher::killAll() {
  runner.killAll();
  running.clear();
  servers.clear();
}

void TestLauncher::endRecording() {
  stopServers([](const Key &key) { return key.kind == RunKind::kRecord; });
}

void TestLauncher::setBudgets(std::vector<std::optional<TestBudgets>> budgetsOfTests) {
  budgets = std::move(budgetsOfTests);
  for (auto &[key, server] : servers)
    server.defined.clear();
}

} // namespace allele
