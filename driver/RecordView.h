// Reads the records of allele/abi.h out of an object's file.
#pragma once

#include "ElfFile.h"
#include "Result.h"

#include <allele/abi.h>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>

namespace allele {

// One read-only view of the records of an object. Every access is checked against the file.
class RecordView {
public:
  RecordView(const ElfFile &file, std::string shownAs) : elf(file), path(std::move(shownAs)) {}

  template <typename T> std::optional<T> record(std::uint64_t address) const {
    const auto bytes = elf.bytesAt(address, sizeof(T));
    if (!bytes)
      return std::nullopt;
    T value;
    bytes->copy(reinterpret_cast<char *>(&value), sizeof(T));
    return value;
  }

  // The address that a relative offset standing at `field` names; nullopt for "none".
  static std::optional<std::uint64_t> target(std::uint64_t field, AlleleOffset offset) {
    if (offset == 0)
      return std::nullopt;
    return field + static_cast<std::uint64_t>(static_cast<std::int64_t>(offset));
  }

  std::optional<std::string> text(std::uint64_t field, AlleleOffset offset) const {
    const auto address = target(field, offset);
    if (!address)
      return std::nullopt;
    const auto string = elf.stringAt(*address);
    return string ? std::optional<std::string>(*string) : std::nullopt;
  }

  bool holds(std::uint64_t address, std::uint64_t count, std::uint64_t size) const {
    return elf.bytesAt(address, count * size).has_value();
  }

  // Whether the code that stands under the function's name is the plugin's. True where no symbol tells: the function is
  // inlined everywhere, or the file is stripped.
  bool dispatches(const AlleleFunction &function, const std::string &name) const {
    if (function.mark == 0)
      return true;
    const auto code = elf.codeOf(name);
    const auto before = code && *code >= ALLELE_MARK_DISTANCE
                            ? elf.bytesAt(*code - ALLELE_MARK_DISTANCE, ALLELE_MARK_DISTANCE)
                            : std::nullopt;
    const std::string_view mark(reinterpret_cast<const char *>(&function.mark), sizeof(function.mark));
    return !before || before->find(mark) != std::string_view::npos;
  }

  Error damaged(std::uint64_t address, const char *what) const {
    return Error{
        fmt::format("{}: damaged metadata, {} at address {:#x} is wrong or points outside the file; build it again",
                    path, what, address)};
  }

private:
  const ElfFile &elf;
  std::string path;
};

} // namespace allele
