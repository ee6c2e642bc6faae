// The options of `list` and `run` that select mutants. CLI11 is known here, and by CommandLineParser and its users.
#pragma once

#include "MutantSelection.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace allele {

class SelectionArguments {
public:
  // Adds the options to a subcommand; the object has to stay where it is until it is parsed.
  void addTo(CLI::App &subcommand);
  // What the configuration says, with what the command line says in its place. Errors: values that can't be.
  Result<SelectionOptions> finish(const CLI::App &subcommand, const Configuration &configuration) const;

private:
  std::vector<std::string> operators;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::vector<std::string> functions;
  std::vector<std::string> lines;
  std::vector<std::string> ids; // or @FILE
  std::string diff;
  double sample = 1;
  std::uint64_t seed = 0;
};

} // namespace allele
