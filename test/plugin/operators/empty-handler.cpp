// A handler does nothing.
//
// RUN: export ALLELE_OPTIONS="{operators: [empty-handler]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' empty-handler ' %s

struct Error {
  int code;
};
void fails(int v);
void use(int v);
struct Guard {
  ~Guard();
};
#define CATCH_ALL                                                                                                      \
  catch (...) {                                                                                                        \
    use(1);                                                                                                            \
  }

// In a macro; empty already; a copy of the exception; what throws on or leaves the function.
int untouched(int v) {
  try {
    fails(v);
  }
  CATCH_ALL
  try {
    fails(v);
  } catch (...) {
  }
  try {
    fails(v);
  } catch (Error error) {
    use(error.code);
  }
  try {
    fails(v);
  } catch (Error *) {
    use(v);
    throw;
  } catch (...) {
    use(v);
    return 1;
  }
  return 0;
}

// CHECK-LABEL: define {{.*}}@handles.twin(
// CHECK: call ptr @__cxa_begin_catch(
// CHECK: switch i32 {{.*}} [
// CHECK-NEXT: i32 1, label %[[EMPTY:[.0-9a-z]+]]
// CHECK: [[EMPTY]]:
// CHECK-NEXT: call void @__cxa_end_catch()
// CHECK-NEXT: br label
extern "C" void handles(int v) {
  try {
    fails(v);
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  empty-handler  {\n    use(error.code);\n  } -> {}
  } catch (const Error &error) {
    use(error.code);
  }
}

// CHECK-LABEL: define {{.*}}@guards.twin(
// CHECK: switch i32 {{.*}} [
// CHECK-NEXT: i32 1, label %[[EMPTY:[.0-9a-z]+]]
// CHECK: [[EMPTY]]:
// CHECK-NEXT: invoke void @__cxa_end_catch()
extern "C" int guards(int v) {
  Guard guard;
  try {
    fails(v);
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  empty-handler  {\n    use(2);\n  } -> {}
  } catch (...) {
    use(2);
  }
  return 0;
}
