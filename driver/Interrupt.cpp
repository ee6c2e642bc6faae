#include "Interrupt.h"

#include <csignal>
#include <optional>

namespace allele {
namespace {

volatile std::sig_atomic_t requested = 0;
std::optional<std::chrono::steady_clock::time_point> deadline;

void onSignal(int /*signal*/) {
  requested = 1;
}

} // namespace

void catchInterrupts() {
  struct sigaction action{};
  action.sa_handler = onSignal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGHUP, &action, nullptr);
}

bool interruptRequested() {
  return requested != 0 || timeIsUp();
}

void interruptAt(std::chrono::steady_clock::time_point time) {
  deadline = time;
}

bool timeIsUp() {
  return deadline && std::chrono::steady_clock::now() >= *deadline;
}

} // namespace allele
