// One ELF program or shared object, read without trusting it.
//
// Only what the metadata reader and the discovery of libraries need: sections by name, bytes by address. 64-bit
// little-endian files; others are refused. Never reads outside the file whatever its headers say.
#pragma once

#include "Result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace allele {

class ElfFile {
public:
  // Errors: unreadable; not an ELF file; another class or byte order; a relocatable object; headers that point outside
  // the file.
  static Result<std::unique_ptr<ElfFile>> open(const std::string &path);

  // True when the file begins like an ELF file. Scripts and missing files give false.
  static bool looksLikeElf(const std::string &path);

  struct Section {
    std::uint64_t address = 0;
    std::uint64_t size = 0;
  };
  // nullopt when there is none of that name.
  std::optional<Section> section(std::string_view name) const;

  // What a section holds in the file, unpacked where it is compressed; for sections that aren't loaded. nullopt when it
  // isn't all in the file or can't be unpacked, or there is none of that name.
  std::optional<std::string_view> contentOf(std::string_view name) const;

  // `size` bytes as they stand in memory at `address` before relocation; nullopt when they aren't all in the file.
  std::optional<std::string_view> bytesAt(std::uint64_t address, std::uint64_t size) const;

  // The zero-terminated string at `address`, without the zero; nullopt when it doesn't end inside the file's mapping.
  std::optional<std::string_view> stringAt(std::uint64_t address) const;

  // The program interpreter (dynamic loader); nullopt for static programs and most libraries.
  const std::optional<std::string> &interpreter() const { return loader; }

  // True when a symbol of that name stands in one of the symbol tables. Only names that begin with "__" are known.
  bool hasSymbol(std::string_view name) const;

  // Whether the file holds the text anywhere.
  bool holds(std::string_view text) const;

  // Where the code of a global, weak or hidden function begins; nullopt when no symbol table that is left tells.
  std::optional<std::uint64_t> codeOf(std::string_view function) const;

  const std::string &path() const { return filePath; }

private:
  struct Segment {
    std::uint64_t address, fileOffset, fileSize;
  };
  struct NamedSection {
    std::string name;
    Section place;
    std::optional<std::uint64_t> fileOffset; // where all of it lies; not for compressed ones
    std::string unpacked;                    // of a compressed one
  };

  ElfFile() = default;
  Status readHeaders();

  std::string filePath;
  std::vector<char> content;
  std::vector<Segment> segments;
  std::vector<NamedSection> sections;
  std::vector<std::string> symbols;                         // sorted; only those that begin with "__"
  std::unordered_map<std::string, std::uint64_t> functions; // address of the code; not the local ones
  std::unordered_map<std::string, std::optional<std::uint64_t>> localFunctions; // nullopt: several of that name
  std::optional<std::string> loader;
};

} // namespace allele
