// What allele.yml names as `loggers`: functions by their qualified name, and macros.
//
// RUN: ALLELE_OPTIONS='{loggers: ["app::note*", "TRACE", "Sink::put"]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: ALLELE=%allele %S/../tools/noise logging %s %t.so
namespace app {
void note(int v);
void noted(int v);
void other(int v);
} // namespace app
struct Sink {
  void put(int v);
  int get(int v);
};
#define TRACE(v) app::other(v)
#define OTHER(v) app::other(v)

void use(int a, int b, Sink &sink) {
  app::note(a + b);  // noise
  app::noted(a + b); // noise
  app::other(a + b); // kept
  sink.put(a - b);   // noise
  sink.get(a - b);   // kept
  if (a < b)         // noise
    TRACE(a);
  if (a < b)         // kept
    OTHER(a);
  for (int i = 0; i < a; ++i) // noise
    TRACE(i);
}
