// RUN: mkdir -p %t && cd %t && %construct %s -fobjc-runtime=gcc -I/usr/lib/gcc/x86_64-linux-gnu/12/include -lobjc
// RUN: mkdir -p %t && cd %t && %construct %s -O1 -fobjc-runtime=gcc -fobjc-exceptions -I/usr/lib/gcc/x86_64-linux-gnu/12/include -lobjc
#include <objc/objc.h>
#include <objc/runtime.h>
#include <stdio.h>
__attribute__((objc_root_class)) @interface Counter {
  Class isa;
  int total;
}
+ (id)alloc;
- (int)add:(int)value;
@end
@implementation Counter
+ (id)alloc {
  return class_createInstance(self, 0);
}
- (int)add:(int)value {
  total += value; // noticed
  return total + 1; // noticed
}
@end
int main(void) {
  Counter *counter = [Counter alloc];
  [counter add:2];
  printf("%d\n", [counter add:3]); // noticed
}
