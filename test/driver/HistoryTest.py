"""Figures of earlier runs, what has changed between two, and several runs merged into one."""

import json
import unittest

from Driver import DriverTest, IDS


class HistoryTest(DriverTest):
    def test_each_complete_run_is_a_line_of_the_history(self):
        self.assertIn("no history in allele.out", self.allele("history", code=1).err)
        self.run_sites("survive")
        self.run_sites("survive", "exitCode")
        entries = json.loads(self.allele("history", "--json").out)
        self.assertEqual([entry["killed"] for entry in entries], [0, 1])
        self.assertEqual(entries[1]["score"], 1 / 16)
        self.assertEqual(entries[0]["commit"], "")
        text = self.allele("history").out
        self.assertEqual(len(text.splitlines()), 1 + 2 + 1 + 3)
        self.assertIn("score     ▁█", text)

    def test_the_commit_is_git_s(self):
        git = ["git", "-c", "user.name=x", "-c", "user.email=x@y"]
        self.command(["git", "init", "-q", "."])
        (self.work / "file").write_text("1")
        self.command(["git", "add", "file"])
        self.command([*git, "commit", "-qm", "x"])
        commit = self.command(["git", "rev-parse", "HEAD"]).out.strip()
        self.run_sites("survive")
        (self.work / "file").write_text("2")
        self.run_sites("survive")
        self.assertEqual([entry["commit"] for entry in json.loads(self.allele("history", "--json").out)], [commit, commit + "+"])

    def test_an_interrupted_run_is_not_in_it(self):
        self.allele("run", "--max-runtime", "1", "--timeout-floor", "60", "--", "./Verdicts", "survive", "spin", code=130)
        self.assertEqual(json.loads(self.allele("history", "--json").out), [])

    def test_two_runs_are_compared(self):
        self.run_sites("survive", "exitCode", options=["--out", "old.out"])
        self.run_sites("survive", "crash")
        text = self.allele("compare", "old.out").out
        self.assertIn(f"noticed before, by no test now: 1 mutant\n  {IDS['exitCode']}  Subject.cpp:2:17", text)
        self.assertIn(f"noticed now, by no test before: 1 mutant\n  {IDS['crash']}", text)
        self.assertIn("noticed by no test in both: 14 mutants", text)
        self.assertIn("score 6.2 % -> 6.2 %", text)
        found = json.loads(self.allele("compare", "old.out", "--json").out)
        self.assertEqual([mutant["id"] for mutant in found["newly killed"]], [IDS["crash"]])
        self.assertIn("takes one DIR", self.allele("compare", code=1).err)
        self.assertIn("none.out", self.allele("compare", "none.out", code=1).err)

    def test_results_are_merged(self):
        self.run_sites("survive", "exitCode", options=["--out", "a.out"])
        self.run_sites("survive", "crash", options=["--out", "b.out"])
        done = self.allele("merge", "a.out", "b.out", "--out", "all.out")
        self.assertIn("16 mutants of 2 runs in all.out", done.out)
        self.allele("report", "--out", "all.out", "--format", "summary,json", "--to", "all.out")
        summary = self.json("summary.json", "all.out")
        self.assertEqual((summary["mutants"]["killed"], summary["mutants"]["survived"], summary["tests"]), (2, 1, 2))
        self.assertIn("takes two DIR at least", self.allele("merge", "a.out", code=1).err)
        self.assertIn("takes two DIR at least", self.allele("merge", "a.out", "b.out", code=1).err)
        self.assertIn("none.out", self.allele("merge", "a.out", "none.out", "--out", "all.out", code=1).err)


if __name__ == "__main__":
    unittest.main()
