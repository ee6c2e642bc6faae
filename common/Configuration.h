// What the user configures: allele.yml, read by the plugin and by the driver, so that both mean the same by it.
//
// docs/configuration.md describes every key, docs/allele.schema.json is the schema for editors. Neither part of LLVM
// nor of the driver is used here.
#ifndef ALLELE_CONFIGURATION_H
#define ALLELE_CONFIGURATION_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// Lines first..last (1-based, both included) of a file, its path relative to its root.
struct LineRange {
  std::string file;
  unsigned first = 0;
  unsigned last = 0;
};

// Only what has changed since a commit is mutated.
struct DiffSettings {
  enum class Scope { kLines, kFunctions };
  std::string ref; // empty: no restriction
  Scope scope = Scope::kLines;
};

// What decides which mutants are compiled in; the driver applies the same to what is.
struct SelectionSettings {
  // Levels and operators, applied in order; "-x" takes x away. The first entry being one that takes away, the default
  // level is what it is taken from.
  std::vector<std::string> operators = {"default"};
  // Noise rules are all on; "-x" turns rule x off, "-all" all of them, "x" on again.
  std::vector<std::string> rules;
  // Names of functions (globs of qualified names) and macros that only log, besides those that are known.
  std::vector<std::string> loggers;
  // Globs of source files relative to their root: `*` stays within a directory, `**` doesn't.
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  // Globs of qualified function names, without parameters: `ns::Class::method`.
  std::vector<std::string> includeFunctions;
  std::vector<std::string> excludeFunctions;
  std::vector<LineRange> lines;
  DiffSettings diff;
  // At most one mutant a line, for reviews.
  bool onePerLine = false;
  // Share of the mutants that is made, chosen by id and seed; 1: all.
  double sample = 1;
  std::uint64_t seed = 0;
};

// Mutants that the optimiser shows to be equal to the original or to another mutant.
struct EquivalenceSettings {
  bool enabled = false;
  double secondsPerFile = 20; // CPU time for one TU; what isn't compared by then is kept
};

struct Configuration {
  std::string path; // the file that it was read from; empty: defaults, and what the environment says
  SelectionSettings selection;
  EquivalenceSettings equivalence;

  // Hash of all that the plugin's work depends on: two builds with one fingerprint hold the same mutants of the same
  // sources.
  std::uint64_t fingerprint() const;
};

// Environment variables of plugin and driver.
inline constexpr const char *kConfigurationVariable =
    "ALLELE_CONFIG"; // path of a file instead of the one that is found
inline constexpr const char *kConfigurationOverrides = "ALLELE_OPTIONS"; // YAML whose keys replace those of the file

// The configuration that holds for a source file or a working directory: of the file that ALLELE_CONFIG names, else of
// the nearest allele.yml in `directory` or above it, with the keys that ALLELE_OPTIONS gives in its place. Each problem
// is one message for the user, "allele.yml:3: unknown key ...".
Configuration loadConfiguration(const std::string &directory, std::vector<std::string> &problems);

} // namespace allele

#endif
