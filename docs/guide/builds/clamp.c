#include "clamp.h"

int clamp(int value, int least, int most) {
  if (value < least)
    return least;
  if (value > most)
    return most;
  return value;
}

int distance(int value, int least, int most) {
  int nearest = clamp(value, least, most);
  return value < nearest ? nearest - value : value - nearest;
}
