// The driver's end of a fork server: a program that stands before its main() and makes a child for each run
// (runtime/include/allele/server.h). Knows the messages, nothing of processes.
#pragma once

#include "Descriptor.h"
#include "Result.h"

#include <allele/server.h>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// What a run of a test with a mutant may do, in loop turns and calls: AlleleServerTest says how they count.
struct TestBudgets {
  std::uint64_t suspicion = 0;
  std::uint64_t limit = 0;
  std::vector<AlleleServerFunction> functions; // what they do without a mutant, as the run that counted told
};

// What the server tells of a child that has ended, beyond its exit status.
struct ForkEnd {
  bool hadThreads = false;
  bool wasExhausted = false; // the run hangs by what it counted
  // Loop turns and calls of a run that counted, without a mutant or with all functions; nullopt: a process didn't tell.
  std::optional<std::uint64_t> count;
  std::vector<AlleleServerFunction> functions; // of a run without a mutant: what each of them counted
};

class ForkServer {
public:
  explicit ForkServer(Descriptor end) : socket(std::move(end)) {}

  // For poll(): readable when a child has ended, or the server has.
  int descriptor() const { return socket.get(); }
  bool isReadable() const;

  // Reads what the server says first. Errors: it ended, or what it says isn't understood.
  Status greet();
  // As of the moment before main().
  std::uint32_t threads() const { return hello.threads; }
  std::uint32_t openFiles() const { return hello.openFiles; }
  // Objects that another version of Allele built.
  std::uint32_t strangers() const { return hello.strangers; }
  // Of the run that goes on: all its functions count, so it ends by its budget if it doesn't end by itself.
  bool countsAll() const;

  // Errors of all that follow: the server has ended.

  // A recording server arms what its record file doesn't hold.
  Status rearm();
  // `number`: from 0 on without gaps. `budgets` may be null: only time bounds the test's runs.
  Status define(std::uint32_t number, const std::vector<std::string> &arguments, const TestBudgets *budgets);
  // `output`: standard output and error of the child. Errors: also that no child can be made.
  Result<AlleleServerStarted> run(const AlleleServerRun &run, int output);
  // Of the child that runs; waits for it.
  struct Ended {
    AlleleServerEnded head;
    ForkEnd end;
  };
  Result<Ended> takeEnd();

private:
  Status send(std::uint32_t kind, const std::string &content, int descriptor = -1);
  Result<std::string> receive(std::uint32_t kind, std::size_t atLeast, Descriptor *descriptor = nullptr);

  Descriptor socket;
  AlleleServerHello hello{};
  struct Unmap {
    void operator()(const AlleleServerPage *mapped) const;
  };
  std::unique_ptr<const AlleleServerPage, Unmap> page;
};

} // namespace allele
