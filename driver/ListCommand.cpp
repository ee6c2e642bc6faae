// allele list: the mutants in programs and libraries.
#include "Discovery.h"
#include "MutantId.h"
#include "MutantJson.h"
#include "Subcommands.h"
#include "Text.h"

#include <filesystem>
#include <fmt/format.h>

namespace allele {
namespace {

std::string toLine(const Mutant &mutant) {
  return fmt::format("{}  {}  {}  {} -> {}{}\n", formatId(mutant.id), toPrintableLine(placeOf(mutant)),
                     mutant.operatorId, toPrintableLine(mutant.original),
                     mutant.replacement.empty() ? "(nothing)" : toPrintableLine(mutant.replacement),
                     mutant.ignored ? "  " + toPrintableLine(describeIgnored(*mutant.ignored)) : "");
}

Status readAll(const std::vector<std::string> &programs, MetadataReader &reader) {
  for (const std::string &name : programs) {
    std::error_code ignored;
    const bool isFile = std::filesystem::is_regular_file(name, ignored);
    const auto program = findProgram(isFile && name.find('/') == std::string::npos ? "./" + name : name);
    if (!program)
      return program.error();
    if (!ElfFile::looksLikeElf(*program))
      return Error{
          fmt::format("{}: not a program or shared library (no ELF file); name the program that it starts", name)};
    if (const auto objects = readProgram(*program, reader); !objects)
      return objects.error();
  }
  return Done{};
}

} // namespace

ExitCode runList(const ListOptions &options, Terminal &terminal) {
  MetadataReader reader;
  if (const Status read = readAll(options.programs, reader); !read) {
    terminal.error(read.error().message);
    return ExitCode::kUsage;
  }
  Catalog catalog = reader.take();
  if (catalog.mutants.empty()) {
    terminal.error(kNoMutants);
    return ExitCode::kNothing;
  }
  if (!options.ignored && compiledInCount(catalog) == 0) {
    terminal.error(allIgnored(catalog));
    return ExitCode::kNothing;
  }
  if (const Selected selected = select(catalog, options.selection); selected.failure) {
    terminal.error(selected.failure->message);
    return selected.failure->code;
  }
  if (options.json) {
    auto list = nlohmann::ordered_json::array();
    for (const Mutant &mutant : catalog.mutants)
      if (mutant.ignored.has_value() == options.ignored)
        list.push_back(mutantToJson(mutant, catalog));
    terminal.print(list.dump(1) + "\n");
    return ExitCode::kFine;
  }
  std::string text;
  for (const Mutant &mutant : catalog.mutants)
    if (mutant.ignored.has_value() == options.ignored)
      text += toLine(mutant);
  terminal.print(text);
  return ExitCode::kFine;
}

} // namespace allele
