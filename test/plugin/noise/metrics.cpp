// RUN: %noise-cpp
namespace prometheus {
struct Counter {
  void Increment(double by);
};
} // namespace prometheus
struct Counter {
  void Increment(double by);
};

void use(prometheus::Counter &metric, Counter &own, int a, bool isWatched) {
  metric.Increment(a * 2); // noise
  own.Increment(a * 2);    // kept
  if (isWatched)           // noise
    metric.Increment(a * 2); // noise
}
