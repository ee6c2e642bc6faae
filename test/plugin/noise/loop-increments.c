// RUN: %noise-c
int next(int i);
int progress(int *p, int n) {
  int i, j, sum = 0;
  for (i = 0; i < n; i++) // noise: inc-to-dec
    sum += p[i];          // kept
  for (i = 0, j = n; i < j; ++i, j -= 2) // noise: inc-to-dec sub-assign-to-add-assign
    sum -= p[i];                         // kept
  for (i = n; i-- > 0;)                  // kept
    sum += p[i];                         // kept
  for (i = 0;; i++)                      // kept
    if (p[i] == 0)                       // kept
      break;
  for (i = 0, j = 0; i < n; i += 2, j++) // noise: add-assign-to-sub-assign
    sum += p[j];                         // kept
  for (; *p != 0; (void)(p++))           // noise: inc-to-dec
    sum += *p;                           // kept
  while (n--)                            // noise: dec-to-inc
    sum++;                               // kept
  i = 0;
  while (i < n) {
    sum += i;                            // kept
    i++;                                 // noise
  }
  while (i < n) {
    if (p[i] == 1)                       // kept
      i = next(i);
    i++;                                 // kept
  }
  while (i < n && p[i]) {
    i++;                                 // kept
  }
  return sum;
}
