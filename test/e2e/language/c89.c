/* RUN: mkdir -p %t && cd %t && %construct %s -std=c89 -pedantic-errors -Wno-deprecated-non-prototype
 */
/* RUN: mkdir -p %t && cd %t && %construct %s -std=gnu89 -Wno-deprecated-non-prototype
 */
#include <stdio.h>

int sum(a, b)
int a;
int b;
{
  int total = 0;
  for (; a <= b; ++a) /* noticed */
    total += a;       /* noticed */
  return total;       /* noticed */
}

int main(void) {
  printf("%d\n", sum(1, 4));
  return 0;
}
