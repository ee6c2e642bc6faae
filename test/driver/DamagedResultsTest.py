"""Results that are damaged, foreign, or may not be read: one line that names the file and the way out, never a guess."""

import os
import shutil
import sqlite3
import subprocess
import unittest

from Driver import ALLELE, DriverTest, IDS


CODE_TABLES = ("code_file", "code_line", "code_branch", "code_function", "code_call", "failure_state", "state_test", "test_reach")


class DamagedResultsTest(DriverTest):
    def setUp(self):
        super().setUp()
        self.run_sites("survive", "exitCode")
        self.store = self.work / "allele.out" / "results.sqlite"
        self.whole = self.store.read_bytes()

    def change(self, *statements):
        """Executes SQL on a sound store."""
        self.store.write_bytes(self.whole)
        connection = sqlite3.connect(self.store)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    def refused(self, *facts):
        """Neither report nor show takes the store."""
        for words in (["report"], ["report", "--format", "json"], ["show", IDS["survive"]]):
            done = self.allele(*words, code=1)
            self.assertEqual(done.out, "")
            self.assertRegex(done.err, r"\Aallele: allele\.out/results\.sqlite [^\n]+\n\Z")
            for fact in facts:
                self.assertIn(fact, done.err)

    def test_a_sound_store_is_taken(self):
        self.change("PRAGMA user_version = 8")
        self.allele("report")
        self.allele("show", IDS["survive"])

    def test_a_cut_store_is_refused(self):
        for size in (len(self.whole) - 4097, len(self.whole) // 2, 8192, 4096, 1000, 50, 0):
            with self.subTest(size=size):
                self.store.write_bytes(self.whole[:size])
                self.refused("run `allele run` again")

    def test_another_file_in_its_place_is_refused(self):
        self.store.write_text("a text file that has nothing to do with results\n" * 100)
        self.refused("run `allele run` again")
        self.store.unlink()
        connection = sqlite3.connect(self.store)
        connection.execute("CREATE TABLE run (key TEXT)")
        connection.execute("PRAGMA user_version = 7")
        connection.close()
        self.refused("run `allele run` again")

    def test_what_is_no_file_is_refused(self):
        self.store.unlink()
        self.store.mkdir()
        self.refused("not a regular file", "--out DIR")
        self.store.rmdir()
        os.mkfifo(self.store)
        self.refused("not a regular file")
        self.store.unlink()
        self.store.symlink_to("nowhere")
        self.refused("No such file")

    def test_overwritten_pages_are_noticed_where_they_matter(self):
        sound = self.allele("report", "--format", "json").out
        refused = 0
        for page in range(1, len(self.whole) // 4096):
            damaged = bytearray(self.whole)
            damaged[page * 4096:(page + 1) * 4096] = b"\xa5" * 4096
            self.store.write_bytes(damaged)
            with self.subTest(page=page):
                done = subprocess.run([ALLELE, "report", "--format", "json"], cwd=self.work, env=self.environment,
                                      capture_output=True, text=True, timeout=120)
                if done.returncode == 0:  # an index that reading doesn't need
                    self.assertEqual(done.stdout, sound)
                else:
                    refused += 1
                    self.refused("run `allele run` again")
        self.assertGreater(refused, 3)

    def test_unknown_words_are_refused(self):
        for column, text in (("verdict", "vanished"), ("cause", "bad luck")):
            self.change(f"UPDATE outcome SET {column} = '{text}'")
            self.refused("damaged", text, "run `allele run` again")
        self.change("UPDATE run SET value = 'jail' WHERE key = 'isolation'")
        self.refused("jail")
        self.change("UPDATE run SET value = 'many' WHERE key = 'jobs'")
        self.refused("jobs is 'many'")
        self.change("INSERT INTO ignored VALUES (0, 'boredom', '')")
        self.refused("reason 'boredom'")
        self.change("UPDATE mutant SET id = 'x' || id")
        self.refused("mutant id 'x")

    def test_json_that_is_none_is_refused(self):
        for key in "limits", "baseline", "pairs":
            for text in ("{", "{}", "[1]", '{"wall_ms": "soon", "runs": -1.5}'):
                self.change(f"UPDATE run SET value = '{text}' WHERE key = '{key}'")
                self.refused(key + " is '")

    def test_missing_rows_are_refused(self):
        self.change(f"DELETE FROM mutant WHERE id = '{IDS['survive']}'")
        self.refused("missing")
        self.change(f"DELETE FROM mutant WHERE id = '{IDS['survive']}'", "DELETE FROM site WHERE mutant = 0",
                    "DELETE FROM pair WHERE mutant = 0")
        self.refused("verdict on mutant '" + IDS["survive"])
        self.change("INSERT INTO ignored VALUES (77, 'noise', '')")
        self.refused("a reason belongs to mutant 77")
        self.change("UPDATE pair SET mutant = 78 WHERE mutant = 0")
        self.refused("a pair belongs to mutant 78")
        self.change("UPDATE pair SET test = 77 WHERE mutant = 0")
        self.refused("a pair belongs to test 77")
        self.change("INSERT INTO kill SELECT id, 79 FROM mutant WHERE number = 0")
        self.refused("and test 79")
        self.change("DELETE FROM object")
        self.refused("object 0")
        self.change("DELETE FROM pass", "DELETE FROM outcome WHERE verdict = 'survived'")
        self.refused("marked as complete")
        for key in "limits", "command.000000", "complete", "jobs":
            self.change(f"DELETE FROM run WHERE key = '{key}'")
            self.refused(key + " is missing")
        for table in "run", "stage", "object", "source", "mutant", "ignored", "site", "outcome", "test", "pair", "kill", "pass", "unclear", *CODE_TABLES:
            self.change(f"DROP TABLE {table}")
            self.refused(table)

    def test_another_format_is_refused_and_says_which_allele_reads_it(self):
        self.change("PRAGMA user_version = 9")
        self.refused("format 8", "newer allele")
        self.change("PRAGMA user_version = 1")
        self.refused("format 1")

    def test_the_format_before_is_read_and_left_as_it_is(self):
        new = self.allele("report", "--format", "json").out
        self.change("ALTER TABLE test DROP COLUMN count", "ALTER TABLE test DROP COLUMN assertions", "DROP TABLE pass", "DROP TABLE unclear",
                    "DELETE FROM run WHERE key IN ('machine', 'knows_passes')", "PRAGMA foreign_keys = OFF",
                    *[f"DROP TABLE {table}" for table in reversed(CODE_TABLES)], "PRAGMA user_version = 6")
        old = self.store.read_bytes()
        self.assertEqual(self.allele("report", "--format", "json").out, new)
        self.assertIn("survived", self.allele("show", IDS["survive"]).out)
        self.assertEqual(self.store.read_bytes(), old)

    def test_a_damaged_store_does_not_stop_the_next_run(self):
        self.store.write_text("nonsense")
        (self.work / "allele.out" / "results.sqlite-wal").write_text("nonsense")
        self.run_sites("survive", "exitCode")
        self.allele("report")

    def test_results_that_may_not_be_read_are_said_to_be_there(self):
        if os.geteuid() == 0:
            # Root may read anything, so this test is done as nobody where it can be.
            setpriv = shutil.which("setpriv")
            if setpriv is None:
                self.skipTest("root may read anything, and there is no setpriv")
            os.chmod(self.directory, 0o755)
            copy = self.directory / "allele"
            shutil.copy(ALLELE, copy)
            prefix = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", str(copy)]
        else:
            prefix = [ALLELE]
        for path in (self.store, self.store.parent):
            mode = path.stat().st_mode
            path.chmod(0)
            with self.subTest(path=path.name):
                for words in (["report"], ["show", IDS["survive"]]):
                    done = self.command(prefix + words, code=1)
                    self.assertIn("allele.out/results.sqlite can't be read: Permission denied; ", done.err)
                    self.assertIn("--out DIR", done.err)
            path.chmod(mode)


if __name__ == "__main__":
    unittest.main()
