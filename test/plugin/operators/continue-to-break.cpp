// `continue` becomes `break`.
//
// RUN: export ALLELE_OPTIONS="{operators: [continue-to-break], rules: [-all]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %cxx -w -O2 -shared -fPIC %s -o %t.optimised.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' continue-to-break ' %s
// RUN: %allele list %t.so | sort > %t.list
// RUN: %allele list %t.optimised.so | sort | diff %t.list -

int use(int v);
struct Guard {
  Guard(int v);
  ~Guard();
};
#define EACH(i, n) for (int i = 0; i < (n); i++)
#define NEXT continue

// In a macro, in a loop that a macro hides, where `break` goes to the same place or nothing tells where it would go.
void untouched(int n) {
  for (int i = 0; i < n; i++) {
    EACH(j, n) {
      if (use(j))
        continue;
      use(i);
    }
    if (use(i))
      NEXT;
    use(1);
  }
  do {
    if (use(1))
      continue;
    use(2);
  } while (0);
  for (int i = 0; i < n; i++) {
    switch (use(i)) {
    case 1:
      use(1);
      continue;
    case 2:
      use(3);
    default:
      use(2);
    }
  }
  for (;;) {
    if (use(n++))
      continue;
    use(1);
  }
}

// CHECK-LABEL: define {{.*}}@counts.twin(
// CHECK: switch i32 {{.*}} [
// CHECK-NEXT: i32 1, label %[[MUTANT:[.0-9a-z]+]]
// CHECK: [[MUTANT]]:
// CHECK-NEXT: br label %[[EXIT:[.0-9a-z]+]]
// CHECK: [[EXIT]]:
// CHECK: ret i32
extern "C" int counts(int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
    if (use(i))
      continue; // LIST: :[[@LINE]]:7  continue-to-break  continue -> break
    sum += i;
  }
  return sum;
}

void others(int n, int (&values)[3]) {
  while (n-- > 0) {
    int v = use(n);
    if (v == 1)
      continue; // LIST: :[[@LINE]]:7  continue-to-break  continue -> break
    use(v);
  }
  do {
    if (use(n))
      continue; // LIST: :[[@LINE]]:7  continue-to-break  continue -> break
    use(1);
  } while (use(2));
  for (int v : values) {
    if (use(v))
      continue; // LIST: :[[@LINE]]:7  continue-to-break  continue -> break
    use(1);
  }
  // The other `break` shows the way.
  for (;;) {
    if (use(n))
      continue; // LIST: :[[@LINE]]:7  continue-to-break  continue -> break
    if (use(3))
      break;
  }
}

// Only the switch is left.
void switches(int n) {
  while (n-- > 0) {
    switch (use(n)) {
    case 1:
      continue; // LIST: :[[@LINE]]:7  continue-to-break  continue -> break
    case 2:
      use(1);
      break;
    default:
      use(2);
    }
    use(3);
  }
}

// The cleanup leads out of the loop where another `break` goes through it.
void destroys(int n) {
  for (int i = 0; i < n; i++) {
    Guard guard(i);
    if (use(i))
      continue; // LIST: :[[@LINE]]:7  continue-to-break  continue -> break
    if (use(2))
      break;
    use(1);
  }
}
