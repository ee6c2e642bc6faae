#!/usr/bin/env python3
"""What the mutants of real projects are worth: counts by operator, and survivors to read.

  test/bench/survey.py --build build                     runs every subject, prints a table
  test/bench/survey.py --build build --sample 100        prints that many survivors, chosen at random, for a reader
  test/bench/survey.py --build build --sample 100 --judged test/bench/judged-survivors.tsv
                                                         the same as a table with what the reader said of each: a line
                                                         of the file is PROJECT FILE:LINE:COLUMN OPERATOR,
                                                         yes or no, and why, separated by tabs
  test/bench/survey.py --build build --again             runs those that were run before, too

Only the libraries' mutants count, not their tests'. Results are kept in <build>/survey/<subject>.
"""

import argparse
import collections
import hashlib
import os
import pathlib
import shlex
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "subjects"))
import subjects  # noqa: E402

OPTIMISE = ["-O2", "-g"]
# Subject -> one of its runs, and which files are its tests'.
SURVEYED = {
    "tinyxml2": ("xmltest", "%/xmltest.cpp"),
    "fmt": ("format-test", "%/test/%"),
    "cjson": ("all", "%/tests/%"),
    "zlib": ("example", "%/test/%"),
}
# A duplicate has the verdict of the mutant that it equals; nobody is shown it.
MUTANTS = (
    "(SELECT mutant.*, iif(ignored.reason IN ('equivalent', 'duplicate'), 'equal', verdict) AS verdict FROM mutant "
    "JOIN outcome ON outcome.mutant = mutant.id LEFT JOIN ignored ON ignored.mutant = mutant.number)"
)
MADE = ("killed", "survived", "not reached", "inconclusive")


def analyse(options, name):
    """Runs the subject's tests against its mutants; gives the results' directory."""
    out = options.build.resolve() / "survey" / name
    if (out / "results.sqlite").exists() and not options.again:
        return out
    shutil.rmtree(out, ignore_errors=True)
    subject = subjects.SUBJECTS[name]
    runName, _ = SURVEYED[name]
    run = next(run for run in subject.runs if run.name == runName)
    flags = [*OPTIMISE, *subjects.alleleFlags(options.build, subject.compiler)]
    os.environ["ALLELE_OPTIONS"] = f"{{operators: {options.operators}}}"
    names = [program for program in subject.programs if "{" + program + "}" in run.command]
    programs = subjects.buildPrograms(subject, options.build, f"survey-{options.operators}", flags, names)
    scratch = options.build.resolve() / "survey" / "work"
    subjects.prepareScratch(subject, options.build, run, scratch)
    command = subjects.commandLine(subject, run, programs)
    words = ["sh", "-c", command] if "&&" in command else shlex.split(command)
    allele = options.build.resolve() / "bin" / "allele"
    subprocess.run(
        [allele, "run", "--isolate", "copy", "--out", out, "--", *words],
        cwd=scratch,
        env=subjects.plainEnvironment(),
        stdout=sys.stderr,
        check=True,
    )
    return out


def query(directory, name, text):
    """Of the mutants in the library's files."""
    with sqlite3.connect(f"file:{directory / 'results.sqlite'}?mode=ro", uri=True) as connection:
        return connection.execute(text, (SURVEYED[name][1],)).fetchall()


def printTable(results):
    counts = collections.defaultdict(collections.Counter)
    for name, directory in results.items():
        for operator, verdict, number in query(
            directory,
            name,
            f"SELECT operator, verdict, count(*) FROM {MUTANTS} WHERE root || '/' || file NOT LIKE ? GROUP BY 1, 2",
        ):
            counts[operator][name, verdict] = number
            counts["all"][name, verdict] += number
    print("Mutants made (survived) of each operator, and in the last lines those that noise rules leave out, and those that are "
          "equal to the original or to another.\n")
    print("| operator | " + " | ".join(results) + " |")
    print("|---|" + "---:|" * len(results))
    for operator in sorted(counts, key=lambda operator: (operator == "all", operator)):
        cells = []
        for name in results:
            made = sum(counts[operator][name, verdict] for verdict in MADE)
            cells.append(f"{made} ({counts[operator][name, 'survived']})" if made else "")
        print(f"| `{operator}` | " + " | ".join(cells) + " |" if operator != "all" else "| all | " + " | ".join(cells) + " |")
    for label, verdict in (("noise", "ignored"), ("equal", "equal")):
        print(f"| {label} | " + " | ".join(str(counts["all"][name, verdict]) for name in results) + " |")


