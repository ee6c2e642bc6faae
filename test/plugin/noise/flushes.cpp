// RUN: %noise-cpp
#include <cstdio>
#include <fstream>
#include <iostream>

void flushed(std::ostream &out, std::ofstream &file, FILE *plain, int a, bool done) {
  out << a + 1;                // kept
  out.flush(); // noise
  file.close();                // noise
  fflush(plain); // noise
  if (done)                    // noise
    fflush(plain); // noise
  if (done)                    // noise
    out << std::flush; // noise
  if (done)                    // kept
    out << -a << std::flush;   // noise: remove-call
  if (done)                    // kept
    out << std::endl;
}
