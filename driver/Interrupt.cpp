#include "Interrupt.h"

#include <csignal>

namespace allele {
namespace {

volatile std::sig_atomic_t requested = 0;

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
  return requested != 0;
}

} // namespace allele
