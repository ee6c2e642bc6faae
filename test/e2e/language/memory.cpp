// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -pthread -O1 -O3 -Os -Oz
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -pthread
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -pthread -fsized-deallocation -ftls-model=initial-exec
// Placement and over-aligned new, operators of a class's own, storage of threads.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <thread>

struct alignas(256) Wide {
  int value;
  explicit Wide(int wanted) : value(wanted + 1) {} // noticed
};

struct Pooled {
  static inline int live = 0;
  static void *operator new(std::size_t size) {
    live += 3; // noticed
    return std::malloc(size);
  }
  static void operator delete(void *memory) {
    live -= 1; // noticed
    std::free(memory);
  }
  int value = 4;
};

thread_local int own = 5;
struct Registered {
  int number;
  Registered() : number(own * 2) {} // noticed
};
thread_local Registered registered;

int main() {
  alignas(Wide) unsigned char storage[sizeof(Wide)];
  Wide *placed = new (storage) Wide(6);
  Wide *wide = new Wide(7);
  std::printf("%d %d %d\n", placed->value, wide->value, static_cast<int>(reinterpret_cast<std::uintptr_t>(wide) % 256));
  delete wide;
  placed->~Wide();

  delete new Pooled;
  std::printf("%d\n", Pooled::live);

  int seen = 0;
  std::thread([&] {
    own += 1;                       // noticed
    seen = own * registered.number; // noticed
  }).join();
  std::printf("%d %d\n", seen, own);
}
