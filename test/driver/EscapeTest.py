"""`allele escape` and `allele show --stack` with results that have no map of the code: the mutants alone tell. The history of a project is in
test/e2e/escape."""

import json
import unittest
from pathlib import Path

from Driver import DriverTest, IDS

SUBJECT = Path(__file__).parent / "programs" / "Subject.cpp"
GIT = ["git", "-c", "user.name=x", "-c", "user.email=x@y", "-c", "commit.gpgsign=false"]


class EscapeTest(DriverTest):
    def setUp(self):
        super().setUp()
        self.run_sites("survive", "exitCode", "crash", "assertion")
        self.lines = SUBJECT.read_text().splitlines()
        self.command(["git", "init", "-q", "."])
        self.commit()

    def commit(self):
        file = self.work / "programs" / "Subject.cpp"
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(self.lines) + "\n")
        self.command(["git", "add", "programs"])
        self.command([*GIT, "commit", "-qm", "x"])
        return self.command(["git", "rev-parse", "HEAD"]).out.strip()

    def fix(self, number):
        """A commit that changes that line."""
        self.lines[number - 1] = f"bool mended{number} = 1 < 0;"
        return self.commit()

    def list(self, fixes):
        (self.work / "defects.csv").write_text("id,fix\n" + "".join(f"{name},{fix}\n" for name, fix in fixes.items()))

    def test_the_verdicts_on_a_line_decide(self):
        self.list({name: self.fix(number) for number, name in enumerate(("survive", "exitCode", "crash", "assertion", "spin"), 1)})
        report = json.loads(self.allele("escape", "--defects", "defects.csv", "--json").out)
        self.assertEqual([(defect["id"], defect["class"]) for defect in report["defects"]],
                         [("spin", "not run"), ("survive", "run, not checked"), ("crash", "checked, wrong state"), ("exitCode", "checked"), ("assertion", "checked")])
        self.assertEqual(report["defects"][1]["unnoticed"][0]["id"], IDS["survive"])
        self.assertIn("git doesn't know the commit of the results", report["defects"][0]["notes"][0])
        self.assertEqual(report, self.json("escapes.json"))
        text = self.allele("escape", "--defects", "defects.csv").out
        self.assertTrue(text.startswith("5 defects: 1 not run · 1 run, not checked · 1 checked, wrong state · 2 checked · 0 can't be judged\n"
                                        "the tests could not tell of 3 of 5, 60.0 % ("), text)
        self.assertIn(f"\n    survived:    {IDS['survive']}  Subject.cpp:1:", text)
        self.assertIn(f"\n    not reached: {IDS['spin']}  Subject.cpp:5:", text)

    def test_a_line_that_was_written_later_is_not_guessed(self):
        self.lines[0] = "bool survive = 2 > 3;"
        self.commit()
        self.list({"x": self.fix(1)})
        report = json.loads(self.allele("escape", "--defects", "defects.csv", "--json", code=7).out)
        self.assertEqual(report["defects"][0]["class"], "can't be judged")
        self.assertIn("don't have the fixed lines", report["defects"][0]["why"])

    def test_results_and_repositories_that_are_not_there_are_named(self):
        self.list({"x": self.fix(1)})
        self.assertIn("none.out", self.allele("escape", "--defects", "defects.csv", "--results", "none.out", code=1).err)
        self.assertIn("name it with --repository DIR", self.allele("escape", "--defects", "defects.csv", "--repository", "/", code=1).err)
        self.assertIn("which defects?", self.allele("escape", code=1).err)
        self.assertIn("exclude each other", self.allele("escape", "--defects", "x", "--trailer", "y", code=1).err)
        self.assertIn("--defects has its own", self.allele("escape", "--defects", "x", "--since", "y", code=1).err)
        self.assertIn("did you mean 'month'?", self.allele("escape", "--defects", "x", "--by", "monht", code=1).err)
        self.assertIn("--test-files", self.allele("escape", "--defects", "x", "--test-files", "[", code=1).err)
        self.environment["PATH"] = "/nowhere"
        self.assertIn("git can't be started", self.allele("escape", "--defects", "defects.csv", code=1).err)

    def test_escapes_that_can_not_be_written_are_an_error(self):
        self.list({"x": self.fix(1)})
        (self.work / "file").write_text("")
        self.assertIn("can't be written", self.allele("escape", "--defects", "defects.csv", "--results", "allele.out", "--out", "file/x", code=1).err)

    def test_a_frame_is_found_by_its_file_and_line(self):
        (self.work / "trace.txt").write_text("/ci/programs/Subject.cpp:1:6: runtime error: null pointer\nSUMMARY: x\n")
        text = self.allele("show", "--stack", "trace.txt").out
        self.assertIn("> #0   ", text)
        self.assertIn("Subject.cpp:1  the first frame in own code\n       reached by 1 test: ./Verdicts survive exitCode crash assertion\n", text)
        self.assertIn(f"       {IDS['survive']}  survived  ", text)


if __name__ == "__main__":
    unittest.main()
