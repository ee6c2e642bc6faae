// `i != n` says the same as `i < n` in a loop that counts by one: no mutant. It differs where the loop may step past n.
//
// RUN: export ALLELE_OPTIONS='{operators: [lt-to-ne, gt-to-ne, ne-to-lt, ne-to-gt], rules: [-all]}'
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST '--implicit-check-not= lt-to-ne ' '--implicit-check-not= gt-to-ne ' '--implicit-check-not= ne-to-' %s

struct Buffer {
  int size, have;
  int *data;
};
int use(int);

void untouched(int n, struct Buffer *buffer) {
  for (int i = 0; i < n; ++i)
    use(i);
  for (int i = 0; n > i && use(i); i++)
    use(i);
  for (int i = n; i > 0; i -= 1)
    use(i);
  int i = 0;
  while (i < n)
    use(i++);
  while (buffer->have < buffer->size) {
    buffer->data[buffer->have] = 0;
    buffer->have++;
  }
  while (--n > 0)
    use(n);
  while (buffer->size-- > 0)
    use(n);
  do {
    use(i);
    i += 1;
  } while (i < n);
}

// CHECK-LABEL: define {{.*}}@steps.twin(
void steps(int n, struct Buffer *buffer) {
  int i = 0;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  lt-to-ne
  for (; i < n; i += 2)
    use(i);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  lt-to-ne
  for (; i < n; i += 1 + use(0))
    use(i);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  lt-to-ne
  while (i < n) {
    ++i;
    if (use(i))
      ++i;
  }
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  lt-to-ne
  while (i < n)
    i = use(i);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  lt-to-ne
  while (i < n || use(1))
    ++i;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  gt-to-ne
  while (n > i) {
    for (int j = use(n); j; j = use(j))
      ++i;
  }
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  gt-to-ne
  while (n > 0)
    buffer->size -= use(--buffer->have);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  lt-to-ne
  if (i < n)
    ++i;
}
