// RUN: %noise-cpp
#include <cstdio>
#include <fstream>
#include <iostream>

void flushed(std::ostream &out, std::ofstream &file, FILE *plain, int a, bool done) {
  out << a + 1;                // kept
  out.flush();
  file.close();                // noise
  fflush(plain);
  if (done)                    // noise
    fflush(plain);
  if (done)                    // noise
    out << std::flush;
  if (done)                    // kept
    out << -a << std::flush;   // kept
  if (done)                    // kept
    out << std::endl;
}
