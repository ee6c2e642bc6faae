// Iterators step as numbers do.
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: ALLELE=%allele %S/../tools/noise loop-increments %s %t.so
struct Iterator {
  int *at;
  Iterator &operator++();
  Iterator &operator--();
  Iterator operator++(int) { return *this; }
  Iterator operator--(int) { return *this; }
  Iterator &operator+=(int n);
  Iterator &operator-=(int n);
  bool operator!=(const Iterator &other) const;
  bool operator==(const Iterator &other) const;
  int operator*() const;
};
void back(Iterator i) {
  --i;    // kept
  i--;    // kept
  i -= 2; // kept
}
int progress(Iterator begin, Iterator end) {
  int sum = 0;
  for (Iterator i = begin; i != end; ++i)    // noise: inc-to-dec
    sum += *i;                               // kept
  for (Iterator i = begin; i != end; i++)    // noise: inc-to-dec
    sum += *i;                               // kept
  for (Iterator i = begin; i != end; i += 2) // noise: add-assign-to-sub-assign
    sum += *i;                               // kept
  while (begin != end) {                     // kept
    sum += *begin;                           // kept
    ++begin;                                 // noise
  }
  return sum;
}
