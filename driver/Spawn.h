// Starts one program as cheaply as the kernel allows, and says exactly why when it can't be started.
//
// Used by ProcessRunner only; knows nothing of waiting or limits in time.
#pragma once

#include "Descriptor.h"
#include "Overlay.h"
#include "Result.h"

#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <sys/types.h>
#include <vector>

namespace allele {

struct SpawnRequest {
  const std::vector<std::string> &command; // as ProcessSpec::command
  std::vector<std::string> environment;    // NAME=VALUE, complete
  const std::filesystem::path &workingDirectory;
  struct Limit {
    int resource; // RLIMIT_...
    rlimit value; // lowered to the hard limit of the driver where that is less
  };
  std::vector<Limit> limits;
  int input = -1;                   // becomes descriptor 0; above 2
  int output = -1;                  // becomes descriptors 1 and 2; above 2
  bool randomAddresses = false;     // as ProcessSpec has it
  int kept = -1;                    // stays open under its own number; above 2, or none
  const Overlay *overlay = nullptr; // mounted before the working directory is entered; or none
};

struct Spawned {
  pid_t pid = 0;
  Descriptor pidfd;
};

class Spawner {
public:
  Spawner();
  ~Spawner();
  Spawner(const Spawner &) = delete;
  Spawner &operator=(const Spawner &) = delete;

  // The new process leads a session of its own, has default signal actions and an empty signal mask, no descriptor
  // above 2 but the kept one, gets the same addresses each time as far as the system allows unless asked otherwise, and
  // dies with the calling thread. Returns once the program is loaded.
  Result<Spawned> spawn(SpawnRequest request);

private:
  char *stack; // of the child, until it has loaded its program; nullptr when there was no memory
};

// The driver's environment without the variables named in `remove`, and with `add` (NAME=VALUE, the last one counts).
std::vector<std::string> changedEnvironment(const std::vector<std::string> &remove,
                                            const std::vector<std::string> &add);

} // namespace allele
