#include "ElfFile.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <gelf.h>
#include <libelf.h>

namespace allele {
namespace {

struct ElfCloser {
  void operator()(Elf *elf) const { elf_end(elf); }
};

Result<std::vector<char>> readWhole(const std::string &path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in)
    return Error{fmt::format("{}: {}", path, std::strerror(errno))};
  const std::streamoff size = in.tellg();
  if (size < 0)
    return Error{fmt::format("{}: not a regular file", path)};
  std::vector<char> bytes(static_cast<std::size_t>(size));
  in.seekg(0);
  if (!in.read(bytes.data(), size))
    return Error{fmt::format("{}: can't be read", path)};
  return bytes;
}

// Of all other names only the sanitizers' runtimes are looked up, all of which begin so.
constexpr std::string_view kSymbolPrefix = "__";

template <typename Visitor> void forEachSymbol(Elf *elf, Elf_Scn *table, const GElf_Shdr &header, Visitor visit) {
  Elf_Data *data = elf_getdata(table, nullptr);
  if (data == nullptr || header.sh_entsize == 0)
    return;
  const std::uint64_t count = std::min<std::uint64_t>(header.sh_size / header.sh_entsize, 1U << 30);
  for (std::uint64_t i = 0; i < count; ++i) {
    GElf_Sym symbol;
    if (gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr)
      return;
    if (const char *name = elf_strptr(elf, header.sh_link, symbol.st_name))
      visit(std::string_view(name), symbol);
  }
}

// The content of a compressed section; empty where it can't be unpacked, and of debug info, which nobody asks for.
std::string unpack(Elf_Scn *section, const char *name) {
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 30;
  GElf_Chdr packed;
  if (*name == '.' || gelf_getchdr(section, &packed) == nullptr || packed.ch_size > kLargest ||
      elf_compress(section, 0, 0) != 1)
    return "";
  const Elf_Data *data = elf_getdata(section, nullptr);
  return data == nullptr || data->d_buf == nullptr ? ""
                                                   : std::string(static_cast<const char *>(data->d_buf), data->d_size);
}

} // namespace

bool ElfFile::looksLikeElf(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  char magic[SELFMAG] = {};
  return in.read(magic, SELFMAG) && std::memcmp(magic, ELFMAG, SELFMAG) == 0;
}

Result<std::unique_ptr<ElfFile>> ElfFile::open(const std::string &path) {
  auto bytes = readWhole(path);
  if (!bytes)
    return bytes.error();
  std::unique_ptr<ElfFile> file(new ElfFile);
  file->filePath = path;
  file->content = std::move(*bytes);
  if (Status read = file->readHeaders(); !read)
    return read.error();
  return file;
}

