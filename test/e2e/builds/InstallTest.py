"""What is installed and packaged works where it lies: the command, the CMake package, man pages and completions.

Usage: InstallTest.py --build PATH --majors MAJOR,... [TEST...]
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = None
MAJORS = None
EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "builds"


def command(words, code=0, cwd=None, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ALLELE_", "CMAKE_")) and name not in ("CC", "CXX")}
    done = subprocess.run(words, cwd=cwd, env=clean | environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}"
    return done.stdout


class Works(unittest.TestCase):
    """A mutation test of the example with the Allele below `self.prefix`."""

    def check_works(self):
        allele = self.prefix / "bin" / "allele"
        work = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="allele user "))).resolve()
        shutil.copytree(EXAMPLE, work / "example")
        for major in MAJORS:
            with self.subTest(major):
                flags = shlex.split(command([allele, "flags", "--clang", f"clang-{major}"]))
                plugin = Path(flags[1].removeprefix("-fpass-plugin="))
                self.assertTrue(plugin.is_relative_to(self.prefix) and plugin.exists(), plugin)
                command([self.prefix / "bin" / "allele-cc", "clamp.c", "clamp_test.c", "-o", "program"], cwd=work / "example", ALLELE_CC=f"clang-{major}")
                done = command([allele, "run", "--", "./program"], cwd=work / "example")
                self.assertIn("17 killed, 6 survived", done)
                self.assertNotIn("is missing", done)  # the fork server
        command(["cmake", "-G", "Ninja", "-B", "made", "-DCMAKE_C_COMPILER=clang-19", f"-DCMAKE_PREFIX_PATH={self.prefix}", "-DMUTATION=ON"], cwd=work / "example")
        command(["cmake", "--build", "made"], cwd=work / "example")
        self.assertIn("score 73.91 % is 6.09 points below 80 %", command(["ctest", "--test-dir", "made", "--output-on-failure"], code=8, cwd=work / "example"))


class InstallTest(Works):
    @classmethod
    def setUpClass(cls):
        root = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="allele install "))).resolve()
        command(["cmake", "--install", BUILD, "--prefix", root / "first"])
        (root / "first").rename(root / "moved")  # nothing of it knows where it was
        cls.prefix = root / "moved"

    def test_it_works_where_it_was_moved_to(self):
        self.check_works()

    def test_nothing_of_the_machine_is_in_it(self):
        for path in self.prefix.rglob("*"):
            if path.is_file() and path.suffix in (".cmake", ".1", ".md", ".yml", ""):
                self.assertNotIn(str(BUILD.parent), path.read_bytes().decode(errors="replace") if path.parent.name != "bin" else "", path)

    def subcommands(self):
        return re.findall(r"^  ([a-z+]+)  ", command([self.prefix / "bin" / "allele", "--help"]).split("Subcommands:")[1], re.MULTILINE)

    def test_each_subcommand_has_a_man_page_with_its_options(self):
        pages = self.prefix / "share" / "man" / "man1"
        self.assertEqual({page.name for page in pages.iterdir()}, {"allele.1", *(f"allele-{name}.1" for name in self.subcommands())})
        for page in sorted(pages.iterdir()):
            with self.subTest(page.name):
                self.assertEqual(command(["mandoc", "-T", "lint", "-W", "error", page]), "")
                text = command(["mandoc", "-T", "ascii", page])
                text = re.sub(".\b", "", text)
                words = [] if page.stem == "allele" else [page.stem.removeprefix("allele-")]
                options = set(re.findall(r"^  (?:-\w,)?(--[a-z][a-z-]+)", command([self.prefix / "bin" / "allele", *words, "--help"]), re.MULTILINE))
                self.assertGreaterEqual(len(options), 1)
                for option in options:
                    self.assertIn(option, text)

    def completions(self, shell, line):
        script = {"bash": self.prefix / "share/bash-completion/completions/allele", "zsh": self.prefix / "share/zsh/vendor-completions/_allele",
                  "fish": self.prefix / "share/fish/vendor_completions.d/allele.fish"}[shell]
        words = line.split(" ")
        if shell == "bash":
            text = f"source {shlex.quote(str(script))}; COMP_WORDS=({' '.join(map(shlex.quote, words))}); COMP_CWORD={len(words) - 1}; _allele; printf '%s\\n' \"${{COMPREPLY[@]}}\""
            return command(["bash", "--norc", "-c", text]).split()
        if shell == "fish":
            return [line.split("\t")[0] for line in command(["fish", "--no-config", "-c", f"source {shlex.quote(str(script))}; complete -C {shlex.quote(line)}"]).splitlines()]
        # In a terminal of zsh's own: what it shows for Tab.
        text = """
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PS1=; fpath=($SCRIPTS $fpath); autoload -U compinit; compinit -u -D; LISTMAX=10000; bindkey "^I" list-choices; echo REA""DY'
zpty -r -m z _ '*READY*'
zpty -w -n z $LINE$'\t'
sleep 1
while zpty -r -t z part; do print -rn -- $part; done
zpty -d z"""
        shown = command(["zsh", "-f", "-c", text], HOME=str(self.prefix), TERM="dumb", COLUMNS="200", SCRIPTS=str(script.parent), LINE=line)
        return re.findall(r"[\w+-]+", shown)

    def test_shells_complete_subcommands_options_and_values(self):
        for shell in ("bash", "fish", "zsh"):
            with self.subTest(shell):
                self.assertLessEqual({"merge", "man"}, set(self.completions(shell, "allele m")))
                self.assertNotIn("run", self.completions(shell, "allele m"))
                self.assertIn("--isolate", self.completions(shell, "allele run --i"))
                self.assertLessEqual({"auto", "none", "tmp", "copy", "overlay"}, set(self.completions(shell, "allele run --isolate ")))
                self.assertIn("add-to-sub", self.completions(shell, "allele operators add-to-s"))


class PackagesTest(Works):
    @classmethod
    def setUpClass(cls):
        root = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="allele packages "))).resolve()
        command(["cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", root / "made"])
        cls.packages = sorted((root / "made").glob("*.deb"))
        for package in cls.packages:
            command(["dpkg-deb", "--extract", package, root / "system"])
        cls.prefix = root / "system" / "usr"

    def field(self, package, name):
        return command(["dpkg-deb", "--field", package, name]).strip()

    def test_there_is_one_of_the_command_and_one_of_each_plugin(self):
        self.assertEqual({self.field(package, "Package") for package in self.packages}, {"allele", *(f"allele-llvm-{major}" for major in MAJORS)})
        for package in self.packages:
            name, depends = self.field(package, "Package"), self.field(package, "Depends")
            self.assertRegex(depends, r"\blibc6 \(>= ")
            if name == "allele":
                for library in ("libsqlite3-0", "libfmt9", "libyaml-cpp0.7"):
                    self.assertIn(library, depends)
                continue
            major = int(name.rsplit("-", 1)[1])
            self.assertIn(f"clang-{major} (>= 1:{major}), clang-{major} (<< 1:{major + 1}~)", depends)
            self.assertRegex(depends, r"\ballele \(= ")
            self.assertNotIn("libllvm", depends)

    def test_they_work_below_another_root(self):
        self.check_works()


def main():
    global BUILD, MAJORS
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=Path)
    parser.add_argument("--majors", required=True, help="with commas between them")
    arguments, rest = parser.parse_known_args()
    BUILD, MAJORS = arguments.build.resolve(), arguments.majors.split(",")
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
