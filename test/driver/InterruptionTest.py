"""Ctrl-C and its like: partial results are saved, and no process is left."""

import json
import signal
import subprocess
import time
import unittest

from Driver import ALLELE, DriverTest


class InterruptionTest(DriverTest):
    def start(self, *sites):
        """Starts a run with one job and returns when the first verdict is there."""
        driver = subprocess.Popen([ALLELE, "run", "-j1", "-v", "--timeout-floor", "60", "--", "./Verdicts", *sites],
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