Status ElfFile::readHeaders() {
  if (content.size() < EI_NIDENT || std::memcmp(content.data(), ELFMAG, SELFMAG) != 0)
    return Error{fmt::format("{}: not a program or shared library (no ELF file)", filePath)};
  if (content[EI_CLASS] != ELFCLASS64 || content[EI_DATA] != ELFDATA2LSB)
    return Error{fmt::format("{}: only 64-bit little-endian programs can be read", filePath)};
  const Error damaged{
      fmt::format("{}: damaged ELF file, its headers point outside the file; build it again", filePath)};
  elf_version(EV_CURRENT);
  const std::unique_ptr<Elf, ElfCloser> elf(elf_memory(content.data(), content.size()));
  GElf_Ehdr header;
  if (!elf || elf_kind(elf.get()) != ELF_K_ELF || gelf_getehdr(elf.get(), &header) == nullptr)
    return damaged;
  if (header.e_type == ET_REL)
    return Error{fmt::format("{}: an object file; link it into a program or shared library first", filePath)};

  // libelf takes tables that lie outside the file as absent.
  const auto isInside = [&](std::uint64_t offset, std::uint64_t count, std::uint64_t size) {
    return count == 0 || (offset <= content.size() && count * size <= content.size() - offset);
  };
  if (!isInside(header.e_phoff, header.e_phnum, sizeof(Elf64_Phdr)) ||
      !isInside(header.e_shoff, header.e_shnum, sizeof(Elf64_Shdr)))
    return damaged;
  std::size_t segmentCount = 0;
  if (elf_getphdrnum(elf.get(), &segmentCount) != 0)
    return damaged;
  for (std::size_t i = 0; i < segmentCount; ++i) {
    GElf_Phdr segment;
    if (gelf_getphdr(elf.get(), static_cast<int>(i), &segment) == nullptr)
      return damaged;
    if (segment.p_type != PT_LOAD && segment.p_type != PT_INTERP)
      continue;
    if (segment.p_offset > content.size() || segment.p_filesz > content.size() - segment.p_offset ||
        segment.p_vaddr + segment.p_filesz < segment.p_vaddr)
      return damaged;
    if (segment.p_type == PT_LOAD) {
      segments.push_back({segment.p_vaddr, segment.p_offset, segment.p_filesz});
      continue;
    }
    loader = std::string(content.data() + segment.p_offset, segment.p_filesz);
    loader->erase(std::find(loader->begin(), loader->end(), '\0'), loader->end());
  }

  std::size_t nameTable = 0;
  if (elf_getshdrstrndx(elf.get(), &nameTable) != 0)
    return Done{}; // stripped of all sections: no mutants are found in it
  for (Elf_Scn *scn = elf_nextscn(elf.get(), nullptr); scn != nullptr; scn = elf_nextscn(elf.get(), scn)) {
    GElf_Shdr section;
    if (gelf_getshdr(scn, &section) == nullptr)
      return damaged;
    if (section.sh_type == SHT_SYMTAB || section.sh_type == SHT_DYNSYM)
      forEachSymbol(elf.get(), scn, section, [&](std::string_view name, const GElf_Sym &symbol) {
        if (name.substr(0, kSymbolPrefix.size()) == kSymbolPrefix)
          symbols.emplace_back(name);
        if (GELF_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_shndx == SHN_UNDEF)
          return;
        if (GELF_ST_BIND(symbol.st_info) != STB_LOCAL) {
          functions.emplace(name, symbol.st_value);
        } else { // linkers make hidden ones local; of several it may be any
          const auto [known, isNew] = localFunctions.emplace(name, symbol.st_value);
          if (!isNew && known->second != symbol.st_value)
            known->second = std::nullopt;
        }
      });
    const char *name = elf_strptr(elf.get(), nameTable, section.sh_name);
    // mold puts empty ones of other flags into a section of their own.
    if (name == nullptr || section.sh_size == 0)
      continue;
    NamedSection &added = sections.emplace_back(NamedSection{name, {section.sh_addr, section.sh_size}, {}, {}});
    if ((section.sh_flags & SHF_COMPRESSED) != 0)
      added.unpacked = unpack(scn, name);
    else if (section.sh_type != SHT_NOBITS && isInside(section.sh_offset, 1, section.sh_size))
      added.fileOffset = section.sh_offset;
  }
  std::sort(symbols.begin(), symbols.end());
  return Done{};
}

std::optional<ElfFile::Section> ElfFile::section(std::string_view name) const {
  for (const NamedSection &candidate : sections)
    if (candidate.name == name)
      return candidate.place;
  return std::nullopt;
}

std::optional<std::string_view> ElfFile::contentOf(std::string_view name) const {
  for (const NamedSection &candidate : sections) {
    if (candidate.name != name)
      continue;
    if (candidate.fileOffset)
      return std::string_view(content.data() + *candidate.fileOffset, candidate.place.size);
    return candidate.unpacked.empty() ? std::nullopt : std::optional<std::string_view>(candidate.unpacked);
  }
  return std::nullopt;
}

std::optional<std::string_view> ElfFile::bytesAt(std::uint64_t address, std::uint64_t size) const {
  for (const Segment &segment : segments) {
    if (address < segment.address || address - segment.address > segment.fileSize)
      continue;
    const std::uint64_t offset = address - segment.address;
    if (size <= segment.fileSize - offset)
      return std::string_view(content.data() + segment.fileOffset + offset, size);
  }
  return std::nullopt;
}

std::optional<std::string_view> ElfFile::stringAt(std::uint64_t address) const {
  for (const Segment &segment : segments) {
    if (address < segment.address || address - segment.address >= segment.fileSize)
      continue;
    const std::uint64_t offset = address - segment.address;
    const char *begin = content.data() + segment.fileOffset + offset;
    if (const void *end = std::memchr(begin, '\0', segment.fileSize - offset))
      return std::string_view(begin, static_cast<const char *>(end) - begin);
  }
  return std::nullopt;
}

std::optional<std::uint64_t> ElfFile::codeOf(std::string_view function) const {
  const std::string name(function);
  if (const auto found = functions.find(name); found != functions.end())
    return found->second;
  const auto found = localFunctions.find(name);
  return found == localFunctions.end() ? std::nullopt : found->second;
}

bool ElfFile::holds(std::string_view text) const {
  return std::string_view(content.data(), content.size()).find(text) != std::string_view::npos;
}

bool ElfFile::hasSymbol(std::string_view name) const {
  return std::binary_search(symbols.begin(), symbols.end(), name);
}

} // namespace allele
