#include "OutputBuffer.h"

#include <algorithm>
#include <limits>

namespace allele {

OutputBuffer::OutputBuffer(std::uint64_t capacity)
    : headCapacity(capacity == 0 ? std::numeric_limits<std::uint64_t>::max() : capacity - capacity / 2),
      tailCapacity(capacity / 2) {}

void OutputBuffer::append(std::string_view bytes) {
  totalBytes += bytes.size();
  if (head.size() < headCapacity) {
    const std::size_t count = std::min<std::uint64_t>(bytes.size(), headCapacity - head.size());
    head.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
  }
  if (bytes.size() > tailCapacity)
    bytes.remove_prefix(bytes.size() - tailCapacity);
  const std::size_t growth = std::min<std::uint64_t>(bytes.size(), tailCapacity - tail.size());
  tail.append(bytes.substr(0, growth));
  bytes.remove_prefix(growth);
  while (!bytes.empty()) {
    const std::size_t count = std::min<std::uint64_t>(bytes.size(), tailCapacity - tailStart);
    tail.replace(tailStart, count, bytes.substr(0, count));
    tailStart = (tailStart + count) % tailCapacity;
    bytes.remove_prefix(count);
  }
}

std::string OutputBuffer::take() {
  std::string kept = std::move(head);
  const std::uint64_t missing = totalBytes - kept.size() - tail.size();
  if (missing > 0)
    kept += "\n[allele: " + std::to_string(missing) + " bytes of output left out]\n";
  kept.append(tail, tailStart);
  kept.append(tail, 0, tailStart);
  *this = OutputBuffer(headCapacity == std::numeric_limits<std::uint64_t>::max() ? 0 : headCapacity + tailCapacity);
  return kept;
}

} // namespace allele
