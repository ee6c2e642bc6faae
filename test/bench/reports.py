#!/usr/bin/env python3
"""What reports of a large run cost: makes its results.sqlite, prints seconds of CPU time and peak memory of each format.

  test/bench/reports.py --build build                         100,000 mutants in 500 files, 10^6 pairs, 2,000 tests
  test/bench/reports.py --build build --format sarif junit    only these
  test/bench/reports.py --build build --mutants 1000 --files 5
"""

import argparse
import json
import os
import pathlib
import random
import re
import sqlite3
import subprocess
import tempfile

LINES = 1000  # of each source file
LINE = "  if (first[{0}] < second[{0}] && !isDone) return combine(first[{0}] + 1, second[{0}]);  // é\n"
CHANGES = [("lt-to-le", "<", "<="), ("lt-to-ge", "<", ">="), ("add-to-sub", "+", "-"), ("and-to-or", "&&", "||"), ("remove-not", "!", "")]
VERDICTS = [("killed", "assertion", 50), ("killed", "crash", 5), ("survived", "", 35), ("not reached", "", 6), ("inconclusive", "", 2),
            ("ignored", "", 2)]
TABLES = """
CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE stage (number INTEGER PRIMARY KEY, name TEXT, seconds REAL);
CREATE TABLE test (number INTEGER PRIMARY KEY, name TEXT, wall_us INTEGER, cpu_us INTEGER, reached INTEGER, infected INTEGER, flaky INTEGER);
CREATE TABLE pair (mutant INTEGER, test INTEGER, infected INTEGER, PRIMARY KEY (mutant, test)) WITHOUT ROWID;
CREATE TABLE object (number INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE source (path TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID;
CREATE TABLE mutant (number INTEGER PRIMARY KEY, id TEXT UNIQUE, operator TEXT, level TEXT, root TEXT, file TEXT, line INTEGER,
                     "column" INTEGER, end_line INTEGER, end_column INTEGER, original TEXT, replacement TEXT);
CREATE TABLE ignored (mutant INTEGER PRIMARY KEY, reason TEXT, detail TEXT);
CREATE TABLE macro (name TEXT, root TEXT, file TEXT, line INTEGER, "column" INTEGER, end_line INTEGER, end_column INTEGER, text TEXT);
CREATE TABLE site (mutant INTEGER, object INTEGER, function TEXT, kind INTEGER);
CREATE TABLE outcome (mutant TEXT PRIMARY KEY, verdict TEXT, cause TEXT, detail TEXT, reached INTEGER, infected INTEGER, wall_us INTEGER,
                      cpu_us INTEGER, orphans_killed INTEGER, runs INTEGER, output BLOB) WITHOUT ROWID;
CREATE TABLE kill (mutant TEXT, test INTEGER, PRIMARY KEY (mutant, test)) WITHOUT ROWID;
PRAGMA user_version = 5;
"""


def makeStore(directory, options):
    database = sqlite3.connect(directory / "results.sqlite")
    database.executescript(TABLES)
    limits = dict.fromkeys(["wall_ms", "cpu_ms", "idle_ms", "memory", "file_size", "scratch", "processes", "output"], 1000)
    baseline = dict.fromkeys(["runs", "wall_us", "cpu_us", "peak_memory", "output"], 1000)
    pairs = dict.fromkeys(["generated", "reached", "infected", "run"], options.pairs)
    database.executemany("INSERT INTO run VALUES (?, ?)", {
        "version": "0", "command.000000": "./tests", "working_directory": "/src/build", "started_at": "2026-01-01T00:00:00Z",
        "request": "", "jobs": "8", "isolation": "tmp", "left_out": "0", "sample": "1", "framework": "googletest", "forks": "1",
        "pairs": json.dumps(pairs), "baseline": json.dumps(baseline), "limits": json.dumps(limits), "complete": "1"}.items())
    database.execute("INSERT INTO object VALUES (0, '/src/build/tests')")
    database.executemany("INSERT INTO test VALUES (?, ?, 1000, 1000, 0, 0, 0)",
                         ((i, f"SomeSuite{i % 50}.noticesWhatItShould{i}") for i in range(options.tests)))
    text = "".join(LINE.format(i) for i in range(1, LINES + 1))
    database.executemany("INSERT INTO source VALUES (?, ?)", ((f"/src/part{i:04}/file.cpp", text) for i in range(options.files)))
    choose = random.Random(1)
    perFile = options.mutants // options.files
    mutants, outcomes, sites, kills, reached, ignored = [], [], [], [], [], []
    for number in range(options.mutants):
        file, place = divmod(number, perFile)
        line = place * LINES // perFile + 1
        operator, original, replacement = CHANGES[number % len(CHANGES)]
        column = LINE.format(line).index(original) + 1
        key = f"{choose.getrandbits(64):016x}"
        verdict, cause, _ = choose.choices(VERDICTS, [share for *_, share in VERDICTS])[0]
        isRun = verdict not in ("not reached", "ignored")
        mutants.append((number, key, operator, "default", "/src", f"part{file:04}/file.cpp", line, column, line, column + len(original),
                        original, replacement))
        detail = "file.cpp:12: Failure: Expected equality of these values" if verdict == "killed" else ""
        output = b"[ RUN ] line of output\n" * 40 if verdict in ("killed", "inconclusive") else b""
        outcomes.append((key, verdict, cause, detail, isRun, isRun, 12345, 12345, 0, 10, output))
        if verdict == "ignored":
            ignored.append((number, "suppressed", "proven in the paper"))
        else:
            sites.append((number, 0, f"_ZN4name5Class{len(str(file)) + 6}member{file}ERKNS_6OptionEi", 0))
        if isRun:
            tests = choose.sample(range(options.tests), options.pairs * 100 // 92 // options.mutants)
            reached += [(number, test, test % 3 != 0) for test in sorted(tests)]
            kills += [(key, tests[0])] if verdict == "killed" else []
    database.executemany("INSERT INTO mutant VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", mutants)
    database.executemany("INSERT INTO outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", outcomes)
    database.executemany("INSERT INTO site VALUES (?, ?, ?, ?)", sites)
    database.executemany("INSERT INTO kill VALUES (?, ?)", kills)
    database.executemany("INSERT INTO pair VALUES (?, ?, ?)", reached)
    database.executemany("INSERT INTO ignored VALUES (?, ?, ?)", ignored)
    database.commit()
    database.close()
    return len(reached)


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
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--tests", type=int, default=2000)
    parser.add_argument("--files", type=int, default=500)
    options = parser.parse_args()
    allele = (options.build / "bin" / "allele").resolve()
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        reached = makeStore(directory, options)
        print(f"{options.mutants} mutants in {options.files} files, {reached} pairs, {options.tests} tests, "
              f"results.sqlite {(directory / 'results.sqlite').stat().st_size / 1e6:.0f} MB")
        print(f"{'format':12} {'seconds':>8} {'peak MB':>8} {'size MB':>8}")
        for format in options.format or [*formatsOf(allele, directory), "text --all"]:
            seconds, memory, size = measure([allele, "report", "--out", directory, "--format", *format.split()])
            print(f"{format:12} {seconds:8.1f} {memory:8.0f} {size:8.1f}", flush=True)


if __name__ == "__main__":
    main()
