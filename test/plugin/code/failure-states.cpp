// Every kind of failure state, and what isn't one (docs/failure-states.md).
//
// RUN: %cxx -O1 -c %s -o %t.o && %code | FileCheck --implicit-check-not=" state " %s
// RUN: %cxx -O0 -c %s -o %t.o && %code | FileCheck --implicit-check-not=" state " %s

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <system_error>

int work(int);
extern int last;
enum class Error { kNone, kTooLong };
enum Colour { RED, GREEN };
void setError(Error error, const char *text);

// CHECK: _Z6throwsi state [[@LINE+3]] throw: {{.*}} throw std::runtime_error("negative"); if not {{[0-9]+}}:7-{{[0-9]+}}:12
void throws(int a) {
  if (a < 0)
    throw std::runtime_error("negative");
  work(a);
}

int handles(int a) {
  try {
    return work(a);
    // CHECK: _Z7handlesi state [[@LINE+1]] handler: {{.*}} catch (const std::exception &)
  } catch (const std::exception &) {
    last = 1;
    // CHECK: _Z7handlesi state [[@LINE+1]] handler: {{.*}} catch (...)
  } catch (...) {
    // CHECK: _Z7handlesi state [[@LINE+1]] throw: {{.*}} throw;
    throw;
  }
  return 1;
}

// CHECK: _Z8negativei state [[@LINE+3]] return: {{.*}} return -1; if not
int negative(int a) {
  if (work(a) > 3)
    return -1;
  return 0;
}

int onlyNegative() { return -1; }

// CHECK: _Z7pointeri state [[@LINE+3]] return: {{.*}} return nullptr; if not
int *pointer(int a) {
  if (a == 0)
    return nullptr;
  return &last;
}

// CHECK: _Z8performsi state [[@LINE+5]] return: {{.*}} return false;
bool performs(int a) {
  if (work(a) == 0) {
    return true;
  } else {
    return false;
  }
}

bool isEven(int a) {
  if (a % 2 == 0)
    return true;
  return false;
}

// CHECK: _Z10enumeratori state [[@LINE+3]] return: {{.*}} return Error::kTooLong; if not
Error enumerator(int a) {
  if (a > 10)
    return Error::kTooLong;
  return Error::kNone;
}

Colour colour(int a) {
  if (a > 10)
    return GREEN;
  return RED;
}

// CHECK: _Z8optionali state [[@LINE+3]] return: {{.*}} return std::nullopt; if not
std::optional<int> optional(int a) {
  if (a > 10)
    return std::nullopt;
  return a;
}

// CHECK: _Z8handsOutiRi state [[@LINE+4]] return: {{.*}} return rc; if not
int handsOut(int a, int &result) {
  int rc = work(a);
  if (rc != 0)
    return rc;
  result = work(2);
  return work(3);
}

int handsOn(int a) { return negative(a); }

// CHECK: _Z5jumpsi state [[@LINE+3]] goto: {{.*}} goto fail; if not
int jumps(int a) {
  if (a > 3)
    goto fail;
  goto done;
done:
  return 0;
fail:
  // CHECK: _Z5jumpsi state [[@LINE+1]] return: {{.*}} return -EINVAL;
  return -EINVAL;
}

// CHECK: _Z6storesiRSt10error_code state [[@LINE+3]] error code: {{.*}} errno = EINVAL; if not
void stores(int a, std::error_code &code) {
  if (a > 3)
    errno = EINVAL;
  // CHECK: _Z6storesiRSt10error_code state [[@LINE+2]] error code: {{.*}} code = std::make_error_code(std::errc::io_error); if not
  if (a > 4)
    code = std::make_error_code(std::errc::io_error);
  errno = 0;
}

// Reported by a call, and returned right behind it: one state.
// CHECK: _Z7reportsi state [[@LINE+4]] return: [[@LINE+3]]:5-[[@LINE+4]]:15 {{.*}}return -1; if not
int reports(int a) {
  if (a > 3) {
    setError(Error::kTooLong, "long");
    return -1;
  }
  setError(Error::kNone, "");
  return 0;
}

// CHECK: _Z4endsi state [[@LINE+3]] abort: {{.*}} std::abort(); if not
void ends(int a) {
  if (a == 1)
    std::abort();
  // CHECK: _Z4endsi state [[@LINE+2]] abort: {{.*}} std::exit(2); if not
  if (a == 2)
    std::exit(2);
  if (a == 3)
    std::exit(0);
}

// CHECK: _Z7assertsi state [[@LINE+2]] assert: {{.*}} assert(a > 0);
void asserts(int a) {
  assert(a > 0);
  last = a;
}

// A lambda's states are its own.
// CHECK: {{.*}}clEi state [[@LINE+2]] throw:
int around(int a) {
  auto inner = [](int b) { if (b) throw 1; return b; };
  return inner(a);
}
