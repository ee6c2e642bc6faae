#!/usr/bin/env python3
"""Real projects, built and tested as their own documentation says, with Allele's compilers in place of theirs.

Each project is built with all its mutants at -O0 and -O2 and has to pass its own tests with nothing active. Then the
tests run against the mutants of the -O2 build (a sample where all would take hours). Figures are kept in
BUILD/subjects/projects; --table writes the page of all that are there.

    projects.py --build build                           every project
    projects.py --build build --projects cjson zlib     some
    projects.py --build build --table docs/subjects.md  the page

Exit code 1 when a project fails, with its name and the phase; 77 when none of those asked for can be fetched.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import resource
import shlex
import shutil
import subprocess
import sys

import subjects

FETCH = subjects.ROOT / "tools" / "fetch-debian-source"
CMAKE = "cmake -G Ninja -S {source} -B {build} -DCMAKE_BUILD_TYPE= -DCMAKE_C_FLAGS={flags} -DCMAKE_CXX_FLAGS={flags} "


@dataclasses.dataclass(frozen=True)
class Project:
    """`configure` and `make` are for /bin/sh, in the directory {build}. `tests` is what `allele run` gets; `check` runs
    the same without Allele. {source}, {build}, {flags} and {jobs} are replaced in all of them."""

    name: str
    language: str
    framework: str
    include: tuple  # globs of the files with mutants: what the tests are about
    cmake: str = ""  # options of CMake; else `configure`
    target: str = "all"
    configure: str = ""
    make: str = "cmake --build {build} -j {jobs} --target {target}"
    tests: str = "--ctest {build}"
    check: str = "ctest --test-dir {build} -j {jobs} --output-on-failure {left_out}"
    skip: tuple = ()  # names of tests of ctest
    directory: str = "{build}"  # that the tests run in
    environment: tuple = ()
    sample: float = 1  # share of the mutants that run
    package: str = ""

    def source_package(self):
        return self.package or self.name


PROJECTS = (
    Project("cjson", "C", "Unity", ("cJSON*.c",), cmake="-DENABLE_CJSON_TEST=ON -DENABLE_CJSON_UTILS=ON", sample=0.25),
    Project("tinyxml2", "C++", "own main", ("tinyxml2.*",)),
    Project(
        "yaml-cpp", "C++", "GoogleTest", ("src/**", "include/**"),
        cmake="-DYAML_CPP_BUILD_TESTS=ON -DYAML_CPP_BUILD_TOOLS=OFF", tests="-- {build}/test/yaml-cpp-tests",
        check="{build}/test/yaml-cpp-tests", sample=0.2,
    ),
    Project("fmt", "C++", "GoogleTest", ("include/**", "src/**"), cmake="-DFMT_TEST=ON -DFMT_DOC=OFF", package="fmtlib", sample=0.1),
    Project(
        "sqlitecpp", "C++", "GoogleTest", ("src/**", "include/**"),
        cmake="-DSQLITECPP_BUILD_TESTS=ON -DSQLITECPP_INTERNAL_SQLITE=OFF -DSQLITECPP_RUN_CPPLINT=OFF -DSQLITECPP_RUN_CPPCHECK=OFF "
        "-DSQLITECPP_RUN_DOXYGEN=OFF",
    ),
    Project(
        "leveldb", "C++", "GoogleTest", ("db/**", "table/**", "util/**", "port/**", "helpers/**"),
        cmake="-DLEVELDB_BUILD_BENCHMARKS=OFF", skip=("db_test", "autocompact_test", "corruption_test", "fault_injection_test", "issue320_test"), sample=0.02,
    ),
    Project("cli11", "C++", "Catch2 v2", ("include/**",), cmake="-DCLI11_BUILD_EXAMPLES=OFF -DCLI11_BUILD_DOCS=OFF", sample=0.05),
    Project("spdlog", "C++", "Catch2 v2", ("include/**", "src/**"), cmake="-DSPDLOG_BUILD_TESTS=ON -DSPDLOG_FMT_EXTERNAL=ON -DSPDLOG_BUILD_EXAMPLE=OFF",
            sample=0.1),
    Project(
        "box2d", "C++", "doctest", ("src/**", "include/**"),
        cmake="-DBOX2D_BUILD_TESTBED=OFF -DBOX2D_BUILD_UNIT_TESTS=ON", tests="-- {build}/bin/unit_test", check="{build}/bin/unit_test",
    ),
    Project("jansson", "C", "CTest", ("src/**",), cmake="-DJANSSON_BUILD_DOCS=OFF", sample=0.3),
    Project(
        "zlib", "C", "own main", ("*.c",),
        configure="cp -r {source}/. {build} && cd {build} && CFLAGS={flags} ./configure --static", make="make -C {build} -j {jobs} example",
        tests="--isolate copy -- ./example", check="./example",
    ),
    Project("double-conversion", "C++", "CTest", ("double-conversion/**",), cmake="-DBUILD_TESTING=ON", sample=0.3),
    Project("utf8proc", "C", "CTest", ("utf8proc.c",), cmake="-DUTF8PROC_ENABLE_TESTING=ON"),
    Project("json-c", "C", "CTest, shell scripts", ("*.c",), cmake="-DDISABLE_WERROR=ON", environment=(("USE_VALGRIND", "0"),), sample=0.05),
    Project("cmark", "C", "CTest, Python", ("src/**",), skip=("pathological_tests_library", "spectest_executable"), sample=0.02),
    Project("lz4", "C", "own main", ("lib/**",), configure="cp -r {source}/. {build}",
            make="make -C {build}/tests -j {jobs} frametest CFLAGS={flags}", tests="-- {build}/tests/frametest -s1 -i20", check="{build}/tests/frametest -s1 -i20", sample=0.1),
    Project("libyaml", "C", "CTest", ("src/**",), cmake="-DBUILD_TESTING=ON"),
    Project("cpputest", "C++", "CppUTest", ("src/**", "include/**"), cmake="-DTESTS=ON -DTESTS_DETAILED=OFF", target="CppUTestExtTests",
            tests="-- {build}/tests/CppUTestExt/CppUTestExtTests", check="{build}/tests/CppUTestExt/CppUTestExtTests", sample=0.1),
    Project("catch2", "C++", "Catch2 v2", ("include/**",), cmake="-DCATCH_ENABLE_WERROR=OFF -DCATCH_BUILD_TESTING=ON", sample=0.02),
    Project("cppcheck", "C++", "own", ("lib/**",), cmake="-DBUILD_TESTS=ON", target="testrunner", tests="-- {build}/bin/testrunner -q",
            check="{build}/bin/testrunner -q", directory="{source}", sample=0.002),
)


def cpu_seconds():
    """Of all processes that have ended: other work on the machine doesn't count."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Failed(Exception):
    """`phase` is what didn't work, the message why."""

    def __init__(self, phase, why):
        super().__init__(why)
        self.phase = phase


