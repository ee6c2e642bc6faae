#include "BuildRecords.h"

#include "Configuration.h"
#include "MutantId.h"
#include "Text.h"

#include <allele/abi.h>
#include <filesystem>
#include <fmt/format.h>
#include <map>

namespace allele {
namespace {

// The path of the file as it counts today, and what it says.
Configuration present(const std::string &configuration, const std::string &directory) {
  std::vector<std::string> problems; // the program's own configuration is checked where it is used
  const std::filesystem::path before(configuration);
  std::error_code ignored;
  if (configuration.empty() || !std::filesystem::exists(before, ignored))
    return readConfiguration(nearestConfiguration(configuration.empty() ? directory : before.parent_path().string()),
                             problems);
  return readConfiguration(configuration, problems);
}

} // namespace

Status BuildRecords::add(std::string_view section, const std::string &path) {
  for (std::size_t at = 0; at < section.size();) {
    const std::size_t end = std::min(section.find('\0', at), section.size());
    const std::string_view entry = section.substr(at, end - at);
    at = end + 1;
    if (entry.empty()) // linkers may fill with zeros
      continue;
    constexpr std::size_t kDigits = 16;
    constexpr std::size_t kKind = 6; // "\tfile\t"
    const auto fingerprint = parseId(entry.substr(0, kDigits));
    const std::string_view kind = entry.substr(std::min(kDigits, entry.size()), kKind);
    if (!fingerprint || (kind != "\tfile\t" && kind != "\tnone\t"))
      return Error{fmt::format("{}: damaged metadata, an entry of section {} is wrong; build it again", path,
                               ALLELE_SECTION_BUILD)};
    const std::string where(entry.substr(kDigits + kKind));
    const bool isFile = kind == "\tfile\t";
    builds.insert({*fingerprint, isFile ? where : "", isFile ? "" : where, path});
  }
  return Done{};
}

std::string BuildRecords::warning() const {
  std::map<std::pair<std::string, std::string>, Configuration> read;
  std::set<std::string> objects;
  std::set<std::string> files;
  for (const Build &build : builds) {
    const auto [found, isNew] = read.try_emplace({build.configuration, build.directory});
    if (isNew)
      found->second = present(build.configuration, build.directory);
    const Configuration &now = found->second;
    if (now.fileFingerprint == build.fingerprint)
      continue;
    objects.insert(toPrintableLine(build.object));
    files.insert(toPrintableLine(now.path.empty() ? build.configuration : now.path));
  }
  if (objects.empty())
    return "";
  return fmt::format(
      "{} changed since {} built, so the mutants aren't those that it asks for; build again", fmt::join(files, ", "),
      objects.size() == 1 ? *objects.begin() + " was" : fmt::format("{} were", fmt::join(objects, ", ")));
}

} // namespace allele
