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

struct Pool {
  virtual void Free(void *memory) = 0;
  virtual void Reset() = 0;
  int count;
};
struct Item {
  Pool *pool;
  virtual ~Item();
};
static void remove(Item *item) {
  if (!item)
    return;
  Pool *pool = item->pool;
  item->~Item();
  pool->Free(item);
}
static void removeAndCount(Item *item) {
  Pool *pool = item->pool;
  pool->count--;
  item->~Item();
  pool->Free(item);
}
static void removeAll(Item *item) {
  Pool *pool = item->pool;
  item->~Item();
  pool->Reset();
}
struct Owner {
  Item *item;
  void drop() {
    delete item;
  }
};
void onlyReleases(Item *item, Item *other, Owner &owner) {
  remove(item);          // noise
  removeAndCount(other); // kept
  removeAll(other);      // kept
  owner.drop();          // kept
}
