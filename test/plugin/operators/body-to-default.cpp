// A whole function returns a struct whose members are all zero.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' body-to-default ' %s

// Empty, accessors, in lambdas, constructors and destructors, results that have no such value: none.
struct untouched {
  int member;
  untouched(int v) { member = v + 1; }
  ~untouched() { member *= 2; }
  int get() const { return member; }
  int number() const { return -1; }
  void set(int v) { member = v; }
  const char *name() const { return "name"; }
  int &reference(int v) {
    member += v;
    return member;
  }
  void nothing() {}
};
[[noreturn]] void untouchedEnd(int v) {
  for (;;)
    ++v;
}
int untouchedUse(untouched p) { return p.member; }
untouched untouchedClass(int v) {
  return v + 1;
}

// Members or constructors that give other values; unions.
struct Initialised {
  int value = 7;
};
class Constructed {
public:
  Constructed();
  int value;
};
union Either {
  int number;
  float real;
};
struct Holder {
  Constructed inner;
};
Initialised untouchedInitialised(int v) {
  return {v + 1};
}
Constructed untouchedConstructed(int v) {
  Constructed made;
  made.value += v;
  return made;
}
Either untouchedEither(int v) {
  return {v + 1};
}
Holder untouchedHolder(int v) {
  Holder made;
  made.inner.value += v;
  return made;
}

struct Small {
  int first, second;
};
struct Large {
  long cells[6];
  Small small;
};
// LIST: :[[@LINE+1]]:{{[0-9]+}}  body-to-default  {\n  return {v, v + 1};\n} -> { return {}; }
extern "C" Small registers(int v) {
  return {v, v + 1};
}
// CHECK-LABEL: define {{.*}}@registers.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: ret i64 0

// LIST: :[[@LINE+1]]:{{[0-9]+}}  body-to-default  {\n  Large made = {v};\n  return made;\n} -> { return {}; }
extern "C" Large memory(int v) {
  Large made = {v};
  return made;
}
// CHECK-LABEL: define {{.*}}@memory.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: call void @llvm.memset
