// Load on the machine: busy processes on each core that the driver may use, for as long as the object lives.
#pragma once

#include "Result.h"

#include <memory>
#include <sys/types.h>
#include <vector>

namespace allele {

class BusyCores {
public:
  // Two for each core. Children of the driver, in its session, so ProcessRunner leaves them alone. They are killed with
  // the calling thread, whatever ends it. Error: the system has no more processes to give.
  static Result<std::unique_ptr<BusyCores>> start();
  ~BusyCores();
  BusyCores(const BusyCores &) = delete;
  BusyCores &operator=(const BusyCores &) = delete;

private:
  BusyCores() = default;
  std::vector<pid_t> processes;
};

} // namespace allele
