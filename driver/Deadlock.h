// A process that waits for itself for ever: told by what its threads wait for, not by how long.
#pragma once

#include <sys/types.h>

namespace allele {

// Proof that the process will never do anything again, if nobody sends it a signal. Each of its threads waits, without
// a limit on time, for a lock or condition of its own, for a pipe, or for a signal; none of them has run between two
// looks at all of them, so all wait at once; and no timer is set and no signal is caught that may come by itself. The
// caller has to know that the process has no children and started none that live on, and inherited no pipe but the one
// whose inode is `outside`. No proof where the kernel doesn't tell, where a socket is open (somebody may hold the other
// end of a pipe), or for other waits (sockets, files, shared memory): then false.
bool isDeadlocked(pid_t process, ino_t outside);

} // namespace allele
