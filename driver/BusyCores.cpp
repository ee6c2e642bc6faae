#include "BusyCores.h"

#include "Machine.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace allele {
namespace {

constexpr unsigned kForEachCore = 2;

[[noreturn]] void spin(pid_t driver) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, SIG_DFL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != driver) // it ended before it could be waited for
    _exit(1);
  close_range(0, ~0U, 0); // whoever reads the driver's output doesn't wait for them, and its lock is its own
  for (volatile unsigned turns = 0;; turns = turns + 1) {
  }
}

} // namespace

Result<std::unique_ptr<BusyCores>> BusyCores::start() {
  std::unique_ptr<BusyCores> busy(new BusyCores);
  const pid_t driver = getpid();
  for (unsigned i = 0; i < kForEachCore * usableCores(); ++i) {
    const pid_t process = fork();
    if (process == 0)
      spin(driver);
    if (process < 0)
      return Error{fmt::format("the machine can't be loaded: {}; leave out --load", std::strerror(errno))};
    busy->processes.push_back(process);
  }
  return busy;
}

BusyCores::~BusyCores() {
  for (const pid_t process : processes)
    kill(process, SIGKILL);
  for (const pid_t process : processes)
    while (waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
    }
}

} // namespace allele
