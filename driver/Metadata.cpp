#include "Metadata.h"

#include "MutantId.h"
#include "RecordView.h"

#include <algorithm>
#include <allele/abi.h>
#include <cstddef>
#include <fmt/format.h>
#include <optional>

namespace allele {
namespace {

constexpr const char *kLevels[] = {
#define ALLELE_LEVEL_ID(name, id) id,
    ALLELE_LEVELS(ALLELE_LEVEL_ID)
#undef ALLELE_LEVEL_ID
};

std::string describeMutant(const Mutant &mutant) {
  return fmt::format("{} {} '{}' -> '{}'", placeOf(mutant), mutant.operatorId, mutant.original, mutant.replacement);
}

} // namespace

Status MetadataReader::add(const ElfFile &elf, const std::string &shownAs) {
  if (const auto section = elf.section(ALLELE_SECTION_IGNORED); section && section->size != 0) {
    const auto content = elf.contentOf(ALLELE_SECTION_IGNORED);
    if (!content)
      return Error{fmt::format("{}: damaged metadata, section {} points outside the file or can't be unpacked; build "
                               "it again",
                               shownAs, ALLELE_SECTION_IGNORED)};
    if (Status added = ignored.add(*content, shownAs); !added)
      return added;
  }
  if (const auto content = elf.contentOf(ALLELE_SECTION_BUILD))
    if (Status added = buildRecords.add(*content, shownAs); !added)
      return added;
  return addRecords(elf, shownAs);
}

Status MetadataReader::addRecords(const ElfFile &elf, const std::string &shownAs) {
  const auto section = elf.section(ALLELE_SECTION_FUNCTIONS);
  if (!section || section->size == 0)
    return Done{};
  if (std::find(catalog.objects.begin(), catalog.objects.end(), shownAs) != catalog.objects.end())
    return Done{};
  const RecordView view(elf, shownAs);
  if (section->size % sizeof(AlleleFunction) != 0 || !view.holds(section->address, 1, section->size))
    return view.damaged(section->address, "section " ALLELE_SECTION_FUNCTIONS);
  const std::size_t object = catalog.objects.size();
  catalog.objects.push_back(shownAs);

  for (std::uint64_t at = section->address; at < section->address + section->size; at += sizeof(AlleleFunction)) {
    const auto function = view.record<AlleleFunction>(at);
    if (!function)
      return view.damaged(at, "a function record");
    if (function->version != ALLELE_ABI_VERSION)
      return Error{
          fmt::format("{}: built with records of version {}, but this allele reads version {}; build it again with "
                      "the plugin that `allele flags` names",
                      shownAs, function->version, ALLELE_ABI_VERSION)};
    const auto name = view.text(at + offsetof(AlleleFunction, name), function->name);
    const auto root = view.text(at + offsetof(AlleleFunction, root), function->root);
    const auto siteTable = RecordView::target(at + offsetof(AlleleFunction, sites), function->sites);
    const auto mutantTable = RecordView::target(at + offsetof(AlleleFunction, mutants), function->mutants);
    if (!name || (function->siteCount != 0 && !siteTable) || (function->mutantCount != 0 && !mutantTable))
      return view.damaged(at, "a function record");
    const bool dispatches = view.dispatches(*function, *name);
    const std::uint64_t sites = siteTable.value_or(0); // without a table nothing is read from it
    const std::uint64_t mutants = mutantTable.value_or(0);
    if ((siteTable && !view.holds(sites, function->siteCount, sizeof(AlleleSite))) ||
        (mutantTable && !view.holds(mutants, function->mutantCount, sizeof(AlleleMutant))))
      return view.damaged(at, "a function record's table");

    for (std::uint32_t i = 0; i < function->mutantCount; ++i) {
      const std::uint64_t place = mutants + std::uint64_t{i} * sizeof(AlleleMutant);
      const auto record = view.record<AlleleMutant>(place);
      if (!record || record->site >= function->siteCount || record->level >= ALLELE_LEVEL_COUNT)
        return view.damaged(place, "a mutant record");
      const auto site = view.record<AlleleSite>(sites + std::uint64_t{record->site} * sizeof(AlleleSite));
      const auto operatorId = view.text(place + offsetof(AlleleMutant, operatorId), record->operatorId);
      const auto file = view.text(place + offsetof(AlleleMutant, file), record->file);
      const auto original = view.text(place + offsetof(AlleleMutant, original), record->original);
      const auto replacement = view.text(place + offsetof(AlleleMutant, replacement), record->replacement);
      if (!site || !operatorId || !file || !original || !replacement)
        return view.damaged(place, "a mutant record");
      Mutant mutant;
      mutant.id = record->id;
      mutant.operatorId = *operatorId;
      mutant.level = kLevels[record->level];
      mutant.root = root.value_or("");
      mutant.file = *file;
      mutant.range = {record->line, record->column, record->endLine, record->endColumn};
      mutant.original = *original;
      mutant.replacement = *replacement;
      if (Status merged = merge(std::move(mutant), {object, *name, site->kind, dispatches}); !merged)
        return merged;
    }
  }
  return Done{};
}

Status MetadataReader::merge(Mutant mutant, Site site) {
  const auto [entry, isNew] = indexOf.try_emplace(mutant.id, catalog.mutants.size());
  if (isNew) {
    mutant.sites.push_back(std::move(site));
    catalog.mutants.push_back(std::move(mutant));
    return Done{};
  }
  Mutant &known = catalog.mutants[entry->second];
  // The root isn't compared: one header seen from two build trees has two, and is still one source.
  if (known.operatorId != mutant.operatorId || known.file != mutant.file || !(known.range == mutant.range) ||
      known.original != mutant.original || known.replacement != mutant.replacement)
    return Error{
        fmt::format("id {} stands for two different mutants, {} and {}; were parts of the program built from different "
                    "versions of the sources? build all of it again",
                    formatId(mutant.id), describeMutant(known), describeMutant(mutant))};
  // Instances of a template may make it at two levels.
  for (const char *level : kLevels)
    if (known.level == level || mutant.level == level) {
      known.level = level;
      break;
    }
  known.sites.push_back(std::move(site));
  return Done{};
}

Catalog MetadataReader::take() {
  Catalog result = std::move(catalog);
  catalog = {};
  indexOf.clear();
  sortMutants(result.mutants);
  ignored.moveInto(result);
  return result;
}

} // namespace allele
