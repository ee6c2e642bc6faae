// A handler throws on what it caught.
//
// RUN: export ALLELE_OPTIONS="{operators: [skip-handler]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' skip-handler ' %s

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

// In a macro; empty; a copy of the exception; what throws on already; where it can't be known how it goes on.
void untouched(int v) {
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
  } catch (...) {
    use(v);
    throw;
  }
}

// CHECK-LABEL: define {{.*}}@handles.twin(
// CHECK: call ptr @__cxa_begin_catch(
// CHECK: invoke void @__cxa_rethrow()
// CHECK-NEXT: to label %{{[.0-9a-z]+}} unwind label %[[PAD:[.0-9a-z]+]]
// CHECK: [[PAD]]:
// CHECK-NEXT: [[EXCEPTION:%[.0-9a-z]+]] = landingpad { ptr, i32 }
// CHECK-NEXT: cleanup
// CHECK-NEXT: call void @__cxa_end_catch()
// CHECK-NEXT: resume { ptr, i32 } [[EXCEPTION]]
extern "C" void handles(int v) {
  try {
    fails(v);
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  skip-handler  {\n    use(error.code);\n  } -> { throw; }
  } catch (const Error &error) {
    use(error.code);
  }
}

// The guard is destroyed on the way.
// CHECK-LABEL: define {{.*}}@guards.twin(
// CHECK: invoke void @__cxa_rethrow()
// CHECK-NEXT: to label %{{[.0-9a-z]+}} unwind label %[[PAD:[.0-9a-z]+]]
// CHECK: [[PAD]]:
// CHECK-NEXT: landingpad { ptr, i32 }
// CHECK-NEXT: cleanup
// CHECK-NEXT: call void @__cxa_end_catch()
extern "C" int guards(int v) {
  Guard guard;
  try {
    fails(v);
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  skip-handler  {\n    return 1;\n  } -> { throw; }
  } catch (...) {
    return 1;
  }
  return 0;
}

// Objects of the handler are destroyed on several ways out of it.
extern "C" int builds(int v) {
  try {
    fails(v);
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  skip-handler  {\n    Guard first;\n    use(v);
  } catch (...) {
    Guard first;
    use(v);
    Guard second;
    use(v);
    return 1;
  }
  return 0;
}
