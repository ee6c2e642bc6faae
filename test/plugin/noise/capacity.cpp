// RUN: %noise-cpp
#include <string>
#include <unordered_map>
#include <vector>

struct Own {
  void reserve(int n);
};

void containers(std::vector<int> &numbers, std::string &text, std::unordered_map<int, int> &map, Own &own, int n) {
  numbers.reserve(n + 1);                  // noise
  numbers.resize(n + 1);                   // kept
  text.reserve(text.size() * 2);           // noise
  std::vector<std::vector<int>> rows(2);
  rows[n - 1].reserve(n * 2);              // noise
  map.rehash(n * 2);                       // noise
  map.max_load_factor(2.0f * (float)n);    // noise
  numbers.shrink_to_fit();                 // noise
  own.reserve(n + 1);                      // kept
}

struct Buffer {
  unsigned capacity_ = 0;
  unsigned size = 0;
  unsigned largest();
  void grow(unsigned wanted) {
    unsigned newCapacity = capacity_ + capacity_ / 2; // noise
    if (newCapacity < wanted)                         // kept
      newCapacity = wanted * 2;                       // kept
    unsigned capacity = capacity_ - largest() + (wanted * 3); // kept
    size = capacity + newCapacity;                    // kept
    capacity_ = newCapacity;                          // kept
  }
};
void grow(Buffer &buffer) {
  buffer.grow(3);                                     // kept
}
