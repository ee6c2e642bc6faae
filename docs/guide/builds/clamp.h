#ifndef CLAMP_H
#define CLAMP_H

/* The nearest number to `value` from `least` to `most`. */
int clamp(int value, int least, int most);

/* How far `value` is outside of `least` to `most`; 0 inside. */
int distance(int value, int least, int most);

#endif