class Sweep:
    def __init__(self, project, build, allele, major, jobs):
        self.project = project
        self.bin = allele.resolve().parent
        self.directory = build.resolve() / "subjects" / "projects" / project.name
        self.build = build
        self.major = major
        self.jobs = jobs
        self.figures = {"project": project.name, "language": project.language, "framework": project.framework, "llvm": major}

    def fetch(self):
        done = subprocess.run([FETCH, self.project.source_package(), self.build / "subjects" / "sources"], stdout=subprocess.PIPE, text=True)
        if done.returncode == subjects.SKIPPED:
            raise subjects.Unavailable(self.project.name)
        done.check_returncode()
        self.fetched = pathlib.Path(done.stdout.strip())
        version = (self.fetched / "debian" / "changelog").read_text(errors="replace").split("(", 1)[1].split(")", 1)[0]
        self.figures["version"] = version.split("-")[0].split("+")[0].split(":")[-1]

    def shell(self, phase, text, variant, level, environment, cwd):
        words = {"source": shlex.quote(str(cwd.parent / "source")), "build": shlex.quote(str(cwd)), "flags": shlex.quote(f"-{level}"),
                 "jobs": self.jobs, "target": self.project.target,
                 "left_out": f"-E {shlex.quote('^(' + '|'.join(self.project.skip) + ')$')}" if self.project.skip else ""}
        command = text.format(**words)
        log = self.directory / f"{variant}-{phase}.log"
        start = cpu_seconds()
        with log.open("w") as out:
            done = subprocess.run(["/bin/sh", "-c", command], cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            tail = log.read_text(errors="replace")[-3000:]
            raise Failed(f"{phase} ({variant})", f"{command}\nexit code {done.returncode}; the end of {log}:\n{tail}")
        return cpu_seconds() - start

    def make(self, level, instrumented):
        """Builds and tests; gives the directory, and the CPU seconds of both."""
        variant = ("mutants-" if instrumented else "plain-") + level
        place = self.directory / variant
        shutil.rmtree(place, ignore_errors=True)
        build = place / "build"
        build.mkdir(parents=True)
        shutil.copytree(self.fetched, place / "source", symlinks=True)
        environment = subjects.plainEnvironment() | dict(self.project.environment)
        if instrumented:
            environment |= {"CC": str(self.bin / "allele-cc"), "CXX": str(self.bin / "allele-c++"), "ALLELE_CC": f"clang-{self.major}",
                            "ALLELE_CXX": f"clang++-{self.major}", "ALLELE_ROOT": str(build if self.project.configure else place / "source"),
                            "ALLELE_OPTIONS": json.dumps({"include": list(self.project.include)})}
        else:
            environment |= {"CC": f"clang-{self.major}", "CXX": f"clang++-{self.major}"}
        self.shell("configure", self.project.configure or CMAKE + self.project.cmake, variant, level, environment, build)
        seconds = self.shell("build", self.project.make, variant, level, environment, build)
        tests = min(self.shell("test", f"cd {self.project.directory} && {self.project.check}", variant, level, environment, build) for _ in range(2))
        return build, seconds, tests

    def run(self, build):
        results = self.directory / "allele.out"
        shutil.rmtree(results, ignore_errors=True)
        skipped = " ".join(f"--skip-tests {shlex.quote(name)}" for name in self.project.skip)
        sample = f"--sample {self.project.sample:g}" if self.project.sample < 1 else ""
        command = f"cd {self.project.directory} && {shlex.quote(str(self.bin / 'allele'))} run --quiet --out {shlex.quote(str(results))} {sample} {skipped} {self.project.tests}"
        environment = subjects.plainEnvironment() | dict(self.project.environment)
        seconds = self.shell("run", command, "mutants-O2", "O2", environment, build)
        summary = json.loads((results / "summary.json").read_text())
        return summary, seconds

    def all(self, levels, with_run):
        say = lambda text: print(f"{self.project.name}: {text}", flush=True)
        self.fetch()
        built = {}
        for level in levels:
            built[level] = self.make(level, instrumented=True)
            say(f"built with its mutants at -{level} in {built[level][1]:.0f} CPU seconds, passes its tests with nothing active in {built[level][2]:.2f}")
        self.figures["levels"] = sorted(levels)
        self.keep()  # a run may fail
        if with_run and "O2" in levels:
            plain = self.make("O2", instrumented=False)
            build, seconds, tests = built["O2"]
            self.figures |= {"build": seconds, "plain build": plain[1], "tests": tests, "plain tests": plain[2]}
            summary, run = self.run(build)
            self.figures |= {"summary": summary, "run": run, "sample": self.project.sample}
            say(f"a run took {run:.0f} CPU seconds")
        self.keep()

    def keep(self):
        (self.directory / "figures.json").write_text(json.dumps(self.figures, indent=1) + "\n")


PAGE = """\
# Real projects

Debian source packages, built as their own documentation says with `allele cc` and `allele c++` in place of the compiler, and tested by their own tests. Each passes them at -O0 and -O2 with its mutants
compiled in and none active. Made by `test/subjects/projects.py --build build`, then `--table docs/subjects.md`; nightly it is ctest's `subjects.project.*`. A figure says what that project's tests notice with the
default level, not how good the project is: some of the tests need hours or other machines and were left out.

| project | | tests | mutants | score | strength | lines covered | run, CPU time | mutants run | build | tests |
|---|---|---|---|---|---|---|---|---|---|---|
{rows}

*mutants*: without ignored ones and duplicates. *score* is of all mutants, *strength* of those that a test reaches; of a sample where not all were run. *build* and *tests*: CPU time with mutants
and none active, in times of the plain build at -O2; of tests below {shortest:g} s nobody can tell. {levels}

Left out, with the reason:

{left_out}
"""
SHORTEST_TESTS = 0.2  # seconds
NOT_HERE = (
    ("expat", "its source package can't be fetched at present"),
    ("rapidjson", "clang 19 refuses it without Allele, too"),
    ("c-ares", "its tests need a network"),
)


def percent(ratio):
    return "" if ratio.get("value") is None else f"{100 * ratio['value']:.1f} %"


def duration(seconds):
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def row_of(figures):
    cells = [f"{figures['project']} {figures['version']}", figures["language"], figures["framework"]]
    if "summary" not in figures or "run" not in figures:
        return "| " + " | ".join([*cells, *[""] * 8]) + " |"
    summary = figures["summary"]
    mutants = summary["mutants"]
    counted = mutants["total"] - mutants["ignored"] - mutants["duplicates"]
    tests = figures["tests"] / figures["plain tests"] if figures["plain tests"] >= SHORTEST_TESTS else None
    return "| " + " | ".join([
        *cells, f"{counted:,}", percent(summary["score"]), percent(summary["strength"]), percent(summary["coverage"]), duration(figures["run"]),
        "all" if figures["sample"] == 1 else f"{100 * figures['sample']:g} %", f"{figures['build'] / figures['plain build']:.1f}",
        "" if tests is None else f"{tests:.2f}",
    ]) + " |"


def table(build, path):
    known = [json.loads(file.read_text()) for project in PROJECTS if (file := build / "subjects" / "projects" / project.name / "figures.json").exists()]
    if not known:
        sys.exit("no figures yet: run this without --table first")
    only = [figures["project"] for figures in known if set(figures["levels"]) < {"O0", "O2"}]
    levels = "" if not only else f"At one level only: {', '.join(only)}."
    path.write_text(PAGE.format(rows="\n".join(map(row_of, known)), shortest=SHORTEST_TESTS, levels=levels,
                                left_out="\n".join(f"- {name}: {why}" for name, why in NOT_HERE)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build", type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--allele", type=pathlib.Path, help="another Allele than that build's, such as an installed one")
    parser.add_argument("--projects", nargs="+", choices=[project.name for project in PROJECTS], default=[project.name for project in PROJECTS])
    parser.add_argument("--levels", nargs="+", default=["O0", "O2"], choices=["O0", "O1", "O2", "O3", "Os"])
    parser.add_argument("--llvm", default=subjects.MAIN_LLVM, help="major version of the clang")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--names", action="store_true", help="print the projects' names, and do nothing else")
    parser.add_argument("--no-run", action="store_true", help="build and test only")
    parser.add_argument("--table", type=pathlib.Path, help="write the page of the figures that are there, and do nothing else")
    arguments = parser.parse_args()
    if arguments.names:
        print(*(project.name for project in PROJECTS), sep="\n")
        return 0
    if arguments.table:
        table(arguments.build, arguments.table)
        return 0

    failed, skipped = [], []
    for project in PROJECTS:
        if project.name not in arguments.projects:
            continue
        try:
            Sweep(project, arguments.build, arguments.allele or arguments.build / "bin" / "allele", arguments.llvm, arguments.jobs).all(arguments.levels, not arguments.no_run)
        except subjects.Unavailable:
            print(f"{project.name}: its sources can't be fetched", flush=True)
            skipped.append(project.name)
        except Failed as problem:
            print(f"{project.name}: FAILED, {problem.phase}: {problem}", flush=True)
            failed.append(f"{project.name} ({problem.phase})")
    if failed:
        print("failed: " + ", ".join(failed))
        return 1
    return subjects.SKIPPED if len(skipped) == len(arguments.projects) else 0


if __name__ == "__main__":
    sys.exit(main())
