// Starts runs of single tests in workspaces: as children of a fork server where the program allows it, else as new
// processes.
#pragma once

#include "Process.h"
#include "RecordFile.h"
#include "Result.h"
#include "Suite.h"
#include "Workspace.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace allele {

// kRecord: into the workspace's record file. kCount: every twin runs and counts; only forked. kAllTwins: the mutant is
// active and every twin runs, so that each function has its budget; only forked, a new process runs as for kMutant.
// kCanary: the first function with mutants aborts; only forked.
enum class RunKind { kPlain, kRecord, kCount, kMutant, kAllTwins, kCanary };

struct TestRequest {
  std::size_t test = 0;
  std::vector<std::size_t> batch; // not empty: these tests of one program in one process; `test` is the first
  RunKind kind = RunKind::kPlain;
  std::uint64_t mutant = 0;
  ProcessLimits limits;
  bool newProcess = false; // even where it could be forked
  Detail detail = Detail::kLeast;
  std::optional<std::uint32_t> orderSeed; // the framework shuffles the batch by it; else they run as they are listed
  bool keepsFiles = false;                // it finds what the run before it left in the workspace
};

// A run that has ended.
struct TestRun {
  std::size_t workspace;
  TestRequest request;
  bool wasForked;
  bool skipped;         // by the test's rule
  ProcessResult result; // as the test's rule has it: exit code 0 passed
};

class TestLauncher {
public:
  struct Settings {
    bool forks = true;
    std::filesystem::path serverLibrary;
  };
  // One run at a time in each workspace. All but `settings` has to outlive the object.
  TestLauncher(const Suite &suite, std::vector<Workspace> &workspaces, Settings settings);

  // Errors: the test can't be started, as ProcessRunner::start; files that can't be written.
  Status start(std::size_t workspace, const TestRequest &request);
  // The next run that ends, or nullopt after `timeout`.
  std::optional<TestRun> wait(std::chrono::milliseconds timeout);
  bool isRunning() const { return !running.empty(); }
  void killAll();

  // Whether tests of the program are forked, as far as is known; why not.
  bool forks(std::size_t program) const { return settings.forks && reasons.count(program) == 0; }
  const std::map<std::size_t, std::string> &whyNot() const { return reasons; }

  // Of kRecord's runs in the workspace; made when it is first asked for.
  Result<RecordReader *> recordOf(std::size_t workspace);
  // Mutants whose effect is there before main() already, as recording servers have found: a child gets it too late.
  const std::unordered_set<std::uint64_t> &infectedBeforeMain() const { return early; }
  // The same of probes: of each object that was recorded, by its path and their number.
  using EarlyProbes = std::map<std::pair<std::string, std::uint32_t>, std::set<std::uint32_t>>;
  const EarlyProbes &probedBeforeMain() const { return earlyProbes; }
  // Ids of mutants that are reached before main().
  const std::unordered_set<std::uint64_t> &reachedBeforeMain() const { return earlyReached; }
  // `path` as it is outside of the workspace.
  std::string originalPath(std::size_t workspace, const std::string &path) const {
    return workspaces[workspace].originalPath(path);
  }
  // Ends the servers that record, and records no more. `varied`: what follows gets other addresses and another size of
  // the environment.
  void endRecording();
  void vary(bool isVaried) { varied = isVaried; }
  // For runs of mutants; by test. Before the first of them.
  void setBudgets(std::vector<std::optional<TestBudgets>> budgetsOfTests);
  // nullptr: only time bounds its runs.
  const TestBudgets *budgetsOf(std::size_t test) const {
    if (test >= budgets.size())
      return nullptr;
    const std::optional<TestBudgets> &found = budgets[test];
    return found ? &*found : nullptr;
  }

private:
  struct Server {
    std::uint64_t process = 0;
    std::uint64_t lastUse = 0;
    std::unordered_map<std::size_t, std::uint32_t> numbers; // of tests
    std::unordered_set<std::size_t> defined;                // tests that the server knows as they are now
  };
  struct Key {
    std::size_t workspace;
    std::size_t program;
    RunKind kind; // kPlain for all that don't record
    bool operator<(const Key &other) const {
      return std::tie(workspace, program, kind) < std::tie(other.workspace, other.program, other.kind);
    }
  };
  struct Running {
    std::size_t workspace;
    TestRequest request;
    bool isForked;
  };

  Result<Server *> serverFor(std::size_t workspace, const TestRequest &request);
  void makeRoom(std::size_t workspace);
  template <typename Choice> void stopServers(Choice isChosen); // bool(const Key &)
  Result<std::uint64_t> fork(std::size_t workspace, const TestRequest &request);
  Result<std::uint64_t> startProcess(std::size_t workspace, const TestRequest &request);
  Result<std::vector<std::string>> commandFor(std::size_t workspace, const TestRequest &request) const;
  Result<ProcessSpec> specFor(std::size_t workspace, const TestRequest &request, std::vector<std::string> command);

  const Suite &suite;
  std::vector<Workspace> &workspaces;
  Settings settings;
  ProcessRunner runner;
  std::map<Key, Server> servers;
  std::map<std::size_t, std::string> reasons;
  std::unordered_map<std::uint64_t, Running> running;
  std::map<std::size_t, RecordReader> records;
  std::unordered_set<std::uint64_t> early;
  EarlyProbes earlyProbes;
  std::unordered_set<std::uint64_t> earlyReached;
  std::vector<std::optional<TestBudgets>> budgets;
  bool varied = false;
  std::uint64_t uses = 0; // of servers, so far
};

} // namespace allele
