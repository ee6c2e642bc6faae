#!/usr/bin/env python3
"""What a complete `allele run` costs, against the whole suite once for each mutant without any overhead.

  test/bench/engine.py --build build                              tinyxml2, zlib and fmt
  test/bench/engine.py --build build --subject zlib --jobs 1      some of it
  test/bench/engine.py --build build -- --batch                   with options of `allele run`

Prints a markdown table. The ideal is (mutants x the plain suite's wall time / workers), both sides measured in one go. Never a
test: nothing fails here because a machine is slow.
"""

import argparse
import json
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "subjects"))
import subjects  # noqa: E402

# Subject to the run whose program is its suite, and the options that leave out what isn't the subject's own code.
SUITES = {
    "tinyxml2": ("xmltest", ["--isolate", "copy"]),
    "zlib": ("example", ["--isolate", "copy", "--exclude", "*/test/*"]),
    "fmt": ("format-test", ["--exclude", "*/test/*"]),
}
BOUNDS = {"tinyxml2": 1.2, "zlib": 0.6, "fmt": 0.4}
PLAIN_RUNS = 15


def plainSeconds(command, scratch):
    """Median wall time of the plain suite."""
    times = []
    for _ in range(PLAIN_RUNS):
        begin = time.perf_counter()
        subprocess.run(command, cwd=scratch, env=subjects.plainEnvironment(), stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def measure(name, options):
    subject = subjects.SUBJECTS[name]
    runName, own = SUITES[name]
    run = next(run for run in subject.runs if run.name == runName)
    program = next(program for program in subject.programs if "{" + program + "}" in run.command)
    commands = {}
    for variant, flags in (("plain-O1", []), ("allele-O1", subjects.alleleFlags(options.build, subject.compiler))):
        programs = subjects.buildPrograms(subject, options.build, variant, ["-O1", "-g", *flags], [program])
        commands[variant] = subjects.commandLine(subject, run, programs).split()
    directory = options.build.resolve() / "subjects" / "engine" / name
    shutil.rmtree(directory, ignore_errors=True)
    scratch = directory / "work"
    subjects.prepareScratch(subject, options.build, run, scratch)
    plain = plainSeconds(commands["plain-O1"], scratch)

    out = directory / "out"
    command = [options.build.resolve() / "bin" / "allele", "run", "--quiet", "--jobs", str(options.jobs), "--out", out, *own,
               *options.options, "--", *commands["allele-O1"]]
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=scratch, env=subjects.plainEnvironment(), stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - begin
    if done.returncode not in (0, 6):  # 6: the audit disagrees, as it says on standard error
        raise SystemExit(f"{name}: allele run ended with {done.returncode}")

    summary = json.loads((out / "summary.json").read_text())
    mutants = sum(summary["mutants"][verdict] for verdict in ("killed", "survived", "not reached", "inconclusive"))
    with sqlite3.connect(out / "results.sqlite") as store:
        hangs, = store.execute("SELECT coalesce(sum(wall_us), 0) / 1e6 FROM outcome WHERE cause = 'hang'").fetchone()
        runs, = store.execute("SELECT sum(wall_us) / 1e6 FROM outcome").fetchone()
    ideal = mutants * plain / options.jobs
    pairs = summary["pairs"]
    stages = ", ".join(f"{stage} {value:.1f}" for stage, value in summary["stage seconds"].items())
    return (f"| {name} | {mutants} | {pairs['generated']}, {pairs['reached']}, {pairs['infected']}, {pairs['run']} | {seconds:.0f} | "
            f"{seconds / ideal:.2f} (bound {BOUNDS[name]}) | {100 * hangs / runs:.0f} % | "
            f"suite {1000 * plain:.1f} ms; {stages}; inconclusive {summary['mutants']['inconclusive']} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", nargs="+", default=list(SUITES), choices=SUITES)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("options", nargs="*", help="of `allele run`")
    options = parser.parse_args()
    print("| | mutants | pairs: all, reached, infected, run | seconds | / ideal | in hangs | |\n|---|---|---|---|---|---|---|")
    for name in options.subject:
        print(measure(name, options), flush=True)


if __name__ == "__main__":
    main()
