// RUN: %noise-c
int *elsewhere(int *p);
int stores(int a, int b, int *p) {
  int result = a + b;       // noise
  result = a - b;           // kept
  int unused = a * 3;       // noise
  int taken = a * 4;        // kept
  elsewhere(&taken);
  volatile int watched = a - 1; // kept
  *p = a - 2;               // kept
  int loop = 0;
  for (int i = 0; i < b; i++) {
    result += loop;         // kept
    loop = a - 3;           // kept
  }
  loop = -a;                // noise
  return result;
}
