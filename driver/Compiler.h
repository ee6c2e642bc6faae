// The clang that builds the user's program, and the plugin that fits it.
#pragma once

#include "Result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace allele {

enum class CompiledLanguage { kC, kCxx };

struct Compiler {
  std::vector<std::string> command; // the program, behind ccache and the like
  unsigned major = 0;
  std::filesystem::path plugin;
};

// "ccache clang++-19", as CC and CXX may hold it: words between blanks; one word where a program has that name.
std::vector<std::string> compilerWords(const std::string &text);

// Whether the word starts a compiler that stands behind it: ccache, distcc.
bool isCompilerLauncher(const std::string &word);

// The clang of that command, asked for its version, with its plugin. Error: it is no clang, or has no plugin.
Result<Compiler> compilerOf(std::vector<std::string> command);

// The same, but where its name tells the version (clang++-19) nobody asks: for what starts it at once. A plugin that
// doesn't fit says so.
Result<Compiler> namedCompiler(std::vector<std::string> command);

// The clang that builds take from the environment: the first of the variables that names one. None does: nullopt.
// Error: it has no plugin.
Result<std::optional<Compiler>> compilerFromEnvironment(const std::vector<const char *> &variables);

// The clang on the search path that this build of Allele is for, else another one that has a plugin. Error: there is
// none.
Result<Compiler> usualCompiler(CompiledLanguage language);

} // namespace allele
