// Keeps the first and the last bytes of a stream of unknown length.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace allele {

class OutputBuffer {
public:
  // Keeps `capacity` bytes, one half from the start and one from the end. 0: keeps all.
  explicit OutputBuffer(std::uint64_t capacity = 0);

  void append(std::string_view bytes);
  // Bytes appended in all.
  std::uint64_t total() const { return totalBytes; }
  // What was kept. Where bytes are missing, a line of its own says how many. The buffer is empty afterwards.
  std::string take();

private:
  std::uint64_t headCapacity;
  std::uint64_t tailCapacity;
  std::uint64_t totalBytes = 0;
  std::string head;
  std::string tail; // a ring once it has reached its capacity
  std::uint64_t tailStart = 0;
};

} // namespace allele
