#include "Configuration.h"

#include <cstdlib>
#include <yaml-cpp/yaml.h>

namespace allele {

Configuration loadConfiguration(const std::string & /*directory*/, std::vector<std::string> &problems) {
  Configuration configuration;
  const char *overrides = std::getenv(kConfigurationOverrides);
  if (overrides == nullptr || *overrides == '\0')
    return configuration;
  try {
    const YAML::Node root = YAML::Load(overrides);
    if (root["operators"])
      configuration.selection.operators = root["operators"].as<std::vector<std::string>>();
    if (root["rules"])
      configuration.selection.rules = root["rules"].as<std::vector<std::string>>();
    if (const YAML::Node equivalence = root["equivalence"]) {
      if (equivalence["enabled"])
        configuration.equivalence.enabled = equivalence["enabled"].as<bool>();
      if (equivalence["secondsPerFile"])
        configuration.equivalence.secondsPerFile = equivalence["secondsPerFile"].as<double>();
    }
  } catch (const YAML::Exception &error) {
    problems.push_back(std::string(kConfigurationOverrides) + ": " + error.what());
  }
  return configuration;
}

} // namespace allele
