"""What `allele show` tells of one mutant: why it survived, what each test did, how it is repeated."""

import json
import sqlite3
import unittest

from Driver import DriverTest, IDS


class ShowTest(DriverTest):
    def setUp(self):
        super().setUp()
        self.run_sites("survive", "exitCode", "crash")

    def change(self, *statements):
        store = sqlite3.connect(self.work / "allele.out" / "results.sqlite")
        with store:
            for statement in statements:
                store.execute(statement)
        store.close()

    def add_tests(self, count, infected):
        """Each takes longer than the one before. All of them reach mutants 0 (survive) and 1 (exitCode); the first ones infect them."""
        self.change("DELETE FROM pair", "DELETE FROM kill", "DELETE FROM test",
                    *[f"INSERT INTO test VALUES ({i}, 'Suite.t{i}', {1000 << i}, {1000 << i}, 0, 2, 2, 0, './Verdicts --only {i}', NULL)" for i in range(count)],
                    *[f"INSERT INTO pair VALUES ({mutant}, {i}, {int(i < infected)})" for i in range(count) for mutant in (0, 1)])

    def show(self, site, *options):
        return self.allele("show", IDS[site], *options).out

    def test_a_survivor_names_the_tests_that_compute_another_value_cheapest_first(self):
        self.add_tests(6, infected=4)
        shown = self.show("survive")
        self.assertIn("\n  why: 4 tests compute another value, and all pass; the likeliest to extend: Suite.t0, Suite.t1, Suite.t2\n", shown)
        self.assertIn("\n  tests: 6 reach it, 4 compute another value\n    Suite.t0 (1.0 ms): passed\n    Suite.t1 (2.0 ms): passed\n", shown)
        self.assertIn("\n    Suite.t5 (32.0 ms): not run: no value differs\n", shown)
        self.assertIn(f"\n  repeat: ALLELE_MUTANT={IDS['survive']} ./Verdicts --only 0\n", shown)

    def test_a_survivor_that_changes_no_value_says_so(self):
        self.add_tests(2, infected=0)
        self.change("UPDATE outcome SET infected = 0")
        self.assertIn("\n  why: reached by 2 tests, but no value differs\n", self.show("survive"))

    def test_what_no_test_reaches_says_so(self):
        shown = self.show("litter")
        self.assertIn("\n  verdict: not reached\n  why: no test reaches it\n", shown)
        self.assertNotIn("tests:", shown)

    def test_a_killed_mutant_tells_which_test_killed_it_and_which_did_not_run(self):
        self.add_tests(4, infected=3)
        self.change(f"INSERT INTO kill VALUES ('{IDS['exitCode']}', 1)", f"INSERT INTO pass VALUES ('{IDS['exitCode']}', 0)")
        shown = self.show("exitCode")
        self.assertIn("\n  verdict: killed by exit code: 3\n  tests: 4 reach it, 3 compute another value\n    Suite.t1 (2.0 ms): killed it: 3\n"
                      "    Suite.t0 (1.0 ms): passed\n    Suite.t2 (4.0 ms): not run: another test killed it first\n"
                      "    Suite.t3 (8.0 ms): not run: no value differs\n", shown)
        self.assertNotIn("why:", shown)
        self.assertIn("./Verdicts --only 1\n", shown)

    def test_many_tests_are_counted_and_shown_when_asked_for(self):
        self.add_tests(25, infected=25)
        shown = self.show("survive")
        self.assertEqual(shown.count(": passed"), 20)
        self.assertIn("\n    5 more tests; --all shows them\n", shown)
        everything = self.show("survive", "--all")
        self.assertEqual(everything.count(": passed"), 25)
        self.assertNotIn("--all", everything)

    def test_an_accepted_survivor_has_its_reason(self):
        self.allele("accept", IDS["survive"], "--reason", "as it\nshould be", "--expires", "2999-01-31")
        self.assertRegex(self.show("survive"), r"\n  accepted: as it\\nshould be, since \d{4}-\d\d-\d\d, until 2999-01-31\n")
        (self.work / "allele-accepted.yml").write_text("- 1\n")
        self.assertIn("allele-accepted.yml:1:", self.allele("show", IDS["survive"], code=1).err)

    def test_json_has_all_of_it(self):
        self.add_tests(25, infected=1)
        self.allele("accept", IDS["survive"], "--reason", "as it should be")
        mutant, = json.loads(self.show("survive", "--json"))
        self.assertEqual((mutant["id"], mutant["line"], mutant["operator"], mutant["functions"]), (IDS["survive"], 1, "false-to-true", ["handMade"]))
        self.assertEqual((mutant["verdict"], mutant["reached"], mutant["infected"]), ("survived", True, True))
        self.assertEqual((mutant["accepted"]["reason"], mutant["accepted"]["expires"]), ("as it should be", ""))
        self.assertEqual(mutant["tests"][0], {"name": "Suite.t0", "infected": True, "result": "passed", "seconds": 0.001})
        self.assertEqual(len(mutant["tests"]), 25)
        self.assertIn("1 test computes another value", mutant["why"])
        self.assertIn("ALLELE_MUTANT=", mutant["repeat"])
        self.assertIn("gdb ", mutant["debug"])
        killed, = json.loads(self.show("exitCode", "--json"))
        self.assertEqual((killed["verdict"], killed["cause"], killed["reason"]), ("killed", "exit code", "3"))
        self.assertNotIn("why", killed)
        self.assertEqual(len(json.loads(self.allele("show", "Subject.cpp:2", "--json").out)), 1)
        self.assertNotIn("verdict", json.loads(self.allele("show", "10", "./Verdicts", "--out", "none", "--json").out)[0])

    def test_json_is_valid_whatever_the_bytes(self):
        self.change("UPDATE test SET name = CAST(x'ff0a22' AS TEXT)", "UPDATE mutant SET replacement = CAST(x'ff22' AS TEXT)")
        json.loads(self.show("survive", "--json"))

    def test_the_debugger_waits_for_libraries_only_where_the_program_holds_no_mutants(self):
        self.assertNotIn("pending", self.show("survive"))
        self.change("UPDATE object SET path = '/elsewhere/libsubject.so'")
        self.assertIn("-ex 'set breakpoint pending on'", self.show("survive"))


if __name__ == "__main__":
    unittest.main()
