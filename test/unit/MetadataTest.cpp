#include "Metadata.h"

#include "Isolation.h"

#include <allele/abi.h>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstring>
#include <elf.h>
#include <fstream>

using namespace allele;

namespace {

// A shared object of two functions with a mutant each, made byte by byte. The whole file is one segment at kBase.
class ElfImage {
public:
  static constexpr std::size_t kFunctions = 0x200;
  static constexpr std::size_t kSites = 0x300;
  static constexpr std::size_t kMutants = 0x340;
  static constexpr std::size_t kTexts = 0x400;
  static constexpr std::size_t kIgnored = 0x540;
  static constexpr std::size_t kSectionNames = 0x600;
  static constexpr std::size_t kSections = 0x640;

  ElfImage() : bytes(kSections + 4 * sizeof(Elf64_Shdr), '\0') {
    Elf64_Ehdr header = {};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_DYN;
    header.e_machine = EM_X86_64;
    header.e_version = EV_CURRENT;
    header.e_phoff = sizeof header;
    header.e_shoff = kSections;
    header.e_ehsize = sizeof header;
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_phnum = 1;
    header.e_shentsize = sizeof(Elf64_Shdr);
    header.e_shnum = 4;
    header.e_shstrndx = 2;
    put(0, header);
    Elf64_Phdr segment = {};
    segment.p_type = PT_LOAD;
    segment.p_vaddr = kBase;
    segment.p_filesz = segment.p_memsz = bytes.size();
    put(sizeof header, segment);
    const char names[] = "\0allele_functions\0.shstrtab\0allele_ignored";
    std::memcpy(&bytes[kSectionNames], names, sizeof names);
    Elf64_Shdr section = {};
    section.sh_name = 1;
    section.sh_type = SHT_PROGBITS;
    section.sh_flags = SHF_ALLOC;
    section.sh_addr = kBase + kFunctions;
    section.sh_offset = kFunctions;
    section.sh_size = 2 * sizeof(AlleleFunction);
    put(kSections + sizeof section, section);
    section = {};
    section.sh_name = 18;
    section.sh_type = SHT_STRTAB;
    section.sh_offset = kSectionNames;
    section.sh_size = sizeof names;
    put(kSections + 2 * sizeof section, section);
    setIgnored("");
    addFunction(0, "_Z3addii", 1, "a.cpp");
    addFunction(1, "main", 2, "b.cpp");
  }

  void addFunction(std::size_t index, const char *name, std::uint64_t id, const char *file) {
    const std::size_t at = kFunctions + index * sizeof(AlleleFunction);
    const std::size_t site = kSites + index * sizeof(AlleleSite);
    const std::size_t mutant = kMutants + index * sizeof(AlleleMutant);
    AlleleFunction function = {};
    function.version = ALLELE_ABI_VERSION;
    function.name = reference(at + offsetof(AlleleFunction, name), text(name));
    function.sites = reference(at + offsetof(AlleleFunction, sites), site);
    function.mutants = reference(at + offsetof(AlleleFunction, mutants), mutant);
    function.root = reference(at + offsetof(AlleleFunction, root), text("/root"));
    function.siteCount = 1;
    function.mutantCount = 1;
    put(at, function);
    put(site, AlleleSite{0, 1, ALLELE_SITE_INT, 32});
    AlleleMutant record = {};
    record.id = id;
    record.operatorId = reference(mutant + offsetof(AlleleMutant, operatorId), text("add-to-sub"));
    record.file = reference(mutant + offsetof(AlleleMutant, file), text(file));
    record.original = reference(mutant + offsetof(AlleleMutant, original), text("+"));
    record.replacement = reference(mutant + offsetof(AlleleMutant, replacement), text("-"));
    record.line = record.endLine = static_cast<std::uint32_t>(5 - index);
    record.column = 3;
    record.endColumn = 4;
    record.level = ALLELE_LEVEL_EXTREME;
    put(mutant, record);
  }

  // Not loaded, as in a program: found by its place in the file.
  void setIgnored(const std::string &content) {
    REQUIRE(content.size() <= kSectionNames - kIgnored);
    content.copy(&bytes[kIgnored], content.size());
    Elf64_Shdr section = {};
    section.sh_name = 28;
    section.sh_type = SHT_PROGBITS;
    section.sh_offset = kIgnored;
    section.sh_size = content.size();
    put(kSections + 3 * sizeof section, section);
  }

  template <typename T> void put(std::size_t offset, const T &value) {
    std::memcpy(&bytes[offset], &value, sizeof value);
  }

  Status read(MetadataReader &reader, const std::string &shownAs = "object.so") const {
    const auto scratch = ScratchDirectory::create();
    REQUIRE(scratch);
    const std::string path = (scratch->path() / "image").string();
    std::ofstream(path, std::ios::binary) << bytes;
    const auto elf = ElfFile::open(path);
    if (!elf)
      return elf.error();
    return reader.add(**elf, shownAs);
  }

