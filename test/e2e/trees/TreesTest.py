"""Tests of build systems are run as these run them, and give the verdicts that they should.

Usage: TreesTest.py --allele PATH [TEST...]
"""

import argparse
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ALLELE = None

# Above each project's own lines. Only code.* has mutants.
CMAKE_HEAD = """\
cmake_minimum_required(VERSION 3.22)
project(trees {language})
enable_testing()
set_source_files_properties(code.{suffix} PROPERTIES COMPILE_OPTIONS "${{ALLELE_FLAGS}}")
"""


# code.c: one function a line, each with the mutant add-to-sub.
def functions(*names):
    return "".join(f"int {name}(int a) {{ return a + 1; }}\n" for name in names)


def declarations(*names):
    return "".join(f"int {name}(int);\n" for name in names)


class TreesTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="allele trees ")
        self.addCleanup(temporary.cleanup)
        self.work = Path(temporary.name).resolve()
        self.directory = self.work / "build"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("ALLELE_", "GTEST_"))}

    def flags(self, compiler):
        return shlex.split(subprocess.run([ALLELE, "flags", "--clang", compiler], capture_output=True, text=True, check=True).stdout)

    def write(self, files):
        for name, text in files.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def configure(self, lists, files, language="C"):
        """A project of CMake in self.work, and its build directory."""
        # GoogleTest's targets want to know the compiler's features; all else goes without a look at the compiler.
        suffix, compiler, known = {"C": ("c", "clang-19", "FORCED"), "CXX": ("cpp", "clang++-19", "WORKS")}[language]
        head = CMAKE_HEAD.format(language=language, suffix=suffix).encode()
        self.write({**files, "CMakeLists.txt": head + (lists if isinstance(lists, bytes) else lists.encode())})
        subprocess.run(["cmake", "-G", "Ninja", "-S", ".", "-B", self.directory, f"-DCMAKE_{language}_COMPILER={compiler}",
                        f"-DCMAKE_{language}_COMPILER_{known}=1", "-DCMAKE_BUILD_TYPE=", f"-DCMAKE_{language}_FLAGS=-O1 -g",
                        "-DALLELE_FLAGS=" + ";".join(self.flags(compiler))],
                       cwd=self.work, check=True, stdout=subprocess.DEVNULL)

    def build(self, *configuration, **language):
        self.configure(*configuration, **language)
        done = subprocess.run(["cmake", "--build", self.directory], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def allele(self, subcommand, *words, code=0, environment=None, cwd=None):
        """`environment`: added to the usual one. `code`: None takes any."""
        if subcommand == "run":
            words = ("--operators", "add-to-sub", *words)
        done = subprocess.run([ALLELE, subcommand, *words], cwd=cwd or self.work, env={**self.environment, **(environment or {})}, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, errors="replace", timeout=300)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def run_tree(self, *options, code=0):
        return self.allele("run", "-v", *options, "--ctest", str(self.directory), code=code)

    def listed(self, *options):
        return [test["name"] for test in json.loads(self.allele("tests", "--json", "--ctest", str(self.directory), *options).stdout)]

    def query(self, text):
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            return store.execute(text).fetchall()

    def verdicts(self):
        """Verdict and killers of each line's mutant, in the order of lines."""
        killers = {}
        for line, name in self.query("SELECT line, name FROM kill JOIN mutant ON mutant.id = kill.mutant JOIN test ON test.number = kill.test"):
            killers.setdefault(line, set()).add(name)
        rows = sorted(self.query("SELECT line, verdict FROM mutant JOIN outcome ON outcome.mutant = mutant.id"))
        self.assertEqual(len({line for line, _ in rows}), len(rows), "more than one verdict on a mutant")
        return [(verdict, *sorted(killers.get(line, ()))) for line, verdict in rows]

    def fails_by_hand(self, mutant, original=False):
        """By the line that is shown, or else the same without the mutant."""
        shown = self.allele("show", mutant).stdout
        command = shown.partition("  repeat: ")[2].splitlines()[0]
        if original:
            command = command.partition(" ")[2]
        done = subprocess.run(["sh", "-c", command], cwd=self.work, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        self.assertNotIn("No tests were found", done.stdout + done.stderr)
        return done.returncode != 0

    def stops_in_debugger(self, mutant):
        """By the line that is shown. True without a debugger."""
        shown = self.allele("show", mutant).stdout
        command = shown.partition("  debug:  ")[2].splitlines()[0].replace(" --args ", " -ex run --args ", 1).replace("gdb ", "gdb -batch ", 1)
        done = subprocess.run(["sh", "-c", command], cwd=self.work, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        return not shutil.which("gdb") or " hit Breakpoint 1" in done.stdout

    def mutant_in(self, function):
        return self.query(f"SELECT mutant.id FROM mutant JOIN site ON site.mutant = mutant.number WHERE function = '{function}'")[0][0]

    def summary(self):
        return json.loads((self.work / "allele.out" / "summary.json").read_text())

    # ---- properties of CTest

    RULES = ("will_fail", "pass_text", "fail_text", "skip_text", "skip_code", "may_skip", "environment", "modified",
             "directory", "disabled", "arguments")

    RULES_TESTS = declarations(*RULES) + r"""
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <unistd.h>
    static int differs(const char *name, const char *value) {
      const char *found = getenv(name);
      return value == 0 ? found != 0 : found == 0 || strcmp(found, value) != 0;
    }
    int main(int argc, char **argv) {
      const char *what = argv[1];
      char here[4096];
      getcwd(here, sizeof here);
      if (!strcmp(what, "will_fail")) return will_fail(2) == 3;
      if (!strcmp(what, "pass_text")) { printf("result: %d\n", pass_text(2)); return 5; }
      if (!strcmp(what, "fail_text")) { if (fail_text(2) != 3) puts("Error: wrong"); return 0; }
      if (!strcmp(what, "skip_text")) { puts("nothing to do"); return skip_text(2) == 3; }
      if (!strcmp(what, "skip_code")) return skip_code(2) == 3 ? 77 : 1;
      if (!strcmp(what, "may_skip")) return may_skip(2) == 3 ? 0 : 77;
      if (!strcmp(what, "environment"))
        return differs("COLOUR", "light red") || differs("LIST", "a;b") || differs("INHERITED", "yes") || environment(2) != 3;
      if (!strcmp(what, "modified"))
        return differs("COLOUR", "dark red") || differs("SEARCH", "/first:/given:/last") || differs("FRESH", "/only") ||
               differs("TEXT", "<>") || differs("ITEMS", "x;y") || differs("INHERITED", 0) || differs("RESET", "here") ||
               differs("AGAIN", "yes:/y") || differs("EMPTY", "/x") || modified(2) != 3;
      if (!strcmp(what, "directory")) return strcmp(strrchr(here, '/'), "/some where") || access("data.txt", R_OK) || directory(2) != 3;
      if (!strcmp(what, "arguments")) return argc != 5 || strcmp(argv[2], "a;b") || strcmp(argv[3], "") || strcmp(argv[4], "x \"y\" $HOME '\n") || arguments(2) != 3;
      return disabled(2) == 3;
    }
    """

    RULES_LISTS = r"""
    add_executable(check code.c tests.c)
    foreach(name will_fail pass_text fail_text skip_text skip_code may_skip environment modified directory disabled)
      add_test(NAME ${name} COMMAND check ${name})
    endforeach()
    add_test(NAME arguments COMMAND check arguments "a;b" "" "x \"y\" $HOME '\n")
    set_tests_properties(will_fail PROPERTIES WILL_FAIL ON)
    set_tests_properties(pass_text PROPERTIES PASS_REGULAR_EXPRESSION "nothing;result: [34]")
    set_tests_properties(fail_text PROPERTIES FAIL_REGULAR_EXPRESSION "leak;[eE]rror")
    set_tests_properties(skip_text PROPERTIES SKIP_REGULAR_EXPRESSION "nothing to do")
    set_tests_properties(skip_code may_skip PROPERTIES SKIP_RETURN_CODE 77)
    set_tests_properties(environment PROPERTIES ENVIRONMENT "COLOUR=light red;LIST=a\\;b")
    set_tests_properties(modified PROPERTIES
      ENVIRONMENT "COLOUR=light red;SEARCH=/given;RESET=here;EMPTY="
      ENVIRONMENT_MODIFICATION "COLOUR=set:dark red;SEARCH=path_list_append:/last;SEARCH=path_list_prepend:/first;FRESH=path_list_append:/only;TEXT=string_append:>;TEXT=string_prepend:<;ITEMS=cmake_list_append:x;ITEMS=cmake_list_append:y;INHERITED=unset:;RESET=set:x;RESET=reset:;AGAIN=unset:;AGAIN=path_list_append:/y;EMPTY=path_list_append:/x")
    set_tests_properties(may_skip PROPERTIES ENVIRONMENT_MODIFICATION "X=no_such:y")
    set_tests_properties(directory PROPERTIES WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}/some where")
    set_tests_properties(disabled PROPERTIES DISABLED ON)
    """

    def test_each_property_counts_in_the_verdicts(self):
        self.environment.update(INHERITED="yes", AGAIN="yes")
        self.build(self.RULES_LISTS, {"code.c": functions(*self.RULES), "tests.c": self.RULES_TESTS, "some where/data.txt": ""})
        done = self.run_tree()
        self.assertIn("1 disabled test left out", done.stderr)
        self.assertIn("1 ENVIRONMENT_MODIFICATION not understood", done.stderr)
        self.assertIn("2 tests left out, since", done.stderr)
        expected = {name: ("killed", name) for name in self.RULES}
        for name in ("skip_text", "skip_code", "disabled"):
            expected[name] = ("not reached",)
        expected["may_skip"] = ("survived",)
        self.assertEqual(dict(zip(self.RULES, self.verdicts())), expected)
        self.assertTrue(self.summary()["forks"])
        self.assertTrue(self.stops_in_debugger(self.mutant_in("environment")))
        self.assertIn(f" ctest --test-dir {shlex.quote(str(self.directory))} -R '^may_skip$'\n", done.stdout)
        reference = self.verdicts()
        self.run_tree("--no-fork", "--isolate", "copy")
        self.assertEqual(self.verdicts(), reference)
        # ctest agrees that none of them fails, but for what it doesn't know either.
        done = subprocess.run(["ctest", "--test-dir", self.directory, "-E", "may_skip"], env=self.environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def ctest(self, *options):
        """The names of the tests that ctest takes for failed."""
        done = subprocess.run(["ctest", "--test-dir", self.directory, *options], env=self.environment, capture_output=True, text=True, errors="replace")
        return {line.split(" - ", 1)[1].rsplit(" (", 1)[0] for line in done.stdout.partition("tests FAILED:\n")[2].splitlines() if " - " in line}

    def test_expressions_are_those_of_cmake(self):
        # Each mutant makes the program print "no" and what follows for "yes".
        expressions = {
            "braces": (r"PASS_REGULAR_EXPRESSION [==[^yes {2}\[x\]]==]", "yes {2}[x]"),
            "backslash": (r"PASS_REGULAR_EXPRESSION [==[^\y\e\s \d]==]", "yes d"),
            "brackets": (r"PASS_REGULAR_EXPRESSION [==[^[\yes]+ [[:digit:]]]==]", "yes d]"),
            "lines": (r'PASS_REGULAR_EXPRESSION "^yes a\nb\n$"', r"yes a\r\r\nb"),
            "no_expression": (r"FAIL_REGULAR_EXPRESSION [==[y**;(e*)*;no]==]", "yes"),
        }
        self.build("add_executable(check code.c tests.c)\n" + "".join(
                       f"add_test(NAME {name} COMMAND check {name})\nset_tests_properties({name} PROPERTIES {property})\n"
                       for name, (property, _) in expressions.items()),
                   {"code.c": functions(*expressions),
                    "tests.c": "#include <stdio.h>\n#include <string.h>\n" + declarations(*expressions) + "int main(int argc, char **argv) {\n" +
                               "".join(f'  if (!strcmp(argv[1], "{name}")) printf("%s{text[3:]}", {name}(2) == 3 ? "yes" : "no");\n'
                                       for name, (_, text) in expressions.items()) + "  return 0;\n}\n"})
        self.assertEqual(self.ctest(), set())
        done = self.run_tree()
        self.assertEqual(self.verdicts(), [("killed", name) for name in expressions])
        self.assertIn("'y**' is no regular expression of CMake (a quantifier follows another), so it is never found", done.stderr)

    def test_a_test_that_takes_too_long_or_fails_is_named_and_can_be_left_out(self):
        self.build("add_executable(check code.c tests.c)\n"
                   "foreach(name good slow bad)\nadd_test(NAME ${name} COMMAND check ${name})\nendforeach()\n"
                   "set_tests_properties(slow PROPERTIES TIMEOUT 0.4)\nset_tests_properties(good PROPERTIES TIMEOUT 100)\n",
                   {"code.c": functions("f"),
                    "tests.c": "#include <string.h>\n#include <unistd.h>\n" + declarations("f") +
                               'int main(int argc, char **argv) { if (!strcmp(argv[1], "slow")) sleep(20); return !strcmp(argv[1], "bad") || f(2) != 3; }\n'})
        done = self.run_tree(code=4)
        self.assertRegex(done.stderr, r"2 tests fail by themselves without a mutant:\n  slow .*\n  bad .*exit code 1")
        self.assertIn("--skip-tests NAME", done.stderr)
        self.assertNotIn("good ", done.stderr)
        self.run_tree("--skip-tests", "slow", "--skip-tests", "b?d")
        self.assertEqual(self.verdicts(), [("killed", "good")])
        self.run_tree("--tests", "goo*", "--tests", "none")
        self.assertEqual(self.verdicts(), [("killed", "good")])
        self.assertEqual(self.listed(), ["good", "slow", "bad"])
        self.assertEqual(self.listed("--tests", "*o*", "--skip-tests", "s*"), ["good"])
        done = self.run_tree("--tests", "no such", code=1)
        self.assertIn("--tests and --skip-tests leave out all of 3 tests", done.stderr)

    def test_what_must_not_run_beside_each_other_does_not(self):
        # Each test marks that it runs, where all see it, and fails when it meets one that it must not meet.
        self.build("add_executable(check code.c tests.c)\n"
                   "foreach(name locked also_locked serial plain)\n"
                   'add_test(NAME ${name} COMMAND check ${name} "${CMAKE_SOURCE_DIR}/marks")\nendforeach()\n'
                   'set_tests_properties(locked PROPERTIES RESOURCE_LOCK "port;other")\n'
                   "set_tests_properties(also_locked PROPERTIES RESOURCE_LOCK port)\n"
                   "set_tests_properties(serial PROPERTIES RUN_SERIAL ON)\n",
                   {"code.c": functions("locked", "also_locked", "serial", "plain", "unchecked"), "marks/port/readme": "", "marks/any/readme": "",
                    "tests.c": declarations("locked", "also_locked", "serial", "plain", "unchecked") + r"""
                    #include <dirent.h>
                    #include <fcntl.h>
                    #include <stdio.h>
                    #include <string.h>
                    #include <unistd.h>
                    static int entries(const char *directory) {
                      int count = 0;
                      DIR *stream = opendir(directory);
                      while (readdir(stream)) ++count;
                      closedir(stream);
                      return count - 3;
                    }
                    int main(int argc, char **argv) {
                      char mark[4096], port[4096];
                      const char *what = argv[1];
                      int met = 0, result = 0;
                      chdir(argv[2]);
                      sprintf(mark, "any/%d", (int)getpid());
                      close(open(mark, O_CREAT | O_WRONLY, 0600));
                      if (strstr(what, "locked")) {
                        sprintf(port, "port/%d", (int)getpid());
                        close(open(port, O_CREAT | O_WRONLY, 0600));
                        met |= entries("port") != 1;
                      }
                      usleep(30000);
                      if (strstr(what, "locked")) met |= entries("port") != 1;
                      if (!strcmp(what, "serial")) met |= entries("any") != 1;
                      if (!strcmp(what, "locked")) result = locked(2) != 3;
                      if (!strcmp(what, "also_locked")) result = also_locked(2) != 3;
                      if (!strcmp(what, "serial")) result = serial(2) != 3;
                      if (!strcmp(what, "plain")) result = plain(2) != 3;
                      unchecked(2);
                      unlink(mark);
                      if (strstr(what, "locked")) unlink(port);
                      return met ? 9 : result;
                    }
                    """})
        self.run_tree("-j4", "--isolate", "tmp")
        self.assertEqual(self.verdicts(), [("killed", "locked"), ("killed", "also_locked"), ("killed", "serial"), ("killed", "plain"), ("survived",)])

    def test_fixtures_are_set_up_and_cleaned_up_around_each_run(self):
        self.build("add_executable(check code.c tests.c)\n"
                   "foreach(name uses cleanup stop start setup outside below other)\nadd_test(NAME ${name} COMMAND check ${name})\nendforeach()\n"
                   "set_tests_properties(start PROPERTIES FIXTURES_SETUP place)\n"
                   "set_tests_properties(setup PROPERTIES FIXTURES_SETUP data FIXTURES_REQUIRED place)\n"
                   "set_tests_properties(cleanup PROPERTIES FIXTURES_CLEANUP data)\n"
                   "set_tests_properties(stop PROPERTIES FIXTURES_CLEANUP place)\n"
                   # In another place than the test: out of what is copied, and in it.
                   "set_tests_properties(outside PROPERTIES FIXTURES_SETUP elsewhere WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})\n"
                   "set_tests_properties(below PROPERTIES FIXTURES_SETUP data FIXTURES_REQUIRED place WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/b)\n"
                   "file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/b)\n"
                   "set_tests_properties(uses PROPERTIES FIXTURES_REQUIRED \"data;elsewhere\" SKIP_RETURN_CODE 77)\n",
                   {"code.c": functions("start", "setup", "uses", "cleanup", "crash", "other"),
                    "tests.c": declarations("start", "setup", "uses", "cleanup", "crash", "other") + r"""
                    #include <stdio.h>
                    #include <stdlib.h>
                    #include <string.h>
                    #include <sys/stat.h>
                    #include <unistd.h>
                    int main(int argc, char **argv) {
                      FILE *file;
                      int value = 0;
                      if (!strcmp(argv[1], "start")) return mkdir("place", 0700) || start(2) != 3;
                      if (!strcmp(argv[1], "setup")) {
                        if (access("place/data", F_OK) == 0 || !(file = fopen("place/data", "w"))) return 9;
                        fprintf(file, "%d", setup(2)); // wrong data is no failure of its own
                        return fclose(file);
                      }
                      if (!strcmp(argv[1], "stop")) return rmdir("place");
                      if (!strcmp(argv[1], "outside")) return access("code.c", R_OK);
                      if (!strcmp(argv[1], "below")) return access("../place", R_OK);
                      if (!strcmp(argv[1], "cleanup")) { cleanup(2); unlink("place/data"); return 0; }
                      if (!strcmp(argv[1], "other")) return other(2) != 3;
                      file = fopen("place/data", "r");
                      if (!file || fscanf(file, "%d", &value) != 1) return 8;
                      if (crash(2) != 3) abort();
                      return value != 3 || uses(2) != 3;
                    }
                    """})
        done = self.run_tree("-j2")
        # The mutant is active in the setup, too: another test notices what it made of the data.
        verdicts = self.verdicts()
        self.assertEqual(verdicts[0][0], "killed")
        self.assertEqual(verdicts[1:], [("killed", "uses"), ("killed", "uses"), ("survived",), ("killed", "uses"), ("killed", "other")])
        self.assertIn("each job gets a copy", done.stderr)
        self.assertNotIn("absolute", done.stderr)
        self.assertIn(("crash",), self.query("SELECT cause FROM mutant JOIN outcome ON outcome.mutant = mutant.id WHERE line = 5"))
        # What cleans up runs with the setups, but not with the tests between.
        self.assertEqual(self.query("SELECT name FROM pair JOIN mutant ON mutant.number = pair.mutant JOIN test ON test.number = pair.test WHERE line = 3"), [("uses",)])
        # Nothing but locks keeps them apart here, and nothing else cleans up.
        self.run_tree("-j2", "--isolate", "tmp", "--full-matrix")
        self.assertEqual([verdict[0] for verdict in self.verdicts()], [verdict[0] for verdict in verdicts])
        self.assertFalse((self.directory / "place").exists())

    def test_a_setup_that_fails_fails_the_test_whatever_its_rule(self):
        self.build("add_executable(check code.c tests.c)\n"
                   "add_test(NAME uses COMMAND check uses)\nadd_test(NAME setup COMMAND check setup)\n"
                   "set_tests_properties(setup PROPERTIES FIXTURES_SETUP data)\n"
                   "set_tests_properties(uses PROPERTIES FIXTURES_REQUIRED data WILL_FAIL ON)\n",
                   {"code.c": functions("setup"),
                    "tests.c": "#include <string.h>\n" + declarations("setup") +
                               'int main(int argc, char **argv) { return !strcmp(argv[1], "uses") || setup(2) != 3; }\n'})
        self.run_tree("--tests", "uses")
        self.assertEqual(self.verdicts(), [("killed", "uses")])

    def test_what_a_test_depends_on_runs_before_it_each_time(self):
        names = ("makes", "adds", "uses", "after_bad", "after_place")
        self.build("add_executable(check code.c tests.c)\n"
                   "foreach(name neighbour uses adds makes after_bad bad after_place in_place place_start place_stop)\nadd_test(NAME ${name} COMMAND check ${name})\nendforeach()\n"
                   "set_tests_properties(adds neighbour PROPERTIES RESOURCE_LOCK place)\n"
                   "set_tests_properties(adds PROPERTIES DEPENDS makes ENVIRONMENT COLOUR=red)\n"
                   "set_tests_properties(uses PROPERTIES DEPENDS adds)\n"
                   # Only the order counts, and the shell says nothing of how it ended.
                   'set_tests_properties(after_bad PROPERTIES DEPENDS "bad;no such" FAIL_REGULAR_EXPRESSION "Abort")\n'
                   "set_tests_properties(bad PROPERTIES RUN_SERIAL ON TIMEOUT 100)\n"
                   "set_tests_properties(place_start PROPERTIES FIXTURES_SETUP place)\n"
                   "set_tests_properties(place_stop PROPERTIES FIXTURES_CLEANUP place)\n"
                   "set_tests_properties(in_place PROPERTIES FIXTURES_REQUIRED place)\n"
                   "set_tests_properties(after_place PROPERTIES DEPENDS in_place)\n",
                   {"code.c": functions(*names),
                    "tests.c": declarations(*names) + r"""
                    #include <fcntl.h>
                    #include <stdio.h>
                    #include <stdlib.h>
                    #include <string.h>
                    #include <sys/stat.h>
                    #include <unistd.h>
                    static int value(void) {
                      int read = 0;
                      FILE *file = fopen("data", "r");
                      if (!file || fscanf(file, "%d", &read) != 1) exit(8);
                      return read;
                    }
                    static int set(int value) {
                      FILE *file = fopen("data", "w");
                      fprintf(file, "%d", value);
                      return fclose(file);
                    }
                    static int isAlone(const char *lock, int milliseconds) {
                      if (open(lock, O_CREAT | O_EXCL | O_WRONLY, 0600) < 0) return 0;
                      usleep(1000 * milliseconds);
                      return !unlink(lock);
                    }
                    int main(int argc, char **argv) {
                      const char *what = argv[1];
                      if (!strcmp(what, "neighbour")) return !isAlone("place.lock", 100);
                      if (!strcmp(what, "makes")) {
                        if (isAlone("lock", 30) && !getenv("COLOUR")) return set(makes(2));
                        unlink("data");
                        return 9;
                      }
                      if (!strcmp(what, "adds")) return !isAlone("place.lock", 10) || !getenv("COLOUR") || value() != 3 || set(10 + adds(2));
                      if (!strcmp(what, "uses")) return value() != 13 || uses(2) != 3;
                      if (!strcmp(what, "bad")) { if (isAlone("place.lock", 10)) creat("bad", 0600); abort(); }
                      if (!strcmp(what, "after_bad")) return unlink("bad") || after_bad(2) != 3;
                      if (!strcmp(what, "place_start")) return mkdir("place", 0700);
                      if (!strcmp(what, "in_place")) return access("place", R_OK) || rename("place", "place.d");
                      if (!strcmp(what, "after_place")) return access("place.d", R_OK) || rename("place.d", "place") || after_place(2) != 3;
                      return rmdir("place") && rmdir("place.d");
                    }
                    """})
        self.assertEqual(self.ctest(), {"bad"})
        for options in (("-j2",), ("-j4", "--isolate", "tmp")):
            with self.subTest(options=options):
                self.run_tree("--skip-tests", "bad", "--full-matrix", *options)
                # The mutant is active in them, too, but what they say doesn't count.
                self.assertEqual(self.verdicts(), [("killed", "adds", "uses"), ("killed", "uses"), ("killed", "uses"), ("killed", "after_bad"), ("killed", "after_place")])
        for name in ("makes", "adds", "uses", "after_place"):
            self.assertFalse(self.fails_by_hand(self.mutant_in(name), original=True))
            self.assertTrue(self.fails_by_hand(self.mutant_in(name)))

    def test_tests_that_depend_on_each_other_are_no_end(self):
        test = '{"name": "%s", "command": ["/bin/true"], "properties": [{"name": "DEPENDS", "value": ["%s"]}]}'
        self.write({"list": '{"tests": [' + ", ".join((test % ("a", "b"), test % ("b", "c"), test % ("c", "a"), test % ("d", "d"))) + "]}"})
        self.fake_ctest(f"cat '{self.work}/list'\n")
        self.assertEqual(self.listed(), ["a", "b", "c", "d"])

    def test_a_test_without_a_required_file_fails_whatever_its_rule(self):
        self.build("add_executable(check code.c tests.c)\n"
                   "file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/below)\n"
                   "foreach(name present missing made makes)\nadd_test(NAME ${name} COMMAND check ${name} WORKING_DIRECTORY below)\nendforeach()\n"
                   'set_tests_properties(present PROPERTIES REQUIRED_FILES "..;${CMAKE_SOURCE_DIR}/code.c")\n'
                   'set_tests_properties(missing PROPERTIES REQUIRED_FILES "..;no such file" WILL_FAIL ON)\n'
                   "set_tests_properties(makes PROPERTIES FIXTURES_SETUP data)\n"
                   "set_tests_properties(made PROPERTIES FIXTURES_REQUIRED data REQUIRED_FILES ${CMAKE_BINARY_DIR}/below/data PASS_REGULAR_EXPRESSION \".|\")\n",
                   {"code.c": functions("present", "makes"),
                    "tests.c": "#include <stdio.h>\n#include <string.h>\n#include <unistd.h>\n" + declarations("present", "makes") +
                               'int main(int argc, char **argv) {\n  if (!strcmp(argv[1], "present")) return present(2) != 3;\n'
                               '  if (!strcmp(argv[1], "makes")) { unlink("data"); if (makes(2) == 3) fclose(fopen("data", "w")); return 0; }\n'
                               '  return !strcmp(argv[1], "missing");\n}\n'})
        self.assertEqual(self.ctest(), {"missing"})
        (self.directory / "below" / "data").unlink()
        done = self.run_tree(code=4)
        self.assertRegex(done.stderr, r"1 test fail .*\n  missing  \(SIGABRT\)[^$]*the required file .*/build/below/no such file is missing")
        self.run_tree("--skip-tests", "missing")
        self.assertEqual(self.verdicts(), [("killed", "present"), ("killed", "made")])
        self.assertTrue(self.summary()["forks"])

    # ---- programs with a framework, programs that share code

    def test_tests_of_googletest_are_tests_by_themselves(self):
        self.build("find_package(GTest REQUIRED)\ninclude(GoogleTest)\n"
                   "add_executable(check code.cpp tests.cpp)\ntarget_link_libraries(check GTest::gtest_main)\n"
                   "add_test(NAME whole COMMAND check)\n"
                   "gtest_discover_tests(check)\n"
                   'gtest_discover_tests(check TEST_PREFIX "own rule:" TEST_LIST own PROPERTIES WILL_FAIL ON)\n',
                   {"code.cpp": 'extern "C" {\n' + functions("first", "second", "third", "fourth") + "}\n",
                    "tests.cpp": '#include <gtest/gtest.h>\n#include <cstdlib>\nextern "C" {\n' + declarations("first", "second", "third", "fourth") + "}\n"
                                 "TEST(A, first) { EXPECT_EQ(first(2), 3); }\n"
                                 "TEST(A, second) { EXPECT_EQ(second(2), 3); }\n"
                                 'TEST(A, skips) { if (third(2) == 3) GTEST_SKIP() << "not here"; }\n'
                                 "TEST(A, ends) { if (fourth(2) != 3) std::_Exit(0); }\n"
                                 "TEST(A, DISABLED_off) { EXPECT_EQ(third(2), 4); }\n"}, language="CXX")
        cases = ["A.first", "A.second", "A.skips", "A.ends"]
        self.assertEqual(self.listed(), cases + ["own rule:" + name for name in cases] + ["whole: " + name for name in cases])
        self.assertEqual(self.listed("--tests", "whole"), ["whole: " + name for name in cases])
        self.assertEqual(self.listed("--skip-tests", "whole", "--skip-tests", "own rule:*"), cases)
        # Its framework judges it: the exit code alone would have a test that never ended survive.
        expected = [("killed", "A.first"), ("killed", "A.second"), ("survived",), ("inconclusive",)]
        for options, prefix in ((("--tests", "A.*"), ""), (("--tests", "whole: *"), "whole: "), (("--tests", "whole: *", "--no-fork"), "whole: ")):
            with self.subTest(options=options):
                self.run_tree(*options)
                self.assertEqual(self.verdicts(), [tuple(text.replace("A.", prefix + "A.") for text in each) for each in expected])
                summary = self.summary()
                self.assertEqual((summary["framework"], summary["tests"], summary["forks"]), ("googletest", 4, "--no-fork" not in options))
        # A test that has to fail is judged by CTest's rule.
        done = self.run_tree("--tests", "own rule*", code=4)
        self.assertRegex(done.stderr, r"own rule:A\.first")

    def test_a_mutant_of_a_library_has_one_verdict_whichever_program_notices(self):
        names = ("one", "two", "three", "unused")
        program = '#include <string.h>\n' + declarations(*names) + "int main(void) { %s(1); return %s(2) != 3; }\n"
        for kind in ("STATIC", "SHARED"):
            with self.subTest(kind=kind):
                self.build(f"add_library(code {kind} code.c)\n"
                           "foreach(name one two three)\nadd_executable(${name} ${name}.c)\ntarget_link_libraries(${name} code)\n"
                           "add_test(NAME ${name}-test COMMAND ${name})\nendforeach()\n",
                           {"code.c": functions(*names), **{f"{name}.c": program % ("three", name) for name in names[:3]}})
                self.run_tree("--full-matrix")
                self.assertEqual(self.verdicts(), [("killed", "one-test"), ("killed", "two-test"), ("killed", "three-test"), ("not reached",)])
                self.assertEqual(self.summary()["tests"], 3)

    # ---- what there may be instead of tests

    def test_programs_that_are_not_built_are_named_with_the_way_out(self):
        self.configure("find_package(GTest REQUIRED)\ninclude(GoogleTest)\nadd_executable(check code.cpp)\n"
                       "target_link_libraries(check GTest::gtest_main)\ngtest_discover_tests(check)\nadd_test(NAME it COMMAND check)\n",
                       {"code.cpp": ""}, language="CXX")
        done = self.run_tree(code=1)
        self.assertIn("2 tests have no program, such as check_NOT_BUILT; build first (`cmake --build ", done.stderr)

    def test_a_directory_without_tests_is_an_error(self):
        done = self.run_tree(code=1)
        self.assertIn("is no build directory with tests", done.stderr)
        self.configure("", {})
        self.assertIn("there are no tests", self.run_tree(code=1).stderr)

    def test_without_ctest_it_is_said_what_to_install(self):
        self.configure("add_test(NAME it COMMAND /bin/true)\n", {})
        self.environment["PATH"] = str(self.work)
        self.assertIn("install CMake", self.run_tree(code=1).stderr)

    def fake_ctest(self, script):
        """What ctest prints, in place of the real one."""
        self.write({"bin/ctest": "#!/bin/sh\n" + script, "build/CTestTestfile.cmake": ""})
        (self.work / "bin" / "ctest").chmod(0o755)
        self.environment["PATH"] = f"{self.work / 'bin'}:{self.environment['PATH']}"

    def test_warnings_around_the_list_of_ctest_are_no_tests(self):
        list_of_one = '{\n "kind": "ctestInfo",\n "tests": [{"name": "it", "command": ["/bin/true"]}]\n}\n'
        warning = "CMake Warning:\n{ a brace }\n{\n  in a warning\n\n"
        self.write({"list": list_of_one, "warning": warning})
        self.fake_ctest(f"cat '{self.work}/warning' >&2\ncat '{self.work}/list'\n")
        self.assertEqual(self.listed(), ["it"])

    def test_what_ctest_should_not_print_is_an_error(self):
        texts = {"nothing": b"", "no JSON": b"ctest: unknown option\n", "half": b'{"tests": [{"name": "a"', "no list": b"{}", "null": b'{"tests": null}',
                 "number": b'{"tests": 5}', "no object": b'{"tests": [1]}', "no name": b'{"tests": [{"command": ["/bin/true"]}]}',
                 "command": b'{"tests": [{"name": "a", "command": "/bin/true"}]}', "empty": b'{"tests": [{"name": "a", "command": []}]}',
                 "property": b'{"tests": [{"name": "a", "command": ["/bin/true"], "properties": [{"name": "TIMEOUT", "value": "x"}]}]}',
                 "properties": b'{"tests": [{"name": "a", "command": ["/bin/true"], "properties": 1}]}',
                 "bytes": b'{"tests": [{"name": "\xff", "command": ["/bin/true"], "properties": 1}]}'}
        for name, text in texts.items():
            with self.subTest(name):
                self.write({"list": text})
                self.fake_ctest(f"cat '{self.work}/list'\n")
                done = self.allele("tests", "--ctest", str(self.directory), code=1)
                self.assertRegex(done.stderr, "list of tests isn't understood|there are no tests|no program")
        self.fake_ctest("echo its own words; exit 3\n")
        self.assertRegex(self.allele("tests", "--ctest", str(self.directory), code=1).stderr, r"ctest.*exit code 3.*\n.*its own words")

    def test_names_of_any_kind_are_told_apart(self):
        lists = (b"add_executable(check code.c tests.c)\n"
                 b"add_test(NAME [==[a \"b\" 'c' $(d);e\nf [g] \\ *]==] COMMAND check first)\n"
                 b"add_test(NAME same COMMAND check second)\n"
                 b"add_test(NAME \"byte \xff\" COMMAND check third)\n"
                 b"add_subdirectory(below)\n")
        self.build(lists, {"code.c": functions("first", "second", "third", "fourth"), "below/CMakeLists.txt": "add_test(NAME same COMMAND check fourth)\n",
                           "tests.c": "#include <string.h>\n" + declarations("first", "second", "third", "fourth") + "int main(int argc, char **argv) {\n" +
                                      "".join(f'if (!strcmp(argv[1], "{name}")) return {name}(2) != 3;\n' for name in ("first", "second", "third", "fourth")) + "return 1; }\n"})
        names = ["a \"b\" 'c' $(d);e\nf [g] \\ *", "same", "byte \ufffd", "same (2)"]
        self.assertEqual(self.listed(), names)
        done = self.run_tree()
        self.assertEqual(self.verdicts(), [("killed", name) for name in names])
        self.assertNotRegex(done.stdout + done.stderr, "\nf \\[g\\]")
        json.loads((self.work / "allele.out" / "report.json").read_text())
        for mutant in self.query("SELECT mutant.id FROM mutant JOIN kill ON kill.mutant = mutant.id JOIN test ON test.number = kill.test WHERE name NOT LIKE 'byte%'"):
            self.assertTrue(self.fails_by_hand(*mutant))
        self.run_tree("--tests", "a*", "--tests", "same (2)")
        self.assertEqual(self.summary()["tests"], 2)

    # ---- other places that tests come from

    def test_the_tests_of_meson(self):
        names = ("plain", "environment", "place", "skips", "also_plain", "alone", "fails", "aborts", "errs", "tap", "tap_fails")
        self.write({
            "code.c": functions(*names),
            "tests.c": declarations(*names) + r"""
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>
            int main(int argc, char **argv) {
              if (!strcmp(argv[1], "plain")) return plain(2) != 3;
              if (!strcmp(argv[1], "also_plain")) return also_plain(2) != 3;
              if (!strcmp(argv[1], "environment")) return strcmp(getenv("COLOUR"), "light red") || environment(2) != 3;
              if (!strcmp(argv[1], "place")) return access("data.txt", R_OK) || place(2) != 3;
              if (!strcmp(argv[1], "skips")) return skips(2) == 3 ? 77 : 1;
              if (!strcmp(argv[1], "fails")) return fails(2) == 3;
              if (!strcmp(argv[1], "aborts")) { if (aborts(2) == 3) abort(); return 0; }
              if (!strcmp(argv[1], "errs")) return errs(2) == 3 ? 1 : 99;
              if (!strcmp(argv[1], "tap")) { printf("1..2\nok 1\n%s 2\n", tap(2) == 3 ? "ok" : "not ok"); return 0; }
              if (!strcmp(argv[1], "tap_fails")) { printf("1..1\n%s 1\n", tap_fails(2) == 3 ? "not ok" : "ok"); return 0; }
              return alone(2) != 3;
            }
            """,
            "some where/data.txt": "",
            "meson.build": """
            project('trees', 'c', default_options: ['optimization=1', 'debug=true'])
            code = static_library('code', 'code.c', c_args: get_option('instrument'))
            check = executable('check', 'tests.c', link_with: code)
            test('plain', check, args: ['plain'])
            test('plain', check, args: ['also_plain'], suite: 'others')
            test('environment', check, args: ['environment'], env: {'COLOUR': 'light red'})
            test('place', check, args: ['place'], workdir: meson.current_source_dir() / 'some where')
            test('skips', check, args: ['skips'])
            test('alone', check, args: ['alone'], is_parallel: false)
            test('aborts', check, args: ['aborts'], should_fail: true, priority: 1)
            test('fails', check, args: ['fails'], should_fail: true)
            test('errs', check, args: ['errs'], should_fail: true)
            test('tap', check, args: ['tap'], protocol: 'tap')
            test('tap_fails', check, args: ['tap_fails'], protocol: 'tap', should_fail: true)
            """,
            "meson_options.txt": "option('instrument', type: 'array', value: [])\n"})
        subprocess.run(["meson", "setup", "build", "-Dinstrument=" + ",".join(self.flags("clang-19"))], cwd=self.work, check=True,
                       env={**self.environment, "CC": "clang-19"}, stdout=subprocess.DEVNULL)
        subprocess.run(["ninja", "-C", self.directory], check=True, stdout=subprocess.DEVNULL)
        self.allele("run", "--meson", "build")
        self.assertEqual(self.verdicts(), [("killed", "plain"), ("killed", "environment"), ("killed", "place"), ("not reached",),
                                       ("killed", "trees:others / plain"), ("killed", "alone"), *[("killed", name) for name in names[6:]]])
        self.assertTrue(self.summary()["forks"])
        subprocess.run(["meson", "test", "-C", self.directory], env=self.environment, check=True, stdout=subprocess.DEVNULL)
        for name in ("place", "also_plain", "aborts", "tap"):
            self.assertFalse(self.fails_by_hand(self.mutant_in(name), original=True))
            self.assertTrue(self.fails_by_hand(self.mutant_in(name)))
        self.write({"bin/meson": "#!/bin/sh\necho its own words; exit 3\n"})
        (self.work / "bin" / "meson").chmod(0o755)
        self.environment["PATH"] = f"{self.work / 'bin'}:{self.environment['PATH']}"
        done = self.allele("run", "--meson", "build", code=4)
        self.assertEqual(done.stderr.count("it isn't known which tests should fail (meson runpython: exit code 3: its own words)"), 1)
        self.assertRegex(done.stderr, r"4 tests fail .*\n  aborts .*\n  fails .*\n  errs .*\n  tap_fails ")
        done = self.allele("run", "--meson", ".", code=1)
        self.assertIn("is no build directory of Meson", done.stderr)

    def compile_program(self, tests, *names):
        self.write({"code.c": functions(*names), "tests.c": declarations(*names) + tests})
        for name, flags in (("code", self.flags("clang-19")), ("tests", [])):
            subprocess.run(["clang-19", "-O1", "-g", *flags, "-c", f"{name}.c", "-o", f"{name}.o"], check=True, cwd=self.work)
        subprocess.run(["clang-19", "code.o", "tests.o", "-o", "program"], check=True, cwd=self.work)

    def test_commands_are_tests(self):
        self.compile_program("#include <string.h>\nint main(int argc, char **argv) {\n"
                             '  if (argc > 1 && !strcmp(argv[1], "two words")) return first(2) != 3;\n  return second(2) != 3 || third(2) < 0;\n}\n',
                             "first", "second", "third")
        self.write({"check.py": "import subprocess, sys\nsys.exit(subprocess.run(['./program']).returncode)\n"})
        self.allele("run", "--exec", "test -f check.py && ./program 'two words'", "--exec", f"{sys.executable} check.py")
        self.assertEqual(self.verdicts(), [("killed", "test -f check.py && ./program 'two words'"), ("killed", f"{sys.executable} check.py"), ("survived",)])
        self.assertTrue(self.stops_in_debugger(self.mutant_in("first")))
        self.assertIn("/bin/sh -c 'test -f check.py && ./program", self.allele("show", self.mutant_in("first")).stdout)
        self.assertTrue(self.fails_by_hand(self.mutant_in("first")))
        self.assertEqual(self.summary()["tests"], 2)
        self.allele("run", "--exec", f"{sys.executable} check.py")
        self.assertEqual(self.verdicts(), [("not reached",), ("killed", f"{sys.executable} check.py"), ("survived",)])

    def test_a_command_that_fails_is_the_baseline_s_failure(self):
        done = self.allele("run", "--exec", "false", code=4)
        self.assertIn("the tests fail without a mutant", done.stderr)
        done = self.allele("run", "--exec", "true", "--exec", "false", code=4)
        self.assertRegex(done.stderr, r"1 test fail.*\n  false ")

    def test_tests_come_from_one_place(self):
        for words in (("--ctest", "build", "--", "./program"), ("--ctest", "build", "--meson", "build"), ("--exec", "true", "--ctest", "build"),
                      ("--exec", "true", "--", "./program")):
            for subcommand in ("run", "tests"):
                with self.subTest(words=words, subcommand=subcommand):
                    done = self.allele(subcommand, *words, code=1)
                    self.assertIn("PROGRAM, --ctest, --meson and --exec exclude each other", done.stderr)
        self.assertIn("or --ctest DIR, --meson DIR, --exec COMMAND", self.allele("run", code=1).stderr)

    # ---- what tests write

    WRITES = ("#include <stdio.h>\n#include <unistd.h>\n"
              "int main(int argc, char **argv) {\n"
              "  for (int i = 1; i < argc; ++i) {\n"
              '    FILE *log = fopen(argv[i], "a");\n'
              "    if (!log) return 2;\n"
              '    fprintf(log, "%d\\n", check(2));\n'
              "    fclose(log);\n"
              "  }\n"
              "  return check(2) != 3;\n}\n")

    def isolation(self):
        return self.summary()["isolation"]

    def content(self):
        return {str(path.relative_to(self.work)): path.read_bytes() for path in self.work.rglob("*") if path.is_file() and "allele.out" not in path.parts}

    def test_tests_that_write_here_get_copies(self):
        # Fails when it meets what another run left.
        self.compile_program("#include <fcntl.h>\n#include <unistd.h>\n"
                             'int main(void) { int file = open("lock", O_CREAT | O_EXCL | O_WRONLY, 0600); if (file < 0) return 9; usleep(20000);\n'
                             '  int result = check(2) != 3; if (!result) unlink("lock"); unchecked(2); return result; }\n', "check", "unchecked")
        before = self.content()
        done = self.allele("run", "-j2", "--", "./program")
        self.assertRegex(done.stderr, r"the tests write into the working directory \(\.\): each job gets a copy of it")
        self.assertEqual(self.verdicts(), [("killed", "./program"), ("survived",)])
        self.assertEqual(self.isolation(), "copy")
        self.assertEqual(self.content(), before)

    def test_what_stays_of_the_tests_is_one_run(self):
        self.compile_program(self.WRITES, "check")
        before = self.content()
        done = self.allele("run", "-j2", "--", "./program", "log")
        self.assertIn("the tests write into the working directory (log): each job gets a copy of it", done.stderr)
        self.assertEqual(self.verdicts(), [("killed", "./program log")])
        self.assertEqual(self.content(), {**before, "log": b"3\n"})

    def test_tests_that_do_not_write_here_are_not_copied(self):
        self.compile_program("#include <stdio.h>\n#include <stdlib.h>\n"
                             'int main(void) { char name[4096]; snprintf(name, sizeof name, "%s/file", getenv("TMPDIR")); FILE *file = fopen(name, "w");\n'
                             "  return !file || check(2) != 3; }\n", "check")
        before = self.content()
        done = self.allele("run", "-j2", "--", "./program")
        self.assertNotIn("copy", done.stderr)
        self.assertEqual(self.verdicts(), [("killed", "./program")])
        self.assertEqual(self.isolation(), "tmp")
        self.assertEqual(self.content(), before)

    def without_overlay(self):
        """Where the runs' own files lie in the working directory there can be no overlay on it."""
        place = self.work / "scratch"
        place.mkdir(exist_ok=True)
        return {"TMPDIR": str(place)}

    def need_overlays(self):
        done = self.allele("run", "--isolate", "overlay", "--out", "probe.out", "--", "./program", code=None)
        shutil.rmtree(self.work / "probe.out", ignore_errors=True)
        if "no overlay can be mounted" in done.stderr:
            self.skipTest(done.stderr)

    def test_tests_that_write_here_by_absolute_path_have_one_job(self):
        self.compile_program(self.WRITES, "check")
        log = self.work / "log"
        done = self.allele("run", "-j2", "--", "./program", str(log), environment=self.without_overlay())
        self.assertRegex(done.stderr, r"the tests write into .* by absolute paths too \(log\): one job")
        self.assertRegex(done.stderr, r"1 job\b")
        self.assertEqual([verdict[0] for verdict in self.verdicts()], ["killed"])
        self.assertEqual(self.isolation(), "copy")
        self.assertIn("1\n", log.read_text())

    def test_tests_that_write_here_by_absolute_path_have_overlays(self):
        self.compile_program(self.WRITES, "check")
        self.need_overlays()
        done = self.allele("run", "-j2", "--exec", f"./program {shlex.quote(str(self.work / 'log'))}", "--exec", "./program log")
        self.assertRegex(done.stderr, r"the tests write into .* by absolute paths too \(log\): each job has an overlay on it")
        self.assertNotIn("one job", done.stderr)
        self.assertEqual([verdict[0] for verdict in self.verdicts()], ["killed"])
        self.assertEqual(self.isolation(), "overlay")
        self.assertNotIn("1\n", (self.work / "log").read_text())

    # Fails when it meets what another run left or changed, in any of three ways.
    CHANGES = ("#include <fcntl.h>\n#include <stdio.h>\n#include <sys/stat.h>\n#include <unistd.h>\n"
               "static char path[4096];\n"
               'static const char *in(const char *where, const char *name) { snprintf(path, sizeof path, "%s/%s", where, name); return path; }\n'
               "int main(int argc, char **argv) {\n"
               "  const char *here = argv[1];\n"
               '  if (unlink(in(here, "given"))) return 7;\n'
               '  int file = open(in(here, "lock"), O_CREAT | O_EXCL | O_WRONLY, 0600); if (file < 0) return 8;\n'
               '  FILE *grows = fopen(in(here, "below/grows"), "a"); if (!grows || ftell(grows) > 1) return 9;\n'
               '  fputs("more", grows); fclose(grows);\n'
               "  usleep(5000); unchecked(2);\n  return check(2) != 3;\n}\n")

    def test_an_overlay_is_as_it_was_for_every_run(self):
        self.compile_program(self.CHANGES, "check", "unchecked")
        self.need_overlays()
        self.write({"given": "", "below/grows": "1"})
        before = self.content()
        for options in ((), ("--no-fork",)):
            for here in (".", str(self.work)):
                with self.subTest(options=options, here=here):
                    self.allele("run", "-j2", "--isolate", "overlay", "--audit", "100", *options, "--", "./program", here)
                    self.assertEqual([verdict[0] for verdict in self.verdicts()], ["killed", "survived"])
                    self.assertEqual(self.isolation(), "overlay")
                    self.assertEqual(self.content(), before)

    def test_an_overlay_would_hide_other_file_systems(self):
        self.compile_program(self.WRITES, "check")
        program = str(self.work / "program")
        done = self.allele("run", "--isolate", "overlay", "--out", str(self.work / "allele.out"), "--", program, code=1, cwd="/")
        self.assertRegex(done.stderr, r"/: no overlay can be mounted on it, since .*; (use --isolate copy|set TMPDIR)")
        done = self.allele("run", "--isolate", "overlay", "--", program, code=1, environment=self.without_overlay())
        self.assertRegex(done.stderr, r"since .*/scratch/.* lies in it; set TMPDIR to a directory elsewhere")

    def test_an_overlay_would_hide_what_is_mounted_below(self):
        self.compile_program(self.WRITES, "check")
        below = self.work / "a place"
        below.mkdir()
        script = 'mount -t tmpfs none "$1" || exit 77; shift; exec "$@"'
        done = subprocess.run(["unshare", "--mount", "sh", "-c", script, "sh", below, ALLELE, "run", "--isolate", "overlay", "--", "./program"],
                              cwd=self.work, env=self.environment, capture_output=True, text=True, timeout=300)
        if done.returncode == 77 or done.stderr.startswith("unshare"):
            self.skipTest(done.stderr)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(f"since it would hide what is mounted on {below}; use --isolate copy", done.stderr)

    def large(self):
        with open(self.work / "large", "w") as large:
            large.truncate(3 << 30)

    def test_a_directory_that_is_too_large_to_copy_has_one_job(self):
        self.compile_program(self.WRITES, "check")
        self.large()
        done = self.allele("run", "-j2", "--", "./program", "log", environment=self.without_overlay())
        self.assertRegex(done.stderr, r"the tests write into the working directory \(log\), which is too large to copy \(3\.0 GiB\): one job")
        self.assertRegex(done.stderr, r"1 job\b")
        self.assertEqual(self.verdicts(), [("killed", "./program log")])
        self.assertEqual(self.isolation(), "tmp")

    def test_a_directory_that_is_too_large_to_copy_has_overlays(self):
        self.compile_program(self.WRITES, "check")
        self.need_overlays()
        self.large()
        done = self.allele("run", "-j2", "--", "./program", "log")
        self.assertRegex(done.stderr, r"the tests write into the working directory \(log\): each job has an overlay on it")
        self.assertEqual(self.verdicts(), [("killed", "./program log")])
        self.assertEqual(self.isolation(), "overlay")
        self.assertEqual((self.work / "log").read_text(), "3\n")

    def test_a_directory_of_many_files_has_overlays(self):
        self.compile_program(self.WRITES, "check")
        self.need_overlays()
        self.write({f"many/{i}": "" for i in range(1100)})
        done = self.allele("run", "-j2", "--", "./program", "log")
        self.assertRegex(done.stderr, r"the tests write into the working directory \(log\): each job has an overlay on it")
        self.assertEqual(self.verdicts(), [("killed", "./program log")])
        done = self.allele("run", "-j2", "--", "./program", "log", environment=self.without_overlay())
        self.assertIn("the tests write into the working directory (log): each job gets a copy of it", done.stderr)
        self.assertEqual(self.verdicts(), [("killed", "./program log")])

    def test_a_file_that_is_written_by_both_ways_is_no_end(self):
        self.compile_program(self.WRITES, "check")
        ways = ("--exec", "./program log", "--exec", f"./program {shlex.quote(str(self.work / 'log'))}")
        for runs in ("1", "3"):
            done = self.allele("run", "-j2", "--full-matrix", "--baseline-runs", runs, *ways, environment=self.without_overlay())
            self.assertRegex(done.stderr, r"by absolute paths too \(log\): one job")
            self.assertIn("without a copy", done.stderr)
            self.assertEqual(self.verdicts(), [("killed", *sorted(ways[1::2]))])
            self.assertEqual(self.isolation(), "tmp")

    def test_a_file_that_is_written_by_absolute_path_is_found_by_its_name(self):
        self.compile_program("#include <stdio.h>\n#include <unistd.h>\n"
                             'int main(int argc, char **argv) { FILE *file = fopen(argv[1], "w"); fclose(file);\n'
                             '  if (access("log", R_OK)) return 7;\n  int result = check(2) != 3; unlink("log"); return result; }\n', "check")
        done = self.allele("run", "-j2", "--", "./program", str(self.work / "log"), environment=self.without_overlay())
        self.assertIn("without a copy", done.stderr)
        self.assertEqual([verdict[0] for verdict in self.verdicts()], ["killed"])
        self.need_overlays()
        done = self.allele("run", "-j2", "--", "./program", str(self.work / "log"))
        self.assertNotIn("without a copy", done.stderr)
        self.assertEqual([verdict[0] for verdict in self.verdicts()], ["killed"])

    def test_the_build_directory_of_a_tree_is_what_is_copied(self):
        self.build("add_executable(check code.c tests.c)\nfile(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/below)\n"
                   "add_test(NAME here COMMAND check log)\nadd_test(NAME below COMMAND check log WORKING_DIRECTORY below)\n"
                   "add_test(NAME elsewhere COMMAND check WORKING_DIRECTORY /)\n",
                   {"code.c": functions("check"), "tests.c": declarations("check") + self.WRITES})
        done = self.run_tree("-j2", "--full-matrix")
        self.assertIn("(below/log, log): each job gets a copy of it", done.stderr)
        self.assertEqual(self.verdicts(), [("killed", "below", "elsewhere", "here")])
        for log in (self.directory / "log", self.directory / "below" / "log"):
            self.assertEqual(log.read_text(), "3\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--allele", required=True, type=Path)
    options, rest = parser.parse_known_args()
    ALLELE = options.allele.resolve()
    unittest.main(argv=[sys.argv[0], *rest])
