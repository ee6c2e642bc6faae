// operators: remove-throw
// Throws at the ends of all kinds of statements.
#include "show.h"

#include <stdexcept>
#include <string>

struct Guard {
  explicit Guard(const char *name) : name(name) { printf("%s\n", name); }
  ~Guard() { printf("~%s\n", name); }
  const char *name;
};
struct Error {
  explicit Error(int code) : code(code) { printf("error %d\n", code); }
  Error(const Error &other) : code(other.code) { printf("copy %d\n", code); }
  ~Error() { printf("~error %d\n", code); }
  int code;
};

static int effect(int v) {
  printf("effect %d\n", v);
  return v;
}

static int ifs(int n, const std::string &text) {
  Guard guard("ifs");
  if (n == 1)
    throw Error(effect(1));
  if (n == 2) {
    effect(2);
    throw std::runtime_error("two " + text);
  }
  if (n > 2 && n < 5)
    throw effect(3);
  if (n == 5 || n == 6) {
    int local = effect(n);
    throw local;
  }
  if (!(n != 7 && effect(7)))
    throw "seven";
  if (n == 8) {
    Guard inner("inner");
    throw Error(8);
  }
  if (n == 9) {
    {
      effect(9);
      throw Error(9);
    }
  }
  if (int v = n - 10; v == 0)
    throw Error(10);
  if (int v = n - 11)
    effect(v);
  else
    throw Error(11);
  if (Guard condition("condition"); n == 12)
    throw Error(12);
  if ((n > 12 && n < 14) || n == 15 || effect(n) == 16)
    throw n;
  return n;
}

static int chains(int n) {
  int result = 0;
  if (n == 1) {
    result = effect(1);
  } else if (n == 2) {
    throw Error(2);
  } else if (n == 3) {
    effect(3);
  } else {
    throw std::string("chain");
  }
  result += 10;
  if (n == 1)
    throw n;
  else
    result += 1;
  effect(result);
  if (n == 2)
    effect(2);
  else
    throw n;
  effect(result);
  return result;
}

static int last(int n) {
  if (n == 1) {
    return 1;
  } else if (n == 2) {
    return 2;
  } else {
    throw Error(3);
  }
}

static void ending(int n) {
  std::string text = "ending";
  if (n == 1)
    throw text;
}

static int switches(int n) {
  int result = 0;
  switch (n) {
  case 0:
    throw Error(0);
  case 1:
    result = effect(1);
    break;
  case 2: {
    effect(2);
    throw Error(2);
  }
  case 3:
    if (result == 0)
      throw Error(3);
  case 4:
  case 5:
    result += 4;
    throw n;
  case 6:
    throw n;
  case 7:
    break;
  default:
    throw std::out_of_range("default");
  }
  result += 100;
  switch (n) {
  case 1:
    return result;
  default:
    throw n;
  }
}

static int loops(int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
    STEP();
    if (i == 3)
      continue;
    sum += effect(i);
    if (sum > 4)
      throw Error(sum);
  }
  while (n-- > 0) {
    STEP();
    if (n % 2)
      continue;
    effect(n);
    throw n;
  }
  for (char c : std::string("abc")) {
    STEP();
    if (c == 'a')
      continue;
    sum += c;
    throw c;
  }
  do {
    STEP();
    Guard guard("do");
    if (n < 5)
      continue;
    throw n;
  } while (++n < 7);
  return sum;
}

static int handlers(int n) {
  Guard guard("handlers");
  try {
    effect(n);
    if (n > 0)
      throw Error(n);
    throw n;
  } catch (const Error &error) {
    effect(error.code);
    if (n == 1)
      throw;
    if (n == 2) {
      Guard inner("handling");
      throw;
    }
    if (n > 3) {
      effect(4);
      throw std::runtime_error("other");
    }
  } catch (...) {
    effect(-1);
    throw;
  }
  try {
    effect(n);
    ending(n);
    throw std::string("thrown");
  } catch (const std::string &text) {
    effect(static_cast<int>(text.size()));
    throw;
  } catch (const char *) {
    throw 1;
  } catch (Error error) {
    throw;
  }
  effect(5);
  return n;
}

static int expressions(int n) {
  int v = n > 2 ? n : throw Error(n);
  auto lambda = [&](int w) {
    if (w == 3) {
      effect(w);
      throw Error(w);
    }
    if (w == 4)
      throw effect(w) > 3 ? Error(40) : throw w;
    return w;
  };
  return lambda(v);
}

[[noreturn]] static void fail(int n) {
  if (n == 1)
    throw Error(1);
  throw n;
}

static int helped(int n) {
  if (n < 3)
    fail(n);
#define CHECK(c)                                                                                                       \
  if (!(c))                                                                                                            \
  throw Error(__LINE__)
  CHECK(n != 4);
#if 0
  if (n == 5)
#else
  if (n == 6)
#endif
    throw Error(n);
  return n;
}

template <class T> static T instance(T n) {
  for (T i = 0; i < n; i++) {
    T doubled = 2 * i;
    if (doubled == 4 && n == 5)
      throw Error(static_cast<int>(doubled));
    if (doubled == 6) {
      effect(1);
      throw doubled;
    }
  }
  return n;
}

template <class F> static void attempt(int line, F function) {
  try {
    printf("%d: %d\n", line, static_cast<int>(function()));
  } catch (const Error &error) {
    printf("%d: Error %d\n", line, error.code);
  } catch (const std::exception &error) {
    printf("%d: %s\n", line, error.what());
  } catch (const std::string &text) {
    printf("%d: %s\n", line, text.c_str());
  } catch (int v) {
    printf("%d: int %d\n", line, v);
  } catch (...) {
    printf("%d: ...\n", line);
  }
}
#define TRY(expression) attempt(__LINE__, [&] { return expression; })

int main() {
  for (int n = -1; n < 18; n++) {
    steps = 0;
    TRY(ifs(n, "text"));
    TRY(chains(n));
    if (n == 1 || n == 2)
      TRY(last(n));
    TRY((ending(n), 0));
    TRY(switches(n));
    TRY(loops(n));
    TRY(handlers(n));
    TRY(expressions(n));
    TRY(helped(n == 2 ? 3 : n));
    TRY(instance(n));
    TRY(instance(static_cast<long>(n)));
  }
  return 0;
}
