"""Ctrl-C and its like: partial results are saved, and no process is left."""

import json
import os
import signal
import sqlite3
import subprocess
import time
import unittest

from Driver import ALLELE, DriverTest


class InterruptionTest(DriverTest):
    def start(self, *sites, options=("--fresh", "--timeout-floor", "60")):
        """Starts a run with one job and returns when the first verdict is there."""
        driver = subprocess.Popen([ALLELE, "run", "-j1", "-v", *options, "--", "./Verdicts", *sites],
                                  cwd=self.work, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True)
        self.addCleanup(driver.stdout.close)
        self.addCleanup(driver.stderr.close)
        for line in driver.stderr:
            if "  survived" in line:
                return driver
        self.fail("no verdict")

    def test_an_interrupted_run_saves_what_it_has_and_leaves_no_process(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number):
                driver = self.start("survive", "spin", "wait", "stubborn")
                driver.send_signal(number)
                out, err = driver.communicate(timeout=60)
                self.assertEqual(driver.returncode, 130, err)
                self.assertIn("interrupted: 3 of 16 mutants left", err)
                self.assertIn("no score", out)
                self.assertEqual(self.processes_left(), [])
                self.assertEqual(list(self.scratch.iterdir()), [])
                summary = self.json("summary.json")
                self.assertFalse(summary["complete"])
                self.assertIsNone(summary["score"]["value"])
                self.assertEqual(summary["mutants"]["survived"], 1)
                self.assertEqual(summary["mutants"]["pending"], 3)
                self.assertEqual(self.verdicts()["spin"][0], "Pending")

    SITES = ("survive", "spin", "exitCode", "wait")
    LIMITS = ("--timeout-floor", "0.5")

    def outcomes(self):
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            return {mutant: (verdict, wall) for mutant, verdict, wall in
                    store.execute("SELECT mutant, verdict, wall_us FROM outcome WHERE verdict IN ('killed', 'survived')")}

    def test_the_same_command_goes_on_with_a_run_that_was_stopped(self):
        self.allele("run", "-j1", *self.LIMITS, "--", "./Verdicts", *self.SITES)
        whole = {mutant: verdict for mutant, (verdict, _) in self.outcomes().items()}
        for number in (signal.SIGINT, signal.SIGKILL):
            with self.subTest(signal=number):
                driver = self.start(*self.SITES, options=("--fresh", *self.LIMITS))
                driver.send_signal(number)
                driver.communicate(timeout=60)
                before = self.outcomes()
                self.assertIn("survived", {verdict for verdict, _ in before.values()})
                self.assertLess(len(before), len(whole))
                done = self.allele("run", "-j1", "-v", *self.LIMITS, "--", "./Verdicts", *self.SITES)
                self.assertIn("goes on with the run of", done.err)
                self.assertNotIn("  survived", done.err)
                after = self.outcomes()
                self.assertEqual({mutant: verdict for mutant, (verdict, _) in after.items()}, whole)
                for mutant, outcome in before.items():
                    self.assertEqual(after[mutant], outcome)
                self.assertTrue(self.json("summary.json")["complete"])

    def test_another_build_or_request_begins_anew(self):
        for name, limits in (("build", self.LIMITS), ("request", ("--timeout-floor", "0.6"))):
            with self.subTest(other=name):
                driver = self.start("survive", "spin", options=("--fresh", *self.LIMITS))
                driver.send_signal(signal.SIGINT)
                driver.communicate(timeout=60)
                if name == "build":
                    os.utime(self.work / "Verdicts")
                done = self.allele("run", "-j1", "-v", *limits, "--", "./Verdicts", "survive", "spin")
                self.assertNotIn("goes on", done.err)
                self.assertIn("  survived", done.err)

    def test_the_time_of_a_run_can_be_limited(self):
        begin = time.monotonic()
        done = self.allele("run", "-j1", "--max-runtime", "2", "--timeout-floor", "60", "--", "./Verdicts", "survive", "spin", code=130)
        self.assertLess(time.monotonic() - begin, 20)
        self.assertIn("the time of --max-runtime is up: 1 of", done.err)
        self.assertIn("the same command goes on", done.err)

    def test_an_interrupted_baseline_is_exit_code_130(self):
        program = self.script("tests", "echo > started; sleep 1000\n")
        driver = subprocess.Popen([ALLELE, "run", "--", program], cwd=self.work, env=self.environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while not (self.work / "started").exists():
            self.assertIsNone(driver.poll())
            time.sleep(0.01)
        driver.send_signal(signal.SIGINT)
        out, err = driver.communicate(timeout=60)
        self.assertEqual(driver.returncode, 130, err)
        self.assertIn("interrupted", err)
        self.assertEqual(out, "")
        self.assertEqual(self.processes_left(), [])


if __name__ == "__main__":
    unittest.main()
