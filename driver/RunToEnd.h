// One command at a time, for what isn't a mutant's run: lists of tests and the like.
#pragma once

#include "Process.h"
#include "Result.h"

namespace allele {

// Errors: as ProcessRunner::start; interrupted.
Result<ProcessResult> runToEnd(const ProcessSpec &spec);

} // namespace allele
