#!/usr/bin/env python3
"""Two complete runs, runs with one and two workers, and runs of plain processes give each mutant the same verdict.

The test program writes files in its working directory, so each mutant gets its own copy of it. Exit code 77: the
subject's sources can't be fetched.

A plain process may say something else of a mutant that reads what nothing wrote: that is what the loader has left there, and a fork has no
loader. Such a difference is taken, and shown with its cause, only if Memcheck finds the read with the mutant and nothing without it. And a
process that took more than ten times the test's time is a hang by definition: below a second the limit on time doesn't see it,
but the count does. Everything else that differs is a failure.
"""

import argparse
import collections
import pathlib
import shutil
import sqlite3
import subprocess
import sys

import subjects

# Seconds. What a mutant may take is then 30 times what the test takes, and hangs don't take longer than needed.
TIMEOUT_FLOOR = "0.3"
# Fewer mutants than this would make agreement cheap.
LEAST_MUTANTS = 200


# Differences that Memcheck can't see, with the cause that a reader found.
READ_BY_HAND = {
    "5a831d2a15dc0484": "snprintf gets '.*' without a precision, and takes what stands in a register",
}
HANG_FACTOR = 10  # of --timeout-factor


def memcheck(program, words, scratch, mutant):
    """The first error; "" if there is none. Memcheck doesn't know all of the compiler's debug information."""
    stripped = scratch.parent / "stripped"
    subprocess.run(["strip", "-g", "-o", stripped, program], check=True)
    environment = dict(subjects.plainEnvironment(), **({"ALLELE_MUTANT": mutant} if mutant else {}))
    try:
        done = subprocess.run(["valgrind", "--quiet", stripped, *words], cwd=scratch, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=600)
    except (subprocess.TimeoutExpired, FileNotFoundError):
        return ""
    lines = [line.partition(b"== ")[2].decode(errors="replace") for line in done.stderr.splitlines() if line.startswith(b"==")]
    return ", ".join(line.strip() for line in lines[:2])


def causeOf(mutant, ours, theirs, database, words, scratch):
    """Why a plain process may differ; "" if nothing says that it may."""
    if mutant in READ_BY_HAND:
        return READ_BY_HAND[mutant]
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        for detail, in connection.execute("SELECT detail FROM outcome WHERE mutant = ? AND runs = 0", (mutant,)):
            mutant = detail.split()[1].rstrip(",")  # it equals this one, which ran for both
        (cpu, baseline), = connection.execute(
            "SELECT cpu_us, (SELECT sum(cpu_us) FROM test) FROM outcome WHERE mutant = ?", (mutant,))
    if ours == "killed (hang)" and cpu > HANG_FACTOR * baseline:
        return f"it takes {cpu / baseline:.0f} times as long as the tests"
    return "" if memcheck(words[0], words[1:], scratch, "") else memcheck(words[0], words[1:], scratch, mutant)


def verdictsOf(database):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return dict(
            connection.execute(
                "SELECT mutant.id, coalesce(outcome.verdict || iif(outcome.cause = '', '', ' (' || outcome.cause || ')'), 'missing') "
                "FROM mutant LEFT JOIN outcome ON outcome.mutant = mutant.id"
            )
        )


def disagreements(name, verdicts, reference):
    """Mutant to what is printed of it."""
    differing = {}
    for mutant in sorted(reference.keys() | verdicts.keys()):
        ours, theirs = (each.get(mutant, "no such mutant") for each in (verdicts, reference))
        if ours.split(" (")[0] != theirs.split(" (")[0]:
            differing[mutant] = f"{mutant}: {theirs} in run-1, {ours} in {name}"
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", required=True, choices=subjects.SUBJECTS)
    parser.add_argument("--run", required=True, help="name of one of the subject's runs, of a single program")
    parser.add_argument("--workers", nargs="+", type=int, default=[2, 2, 1], help="the number of workers of each complete run")
    parser.add_argument("--processes", action="store_true",
                        help="also compare with a new process for each test that reaches a mutant: no fork server, no selection")
    parser.add_argument("--exclude", nargs="*", default=[], help="globs of files whose mutants are left out")
    parser.add_argument("--sample", default="1", help="share of the mutants that is run, chosen by their ids")
    parser.add_argument("--flags", help="instead of what `allele flags` says")
    options = parser.parse_args()

    subject = subjects.SUBJECTS[options.subject]
    run = next(run for run in subject.runs if run.name == options.run)
    try:
        subject.sources(options.build)
    except subjects.Unavailable as reason:
        print(f"skipped: {reason}")
        return subjects.SKIPPED

    flags = options.flags.split() if options.flags is not None else subjects.alleleFlags(options.build, subject.compiler)
    names = [name for name in subject.programs if "{" + name + "}" in run.command]
    programs = subjects.buildPrograms(subject, options.build, "allele-O1", ["-O1", "-g", *flags], names)
    directory = options.build.resolve() / "subjects" / "verdicts" / subject.name
    shutil.rmtree(directory, ignore_errors=True)

    results = {}
    runs = [(f"run-{number}", workers, []) for number, workers in enumerate(options.workers, start=1)]
    if options.processes:
        runs.append(("processes", 2, ["--no-fork", "--full-matrix"]))
    for name, workers, extra in runs:
        scratch = directory / "work"
        subjects.prepareScratch(subject, options.build, run, scratch)
        out = directory / name
        words = subjects.commandLine(subject, run, programs).split()
        command = [options.build.resolve() / "bin" / "allele", "run", "--isolate", "copy", "--jobs", str(workers), "--out", out,
                   "--sample", options.sample, "--timeout-floor", TIMEOUT_FLOOR, *extra]
        command += [word for pattern in options.exclude for word in ("--exclude", pattern)]
        result = subprocess.run([*command, "--", *words], cwd=scratch, env=subjects.plainEnvironment(), stdout=subprocess.PIPE)
        if result.returncode != 0:
            sys.stdout.buffer.write(result.stdout)
            print(f"{name}: allele run ended with {result.returncode}")
            return 1
        results[name] = verdictsOf(out / "results.sqlite")
        counts = collections.Counter(results[name].values())
        print(f"{name}, --jobs {workers}, {len(results[name])} mutants: " + ", ".join(f"{n} {v}" for v, n in sorted(counts.items())))
        sys.stdout.flush()

    reference = results.pop("run-1")
    if options.processes:
        # What a process didn't finish in time isn't known: a fork server counts, and may say more.
        unknown = {mutant for mutant, verdict in results["processes"].items() if verdict == "killed (hang)"}
        print(f"{len(unknown)} mutants whose process ran out of time are not compared with it")
        for mutant in unknown:
            results["processes"][mutant] = reference.get(mutant, "no such mutant")
    failures = []
    for name, verdicts in results.items():
        for mutant, line in disagreements(name, verdicts, reference).items():
            cause = ""
            if name == "processes":
                cause = causeOf(mutant, reference.get(mutant), verdicts.get(mutant), directory / name / "results.sqlite", words, scratch)
            if cause:
                print(f"taken: {line}: {cause}")
            else:
                failures.append(line)
    kinds = {verdict.split(" (")[0] for verdict in reference.values()}
    if len(reference) < LEAST_MUTANTS or not {"killed", "survived"} <= kinds:
        failures.append(f"{len(reference)} mutants with verdicts {sorted(kinds)} are too few to prove anything")
    if "missing" in kinds:
        failures.append("mutants without a verdict: " + " ".join(id for id, verdict in reference.items() if verdict == "missing"))
    print("\n".join(failures) or "all verdicts agree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
