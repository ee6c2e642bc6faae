"""Every way in which a mutant can end has its verdict, and leaves nothing behind."""

import sys
import unittest

from Driver import DriverTest, IDS


class VerdictsTest(DriverTest):
    def check(self, site, status, reason, options=()):
        self.run_sites(site, options=options)
        found = self.verdicts()
        self.assertEqual(found[site][0], status, found[site])
        self.assertIn(reason, found[site][1])
        self.assertEqual({verdict for name, (verdict, _) in found.items() if name != site}, {"NoCoverage"})
        self.assertEqual(self.processes_left(), [])
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_a_mutant_that_changes_nothing_survives(self):
        self.check("survive", "Survived", "")

    def test_a_failing_exit_code_kills(self):
        self.check("exitCode", "Killed", "exit code: 3")

    def test_a_crash_kills_with_its_signal(self):
        self.check("crash", "Killed", "crash: SIGSEGV")

    def test_an_abort_without_a_message_is_a_crash(self):
        self.check("abortSilently", "Killed", "crash: SIGABRT")

    def test_a_failed_assertion_kills_with_its_text(self):
        self.check("assertion", "Killed", "assertion: Verdicts: Subject.cpp:4")

    def test_a_sanitizer_report_kills(self):
        self.check("sanitizer", "Killed", "sanitizer: ==1==ERROR: AddressSanitizer")

    def test_an_endless_loop_is_a_hang(self):
        self.check("spin", "Timeout", "hang: CPU-time limit")

    def test_waiting_for_ever_is_a_hang(self):
        self.check("wait", "Timeout", "hang: idle-time limit")

    def test_a_hang_that_ignores_all_signals_is_ended_by_what_it_waits_for(self):
        self.check("stubborn", "Timeout", "hang: deadlock")

    def test_a_mutant_that_is_slow_but_comes_to_an_end_is_judged_by_its_end(self):
        # Between the limit of the first run, ten times the baseline, and that of the lone repetition, thirty times.
        for wait in ("while time.process_time() < {}: pass", "time.sleep({})"):
            with self.subTest(wait):
                program = self.script("tests", f"""{sys.executable} -c "import os, time
{wait.format("(2.2 if os.environ.get('ALLELE_MUTANT') else 0.1)")}" || exit 9
exec ./Verdicts survive exitCode
""")
                self.run_sites(program=program, options=["--jobs", "2"])
                found = self.verdicts()
                self.assertEqual(found["survive"][0], "Survived")
                self.assertEqual(found["exitCode"], ("Killed", "exit code: 3"))

    def test_a_hang_is_known_by_the_time_of_all_processes_together(self):
        program = self.script("tests", 'while [ -n "$ALLELE_MUTANT" ]; do ./Verdicts; done; exec ./Verdicts exitCode\n')
        self.run_sites(program=program)
        self.assertEqual(self.verdicts()["exitCode"], ("Timeout", "hang: CPU-time limit"))

    def test_eating_memory_ends_at_the_limit(self):
        self.check("memory", "Killed", "memory limit", ["--memory", "256M", "--timeout-floor", "20"])

    def test_a_failed_allocation_is_the_memory_limit_too(self):
        program = self.script("tests", """./Verdicts survive exitCode || {
            echo "terminate called after throwing an instance of 'std::bad_alloc'"; kill -ABRT $$; }""")
        self.run_sites(program=program)
        self.assertEqual(self.verdicts()["exitCode"][0], "Killed")
        self.assertIn("memory limit: terminate called", self.verdicts()["exitCode"][1])

    def test_endless_output_ends_at_the_limit(self):
        self.check("output", "Killed", "output limit", ["--output-limit", "4M"])

    def test_filling_the_disk_ends_at_the_limit(self):
        self.check("disk", "Killed", "disk limit", ["--disk", "20M", "--timeout-floor", "20"])

    def test_endless_forking_ends_at_the_limit(self):
        self.check("processes", "Killed", "process limit", ["--processes", "40", "--timeout-floor", "20"])

    def test_a_process_that_lives_on_is_killed_with_the_run(self):
        self.check("orphan", "Killed", "exit code: 4")
        self.assertGreaterEqual(self.json("summary.json")["orphans killed"], 1)

    def test_a_mutant_that_closes_all_descriptors_is_judged_by_its_exit_code(self):
        self.check("closeAll", "Killed", "exit code: 5")

    def test_a_mutant_that_was_never_armed_is_inconclusive(self):
        program = self.script("tests", f'[ "$ALLELE_MUTANT" = {IDS["survive"]} ] && exit 0\nexec ./Verdicts survive exitCode\n')
        self.run_sites(program=program)
        found = self.verdicts()
        self.assertEqual(found["survive"][0], "RuntimeError")
        self.assertIn("never active", found["survive"][1])
        self.assertEqual(found["exitCode"][0], "Killed")
        summary = self.json("summary.json")
        self.assertEqual(summary["mutants"]["inconclusive"], 1)
        self.assertEqual(summary["strength"], {"value": 0.5, "part": 1, "whole": 2})

    def test_a_script_that_starts_the_program_several_times_is_a_test_program_too(self):
        program = self.script("tests", "./Verdicts survive && ./Verdicts crash || exit 1\n")
        self.run_sites(program=program)
        found = self.verdicts()
        self.assertEqual(found["survive"][0], "Survived")
        self.assertEqual(found["crash"], ("Killed", "exit code: 1"))

    def test_verdicts_are_the_same_whatever_the_number_of_jobs(self):
        sites = ["survive", "exitCode", "crash", "assertion", "spin", "wait", "orphan", "sanitizer"]
        self.run_sites(*sites, options=["--jobs", "1", "--out", "one"])
        self.run_sites(*sites, options=["--jobs", "4", "--out", "four"])
        self.assertEqual(self.verdicts("one"), self.verdicts("four"))

    def test_each_run_has_a_copy_of_the_working_directory_when_asked_for(self):
        # The program fails when it finds what an earlier run left, so that without copies the baseline fails.
        self.run_sites("litter", "survive", "exitCode", options=["--isolate", "copy", "--jobs", "2"])
        found = self.verdicts()
        self.assertEqual(found["survive"][0], "Survived")
        self.assertEqual(found["litter"][0], "Survived")
        self.assertEqual(found["exitCode"], ("Killed", "exit code: 3"))
        self.assertFalse((self.work / "litter").exists())
        self.assertEqual(list(self.scratch.iterdir()), [])
        self.run_sites("litter", code=4)


if __name__ == "__main__":
    unittest.main()
