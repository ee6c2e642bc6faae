// What a container deletes is gone for everybody.
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: ALLELE=%allele %S/../tools/noise releases %s %t.so
struct Map {
  void Delete(int key);
  void erase(int key) {
    Delete(key); // kept
    this->Delete(key + 1); // kept
  }
};
namespace pool {
void release(Map *map);
}
void inClasses(Map &map, Map *other) {
  map.Delete(1);       // kept
  map.erase(2);        // kept
  pool::release(other); // noise
}
