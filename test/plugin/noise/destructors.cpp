// RUN: %noise-cpp
void release(int *p);

struct Owner {
  int *held = nullptr;
  ~Owner() {
    if (held != nullptr) // noise
      release(held);     // noise
  }
  void drop() {
    if (held != nullptr) // kept
      release(held);     // kept
  }
};

void use(Owner &owner) {
  owner.drop(); // kept
  Owner other;
}
