#include "Configuration.h"

#include "ConfigurationReader.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace allele {
namespace {

namespace fs = std::filesystem;

std::string valueOf(const char *variable) {
  const char *value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

std::string absolute(const std::string &path) {
  std::error_code failure;
  const fs::path whole = fs::absolute(path, failure);
  return failure ? path : whole.lexically_normal().string();
}

std::optional<std::string> textOf(const std::string &path) {
  std::error_code failure;
  if (!fs::is_regular_file(path, failure))
    return std::nullopt;
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    return file && fs::file_size(path, failure) == 0 ? std::optional<std::string>("") : std::nullopt;
  return text.str();
}

// FNV-1a over the parts, each with its length, so that no two lists of parts are one.
class Hash {
public:
  void add(const std::string &part) {
    addBytes(std::to_string(part.size()) + ":");
    addBytes(part);
  }
  void add(const std::vector<std::string> &parts) {
    addBytes(std::to_string(parts.size()) + "*");
    for (const std::string &part : parts)
      add(part);
  }
  void add(double value) { addBytes(std::to_string(value) + ";"); }
  void add(std::uint64_t value) { addBytes(std::to_string(value) + ";"); }
  std::uint64_t value() const { return state; }

private:
  void addBytes(const std::string &bytes) {
    for (const char c : bytes)
      state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  std::uint64_t state = 0xcbf29ce484222325ULL;
};

} // namespace

std::optional<LineRange> parseLineRange(const std::string &text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0)
    return std::nullopt;
  const std::string numbers = text.substr(colon + 1);
  const std::size_t dash = numbers.find('-');
  const auto number = [](const std::string &digits) -> unsigned {
    const bool isNumber =
        !digits.empty() && digits.size() < 10 && digits.find_first_not_of("0123456789") == std::string::npos;
    return isNumber ? static_cast<unsigned>(std::stoul(digits)) : 0;
  };
  LineRange range;
  range.file = fs::path(text.substr(0, colon)).lexically_normal().string();
  range.first = number(numbers.substr(0, dash));
  range.last = dash == std::string::npos ? range.first : number(numbers.substr(dash + 1));
  if (range.first == 0 || range.last < range.first)
    return std::nullopt;
  return range;
}

std::uint64_t Configuration::fingerprint() const {
  Hash hash;
  hash.add(root);
  hash.add(selection.operators);
  hash.add(selection.rules);
  hash.add(selection.loggers);
  hash.add(selection.include);
  hash.add(selection.exclude);
  hash.add(selection.includeFunctions);
  hash.add(selection.excludeFunctions);
  hash.add(selection.lines.size());
  for (const LineRange &range : selection.lines) {
    hash.add(range.file);
    hash.add(std::uint64_t{range.first});
    hash.add(std::uint64_t{range.last});
  }
  hash.add(selection.diff.ref);
  hash.add(selection.diff.file);
  hash.add(std::uint64_t{selection.diff.scope == DiffSettings::Scope::kFunctions});
  hash.add(std::uint64_t{selection.onePerLine});
  hash.add(selection.sample);
  hash.add(selection.seed);
  hash.add(std::uint64_t{equivalence.enabled});
  hash.add(equivalence.secondsPerFile);
  return hash.value();
}

std::string findConfiguration(const std::string &directory) {
  const std::string chosen = valueOf(kConfigurationVariable);
  return chosen.empty() ? nearestConfiguration(directory) : absolute(chosen);
}

std::string nearestConfiguration(const std::string &directory) {
  std::error_code failure;
  for (fs::path at = absolute(directory.empty() ? "." : directory);; at = at.parent_path()) {
    const fs::path candidate = at / kConfigurationFile;
    if (fs::exists(candidate, failure))
      return candidate.string();
    if (at == at.parent_path())
      return "";
  }
}

Configuration readConfiguration(const std::string &path, std::vector<std::string> &problems, const KnownNames &names) {
  Configuration configuration;
  configuration.path = path;
  if (!path.empty()) {
    if (const auto text = textOf(path))
      applyConfiguration(*text, {path, fs::path(path).parent_path().string()}, names, configuration, problems);
    else
      problems.push_back(path + ": the configuration can't be read");
  }
  configuration.fileFingerprint = configuration.fingerprint();
  return configuration;
}

Configuration loadConfiguration(const std::string &directory, std::vector<std::string> &problems,
                                const KnownNames &names) {
  Configuration configuration = readConfiguration(findConfiguration(directory), problems, names);
  if (const std::string overrides = valueOf(kConfigurationOverrides); !overrides.empty()) {
    const std::string base =
        configuration.path.empty() ? absolute(directory) : fs::path(configuration.path).parent_path().string();
    applyConfiguration(overrides, {kConfigurationOverrides, base}, names, configuration, problems);
  }
  return configuration;
}

} // namespace allele
