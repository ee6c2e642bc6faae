// Which replacements of a comparison belong to the default level: of integers the three that imply all others, of anything else the
// negation. Not made is what can't differ.
//
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | %S/../tools/operators-by-line lt le gt ge eq ne cond | FileCheck --implicit-check-not=-to- %s
// RUN: %cc -w -O2 -shared -fPIC %s -o %t.O2.so
// RUN: %allele list %t.so | cut -d' ' -f1 | sort > %t.ids
// RUN: %allele list %t.O2.so | cut -d' ' -f1 | sort | diff %t.ids -
// RUN: env ALLELE_OPTIONS='{operators: [strong], rules: [-all]}' %cc -w -shared -fPIC %s -o %t.strong.so
// RUN: %allele list %t.strong.so | %S/../tools/operators-by-line lt le gt ge eq ne cond | FileCheck --check-prefix=STRONG %s
enum Colour { kRed, kGreen };
struct Node {
  unsigned length;
  int depth;
  enum Colour colour;
  struct Node *next;
};
int f(int);
int use(void);

int ofInt(int a, int b) {
  // CHECK: [[@LINE+2]]: lt-to-false lt-to-le lt-to-ne
  // STRONG: [[@LINE+1]]: lt-to-eq lt-to-ge lt-to-gt lt-to-true
  int result = a < b;
  return result;
}

int ofMembers(struct Node *a, struct Node *b) {
  // CHECK: [[@LINE+2]]: eq-to-false eq-to-ge eq-to-le
  // STRONG: [[@LINE+1]]: eq-to-gt eq-to-lt eq-to-ne eq-to-true
  int result = a->depth == b->depth;
  // CHECK: [[@LINE+2]]: eq-to-ne
  // STRONG: [[@LINE+1]]: eq-to-false eq-to-true
  result += a->colour == b->colour;
  // CHECK: [[@LINE+1]]: ne-to-eq
  result += a->colour != kGreen;
  // CHECK: [[@LINE+2]]: ne-to-eq
  // STRONG: [[@LINE+1]]: ne-to-false ne-to-true
  result += a->next != b->next;
  // CHECK: [[@LINE+2]]: ge-to-lt
  // STRONG: [[@LINE+1]]: ge-to-eq ge-to-false ge-to-gt ge-to-le ge-to-ne ge-to-true
  result += a >= b;
  return result;
}

// Below 0 there is nothing.
int ofUnsigned(struct Node *a) {
  // CHECK: [[@LINE+2]]: eq-to-false eq-to-ge
  // STRONG: [[@LINE+1]]: eq-to-gt
  int result = a->length == 0;
  // CHECK: [[@LINE+2]]: gt-to-false gt-to-ge
  // STRONG: [[@LINE+1]]: gt-to-le
  result += a->length > 0;
  return result;
}

int ofFloat(double a, double b) {
  // CHECK: [[@LINE+2]]: le-to-gt
  // STRONG: [[@LINE+1]]: le-to-eq le-to-false le-to-ge le-to-lt le-to-ne le-to-true
  int result = a <= b;
  return result;
}

// A forced condition is implied by the three of an integer comparison, and implies the negation of any other.
int conditions(int a, int b, struct Node *p, double d) {
  // CHECK: [[@LINE+2]]: ne-to-gt ne-to-lt ne-to-true
  // STRONG: [[@LINE+1]]: ne-to-eq ne-to-false ne-to-ge ne-to-le
  if (a != b)
    use();
  // CHECK: [[@LINE+2]]: cond-to-false cond-to-true
  // STRONG: [[@LINE+1]]: ne-to-eq
  if (p != p->next)
    use();
  // CHECK: [[@LINE+1]]: eq-to-false eq-to-ge eq-to-le
  if (!(a == b))
    use();
  // CHECK: [[@LINE+1]]: cond-to-false cond-to-true eq-to-ne
  if (p == p->next || a)
    use();
  // CHECK: [[@LINE+2]]: cond-to-false cond-to-true
  // STRONG: [[@LINE+1]]: lt-to-eq lt-to-ge lt-to-gt lt-to-le lt-to-ne
  return d < 1 ? a : b;
}

// A loop that counts by one ends where it would for `!=`; without end it tells nothing.
void loops(int n) {
  // CHECK: [[@LINE+2]]: lt-to-false lt-to-le
  // STRONG: [[@LINE+1]]: lt-to-eq lt-to-ge lt-to-gt{{$}}
  for (int i = 0; i < n; ++i)
    use();
  // CHECK: [[@LINE+2]]: ne-to-lt
  // STRONG: [[@LINE+1]]: ne-to-eq ne-to-false ne-to-ge ne-to-le
  for (int i = n; i != 0; i--)
    use();
  // CHECK: [[@LINE+1]]: lt-to-false lt-to-le lt-to-ne
  for (int i = 0; i < n; i += 2)
    use();
  // CHECK: [[@LINE+1]]: ge-to-eq ge-to-gt
  while (n >= f(n))
    use();
}

// What has an effect is still evaluated; what binds otherwise is enclosed.
// RUN: %allele list %t.so | FileCheck --check-prefix=TEXT %s
int texts(int a, int b) {
  // CHECK: [[@LINE+2]]: lt-to-false lt-to-le lt-to-ne
  // TEXT: lt-to-false  f(a) < b -> (f(a) < b, 0)
  int result = f(a) < b;
  // CHECK: [[@LINE+2]]: eq-to-ne lt-to-false lt-to-le lt-to-ne
  // TEXT: lt-to-ne  a < b -> ((a) != (b))
  result += a < b == 1;
  return result;
}
