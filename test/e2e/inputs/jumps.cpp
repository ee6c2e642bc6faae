// operators: break-to-continue, continue-to-break
// Jumps of loops that leave scopes with destructors, in handlers, lambdas and templates.
#include "show.h"

#include <string>
#include <vector>

struct Guard {
  explicit Guard(const char *name) : name(name) { printf("%s\n", name); }
  ~Guard() { printf("~%s\n", name); }
  Guard(const Guard &) = delete;
  explicit operator bool() const { return true; }
  const char *name;
};

static int step(int v) {
  STEP();
  printf("step %d\n", v);
  return v;
}

static int ranges(const std::vector<int> &values) {
  int sum = 0;
  for (int v : values) {
    if (v == 3)
      continue;
    if (v == 5)
      break;
    sum += step(v);
  }
  std::string text;
  for (const auto &v : std::vector<std::string>{"a", "bb", "dddd", "ccc"}) {
    if (v.size() == 2)
      continue;
    if (v.size() > static_cast<size_t>(values.size()))
      break;
    text += v;
  }
  int array[] = {1, 2, 3, 4};
  for (int &v : array) {
    if (v == 2)
      continue;
    if (v == static_cast<int>(values.size()))
      break;
    sum += v;
  }
  for (std::string v : {"x", "yy"}) {
    switch (v.size()) {
    case 1:
      break;
    case 2:
      continue;
    }
    text += v;
  }
  return sum + static_cast<int>(text.size());
}

static int guarded(int n) {
  Guard outer("outer");
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    if (i == 1)
      continue;
    if (i == 8)
      break;
    Guard first("first");
    if (step(i) + 3 == n)
      break;
    if (i == 3)
      continue;
    {
      int local = i, *address = &local;
      if (*address == 4)
        continue;
      if (*address == 5 && n % 2)
        break;
    }
    {
      Guard inner("inner");
      if (i == 6)
        break;
      if (i == 7)
        continue;
      sum++;
    }
    sum += i;
  }
  return sum;
}

// Only the optimised cleanup of the guard leads out of the loop, too.
static int inner(const std::vector<int> &values) {
  for (const int &v : values) {
    if (v > 1) {
      Guard guard("inner");
      if (step(v) == 2)
        continue;
    }
    if (v == 3)
      return v;
  }
  return 0;
}

// No way through the loop's end: nothing to exchange the number with.
static int leaving(int n) {
  while (n > 0) {
    Guard guard("leaving");
    if (n-- > 3)
      break;
    return 1;
  }
  for (;;) {
    if (Guard condition("condition"); n > 2) {
      step(n);
      if (n == 5)
        break;
      n--;
    } else if (n < -5) {
      break;
    } else {
      n -= 2;
      continue;
    }
    if (n == 1)
      break;
  }
  return n;
}

static int switches(int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
    switch (Guard head("head"); i) {
    case 0:
      break;
    case 1:
      continue;
    default:
      step(i);
    }
    switch (i) {
    case 2: {
      Guard inner("case");
      if (n > 4)
        break;
      if (n > 3)
        continue;
      step(1);
    }
    case 3:
      break;
    case 4:
      continue;
    }
    sum += 3;
  }
  for (int i = 0; i < n; i++) {
    Guard body("body");
    switch (i) {
    case 0:
      break;
    case 1:
      continue;
    default:
      step(i);
    }
    sum++;
  }
  for (int i = 0; i < n; i++)
    if (Guard chosen("chosen"); i < 5)
      switch (i) {
      case 0:
        break;
      case 1:
        continue;
      default:
        sum++;
      }
    else
      break;
  for (int i = 0; i < n; i++) {
    if (i < 4) {
      Guard before("before");
      switch (i) {
      case 0:
        break;
      case 2:
        continue;
      default:
        sum++;
      }
      step(sum);
    }
    sum++;
  }
  return sum;
}

static int declared(int n) {
  int sum = 0;
  auto positive = [&]() { return n > 0 ? n-- : 0; };
  while (int v = positive()) {
    if (v == 4)
      continue;
    if (v == 2)
      break;
    sum += v;
  }
  while (Guard head{n++ < 3 ? "while" : "last"}) {
    if (step(n) > 2)
      break;
    if (n == 2)
      continue;
    sum++;
  }
  for (Guard first("first"); int v = positive(); ++sum) {
    if (v == 1)
      break;
    if (v == 3)
      continue;
    step(v);
  }
  for (Guard endless("endless");; ++sum) {
    if (sum % 5 == 0)
      continue;
    if (sum > 12)
      break;
    if (sum > 1000)
      return 0;
  }
  return sum;
}

static int handling(int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
    try {
      if (i == 0)
        continue;
      if (i == 4 && n < 8)
        break;
      if (i % 2)
        throw i;
      sum += step(i);
    } catch (int v) {
      if (v == 1)
        continue;
      if (v == 7)
        break;
      sum += 100;
    }
    sum += 1000;
  }
  return sum;
}

template <class T, int limit> static T instance(T n) {
  T sum = 0;
  auto each = [&](T from) {
    for (T i = from; i < n; i++) {
      if (i == limit)
        break;
      if (i == limit - 2)
        continue;
      sum += i;
    }
  };
  for (T i = 0; i < n; i++) {
    each(i);
    if (sum > 30)
      break;
    if constexpr (limit > 3) {
      if (i == 2)
        continue;
    }
    sum++;
  }
  return sum;
}

int main() {
  EACH(int, n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12) {
    std::vector<int> values;
    for (int i = 0; i < n; i++)
      values.push_back(i + 1);
    show(ranges(values));
    show(guarded(n));
    show(inner(values));
    show(leaving(n));
    show(switches(n));
    show(declared(n));
    show(handling(n));
    show((instance<int, 3>(n)));
    show((instance<long, 4>(n)));
  }
  return 0;
}
