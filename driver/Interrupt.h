// SIGINT, SIGTERM and SIGHUP, and the end of the time that a run may take, as a question that the stages ask between
// two waits.
#pragma once

#include <chrono>

namespace allele {

// From here on these signals no longer end the driver but make interruptRequested() true. System calls aren't
// restarted.
void catchInterrupts();

bool interruptRequested();

// From then on interruptRequested() is true, too.
void interruptAt(std::chrono::steady_clock::time_point time);
bool timeIsUp();

} // namespace allele
