// The allele.yml that `allele init` writes.
#pragma once

namespace allele {

// Every key with its default or an example, commented out.
extern const char *const kConfigurationTemplate;

} // namespace allele
