"""Accepted survivors: the file, what it does to figures and reports, and entries that are of no use any more."""

import unittest

from Driver import DriverTest, IDS


class AcceptTest(DriverTest):
    def setUp(self):
        super().setUp()
        self.run_sites("survive", "exitCode")
        self.file = self.work / "allele-accepted.yml"

    def accept(self, *words, code=0):
        return self.allele("accept", *words, code=code)

    def summary(self):
        self.allele("report", "--format", "summary,json", "--to", ".")
        return self.json("../summary.json")

    def test_an_accepted_survivor_is_in_no_figure_and_has_its_reason(self):
        before = self.summary()
        self.assertEqual((before["mutants"]["survived"], before["score"]["whole"]), (1, 16))
        done = self.accept(IDS["survive"][:6], "--reason", "both ends are equal")
        self.assertEqual(done.out, f"accepted: {IDS['survive']}  Subject.cpp:1  false-to-true\n")
        after = self.summary()
        self.assertEqual((after["mutants"]["survived"], after["mutants"]["accepted"]), (0, 1))
        self.assertEqual((after["score"]["part"], after["score"]["whole"]), (1, 15))
        report = self.json("../report.json")
        statuses = {m["id"]: (m["status"], m.get("statusReason")) for file in report["files"].values() for m in file["mutants"]}
        self.assertEqual(statuses[IDS["survive"]], ("Ignored", "accepted: both ends are equal"))
        text = self.allele("report").out
        self.assertNotIn("survived: 1", text)
        self.assertIn("1 accepted", text)

    def test_a_run_takes_what_is_accepted(self):
        self.accept("Subject.cpp:1", "--reason", "as it should be")
        done = self.run_sites("survive", "exitCode")
        self.assertIn("1 accepted", done.out)

    def test_an_expired_acceptance_counts_no_more_and_is_told(self):
        self.accept(IDS["survive"], "--reason", "until the next version", "--expires", "2020-01-31")
        text = self.allele("report").out
        self.assertIn("survived: 1 mutant", text)
        self.assertIn("of no use any more: 1 acceptance; `allele accept` lists them", text)
        self.assertIn("expired, expires 2020-01-31\n    until the next version", self.accept().out)
        self.assertEqual(self.accept("--prune").out, f"removed: {IDS['survive']}  Subject.cpp:1  expired\n")
        self.assertFalse(self.file.exists())

    def test_entries_are_replaced_and_removed(self):
        self.accept(IDS["survive"], "--reason", "first")
        self.accept(IDS["survive"], "--reason", "second")
        self.assertEqual(self.file.read_text().count("mutant:"), 1)
        self.assertIn("second", self.accept().out)
        self.accept("--remove", "Subject.cpp:1")
        self.assertIn("nothing is accepted", self.accept().out)
        self.assertIn("isn't accepted", self.accept("--remove", IDS["survive"], code=1).err)

    def test_what_is_killed_is_not_accepted(self):
        self.assertIn("no mutant survives there", self.accept(IDS["exitCode"], "--reason", "x", code=1).err)
        self.assertFalse(self.file.exists())

    def test_a_stale_entry_is_told(self):
        self.file.write_text("- mutant: 00000000000000aa\n  where: Subject.cpp:3\n  reason: it is gone\n"
                             f"- mutant: {IDS['exitCode']}\n  where: Subject.cpp:2\n  reason: it was never killed\n")
        listed = self.accept().out
        self.assertIn("stale\n    it is gone", listed)
        self.assertIn("unneeded\n    it was never killed", listed)

    def test_a_broken_file_stops_reports_with_its_place(self):
        self.file.write_text("- mutant: 12\n  reason: x\n")
        for words in (["report"], ["accept"], ["accept", IDS["survive"], "--reason", "x"]):
            self.assertRegex(self.allele(*words, code=1).err, r"\Aallele: allele-accepted\.yml:1:3: [^\n]+\n\Z")
        self.assertEqual(self.file.read_text(), "- mutant: 12\n  reason: x\n")

    def test_bad_words_are_told(self):
        for words, said in (([IDS["survive"]], "--reason TEXT is missing"), (["--reason", "x"], "ID or FILE:LINE is missing"),
                            ([IDS["survive"], "--reason", "x", "--expires", "2026-02-30"], "is no date"),
                            (["--remove", "--prune"], "exclude each other"), (["--prune", IDS["survive"]], "--prune takes no ID"),
                            (["Nowhere.cpp:1", "--reason", "x"], "Nowhere.cpp")):
            with self.subTest(words=words):
                self.assertIn(said, self.accept(*words, code=1).err)


class ReportFilesTest(DriverTest):
    def setUp(self):
        super().setUp()
        self.run_sites("survive")

    def test_one_format_goes_into_a_file_and_several_into_a_directory(self):
        self.allele("report", "--format", "json", "--to", "a/b.json")
        self.assertEqual(self.json("../a/b.json")["schemaVersion"], "2")
        self.allele("report", "--format", "json", "--format", "summary", "--to", "c")
        self.assertEqual(sorted(path.name for path in (self.work / "c").iterdir()), ["report.json", "summary.json"])
        self.assertIn("--to DIR is missing", self.allele("report", "--format", "json,summary", code=1).err)

    def test_a_file_that_cannot_be_written_is_told(self):
        (self.work / "file").write_text("")
        self.assertIn("file", self.allele("report", "--format", "json", "--to", "file/b.json", code=1).err)


if __name__ == "__main__":
    unittest.main()
