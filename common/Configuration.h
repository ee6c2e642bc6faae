// What the user configures: allele.yml, read by the plugin and by the driver, so that both mean the same by it.
//
// docs/configuration.md describes every key, docs/allele.schema.json is the schema for editors. Neither part of LLVM
// nor of the driver is used here.
#ifndef ALLELE_CONFIGURATION_H
#define ALLELE_CONFIGURATION_H

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allele {

// Lines first..last (1-based, both included) of a file, its path relative to its root.
struct LineRange {
  std::string file;
  unsigned first = 0;
  unsigned last = 0;
};

// "src/a.c:10-20" or "src/a.c:10"; nullopt for anything else.
std::optional<LineRange> parseLineRange(const std::string &text);

// Only what has changed since a commit is mutated.
struct DiffSettings {
  enum class Scope { kLines, kFunctions };
  std::string ref;  // since the branch left it
  std::string file; // or what this unified diff says, absolute. Both empty: no restriction
  Scope scope = Scope::kLines;

  bool isOn() const { return !ref.empty() || !file.empty(); }
};

// What decides which mutants are compiled in; the driver applies the same to what is. A mutant has to pass each of
// them.
struct SelectionSettings {
  // Levels and operators, applied in order; "-x" takes x away. The first entry being one that takes away, the default
  // level is what it is taken from.
  std::vector<std::string> operators = {"default"};
  // Noise rules are all on; "-x" turns rule x off, "-all" all of them, "x" on again.
  std::vector<std::string> rules;
  // Names of functions (globs of qualified names) and macros that only log, besides those that are known.
  std::vector<std::string> loggers;
  // Globs of source files relative to their root (Glob.h). No include: all.
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
  bool enabled = true;
  double secondsPerFile = 20; // CPU time for one TU; what isn't compared by then is kept
};

// What `allele run` takes where its command line says nothing: the options of the same names, times in seconds.
struct RunSettings {
  std::optional<unsigned> jobs;
  std::optional<std::string> isolate;
  std::optional<unsigned> baselineRuns;
  std::optional<double> baselineTimeout;
  std::optional<double> timeoutFactor;
  std::optional<double> timeoutFloor;
  std::optional<std::string> memory; // sizes as the command line takes them (parseBytes)
  std::optional<std::string> disk;
  std::optional<std::string> outputLimit;
  std::optional<std::uint64_t> processes;
  std::optional<std::string> out;
};

// The least that figures may be, in percent.
struct Thresholds {
  std::optional<double> score;
  std::optional<double> strength;
  std::optional<double> coverage;

  bool isEmpty() const { return !score && !strength && !coverage; }
};

// A part of the program whose failures cost most: what its entries are and lead to.
struct FlowSettings {
  std::string name;
  // Qualified names of functions (globs, also of their last parts), globs of source files, and `test:` with a glob of
  // test names, which stands for all that those tests execute.
  std::vector<std::string> entries;
  std::vector<std::string> exclude; // the same, without tests
  std::string owner;
  std::optional<unsigned> depth; // calls away from an entry; none: all
  Thresholds least;
  std::optional<double> leastAsserted; // percent of its failure states
};

// What has to hold for a run to be a success.
struct GateSettings {
  Thresholds all;
  std::vector<std::pair<std::string, Thresholds>> paths; // glob of source files, and what holds for them together
  std::optional<double> mostInconclusive;                // percent of the mutants
  std::vector<FlowSettings> flows;                       // each with its own figures
};

// Coverage is hygiene: below the floor a score says little.
struct CoverageSettings {
  double floor = 60;             // percent of the lines
  std::vector<std::string> core; // globs of the source files that it holds for; empty: all together
};

struct Configuration {
  std::string path; // of the file that it was read from, absolute; empty: there is none
  // Absolute directory that the paths of source files below it are relative to; empty: found for each file.
  std::string root;
  SelectionSettings selection;
  EquivalenceSettings equivalence;
  RunSettings run;
  GateSettings gates;
  // With them the failure level is on where `operators` says nothing. They stand in `gates`, too.
  std::vector<FlowSettings> flows;
  CoverageSettings coverage;
  // Whether `operators` is named anywhere, and not merely the default.
  bool namesOperators = false;
  // Of what the file alone says, without ALLELE_OPTIONS.
  std::uint64_t fileFingerprint = 0;

  // Hash of all that the plugin's work depends on: two builds with one fingerprint hold the same mutants of the same
  // sources and commits.
  std::uint64_t fingerprint() const;
};

// Environment variables of plugin and driver.
inline constexpr const char *kConfigurationVariable =
    "ALLELE_CONFIG"; // path of a file instead of the one that is found
inline constexpr const char *kConfigurationOverrides = "ALLELE_OPTIONS"; // YAML whose keys replace those of the file
inline constexpr const char *kConfigurationFile = "allele.yml";

// What operators and rules may be called; empty: not checked.
struct KnownNames {
  std::vector<std::string> operators; // levels too
  std::vector<std::string> rules;
};

// The configuration that holds for a source file's or a working directory: of the file that ALLELE_CONFIG names, else
// of the nearest allele.yml in `directory` or above it, with the keys that ALLELE_OPTIONS gives in their place. Each
// problem is one message for the user, "allele.yml:3:5: unknown key ...". Throws nothing.
Configuration loadConfiguration(const std::string &directory, std::vector<std::string> &problems,
                                const KnownNames &names = {});

// The path of that file, or "" when there is none.
std::string findConfiguration(const std::string &directory);

// The same, whatever ALLELE_CONFIG says.
std::string nearestConfiguration(const std::string &directory);

// What one file says; defaults for an empty path.
Configuration readConfiguration(const std::string &path, std::vector<std::string> &problems,
                                const KnownNames &names = {});

} // namespace allele

#endif
