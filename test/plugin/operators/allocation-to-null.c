// A checked allocation gives null, and isn't made.
//
// RUN: export ALLELE_OPTIONS="{operators: [allocation-to-null]}"
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' allocation-to-null ' %s

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// Without a check; in a macro; a function that only has the name of one.
#define ALLOCATE(n) malloc(n)
void *arena(int);
void *untouched(int n) {
  return malloc(n);
}
int untouchedToo(int n) {
  char *p = ALLOCATE(n);
  if (!p)
    return -1;
  p[0] = 0;
  char *other = arena(n);
  other[0] = 0;
  return 0;
}

struct Text {
  char *bytes;
};

// CHECK-LABEL: define {{.*}}@allocates.twin(
// CHECK: [[PICK:%[.0-9a-z]+]] = call i32 @__allele_pick_v1(
// CHECK: switch i32 [[PICK]], label %[[MADE:[.0-9a-z]+]] [
// CHECK-NEXT: i32 1, label %[[SKIP:[.0-9a-z]+]]
// CHECK: [[MADE]]:
// CHECK: [[P:%[.0-9a-z]+]] = call noalias ptr @malloc(
// CHECK: [[SKIP]]:
// CHECK: [[ERRNO:%[.0-9a-z]+]] = call ptr @__errno_location()
// CHECK-NEXT: store i32 12, ptr [[ERRNO]]
// CHECK: phi ptr [ [[P]], %[[MADE]] ], [ null, %[[SKIP]] ]
int allocates(struct Text *text, const char *from, int n) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  allocation-to-null  malloc(n) -> (errno = ENOMEM, NULL)
  text->bytes = malloc(n);
  if (!text->bytes)
    return -1;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  allocation-to-null  realloc({{.*}}) -> ((void)(text->bytes, ++n), {{.*}}NULL)
  char *grown = realloc(text->bytes, ++n);
  if (grown != NULL)
    text->bytes = grown;
  char *copy, *other;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  allocation-to-null  strdup(from) -> (errno = ENOMEM, NULL)
  copy = strdup(from);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  allocation-to-null  calloc(n, 2) -> (errno = ENOMEM, NULL)
  other = calloc(n, 2);
  if (!copy || !other)
    return -1;
  return 0;
}
