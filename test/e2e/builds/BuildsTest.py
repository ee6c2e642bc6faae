"""The recipes of docs/guide/builds come to what the guide says, and the CMake package keeps its promises.

Usage: BuildsTest.py --allele PATH --source PATH [--prefix PATH] [TEST...]
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ALLELE = None
SOURCE = None
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY = "...\n"


class BuildsTest(unittest.TestCase):
    """Each works in a copy of the example, which stands to Allele's programs as the original does."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="allele builds ")
        self.addCleanup(temporary.cleanup)
        root = Path(temporary.name).resolve()
        (root / "build").symlink_to(ALLELE.parent.parent)
        self.work = root / "docs" / "guide" / "builds"
        shutil.copytree(SOURCE / "docs" / "guide" / "builds", self.work)
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("ALLELE_", "CCACHE_", "CMAKE_")) and name not in ("CC", "CXX", "CFLAGS", "CXXFLAGS", "MAKEFLAGS")}
        self.environment["PATH"] = f"{ALLELE.parent}:{self.environment['PATH']}"

    def shell(self, text, code=0, **environment):
        done = subprocess.run(["sh", "-ec", text], cwd=self.work, env=self.environment | environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)
        self.assertEqual(done.returncode, code, done.stdout)
        return done.stdout

    def sections(self):
        """Title to its blocks: kind and text."""
        parts = re.split(r"^## (.*)\n", (self.work / "README.md").read_text(), flags=re.MULTILINE)
        return {title: BLOCK.findall(text) for title, text in zip(["", *parts[1::2]], parts[::2])}

    def check_section(self, title):
        """The commands of a section, in one shell; what stands behind them is in what they print, in that order."""
        blocks = self.sections()[title]
        checked = 0
        for (kind, commands), (following, text) in zip(blocks, [*blocks[1:], ("", "")]):
            if kind != "sh":
                continue
            printed = self.shell(commands)
            if following != "text":
                continue
            checked += 1
            for part in text.split(ANY):
                self.assertIn(part, printed)
                printed = printed[printed.index(part) + len(part):]
        self.assertGreater(checked, 0)

    def test_cmake(self):
        lists = (self.work / "CMakeLists.txt").read_text()
        for line in next(text for kind, text in self.sections()["CMake"] if kind == "cmake").splitlines():
            self.assertIn(line, lists)
        self.check_section("CMake")

    def test_make(self):
        self.check_section("Make")

    def test_autotools(self):
        self.check_section("Autotools")

    def test_meson(self):
        self.check_section("Meson")

    def test_ccache(self):
        self.check_section("ccache")

    def test_every_recipe_is_executed(self):
        executed = {name.removeprefix("test_").replace("_", " ") for name in dir(self) if name.startswith("test_")}
        for title, blocks in self.sections().items():
            if title and any(kind == "sh" for kind, _ in blocks):
                self.assertIn(title.lower(), executed)

    # The CMake package.

    def project(self, text, name="project"):
        directory = self.work / name
        directory.mkdir(exist_ok=True)
        for file in ("clamp.c", "clamp.h", "clamp_test.c", "allele.yml"):
            shutil.copy(self.work / file, directory / file)
        (directory / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.20)\nproject(p LANGUAGES C CXX)\nenable_testing()\n"
                                                  "find_package(Allele 0.1 REQUIRED)\n" + text)
        return name

    def configure(self, text, *words, code=0, generator="Ninja", compiler="clang-19", **environment):
        name = self.project(text)
        return self.shell(f"cmake -G '{generator}' -S {name} -B made -DCMAKE_C_COMPILER={compiler} -DCMAKE_CXX_COMPILER={compiler.replace('clang', 'clang++').replace('gcc', 'g++')} "
                          f"-DCMAKE_PREFIX_PATH='{ALLELE.parent.parent}' {' '.join(words)}", code, **environment)

    LIBRARY = "add_library(clamp SHARED clamp.c)\nadd_executable(clamp_test clamp_test.c)\ntarget_link_libraries(clamp_test clamp)\n"

    def test_objects_are_compiled_again_when_the_configuration_changes(self):
        for generator in ("Ninja", "Unix Makefiles"):
            with self.subTest(generator):
                self.configure(self.LIBRARY + "allele_instrument(clamp)\n", generator=generator)
                self.shell("cmake --build made")
                self.assertNotIn("clamp.c.o", self.shell("cmake --build made"))
                mutants = self.shell("allele list made/libclamp.so")
                (self.work / "project" / "allele.yml").write_text("operators: [lt-to-le]\n")
                self.shell("cmake --build made")
                self.assertEqual(len(self.shell("allele list made/libclamp.so").splitlines()), 2)
                self.assertGreater(len(mutants.splitlines()), 2)
                shutil.rmtree(self.work / "made")

    def test_only_named_targets_have_mutants(self):
        self.configure("add_library(other SHARED clamp.c)\n" + self.LIBRARY + "allele_instrument(clamp)\nallele_instrument(clamp)\n")
        self.shell("cmake --build made")
        self.assertIn("clamp.c:4", self.shell("allele list made/libclamp.so"))
        self.assertIn("no mutants", self.shell("allele list made/libother.so", code=7))

    def test_ccache_in_front_notices_the_configuration(self):
        self.configure(self.LIBRARY + "allele_instrument(clamp)\n", "-DCMAKE_C_COMPILER_LAUNCHER=ccache", CCACHE_DIR=str(self.work / "cache"))
        cache = {"CCACHE_DIR": str(self.work / "cache")}
        self.shell("cmake --build made", **cache)
        (self.work / "project" / "allele.yml").write_text("operators: [lt-to-le]\n")
        self.shell("cmake --build made", **cache)
        self.assertEqual(len(self.shell("allele list made/libclamp.so").splitlines()), 2)
        (self.work / "project" / "clamp.c").touch()
        self.shell("cmake --build made", **cache)
        self.assertRegex(self.shell("ccache --print-stats", **cache), r"(?m)^direct_cache_hit\t1$")

    def test_a_mutation_test_of_a_program(self):
        self.configure(self.LIBRARY + "allele_instrument(clamp)\n"
                       "allele_add_mutation_test(NAME low COMMAND clamp_test FAIL_UNDER score=50 strength=50 JOBS 1)\n"
                       "allele_add_mutation_test(NAME high COMMAND clamp_test FAIL_UNDER score=99 OUT there OPTIONS --quiet)\n")
        self.shell("cmake --build made")
        printed = self.shell("ctest --test-dir made", code=8)
        self.assertRegex(printed, r"low \.+ +Passed")
        self.assertRegex(printed, r"high \.+\*\*\*Failed")
        self.assertTrue((self.work / "made" / "low.out" / "report.html").exists())
        self.assertTrue((self.work / "made" / "there" / "report.html").exists())

    def test_what_is_wrong_is_said_at_configure_time(self):
        for text, said in (
            ("allele_instrument(nothing)\n", "there is no target nothing"),
            ("allele_instrument()\n", "name one target at least"),
            ("add_library(only INTERFACE)\nallele_instrument(only)\n", "has no sources of its own"),
            ("allele_add_mutation_test(COMMAND x)\n", "NAME is missing"),
            ("allele_add_mutation_test(NAME x)\n", "give either COMMAND"),
            ("allele_add_mutation_test(NAME x CTEST COMMAND y)\n", "give either COMMAND"),
            ("allele_add_mutation_test(NAME x CTEST FAIL_UNDR score=1)\n", "unknown argument 'FAIL_UNDR"),
        ):
            with self.subTest(said):
                self.assertIn(said, " ".join(self.configure(text, code=1).split()))

    def test_another_compiler_is_refused(self):
        printed = " ".join(self.configure(self.LIBRARY + "allele_instrument(clamp)\n", compiler="gcc", code=1).split())
        self.assertIn("the compiler of C is GNU", printed)
        self.assertIn("-DCMAKE_C_COMPILER=clang", printed)

    # The compilers.

    def test_a_compiler_gives_mutants_whatever_debug_information_is_asked_for(self):
        for flags in ("", "-g0", "-g1", "-g -g0", "-gline-tables-only", "-gdwarf-4", "-ggdb3", "-gsplit-dwarf", "-Werror", "-O2 -save-temps"):
            with self.subTest(flags):
                self.shell(f"allele cc {flags} -shared -fPIC clamp.c -o clamp.so")
                self.assertEqual(len(self.shell("allele list clamp.so").splitlines()), 23)

    def test_a_compiler_is_quiet_where_it_has_nothing_to_do(self):
        self.assertEqual(self.shell("allele cc -Werror -c clamp.c && allele cc -Werror -shared clamp.o -o clamp.so && allele cc -Werror -E clamp.c > clamp.i && "
                                    "allele cc -Werror -c clamp.i && echo '.globl f' > f.s && allele cc -Werror -c f.s"), "")

    def test_a_compiler_passes_exit_codes_and_words_on(self):
        self.assertIn("no such file or directory", self.shell("allele cc -c none.c", code=1))
        self.assertEqual(self.shell("""allele cc '-DTEXT="a b"' -DEMPTY= -xc -E -P - <<'END' | grep -v '^$'\nTEXT EMPTY\nEND\n"""), '"a b"\n')
        self.assertIn("clang version 19", self.shell("allele-cc --version"))
        self.assertIn("clang version 22", self.shell("allele c++ --version", ALLELE_CXX="clang++-22"))
        self.assertIn("clang version 16", self.shell("allele launch clang-16 --version"))

    def test_what_is_no_compiler_is_refused(self):
        for words, environment, said in (
            ("cc -c clamp.c", {"ALLELE_CC": "gcc"}, "gcc: `--version` names no clang version"),
            ("cc -c clamp.c", {"ALLELE_CC": "allele cc"}, "that is Allele itself"),
            ("c++ -c clamp.c", {"ALLELE_CXX": "allele-c++"}, "that is Allele itself"),
            ("cc -c clamp.c", {"ALLELE_CC": "nowhere"}, "nowhere: can't be started: No such file or directory; it is in no directory of PATH"),
            ("launch", {}, "the compiler is missing"),
            ("launch ccache", {}, "the compiler is missing"),
        ):
            with self.subTest(said):
                self.assertIn(said, self.shell(f"allele {words}", code=1, **environment))

    def test_ccache_keeps_apart_what_variables_change(self):
        cache = {"CCACHE_DIR": str(self.work / "cache"), "ALLELE_CC": "ccache clang-19"}
        lists = {}
        for options in ("", "{operators: [lt-to-le]}", "{operators: [sub-to-add]}", ""):
            self.shell("allele cc -fPIC -c clamp.c && clang-19 -shared clamp.o -o clamp.so", ALLELE_OPTIONS=options, **cache)
            mutants = self.shell("allele list clamp.so")
            self.assertEqual(lists.setdefault(options, mutants), mutants)
        self.assertEqual(len(set(lists.values())), 3)
        self.assertRegex(self.shell("ccache --print-stats", **cache), r"(?m)^direct_cache_hit\t1$")

    def test_ccache_sees_another_plugin(self):
        # A copy of Allele that has a plugin to change.
        copy = self.work / "copy"
        for folder in ("bin", "lib"):
            (copy / folder).mkdir(parents=True)
        shutil.copy(ALLELE, copy / "bin" / "allele")
        plugin = copy / "lib" / "allele-19.so"
        shutil.copy(ALLELE.parent.parent / "lib" / "allele-19.so", plugin)
        hits = []
        for seconds in (1, 1, 2):
            os.utime(plugin, (seconds, seconds))
            self.shell("copy/bin/allele launch ccache clang-19 -c clamp.c", CCACHE_DIR=str(self.work / "cache"))
            hits.append(re.search(r"(?m)^direct_cache_hit\t(\d+)$", self.shell("ccache --print-stats", CCACHE_DIR=str(self.work / "cache")))[1])
        self.assertEqual(hits, ["0", "1", "1"])

    def test_ccache_in_front_keeps_nothing(self):
        cache = {"CCACHE_DIR": str(self.work / "cache")}
        for options, mutants in (("{operators: [lt-to-le]}", 2), ("{operators: [all]}", 40)):
            self.shell("ccache allele-cc -fPIC -c clamp.c && clang-19 -shared clamp.o -o clamp.so", ALLELE_OPTIONS=options, **cache)
            self.assertEqual(len(self.shell("allele list clamp.so").splitlines()) >= 40, mutants == 40)
        self.assertRegex(self.shell("ccache --print-stats", **cache), r"(?m)^direct_cache_hit\t0$")

    def test_another_name_is_no_subcommand(self):
        (self.work / "allele-next").symlink_to(ALLELE)
        self.assertRegex(self.shell("./allele-next --version"), r"^allele \d")

    def test_ccache_caches_nothing_that_depends_on_git(self):
        self.shell("git init -q && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m 1")
        cache = {"CCACHE_DIR": str(self.work / "cache"), "ALLELE_CC": "ccache clang-19", "ALLELE_OPTIONS": "{diff: {ref: HEAD}}"}
        self.shell("allele cc -c clamp.c && allele cc -c clamp.c", **cache)
        self.assertRegex(self.shell("ccache --print-stats", **cache), r"(?m)^direct_cache_hit\t0$")


def main():
    global ALLELE, SOURCE
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--allele", required=True, type=Path)
    parser.add_argument("--source", required=True, type=Path, help="the top of Allele's sources")
    arguments, rest = parser.parse_known_args()
    ALLELE, SOURCE = arguments.allele.resolve(), arguments.source.resolve()
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
