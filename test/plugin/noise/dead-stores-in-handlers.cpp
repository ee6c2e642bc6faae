// That nothing reads what a handler caught doesn't make the handler noise.
// RUN: export ALLELE_OPTIONS="{operators: [default, failure]}"
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: ALLELE=%allele %S/../tools/noise dead-stores %s %t.so
struct Error {
  int code;
};
void fails(int v);
void use(int v);
int handles(int v) {
  try {
    fails(v);
  } catch (const Error &) { // kept
    use(1);
  }
  try {
    fails(v);
  } catch (const Error &error) { // kept
    return 1;
  }
  int unused = v * 3; // noise
  return 0;
}
