"""Gates: exit code 2 or 3 and what would mend it, from the command line, from allele.yml, and against a baseline."""

import unittest

from Driver import DriverTest, IDS


class GatesTest(DriverTest):
    # The program has 16 mutants; the sites named are reached.
    def setUp(self):
        super().setUp()
        self.run_sites("survive", "exitCode", "crash")

    def report(self, *words, code=0):
        return self.allele("report", *words, code=code)

    def test_a_figure_below_its_bound_is_exit_code_2(self):
        done = self.report("--fail-under", "strength=66,score=12", code=0)
        self.assertEqual(done.err, "")
        done = self.report("--fail-under", "score=50,strength=70", code=2)
        self.assertIn("gate failed: score 12.50 % is 37.50 points below 50 %: 6 more of 16 mutants have to be killed", done.err)
        self.assertIn("gate failed: strength 66.67 % is 3.33 points below 70 %", done.err)
        self.assertIn("score", done.out)  # the report is there all the same

    def test_a_run_has_gates_as_well(self):
        self.assertIn("gate failed: score", self.run_sites("survive", options=["--fail-under", "score=99"], code=2).err)
        self.run_sites("exitCode", options=["--fail-under", "strength=100"])

    def test_gates_of_the_configuration_hold_for_run_and_report(self):
        (self.work / "allele.yml").write_text("gates:\n  strength: 70\n  paths:\n    Subject.cpp: {coverage: 99}\n    none/: {score: 1}\n")
        for done in (self.report(code=2), self.run_sites("survive", "exitCode", "crash", code=2)):
            self.assertIn("gate failed: strength", done.err)
            self.assertIn("gate failed: coverage of Subject.cpp", done.err)
            self.assertIn("gate failed: score of none/: nothing was measured", done.err)
        (self.work / "allele.yml").write_text("gates: {strength: 66}\n")
        self.report()
        (self.work / "allele.yml").write_text("gates: {strength: 101}\n")
        self.assertIn("allele.yml:1:19: 'strength' must be a number of percent", self.run_sites("survive", code=1).err)

    def test_inconclusive_mutants_are_exit_code_3(self):
        self.run_sites("closeAll", program=self.script("tests", 'case "$ALLELE_MUTANT" in "") ;; *) exec ./missing 2>/dev/null ;; esac; exec ./Verdicts "$@"\n'),
                       options=["--no-fork"])
        self.report("--max-inconclusive", "100")

    def test_new_survivors_are_told_from_those_of_the_baseline(self):
        self.assertIn("allele-baseline.yml is missing", self.report("--fail-on-new", code=1).err)
        done = self.allele("baseline")
        self.assertIn("14 mutants that no test notices", done.out)
        self.report("--fail-on-new", "--ratchet")
        # The crash isn't reached any more: it is new, and strength falls.
        self.run_sites("survive", "exitCode")
        done = self.report("--fail-on-new", "--ratchet", code=2)
        self.assertIn("1 new mutant that no test notices", done.err)
        self.assertIn(IDS["crash"], done.err)
        self.assertIn("gate failed: score of the baseline", done.err)
        self.allele("accept", IDS["crash"], "--reason", "as a test")
        self.assertNotIn("new mutant", self.report("--fail-on-new").err)

    def test_a_baseline_only_gets_tighter_unless_told_otherwise(self):
        self.allele("baseline")
        self.run_sites("survive", "exitCode", "abortSilently")
        said = self.allele("baseline").out
        self.assertIn("tightened: 13 mutants that no test notices, 14 before\n1 more are new and were left out", said)
        self.report("--fail-on-new", code=2)
        self.assertIn("14 mutants", self.allele("baseline", "--reset").out)
        self.report("--fail-on-new")

    def test_a_missing_baseline_is_told_before_the_run(self):
        done = self.run_sites("survive", options=["--fail-on-new", "--baseline", "other.yml"], code=1)
        self.assertIn("other.yml is missing", done.err)
        self.assertEqual(done.out, "")

    def test_bad_words_are_told(self):
        for words, said in ((["--fail-under", "speed=3"], "'speed=3' isn't score"), (["--max-inconclusive", "101"], "from 0 to 100"),
                            (["--baseline", "x"], "does nothing without")):
            self.assertIn(said, self.report(*words, code=1).err)


if __name__ == "__main__":
    unittest.main()
