// Unity names no tests: what asserts is one, be it through helpers.
//
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: ALLELE=%allele %S/../tools/noise test-bodies %s %t.so
void UnityAssertEqualNumber(long expected, long actual, const char *message, unsigned line, int style);
#define TEST_ASSERT_EQUAL_INT(expected, actual) UnityAssertEqualNumber(expected, actual, 0, __LINE__, 0)

int parse(int v) {
  return v + 1; // kept
}
static void expectParsed(int v) {
  int twice = parse(v) * 2; // noise
  TEST_ASSERT_EQUAL_INT(6, twice);
}
void numbersAreParsed(void) {
  expectParsed(parse(1) + 1); // noise
}
void allTests(void) {
  numbersAreParsed(); // noise
}
int unrelated(int v) {
  return parse(v) - 1; // kept
}
