"""What a run leaves in its output directory and on the terminal, and what report and show make of it."""

import json
import os
import pty
import subprocess
import unittest

from Driver import ALLELE, DriverTest, IDS


class ResultsTest(DriverTest):
    SITES = ["survive", "exitCode", "crash", "wait"]

    def test_the_output_directory_holds_the_documented_files(self):
        self.run_sites(*self.SITES)
        names = {path.name for path in (self.work / "allele.out").iterdir()}
        self.assertEqual(names, {"history.jsonl", "lock", "results.sqlite", "quality.html", "report.html", "report.json",
                                 "summary.json"})

    def test_the_summary_counts_verdicts_and_gives_figures_with_denominators(self):
        self.run_sites(*self.SITES, options=["--jobs", "2"])
        summary = self.json("summary.json")
        self.assertTrue(summary["complete"])
        self.assertEqual(summary["mutants"]["total"], 16)
        self.assertEqual(summary["mutants"]["killed"], 3)
        self.assertEqual(summary["mutants"]["survived"], 1)
        self.assertEqual(summary["mutants"]["not reached"], 12)
        self.assertEqual(summary["killed by"]["hang"], 1)
        self.assertEqual(summary["score"], {"value": 3 / 16, "part": 3, "whole": 16})
        self.assertEqual(summary["score without hangs"], {"value": 2 / 16, "part": 2, "whole": 16})
        self.assertEqual(summary["strength"], {"value": 3 / 4, "part": 3, "whole": 4})
        self.assertEqual(summary["coverage"], {"value": 4 / 16, "part": 4, "whole": 16})
        self.assertEqual(summary["operators"]["false-to-true"]["total"], 3)
        self.assertEqual(set(summary["stage seconds"]), {"read", "baseline", "counting", "recording", "mutants", "audit"})
        self.assertEqual(summary["jobs"], 2)

    def test_the_terminal_shows_survivors_with_diff_and_a_line_that_repeats_them(self):
        done = self.run_sites(*self.SITES)
        self.assertIn("Subject.cpp:1:16  false-to-true  " + IDS["survive"], done.out)
        self.assertIn("- bool survive = false;", done.out)
        self.assertIn("+ bool survive = true;", done.out)
        self.assertNotIn(IDS["crash"], done.out)
        self.assertIn("strength 75.0 % (3 of 4 reached mutants)", done.out)
        line = next(line for line in done.out.splitlines() if "ALLELE_MUTANT=" in line)
        repeated = subprocess.run(line, shell=True, cwd=self.work, env=self.environment, capture_output=True)
        self.assertEqual((repeated.returncode, repeated.stdout), (0, b"fine\n"))

    def test_report_shows_the_same_as_the_run(self):
        done = self.run_sites(*self.SITES)
        self.assertEqual(self.allele("report").out, done.out)
        self.assertEqual(json.loads(self.allele("report", "--format", "json").out), self.json("report.json"))
        self.assertEqual(json.loads(self.allele("report", "--format", "summary").out), self.json("summary.json"))
        self.assertIn("did you mean 'json'", self.allele("report", "--format", "jsn", code=1).err)

    def test_show_tells_verdict_sites_and_how_to_repeat(self):
        self.run_sites(*self.SITES)
        for name in IDS["exitCode"], "11", "Subject.cpp:2":
            shown = self.allele("show", name).out
            self.assertIn("verdict: killed by exit code: 3", shown)
            self.assertIn("handMade in ", shown)
            self.assertIn(f"ALLELE_MUTANT={IDS['exitCode']} ./Verdicts survive", shown)
            self.assertIn("gdb ", shown)
        self.assertIn("verdict: survived", self.allele("show", "10").out)
        self.assertIn("verdict: not reached", self.allele("show", "f").out)

    def test_show_without_results_needs_the_program(self):
        self.assertIn("name the program too", self.allele("show", "11", code=1).err)
        self.assertIn("- bool exitCode =", self.allele("show", "11", "./Verdicts").out)

    def test_ids_that_are_ambiguous_or_unknown_are_errors(self):
        ambiguous = self.allele("show", "1", "./Verdicts", code=1).err
        self.assertIn("ambiguous", ambiguous)
        self.assertIn(IDS["survive"], ambiguous)
        self.assertIn("no mutant has an id", self.allele("show", "dead", "./Verdicts", code=1).err)
        self.assertIn("no mutant on line 99", self.allele("show", "Subject.cpp:99", "./Verdicts", code=1).err)

    def test_a_second_run_in_the_same_directory_is_refused_while_the_first_goes_on(self):
        first = subprocess.Popen([ALLELE, "run", "--timeout-floor", "5", "--", "./Verdicts", "wait"], cwd=self.work,
                                 env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not (self.work / "allele.out" / "results.sqlite").exists():
                self.assertIsNone(first.poll())
            done = self.run_sites("survive", code=1)
            self.assertIn(f"in use by the run with process id {first.pid}", done.err)
            self.run_sites("survive", options=["--out", "other"])
        finally:
            first.terminate()
            first.wait()

    def test_verdicts_that_arrived_survive_a_killed_driver(self):
        driver = subprocess.Popen([ALLELE, "run", "-j1", "-v", "--timeout-floor", "60", "--", "./Verdicts", "survive",
                                   "crash", "wait"], cwd=self.work, env=self.environment, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True)
        for line in driver.stderr:
            if "killed by crash" in line:
                break
        driver.kill()
        driver.wait()
        driver.stderr.close()
        summary = json.loads(self.allele("report", "--format", "summary").out)
        self.assertFalse(summary["complete"])
        self.assertIsNone(summary["score"]["value"])
        self.assertEqual(summary["mutants"]["survived"], 1)
        self.assertEqual(summary["mutants"]["killed"], 1)
        self.assertEqual(summary["mutants"]["pending"], 1)

    def test_colours_come_on_a_terminal_only_and_never_with_no_color(self):
        def on_terminal(environment):
            main, side = pty.openpty()
            done = subprocess.Popen([ALLELE, "run", "--", "./Verdicts", "survive"], cwd=self.work, env=environment,
                                    stdin=subprocess.DEVNULL, stdout=side, stderr=subprocess.DEVNULL)
            os.close(side)
            text = b""
            try:
                while block := os.read(main, 4096):
                    text += block
            except OSError:  # the other end is closed
                pass
            os.close(main)
            self.assertEqual(done.wait(), 0)
            return text

        coloured = dict(self.environment, TERM="xterm")
        self.assertIn(b"\x1b[31m", on_terminal(coloured))
        self.assertNotIn(b"\x1b", on_terminal(dict(coloured, NO_COLOR="1")))
        self.assertNotIn("\x1b", self.run_sites("survive").out)

    def test_quiet_prints_results_only(self):
        done = self.run_sites("survive", options=["-q"])
        self.assertEqual(done.err, "")
        self.assertIn("score", done.out)


if __name__ == "__main__":
    unittest.main()
