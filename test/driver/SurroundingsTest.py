"""Surroundings that fail under a run: each ends in a clear message and the documented exit code, and loses no verdict."""

import contextlib
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import unittest

from Driver import ALLELE, DriverTest, IDS

ARGUMENTS = ["run", "-q", "-j1", "--timeout-floor", "0.5"]


class SurroundingsTest(DriverTest):
    def start(self, *words, **options):
        done = subprocess.run([ALLELE, *words], env=self.environment, timeout=120,
                              **{"cwd": self.work, "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE,
                                 "stderr": subprocess.PIPE, **options})
        done.out = (done.stdout or b"").decode("utf-8", "replace")
        done.err = (done.stderr or b"").decode("utf-8", "replace")
        return done

    def stopped_after_the_first_verdict(self, done):
        """exitCode is judged, crash isn't."""
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("stopped: 1 of 16 mutants left; the other verdicts are in ", done.err)
        self.assertEqual(self.verdicts()["exitCode"][0], "Killed")
        self.assertEqual(self.verdicts()["crash"][0], "Pending")
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_output_that_cannot_be_written_is_an_error_but_not_for_the_results(self):
        closings = {"full": {"stdout": os.open("/dev/full", os.O_WRONLY)}, "closed": {"preexec_fn": lambda: os.close(1)},
                    "all closed": {"preexec_fn": lambda: os.closerange(0, 3)}}
        self.addCleanup(os.close, closings["full"]["stdout"])
        for name, how in closings.items():
            with self.subTest(name):
                shutil.rmtree(self.work / "allele.out", ignore_errors=True)
                done = self.start(*ARGUMENTS, "--", "./Verdicts", "survive", **how)
                self.assertEqual(done.returncode, 1)
                if name != "all closed":
                    self.assertIn("standard output can't be written: ", done.err)
                self.assertRegex((self.work / "allele.out" / "lock").read_text(), r"\A\d+\n\Z")
                self.assertEqual(self.verdicts()["survive"][0], "Survived")
                self.assertEqual(self.start("report", **how).returncode, 1)

    def test_a_reader_that_goes_away_ends_no_run(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = self.start("run", "-v", "--", "./Verdicts", "survive", stdout=writing, stderr=writing)
        os.close(writing)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(self.verdicts()["survive"][0], "Survived")
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_a_full_disk_ends_the_run_with_what_was_found(self):
        disk = self.work / "disk"
        disk.mkdir()
        unshare = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
        mount = f"mount -t tmpfs -o size=$0k tmpfs '{disk}' || exit 99\n"
        run = f"'{ALLELE}' {' '.join(ARGUMENTS)} --out '{disk}/out' -- ./Verdicts survive exitCode crash; echo END $?\n"
        report = f"'{ALLELE}' report --out '{disk}/out'"
        if shutil.which("unshare") is None or subprocess.run([*unshare, mount, "100"], capture_output=True).returncode != 0:
            self.skipTest("no file system of a given size can be made")
        outcomes = set()
        for size in range(60, 600, 20):
            with self.subTest(size=size):
                done = subprocess.run([*unshare, mount + run + report, str(size)], cwd=self.work, env=self.environment,
                                      capture_output=True, text=True, timeout=120)
                printed, _, reported = done.stdout.partition("END ")
                code, _, reported = reported.partition("\n")
                if code == "0":
                    self.assertEqual(done.stderr, "")
                else:
                    self.assertEqual(code, "1")
                    self.assertIn("make room", done.stderr)
                # The figures of the whole run: printed, and in the store.
                outcomes.add((code, "2 killed, 1 survived" in printed, "2 killed, 1 survived" in reported))
        self.assertIn(("0", True, True), outcomes)
        self.assertIn(("1", False, False), outcomes)
        self.assertNotIn(("0", False, False), outcomes)
        self.assertFalse({("1", False, True), ("0", True, False), ("0", False, True)} & outcomes, outcomes)

    def test_a_missing_fork_server_is_said(self):
        alone = self.work / "bin" / "allele"
        alone.parent.mkdir()
        shutil.copy(ALLELE, alone)
        words = ["run", "-q", "--timeout-floor", "0.5", "--", "./Verdicts", "survive", "exitCode"]
        done = self.command([alone, *words])
        self.assertIn("liballele-server.so is missing", done.err)
        self.assertIn("1 killed, 1 survived", done.out)
        self.assertNotIn("missing", self.allele(*words).err)
        self.assertNotIn("missing", self.command([alone, words[0], "--no-fork", *words[1:]]).err)

    def test_what_fails_in_a_copy_of_the_working_directory_runs_without_one(self):
        (self.directory / "source").write_text("")
        program = self.script("tests", "[ -e ../source ] || exit 9\nuname > log\nexec ./Verdicts survive exitCode\n")
        done = self.allele("run", "--timeout-floor", "0.5", "--", program)
        self.assertRegex(done.err, "the tests fail in a copy of the working directory: each job has an overlay on it|"
                                   "the tests fail in a copy of the working directory: they run without a copy, in one job")
        self.assertIn("1 killed, 1 survived", done.out)
        self.assertIn("make them pass first", self.allele("run", "--isolate", "copy", "--", program, code=4).err)

    def test_results_stay_when_new_ones_find_no_room(self):
        self.run_sites("survive")
        before = (self.work / "allele.out" / "results.sqlite").read_bytes()
        (self.work / "allele.out" / "results.sqlite.new").mkdir()
        (self.work / "allele.out" / "results.sqlite.new" / "file").write_text("")
        self.assertIn("can't be written", self.run_sites("exitCode", code=1).err)
        self.assertEqual((self.work / "allele.out" / "results.sqlite").read_bytes(), before)
        self.assertEqual(self.verdicts()["survive"][0], "Survived")

    def test_a_removed_output_directory_leaves_what_is_printed(self):
        program = self.script("tests", '[ -z "$ALLELE_MUTANT" ] || rm -rf allele.out; exec ./Verdicts survive exitCode\n')
        done = self.start(*ARGUMENTS, "--", program)
        self.assertEqual(done.returncode, 1)
        self.assertIn("allele.out was removed while the run went on", done.err)
        self.assertIn("16 mutants: 1 killed, 1 survived", done.out)

    def test_a_deleted_working_directory_is_said(self):
        gone = self.work / "gone"

        def inside():
            gone.mkdir()
            os.chdir(gone)
            gone.rmdir()

        program = str(self.work / "Verdicts")
        for words, code, fact in ((["run", "--", program], 1, "working directory"), (["list", "./Verdicts"], 1, "absolute path"),
                                  (["report"], 1, "no results"), (["list", program], 0, ""), (["show", "11", program], 0, "")):
            with self.subTest(words):
                done = self.start(*words, cwd=None, preexec_fn=inside)
                self.assertEqual(done.returncode, code, done.err)
                self.assertIn(fact, done.err)

    @unittest.skipIf(os.environ.get("SANITIZED") == "1", "UBSan looks at memory through a pipe, and takes a failure for a report")
    def test_too_few_descriptors_or_processes_are_said_and_change_no_verdict(self):
        ends = set()
        for count in range(9, 30):
            with self.subTest(descriptors=count):
                done = self.start("run", "-q", "-j4", "--", "./Verdicts", "survive", "exitCode", "crash",
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count)))
                ends.add(done.returncode)
                if done.returncode == 0:
                    self.assertIn("16 mutants: 2 killed, 1 survived", done.out)
                else:
                    self.assertEqual(done.returncode, 1, done.err)
                    self.assertRegex(done.err, r"open files|Too many")
                self.assertEqual(list(self.scratch.iterdir()), [])
        self.assertEqual(ends, {0, 1})

    def test_a_largest_file_size_of_the_caller_is_no_death_by_signal(self):
        done = self.start(*ARGUMENTS, "--", "./Verdicts", "survive",
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)))
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("can't be written: File too large", done.err)

    def test_a_program_that_deletes_itself_stops_the_run(self):
        program = self.script("tests", '[ -z "$ALLELE_MUTANT" ] || rm -f "$0"; exec ./Verdicts exitCode crash\n')
        done = self.start(*ARGUMENTS, "--", program)
        self.assertIn("can't be started: No such file or directory", done.err)
        self.stopped_after_the_first_verdict(done)

    def test_a_program_that_takes_its_own_permissions_away_stops_the_run(self):
        program = self.script("tests", '[ -z "$ALLELE_MUTANT" ] || chmod 0 "$0"; exec ./Verdicts exitCode crash\n')
        done = self.start(*ARGUMENTS, "--", program)
        self.assertIn("can't be started: Permission denied; it is not marked as executable", done.err)
        self.stopped_after_the_first_verdict(done)

    def test_a_program_that_ends_the_group_of_its_parent_leaves_the_verdicts_before(self):
        for name, code in (("TERM", 130), ("INT", 130), ("KILL", -signal.SIGKILL)):
            with self.subTest(name):
                program = self.script("tests", f'[ "$ALLELE_MUTANT" = {IDS["crash"]} ] && kill -s {name} -- -$PPID\n'
                                      "exec ./Verdicts exitCode crash assertion wait\n")
                done = self.start(*ARGUMENTS, "--fresh", "--", program, start_new_session=True)
                self.assertEqual(done.returncode, code, done.err)
                summary = json.loads(self.allele("report", "--format", "summary").out)
                self.assertFalse(summary["complete"])
                self.assertEqual(summary["killed by"]["exit code"], 1)
                self.assertGreaterEqual(summary["mutants"]["pending"], 2)
                self.assertEqual(self.processes_left(), [])

    def test_bytes_that_are_no_text_stay_out_of_json(self):
        self.script("loud", "printf 'a\\377.c: Assertion `\\300\\257'\"' failed\\n\"\nexec ./Verdicts exitCode\n")
        self.script("quiet", '[ -z "$ALLELE_MUTANT" ] || exec ./loud\nexec ./Verdicts exitCode\n')
        name = os.fsdecode(b"\xff\xfe argument")
        done = self.start(*ARGUMENTS, "--", "./quiet", name)
        self.assertEqual(done.returncode, 0, done.err)
        self.assertEqual(self.verdicts()["exitCode"], ("Killed", "assertion: a\ufffd.c: Assertion `\ufffd\ufffd' failed"))
        self.assertEqual(self.json("summary.json")["command"], ["./quiet", "\ufffd\ufffd argument"])
        self.assertIn("Assertion", self.allele("show", IDS["exitCode"]).out)
        # Python refuses TEXT that isn't UTF-8, as other readers of the database do.
        with contextlib.closing(sqlite3.connect(self.work / "allele.out/results.sqlite")) as database:
            rows = {table: database.execute(f"SELECT * FROM {table}").fetchall()
                    for table in ("run", "object", "source", "mutant", "site", "outcome")}
        self.assertIn(b"a\xff.c: Assertion `\xc0\xaf' failed", [cell for row in rows["outcome"] for cell in row])


if __name__ == "__main__":
    unittest.main()
