#!/usr/bin/env python3
"""A source file has the same mutants, under the same ids, however it is compiled.

Compiles source files of the subjects with every operator at several levels of optimisation, C++ also with libc++'s
headers, and requires equal lists of mutants, of those that are ignored and why, and of macros. Exit code 77: the sources
can't be fetched.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

import subjects

LEVELS = ["-O0", "-O1", "-O2", "-Os"]
# Whether a store is dead, and what equals what, the front end shows better without optimisation; the mutant is the same,
# only ignored or not.
OPTIONS = "{operators: [all], rules: [-dead-stores], equivalence: {enabled: false}}"


def describe(build, path):
    """id -> what is known of it: its place, operator and change; of an ignored one the reason, too."""
    allele = pathlib.Path(build) / "bin" / "allele"
    listed = subprocess.run([allele, "list", "--json", path], stdout=subprocess.PIPE)
    found = {}
    if listed.returncode == 0:
        for mutant in json.loads(listed.stdout):
            found[mutant["id"]] = " ".join(
                str(mutant[key]) for key in ("file", "line", "column", "operator", "original", "replacement")
            )
    section = path.with_suffix(".ignored")
    section.unlink(missing_ok=True)
    subprocess.run(["llvm-objcopy", f"--dump-section=allele_ignored={section}", path, "/dev/null"], stderr=subprocess.DEVNULL)
    for entry in section.read_bytes().split(b"\0") if section.exists() else ():
        if entry:
            key, rest = entry.decode(errors="backslashreplace").split("\t", 1)
            found.setdefault(key, rest)  # compiled in somewhere counts
    return found


def compileMutants(subject, build, source, directory, variant):
    sources = subject.sources(build)
    object = directory / "a.o"
    library = directory / ("a" + "".join(variant) + ".so")
    # zlib hides what its files share, and hidden symbols of other files can't stay undefined.
    flags = [*variant, "-fPIC", "-UHAVE_HIDDEN", *subjects.alleleFlags(build, subject.compiler)]
    environment = subjects.plainEnvironment() | {"ALLELE_OPTIONS": OPTIONS}
    subprocess.run(subject.compileCommand(sources, source, object, flags), env=environment, check=True)
    subprocess.run([subject.compiler, "-shared", "-fuse-ld=lld", object, "-o", library], check=True)
    return describe(build, library)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subjects", nargs="+", required=True, choices=subjects.SUBJECTS)
    parser.add_argument("--sources", nargs="+", help="only these source files (default: the library's, and all tests')")
    options = parser.parse_args()
    os.environ["PATH"] += os.pathsep + "/usr/lib/llvm-19/bin"
    directory = options.build.resolve() / "subjects" / "same-mutants"
    directory.mkdir(parents=True, exist_ok=True)
    failed = False
    for subject in (subjects.SUBJECTS[name] for name in options.subjects):
        known = [*subject.library, *(source for program in subject.programs.values() for source in program)]
        for source in dict.fromkeys(known):
            if options.sources and source not in options.sources:
                continue
            variants = [[level] for level in LEVELS]
            if subject.compiler.startswith("clang++"):
                # GoogleTest's headers are those of one C++ library; the subjects' own work with both.
                if "test/" not in source:
                    variants += [["-O0", "-stdlib=libc++"], ["-O2", "-stdlib=libc++"]]
            first = compileMutants(subject, options.build, source, directory, variants[0])
            print(f"{subject.name} {source}: {len(first)} with {' '.join(variants[0])}", flush=True)
            failed |= not first
            for variant in variants[1:]:
                other = compileMutants(subject, options.build, source, directory, variant)
                for key in sorted(first.keys() | other.keys()):
                    if first.get(key) != other.get(key):
                        failed = True
                        print(f"  {key} with {' '.join(variants[0])}: {first.get(key)}")
                        print(f"  {key} with {' '.join(variant)}: {other.get(key)}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subjects.Unavailable as reason:
        print(reason)
        sys.exit(subjects.SKIPPED)
