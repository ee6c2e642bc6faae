"""Mutants that were found and aren't compiled in: listed with their reason, never run, in no score."""

import json
import shutil
import unittest

from Driver import PROGRAMS, DriverTest

# Number to what is said of each ignored mutant of programs/Ignored.c, in the order of the source.
IGNORED = {
    "a000000000000001": "noise rule logging",
    "a000000000000002": "noise rule logging",
    "a000000000000003": "noise rule destructors",
    "b000000000000001": "suppressed: never fails\\there",
    "c000000000000001": "equivalent to the original",
    "d000000000000000": "equal once optimised to 1000000000000000",
    "d000000000000001": "equal once optimised to 1000000000000001",
    "d000000000000002": "equal once optimised to 1000000000000002",
    "d000000000000003": "equal once optimised to 1000000000000003",
    "e000000000000001": "equal once optimised to mutants that aren't in the program",
    "e000000000000002": "equal once optimised to 1000000000000003",
    "f000000000000001": "suppressed: there",
}
RUN = ["1000000000000000", "1000000000000001", "1000000000000002", "1000000000000003"]


class IgnoredTest(DriverTest):
    def setUp(self):
        super().setUp()
        shutil.copy(PROGRAMS / "Ignored", self.work / "Ignored")

    def mutants(self):
        return {mutant["id"]: mutant for file in self.json("report.json")["files"].values() for mutant in file["mutants"]}

    def test_list_shows_what_is_compiled_in_and_the_rest_with_its_reason_when_asked(self):
        lines = self.allele("list", "./Ignored").out.splitlines()
        self.assertEqual([line.split()[0] for line in lines], RUN)
        lines = self.allele("list", "--ignored", "./Ignored").out.splitlines()
        self.assertEqual({line.split()[0]: line.split("-> ", 1)[1] for line in lines},
                         {number: r"\n\t\  " + reason for number, reason in IGNORED.items()})
        self.assertTrue(lines[0].startswith("a000000000000001  Subject.cpp:5:5  false-to-true  bool -> "))

    def test_list_as_json_has_reason_and_detail(self):
        listed = {mutant["id"]: mutant for mutant in json.loads(self.allele("list", "--ignored", "--json", "./Ignored").out)}
        self.assertEqual(set(listed), set(IGNORED))
        self.assertEqual(listed["a000000000000003"]["ignored"], "noise")
        self.assertEqual(listed["a000000000000003"]["detail"], "destructors")
        self.assertEqual(listed["b000000000000001"]["detail"], "never fails\there")
        self.assertEqual(listed["b000000000000001"]["replacement"], "\n\t\\")
        self.assertEqual(listed["b000000000000001"]["level"], "strong")
        self.assertEqual(listed["e000000000000002"]["detail"], "1000000000000003")
        self.assertEqual([listed["a000000000000001"][key] for key in ("line", "column", "endLine", "endColumn", "sites")],
                         [5, 5, 5, 9, 0])
        active = json.loads(self.allele("list", "--json", "./Ignored").out)
        self.assertEqual([mutant["id"] for mutant in active], RUN)
        self.assertNotIn("ignored", active[0])

    def test_ignored_mutants_are_in_the_report_and_in_no_score(self):
        self.run_sites(program="./Ignored")
        found = self.mutants()
        self.assertEqual([found[number]["status"] for number in RUN], ["Killed", "Survived", "NoCoverage", "Killed"])
        self.assertEqual({found[number]["status"] for number in IGNORED}, {"Ignored"})
        self.assertEqual(found["a000000000000001"]["statusReason"], "noise rule logging")
        self.assertEqual(found["b000000000000001"]["statusReason"], "suppressed: never fails\there")
        self.assertEqual(found["c000000000000001"]["statusReason"], "equivalent to the original")
        summary = self.json("summary.json")
        self.assertEqual(summary["mutants"], {"total": 16, "killed": 2, "survived": 1, "not reached": 1, "inconclusive": 0,
                                              "ignored": 7, "pending": 0, "duplicates": 5, "accepted": 0})
        self.assertEqual(summary["ignored"], {"noise": {"destructors": 1, "logging": 2}, "suppressed": 2, "equivalent": 1,
                                              "equal to absent": 1, "not instrumented": 0})
        self.assertEqual(summary["score"], {"value": 0.5, "part": 2, "whole": 4})
        self.assertEqual(summary["coverage"], {"value": 0.75, "part": 3, "whole": 4})
        self.assertEqual(summary["reached"], 3)

    def test_a_duplicate_has_the_verdict_of_what_it_equals(self):
        self.run_sites(program="./Ignored")
        found = self.mutants()
        equal = "as {}, which it is equal to once optimised"
        for number, verdict, other in (("d000000000000000", "killed: exit code: ", RUN[0]), ("d000000000000001", "survived: ", RUN[1]),
                                       ("d000000000000002", "not reached: ", RUN[2]), ("d000000000000003", "killed: crash: ", RUN[3]),
                                       ("e000000000000002", "killed: crash: ", RUN[3])):
            self.assertEqual(found[number]["statusReason"], verdict + equal.format(other))
        self.assertIn("verdict: killed by exit code: " + equal.format(RUN[0]), self.allele("show", "d000000000000000").out)
        self.assertIn("aren't in the program", found["e000000000000001"]["statusReason"])

    def test_the_terminal_counts_them_by_reason_and_shows_no_duplicate(self):
        done = self.run_sites(program="./Ignored")
        self.assertIn("16 mutants: 2 killed, 1 survived, 1 not reached, 0 inconclusive, 7 ignored, 5 duplicates\n"
                      "ignored: 3 by noise rules (logging 2, destructors 1), 2 suppressed, 1 equivalent, "
                      "1 equal to mutants that aren't in the program\n", done.out)
        self.assertIn("survived: 1 mutant ", done.out)
        self.assertNotIn("d00000", done.out)
        self.assertIn("4 mutants, 3 reached", done.err)
        self.assertEqual(self.allele("report").out, done.out)

    def test_show_says_why_an_ignored_one_is_not_run(self):
        for number, reason in IGNORED.items():
            shown = self.allele("show", number, "./Ignored").out
            self.assertIn("not compiled in and not run: " + reason, shown)
            self.assertNotIn("repeat:", shown)
        self.assertIn("`allele operators destructors`", self.allele("show", "a000000000000003", "./Ignored").out)

    def test_a_program_all_of_whose_mutants_are_ignored_measures_nothing(self):
        whole = (self.work / "Ignored").read_bytes()
        (self.work / "Ignored").write_bytes(whole.replace(b"\0allele_functions\0", b"\0nothing_for_that\0"))
        for words in (["list", "./Ignored"], ["run", "--", "./Ignored"]):
            done = self.allele(*words, code=7)
            self.assertIn("all ignored; `allele list --ignored PROGRAM` says why", done.err)
        self.assertEqual(len(self.allele("list", "--ignored", "./Ignored").out.splitlines()), 14)

    def test_damaged_entries_are_refused_with_their_place(self):
        whole = (self.work / "Ignored").read_bytes()
        for old, new in ((b"c000000000000001\tequivalent", b"c00000000000000x\tequivalent"),
                         (b"\tequivalent\t", b"\tridiculous\t"),
                         (b"\tsuppressed\tthere\t", b"\tsuppressed there\t"),
                         (b"\tduplicate\t9999", b"\tduplicate\tabso"), (b"\t5\t5\t5\t9\t", b"\t5\t5\t5\t-\t"),
                         (b"\\n\\t\\\\\t", b"\\n\\t\\x\t")):
            self.assertTrue(old in whole, old)
            (self.work / "Ignored").write_bytes(whole.replace(old, new))
            done = self.allele("list", "./Ignored", code=1)
            self.assertRegex(done.err, r"\Aallele: .*Ignored: damaged metadata, the entry at byte \d+ of section allele_ignored")


if __name__ == "__main__":
    unittest.main()
