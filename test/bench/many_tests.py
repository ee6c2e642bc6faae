#!/usr/bin/env python3
"""What a complete `allele run` costs on a generated suite of many short tests.

  test/bench/many_tests.py --build build                          5,000 GoogleTest cases of 0.1 ms, 10,000 mutants

Prints the run's time as a multiple of what the cost model says (each pair that is run costs what a forked run of its test without
a mutant does, on all workers), the driver's own share of the CPU time, and its memory. Never a test.
"""

import argparse
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "subjects"))
import subjects  # noqa: E402

# Some mutants each, and a loop that no compiler turns into a formula.
FUNCTION = """unsigned f{0}(unsigned turns) {{
  unsigned value = {0} + 1;
  for (unsigned i = 0; i < turns; ++i) value = value * 1664525u + {0};
  return value;
}}
"""
TESTS = """#include <gtest/gtest.h>
extern "C" {{ {declarations} }}
static unsigned (*const functions[])(unsigned) = {{ {names} }};
static unsigned expected(unsigned number, unsigned turns) {{
  unsigned value = number + 1;
  while (turns-- != 0) value = value * 1664525u + number;
  return value;
}}
struct Case : testing::Test {{
  unsigned number;
  explicit Case(unsigned own) : number(own) {{}}
  // Every other test looks at nothing, so that mutants survive.
  void TestBody() override {{
    const unsigned function = number % {functions};
    const unsigned found = functions[function]({turns});
    if (function % 2 == 0) EXPECT_EQ(found, expected(function, {turns}));
  }}
}};
// As the macro TEST does it, before main().
static const bool isRegistered = [] {{
  for (unsigned i = 0; i < {tests}; ++i)
    testing::RegisterTest("Case", ("n" + std::to_string(i)).c_str(), nullptr, nullptr, __FILE__, __LINE__, [i]() -> Case * {{ return new Case(i); }});
  return true;
}}();
"""
TURNS = 50_000  # 0.1 ms


def build(options, directory):
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "code.c").write_text("".join(FUNCTION.format(number) for number in range(options.functions)))
    numbers = range(options.functions)
    (directory / "tests.cpp").write_text(TESTS.format(
        declarations=" ".join(f"unsigned f{number}(unsigned);" for number in numbers), names=", ".join(f"f{number}" for number in numbers),
        functions=options.functions, tests=options.tests, turns=TURNS))
    flags = subjects.alleleFlags(options.build, "clang-19")
    subprocess.run(["clang-19", "-O1", "-g", *flags, "-c", "code.c"], cwd=directory, check=True)
    subprocess.run(["clang++-19", "-O1", "-c", "tests.cpp"], cwd=directory, check=True)
    subprocess.run(["clang++-19", "code.o", "tests.o", "-lgtest", "-lgtest_main", "-o", "tests"], cwd=directory, check=True)


def watch(command, directory):
    """Seconds, all CPU seconds, the process's own, and the most memory that it had (MiB)."""
    begin = time.perf_counter()
    before = os.times()
    process = subprocess.Popen(command, cwd=directory, env=subjects.plainEnvironment(), stdout=subprocess.DEVNULL)
    own, peak = 0.0, 0
    tick = os.sysconf("SC_CLK_TCK")
    while process.poll() is None:
        try:
            fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        own = (int(fields[11]) + int(fields[12])) / tick or own
        peak = max(peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
        time.sleep(0.05)
    process.wait()
    after = os.times()
    if process.returncode not in (0, 6):
        raise SystemExit(f"allele run ended with {process.returncode}")
    everything = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begin, everything, own, peak / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--tests", type=int, default=5000)
    parser.add_argument("--functions", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("options", nargs="*", help="of `allele run`")
    options = parser.parse_args()
    directory = options.build.resolve() / "subjects" / "engine" / "many-tests"
    shutil.rmtree(directory, ignore_errors=True)
    build(options, directory)
    command = [options.build.resolve() / "bin" / "allele", "run", "--quiet", "--jobs", str(options.jobs), "--out", "out", *options.options, "--", "./tests"]
    seconds, everything, own, peak = watch(command, directory)
    summary = json.loads((directory / "out" / "summary.json").read_text())
    with sqlite3.connect(directory / "out" / "results.sqlite") as store:
        suite, count = store.execute("SELECT sum(wall_us) / 1e6, count(*) FROM test").fetchone()
        # Runs with a mutant last as long as those without where it isn't one of a hang or a crash.
        pairs = summary["pairs"]
        model = (suite + pairs["run"] * suite / count) / options.jobs
    mutants = sum(summary["mutants"][verdict] for verdict in ("killed", "survived", "not reached", "inconclusive"))
    stages = ", ".join(f"{stage} {value:.1f}" for stage, value in summary["stage seconds"].items())
    print("| tests | mutants | pairs: all, reached, infected, run | seconds | / model | driver's CPU | memory | |\n|---|---|---|---|---|---|---|---|")
    print(f"| {count} | {mutants} | {pairs['generated']}, {pairs['reached']}, {pairs['infected']}, {pairs['run']} | {seconds:.0f} | {seconds / model:.2f} | "
          f"{100 * own / everything:.0f} % | {peak:.0f} MiB | {stages}; a forked test {1000 * suite / count:.2f} ms |")


if __name__ == "__main__":
    main()