def keyOf(survivor):
    """What names a mutant wherever the sources lie, unlike its id."""
    name, file, line, column, operator = survivor[:5]
    return f"{name} {pathlib.Path(file).name}:{line}:{column} {operator}"


def sampleOf(results, size, seed):
    survivors = [
        (name, *row)
        for name, directory in results.items()
        for row in query(
            directory,
            name,
            f"SELECT file, line, column, operator, original, replacement, root FROM {MUTANTS} "
            "WHERE verdict = 'survived' AND root || '/' || file NOT LIKE ?",
        )
    ]
    # By a hash, so that a survivor more or less changes nothing about the others.
    survivors.sort(key=lambda survivor: hashlib.md5(f"{seed} {keyOf(survivor)}".encode()).digest())
    return sorted(survivors[:size])


def printSample(results, size, seed):
    for number, survivor in enumerate(sampleOf(results, size, seed), start=1):
        _, file, line, _, _, original, replacement, root = survivor
        lines = (pathlib.Path(root) / file).read_text(errors="replace").splitlines()
        print(f"## {number}. {keyOf(survivor)}\n\n`{original}` becomes `{replacement}`\n\n```")
        for at in range(max(1, line - 4), min(len(lines), line + 4) + 1):
            print(f"{'>' if at == line else ' '} {lines[at - 1]}")
        print("```\n")


def inTable(text):
    """As code in a cell of a Markdown table, on one line and not too long."""
    text = " ".join(text.split()).replace("|", "\\|")
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`" if text else "nothing"


def printJudgement(results, size, seed, judged):
    judgement = {}
    for line in judged.read_text().splitlines():
        key, verdict, reason = line.split("\t")
        if verdict not in ("yes", "no"):
            raise SystemExit(f"{judged}: {key}: neither yes nor no: {verdict}")
        judgement[key] = verdict, reason
    chosen = sampleOf(results, size, seed)
    unread = [keyOf(survivor) for survivor in chosen if keyOf(survivor) not in judgement]
    if unread:
        raise SystemExit("\n".join([f"{judged}: not judged yet:", *unread]))
    print("| project | place | operator | is | becomes | worth a test | |\n|---|---|---|---|---|---|---|")
    for survivor in chosen:
        name, file, line, column, operator, original, replacement, _ = survivor
        verdict, reason = judgement[keyOf(survivor)]
        place = f"{pathlib.Path(file).name}:{line}:{column}"
        print(f"| {name} | {place} | `{operator}` | {inTable(original)} | {inTable(replacement)} | {verdict} | {reason} |")
    worth = sum(judgement[keyOf(survivor)][0] == "yes" for survivor in chosen)
    print(f"\n{worth} of {len(chosen)} are worth a test.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", nargs="+", choices=SURVEYED, default=list(SURVEYED))
    parser.add_argument("--operators", default="[default]", help="as in allele.yml")
    parser.add_argument("--sample", type=int, metavar="N", help="print N survivors instead of the table")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judged", type=pathlib.Path, metavar="FILE", help="with --sample: a table with a reader's judgement")
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    results = {name: analyse(options, name) for name in options.subject}
    if options.sample and options.judged:
        printJudgement(results, options.sample, options.seed, options.judged)
    elif options.sample:
        printSample(results, options.sample, options.seed)
    else:
        printTable(results)


if __name__ == "__main__":
    main()
