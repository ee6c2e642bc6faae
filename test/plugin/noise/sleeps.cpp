// RUN: %noise-cpp
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <unistd.h>

void waiting(int n, std::condition_variable &condition, std::unique_lock<std::mutex> &lock, std::future<int> &result,
             bool slow) {
  sleep(n + 1);                                                           // noise
  usleep(n * 1000);                                                       // noise
  std::this_thread::sleep_for(std::chrono::milliseconds(n * 10));         // noise
  condition.wait_for(lock, std::chrono::seconds(n - 1), [&] { return n < 3; }); // noise: sub-to-add
  result.wait_until(std::chrono::steady_clock::now() + std::chrono::seconds(n + 1)); // noise: add-to-sub
  std::chrono::milliseconds own(n * 10);                                  // kept
  if (slow)                                                               // noise
    usleep(1); // noise
}
