#include "Discovery.h"

#include "Text.h"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>

namespace allele {
namespace {

namespace fs = std::filesystem;

bool isExecutableFile(const fs::path &path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

bool isSanitized(const ElfFile &elf) {
  return elf.hasSymbol("__asan_init") || elf.hasSymbol("__tsan_init") || elf.hasSymbol("__msan_init") ||
         elf.hasSymbol("__hwasan_init");
}

// One line of the loader's answer: "\tlibx.so.1 => /path/libx.so.1 (0x7f...)" or "\t/path/ld.so (0x7f...)". Paths may
// hold spaces.
std::string pathInLoaderLine(const std::string &line) {
  const std::size_t end = line.rfind(" (0x");
  if (end == std::string::npos)
    return "";
  const std::size_t arrow = line.find(" => ");
  const std::size_t begin = arrow == std::string::npos ? line.find_first_not_of(" \t") : arrow + 4;
  if (begin == std::string::npos || begin >= end)
    return "";
  std::string path = line.substr(begin, end - begin);
  return path.empty() || path.front() != '/' ? "" : path;
}

// `loader --list program` is what ldd does, without a chance that the program itself runs.
std::vector<std::string> linkedLibraries(const std::string &loader, const std::string &program) {
  ProcessRunner runner;
  ProcessSpec spec;
  spec.command = {loader, "--list", program};
  spec.unsetEnvironment = {"LD_TRACE_LOADED_OBJECTS"};
  spec.limits.wallTime = std::chrono::seconds(60);
  std::vector<std::string> libraries;
  if (!runner.start(spec))
    return libraries;
  while (runner.running() != 0) {
    const auto finished = runner.wait(std::chrono::seconds(60));
    if (!finished)
      continue;
    for (const std::string &line : splitLines(finished->result.output))
      if (std::string path = pathInLoaderLine(line); !path.empty())
        libraries.push_back(std::move(path));
  }
  return libraries;
}

} // namespace

Result<std::string> findProgram(const std::string &name, const std::string &directory) {
  if (name.empty())
    return Error{"the program's name is empty"};
  if (name.find('/') != std::string::npos) {
    const fs::path path = (fs::path(directory) / name).lexically_normal();
    std::error_code ignored;
    if (!fs::exists(path, ignored))
      return Error{fmt::format("{}: no such program", name)};
    if (fs::is_directory(path, ignored))
      return Error{fmt::format("{}: a directory, not a program", name)};
    return path.string();
  }
  const char *searchPath = std::getenv("PATH");
  std::string rest = searchPath != nullptr ? searchPath : "/usr/bin:/bin";
  while (true) {
    const std::size_t colon = rest.find(':');
    const fs::path candidate = fs::path(directory) / rest.substr(0, colon) / name;
    if (isExecutableFile(candidate))
      return candidate.lexically_normal().string();
    if (colon == std::string::npos)
      break;
    rest.erase(0, colon + 1);
  }
  std::error_code ignored;
  if (fs::exists(fs::path(directory) / name, ignored))
    return Error{fmt::format("{0}: not found in PATH; did you mean ./{0}?", name)};
  return Error{fmt::format("{}: no such program in PATH", name)};
}

Result<fs::path> workingDirectory() {
  std::error_code failure;
  fs::path directory = fs::current_path(failure);
  if (failure)
    return Error{"the working directory can't be read: " + failure.message()};
  return directory;
}

Result<std::string> findProgram(const std::string &name) {
  const auto directory = workingDirectory();
  if (!directory && (name.empty() || name.front() != '/'))
    return Error{fmt::format("{}: {}; name the program by an absolute path", name, directory.error().message)};
  return findProgram(name, directory ? directory->string() : "");
}

Result<ProgramObjects> readProgram(const std::string &program, MetadataReader &reader) {
  ProgramObjects objects;
  if (!ElfFile::looksLikeElf(program))
    return objects;
  auto elf = ElfFile::open(program);
  if (!elf)
    return elf.error();
  if (Status added = reader.add(**elf, program); !added)
    return added.error();
  objects.paths.push_back(program);
  objects.sanitized = isSanitized(**elf);
  const std::optional<std::string> loader = (*elf)->interpreter();
  // Another libc's loader may not know --list, and would run the program.
  if (!loader || loader->find("/ld-linux") == std::string::npos)
    return objects;
  for (const std::string &library : linkedLibraries(*loader, program)) {
    auto libraryElf = ElfFile::open(library);
    if (!libraryElf)
      continue; // the loader's own business; it can't hold mutants that the program could run
    if (Status added = reader.add(**libraryElf, library); !added)
      return added.error();
    objects.paths.push_back(library);
  }
  return objects;
}

} // namespace allele
