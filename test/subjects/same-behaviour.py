#!/usr/bin/env python3
"""An instrumented program in which no mutant is active behaves as the plain one.

Builds a subject plain and instrumented, runs its own tests with both, and requires the same exit code, the same
output and the same files left behind. Exit code 77: the subject's sources can't be fetched.
"""

import argparse
import difflib
import pathlib
import re
import subprocess
import sys

import subjects


def observe(subject, build, run, programs, scratch):
    """What can be seen of a run: a dictionary from the name of a stream, file or fact to its lines."""
    subjects.prepareScratch(subject, build, run, scratch)
    result = subprocess.run(
        ["/bin/sh", "-c", subjects.commandLine(subject, run, programs)],
        cwd=scratch,
        env=subjects.plainEnvironment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=600,
    )
    seen = {"exit code": [str(result.returncode)]}
    streams = {"standard output": result.stdout, "standard error": result.stderr}
    files = {str(path.relative_to(scratch)): path.read_bytes() for path in sorted(scratch.rglob("*")) if path.is_file()}
    for name, content in (streams | files).items():
        # The folder that a program lies in is not part of its behaviour.
        for path in programs.values():
            content = content.replace(str(path.parent).encode(), b"DIRECTORY")
        lines = content.decode(errors="backslashreplace").splitlines()
        seen[name] = [line for line in lines if not re.search(subject.varying, line)]
    return seen


def differences(plain, instrumented):
    found = []
    for name in sorted(plain.keys() | instrumented.keys()):
        if plain.get(name) != instrumented.get(name):
            lines = difflib.unified_diff(
                plain.get(name, []), instrumented.get(name, []), f"{name}, plain", f"{name}, instrumented", lineterm="", n=1
            )
            found += list(lines)[:40]
    return found


def hasMutants(program):
    sections = subprocess.run(["readelf", "--section-headers", "--wide", program], stdout=subprocess.PIPE, text=True, check=True)
    return " allele_functions " in sections.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", required=True, choices=subjects.SUBJECTS)
    parser.add_argument("--optimise", required=True, choices=["O0", "O1", "O2", "O3"])
    parser.add_argument("--programs", nargs="+", help="only these test programs (default: all)")
    parser.add_argument("--flags", help="instead of what `allele flags` says")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    subject = subjects.SUBJECTS[options.subject]
    names = options.programs or list(subject.programs)
    level = [f"-{options.optimise}", "-g"]
    try:
        subject.sources(options.build)
    except subjects.Unavailable as reason:
        print(f"skipped: {reason}")
        return subjects.SKIPPED

    extra = options.flags.split() if options.flags is not None else subjects.alleleFlags(options.build, subject.compiler)
    plain = subjects.buildPrograms(subject, options.build, f"plain-{options.optimise}", level, names, options.jobs)
    instrumented = subjects.buildPrograms(
        subject, options.build, f"allele-{options.optimise}", [*level, *extra], names, options.jobs
    )
    failures = 0
    for name, program in instrumented.items():
        if not hasMutants(program):
            print(f"{name}: holds no mutants, so comparing it proves nothing")
            failures += 1

    runs = subject.runsOf(names)
    for run in runs:
        scratch = options.build.resolve() / "subjects" / "scratch" / f"{subject.name}-{options.optimise}"
        expected = observe(subject, options.build, run, plain, scratch)
        found = differences(expected, observe(subject, options.build, run, instrumented, scratch))
        print(f"{subject.name} -{options.optimise} {run.name}: exit code {expected['exit code'][0]}, ", end="")
        print(f"{len(expected['standard output'])} lines: {'DIFFERENT' if found else 'same'}")
        if expected["exit code"] != [str(run.exitCode)]:
            failures += 1
            print(f"the plain program was expected to end with {run.exitCode}:", *expected["standard error"][-20:], sep="\n")
        if found:
            failures += 1
            print("\n".join(found))
    if not runs:
        print("no test to run")
        failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
