#include "Machine.h"

#include "Text.h"

#include <algorithm>
#include <ctime>
#include <fmt/format.h>
#include <sched.h>
#include <sys/utsname.h>

namespace allele {

unsigned usableCores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (sched_getaffinity(0, sizeof cores, &cores) != 0)
    return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&cores)));
}

std::string machineHere() {
  utsname system{};
  uname(&system);
  return fmt::format("{} {} {}, {}", system.sysname, system.release, system.machine, countOf(usableCores(), "core"));
}

std::string utcNow() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, length};
}

} // namespace allele
