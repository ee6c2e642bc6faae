#!/usr/bin/env python3
"""Line coverage by Allele and by llvm-cov, of the same tests of the same sources: how far apart, and where.

Exit code 1: the coverage of all files together, or of one, differs by more than a percent. 77: the sources can't be fetched.
Both count lines, but not the same ones: llvm-cov takes all lines of a body that aren't empty, Allele those with code on them.
"""

import argparse
import collections
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

import subjects

BOUND = 1.0  # percent
FILES = {"tinyxml2": ("tinyxml2.cpp", "tinyxml2.h"), "cjson": ("cJSON.c", "cJSON_Utils.c")}
# Few mutants: only the recording counts here.
OPTIONS = "{operators: [extreme]}"


def linesOf(lcov, names):
    """File name to line to whether it is executed."""
    files, current = collections.defaultdict(dict), None
    for record in lcov.splitlines():
        kind, _, rest = record.partition(":")
        if kind == "SF":
            name = pathlib.PurePath(rest).name
            current = files[name] if name in names else None
        elif kind == "DA" and current is not None:
            number, count = rest.split(",")[:2]
            current[int(number)] = current.get(int(number), False) or int(count) > 0
    return files


def byLlvm(subject, build, run, scratch):
    programs = subjects.buildPrograms(subject, build, "llvm-cov", ["-O0", "-g", "-fprofile-instr-generate", "-fcoverage-mapping"],
                                      list(subject.programs))
    subjects.prepareScratch(subject, build, run, scratch)
    profiles = scratch.parent / "profiles"
    shutil.rmtree(profiles, ignore_errors=True)
    environment = dict(subjects.plainEnvironment(), LLVM_PROFILE_FILE=str(profiles / "%p.profraw"))
    subprocess.run(["sh", "-c", subjects.commandLine(subject, run, programs)], cwd=scratch, env=environment, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    merged = scratch.parent / "merged.profdata"
    subprocess.run(["llvm-profdata-19", "merge", "-o", merged, *profiles.glob("*.profraw")], check=True)
    first, *others = programs.values()
    command = ["llvm-cov-19", "export", "-format=lcov", f"-instr-profile={merged}", first, *[f"-object={each}" for each in others]]
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


def byAllele(subject, build, run, scratch):
    os.environ["ALLELE_OPTIONS"] = OPTIONS
    flags = ["-O1", *subjects.alleleFlags(build, subject.compiler)]
    programs = subjects.buildPrograms(subject, build, "coverage", flags, list(subject.programs))
    subjects.prepareScratch(subject, build, run, scratch)
    command = subjects.commandLine(subject, run, programs)
    allele = build / "bin/allele"
    out = scratch.parent / "allele.out"
    words = ["--", *shlex.split(command)] if len(programs) == 1 else ["--exec", f"sh -c {shlex.quote(command)}"]
    subprocess.run([allele, "run", "--fresh", "--audit", "0", "--baseline-runs", "1", "--out", out, "--isolate", "copy", *words], cwd=scratch,
                   check=True, stdout=subprocess.DEVNULL)
    return subprocess.run([allele, "report", "--format", "lcov", "--out", out], check=True, text=True, stdout=subprocess.PIPE).stdout


def percent(lines):
    return 100 * sum(lines.values()) / len(lines)


def runs(numbers):
    """"3-5, 9" of numbers."""
    text, numbers = [], sorted(numbers)
    while numbers:
        end = 0
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        text.append(f"{numbers[0]}-{numbers[end]}" if end else str(numbers[0]))
        numbers = numbers[end + 1:]
    return ", ".join(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--subject", nargs="+", choices=FILES, default=list(FILES))
    parser.add_argument("--list", action="store_true", help="the lines that differ")
    options = parser.parse_args()
    options.build = options.build.resolve()
    failed = False
    for name in options.subject:
        subject = subjects.SUBJECTS[name]
        scratch = options.build / "subjects/coverage" / name / "scratch"
        try:
            theirs = linesOf(byLlvm(subject, options.build, subject.runs[0], scratch), FILES[name])
        except subjects.Unavailable as reason:
            print(reason, file=sys.stderr)
            return subjects.SKIPPED
        ours = linesOf(byAllele(subject, options.build, subject.runs[0], scratch), FILES[name])
        for file in FILES[name]:
            mine, llvm = ours[file], theirs[file]
            both = mine.keys() & llvm.keys()
            differing = {line for line in both if mine[line] != llvm[line]}
            apart = percent(mine) - percent(llvm)
            failed |= abs(apart) > BOUND
            print(f"{name} {file}: Allele {percent(mine):.2f} % of {len(mine)} lines, llvm-cov {percent(llvm):.2f} % of {len(llvm)}: "
                  f"{apart:+.2f}; of {len(both)} lines that both count {len(differing)} differ; "
                  f"{len(mine.keys() - llvm.keys())} and {len(llvm.keys() - mine.keys())} only one does")
            if options.list:
                print("  executed by Allele alone:", runs(line for line in differing if mine[line]))
                print("  executed by llvm-cov alone:", runs(line for line in differing if llvm[line]))
                print("  counted by Allele alone:", runs(mine.keys() - llvm.keys()))
                print("  counted by llvm-cov alone, executed:", runs(line for line in llvm.keys() - mine.keys() if llvm[line]))
                print("  counted by llvm-cov alone, not executed:", runs(line for line in llvm.keys() - mine.keys() if not llvm[line]))
        mine = [value for lines in ours.values() for value in lines.values()]
        llvm = [value for lines in theirs.values() for value in lines.values()]
        apart = 100 * sum(mine) / len(mine) - 100 * sum(llvm) / len(llvm)
        failed |= abs(apart) > BOUND
        print(f"{name}: Allele {100 * sum(mine) / len(mine):.2f} %, llvm-cov {100 * sum(llvm) / len(llvm):.2f} %: {apart:+.2f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
