#include "RecordFile.h"

#include <allele/abi.h>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace allele {

bool Recording::reached(std::uint64_t id) const {
  const auto entry = seen.find(id);
  return entry != seen.end() && entry->second != 0;
}

bool Recording::infected(std::uint64_t id) const {
  const auto entry = seen.find(id);
  return entry != seen.end() && (entry->second & ALLELE_SEEN_INFECTED) != 0;
}

Status createRecordFile(const std::string &path) {
  std::string content(ALLELE_RECORD_ALIGNMENT, '\0');
  const AlleleRecordHeader header{ALLELE_RECORD_MAGIC, ALLELE_RECORD_ALIGNMENT};
  std::memcpy(content.data(), &header, sizeof header);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (!out.write(content.data(), static_cast<std::streamsize>(content.size())) || !out.flush())
    return Error{fmt::format("record file {} can't be written: {}", path, std::strerror(errno))};
  return Done{};
}

Result<Recording> readRecordFile(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad())
    return Error{fmt::format("record file {} can't be read", path)};
  const auto damaged = [&](std::uint64_t at, const char *what) {
    return Error{fmt::format(
        "record file is damaged: {} at offset {}; did the tests write into files that aren't theirs?", what, at)};
  };
  AlleleRecordHeader header;
  if (content.size() < ALLELE_RECORD_ALIGNMENT)
    return damaged(0, "no header");
  std::memcpy(&header, content.data(), sizeof header);
  if (header.magic != ALLELE_RECORD_MAGIC)
    return damaged(0, "wrong magic number");
  if (header.end < ALLELE_RECORD_ALIGNMENT || header.end > content.size() || header.end % ALLELE_RECORD_ALIGNMENT != 0)
    return damaged(0, "an end that isn't in the file");

  Recording recording;
  for (std::uint64_t at = ALLELE_RECORD_ALIGNMENT; at < header.end;) {
    AlleleRecordChunk chunk; // header.end is a multiple of the alignment, so a chunk's header always fits
    std::memcpy(&chunk, content.data() + at, sizeof chunk);
    if (chunk.size == 0 || chunk.size % ALLELE_RECORD_ALIGNMENT != 0 || chunk.size > header.end - at)
      return damaged(at, "a chunk of a wrong size");
    const std::uint64_t paddedPath = (std::uint64_t{chunk.pathLength} + 7) / 8 * 8;
    const std::uint64_t mutants = chunk.mutantCount;
    if (sizeof chunk + paddedPath + mutants * (sizeof(std::uint64_t) + 1) > chunk.size)
      return damaged(at, "a chunk with more entries than it has room for");
    const char *cursor = content.data() + at + sizeof chunk;
    Recording::Object object;
    object.path.assign(cursor, chunk.pathLength);
    object.ids.resize(mutants);
    cursor += paddedPath;
    if (mutants != 0)
      std::memcpy(object.ids.data(), cursor, mutants * sizeof(std::uint64_t));
    cursor += mutants * sizeof(std::uint64_t);
    for (std::uint64_t i = 0; i < mutants; ++i)
      if (cursor[i] != 0)
        recording.seen[object.ids[i]] |= static_cast<std::uint8_t>(cursor[i]);
    recording.objects.push_back(std::move(object));
    at += chunk.size;
  }
  return recording;
}

} // namespace allele
