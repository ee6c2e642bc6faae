// RUN: %noise-cpp
struct Buffer {
  int size = 0;
  int *data = nullptr;
  Buffer() = default;
  Buffer(Buffer &&other) : size(other.size + 0), data(other.data) { // noise
    if (other.size > 0)                                             // noise
      other.size = 0; // noise
  }
  Buffer(const Buffer &other) : size(other.size + 0) { // kept
    if (size > 0)                                      // kept
      data = new int[1];
  }
  Buffer &operator=(Buffer &&other) {
    if (size < other.size) // noise
      size = other.size; // noise
    return *this;
  }
  Buffer &operator=(int &&value) {
    if (size < value) // kept
      size = value;
    return *this;
  }
  void swap(Buffer &other) {
    if (size != other.size) // noise
      other.size = size; // noise
  }
};

template <typename T> struct Cell {
  T held = T();
  Cell(Cell &&other) : held(other.held + 0) {} // noise
};

int use(Buffer a, Buffer &b) {
  Buffer c(a), d(static_cast<Buffer &&>(a));
  c = static_cast<Buffer &&>(d);
  c = 3;
  c.swap(b);
  return c.size + 1; // kept
}

int cells(Cell<int> &cell) {
  Cell<int> moved(static_cast<Cell<int> &&>(cell));
  return moved.held - 1; // kept
}