  std::string errorOf() const {
    MetadataReader reader;
    const Status status = read(reader);
    return status ? "" : status.error().message;
  }

  std::string bytes;

private:
  static constexpr std::uint64_t kBase = 0x10000;

  static AlleleOffset reference(std::size_t from, std::size_t to) {
    return static_cast<AlleleOffset>(static_cast<std::int64_t>(to) - static_cast<std::int64_t>(from));
  }
  std::size_t text(const char *value) {
    const std::size_t at = nextText;
    std::memcpy(&bytes[at], value, std::strlen(value) + 1);
    nextText += std::strlen(value) + 1;
    return at;
  }

  std::size_t nextText = kTexts;
};

bool contains(const std::string &text, const char *part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("the mutants of an object are read with place, texts and function") {
  MetadataReader reader;
  REQUIRE(ElfImage().read(reader));
  const Catalog catalog = reader.take();
  REQUIRE(catalog.mutants.size() == 2);
  CHECK(catalog.objects == std::vector<std::string>{"object.so"});
  const Mutant &mutant = catalog.mutants[0];
  CHECK(mutant.id == 1);
  CHECK(placeOf(mutant) == "a.cpp:5:3");
  CHECK(sourcePathOf(mutant) == "/root/a.cpp");
  CHECK(mutant.operatorId == "add-to-sub");
  CHECK(mutant.level == "extreme");
  CHECK(mutant.original == "+");
  CHECK(mutant.replacement == "-");
  REQUIRE(mutant.sites.size() == 1);
  CHECK(demangle(mutant.sites[0].function) == "add(int, int)");
  CHECK(demangle(catalog.mutants[1].sites[0].function) == "main");
}

TEST_CASE("records with one id become one mutant with all its sites") {
  ElfImage image;
  image.addFunction(0, "f<int>", 7, "a.h");
  image.addFunction(1, "f<long>", 7, "a.h");
  AlleleMutant record;
  const std::size_t second = ElfImage::kMutants + sizeof record;
  std::memcpy(&record, &image.bytes[second], sizeof record);
  record.line = record.endLine = 5;
  record.level = ALLELE_LEVEL_STRONG;
  image.put(second, record);
  MetadataReader reader;
  REQUIRE(image.read(reader));
  REQUIRE(image.read(reader, "other.so"));
  const Catalog catalog = reader.take();
  REQUIRE(catalog.mutants.size() == 1);
  CHECK(catalog.mutants[0].sites.size() == 4);
  CHECK(catalog.mutants[0].level == "strong"); // the first of the two in abi.h
  CHECK(catalog.objects.size() == 2);
}

TEST_CASE("an object that is added twice counts once") {
  MetadataReader reader;
  REQUIRE(ElfImage().read(reader));
  REQUIRE(ElfImage().read(reader));
  CHECK(reader.take().mutants[0].sites.size() == 1);
}

TEST_CASE("one id for two different mutants is an error that names both") {
  ElfImage image;
  image.addFunction(1, "main", 1, "b.cpp");
  const std::string message = image.errorOf();
  CHECK(contains(message, "0000000000000001"));
  CHECK(contains(message, "a.cpp:5:3"));
  CHECK(contains(message, "b.cpp:4:3"));
}

TEST_CASE("records of another version are refused with both versions") {
  ElfImage image;
  image.put<std::uint32_t>(ElfImage::kFunctions, 99);
  CHECK(contains(image.errorOf(), "version 99"));
}

TEST_CASE("records that point outside the file are refused") {
  ElfImage image;
  const std::size_t function = ElfImage::kFunctions;
  const std::size_t mutant = ElfImage::kMutants;
  SECTION("name far outside") {
    image.put<std::int32_t>(function + offsetof(AlleleFunction, name), 0x7FFFFFFF);
  }
  SECTION("name before the file") {
    image.put<std::int32_t>(function + offsetof(AlleleFunction, name), -0x7FFFFFFF);
  }
  SECTION("no name") {
    image.put<std::int32_t>(function + offsetof(AlleleFunction, name), 0);
  }
  SECTION("no sites") {
    image.put<std::int32_t>(function + offsetof(AlleleFunction, sites), 0);
  }
  SECTION("too many sites") {
    image.put<std::uint32_t>(function + offsetof(AlleleFunction, siteCount), 0xFFFFFFFF);
  }
  SECTION("too many mutants") {
    image.put<std::uint32_t>(function + offsetof(AlleleFunction, mutantCount), 0xFFFFFFFF);
  }
  SECTION("a level that doesn't exist") {
    image.put<std::uint16_t>(mutant + offsetof(AlleleMutant, level), ALLELE_LEVEL_COUNT);
  }
  SECTION("a site that doesn't exist") {
    image.put<std::uint32_t>(mutant + offsetof(AlleleMutant, site), 1);
  }
  SECTION("text far outside") {
    image.put<std::int32_t>(mutant + offsetof(AlleleMutant, original), 0x7FFFFFFF);
  }
  CHECK(contains(image.errorOf(), "damaged metadata"));
}

TEST_CASE("a text without an end is refused") {
  ElfImage image;
  const std::size_t field = ElfImage::kMutants + offsetof(AlleleMutant, replacement);
  image.bytes.back() = 'x';
  image.put<std::int32_t>(field, static_cast<std::int32_t>(image.bytes.size() - 1 - field));
  CHECK(contains(image.errorOf(), "damaged metadata"));
}

TEST_CASE("a section of records that isn't a whole number of them is refused") {
  ElfImage image;
  image.put<std::uint64_t>(ElfImage::kSections + sizeof(Elf64_Shdr) + offsetof(Elf64_Shdr, sh_size), 17);
  CHECK(contains(image.errorOf(), "damaged metadata"));
}

TEST_CASE("a file that is cut anywhere never crashes the reader") {
  const ElfImage whole;
  for (std::size_t size = 0; size < whole.bytes.size(); size += 13) {
    ElfImage cut;
    cut.bytes.resize(size);
    CHECK_FALSE(cut.errorOf().empty());
  }
}

TEST_CASE("a file with any word overwritten never crashes the reader") {
  const ElfImage whole;
  for (const std::uint32_t value : {0xFFFFFFFFU, 0x80000000U, 0x7FFFFFFFU, 0U})
    for (std::size_t at = 0; at + 4 <= whole.bytes.size(); at += 4) {
      ElfImage image;
      image.put(at, value);
      image.errorOf();
    }
  SUCCEED();
}

TEST_CASE("files that aren't programs are refused with the reason") {
  ElfImage image;
  SECTION("a text") {
    image.bytes = "#!/bin/sh\n";
    CHECK(contains(image.errorOf(), "no ELF file"));
  }
  SECTION("an empty file") {
    image.bytes.clear();
    CHECK(contains(image.errorOf(), "no ELF file"));
  }
  SECTION("32 bit") {
    image.bytes[EI_CLASS] = ELFCLASS32;
    CHECK(contains(image.errorOf(), "64-bit"));
  }
  SECTION("big endian") {
    image.bytes[EI_DATA] = ELFDATA2MSB;
    CHECK(contains(image.errorOf(), "little-endian"));
  }
  SECTION("an object file") {
    image.put<std::uint16_t>(offsetof(Elf64_Ehdr, e_type), ET_REL);
    CHECK(contains(image.errorOf(), "link it"));
  }
}

TEST_CASE("an ignored mutant is read from a section that isn't loaded") {
  ElfImage image;
  const std::string entry = "0000000000000009\tnoise\tdestructors\tgt-to-ge\t/root\tc.cpp\t7\t3\t7\t4\t>\t>=\tfailure";
  image.setIgnored(entry + '\0');
  MetadataReader reader;
  REQUIRE(image.read(reader));
  const Catalog catalog = reader.take();
  REQUIRE(catalog.mutants.size() == 3);
  CHECK(compiledInCount(catalog) == 2);
  const Mutant &mutant = catalog.mutants[2];
  CHECK(mutant.id == 9);
  CHECK(mutant.level == "failure");
  REQUIRE(mutant.ignored);
  CHECK(describeIgnored(*mutant.ignored) == "noise rule destructors");
  CHECK(mutant.sites.empty());
}

TEST_CASE("a section of ignored mutants that isn't all in the file is refused") {
  ElfImage image;
  image.setIgnored("x");
  const std::size_t section = ElfImage::kSections + 3 * sizeof(Elf64_Shdr);
  SECTION("it ends behind the file") {
    image.put<std::uint64_t>(section + offsetof(Elf64_Shdr, sh_size), 0xFFFF);
  }
  SECTION("it begins behind the file") {
    image.put<std::uint64_t>(section + offsetof(Elf64_Shdr, sh_offset), ~std::uint64_t{0});
  }
  SECTION("it has no content") {
    image.put<std::uint32_t>(section + offsetof(Elf64_Shdr, sh_type), SHT_NOBITS);
  }
  SECTION("it says to be compressed") {
    image.put<std::uint64_t>(section + offsetof(Elf64_Shdr, sh_flags), SHF_COMPRESSED);
  }
  SECTION("its entry has no end") {}
  CHECK(contains(image.errorOf(), "damaged metadata"));
}

TEST_CASE("an object without records adds nothing") {
  ElfImage image;
  image.bytes[ElfImage::kSectionNames + 1] = 'b';
  MetadataReader reader;
  REQUIRE(image.read(reader));
  CHECK(reader.take().mutants.empty());
}

TEST_CASE("mutants are sorted by file and place, not by id") {
  ElfImage image;
  image.addFunction(0, "f", 9, "a.cpp");
  image.addFunction(1, "g", 3, "a.cpp");
  MetadataReader reader;
  REQUIRE(image.read(reader));
  const Catalog catalog = reader.take();
  CHECK(catalog.mutants[0].id == 3); // line 4
  CHECK(catalog.mutants[1].id == 9); // line 5
}
