#include "Deadlock.h"

#include "Programs.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <ctime>
#include <spawn.h>
#include <string>
#include <sys/wait.h>

using namespace allele;

namespace {

pid_t start(const std::string &what) {
  std::string program = misbehave();
  std::string action = "await";
  std::string argument = what;
  char *const words[] = {program.data(), action.data(), argument.data(), nullptr};
  pid_t process = 0;
  REQUIRE(posix_spawn(&process, program.c_str(), nullptr, nullptr, words, nullptr) == 0);
  return process;
}

bool hasEnded(pid_t process, int &status) {
  return waitpid(process, &status, WNOHANG) == process;
}

} // namespace

TEST_CASE("threads that wake each other are never taken for a deadlock, however often one looks") {
  const pid_t process = start("ping-pong");
  std::size_t wrong = 0;
  int status = 0;
  while (!hasEnded(process, status))
    wrong += isDeadlocked(process, 0) ? 1 : 0;
  CHECK(wrong == 0);
  CHECK(status == 0);
}

TEST_CASE("threads that wait for each other are a deadlock from then on") {
  const pid_t process = start("ever thread");
  constexpr timespec kPause{0, 1'000'000};
  bool isFound = false;
  int status = 0;
  while (!isFound && !hasEnded(process, status)) {
    nanosleep(&kPause, nullptr);
    isFound = isDeadlocked(process, 0);
  }
  CHECK(isFound);
  for (int i = 0; i < 100; ++i)
    CHECK(isDeadlocked(process, 0));
  kill(process, SIGKILL);
  CHECK(waitpid(process, &status, 0) == process);
}
