// SIGINT, SIGTERM and SIGHUP as a question that the stages ask between two waits.
#pragma once

namespace allele {

// From here on these signals no longer end the driver but make interruptRequested() true. System calls aren't
// restarted.
void catchInterrupts();

bool interruptRequested();

} // namespace allele
