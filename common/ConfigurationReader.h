// From the YAML of allele.yml to a Configuration, with every key and value checked.
#ifndef ALLELE_CONFIGURATION_READER_H
#define ALLELE_CONFIGURATION_READER_H

#include "Configuration.h"

namespace allele {

struct ConfigurationSource {
  std::string name; // in messages
  std::string base; // absolute directory that its paths are relative to
};

// Replaces what `text` has keys for. What is wrong goes into `problems`; such a value stays as it was. Throws nothing.
void applyConfiguration(const std::string &text, const ConfigurationSource &source, const KnownNames &names,
                        Configuration &configuration, std::vector<std::string> &problems);

} // namespace allele

#endif
