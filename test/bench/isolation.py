#!/usr/bin/env python3
"""What a copy and an overlay of the working directory cost, by the number of files in it, as ratios to neither.

  test/bench/isolation.py --build build

A generated program of some hundred mutants is run in a directory that holds that many files more: once by tests that write a file
there, once by tests that write none. Prints a markdown table. Never a test: nothing fails here because a machine is slow.
"""

import argparse
import pathlib
import shlex
import subprocess
import tempfile
import time

FUNCTIONS = 150
MODES = ("tmp", "copy", "overlay")


def buildProgram(allele, directory):
    flags = shlex.split(subprocess.run([allele, "flags", "--clang", "clang-19"], capture_output=True, text=True, check=True).stdout)
    code = "".join(f"int f{i}(int a) {{ return a + {i}; }}\n" for i in range(FUNCTIONS))
    calls = "".join(f"  if (f{i}(1) != {i + 1}) return 1;\n" for i in range(FUNCTIONS))
    (directory / "code.c").write_text(code)
    (directory / "tests.c").write_text("#include <stdio.h>\n" + code.replace("{ return", ";//") +
                                       "int main(int argc, char **argv) {\n"
                                       '  if (argc > 1) { FILE *log = fopen(argv[1], "w"); if (!log) return 2; fputs("x", log); fclose(log); }\n'
                                       f"{calls}  return 0;\n}}\n")
    subprocess.run(["clang-19", "-O1", *flags, "-c", "code.c"], cwd=directory, check=True)
    subprocess.run(["clang-19", "-O1", "-c", "tests.c"], cwd=directory, check=True)
    subprocess.run(["clang-19", "code.o", "tests.o", "-o", "program"], cwd=directory, check=True)


def fill(directory, files):
    for i in range(files):
        place = directory / "files" / str(i // 100)
        place.mkdir(parents=True, exist_ok=True)
        (place / str(i)).write_text("content\n")


def seconds(allele, directory, mode, arguments):
    begin = time.perf_counter()
    subprocess.run([allele, "run", "--quiet", "--fresh", "--audit", "0", "--isolate", mode, "--", "./program", *arguments],
                   cwd=directory, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--files", nargs="+", type=int, default=[10, 1000, 20000])
    options = parser.parse_args()
    allele = options.build.resolve() / "bin" / "allele"
    print("| files | tests write | tmp, seconds | copy / tmp | overlay / tmp |\n|---|---|---|---|---|")
    for files in options.files:
        with tempfile.TemporaryDirectory() as name:
            directory = pathlib.Path(name)
            buildProgram(allele, directory)
            fill(directory, files)
            for words, arguments in (("yes", ["log"]), ("no", [])):
                tmp, copy, overlay = (seconds(allele, directory, mode, arguments) for mode in MODES)
                print(f"| {files} | {words} | {tmp:.2f} | {copy / tmp:.2f} | {overlay / tmp:.2f} |", flush=True)


if __name__ == "__main__":
    main()
