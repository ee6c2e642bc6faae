"""How tests are run against mutants: in children of a fork server, one by one, and with the verdicts that plain processes give.

Usage: EngineTest.py --allele PATH [TEST...]
"""

import argparse
import json
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ALLELE = None

GOOGLE_TEST_MAIN = """
#include <gtest/gtest.h>
int main(int argc, char **argv) { testing::InitGoogleTest(&argc, argv); return RUN_ALL_TESTS(); }
"""


class EngineTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="allele engine ")
        self.addCleanup(temporary.cleanup)
        self.work = Path(temporary.name)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("ALLELE_")}

    def build(self, code, *flags, tests="", language="c", test_flags=()):
        """A program of instrumented code and, in a file without mutants, its tests."""
        compiler = {"c": "clang-19", "cpp": "clang++-19"}[language]
        instrument = shlex.split(subprocess.run([ALLELE, "flags", "--clang", compiler], capture_output=True, text=True, check=True).stdout)
        objects = []
        for name, text, extra in (("code", code, instrument), ("tests", tests, test_flags)):
            if text:
                source = self.work / f"{name}.{language}"
                source.write_text(text)
                objects.append(source.with_suffix(".o"))
                subprocess.run([compiler, "-O1", "-g", *extra, "-c", source, "-o", objects[-1]], check=True, cwd=self.work)
        subprocess.run([compiler, *objects, "-o", self.work / "program", *flags], check=True, cwd=self.work)

    def run_allele(self, *options, code=0, words=("./program",)):
        done = subprocess.run([ALLELE, "run", "-v", *options, "--", *words], cwd=self.work, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def verdicts(self):
        """(line, operator) to (verdict, cause)"""
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            return {(line, operator): (verdict, cause) for line, operator, verdict, cause in store.execute(
                "SELECT line, operator, verdict, cause FROM mutant JOIN outcome ON outcome.mutant = mutant.id")}

    def killers(self):
        """(line, operator) to the names of the tests that notice the mutant"""
        found = {}
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            for line, operator, name in store.execute(
                    "SELECT line, operator, name FROM kill JOIN mutant ON mutant.id = kill.mutant JOIN test ON test.number = kill.test"):
                found.setdefault((line, operator), set()).add(name)
        return found

    def summary(self):
        return json.loads((self.work / "allele.out" / "summary.json").read_text())

    # ---- tests by name

    SUITE = dict(
        language="cpp",
        code='extern "C" int larger(int a, int b) { return a > b ? a : b; }\n'
             'extern "C" int twice(int a) { return a + a; }\n'
             'extern "C" int unused(int a) { return a - 3; }\n',
        tests='#include <gtest/gtest.h>\n#include <cstdlib>\n'
              'extern "C" { int larger(int, int); int twice(int); int unused(int); }\n'
              "TEST(Larger, first) { EXPECT_EQ(larger(5, 2), 5); }\n"
              "TEST(Larger, second) { EXPECT_EQ(larger(2, 5), 5); }\n"
              "TEST(Twice, of_three) { EXPECT_EQ(twice(3), 6); }\n"
              "TEST(Twice, is_not_checked) { twice(4); }\n"
              "TEST(Twice, of_zero) { EXPECT_EQ(twice(0), 0); }\n",
    )
    GOOGLE_TEST = ("-lgtest_main", "-lgtest", "-lpthread")

    def test_the_test_that_notices_is_named_and_others_are_not_run(self):
        self.build(self.SUITE["code"], *self.GOOGLE_TEST, tests=self.SUITE["tests"], language="cpp")
        self.run_allele()
        killers = self.killers()
        self.assertEqual(killers[(2, "add-to-sub")], {"Twice.of_three"})
        self.assertEqual(self.verdicts()[(3, "sub-to-add")], ("not reached", ""))
        summary = self.summary()
        self.assertEqual((summary["framework"], summary["tests"], summary["forks"]), ("googletest", 5, True))
        pairs = summary["pairs"]
        self.assertEqual(pairs["generated"], 5 * sum(summary["mutants"][v] for v in ("killed", "survived", "not reached")))
        self.assertLess(pairs["infected"], pairs["reached"])  # 0 + 0 is 0 - 0
        self.assertLessEqual(pairs["run"], pairs["infected"])
        report = json.loads((self.work / "allele.out" / "report.json").read_text())
        names = {test["id"]: test["name"] for file in report["testFiles"].values() for test in file["tests"]}
        mutant = next(m for file in report["files"].values() for m in file["mutants"] if m["mutatorName"] == "add-to-sub")
        self.assertEqual({names[test] for test in mutant["coveredBy"]}, {"Twice.of_three", "Twice.is_not_checked", "Twice.of_zero"})
        self.assertIn("tests.cpp:6", mutant["statusReason"])

    def test_every_way_to_run_gives_the_same_verdicts(self):
        self.build(self.SUITE["code"], *self.GOOGLE_TEST, tests=self.SUITE["tests"], language="cpp")
        self.run_allele()
        reference = self.verdicts()
        self.assertGreaterEqual({verdict for verdict, _ in reference.values()}, {"killed", "not reached"})
        for options in (["--no-fork"], ["--batch"], ["--full-matrix"], ["--no-fork", "--full-matrix"], ["-j1"],
                        ["--framework", "none"]):
            with self.subTest(options=options):
                self.run_allele(*options)
                self.assertEqual(self.verdicts(), reference)

    def test_a_full_matrix_names_all_tests_that_notice(self):
        self.build(self.SUITE["code"], *self.GOOGLE_TEST, tests=self.SUITE["tests"], language="cpp")
        self.run_allele("--full-matrix")
        self.assertEqual(self.killers()[(1, "return-to-zero")], {"Larger.first", "Larger.second"})

    def test_a_test_that_ends_the_program_as_if_all_was_well_is_inconclusive(self):
        self.build('extern "C" int isBroken(int a) { return a == 1; }\n', *self.GOOGLE_TEST, language="cpp",
                   tests='#include <gtest/gtest.h>\n#include <cstdlib>\nextern "C" int isBroken(int);\n'
                         "TEST(A, a) { if (isBroken(0)) std::_Exit(0); }\n")
        self.run_allele()
        self.assertEqual(self.verdicts()[(1, "return-to-one")], ("inconclusive", ""))

    def test_a_test_that_fails_by_itself_is_named(self):
        self.build(self.SUITE["code"], *self.GOOGLE_TEST, language="cpp",
                   tests=self.SUITE["tests"] + "static int runs;\n"
                         "TEST(Z, first) { EXPECT_EQ(larger(0, 1), 1); ++runs; }\n"
                         "TEST(Z, needs_the_first) { EXPECT_EQ(runs, 1); }\n")
        done = self.run_allele(code=4)
        self.assertIn("Z.needs_the_first", done.stderr)
        self.assertIn("--framework none", done.stderr)
        self.run_allele("--framework", "none")

    def test_a_flaky_test_is_left_out_by_name(self):
        others = "".join(f"TEST(Other, n{i}) {{ EXPECT_EQ(twice({i}), {2 * i}); }}\n" for i in range(30))
        self.build(self.SUITE["code"], *self.GOOGLE_TEST, language="cpp",
                   tests=self.SUITE["tests"] + others +
                         "#include <fstream>\n"
                         'TEST(Flaky, at_times) { std::ifstream in("seen"); bool seen(in); std::ofstream("seen"); '
                         "EXPECT_EQ(larger(7, 1), 7); EXPECT_TRUE(seen); }\n")
        done = self.run_allele("--isolate", "tmp")
        self.assertRegex(done.stderr, r"1 flaky test left out.*\n.*Flaky\.at_times")
        self.assertNotIn({"Flaky.at_times"}, self.killers().values())

    def test_each_framework_names_test_and_assertion(self):
        frameworks = {
            "googletest": ("#include <gtest/gtest.h>\n", "TEST(Twice, {0}) {{ EXPECT_EQ(twice({1}), {2}); }}\n", self.GOOGLE_TEST),
            "catch2-v2": ("#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n",
                          'TEST_CASE("{0}, [of \\"twice\\"]") {{ CHECK(twice({1}) == {2}); }}\n', ()),
            "doctest": ("#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n",
                        'TEST_CASE("{0}, of \\"twice\\"") {{ CHECK(twice({1}) == {2}); }}\n', ()),
            "boost-test": ("#define BOOST_TEST_MODULE x\n#include <boost/test/included/unit_test.hpp>\n",
                           "BOOST_AUTO_TEST_CASE({0}) {{ BOOST_TEST(twice({1}) == {2}); }}\n", ()),
        }
        for framework, (head, form, flags) in frameworks.items():
            with self.subTest(framework=framework):
                tests = head + 'extern "C" int twice(int);\n' + form.format("zero", 0, 0) + form.format("three", 3, 6)
                self.build('extern "C" int twice(int a) { return a + a; }\n', *flags, tests=tests, language="cpp")
                self.run_allele()
                self.assertEqual(self.summary()["framework"], framework)
                names = self.killers()[(1, "add-to-sub")]
                self.assertEqual(len(names), 1)
                self.assertIn("three", names.pop())
                report = json.loads((self.work / "allele.out" / "report.json").read_text())
                mutants = {m["mutatorName"]: m for file in report["files"].values() for m in file["mutants"]}
                self.assertIn(f"tests.cpp:{len(tests.splitlines())}", mutants["add-to-sub"]["statusReason"])
                self.assertEqual(len(mutants["add-to-sub"]["coveredBy"]), 2)

    def test_what_a_framework_catches_is_a_crash_and_no_assertion(self):
        code = ('extern "C" int positive(int a) { if (a < 0) throw 1; return a; }\n'
                'extern "C" int valueOf(const int *p) { if (p == nullptr) return 0; return *p; }\n')
        frameworks = {
            "googletest": ("#include <gtest/gtest.h>\n", "TEST(Calls, {0}) {{ {0}({1}); }}\n", self.GOOGLE_TEST),
            "doctest": ("#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n", 'TEST_CASE("{0}") {{ {0}({1}); }}\n', ()),
            "boost-test": ("#define BOOST_TEST_MODULE x\n#include <boost/test/included/unit_test.hpp>\n", "BOOST_AUTO_TEST_CASE(calls_{0}) {{ {0}({1}); }}\n", ()),
        }
        for framework, (head, form, flags) in frameworks.items():
            with self.subTest(framework=framework):
                tests = head + 'extern "C" { int positive(int); int valueOf(const int *); }\n' + form.format("positive", 3) + form.format("valueOf", "nullptr")
                self.build(code, *flags, tests=tests, language="cpp")
                self.run_allele()
                self.assertEqual(self.summary()["framework"], framework)
                causes = {line: {cause for (at, _), (verdict, cause) in self.verdicts().items() if at == line and verdict == "killed"} for line in (1, 2)}
                self.assertEqual(causes, {1: {"crash"}, 2: {"crash"}})

    QT = "/usr/include/x86_64-linux-gnu/qt5"

    def test_a_row_of_qttest_is_a_test_and_initTestCase_counts(self):
        tests = ("#include <QtTest>\n"
                 'extern "C" { int twice(int); int half(int); }\n'
                 "class T : public QObject {\n"
                 "  Q_OBJECT\n"
                 "private slots:\n"
                 "  void initTestCase() { QCOMPARE(half(8), 4); }\n"
                 '  void rows_data() { QTest::addColumn<int>("n"); QTest::newRow("of zero") << 0; QTest::newRow("of:three") << 3; }\n'
                 "  void rows() { QFETCH(int, n); QCOMPARE(twice(n), 2 * n); }\n"
                 '  void skips() { QSKIP("not here"); }\n'
                 "};\n"
                 "QTEST_GUILESS_MAIN(T)\n"
                 '#include "tests.moc"\n')
        (self.work / "tests.cpp").write_text(tests)
        subprocess.run(["/usr/lib/qt5/bin/moc", "tests.cpp", "-o", "tests.moc"], check=True, cwd=self.work)
        self.build('extern "C" int twice(int a) { return a + a; }\nextern "C" int half(int a) { return a / 2; }\n',
                   "-lQt5Test", "-lQt5Core", tests=tests, language="cpp",
                   test_flags=("-fPIC", "-isystem", self.QT, "-isystem", self.QT + "/QtCore", "-isystem", self.QT + "/QtTest"))
        self.run_allele()
        summary = self.summary()
        self.assertEqual((summary["framework"], summary["tests"], summary["forks"]), ("qttest", 3, True))
        self.assertEqual(self.killers()[(1, "add-to-sub")], {"rows:of:three"})
        self.assertEqual(self.verdicts()[(2, "div-to-mul")], ("killed", "assertion"))

    # ---- what never ends

    def test_a_loop_without_end_is_told_by_counting(self):
        self.build("int sum(int n) { int s = 0; int i = 0; while (i < n) { s += i; i = i + 1; } return s; }\n"
                   "int isLast(int i, int n) { return i == n; }\n"
                   "static volatile int turns;\n"
                   "__attribute__((noinline)) int count(int n) { int i = 0; while (!isLast(i, n)) { ++turns; ++i; } return i; }\n",
                   tests="int sum(int); int count(int);\nint main(void) { return sum(4) != 6 || count(3) != 3; }\n")
        begin = time.monotonic()
        self.run_allele()
        verdicts = self.verdicts()
        # The loop is the mutant's own; and it is a caller's, which runs in its original.
        for mutant in ((1, "add-to-sub"), (2, "eq-to-false")):
            self.assertEqual(verdicts[mutant], ("killed", "hang"))
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            details = {detail for detail, in store.execute("SELECT detail FROM outcome WHERE cause = 'hang'")}
        self.assertEqual(details, {"loops and calls used up their budget"})
        self.assertLess(time.monotonic() - begin, 60)

    def test_a_function_that_does_more_than_it_ever_did_is_counted_with_all_others(self):
        # step() is called twice, and without end with the mutant. Each call costs so much besides that time would end
        # the run before it had done as much as a whole test may do. What dig() does makes the test long enough.
        self.build("static volatile int turns;\n"
                   "__attribute__((noinline)) void fill(void) { for (int i = 0; i < 1000; ++i) ++turns; }\n"
                   "int step(int i) { fill(); return i == 2; }\n",
                   tests="int step(int);\nstatic volatile int dug;\nstatic void dig(int n) { while (n > 0) { --n; dug = n; } }\n"
                         "int main(void) { dig(100000000); int i = 1; while (!step(i)) { dig(10000); ++i; } return i != 2; }\n")
        self.run_allele("--function", "step", "--operators", "eq-to-false", "--audit", "0")
        self.assertEqual(self.verdicts(), {(3, "eq-to-false"): ("killed", "hang")})
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            self.assertEqual(store.execute("SELECT runs, detail FROM outcome").fetchall(), [(1, "loops and calls used up their budget")])

    def test_what_counts_is_not_cut_short_and_repeated(self):
        # A million turns take several times the CPU time that a run gets until all functions count.
        divisions = "x = (x + 1000003) / y + 7; " * 40
        self.build("int sum(int n) { volatile long x = 1, y = 3; int i = 0; while (i < n) { " + divisions + "i = i + 1; } return i; }\n",
                   tests="int sum(int);\nint main(void) { return sum(4) != 4; }\n")
        self.run_allele("--operators", "add-to-sub", "--audit", "0")
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            hangs = store.execute("SELECT runs, detail, cpu_us >= 30000 FROM outcome WHERE cause = 'hang'").fetchall()
        self.assertEqual(hangs, [(1, "loops and calls used up their budget", 1)])

    def test_what_takes_long_and_ends_does_not_hang(self):
        self.build("int slow(int a) { return a + 1; }\n",
                   tests="int slow(int);\nint main(void) { volatile long n = slow(0) == 1 ? 1 : 200000000; while (n > 0) n = n - 1; return 0; }\n")
        self.run_allele()
        self.assertEqual({verdict for verdict, _ in self.verdicts().values()}, {"survived"})

    def test_tests_that_ignore_an_abort_measure_nothing(self):
        handler = ("#include <signal.h>\n#include <unistd.h>\nint add(int, int);\n"
                   "static void end(int number) { (void)number; _exit(0); }\n")
        self.build("int counts(int n) { int i = 0; while (i < n) ++i; return i; }\nint add(int a, int b) { return counts(a) + b; }\n",
                   tests=handler + "int main(void) { signal(SIGABRT, end); return add(2, 1) != 3; }\n")
        done = self.run_allele(code=4)
        self.assertIn("its tests pass even when the code with mutants aborts", done.stderr)
        self.build("int counts(int n) { int i = 0; while (i < n) ++i; return i; }\nint add(int a, int b) { return counts(a) + b; }\n",
                   tests=handler + "int main(void) { return add(2, 1) != 3; }\n")
        self.run_allele()

    def test_tests_that_fail_in_the_copies_without_a_mutant_are_told(self):
        self.build("int add(int a, int b) { return a + b; }\n",
                   tests="extern unsigned char __start_allele_function_switches[], __stop_allele_function_switches[];\nint add(int, int);\n"
                         "int main(void) {\n"
                         "  for (unsigned char *p = __start_allele_function_switches; p != __stop_allele_function_switches; ++p) if (*p) return 1;\n"
                         "  return add(2, 1) != 3;\n}\n")
        done = self.run_allele(code=4)
        self.assertIn("passes, but not when all functions run in the copies that hold their mutants, though none is active", done.stderr)

    def test_later_runs_get_the_pages_of_the_first_without_faults(self):
        # 512 pages that stand before main(), since a constructor has written them, and that main() writes again.
        pages = 512
        self.build("int add(int a, int b) { return a * a * b + b * b * a - a * 9 + b * 7; }\n",
                   tests="#include <stdio.h>\n#include <sys/resource.h>\nint add(int, int);\n"
                         f"static volatile char area[{pages} * 4096];\n"
                         f"static void touch(char value) {{ for (int i = 0; i < {pages}; ++i) area[i * 4096] = value; }}\n"
                         "__attribute__((constructor)) static void fill(void) { touch(1); }\n"
                         "int main(void) {\n  struct rusage before, after;\n  getrusage(RUSAGE_SELF, &before);\n  touch(2);\n"
                         "  getrusage(RUSAGE_SELF, &after);\n"
                         '  printf("faults %ld\\n", after.ru_minflt - before.ru_minflt);\n  return add(3, 5) != 128;\n}\n')
        self.run_allele("--jobs", "2")
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            outputs = [output for output, in store.execute("SELECT output FROM outcome WHERE verdict = 'killed' AND runs > 0")]
        faults = [int(output.split()[1]) for output in outputs]
        self.assertGreater(len(faults), 10)
        # The second job's server has made no run before, and learns from its first one with a mutant.
        self.assertLessEqual(sum(count > pages // 4 for count in faults), 1, faults)

    # ---- where a fork isn't a new process

    def test_a_mutant_that_acts_before_main_gets_a_process(self):
        code = ('extern "C" int limit(int a) { return a + 1; }\n'
                "struct Table { int size; Table() : size(limit(4)) {} };\n"
                "static Table table;\n"
                'extern "C" int size() { return table.size; }\n')
        tests = ('extern "C" int size(); extern "C" int limit(int);\n'
                 "int main() { return size() != 5; }\n")
        self.build(code, tests=tests, language="cpp")
        self.run_allele()
        self.assertEqual(self.verdicts()[(1, "add-to-sub")][0], "killed")
        self.assertTrue(self.summary()["forks"])

    def test_programs_that_can_not_be_forked_are_started(self):
        add = "int add(int a, int b) { return a + b; }\n"
        check = "int add(int, int);\nint main(void) { return add(2, 1) != 3; }\n"
        cases = {
            "starts threads before main": (check + "#include <pthread.h>\n#include <unistd.h>\n"
                                           "static void *run(void *p) { pause(); return p; }\n"
                                           "__attribute__((constructor)) static void start(void) { pthread_t t; pthread_create(&t, 0, run, 0); }\n", ()),
            "opens files before main": (check + "#include <stdio.h>\nFILE *log_;\n"
                                        '__attribute__((constructor)) static void start(void) { log_ = fopen("log", "w"); }\n', ()),
            "isn't a dynamically linked program": (check, ("-static",)),
        }
        for reason, (tests, flags) in cases.items():
            with self.subTest(reason=reason):
                self.build(add, *flags, tests=tests)
                done = self.run_allele()
                self.assertIn(reason, done.stderr)
                self.assertFalse(self.summary()["forks"])
                self.assertEqual(self.verdicts()[(1, "add-to-sub")][0], "killed")

    def test_a_program_of_another_version_is_not_forked(self):
        self.build("int add(int a, int b) { return a + b; }\n", tests="int add(int, int);\nint main(void) { return add(2, 1) != 3; }\n")
        program = self.work / "program"
        # What the program's copy of the runtime hands over to the server begins with these bytes, as a constant in the code.
        content = program.read_bytes()
        self.assertEqual(content.count(b"ALSERVE1"), 1)
        program.write_bytes(content.replace(b"ALSERVE1", b"ALSERVE0"))
        done = self.run_allele()
        self.assertIn("another version of Allele built it", done.stderr)
        self.assertFalse(self.summary()["forks"])
        self.assertEqual(self.verdicts()[(1, "add-to-sub")][0], "killed")

    def test_a_process_that_the_test_starts_is_mutated_too(self):
        self.build("int add(int a, int b) { return a + b; }\n",
                   tests="#include <string.h>\n#include <sys/wait.h>\n#include <unistd.h>\nint add(int, int);\n"
                         "int main(int argc, char **argv) {\n"
                         "  if (argc > 1) return add(2, 1) != 3;\n"
                         "  int status; pid_t child = fork();\n"
                         '  if (child == 0) { execl("./program", "program", "child", (char *)0); _exit(9); }\n'
                         "  waitpid(child, &status, 0);\n  return status != 0;\n}\n")
        self.run_allele()
        self.assertEqual(self.verdicts()[(1, "add-to-sub")][0], "killed")

    def test_what_a_thread_reaches_counts_as_infected(self):
        # 0 + 0 is 0 - 0: only that a thread may see other values makes the pair worth a run.
        self.build("int add(int a, int b) { return a + b; }\n", "-lpthread",
                   tests="#include <pthread.h>\nint add(int, int);\nstatic void *run(void *p) { add(0, 0); return p; }\n"
                         "int main(void) { pthread_t t; pthread_create(&t, 0, run, 0); return pthread_join(t, 0); }\n")
        self.run_allele()
        pairs = self.summary()["pairs"]
        self.assertEqual(pairs["infected"], pairs["reached"])
        self.assertGreater(pairs["run"], 0)

    def test_a_test_finds_nothing_of_the_server(self):
        self.environment["LD_PRELOAD"] = ""
        self.build("int add(int a, int b) { return a + b; }\n",
                   tests="#include <fcntl.h>\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\nextern char **environ;\nint add(int, int);\n"
                         "int main(int argc, char **argv) {\n"
                         '  if (argc != 3 || strcmp(argv[1], "one") || strcmp(argv[2], "two words")) return 2;\n'
                         '  if (open("/dev/null", O_RDONLY) != 3) return 3;\n'
                         "  for (int fd = 4; fd < 1024; ++fd) if (fcntl(fd, F_GETFD) != -1) return 4;\n"
                         "  for (char **e = environ; *e; ++e)\n"
                         '    if (!strncmp(*e, "LD_", 3) || !strncmp(*e, "ALLELE_SERVER", 13)) return 5;\n'
                         "  if (getsid(0) != getpid()) return 6;\n"
                         "  return add(2, 1) != 3;\n}\n")
        self.run_allele(words=("./program", "one", "two words"))
        self.assertTrue(self.summary()["forks"])
        self.assertEqual(self.verdicts()[(1, "add-to-sub")][0], "killed")

    def test_a_killed_driver_leaves_no_server(self):
        self.build("int add(int a, int b) { return a + b; }\n",
                   tests="#include <unistd.h>\nint add(int, int);\nint main(void) { usleep(300000); return add(2, 1) != 3; }\n")
        driver = subprocess.Popen([ALLELE, "run", "--", str(self.work / "program")], cwd=self.work, env=self.environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.8)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        deadline = time.monotonic() + 10
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(self.processes(), [])

    def processes(self):
        found = []
        for entry in Path("/proc").glob("[0-9]*/exe"):
            try:
                if os.readlink(entry) == str((self.work / "program").resolve()):
                    found.append(entry.parent.name)
            except OSError:
                pass
        return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--allele", required=True, type=Path)
    options, rest = parser.parse_known_args()
    ALLELE = options.allele.resolve()
    unittest.main(argv=[sys.argv[0], *rest])
