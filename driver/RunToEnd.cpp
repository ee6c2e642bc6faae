#include "RunToEnd.h"

#include "Interrupt.h"

namespace allele {

Result<ProcessResult> runToEnd(const ProcessSpec &spec) {
  constexpr std::chrono::milliseconds kPoll{200};
  ProcessRunner runner;
  if (const auto started = runner.start(spec); !started)
    return started.error();
  while (!interruptRequested())
    if (auto finished = runner.wait(kPoll))
      return std::move(finished->result);
  return Error{"interrupted"};
}

} // namespace allele
