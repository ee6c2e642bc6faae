"""The subcommands' own options, and bad input: each is one clear line and the documented exit code."""

import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from Driver import ALLELE, DriverTest, IDS


class CommandsTest(DriverTest):
    def test_list_shows_every_mutant_in_the_order_of_the_source(self):
        lines = self.allele("list", "./Verdicts").out.splitlines()
        self.assertEqual(len(lines), 16)
        self.assertEqual(lines[1], IDS["exitCode"] + "  Subject.cpp:2:17  false-to-true  false -> true")

    def test_list_as_json_has_all_fields(self):
        mutants = json.loads(self.allele("list", "--json", "./Verdicts").out)
        self.assertEqual(mutants[0]["id"], IDS["survive"])
        self.assertEqual(mutants[0]["operator"], "false-to-true")
        self.assertEqual([mutants[0][key] for key in ("file", "line", "column", "endLine", "endColumn")],
                         ["Subject.cpp", 1, 16, 1, 21])
        self.assertEqual(mutants[0]["functions"], ["handMade"])
        self.assertEqual(mutants[0]["sites"], 1)

    def test_list_filters_by_operator_and_file(self):
        self.assertEqual(len(self.allele("list", "./Verdicts", "--operator", "false-to-true").out.splitlines()), 3)
        self.assertEqual(self.allele("list", "./Verdicts", "--file", "Other.cpp").out, "")

    def test_listing_never_runs_the_program(self):
        self.environment["ALLELE_MUTANT"] = IDS["exitCode"]
        self.allele("list", "./Verdicts")

    def test_a_program_without_mutants_is_exit_code_7_and_no_score(self):
        for words in (["list", "/bin/true"], ["show", "ab", "/bin/true"], ["run", "--", "/bin/true"]):
            done = self.allele(*words, code=7)
            self.assertIn("no mutants: was it built with $(allele flags)?", done.err)
            self.assertNotIn("score", done.out)

    def test_a_failing_baseline_is_exit_code_4_with_its_output(self):
        done = self.run_sites(program=self.script("tests", "echo the tests say; exit 5\n"), code=4)
        self.assertIn("exit code 5", done.err)
        self.assertIn("the tests say", done.err)

    def test_flaky_tests_are_exit_code_4(self):
        done = self.run_sites(program=self.script("tests", "[ -e ran ] && exit 1; touch ran; exit 0\n"), options=["--isolate", "tmp"], code=4)
        self.assertIn("flaky", done.err)

    def test_a_failing_baseline_leaves_the_last_results_alone(self):
        self.run_sites("survive")
        self.run_sites(program=self.script("tests", "exit 5\n"), code=4)
        self.assertEqual(self.json("summary.json")["mutants"]["survived"], 1)

    def test_a_baseline_that_hangs_ends_when_it_is_told_to(self):
        done = self.run_sites(program=self.script("tests", "sleep 1000\n"), options=["--baseline-timeout", "0.3"], code=4)
        self.assertIn("wall-clock limit", done.err)

    def test_limits_too_tight_for_the_tests_are_said_and_kill_nothing(self):
        done = self.run_sites(program=self.script("tests", "[ -n \"$ALLELE_RECORD\" ] && exit 3\nexit 0\n"), code=4)
        self.assertIn("limit", done.err)

    def test_programs_that_do_not_start_are_exit_code_1(self):
        (self.work / "plain").write_text("no program")
        (self.work / "broken").write_bytes(b"\x7fELF and no more")
        (self.work / "broken").chmod(0o755)
        for program in ("./missing", "missing-everywhere", "./plain", "./broken", ".", ""):
            done = self.run_sites(program=program, code=1)
            self.assertTrue(done.err.startswith("allele: "), done.err)

    def test_a_cut_program_is_an_error(self):
        whole = (self.work / "Verdicts").read_bytes()
        for size in (len(whole) // 2, 4096, 100):
            (self.work / "cut").write_bytes(whole[:size])
            (self.work / "cut").chmod(0o755)
            self.allele("list", "./cut", code=1)

    def test_an_output_directory_that_cannot_be_written_is_refused_before_anything_runs(self):
        (self.work / "file").write_text("")
        for out in ("/proc/allele", "file", "file/below"):
            done = self.run_sites(program=self.script("tests", "touch ran\n"), options=["--out", out], code=1)
            self.assertIn("can't be written", done.err)
            self.assertIn("--out DIR", done.err)
            self.assertFalse((self.work / "ran").exists())

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_read_only_output_directory_is_refused(self):
        (self.work / "closed").mkdir(mode=0o555)
        self.assertIn("can't be written", self.run_sites("survive", options=["--out", "closed"], code=1).err)

    def test_paths_may_hold_spaces_colons_quotes_and_any_bytes(self):
        for name in ("a b", "a:b", "it's \"quoted\"", "größe", "new\nline", "$HOME", "[x,y]", "-dash", os.fsdecode(b"\xff\xfe")):
            with self.subTest(name=name):
                directory = self.work / name
                directory.mkdir()
                shutil.copy(self.work / "Verdicts", directory / name)
                program = "./" + name + "/" + name
                out = name + "/out " + name
                self.run_sites("survive", "exitCode", program=program, options=["--out=" + out])
                self.assertEqual(self.verdicts(out)["exitCode"], ("Killed", "exit code: 3"))
                self.assertEqual(self.verdicts(out)["survive"][0], "Survived")
                self.assertEqual(len(self.allele("list", program).out.splitlines()), 16)
                json.loads(subprocess.run([ALLELE, "list", "--json", program], cwd=self.work, env=self.environment,
                                          capture_output=True, check=True).stdout)
                self.assertIn("verdict: survived", self.allele("show", "10", "--out=" + out).out)

    def test_a_program_is_found_in_path(self):
        self.environment["PATH"] = str(self.work) + ":" + self.environment["PATH"]
        self.run_sites("survive", program="Verdicts")
        self.assertEqual(self.verdicts()["survive"][0], "Survived")
        self.environment["PATH"] = "/usr/bin:/bin"
        self.assertIn("did you mean ./Verdicts", self.run_sites(program="Verdicts", code=1).err)

    def test_usage_errors_are_exit_code_1_with_a_suggestion(self):
        self.assertIn("did you mean 'run'", self.allele("rnu", code=1).err)
        self.assertIn("did you mean '--jobs'", self.allele("run", "--jbos", "1", "--", "x", code=1).err)
        self.allele(code=1)

    def test_help_documents_every_exit_code(self):
        text = self.allele("--help").out
        for code in (0, 1, 2, 3, 4, 5, 6, 7, 70, 130):
            self.assertRegex(text, rf"(?m)^  {code} ")

    def test_variables_of_the_caller_do_not_reach_the_tests(self):
        self.environment["ALLELE_MUTANT"] = IDS["exitCode"]
        self.run_sites("exitCode", "survive")
        self.assertEqual(self.verdicts()["survive"][0], "Survived")


class FlagsTest(DriverTest):
    def setUp(self):
        super().setUp()
        prefix = self.directory / "pre fix"
        (prefix / "bin").mkdir(parents=True)
        (prefix / "lib").mkdir()
        self.copy = prefix / "bin" / "allele"
        shutil.copy(ALLELE, self.copy)
        self.library = prefix / "lib"
        self.clang = self.script("clang", "echo 'Debian clang version 19.1.7 (3)'\n")

    def flags(self, *words):
        return subprocess.run([self.copy, "flags", *words], cwd=self.work, env=self.environment, capture_output=True, text=True)

    def test_flags_name_the_plugin_beside_the_command_quoted_for_a_shell(self):
        (self.library / "allele-19.so").write_text("")
        done = self.flags("--clang", self.clang)
        self.assertEqual(done.stdout, f"-g '-fpass-plugin={self.library / 'allele-19.so'}'\n")
        self.assertEqual(self.flags().stdout, done.stdout)

    def test_a_clang_without_a_plugin_is_an_error_that_says_what_there_is(self):
        (self.library / "allele-18.so").write_text("")
        done = self.flags("--clang", self.clang)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("clang 19", done.stderr)
        self.assertIn("there is for 18", done.stderr)

    def test_of_several_plugins_the_compilers_own_is_named(self):
        for major in ("16", "19", "22"):
            (self.library / f"allele-{major}.so").write_text("")
        newer = self.script("newer", "echo 'clang version 22.1.8'\n")
        self.assertIn("allele-22.so", self.flags("--clang", newer).stdout)
        self.assertIn("allele-19.so", self.flags().stdout)
        self.environment["CXX"] = newer
        self.assertIn("allele-22.so", self.flags().stdout)
        self.assertIn("allele-19.so", self.flags("--clang", self.clang).stdout)
        self.environment["CXX"] = "/bin/true"  # no clang: whoever names it builds with another one
        self.assertIn("allele-19.so", self.flags().stdout)

    def test_no_plugin_at_all_is_an_error(self):
        self.assertEqual(self.flags().returncode, 1)

    def test_what_is_no_clang_is_an_error(self):
        (self.library / "allele-19.so").write_text("")
        self.assertIn("names no clang version", self.flags("--clang", "/bin/true").stderr)
        self.assertEqual(self.flags("--clang", "./missing").returncode, 1)


if __name__ == "__main__":
    unittest.main()
