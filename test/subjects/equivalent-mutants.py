#!/usr/bin/env python3
"""What is left out as equivalent behaves as the original, and a duplicate as the mutant that it is said to be equal to.

The subject is built twice with the same mutants: with the check, which says what it leaves out, and without, so that each of
those can be run. Wrong is a mutant that some run kills although it was called equivalent, and one that is killed where
its equal isn't, or the other way round. Exit code 77: the subject's sources can't be fetched.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

import subjects

SECONDS = 20  # of processor time for one run; more is a hang
REPETITIONS = 8  # of a mutant whose verdict isn't its equal's
LARGEST_FILE = 64 << 20
FIELDS = "id reason detail operator root file line column endLine endColumn original replacement".split()


def options(level, isChecked):
    return f"{{operators: [default, {level}], equivalence: {{enabled: {str(isChecked).lower()}, seconds-per-file: 1000}}}}"


def build(subject, directory, variant, flags, names, text):
    os.environ["ALLELE_OPTIONS"] = text
    try:
        return subjects.buildPrograms(subject, directory, variant, ["-O1", "-g", *flags], names)
    finally:
        del os.environ["ALLELE_OPTIONS"]


def leftOut(program):
    """The mutants that the program names as left out, id -> fields."""
    with tempfile.NamedTemporaryFile() as section:
        subprocess.run(["llvm-objcopy-19", f"--dump-section=allele_ignored={section.name}", program, os.devnull], check=True)
        entries = pathlib.Path(section.name).read_bytes().split(b"\0")
    mutants = (dict(zip(FIELDS, entry.decode().split("\t"))) for entry in entries if entry)
    return {mutant["id"]: mutant for mutant in mutants if mutant["reason"] in ("equivalent", "duplicate")}


def idsIn(build, program):
    listed = subprocess.run([build / "bin" / "allele", "list", program], stdout=subprocess.PIPE, check=True, text=True)
    return set(re.findall(r"\b[0-9a-f]{16}\b", listed.stdout))


def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))


class Runs:
    def __init__(self, subject, build, runs, programs):
        self.subject, self.build, self.runs, self.programs = subject, build, runs, programs

    def outcomes(self, mutant=None):
        """Exit code and output of each run."""
        outcomes = []
        for run in self.runs:
            with tempfile.TemporaryDirectory(prefix="allele-equivalent-") as directory:
                scratch = pathlib.Path(directory) / "work"
                subjects.prepareScratch(self.subject, self.build, run, scratch)
                environment = subjects.plainEnvironment()
                if mutant:
                    environment |= {"ALLELE_MUTANT": mutant, "ALLELE_STATUS": os.path.join(directory, "status")}
                command = subjects.commandLine(self.subject, run, self.programs)
                try:
                    result = subprocess.run(["/bin/sh", "-c", command], cwd=scratch, env=environment, preexec_fn=limit, timeout=60,
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                    outcomes.append((result.returncode, self.steady(result.stdout)))
                except subprocess.TimeoutExpired:
                    outcomes.append(("hang", []))
        return outcomes

    def steady(self, output):
        varying = re.compile(self.subject.varying.encode())
        return [line for line in output.splitlines() if not varying.search(line)]


def varies(runner, baseline, mutants):
    """Whether one of the mutants is killed in some runs only: those that read what was never written are."""
    return any(len({runner.outcomes(mutant) != baseline for _ in range(REPETITIONS)}) > 1 for mutant in mutants)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", required=True, choices=subjects.SUBJECTS)
    parser.add_argument("--runs", nargs="+", required=True, help="names of the subject's runs")
    parser.add_argument("--level", default="strong")
    parser.add_argument("--least", type=int, default=1, help="how many must be left out for the test to prove anything")
    parser.add_argument("--killed", type=int, default=0, help="how many of the mutants looked at must be killed for that")
    arguments = parser.parse_args()

    subject = subjects.SUBJECTS[arguments.subject]
    runs = [run for run in subject.runs if run.name in arguments.runs]
    names = [name for name in subject.programs if any("{" + name + "}" in run.command for run in runs)]
    flags = subjects.alleleFlags(arguments.build, subject.compiler)
    directory = arguments.build.resolve()
    try:
        checked = build(subject, directory, "equivalence-checked", flags, names, options(arguments.level, True))
        whole = build(subject, directory, "equivalence-whole", flags, names, options(arguments.level, False))
    except subjects.Unavailable as reason:
        print(f"skipped: {reason}")
        return subjects.SKIPPED

    mutants, kept, total = {}, set(), set()
    for name in names:
        mutants |= leftOut(checked[name])
        kept |= idsIn(directory, checked[name])
        total |= idsIn(directory, whole[name])
    # In a header a mutant may be left out in one place only.
    mutants = {id: mutant for id, mutant in mutants.items() if id not in kept}
    counts = collections.Counter(mutant["reason"] for mutant in mutants.values())
    print(f"{len(total)} mutants, " + ", ".join(f"{n} {reason} ({100 * n / len(total):.1f} %)" for reason, n in sorted(counts.items())))

    failures = []
    if missing := total - kept - mutants.keys():
        failures.append(f"{len(missing)} mutants are neither compiled in nor named as left out: {' '.join(sorted(missing))}")
    if unknown := mutants.keys() - total:
        failures.append(f"left out without being a mutant: {' '.join(sorted(unknown))}")
    runner = Runs(subject, directory, runs, whole)
    baseline = runner.outcomes()
    wanted = sorted(mutants.keys() | {mutant["detail"] for mutant in mutants.values() if mutant["detail"]})
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        outcomes = dict(zip(wanted, pool.map(runner.outcomes, wanted)))
    isKilled = {id: outcome != baseline for id, outcome in outcomes.items()}
    for id, mutant in sorted(mutants.items()):
        where = f"{id} {mutant['file']}:{mutant['line']}:{mutant['column']} {mutant['operator']} {mutant['original']!r} -> {mutant['replacement']!r}"
        if mutant["reason"] == "equivalent" and isKilled[id]:
            failures.append(f"{where} is called equivalent and is killed")
        if mutant["reason"] == "duplicate":
            if mutant["detail"] not in kept:
                failures.append(f"{where} is a duplicate of {mutant['detail']}, which isn't compiled in")
            pair = (id, mutant["detail"])
            if isKilled[id] != isKilled[mutant["detail"]] and varies(runner, baseline, pair):
                print(f"{where}: it or its equal {mutant['detail']} is killed in some runs only")
            elif isKilled[id] != isKilled[mutant["detail"]]:
                failures.append(f"{where} is {'' if isKilled[id] else 'not '}killed, unlike its equal {mutant['detail']}")
    killed = sum(isKilled.values())
    print(f"{len(wanted)} mutants run, {killed} of them killed")
    if len(mutants) < arguments.least or killed < arguments.killed:
        failures.append("too few to prove anything")
    print("\n".join(failures) or "none is wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
