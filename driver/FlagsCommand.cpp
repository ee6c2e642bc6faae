// allele flags: the compiler flags that build a program with its mutants.
#include "Compiler.h"
#include "Installation.h"
#include "Subcommands.h"
#include "Text.h"

#include <fmt/format.h>

namespace allele {
namespace {

namespace fs = std::filesystem;

// The plugin of the clang that is named, else of the one that builds take from the environment, else of the version
// that this build of Allele is for.
Result<fs::path> chosenPlugin(const FlagsOptions &options) {
  if (!options.clang.empty()) {
    auto compiler = compilerOf({options.clang});
    return compiler ? Result<fs::path>(compiler->plugin) : compiler.error();
  }
  const auto found = compilerFromEnvironment({"CXX", "CC"});
  if (!found)
    return found.error();
  if (const std::optional<Compiler> &compiler = *found)
    return compiler->plugin;
  const auto plugins = installedPlugins();
  if (!plugins)
    return plugins.error();
  const auto usual = plugins->find(ALLELE_LLVM_MAJOR);
  return usual != plugins->end() ? usual->second : plugins->rbegin()->second;
}

} // namespace

ExitCode runFlags(const FlagsOptions &options, Terminal &terminal) {
  const auto plugin = chosenPlugin(options);
  if (!plugin) {
    terminal.error(plugin.error().message);
    return ExitCode::kUsage;
  }
  terminal.print(fmt::format("-g {}\n", shellQuote("-fpass-plugin=" + plugin->string())));
  return ExitCode::kFine;
}

} // namespace allele
