// allele flags: the compiler flags that build a program with its mutants.
#include "Process.h"
#include "Result.h"
#include "Subcommands.h"
#include "Text.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace allele {
namespace {

namespace fs = std::filesystem;

// Plugins beside this program, by LLVM major: ../lib/allele-<major>.so as built and as installed.
Result<std::map<unsigned, fs::path>> installedPlugins() {
  std::error_code failure;
  const fs::path self = fs::read_symlink("/proc/self/exe", failure);
  if (failure)
    return Error{"/proc/self/exe can't be read: " + failure.message()};
  const fs::path directory = (self.parent_path() / "../lib").lexically_normal();
  std::map<unsigned, fs::path> plugins;
  for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end; entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    constexpr std::string_view kPrefix = "allele-";
    constexpr std::string_view kSuffix = ".so";
    if (name.size() <= kPrefix.size() + kSuffix.size() || name.rfind(kPrefix, 0) != 0 ||
        name.compare(name.size() - kSuffix.size(), kSuffix.size(), kSuffix) != 0)
      continue;
    const std::string major = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
    if (major.size() <= 4 && major.find_first_not_of("0123456789") == std::string::npos)
      plugins[static_cast<unsigned>(std::stoul(major))] = entry->path();
  }
  if (plugins.empty())
    return Error{fmt::format("no plugin in {}; build Allele for the LLVM version of your clang", directory.string())};
  return plugins;
}

// The major version that `clang --version` tells.
Result<unsigned> clangMajor(const std::string &clang) {
  ProcessRunner runner;
  ProcessSpec spec;
  spec.command = {clang, "--version"};
  spec.limits.wallTime = std::chrono::seconds(30);
  if (const auto started = runner.start(spec); !started)
    return started.error();
  std::string output;
  while (runner.running() != 0)
    if (auto finished = runner.wait(std::chrono::seconds(30)))
      output = std::move(finished->result.output);
  constexpr std::string_view kVersion = "clang version ";
  const std::size_t at = output.find(kVersion);
  const std::size_t digits = at == std::string::npos ? at : at + kVersion.size();
  if (at == std::string::npos || digits >= output.size() || output[digits] < '0' || output[digits] > '9')
    return Error{fmt::format("{}: `--version` names no clang version; give a clang with --clang PATH", clang)};
  return static_cast<unsigned>(std::stoul(output.substr(digits, 4)));
}

// The clang that is asked for its version: the one that is named, else the one that builds take from the environment.
// Empty: none is.
std::string chosenClang(const FlagsOptions &options) {
  if (!options.clang.empty())
    return options.clang;
  for (const char *variable : {"CXX", "CC"})
    if (const char *compiler = std::getenv(variable); compiler != nullptr && clangMajor(compiler))
      return compiler;
  return "";
}

} // namespace

ExitCode runFlags(const FlagsOptions &options, Terminal &terminal) {
  const auto plugins = installedPlugins();
  if (!plugins) {
    terminal.error(plugins.error().message);
    return ExitCode::kUsage;
  }
  auto plugin = plugins->find(ALLELE_LLVM_MAJOR);
  if (plugin == plugins->end())
    plugin = std::prev(plugins->end());
  if (const std::string clang = chosenClang(options); !clang.empty()) {
    const auto major = clangMajor(clang);
    if (!major) {
      terminal.error(major.error().message);
      return ExitCode::kUsage;
    }
    const auto matching = plugins->find(*major);
    if (matching == plugins->end()) {
      std::string known;
      for (const auto &entry : *plugins)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", entry.first);
      terminal.error(
          fmt::format("{} is clang {}, but there is no plugin for it (there is for {}); use such a clang, or build "
                      "Allele with -DALLELE_OTHER_LLVM_MAJORS={}",
                      clang, *major, known, *major));
      return ExitCode::kUsage;
    }
    plugin = plugins->find(*major);
  }
  terminal.print(fmt::format("-g {}\n", shellQuote("-fpass-plugin=" + plugin->second.string())));
  return ExitCode::kFine;
}

} // namespace allele
