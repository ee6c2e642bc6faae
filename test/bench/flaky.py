#!/usr/bin/env python3
"""Whether `allele signal` finds flaky tests, and accuses no other, in a generated suite.

  test/bench/flaky.py --build build                   5 rounds of 20 repeats: 200 GoogleTest cases, 10 of them flaky
  test/bench/flaky.py --build build --rounds 20 -- --load

The flaky ones fail at random, 5 to 50 % of their runs, by reading /dev/urandom; of the others some always fail. Prints, for each
rate, in how many rounds the test was found and what rate was measured, whether the interval held the true one, and who was wrongly
accused. Never a test: what fails in 5 % of its runs may go unseen.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "subjects"))
import subjects  # noqa: E402

RATES = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50]  # percent
ALWAYS_FAILING = 2
HEAD = """#include <cstdio>
#include <gtest/gtest.h>
static bool isUnlucky(unsigned percent) {
  unsigned value = 0;
  FILE *random = fopen("/dev/urandom", "r");
  const bool isRead = random != nullptr && fread(&value, sizeof value, 1, random) == 1;
  if (random != nullptr) fclose(random);
  return isRead && value % 100 < percent;
}
"""


def nameOf(number, rates):
    return f"Suite.t{number}" + (f"_{rates[number]}" if number in rates else "")


def build(options, directory, rates):
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    cases = "".join(f"TEST(Suite, {nameOf(number, rates).split('.')[1]}) {{ EXPECT_FALSE(isUnlucky({rates.get(number, 0)})); }}\n" for number in range(options.tests))
    (directory / "tests.cpp").write_text(HEAD + cases)
    subprocess.run(["clang++-19", "-O1", "tests.cpp", "-lgtest", "-lgtest_main", "-o", "tests"], cwd=directory, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--tests", type=int, default=200)
    parser.add_argument("options", nargs="*", help="of `allele signal`, behind --")
    options = parser.parse_args()
    # Spread over the suite; the last ones always fail.
    rates = {number * options.tests // len(RATES): rate for number, rate in enumerate(RATES)}
    rates.update({options.tests - 1 - number: 100 for number in range(ALWAYS_FAILING)})
    directory = options.build.resolve() / "subjects" / "engine" / "flaky"
    build(options, directory, rates)
    found = {rate: 0 for rate in RATES}
    measured = {rate: [0, 0] for rate in RATES}
    held = {rate: 0 for rate in RATES}
    accused = []
    seconds = []
    for number in range(options.rounds):
        command = [options.build.resolve() / "bin" / "allele", "signal", "--quiet", "--json", "--repeat", str(options.repeat), "--seed", str(number),
                   "--out", f"out.{number}", *options.options, "--", "./tests"]
        begin = time.perf_counter()
        done = subprocess.run(command, cwd=directory, env=subjects.plainEnvironment(), stdout=subprocess.PIPE, check=True)
        seconds.append(time.perf_counter() - begin)
        tests = {test["name"]: test for test in json.loads(done.stdout)["tests"]}
        for place in range(options.tests):
            name = nameOf(place, rates)
            rate = rates.get(place)
            if rate not in RATES:
                accused += [name] * tests[name]["flaky"]
                continue
            seen = tests[name]["repeats"]["failure rate"]
            found[rate] += tests[name]["flaky"]
            measured[rate][0] += seen["part"]
            measured[rate][1] += seen["whole"]
            held[rate] += seen["low"] <= rate / 100 <= seen["high"]
    print(f"{options.tests} tests, {len(RATES)} flaky, {ALWAYS_FAILING} always failing; {options.repeat} repeats, {options.rounds} rounds; "
          f"{min(seconds):.1f} to {max(seconds):.1f} s each\n")
    print("| planted | found | missed | measured | interval held it |\n|---|---|---|---|---|")
    for rate in RATES:
        part, whole = measured[rate]
        print(f"| {rate} % | {found[rate]} | {options.rounds - found[rate]} | {100 * part / whole:.1f} % of {whole} runs | {held[rate]} of {options.rounds} |")
    judged = options.rounds * (options.tests - len(RATES))
    print(f"\nwrongly accused: {len(accused)} of {judged}{': ' + ', '.join(sorted(set(accused))) if accused else ''}")


if __name__ == "__main__":
    main()
