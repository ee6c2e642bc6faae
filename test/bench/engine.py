#!/usr/bin/env python3
"""What a complete `allele run` costs, against the whole suite once for each mutant without any overhead.

  test/bench/engine.py --build build                              tinyxml2, zlib, fmt, and cJSON's CTest tree
  test/bench/engine.py --build build --subject zlib --jobs 1      some of it
  test/bench/engine.py --build build -- --batch                   with options of `allele run`

Prints a markdown table. The ideal is (mutants x the plain suite's wall time / workers), both sides measured in one go. Never a
test: nothing fails here because a machine is slow.
"""

import argparse
import json
import pathlib
import shlex
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
# Subject to the options of CMake with which its own build has tests.
TREES = {"cjson": ["-DENABLE_CJSON_UTILS=ON", "-DENABLE_CJSON_TEST=ON", "-DENABLE_CUSTOM_COMPILER_FLAGS=OFF"]}
BOUNDS = {"tinyxml2": 1.2, "zlib": 0.6, "fmt": 0.4, "cjson": 0.3}
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


def prepareProgram(name, options, directory):
    """A subject's test program: the plain command, the words that tell `allele run` of the instrumented one, and where."""
    subject = subjects.SUBJECTS[name]
    runName, own = SUITES[name]
    run = next(run for run in subject.runs if run.name == runName)
    program = next(program for program in subject.programs if "{" + program + "}" in run.command)
    commands = {}
    for variant, flags in (("plain-O1", []), ("allele-O1", subjects.alleleFlags(options.build, subject.compiler))):
        programs = subjects.buildPrograms(subject, options.build, variant, ["-O1", "-g", *flags], [program])
        commands[variant] = subjects.commandLine(subject, run, programs).split()
    scratch = directory / "work"
    subjects.prepareScratch(subject, options.build, run, scratch)
    return commands["plain-O1"], own, ["--", *commands["allele-O1"]], scratch


def prepareTree(name, options, directory):
    """The same of a subject's CTest tree. Its plain suite is its tests one after the other, without ctest's own time."""
    subject = subjects.SUBJECTS[name]
    sources = subject.sources(options.build)
    for variant, flags in (("plain", []), ("allele", subjects.alleleFlags(options.build, subject.compiler))):
        environment = dict(subjects.plainEnvironment(), CC=subject.compiler, CFLAGS=" ".join(["-O1", "-g", *map(str, flags)]))
        for command in (["cmake", "-S", sources, "-B", directory / variant, *TREES[name]], ["cmake", "--build", directory / variant]):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    listed = subprocess.run(["ctest", "--test-dir", directory / "plain", "--show-only=json-v1"], capture_output=True, check=True)
    script = []
    for test in json.loads(listed.stdout)["tests"]:
        where = next(each["value"] for each in test["properties"] if each["name"] == "WORKING_DIRECTORY")
        script.append(f"cd {shlex.quote(where)} && {shlex.join(test['command'])}")
    return ["/bin/sh", "-ec", "\n".join(script)], [], ["--ctest", directory / "allele"], directory


def prepare(benchmark, name, options):
    """An empty directory of that benchmark, and the same of the subject, whatever it is."""
    directory = options.build.resolve() / "subjects" / benchmark / name
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return directory, *(prepareTree if name in TREES else prepareProgram)(name, options, directory)


def measure(name, options):
    directory, plainCommand, own, source, scratch = prepare("engine", name, options)
    plain = plainSeconds(plainCommand, scratch)

    out = directory / "out"
    command = [options.build.resolve() / "bin" / "allele", "run", "--quiet", "--jobs", str(options.jobs), "--out", out, *own,
               *options.options, *source]
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
    parser.add_argument("--subject", nargs="+", default=[*SUITES, *TREES], choices=[*SUITES, *TREES])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("options", nargs="*", help="of `allele run`")
    options = parser.parse_args()
    print("| | mutants | pairs: all, reached, infected, run | seconds | / ideal | in hangs | |\n|---|---|---|---|---|---|---|")
    for name in options.subject:
        print(measure(name, options), flush=True)


if __name__ == "__main__":
    main()
