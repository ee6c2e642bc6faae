// RUN: %noise-cpp
void release(int *p);
void use(int *p);

struct Owner {
  int *held = nullptr;
  ~Owner() {
    if (held != nullptr) // noise
      release(held);     // noise
  }
  void drop() {
    if (held != nullptr) // kept
      use(held);         // kept
  }
};

struct Writer {
  int pending = 0;
  void flush(int v) {
    pending -= v; // kept
  }
  void clear(int v) {
    pending -= v; // kept
  }
  ~Writer() {
    if (pending > 3)      // kept
      flush(pending - 1); // kept
    clear(pending + 1);   // noise
  }
};

void use(Owner &owner) {
  owner.drop(); // kept
  Owner other;
  Writer writer;
}
