// What allele.yml names as `loggers` is in user-loggers.cpp.
//
// RUN: %noise-cpp
#include <cstdio>
#include <iostream>
#include <syslog.h>

namespace spdlog {
void info(const char *format, int value);
}
namespace google {
struct LogMessage {
  LogMessage(const char *file, int line);
  ~LogMessage();
  std::ostream &stream();
};
} // namespace google
#define LOG(severity) google::LogMessage(__FILE__, __LINE__).stream()

int effect(int v);
void work(int v);

void calls(int a, int b) {
  fprintf(stderr, "%d\n", a + b); // noise
  fprintf(stdout, "%d\n", a + b); // kept
  fputc(a + b, stderr);           // noise
  std::fprintf(stderr, "%d", -a); // noise
  (void)fprintf(stderr, "%d", -a); // noise
  syslog(LOG_ERR, "%d", a - b);   // noise
  spdlog::info("{}", a * b);      // noise
  work(a * b);                    // kept
  work(fprintf(stderr, "%d", a * b)); // noise: call-to-zero mul-to-div
}

void streams(int a, int b, std::ostream &out) {
  std::cerr << "sum " << a + b << '\n'; // noise
  std::clog << (a < b ? a : b);         // noise
  std::cout << "sum " << a + b << '\n'; // kept
  out << a + b;                         // kept
  LOG(INFO) << a + b << -a;             // noise
  std::ostream &log = a < b ? std::cerr : out; // kept
  log << a + b;                         // kept
}

void conditions(int a, int b, bool verbose) {
  if (verbose)             // noise
    fprintf(stderr, "a"); // noise
  if (a < b && verbose) {  // noise
    fprintf(stderr, "a"); // noise
    std::cerr << b; // noise
  }
  if (a < b) {             // kept
    std::cerr << a; // noise
    work(a - b);           // kept
  }
  if (a < b)               // noise
    std::cerr << a; // noise
  else if (a > b)          // noise
    std::cerr << b; // noise
  if (a < b)               // kept
    std::cerr << a; // noise
  else
    work(b - a);           // kept
  if (a < b)               // kept
    work(a);               // kept
  else
    std::cerr << b; // noise
  if (effect(a + b) < 0)   // noise: lt-to-false lt-to-le lt-to-ne
    perror("effect"); // noise
  if ((a = effect(b)) < 0) // kept
    perror("effect"); // noise
  for (int i = 0; i < a; ++i) // noise
    std::cerr << i; // noise
  while (a < b) {          // kept
    std::cerr << a; // noise
    a += b;                // kept
  }
}
