#include "ConfigurationTemplate.h"

namespace allele {

const char *const kConfigurationTemplate =
    R"yaml(# yaml-language-server: $schema=allele.schema.json
# What Allele does with this project: read by the compiler plugin (from the source file upwards) and by `allele` (from the
# working directory upwards). Each key is shown with its default, or with an example; remove the `# ` before it to use it.
# Build again after a change: the mutants are compiled in.

# Which mutants. Levels: default, strong, extreme, failure, concurrency; single operators; "-x" takes x away.
# operators: [default]

# Code that nobody tests (logging, destructors, ...) is left out by rules, which are all on: "-x" turns rule x off, "-all"
# all of them.
# rules: []

# Functions and macros that only log, besides those that are known.
# loggers: ["my::log*", TRACE]

# Where. Paths are relative to the directory of this file: `*` stays within a directory, `**` doesn't, `dir/` is all below,
# and a glob without `/` matches a name in any directory.
# include: [src/]
# exclude: [third_party/, "*.pb.cc"]

# Functions by qualified name, without parameters and template arguments.
# functions:
#   include: ["parser::*"]
#   exclude: ["*::debug*"]

# Only these lines.
# lines: ["src/parser.cpp:10-20"]

# Only what has changed since the branch left a commit; `scope: functions` is every mutant of a changed function. Instead of
# `ref`, `file` names a unified diff.
# diff:
#   ref: origin/main
#   scope: lines

# At most one mutant a line, for reviews.
# one-per-line: false

# A share of the mutants, chosen by their ids: the same in every build with the same seed.
# sample:
#   share: 1
#   seed: 0

# Leave out mutants that the optimiser shows to be equal to the original or to each other.
# equivalence:
#   enabled: true
#   seconds-per-file: 20

# The directory that paths are relative to, if it isn't this file's.
# root: .

# What `allele run` takes where its command line says nothing.
# run:
#   jobs: 4
#   isolate: auto
#   baseline-runs: 3
#   baseline-timeout: 600
#   timeout-factor: 10
#   timeout-floor: 1
#   memory: 1G
#   disk: 1G
#   output-limit: 64M
#   processes: 512
#   out: allele.out

# What has to hold for `allele run` to be a success, in percent: the least that figures may be, also of some files alone.
# gates:
#   score: 60
#   strength: 80
#   coverage: 70
#   inconclusive: 1
#   paths: {"src/parser/": {strength: 95}}

# Critical flows: what must not fail silently. Entries are functions, files, or `test:GLOB` for what tests execute; all that
# they call belongs to the flow. With flows `operators` has the failure level, too, unless it is set.
# flows: [{name: payment, entry: ["Cart::pay", "src/pay/**"], exclude: ["log*"], owner: team-money, depth: 10, gates: {asserted: 80}}]

# Below this percentage of executed lines, of these files, a score says little.
# coverage:
#   floor: 60
#   core: [src/]
)yaml";

} // namespace allele
