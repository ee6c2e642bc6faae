// Executed before main(), in a test, and never.
int value = 0;

struct Before {
  Before() { value = 3; }
} before;
int doubled() {
  return value * 2;
}
int never(int a) {
  return a - 1;
}
int main(int argc, char **) {
  if (argc > 1)
    return never(argc);
  return doubled() == 6 ? 0 : 1;
}
