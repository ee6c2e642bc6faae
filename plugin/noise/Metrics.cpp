// Metrics and traces: what is counted for those who watch the program.
#include "Noise.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kMetrics;

namespace {

constexpr RuleInfo kInfo = {"metrics", "Calls of prometheus-cpp, OpenTelemetry, StatsD clients, Perfetto and Tracy, "
                                       "with all that is computed for them."};

constexpr StringLiteral kFunctions[] = {"prometheus::*", "opentelemetry::*", "statsd::*",          "Statsd::*",
                                        "perfetto::*",   "tracy::*",         "*::StatsdClient::*", "StatsdClient::*",
                                        "statsd_*",      "lttng_*"};

void mark(Noise &noise) {
  noise.coverCalls(kInfo.id, kFunctions);
}

} // namespace

const NoiseRule kMetrics = {kInfo, mark, nullptr};

} // namespace allele
