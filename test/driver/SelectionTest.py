"""The selection of list and run, by options and by allele.yml: what is left out is neither shown nor run, only counted."""

import os
import subprocess
import unittest

from Driver import DriverTest, IDS


class SelectionTest(DriverTest):
    def listed(self, *options, **more):
        return [line.split()[0] for line in self.allele("list", "./Verdicts", *options, **more).out.splitlines()]

    def configure(self, text):
        (self.work / "allele.yml").write_text(text)

    def git(self, *words):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=self.work, check=True, capture_output=True)

    def test_lines_and_files_select(self):
        self.assertEqual(self.listed("--lines", "Subject.cpp:1-2"), self.listed()[:2])
        self.assertEqual(self.listed("--lines", "Subject.cpp:1", "--lines", "Subject.cpp:16"), [self.listed()[0], self.listed()[-1]])
        self.assertEqual(self.listed("--lines", "Other.cpp:1"), [])
        self.assertEqual(len(self.listed("--include", "*.cpp")), 16)
        self.assertEqual(self.listed("--include", "src/*.cpp"), [])
        self.assertEqual(self.listed("--exclude", "Sub*"), [])

    def test_mutants_are_selected_by_their_ids(self):
        two = sorted(self.listed())[:2]
        ids = [line.split()[0] for line in two]
        self.assertEqual(sorted(self.listed("--mutants", ",".join(ids))), two)
        (self.work / "chosen").write_text("\n".join(two) + "\n\n")  # as `allele list` prints them
        self.assertEqual(sorted(self.listed("--mutants", "@chosen")), two)
        self.run_sites("survive", "exitCode", options=["--mutants", IDS["exitCode"]])
        self.assertEqual(self.verdicts(), {"exitCode": ("Killed", "exit code: 3")})
        for wrong, said in (("f" * 16, "no mutant ffffffffffffffff"), ("3f2a", "16 hex digits"), ("@none", "can't be read"), ("", "16 hex digits")):
            self.assertIn(said, self.allele("list", "./Verdicts", "--mutants", wrong, code=1).err)

    def test_functions_select(self):
        self.assertEqual(len(self.listed("--function", "hand*")), 16)
        self.assertEqual(self.listed("--function", "other*"), [])

    def test_operators_select(self):
        some = self.listed("--operators", "false-to-true")
        self.assertEqual(len(some), 3)
        self.assertEqual(len(self.listed("--operators=all,-false-to-true")), 13)
        self.assertIn("did you mean 'add-to-sub'", self.allele("list", "--operators", "add-to-subb", "./Verdicts", code=1).err)

    def test_a_smaller_sample_is_part_of_a_larger_one(self):
        half = self.listed("--sample", "0.5")
        self.assertTrue(set(self.listed("--sample", "0.25")) < set(half))
        self.assertTrue(0 < len(half) < 16)
        self.assertNotEqual(half, self.listed("--sample", "0.5", "--seed", "1"))

    def test_values_that_cannot_be_are_exit_code_1(self):
        for option, value in (("--lines", "x"), ("--include", "[x"), ("--sample", "0"), ("--sample", "2"), ("--seed", "x"), ("--diff", "")):
            self.allele("list", "./Verdicts", option, value, code=1)

    def test_what_is_left_out_is_not_run_and_counted(self):
        done = self.run_sites("survive", "exitCode", options=["--lines", "Subject.cpp:2"])
        self.assertEqual(self.verdicts(), {"exitCode": ("Killed", "exit code: 3")})
        self.assertIn("left out by the selection: 15 mutants", done.out)
        self.assertEqual(self.json("summary.json")["left out"], 15)
        self.assertIn("left out by the selection: 15 mutants", self.allele("report").out)

    def test_a_selection_that_leaves_nothing_is_exit_code_7(self):
        done = self.run_sites("survive", options=["--include", "nothing.c"], code=7)
        self.assertIn("leaves out all of 16 mutants", done.err)

    def test_a_sample_states_its_error(self):
        done = self.run_sites("survive", "exitCode", options=["--sample", "0.5"])
        self.assertRegex(done.out, r"sample of 50 %: the score of all mutants is [0-9.]+ % \+- [0-9.]+ \(95 % confidence\)")
        self.assertEqual(self.json("summary.json")["sample"], 0.5)
        self.assertNotIn("sample of", self.run_sites("survive").out)

    def test_allele_yml_gives_defaults_that_options_replace(self):
        self.configure("lines: ['Subject.cpp:2']\nrun: {out: results, jobs: 1, timeout-floor: 0.5}\n")
        self.run_sites("exitCode")
        self.assertEqual(list(self.verdicts("results")), ["exitCode"])
        self.assertEqual(self.json("summary.json", "results")["jobs"], 1)
        self.assertIn("verdict: killed", self.allele("show", "11").out)
        self.assertEqual(len(self.listed()), 1)
        self.assertEqual(len(self.listed("--lines", "Subject.cpp:1-3")), 3)

    def test_a_broken_allele_yml_is_exit_code_1_with_its_place(self):
        self.configure("run:\n  jbos: 3\n")
        done = self.allele("list", "./Verdicts", code=1)
        self.assertIn("allele.yml:2:3: unknown key 'jbos' in 'run' (did you mean 'jobs'?)", done.err)
        self.allele("--version")

    def test_operators_of_allele_yml_are_checked(self):
        self.configure("operators: [defualt]\n")
        self.assertIn("did you mean 'default'", self.allele("list", "./Verdicts", code=1).err)

    def test_a_diff_file_selects_and_has_to_fit_the_sources(self):
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "programs", "Subject.cpp")
        diff = f"--- a/x\n+++ {source}\n@@ -1 +LINE @@\n-a\n+b\n"
        (self.work / "d").write_text(diff.replace("LINE", "2"))
        self.assertEqual(self.listed("--diff", "d"), [IDS["exitCode"]])
        (self.work / "d").write_text(diff.replace("LINE", "9000"))
        self.assertIn("names line 9000 of", self.allele("list", "--diff", "d", "./Verdicts", code=5).err)
        (self.work / "d").write_text(diff.replace("Subject", "Missing").replace("LINE", "1"))
        self.allele("list", "--diff", "d", "./Verdicts", code=5)
        (self.work / "d").write_text(diff)
        self.allele("list", "--diff", "d", "./Verdicts", code=1)

    def test_a_commit_that_git_does_not_know_is_exit_code_1(self):
        self.assertIn("git fails", self.allele("list", "--diff", "HEAD", "./Verdicts", code=1).err)
        self.git("init", "-q", ".")
        self.git("add", "Verdicts")
        self.git("commit", "-qm", "a")
        self.assertEqual(self.listed("--diff", "HEAD"), [])
        self.assertIn("git fails", self.allele("list", "--diff", "missing", "./Verdicts", code=1).err)


class InitTest(DriverTest):
    def test_init_writes_a_file_that_changes_nothing(self):
        before = self.allele("list", "./Verdicts").out
        self.assertIn("allele.yml written", self.allele("init").out)
        self.assertEqual(self.allele("list", "./Verdicts").out, before)

    def test_init_never_overwrites(self):
        (self.work / "allele.yml").write_text("# mine\n")
        self.assertIn("allele.yml is there already", self.allele("init", ".", code=1).err)
        self.assertEqual((self.work / "allele.yml").read_text(), "# mine\n")

    def test_init_takes_a_directory(self):
        (self.work / "deep").mkdir()
        self.allele("init", "deep")
        self.assertTrue((self.work / "deep" / "allele.yml").is_file())
        self.assertIn("can't be written", self.allele("init", "missing", code=1).err)


if __name__ == "__main__":
    unittest.main()
