// What programs were compiled by: tells when allele.yml has changed since.
#pragma once

#include "Result.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace allele {

class BuildRecords {
public:
  // Adds section ALLELE_SECTION_BUILD of one object; `path` is its file. Error: an entry is damaged.
  Status add(std::string_view section, const std::string &path);

  // One warning that names the configurations and objects that no longer fit; "" when all do.
  std::string warning() const;

private:
  struct Build {
    std::uint64_t fingerprint;
    std::string configuration; // path of the file; empty: there was none
    std::string directory;     // where it was looked for; empty when there was one
    std::string object;

    bool operator<(const Build &other) const {
      return std::tie(object, configuration, directory, fingerprint) <
             std::tie(other.object, other.configuration, other.directory, other.fingerprint);
    }
  };
  std::set<Build> builds;
};

} // namespace allele
