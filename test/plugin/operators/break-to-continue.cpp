// `break` becomes `continue`.
//
// RUN: export ALLELE_OPTIONS="{operators: [break-to-continue], rules: [-all]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %cxx -w -O2 -shared -fPIC %s -o %t.optimised.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' break-to-continue ' %s
// RUN: %allele list %t.so | sort > %t.list
// RUN: %allele list %t.optimised.so | sort | diff %t.list -

int use(int v);
struct Guard {
  Guard(int v);
  ~Guard();
  operator bool() const;
};
#define EACH(i, n) for (int i = 0; i < (n); i++)
#define LEAVE break

// In a macro, out of a loop that a macro hides, out of a switch alone.
void untouchedMacros(int n) {
  for (int i = 0; i < n; i++) {
    EACH(j, n) {
      if (use(j))
        break;
      use(i);
    }
    if (use(i))
      LEAVE;
    use(1);
  }
  switch (n) {
  case 1:
    break;
  default:
    use(1);
  }
}

// The only way out of an endless loop; where `continue` leaves the loop, too; where both go on with the next turn; what
// has no code when it is optimised.
void untouchedSame(int n) {
  for (;;) {
    if (use(n++))
      break;
  }
  do {
    if (use(1))
      break;
    use(2);
  } while (0);
  for (int i = 0; i < n; i++) {
    switch (use(i)) {
    case 1:
      use(1);
      break;
    default:
      use(2);
    }
  }
  while (n-- > 0) {
    switch (n) {
    case 1:
      break;
    default:
      use(2);
    }
    use(3);
  }
}

// Which destructors run isn't known.
void untouchedDestructors(int n) {
  for (int i = 0; i < n; i++) {
    Guard guard(i);
    switch (use(i)) {
    case 1:
      use(1);
      break;
    default:
      use(2);
    }
    use(3);
  }
  while (Guard guard = Guard(n)) {
    if (use(n))
      break;
    use(1);
  }
}

// CHECK-LABEL: define {{.*}}@counts.twin(
// CHECK: switch i32 {{.*}} [
// CHECK-NEXT: i32 1, label %[[MUTANT:[.0-9a-z]+]]
// CHECK: [[MUTANT]]:
// CHECK-NEXT: br label %[[NEXT:[.0-9a-z]+]]
// CHECK: [[NEXT]]:
// CHECK: add i32 %{{.*}}, 7
extern "C" int counts(int n) {
  int sum = 0;
  for (int i = 0; i < n; i += 7) {
    if (use(i))
      break; // LIST: :[[@LINE]]:7  break-to-continue  break -> continue
    sum += i;
  }
  return sum;
}

void others(int n, int (&values)[3]) {
  while (n-- > 0) {
    int v = use(n);
    if (v == 1)
      break; // LIST: :[[@LINE]]:7  break-to-continue  break -> continue
    use(v);
  }
  do {
    if (use(n))
      break; // LIST: :[[@LINE]]:7  break-to-continue  break -> continue
    use(1);
  } while (use(2));
  for (int v : values) {
    if (use(v))
      break; // LIST: :[[@LINE]]:7  break-to-continue  break -> continue
    use(1);
  }
  for (;;) {
    if (use(n))
      break; // LIST: :[[@LINE]]:7  break-to-continue  break -> continue
    if (use(3))
      return;
  }
}

// Out of a switch, over what stands behind it.
void switches(int n) {
  while (n-- > 0) {
    switch (use(n)) {
    case 1:
      use(1);
      break; // LIST: :[[@LINE]]:7  break-to-continue  break -> continue
    default:
      use(2);
    }
    use(3);
  }
}

// Through the cleanup, as its end gets there.
// CHECK-LABEL: define {{.*}}@destroys.twin(
// CHECK: switch i32 {{.*}} [
// CHECK-NEXT: i32 1, label %[[MUTANT:[.0-9a-z]+]]
// CHECK: [[MUTANT]]:
// CHECK-NEXT: store i32 0, ptr
// CHECK-NEXT: br label %[[CLEANUP:[.0-9a-z]+]]
// CHECK: [[CLEANUP]]:
// CHECK-NEXT: call void @_ZN5GuardD
extern "C" void destroys(int n) {
  for (int i = 0; i < n; i++) {
    Guard guard(i);
    if (use(i))
      break; // LIST: :[[@LINE]]:7  break-to-continue  break -> continue
    use(1);
  }
}
