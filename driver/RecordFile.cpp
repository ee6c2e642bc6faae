#include "RecordFile.h"

#include <algorithm>
#include <allele/abi.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>

namespace allele {

namespace {

Status createRecordFile(const std::string &path) {
  std::string content(ALLELE_RECORD_ALIGNMENT, '\0');
  const AlleleRecordHeader header{ALLELE_RECORD_MAGIC, ALLELE_RECORD_ALIGNMENT};
  std::memcpy(content.data(), &header, sizeof header);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (!out.write(content.data(), static_cast<std::streamsize>(content.size())) || !out.flush())
    return Error{fmt::format("record file {} can't be written: {}", path, std::strerror(errno))};
  return Done{};
}

// Where the parts of a chunk lie.
struct ChunkView {
  std::string_view path;
  std::size_t ids; // offsets in the file
  std::size_t seen;
  std::uint64_t mutants;
  std::size_t probed;
  std::uint32_t probes;
};

Result<std::vector<ChunkView>> chunksIn(std::string_view content) {
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

  std::vector<ChunkView> chunks;
  for (std::uint64_t at = ALLELE_RECORD_ALIGNMENT; at < header.end;) {
    AlleleRecordChunk chunk; // header.end is a multiple of the alignment, so a chunk's header always fits
    std::memcpy(&chunk, content.data() + at, sizeof chunk);
    if (chunk.size == 0 || chunk.size % ALLELE_RECORD_ALIGNMENT != 0 || chunk.size > header.end - at)
      return damaged(at, "a chunk of a wrong size");
    const std::uint64_t paddedPath = (std::uint64_t{chunk.pathLength} + 7) / 8 * 8;
    const std::uint64_t mutants = chunk.mutantCount;
    if (sizeof chunk + paddedPath + mutants * (sizeof(std::uint64_t) + 1) + chunk.probeCount > chunk.size)
      return damaged(at, "a chunk with more entries than it has room for");
    const std::size_t begin = at + sizeof chunk;
    const std::size_t seen = begin + paddedPath + mutants * sizeof(std::uint64_t);
    chunks.push_back(
        {content.substr(begin, chunk.pathLength), begin + paddedPath, seen, mutants, seen + mutants, chunk.probeCount});
    at += chunk.size;
  }
  return chunks;
}

RecordedObject objectIn(std::string_view content, const ChunkView &chunk) {
  RecordedObject object;
  object.path = chunk.path;
  object.probeCount = chunk.probes;
  object.ids.resize(chunk.mutants);
  if (chunk.mutants != 0)
    std::memcpy(object.ids.data(), content.data() + chunk.ids, chunk.mutants * sizeof(std::uint64_t));
  return object;
}

} // namespace

Result<RecordReader> RecordReader::create(const std::string &path) {
  if (Status created = createRecordFile(path); !created)
    return created.error();
  RecordReader reader;
  reader.file = path;
  reader.descriptor = Descriptor(open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!reader.descriptor)
    return Error{fmt::format("record file {} can't be read: {}", path, std::strerror(errno))};
  return reader;
}

RecordReader::RecordReader(RecordReader &&other) noexcept
    : file(std::move(other.file)), descriptor(std::move(other.descriptor)),
      mapping(std::exchange(other.mapping, nullptr)), mapped(std::exchange(other.mapped, 0)),
      known(std::move(other.known)), chunks(std::move(other.chunks)), idOf(std::move(other.idOf)),
      numberOf(std::move(other.numberOf)) {}

RecordReader::~RecordReader() {
  if (mapping != nullptr)
    munmap(mapping, mapped);
}

// Maps the file again when it has grown, and learns what its new chunks hold.
Status RecordReader::map() {
  struct stat status{};
  if (fstat(descriptor.get(), &status) != 0)
    return Error{fmt::format("record file {} can't be read: {}", file, std::strerror(errno))};
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (mapping != nullptr && size == mapped)
    return Done{};
  if (mapping != nullptr)
    munmap(std::exchange(mapping, nullptr), std::exchange(mapped, 0));
  void *memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.get(), 0);
  if (memory == MAP_FAILED)
    return Error{fmt::format("record file {} can't be read: {}", file, std::strerror(errno))};
  mapping = static_cast<char *>(memory);
  mapped = size;
  const std::string_view content(mapping, mapped);
  const auto views = chunksIn(content);
  if (!views) {
    munmap(std::exchange(mapping, nullptr), std::exchange(mapped, 0)); // it stays an error
    return views.error();
  }
  for (std::size_t i = 0; i < views->size(); ++i) {
    const ChunkView &view = (*views)[i];
    if (i == chunks.size()) {
      known.push_back(objectIn(content, view));
      Chunk chunk{nullptr, nullptr, {}};
      for (const std::uint64_t id : known.back().ids) {
        const auto [entry, isNew] = numberOf.emplace(id, static_cast<std::uint32_t>(idOf.size()));
        if (isNew)
          idOf.push_back(id);
        chunk.numbers.push_back(entry->second);
      }
      chunks.push_back(std::move(chunk));
    }
    chunks[i].seen = reinterpret_cast<std::uint8_t *>(mapping + view.seen);
    chunks[i].probed = reinterpret_cast<std::uint8_t *>(mapping + view.probed);
  }
  return Done{};
}

namespace {

// Calls `visit` with the place of each byte that isn't 0, and makes it 0. Most are 0: they are passed eight at a time.
template <typename Visit> void takeSet(std::uint8_t *bytes, std::size_t count, Visit visit) {
  for (std::size_t i = 0; i < count; ++i) {
    while (i + sizeof(std::uint64_t) <= count) {
      std::uint64_t next;
      std::memcpy(&next, bytes + i, sizeof next);
      if (next != 0)
        break;
      i += sizeof next;
    }
    if (i >= count || bytes[i] == 0)
      continue;
    visit(i, bytes[i]);
    bytes[i] = 0;
  }
}

} // namespace

Result<RecordReader::Recorded> RecordReader::take() {
  if (Status ready = map(); !ready)
    return ready.error();
  Recorded recorded;
  std::vector<Seen> &all = recorded.mutants;
  for (std::uint32_t object = 0; object < chunks.size(); ++object) {
    const Chunk &chunk = chunks[object];
    takeSet(chunk.seen, chunk.numbers.size(), [&](std::size_t i, std::uint8_t seen) {
      all.push_back({chunk.numbers[i], (seen & ALLELE_SEEN_INFECTED) != 0});
    });
    takeSet(chunk.probed, known[object].probeCount,
            [&](std::size_t i, std::uint8_t) { recorded.probes.emplace_back(object, static_cast<std::uint32_t>(i)); });
  }
  // A mutant may stand in several entries.
  std::sort(all.begin(), all.end(), [](const Seen &left, const Seen &right) {
    return std::pair(left.mutant, !left.isInfected) < std::pair(right.mutant, !right.isInfected);
  });
  all.erase(std::unique(all.begin(), all.end(),
                        [](const Seen &left, const Seen &right) { return left.mutant == right.mutant; }),
            all.end());
  return recorded;
}

} // namespace allele
