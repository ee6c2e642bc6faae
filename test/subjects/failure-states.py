#!/usr/bin/env python3
"""Recall and precision of the failure states that the plugin finds, against labels made by hand.

failure-states/PROJECT.csv has for whole functions all failure states that a reader found by docs/failure-states.md, with the place
of the functions, so that what the plugin finds there beyond them is wrong. The reader didn't know what the plugin finds. A state
is found where kind and line are the same. Exit code 1: recall or precision of a group of projects is below the bound. 77: the
sources can't be fetched.
"""

import argparse
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LEAST = 0.9

# Project: Debian's source package, options of CMake, targets. Asserts count, so none is compiled with NDEBUG.
PROJECTS = {
    "jansson": ("jansson", ["-DJANSSON_BUILD_DOCS=OFF", "-DJANSSON_WITHOUT_TESTS=ON"], ["jansson"]),
    "sqlitecpp": ("sqlitecpp", ["-DSQLITECPP_BUILD_TESTS=ON", "-DSQLITECPP_INTERNAL_SQLITE=OFF", "-DSQLITECPP_RUN_CPPLINT=OFF",
                                "-DSQLITECPP_RUN_CPPCHECK=OFF"], ["SQLiteCpp", "SQLiteCpp_tests"]),
    "yaml-cpp": ("yaml-cpp", ["-DYAML_CPP_BUILD_TESTS=OFF", "-DYAML_CPP_BUILD_TOOLS=OFF"], ["yaml-cpp"]),
}
# What stands for code with error codes, and what for code with exceptions.
GROUPS = {"error codes": ["jansson"], "exceptions": ["sqlitecpp", "yaml-cpp"]}


def labels(project):
    functions, states = [], {}
    for row in csv.DictReader((HERE / "failure-states" / f"{project}.csv").open()):
        functions.append((row["file"], int(row["first_line"]), int(row["last_line"]), row["function"]))
        if row["line"]:
            states[row["file"], int(row["line"]), row["kind"]] = row["note"]
    return functions, states


def build(project, build, directory):
    package, options, targets = PROJECTS[project]
    fetched = subprocess.run([ROOT / "tools/fetch-debian-source", package, build / "subjects/sources"], stdout=subprocess.PIPE, text=True)
    if fetched.returncode != 0:
        sys.exit(77)
    sources = fetched.stdout.strip()
    shutil.rmtree(directory, ignore_errors=True)
    flags = subprocess.run([build / "bin/allele", "flags", "--clang", "clang++-19"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    environment = dict(os.environ, ALLELE_ROOT=sources, ALLELE_OPTIONS="{operators: [-all], equivalence: {enabled: false}}")
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "env": environment}
    subprocess.run(["cmake", "-S", sources, "-B", directory, "-G", "Ninja", "-Wno-dev", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_COMPILER=clang-19",
                    "-DCMAKE_CXX_COMPILER=clang++-19", f"-DCMAKE_C_FLAGS={flags}", f"-DCMAKE_CXX_FLAGS={flags}", *options],
                   stderr=subprocess.DEVNULL, **quiet)
    subprocess.run(["cmake", "--build", directory, "--target", *targets], **quiet)


def found(directory):
    """(file, line, kind) to the text of each state in the objects."""
    states = {}
    for item in sorted(directory.rglob("*.o")):
        section = directory / "section"
        section.unlink(missing_ok=True)
        subprocess.run(["llvm-objcopy-19", "--dump-section", f"allele_code={section}", item, os.devnull], stderr=subprocess.DEVNULL)
        for text in section.read_bytes().split(b"\0") if section.exists() else []:
            for state in json.loads(text).get("states", []) if text else []:
                states[json.loads(text)["file"], state["line"], state["kind"]] = state["text"]
    return states


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--list", action="store_true", help="what is missed and what is wrong")
    parser.add_argument("--keep", action="store_true", help="what was built the last time")
    options = parser.parse_args()
    options.build = options.build.resolve()
    failed = False
    for group, projects in GROUPS.items():
        hits = wanted = given = 0
        for project in projects:
            directory = options.build / "subjects/failure-states" / project
            if not options.keep or not directory.exists():
                build(project, options.build, directory)
            functions, states = labels(project)
            all_found = found(directory)
            inside = {key: text for key, text in all_found.items()
                      if any(key[0] == name and first <= key[1] <= last for name, first, last, _ in functions)}
            both = states.keys() & inside.keys()
            print(f"{project}: {len(states)} labelled in {len(functions)} functions; {len(both)} of them found, "
                  f"{len(inside) - len(both)} others found there; {len(all_found)} in the whole project")
            if options.list:
                for file, line, kind in sorted(states.keys() - both):
                    print(f"  missed  {file}:{line}  {kind}  {states[file, line, kind]}")
                for file, line, kind in sorted(inside.keys() - both):
                    print(f"  wrong   {file}:{line}  {kind}  {inside[file, line, kind]}")
            hits, wanted, given = hits + len(both), wanted + len(states), given + len(inside)
        recall, precision = hits / wanted, hits / max(given, 1)
        failed |= recall < LEAST or precision < LEAST
        print(f"{group}: recall {recall:.1%} ({hits} of {wanted}), precision {precision:.1%} ({hits} of {given})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
