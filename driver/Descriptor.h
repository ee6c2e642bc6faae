// A file descriptor that is closed by its owner.
#pragma once

#include <unistd.h>
#include <utility>

namespace allele {

class Descriptor {
public:
  Descriptor() = default;
  explicit Descriptor(int number) : number(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor &&other) noexcept : number(std::exchange(other.number, -1)) {}
  Descriptor &operator=(Descriptor &&other) noexcept {
    std::swap(number, other.number);
    return *this;
  }

  // -1: none.
  int get() const { return number; }
  explicit operator bool() const { return number >= 0; }
  int release() { return std::exchange(number, -1); }
  void close() {
    if (number >= 0)
      ::close(std::exchange(number, -1));
  }

private:
  int number = -1;
};

} // namespace allele
