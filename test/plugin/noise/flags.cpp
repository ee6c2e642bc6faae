// RUN: %noise-cpp
#include <cstdio>
#include <cstdlib>
#include <iostream>

int compare(int a, int b);
static void usage(const char *program, int columns) {
  if (columns > 80)        // noise
    printf("long"); // noise
  printf("usage: %s\n", program); // noise
  exit(columns - 1);       // noise
}
void print_version(int number) {
  std::cout << number + 1; // noise
}
struct Tool {
  int version(int a) { return a + 1; }               // kept
  bool help(int a) { return compare(a, 1) < 2; }     // kept
};

int run(int argc, Tool &tool) {
  usage("x", argc);     // kept
  print_version(argc);  // kept
  return tool.version(argc) + tool.help(argc); // kept
}
