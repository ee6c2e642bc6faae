#include "Limits.h"

#include <catch2/catch.hpp>

using namespace allele;
using namespace std::chrono_literals;

namespace {

BaselineFacts baselineOf(std::chrono::microseconds wall, std::chrono::microseconds cpu, std::uint64_t memory = 0) {
  BaselineFacts baseline;
  baseline.runs = 1;
  baseline.wallTime = wall;
  baseline.cpuTime = cpu;
  baseline.peakMemoryBytes = memory;
  return baseline;
}

} // namespace

TEST_CASE("a fast program gets the floor as limit on CPU and idle time") {
  const ProcessLimits limits = limitsFor(baselineOf(1ms, 1ms), {}, false);
  CHECK(limits.cpuTime == 1s);
  CHECK(limits.idleTime == 1s);
}

TEST_CASE("a slow program gets ten times its slowest run as limit on CPU and idle time") {
  const ProcessLimits limits = limitsFor(baselineOf(1500ms, 700ms), {}, false);
  CHECK(limits.cpuTime == 7s);
  CHECK(limits.idleTime == 15s);
}

TEST_CASE("the CPU limit is rounded up to whole milliseconds") {
  LimitSettings settings;
  settings.timeoutFloor = 100ms;
  CHECK(limitsFor(baselineOf(1ms, 1ms), settings, false).cpuTime == 100ms);
  CHECK(limitsFor(baselineOf(1ms, 15'550us), settings, false).cpuTime == 156ms);
}

TEST_CASE("the wall clock ends a program last: five times behind the other limits, ten seconds at least") {
  CHECK(limitsFor(baselineOf(1ms, 1ms), {}, false).wallTime == 10s);
  CHECK(limitsFor(baselineOf(1500ms, 700ms), {}, false).wallTime == 75s);
  CHECK(limitsFor(baselineOf(1ms, 700ms), {}, false).wallTime == 35s);
}

TEST_CASE("more time is more of each kind of time, and of nothing else") {
  const ProcessLimits limits = limitsFor(baselineOf(1ms, 1ms, 1), {}, false);
  const ProcessLimits more = withMoreTime(limits, 3);
  CHECK(more.cpuTime == 3s);
  CHECK(more.idleTime == 3s);
  CHECK(more.wallTime == 30s);
  CHECK(more.memoryBytes == limits.memoryBytes);
  CHECK(more.outputLimitBytes == limits.outputLimitBytes);
}

TEST_CASE("a hang is decided by three times the multiple of the baseline, or twice the floor") {
  const auto decide = [](std::chrono::microseconds wall, std::chrono::microseconds cpu) {
    const BaselineFacts baseline = baselineOf(wall, cpu);
    return limitsToDecide(limitsFor(baseline, {}, false), baseline, {});
  };
  CHECK(decide(1ms, 1ms).cpuTime == 2s);
  CHECK(decide(1ms, 1ms).idleTime == 1s);
  CHECK(decide(80ms, 70ms).cpuTime == 2100ms);
  CHECK(decide(80ms, 70ms).idleTime == 2400ms);
  CHECK(decide(1500ms, 700ms).cpuTime == 21s);
  CHECK(decide(1500ms, 700ms).idleTime == 45s);
}

TEST_CASE("what decides a hang is never less than the first run had, and three times its wall time") {
  const BaselineFacts baseline = baselineOf(2ms, 1ms, 1);
  ProcessLimits first = limitsFor(baseline, {}, false);
  first.cpuTime = first.idleTime = 5s;
  first.memoryBytes = 0; // as when the recording needed more
  const ProcessLimits last = limitsToDecide(first, baseline, {});
  CHECK(last.cpuTime == 5s);
  CHECK(last.idleTime == 5s);
  CHECK(last.wallTime == 3 * first.wallTime);
  CHECK(limitsToDecide(first, baselineOf(80ms, 70ms), {}, 3).cpuTime == 6300ms);
  CHECK(limitsToDecide(first, baselineOf(80ms, 70ms), {}, 3).wallTime == 9 * first.wallTime);
  CHECK(last.memoryBytes == 0);
  CHECK(last.outputLimitBytes == first.outputLimitBytes);
}

TEST_CASE("where a run is counted its first one is short, and so is the one that counts") {
  const BaselineFacts baseline = baselineOf(100ms, 50ms);
  TestLimits limits{limitsFor(baseline, {}, false), {}, {}};
  SECTION("counted") {
    shortenFirstRun(limits.first, baseline, true);
    setRepetitions(limits, baseline, {}, true);
    CHECK(limits.first.uncountedCpuTime == 150ms);
    CHECK(limits.first.cpuTime == 2s);
    CHECK(limits.counted.cpuTime == 2s);
    CHECK(limits.counted.uncountedCpuTime == 0ms);
    CHECK(limits.decide.cpuTime == 4500ms);
  }
  SECTION("not counted") {
    shortenFirstRun(limits.first, baseline, false);
    setRepetitions(limits, baseline, {}, false);
    CHECK(limits.first.cpuTime == 1s);
    CHECK(limits.first.uncountedCpuTime == 0ms);
    CHECK(limits.decide.cpuTime == 2s);
  }
  CHECK(limits.first.idleTime == 600ms);
  CHECK(limits.decide.idleTime == 3s);
  CHECK(limits.counted.memoryBytes == limits.first.memoryBytes);
}

TEST_CASE("memory is bounded by a gibibyte or four times the baseline's peak") {
  constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
  CHECK(limitsFor(baselineOf(1ms, 1ms, 1), {}, false).memoryBytes == kGiB);
  CHECK(limitsFor(baselineOf(1ms, 1ms, kGiB), {}, false).memoryBytes == 4 * kGiB);
}

TEST_CASE("the user's memory limit counts, and 0 means none") {
  LimitSettings settings;
  settings.memoryBytes = 5;
  CHECK(limitsFor(baselineOf(1ms, 1ms, 1000), settings, false).memoryBytes == 5);
  settings.memoryBytes = 0;
  CHECK(limitsFor(baselineOf(1ms, 1ms, 1000), settings, false).memoryBytes == 0);
}

TEST_CASE("the memory of a program with a sanitizer isn't bounded") {
  CHECK(limitsFor(baselineOf(1ms, 1ms), {}, true).memoryBytes == 0);
}

TEST_CASE("a program that prints much may print ten times as much") {
  BaselineFacts baseline = baselineOf(1ms, 1ms);
  baseline.outputBytes = std::uint64_t{1} << 30;
  CHECK(limitsFor(baseline, {}, false).outputLimitBytes == std::uint64_t{10} << 30);
}

TEST_CASE("the slowest and biggest run counts") {
  BaselineFacts baseline;
  ProcessResult run;
  run.wallTime = 5ms;
  run.cpuTime = 2ms;
  run.peakMemoryBytes = 10;
  baseline.add(run);
  run.wallTime = 3ms;
  run.cpuTime = 4ms;
  run.peakMemoryBytes = 20;
  baseline.add(run);
  CHECK(baseline.runs == 2);
  CHECK(baseline.wallTime == 5ms);
  CHECK(baseline.cpuTime == 4ms);
  CHECK(baseline.peakMemoryBytes == 20);
}

TEST_CASE("sizes are read with suffixes of powers of 1024") {
  CHECK(parseBytes("0") == 0U);
  CHECK(parseBytes("123") == 123U);
  CHECK(parseBytes("2K") == 2048U);
  CHECK(parseBytes("3M") == 3U << 20);
  CHECK(parseBytes("1G") == 1U << 30);
  for (const char *wrong : {"", "K", "-1", "1.5G", "1GB", "1g", " 1", "99999999999999999999", "999999999999999T"})
    CHECK_FALSE(parseBytes(wrong));
}
