#!/usr/bin/env python3
"""Whether a driver that is killed loses a verdict: `kill -9` at random moments, each time the same command goes on.

  test/bench/interruption.py --build build                          zlib, 50 kills
  test/bench/interruption.py --build build --subject fmt --kills 20

Every verdict that the driver told of (`allele run -v`) has to be in the results from then on, and those of the run that came to
its end have to be those of one that wasn't interrupted. Prints a markdown table, and ends with 1 where that isn't so. Never a test:
where the kills fall is left to chance; driver.interruption has one that isn't.
"""

import argparse
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import time

import engine

TOLD = re.compile(r"^(?:allele: )?([0-9a-f]{16})  .*  (killed|survived|inconclusive)\b", re.MULTILINE)


def verdictsIn(out):
    """What a reader finds, beside a log that nobody has taken in yet."""
    if not (out / "results.sqlite").exists():
        return {}
    with sqlite3.connect(out / "results.sqlite") as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {mutant: tuple(rest) for mutant, *rest in store.execute("SELECT mutant, verdict, cause, runs FROM outcome")}


def processesIn(directory):
    """Those that a killed driver left, by their working directory."""
    left = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if str((process / "cwd").readlink()).startswith(str(directory)):
                left.append(process.name)
        except OSError:
            pass
    return left


def measure(name, options):
    directory, _, own, source, scratch = engine.prepare("interruption", name, options)
    out = directory / "out"
    command = [options.build.resolve() / "bin" / "allele", "run", "-v", "--jobs", "2", *own, "--out"]
    environment = engine.subjects.plainEnvironment()

    def runToEnd(to):
        done = subprocess.run([*command, to, *source], cwd=scratch, env=environment, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
        if done.returncode not in (0, 6):  # 6: the audit disagrees
            raise SystemExit(f"{name}: allele run ended with {done.returncode}")

    runToEnd(directory / "whole")
    whole = verdictsIn(directory / "whole")

    choice = random.Random(options.seed)
    told, lost, kills, left = {}, set(), 0, 0
    while kills < options.kills:
        log = directory / "log"
        with log.open("w") as errors:
            driver = subprocess.Popen([*command, out, *source], cwd=scratch, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
            try:
                # Short enough that so many kills hit before the run comes to its end.
                driver.wait(choice.uniform(0, options.longest))
                shutil.rmtree(out, ignore_errors=True)  # it came to its end: once more from the beginning
                told = {}
                continue
            except subprocess.TimeoutExpired:
                driver.kill()
                driver.wait()
        kills += 1
        found = verdictsIn(out)
        told.update(TOLD.findall(log.read_text(errors="replace")))
        lost |= {mutant for mutant, verdict in told.items() if found.get(mutant, ("",))[0] != verdict}
        time.sleep(0.05)
        left += len(processesIn(directory))
    runToEnd(out)
    end = verdictsIn(out)
    lost |= {mutant for mutant, verdict in told.items() if end.get(mutant, ("",))[0] != verdict}
    other = {mutant for mutant in whole.keys() | end.keys()
             if whole.get(mutant, ("",))[:2] != end.get(mutant, ("",))[:2]}
    print(f"| {name} | {len(whole)} | {kills} | {len(told)} | {len(lost)} | {len(other)} | {left} |", flush=True)
    for mutant in sorted(lost | other):
        print(f"{name} {mutant}: told {told.get(mutant)}, uninterrupted {whole.get(mutant)}, in the end {end.get(mutant)}")
    return not lost and not other and not left


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", nargs="+", default=["zlib"], choices=[*engine.SUITES, *engine.TREES])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--longest", type=float, default=1.5, help="seconds until a kill, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print("| | mutants | kills | verdicts told of before the last one | lost | other than uninterrupted | processes left |\n|---|---|---|---|---|---|---|")
    if not all([measure(name, options) for name in options.subject]):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
