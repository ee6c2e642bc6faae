// allele cc, allele c++ and allele launch: a clang that compiles all mutants in, for any build system.
#include "Compiler.h"
#include "Configuration.h"
#include "Discovery.h"
#include "Fingerprint.h"
#include "Installation.h"
#include "SourceDiff.h"
#include "Subcommands.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <unistd.h>

namespace allele {
namespace {

namespace fs = std::filesystem;

std::string variable(const char *name) {
  const char *value = std::getenv(name);
  return value != nullptr ? value : "";
}

// Whether the arguments ask for less debug information than mutants need, places and types: the last of them decides.
bool asksForLess(const std::vector<std::string> &arguments) {
  constexpr std::array<std::string_view, 8> kLess = {
      "-g0", "-g1", "-ggdb0", "-ggdb1", "-gmlt", "-gline-tables-only", "-gline-directives-only", "-gdirectives-only"};
  bool isLess = false;
  for (const std::string &argument : arguments) {
    if (std::find(kLess.begin(), kLess.end(), argument) != kLess.end())
      isLess = true;
    else if (argument == "-g" || argument == "-g2" || argument == "-g3" || argument.rfind("-ggdb", 0) == 0 ||
             argument.rfind("-gdwarf", 0) == 0)
      isLess = false;
  }
  return isLess;
}

bool isSource(const std::string &argument) {
  static const std::set<std::string> kSuffixes = {".c",   ".cc", ".cp", ".cpp", ".cxx", ".c++",  ".C",  ".CC",
                                                  ".CPP", ".i",  ".ii", ".m",   ".mm",  ".cppm", ".ixx"};
  return !argument.empty() && argument.front() != '-' && kSuffixes.count(fs::path(argument).extension().string()) != 0;
}

// What a compile depends on that ccache doesn't see: the plugin and what it is told. nullopt: on git, too.
std::optional<std::string> hiddenInputs(const Compiler &compiler, const std::vector<std::string> &arguments) {
  Fingerprint hidden;
  hidden.addFile(compiler.plugin); // as ccache knows a compiler
  for (const char *name : {kConfigurationVariable, kConfigurationOverrides, "ALLELE_ROOT"})
    hidden.add(variable(name));
  std::set<std::string> directories;
  for (const std::string &argument : arguments)
    if (isSource(argument))
      directories.insert(fs::path(argument).parent_path().string());
  for (const std::string &directory : directories) {
    std::vector<std::string> problems;
    const Configuration configuration = loadConfiguration(directory, problems);
    if (!configuration.selection.diff.ref.empty())
      return std::nullopt;
    hidden.add(configuration.path);
    hidden.add(configuration.fingerprint());
    if (!configuration.selection.diff.file.empty())
      hidden.add(readSource(configuration.selection.diff.file).value_or(""));
  }
  return hidden.text();
}

// ccache looks for what was compiled earlier by all that it hashes; the namespace is part of that.
void tellCache(const Compiler &compiler, const std::vector<std::string> &arguments) {
  const auto hidden = hiddenInputs(compiler, arguments);
  if (!hidden)
    setenv("CCACHE_DISABLE", "1", 1);
  else
    setenv("CCACHE_NAMESPACE", (variable("CCACHE_NAMESPACE") + "allele-" + *hidden).c_str(), 1);
}

bool isStartedByCache() {
  const std::string name = readSource(fmt::format("/proc/{}/comm", getppid())).value_or("");
  return name == "ccache\n";
}

// Error: it is this program, which would start itself for ever.
Status isAnother(const std::vector<std::string> &command) {
  const auto self = ownProgram();
  for (const std::string &word : command) {
    const auto program = findProgram(word);
    std::error_code ignored;
    if (self && program && fs::equivalent(*program, *self, ignored))
      return Error{fmt::format("{}: that is Allele itself; name a clang", fmt::join(command, " "))};
    if (!isCompilerLauncher(word))
      break;
  }
  return Done{};
}

struct Compile {
  Compiler compiler;
  std::vector<std::string> arguments;
};

Result<Compile> compileOf(const CompileOptions &options) {
  std::vector<std::string> command;
  std::vector<std::string> arguments = options.words;
  if (options.isLauncher) {
    const auto program = std::find_if_not(arguments.begin(), arguments.end(), isCompilerLauncher);
    if (program == arguments.end())
      return Error{"launch: the compiler is missing: allele launch [ccache] CLANG [ARG...]"};
    command.assign(arguments.begin(), program + 1);
    arguments.erase(arguments.begin(), program + 1);
  } else {
    command = compilerWords(variable(options.language == CompiledLanguage::kC ? "ALLELE_CC" : "ALLELE_CXX"));
  }
  if (const Status another = isAnother(command); !another)
    return another.error();
  auto compiler = command.empty() ? usualCompiler(options.language) : namedCompiler(std::move(command));
  if (!compiler)
    return compiler.error();
  return Compile{std::move(*compiler), std::move(arguments)};
}

ExitCode become(const std::vector<std::string> &command, Terminal &terminal) {
  std::vector<char *> words;
  words.reserve(command.size() + 1);
  for (const std::string &word : command)
    words.push_back(const_cast<char *>(word.c_str())); // NOLINT(cppcoreguidelines-pro-type-const-cast): as exec has it
  words.push_back(nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_DFL);
  execvp(words.front(), words.data());
  terminal.error(fmt::format("{} can't be started: {}", command.front(), std::strerror(errno)));
  return ExitCode::kUsage;
}

} // namespace

ExitCode runCompile(const CompileOptions &options, Terminal &terminal) {
  const auto compile = compileOf(options);
  if (!compile) {
    terminal.error(compile.error().message);
    return ExitCode::kUsage;
  }
  const Compiler &compiler = compile->compiler;
  const std::vector<std::string> &arguments = compile->arguments;
  // It would find objects of another plugin or configuration again. When a compiler fails for it, ccache steps aside
  // and starts that itself, and keeps nothing.
  if (isStartedByCache()) {
    terminal.error("ccache in front of allele caches nothing; let allele start it: ALLELE_CC='ccache clang', "
                   "ALLELE_CXX='ccache clang++', or allele launch ccache clang");
    return ExitCode::kUsage;
  }
  if (isCompilerLauncher(compiler.command.front()))
    tellCache(compiler, arguments);

  std::vector<std::string> command = compiler.command;
  const std::string flag = "-fpass-plugin=" + compiler.plugin.string();
  const bool hasPlugin = std::find(arguments.begin(), arguments.end(), flag) != arguments.end();
  // A link has no use for them, and says so where nobody asked it not to. -g comes first, so that another kind counts.
  command.insert(command.end(), {"--start-no-unused-arguments", "-g"});
  if (!hasPlugin)
    command.push_back(flag);
  command.push_back("--end-no-unused-arguments");
  command.insert(command.end(), arguments.begin(), arguments.end());
  if (asksForLess(arguments))
    command.insert(command.end(), {"--start-no-unused-arguments", "-g", "--end-no-unused-arguments"});
  return become(command, terminal);
}

} // namespace allele
