#!/usr/bin/env python3
"""What reports of a large run cost: makes its results.sqlite, prints seconds of CPU time and peak memory of each format.

  test/bench/reports.py --build build                         100,000 mutants in 500 files, 10^6 pairs, 2,000 tests
  test/bench/reports.py --build build --format sarif junit    only these
  test/bench/reports.py --build build --mutants 1000 --files 5
"""

import argparse
import os
import pathlib
import re
import subprocess
import tempfile

import generate


def formatsOf(allele, directory):
    said = subprocess.run([allele, "report", "--out", directory, "--format", "?"], capture_output=True, text=True).stderr
    return re.search(r"there are (.*)", said)[1].split(", ")


def measure(command):
    """CPU seconds, peak memory in MB, size of what it prints in MB."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, os.fstat(output.fileno()).st_size / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--format", nargs="*")
    parser.add_argument("--mutants", type=int, default=100_000)
    parser.add_argument("--pairs-each", type=int, default=13, help="tests that reach a mutant that is reached at all")
    parser.add_argument("--tests", type=int, default=2000)
    parser.add_argument("--files", type=int, default=500)
    options = parser.parse_args()
    allele = (options.build / "bin" / "allele").resolve()
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        generate.generate(directory, options.mutants, options.files, options.tests, options.pairs_each)
        print(f"{options.mutants} mutants in {options.files} files, {options.tests} tests, "
              f"results.sqlite {(directory / 'results.sqlite').stat().st_size / 1e6:.0f} MB")
        print(f"{'format':12} {'seconds':>8} {'peak MB':>8} {'size MB':>8}")
        for format in options.format or [*formatsOf(allele, directory), "text --all"]:
            seconds, memory, size = measure([allele, "report", "--out", directory, "--format", *format.split()])
            print(f"{format:12} {seconds:8.1f} {memory:8.0f} {size:8.1f}", flush=True)


if __name__ == "__main__":
    main()
