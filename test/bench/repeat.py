#!/usr/bin/env python3
"""Whether verdicts are the same on every run: with 1 and 2 jobs, on an idle and on a loaded machine.

  test/bench/repeat.py --build build                    cJSON's CTest tree and zlib, five runs each
  test/bench/repeat.py --build build --subject fmt      another subject of engine.py

The load is two busy processes for each core. Prints a markdown table, and each mutant whose verdicts differ. Never a test: it takes
long, and what a loaded machine makes inconclusive is no failure.
"""

import argparse
import contextlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import time

import engine

RUNS = ((2, False), (1, False), (2, True), (1, True), (2, False))  # jobs; loaded?


@contextlib.contextmanager
def load(isWanted):
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * os.cpu_count() if isWanted else 0)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def verdictsOf(out):
    with sqlite3.connect(out / "results.sqlite") as store:
        return dict(store.execute("SELECT mutant, verdict FROM outcome"))


def measure(name, options):
    directory, _, own, source, scratch = engine.prepare("repeat", name, options)
    runs = []
    for number, (jobs, isLoaded) in enumerate(RUNS):
        out = directory / f"out.{number}"
        command = [options.build.resolve() / "bin" / "allele", "run", "--quiet", "--jobs", str(jobs), "--out", out, *own, *source]
        begin = time.perf_counter()
        with load(isLoaded):
            done = subprocess.run(command, cwd=scratch, env=engine.subjects.plainEnvironment(), stdout=subprocess.DEVNULL)
        if done.returncode not in (0, 6):  # 6: the audit disagrees, as it says on standard error
            raise SystemExit(f"{name}: allele run ended with {done.returncode}")
        runs.append((verdictsOf(out), time.perf_counter() - begin))
    differing = []
    for mutant in sorted(set().union(*(verdicts for verdicts, _ in runs))):
        seen = [verdicts.get(mutant) for verdicts, _ in runs]
        if len(set(seen)) > 1:
            differing.append((mutant, seen))
    decided = [each for each in differing if len(set(each[1]) - {"inconclusive"}) > 1]
    inconclusive = max(list(verdicts.values()).count("inconclusive") for verdicts, _ in runs)
    seconds = ", ".join(f"{time:.0f}" for _, time in runs)
    print(f"| {name} | {len(runs[0][0])} | {len(decided)} | {inconclusive} | {seconds} |", flush=True)
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", nargs="+", default=["cjson", "zlib"], choices=[*engine.SUITES, *engine.TREES])
    options = parser.parse_args()
    shown = ", ".join(f"{jobs} job{'s' * (jobs > 1)}{' loaded' * isLoaded}" for jobs, isLoaded in RUNS)
    print(f"| | mutants | decided otherwise | inconclusive, at most | seconds ({shown}) |\n|---|---|---|---|---|")
    differing = [(name, *each) for name in options.subject for each in measure(name, options)]
    for name, mutant, seen in differing:
        print(f"{name} {mutant}: {', '.join(str(verdict) for verdict in seen)}")


if __name__ == "__main__":
    main()
