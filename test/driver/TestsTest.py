"""allele tests: the tests of each framework's program, which of them run, and what becomes of each."""

import json
import os
import shutil
import unittest
from pathlib import Path

from Driver import DriverTest, PROGRAMS

SOURCES = Path(__file__).parent / "frameworks"


def line_of(source, text):
    """1-based number of the first line with the text."""
    return next(number for number, line in enumerate((SOURCES / source).read_text().splitlines(), 1) if text in line)


class TestsTest(DriverTest):
    def found_in(self, program, *options, code=0, **environment):
        """Name to the JSON of each test."""
        shutil.copy(PROGRAMS / program, self.work / program)
        self.environment.update(environment)
        done = self.allele("tests", "--json", *options, "--", "./" + program, code=code)
        listed = json.loads(done.out)
        found = {test["name"]: test for test in listed}
        self.assertEqual(len(found), len(listed))
        return found

    def results(self, program, **environment):
        return self.found_in(program, "--run", code=4, **environment)

    def check(self, found, ends):
        self.assertEqual({name: test.get("result") for name, test in found.items()}, ends)

    # ---- GoogleTest

    GOOGLE_TEST = {"Plain.passes": "passed", "Plain.fails": "failed", "Plain.DISABLED_off": None, "Plain.skips": "skipped",
                   "Plain.throws": "failed", "DISABLED_Suite.one": None, "Some/Values.isSmall/0": "passed",
                   "Some/Values.isSmall/1": "failed", "Typed/0.isSmall": "passed", "Typed/1.isSmall": "passed",
                   "Plain.crashes": "passed"}

    def test_googletest_lists(self):
        found = self.found_in("GoogleTest")
        self.assertEqual(set(found), set(self.GOOGLE_TEST))
        self.assertEqual({name for name, test in found.items() if not test["on"]}, {"Plain.DISABLED_off", "DISABLED_Suite.one"})
        self.assertEqual(found["Plain.fails"]["line"], line_of("GoogleTest.cpp", "TEST(Plain, fails)"))

    def test_googletest_runs(self):
        found = self.results("GoogleTest", GTEST_FILTER="-*", GTEST_OUTPUT="xml:here.xml")
        self.check(found, self.GOOGLE_TEST)
        self.assertFalse((self.work / "here.xml").exists())
        failure = found["Plain.fails"]["failure"]
        self.assertEqual(failure["line"], line_of("GoogleTest.cpp", "EXPECT_EQ(1, 2) << "))
        self.assertTrue(failure["file"].endswith("GoogleTest.cpp"))
        self.assertIn("Expected equality", failure["message"])
        self.assertIn("exception", found["Plain.throws"]["failure"]["message"])
        self.assertGreaterEqual(found["Plain.passes"]["seconds"], 0)

    def test_a_googletest_program_that_crashes_tells_what_it_printed(self):
        found = self.results("GoogleTest", CRASH="1")
        behind = {name: None for name in found if name.startswith(("Some/", "Typed/"))}
        self.check(found, {**self.GOOGLE_TEST, **behind, "Plain.crashes": "unfinished"})
        self.assertEqual(found["Plain.fails"]["failure"]["line"], line_of("GoogleTest.cpp", "EXPECT_EQ(1, 2) << "))
        done = self.allele("tests", "--run", "./GoogleTest", code=4)
        self.assertIn("9 tests: 1 passed, 2 failed, 1 skipped, 1 unfinished, 4 that didn't run", done.out)
        self.assertIn("the program ended by SIGABRT", done.out)

    # ---- Catch2

    CATCH2 = {"passes": "passed", 'fails, with [comma] and "quotes" \\ back': "failed", "sections": "passed", "*star*": "passed",
              "~tilde": "passed", "spaces": "passed", "throws": "failed", "template - int": "passed",
              "template - char": "passed", "may fail": "passed", "crashes": "passed", "behind it": "passed",
              "#hash": "passed", "exclude:this": "passed"}

    def test_catch2_lists_what_isnt_hidden(self):
        self.assertEqual(set(self.found_in("Catch2V2")), set(self.CATCH2))

    def test_catch2_runs(self):
        found = self.results("Catch2V2")
        self.check(found, self.CATCH2)
        failure = found['fails, with [comma] and "quotes" \\ back']["failure"]
        self.assertEqual(failure["line"], line_of("Catch2V2.cpp", "CHECK(a == 2)"))
        self.assertEqual(failure["message"], "CHECK( a == 2 ): 1 == 2")
        self.assertEqual(found["sections"]["assertions"], 3)
        self.assertEqual(found["throws"]["failure"]["message"], "Unknown exception")

    def test_what_fails_in_a_section_is_told(self):
        found = self.results("Catch2V2", FAIL="1")
        self.assertEqual(found["sections"]["failure"]["line"], line_of("Catch2V2.cpp", 'getenv("FAIL")'))

    def test_a_catch2_program_that_crashes_tells_what_failed(self):
        found = self.results("Catch2V2", CRASH="1")
        self.check(found, {**self.CATCH2, "crashes": "failed", "behind it": None})
        self.assertIn("SIGABRT", found["crashes"]["failure"]["message"])

    # ---- doctest

    DOCTEST = {"passes": "passed", "fails, with comma \\ back": "failed", "skipped": None, "*star*": "passed",
               "PASSES": "passed", "subcases": "passed", "throws": "failed", "template<int>": "passed",
               "template<char>": "passed", "should fail": "passed", "crashes": "passed", "behind it": "passed"}

    def test_doctest_lists(self):
        found = self.found_in("Doctest")
        self.assertEqual(set(found), set(self.DOCTEST))
        self.assertEqual([name for name, test in found.items() if not test["on"]], ["skipped"])
        self.assertEqual(found["*star*"]["line"], line_of("Doctest.cpp", "*star*"))

    def test_doctest_runs_and_takes_tests_of_one_name_for_one(self):
        found = self.results("Doctest")
        self.check(found, self.DOCTEST)
        self.assertEqual(found["passes"]["assertions"], 2)
        self.assertEqual(found["fails, with comma \\ back"]["failure"]["message"], "CHECK( a == 2 ): 1 == 2")

    def test_what_fails_in_a_subcase_is_told(self):
        found = self.results("Doctest", FAIL="1")
        self.assertEqual(found["subcases"]["failure"]["line"], line_of("Doctest.cpp", 'getenv("FAIL")'))

    def test_a_doctest_program_that_crashes_tells_what_failed(self):
        found = self.results("Doctest", CRASH="1")
        self.check(found, {**self.DOCTEST, "crashes": "failed", "behind it": None})

    # ---- Boost.Test

    BOOST_TEST = {"passes": "passed", "fails": "failed", "suite/passes": "passed", "suite/off": None, "silent/inherits": None,
                  "data/_0": "passed", "data/_1": "failed", "throws": "failed", "empty": "passed", "typed<int>": "passed",
                  "typed<char>": "passed", "expected": "passed", "crashes": "passed"}

    def test_boost_test_lists(self):
        found = self.found_in("BoostTest")
        self.assertEqual(set(found), set(self.BOOST_TEST))
        self.assertEqual({name for name, test in found.items() if not test["on"]}, {"suite/off", "silent/inherits"})
        self.assertEqual(found["fails"]["line"], line_of("BoostTest.cpp", "BOOST_AUTO_TEST_CASE(fails)"))

    def test_boost_test_runs(self):
        found = self.results("BoostTest", BOOST_TEST_RUN_FILTERS="suite")
        self.check(found, self.BOOST_TEST)
        self.assertEqual(found["passes"]["assertions"], 2)
        self.assertEqual(found["fails"]["failure"]["line"], line_of("BoostTest.cpp", "BOOST_TEST(a == 2)"))
        self.assertIn("a == 2", found["fails"]["failure"]["message"])
        self.assertNotIn("failure", found["expected"])

    # ---- QtTest

    QT_TEST = {"passes": "passed", "fails": "failed", "skips": "skipped", "expected": "passed", "unexpected": "failed",
               "rows:one": "passed", "rows:two words": "passed", "rows: spaces ": "passed", "rows:with:colon": "passed",
               'rows:gr\u00fc\u00dfe <&> "]]>': "passed", "rows:-o": "passed", "rows:large": "failed", "rows:negative": "skipped",
               "same": "failed", "colon": "passed", "empty": "passed", "lines": "passed", "noRows": "passed",
               "exits": "passed", "behindIt": "passed"}

    def test_qttest_lists_rows_that_run_by_themselves(self):
        self.assertEqual(list(self.found_in("QtTest")), list(self.QT_TEST))

    def test_qttest_runs(self):
        found = self.results("QtTest")
        self.check(found, self.QT_TEST)
        failure = found["fails"]["failure"]
        self.assertEqual(failure["line"], line_of("QtTest.cpp", "QCOMPARE(a, 2)"))
        self.assertTrue(failure["file"].endswith("QtTest.cpp"))
        self.assertIn("Actual   (a): 1", failure["message"])
        self.assertIn("too\nlarge", found["rows:large"]["failure"]["message"])
        self.assertEqual(found["same"]["failure"]["line"], line_of("QtTest.cpp", "too"))
        self.assertIn("unexpectedly", found["unexpected"]["failure"]["message"])
        self.assertNotIn("failure", found["expected"])
        self.assertGreaterEqual(found["rows:one"]["seconds"], 0)

    def test_a_qttest_program_that_ends_early_tells_how_far_it_came(self):
        for variable in ("CRASH", "EXIT"):
            with self.subTest(variable):
                found = self.results("QtTest", **{variable: "1"})
                del self.environment[variable]
                self.check(found, {**self.QT_TEST, "exits": "unfinished", "behindIt": None})

    def test_what_initTestCase_does_to_its_tests(self):
        none = dict.fromkeys(self.QT_TEST)
        found = self.results("QtTest", INIT_FAILS="1")
        self.check(found, {**none, "passes": "failed"})
        self.assertEqual(found["passes"]["failure"]["message"], "no set-up")
        del self.environment["INIT_FAILS"]
        self.check(self.results("QtTest", INIT_CRASHES="1"), {**none, "passes": "unfinished"})
        del self.environment["INIT_CRASHES"]
        self.check(self.found_in("QtTest", "--run", INIT_SKIPS="1"), dict.fromkeys(self.QT_TEST, "skipped"))

    def test_what_cleanupTestCase_fails_is_the_last_tests(self):
        found = self.results("QtTest", CLEANUP_FAILS="1")
        self.check(found, {**self.QT_TEST, "behindIt": "failed"})
        self.assertEqual(found["behindIt"]["failure"]["line"], line_of("QtTest.cpp", "CLEANUP_FAILS"))

    def test_what_fails_in_a_function_for_data_is_its_tests(self):
        self.check(self.results("QtTest", DATA_FAILS="1"), {**self.QT_TEST, "noRows": "failed"})

    def test_a_row_of_qttest_stands_for_itself_with_each_row_of_the_object(self):
        self.check(self.results("QtTestGlobal"), {"plain": "failed", "rows:one": "failed", "rows:two": "passed"})

    # ---- all

    def test_a_program_without_a_framework_is_exit_code_1(self):
        done = self.allele("tests", "./Verdicts", code=1)
        self.assertIn("holds no test framework that is known (boost-test, catch2-v2, catch2-v3, doctest, googletest, qttest)", done.err)
        self.assertIn("did you mean 'doctest'", self.allele("tests", "--framework", "doctst", "./Verdicts", code=1).err)

    def test_a_program_that_doesnt_answer_is_exit_code_1(self):
        for framework in ("boost-test", "catch2-v2", "catch2-v3", "doctest", "googletest", "qttest"):
            done = self.allele("tests", "--framework", framework, "./Verdicts", code=1)
            self.assertIn("no list of tests", done.err)

    def test_the_terminal_shows_places_and_what_is_off(self):
        shutil.copy(PROGRAMS / "Doctest", self.work / "Doctest")
        lines = self.allele("tests", "./Doctest").out.splitlines()
        self.assertTrue(lines[0].startswith("passes  ") and lines[0].endswith(f"Doctest.cpp:{line_of('Doctest.cpp', 'passes')}"))
        self.assertTrue(lines[2].startswith("skipped  ") and lines[2].endswith("  off"))


if __name__ == "__main__":
    unittest.main()
