// RUN: %noise-cpp
struct Text {
  int size = 0;
  Text(const Text &other) : size(other.size + 1) {} // kept
  Text &operator=(const Text &other) {
    if (this == &other)      // noise
      return *this;
    size = other.size + 1;   // kept
    return *this;
  }
  void append(Text &other) {
    if (&other != this) {    // noise
      other.size = size + 1; // kept
    }
    if (this->size == other.size) // kept
      size = 0;
  }
  void moveTo(Text *other) {
    if (this == other)       // noise
      return;
    if (this == last)        // kept
      last = 0;
    other->size = size + 1;  // kept
  }
  static Text *last;
};
Text *Text::last = 0;
void use(Text &a, Text &b) {
  a = b;
  a.append(b); // kept
  Text c(a);
  c.moveTo(&a); // kept
}
