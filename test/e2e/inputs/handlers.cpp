// operators: failure
#include <cstdio>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

struct Guard {
  const char *name;
  ~Guard() { std::printf("~%s\n", name); }
};

static int fails(int v) {
  if (v > 1)
    throw std::runtime_error("large");
  if (v < 0)
    throw v;
  return v;
}

static int simple(int v) {
  int result = 0;
  try {
    result = fails(v);
  } catch (const std::exception &e) {
    std::printf("caught %s\n", e.what());
  }
  return result;
}

static int guarded(int v) {
  Guard guard{"guarded"};
  try {
    Guard inner{"inner"};
    return fails(v);
  } catch (const std::runtime_error &e) {
    Guard handling{"handling"};
    std::printf("error %s\n", e.what());
    return -1;
  } catch (...) {
    std::printf("anything\n");
  }
  return -2;
}

static int nested(int v) {
  Guard guard{"nested"};
  try {
    try {
      return fails(v);
    } catch (const std::runtime_error &) {
      std::printf("inner handler\n");
    }
    std::printf("between\n");
    fails(-v);
  } catch (const std::exception &e) {
    std::printf("outer handler %s\n", e.what());
  } catch (...) {
    try {
      fails(v);
    } catch (...) {
      std::printf("again\n");
    }
    std::printf("outer handler\n");
  }
  return 7;
}

static int loop(int v) {
  int sum = 0;
  for (int i = 0; i < v; ++i) {
    try {
      sum += fails(i);
    } catch (...) {
      sum += 100;
      continue;
    }
    ++sum;
  }
  return sum;
}

// Exceptions may leave the handler from several places.
static int collects(int v) {
  Guard guard{"collects"};
  std::vector<std::string> texts;
  try {
    fails(v);
  } catch (const std::exception &e) {
    texts.push_back(std::string("text ") + e.what());
    try {
      texts.push_back(std::string("more ") + e.what());
      fails(-v);
    } catch (int) {
      texts.push_back(std::string("nested ") + e.what());
    }
    return static_cast<int>(texts.back().size());
  }
  return 0;
}

static void rethrows(int v) {
  try {
    fails(v);
  } catch (const std::exception &) { // always throws on
    std::printf("rethrown\n");
    throw;
  }
}

static int byValue(int v) {
  try {
    return fails(v);
  } catch (int number) { // a copy
    return number;
  }
}

static int enough(int size) noexcept {
  char *p = new (std::nothrow) char[size];
  if (!p)
    return -1;
  try {
    fails(size);
  } catch (const std::exception &) {
    std::printf("in noexcept\n");
  }
  delete[] p;
  return 0;
}

static bool accepts(const std::string &text, int v) {
  if (v > 1)
    throw std::runtime_error(text);
  return v == 1;
}

static int checked(int v) {
  Guard guard{"checked"};
  if (!accepts("text", v))
    return -1;
  bool isFine = accepts(std::string("other"), v);
  if (!isFine)
    return -2;
  return 0;
}

template <typename Call> static void attempt(const char *name, Call call) {
  for (int v = -1; v < 3; ++v) {
    try {
      std::printf("%s %d: ", name, v);
      std::printf("%d\n", call(v));
    } catch (const std::exception &e) {
      std::printf("out: %s\n", e.what());
    } catch (int number) {
      std::printf("out: %d\n", number);
    }
  }
}

int main() {
  attempt("simple", simple);
  attempt("guarded", guarded);
  attempt("nested", nested);
  attempt("loop", loop);
  attempt("collects", collects);
  attempt("rethrows", [](int v) {
    rethrows(v);
    return 0;
  });
  attempt("by value", byValue);
  attempt("checked", checked);
  std::printf("%d\n", enough(1));
  std::printf("%d\n", enough(2));
}
