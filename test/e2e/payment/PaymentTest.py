"""The worked example of docs/guide/payment: its guide says what happens, and its failure states are known for what its tests check.

Usage: PaymentTest.py --allele PATH [TEST...]

Places are named by comments in the example: `// state: NAME` stands behind a failure state, `// checks: NAME` behind an assertion that
checks it. states.csv has the class of each state.
"""

import argparse
import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ALLELE = None
EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "payment"
MADE = ("build", "coverage", "allele.out")


class ExampleTest(unittest.TestCase):
    """Each works in a copy of the example, which stands to Allele's programs as the original does."""

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="allele payment ")
        cls.addClassCleanup(temporary.cleanup)
        root = Path(temporary.name).resolve()
        (root / "build").symlink_to(ALLELE.parent.parent)
        cls.work = root / "docs" / "guide" / "payment"
        shutil.copytree(EXAMPLE, cls.work, ignore=shutil.ignore_patterns(*MADE))
        cls.environment = {name: value for name, value in os.environ.items() if not name.startswith(("ALLELE_", "DOCTEST_", "LLVM_PROFILE_"))}

    def run_here(self, *words):
        done = subprocess.run(words, cwd=self.work, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def marked(self, folder, word):
        """Path and line of each comment `// WORD: NAME` to its name."""
        found = {}
        for path in sorted((self.work / folder).iterdir()):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if match := re.search(rf"// {word}: (.*)$", line):
                    found[str(path.relative_to(self.work)), number] = match[1]
        return found

    def known_states(self):
        with open(self.work / "states.csv", newline="") as file:
            return {(row["file"], row["state"]): row["class"] for row in csv.DictReader(file)}

    def states(self):
        """File and name of each failure state to what `allele flows --json` says of it."""
        flow, = json.loads(self.run_here(ALLELE, "flows", "payment", "--json"))["flows"]
        names = self.marked("src", "state")
        unmarked = [state for state in flow["states"] if (state["file"], state["line"]) not in names]
        self.assertEqual(unmarked, [], "failure states without a comment `// state: NAME`")
        return {(state["file"], names[state["file"], state["line"]]): state for state in flow["states"]}

    def classes(self):
        return {place: state["class"] for place, state in self.states().items()}


# What the guide holds between its fences.
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class GuideTest(ExampleTest):
    def test_the_guide_comes_to_what_it_says(self):
        """Its commands, in one shell, print what stands behind them; `...` is what was left out."""
        steps, expected = ["exec 2>&1"], []
        for kind, text in BLOCK.findall((self.work / "README.md").read_text()):
            if kind == "sh":
                steps.append(f"echo '@@ {len(expected)}'\n{text}")
                expected.append("")
            elif kind == "diff":
                steps.append(f"git apply - <<'END'\n{text}END\n")
            else:
                self.assertEqual((kind, expected[-1]), ("text", ""), "a block that is neither commands, nor a change, nor what the commands before it print")
                expected[-1] = text
        printed = self.run_here("sh", "-ec", "\n".join(steps))
        outputs = re.split(r"^@@ \d+\n", printed, flags=re.MULTILINE)[1:]
        self.assertEqual(len(outputs), len(expected), printed)
        for output, text in zip(outputs, expected):
            self.check_printed(output, text)
        changed = {place: known for place, known in self.classes().items() if known != self.known_states()[place]}
        self.assertEqual(changed, {("src/PaymentService.cpp", "declined"): "asserted"})

    def check_printed(self, output, text):
        """The lines of the text stand in the output in this order, right behind one another but for `...`. Spaces don't count."""
        lines = [" ".join(line.split()) for line in output.splitlines()]
        at, may_skip = 0, True
        for wanted in (" ".join(line.split()) for line in text.splitlines()):
            if wanted == "...":
                may_skip = True
                continue
            pattern = ".*".join(map(re.escape, wanted.split("...")))
            reach = range(at, len(lines) if may_skip else min(at + 1, len(lines)))
            found = next((index for index in reach if re.fullmatch(pattern, lines[index])), None)
            self.assertIsNotNone(found, f"the guide says\n  {wanted}\nand what is printed is\n{output}")
            at, may_skip = found + 1, False


class StatesTest(ExampleTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        flags = subprocess.run([ALLELE, "flags"], capture_output=True, text=True, check=True).stdout.strip()
        subprocess.run(["cmake", "-G", "Ninja", "-B", "build", "-DCMAKE_CXX_COMPILER=clang++-19", f"-DCMAKE_CXX_FLAGS={flags}"],
                       cwd=cls.work, env=cls.environment, stdout=subprocess.DEVNULL, check=True)

    def judge(self):
        self.run_here("cmake", "--build", "build")
        self.run_here(ALLELE, "run", "--ctest", "build")

    def test_states_have_the_known_classes(self):
        self.judge()
        self.assertEqual(self.classes(), self.known_states())

    def test_an_assertion_is_looked_for_behind_a_crash(self):
        """The first of two tests crashes without the state, the second one asserts it."""
        self.judge()
        state = self.states()["src/Refunds.cpp", "refund too large"]
        self.assertEqual(state["class"], "asserted")
        self.assertIn("a refund is no more than what was paid for its order", state["asserted by"])
        with sqlite3.connect(self.work / "allele.out" / "results.sqlite") as store:
            marks = ", ".join("?" for _ in state["mutants"])
            runs = store.execute(f"SELECT runs FROM outcome WHERE cause = 'assertion' AND mutant IN ({marks})", state["mutants"]).fetchall()
        self.assertIn((2,), runs)

    def test_a_state_is_asserted_by_its_own_assertions_alone(self):
        """Without them it isn't, and all other states are what they were; what only crashes never counts."""
        checks = self.marked("tests", "checks")
        known = self.known_states()
        asserted = {name: place for place in known for name in place[1:] if known[place] == "asserted"}
        self.assertEqual(set(checks.values()), set(asserted), "what assertions are marked to check, and the asserted states")
        left = {}
        for name, place in asserted.items():
            with self.subTest(state=name):
                texts = {self.work / path: (self.work / path).read_text() for (path, _), checked in checks.items() if checked == name}
                for path, text in texts.items():
                    lines = text.splitlines(keepends=True)
                    path.write_text("".join(line for line in lines if not line.endswith(f"// checks: {name}\n")))
                self.judge()
                found = self.classes()
                left[name] = found[place]
                self.assertNotEqual(left[name], "asserted")
                self.assertEqual({**found, place: "asserted"}, known)
                for path, text in texts.items():
                    path.write_text(text)
        self.assertEqual(left["refund too large"], "crash only")  # of the test that crashes without it
        self.assertEqual(left["timeout"], "crash only")  # an exception that the test doesn't catch


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--allele", required=True, type=Path)
    options, rest = parser.parse_known_args()
    ALLELE = options.allele.resolve()
    unittest.main(argv=[sys.argv[0], *rest])
