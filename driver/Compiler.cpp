#include "Compiler.h"

#include "Discovery.h"
#include "Installation.h"
#include "RunToEnd.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <sstream>

namespace allele {
namespace {

namespace fs = std::filesystem;

using Plugins = std::map<unsigned, fs::path>;

constexpr std::size_t kMostDigits = 4; // of a version

// The major version that `clang --version` tells.
Result<unsigned> clangMajor(const std::vector<std::string> &command) {
  ProcessSpec spec;
  spec.command = command;
  spec.command.push_back("--version");
  spec.limits.wallTime = std::chrono::seconds(30);
  const auto finished = runToEnd(spec);
  if (!finished)
    return finished.error();
  const std::string &output = finished->output;
  constexpr std::string_view kVersion = "clang version ";
  const std::size_t at = output.find(kVersion);
  const std::size_t digits = at == std::string::npos ? at : at + kVersion.size();
  if (at == std::string::npos || digits >= output.size() || output[digits] < '0' || output[digits] > '9')
    return Error{fmt::format("{}: `--version` names no clang version; Allele needs a clang", fmt::join(command, " "))};
  return static_cast<unsigned>(std::stoul(output.substr(digits, kMostDigits)));
}

Result<Compiler> withPlugin(std::vector<std::string> command, unsigned major, const Plugins &plugins) {
  const auto matching = plugins.find(major);
  if (matching != plugins.end())
    return Compiler{std::move(command), major, matching->second};
  std::vector<std::string> known;
  for (const auto &[version, path] : plugins)
    known.push_back(std::to_string(version));
  return Error{fmt::format("{} is clang {}, but there is no plugin for it (there is for {}); use such a clang, or "
                           "build Allele with -DALLELE_OTHER_LLVM_MAJORS={}",
                           fmt::join(command, " "), major, fmt::join(known, ", "), major)};
}

// What stands behind `clang-` or `clang++-`.
std::optional<unsigned> majorInName(const std::string &program) {
  const std::string name = fs::path(program).filename().string();
  for (const std::string_view prefix : {"clang-", "clang++-"}) {
    const std::string digits = name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : "";
    if (!digits.empty() && digits.size() <= kMostDigits && digits.find_first_not_of("0123456789") == std::string::npos)
      return static_cast<unsigned>(std::stoul(digits));
  }
  return std::nullopt;
}

} // namespace

std::vector<std::string> compilerWords(const std::string &text) {
  if (findProgram(text))
    return {text};
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

bool isCompilerLauncher(const std::string &word) {
  const std::string name = fs::path(word).filename().string();
  return name == "ccache" || name == "distcc" || name == "icecc" || name == "sccache";
}

Result<Compiler> compilerOf(std::vector<std::string> command) {
  const auto plugins = installedPlugins();
  if (!plugins)
    return plugins.error();
  const auto major = clangMajor(command);
  if (!major)
    return major.error();
  return withPlugin(std::move(command), *major, *plugins);
}

Result<Compiler> namedCompiler(std::vector<std::string> command) {
  const auto major = majorInName(command.back());
  if (!major)
    return compilerOf(std::move(command));
  const auto plugins = installedPlugins();
  return plugins ? withPlugin(std::move(command), *major, *plugins) : plugins.error();
}

Result<std::optional<Compiler>> compilerFromEnvironment(const std::vector<const char *> &variables) {
  const auto plugins = installedPlugins();
  if (!plugins)
    return plugins.error();
  for (const char *variable : variables) {
    const char *text = std::getenv(variable);
    if (text == nullptr)
      continue;
    std::vector<std::string> command = compilerWords(text);
    if (command.empty())
      continue;
    if (const auto major = clangMajor(command)) {
      auto compiler = withPlugin(std::move(command), *major, *plugins);
      if (!compiler)
        return compiler.error();
      return std::optional(std::move(*compiler));
    }
  }
  return std::optional<Compiler>();
}

Result<Compiler> usualCompiler(CompiledLanguage language) {
  const auto plugins = installedPlugins();
  if (!plugins)
    return plugins.error();
  std::vector<unsigned> majors = {ALLELE_LLVM_MAJOR};
  for (auto plugin = plugins->rbegin(); plugin != plugins->rend(); ++plugin)
    if (plugin->first != ALLELE_LLVM_MAJOR)
      majors.push_back(plugin->first);
  const std::string name = language == CompiledLanguage::kC ? "clang" : "clang++";
  std::vector<std::string> asked;
  for (const unsigned major : majors) {
    const std::string program = fmt::format("{}-{}", name, major);
    if (plugins->count(major) != 0 && findProgram(program))
      return Compiler{{program}, major, plugins->at(major)};
    asked.push_back(program);
  }
  if (findProgram(name))
    return compilerOf({name});
  return Error{fmt::format("there is no {} and no {}; install one, or name yours in {}", fmt::join(asked, ", "), name,
                           language == CompiledLanguage::kC ? "ALLELE_CC" : "ALLELE_CXX")};
}

} // namespace allele
