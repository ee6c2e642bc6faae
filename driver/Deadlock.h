// Processes that wait for each other for ever: told by what they wait for, not by how long.
#pragma once

#include "ProcessTree.h"

#include <sys/types.h>
#include <vector>

namespace allele {

// Proof that no process of `members` will ever do anything again, if nobody outside sends a signal. Each living thread
// waits, without a limit on time, for a lock or condition of its own process, for a pipe that `members` made, or for a
// child or a signal; none of them has run between two looks, so all wait at once; and no timer is set that would wake
// one. `members` have to be all processes of the run, which inherited no pipe but the one whose inode is `outside`. No
// proof where the kernel doesn't tell, or for other waits (sockets, files, shared memory): then false.
bool isDeadlocked(const std::vector<ProcessStat> &members, ino_t outside);

} // namespace allele
