"""allele escape on a history of defects whose class is known, and what it says where the history or the list is broken.

Usage: EscapeTest.py --allele PATH [TEST...]
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import Cases
from Cases import CASES, CHECKED, NOT_CHECKED, NOT_RUN, UNJUDGED, WRONG_STATE

ALLELE = None
GIT = ["git", "-c", "user.name=x", "-c", "user.email=x@y", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"]


class History:
    """The repository: a first commit with all defects, then one commit a fix, with others between them."""

    def __init__(self, root):
        self.root = root
        self.repository = root / "agent"
        self.repository.mkdir()
        self.fixes = {}  # name to commit
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("ALLELE_", "GIT_"))}
        self.git("init", "-q", "-b", "main", ".")
        self.fixed, self.extra = [], []
        self.places = {}
        self.write()
        (self.repository / "code.h").write_text(Cases.declarations())
        (self.repository / "tests.cpp").write_text(Cases.tests())
        self.first = self.commit("the first")
        for number, case in enumerate(CASES):
            self.month = 1 + number // 3
            if number % 5 == 3:
                self.extra.append(CASES[(number * 7) % len(CASES)].name)
                self.write()
                self.commit("describe")
            if number == 15:
                self.git("mv", "src/text.cpp", "src/words.cpp")
                self.places["src/text.cpp"] = "src/words.cpp"
                self.middle = self.commit("rename")
            self.fixed.append(case.name)
            self.write()
            self.fixes[case.name] = self.commit(f"mend {case.name}\n\nFixes-Defect: {case.name}\nReviewed-by: x <x@y>\n")

    month = 1

    def git(self, *words, check=True):
        done = subprocess.run([*GIT, *words], cwd=self.repository, env=self.environment, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise AssertionError(f"git {words}: {done.stderr}")
        return done.stdout.strip()

    def write(self):
        for path, text in Cases.sources(self.fixed, self.extra).items():
            file = self.repository / self.places.get(path, path)
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)

    def commit(self, message):
        self.environment["GIT_COMMITTER_DATE"] = self.environment["GIT_AUTHOR_DATE"] = f"2026-{self.month:02}-15T12:00:00Z"
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")

    def run_at(self, commit, out):
        """Builds and runs that commit, in a checkout of its own as on another machine."""
        checkout = self.root / ("machine-" + out) / "work"
        self.git("worktree", "add", "-q", "--detach", str(checkout), commit)
        compiler = "clang++-19"
        flags = subprocess.run([ALLELE, "flags", "--clang", compiler], capture_output=True, text=True, check=True).stdout
        objects = []
        for source in sorted(checkout.glob("src/*.cpp")) + [checkout / "tests.cpp"]:
            objects.append(checkout.parent / (source.stem + ".o"))
            instrument = [] if source.name == "tests.cpp" else shlex.split(flags)
            subprocess.run([compiler, "-O1", "-g", *instrument, "-I", checkout, "-c", source, "-o", objects[-1]], check=True)
        program = checkout.parent / "tests"
        subprocess.run([compiler, *objects, "-lgtest", "-lgtest_main", "-lpthread", "-o", program], check=True)
        done = subprocess.run([ALLELE, "run", "-q", "--out", str(self.root / out), "--", str(program)], cwd=checkout, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        self.git("worktree", "remove", "--force", str(checkout))


def line_of(case, needle):
    """Where a text stands in the file with all defects in it."""
    lines = Cases.sources()[case.file].splitlines()
    head = [line for line in case.before.splitlines() if line.endswith("{") and not line.startswith(" ")][0]
    return next(i for i in range(lines.index(head), len(lines)) if needle in lines[i]) + 1


class EscapeTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="allele escape ")
        cls.addClassCleanup(temporary.cleanup)
        cls.history = History(Path(temporary.name))
        cls.history.run_at(cls.history.first, "first.out")
        cls.root = cls.history.root
        cls.environment = {name: value for name, value in os.environ.items() if not name.startswith(("ALLELE_", "GIT_"))}

    def allele(self, *words, code=0, cwd=None):
        done = subprocess.run([ALLELE, *words], cwd=cwd or self.history.repository, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def table(self, rows, header="id,fix", name="defects.csv"):
        path = self.root / name
        path.write_text(header + "\n" + "".join(row + "\n" for row in rows))
        return path

    def escape(self, *words, code=0, cwd=None):
        return self.allele("escape", "--out", str(self.root / "escape.out"), "--results", str(self.root / "first.out"), *words, code=code, cwd=cwd)

    def judged(self, *words, code=0, cwd=None):
        """Defect to what is said of it."""
        report = json.loads(self.escape("--json", *words, code=code, cwd=cwd).stdout)
        return {defect["id"]: defect for defect in report["defects"]}

    def all_defects(self):
        rows = []
        for case in CASES:
            stack = ""
            if case.stack:
                stack = case.name + ".txt"
                (self.root / stack).write_text(case.stack.replace("{line}", str(line_of(case, "abort"))))
            rows.append(f"{case.name},{self.history.fixes[case.name]},{stack}")
        return self.table(rows, "id,fix,stack")

    def test_all_classes_of_a_known_history_are_right(self):
        found = self.judged("--defects", str(self.all_defects()))
        wrong = {case.name: (found[case.name]["class"], case.known, found[case.name]["why"]) for case in CASES if found[case.name]["class"] != case.known}
        self.assertEqual(wrong, {})
        self.assertEqual(sum(case.known != UNJUDGED for case in CASES), 30)

    def test_summary_and_files_say_the_same(self):
        text = self.escape("--defects", str(self.all_defects()), "--all").stdout
        counts = [sum(case.known == known for case in CASES) for known in (NOT_RUN, NOT_CHECKED, WRONG_STATE, CHECKED, UNJUDGED)]
        self.assertEqual(text.splitlines()[0], "32 defects: {} not run · {} run, not checked · {} checked, wrong state · {} checked · {} can't be judged".format(*counts))
        self.assertIn(f"the tests could not tell of {sum(counts[:3])} of 30", text.splitlines()[1])
        self.assertIn("2026-01 ", text)
        self.assertIn("ratio", text)
        saved = json.loads((self.root / "escape.out" / "escapes.json").read_text())
        self.assertEqual(saved["all"]["classes"][NOT_RUN], counts[0])
        survivor = next(defect for defect in saved["defects"] if defect["id"] == "result-ignored")["unnoticed"][0]["id"]
        self.assertIn("verdict: survived", self.allele("show", survivor, "--out", str(self.root / "first.out")).stdout)

    def test_fixes_are_found_by_trailers_and_patterns(self):
        found = self.judged("--trailer", "Fixes-Defect")
        self.assertEqual({name: defect["fixes"] for name, defect in found.items()}, {name: [fix] for name, fix in self.history.fixes.items()})
        found = self.judged("--fix-pattern", "^mend (member|value)-(.*)$", "--range", "main~20..main")
        self.assertEqual(set(found), {"member", "value"})
        self.assertIn("has a trailer Nothing", self.escape("--trailer", "Nothing", code=1).stderr)
        self.assertIn("is no regular expression", self.escape("--fix-pattern", "(", code=1).stderr)

    def test_commits_to_run_at_are_those_before_the_fixes(self):
        commits = self.escape("--defects", str(self.all_defects()), "--print-commits").stdout.split()
        self.assertEqual(sorted(commits), sorted({self.history.git("rev-parse", fix + "^") for fix in self.history.fixes.values()}))

    def test_results_nearest_before_the_fix_are_asked_and_a_fix_that_they_have_shows(self):
        self.history.run_at(self.history.middle, "middle.out")
        words = ["--defects", str(self.all_defects()), "--results", str(self.root / "middle.out")]
        found = self.judged(*words)
        for number, case in enumerate(CASES):
            self.assertEqual(Path(found[case.name]["results"]).name, "middle.out" if number >= 15 else "first.out", case.name)
            self.assertEqual(found[case.name]["class"], case.known, (case.name, found[case.name]))
        report = json.loads(self.allele("escape", "--json", "--out", str(self.root / "middle.out"), "--defects", str(self.all_defects())).stdout)
        middle = {defect["id"]: defect for defect in report["defects"]}
        self.assertEqual(middle["result-ignored"]["class"], UNJUDGED)
        self.assertIn("with the fix", middle["result-ignored"]["why"])
        self.assertIn("has the fix", middle["result-ignored"]["notes"][0])
        self.assertEqual(middle["throw-asserted"]["lines"][0]["file"], "src/words.cpp")
        # Code beside the fix is asked before code with it, however many commits lie between.
        side = self.history.git("commit-tree", self.history.first + "^{tree}", "-p", self.history.first, "-m", "side")
        self.history.run_at(side, "side.out")
        asked = json.loads(self.allele("escape", "--json", "--out", str(self.root / "both.out"), "--results", str(self.root / "middle.out"),
                                       "--results", str(self.root / "side.out"), "--defects", str(self.all_defects())).stdout)
        last = next(defect for defect in asked["defects"] if defect["id"] == CASES[14].name)
        self.assertEqual((Path(last["results"]).name, last["class"]), ("side.out", CASES[14].known))

    def test_what_git_does_not_have_cannot_be_judged(self):
        clone = self.root / "shallow"
        self.history.git("clone", "-q", "--depth", "3", "file://" + str(self.history.repository), str(clone))
        last = CASES[-1].name
        third = self.history.git("rev-parse", "HEAD~2")
        found = self.judged("--defects", str(self.table([f"old,{self.history.first}", f"edge,{third}", f"last,{self.history.fixes[last]}", "none,deadbeef"])), code=7, cwd=clone)
        self.assertIn("shallow", found["old"]["why"])
        self.assertIn("shallow clone ends at", found["edge"]["why"])
        self.assertIn("shallow", found["none"]["why"])
        shutil.rmtree(clone)
        found = self.judged("--defects", str(self.table([f"first,{self.history.first}", "none,deadbeef", "option,--all", "range,HEAD~3..HEAD"])), code=7)
        self.assertIn("is the first commit", found["first"]["why"])
        self.assertIn("git knows no commit 'deadbeef'; fetch it", found["none"]["why"])
        self.assertIn("git knows no commit '--all'", found["option"]["why"])
        self.assertIn("git knows no commit", found["range"]["why"])

    def test_lists_that_are_broken_are_refused_with_their_line(self):
        for rows, header, message in [
            (["x,HEAD"], "id,fixx", "defects.csv:1: no column `fix` (did you mean 'fixx'?)"),
            (["x,HEAD", ",HEAD"], "id,fix", "defects.csv:3: the column `id` is empty"),
            (["x,"], "id,fix", "defects.csv:2: the column `fix` of x is empty"),
            (["x,HEAD,tomorrow"], "id,fix,date", "defects.csv:2: 'tomorrow' is no date"),
            (["x,HEAD,none.txt"], "id,fix,stack", "defects.csv:2: the stack trace"),
            (["x,HEAD,defects.csv"], "id,fix,stack", "defects.csv:2: no frame of a stack trace"),
            ([], "id,fix", "no defect stands below its first line"),
            (['"x,HEAD'], "id,fix", "defects.csv:2: a quote isn't closed"),
        ]:
            self.assertIn(message, self.escape("--defects", str(self.table(rows, header)), code=1).stderr)
        self.assertIn("can't be read", self.escape("--defects", "none.csv", code=1).stderr)
        self.assertIn("name it with --repository DIR", self.escape("--defects", str(self.table(["x,HEAD"])), code=1, cwd="/").stderr)

    def test_changes_of_other_things_are_named(self):
        scene = Scene(self.history)
        (scene.path / "README.md").write_text("x\n")
        readme = scene.commit("readme")
        (scene.path / "tests.cpp").write_text("// nothing\n")
        tests = scene.commit("tests")
        (scene.path / "blob.c").write_bytes(b"\0\1\2" * 100)
        binary = scene.commit("binary")
        (scene.path / "blob.c").write_bytes(b"\0\1\3" * 100)
        changed = scene.commit("changed")
        (scene.path / "big.c").write_text("".join(f"int big{i} = {i};\n" for i in range(10000)))
        added = scene.commit("big")
        (scene.path / "big.c").write_text("".join(f"int big{i} = {i + 1};\n" for i in range(10000)))
        big = scene.commit("bigger")
        (scene.path / "src/store.cpp").write_text((scene.path / "src/store.cpp").read_text().replace("\n", "\r\n"))
        ends = scene.commit("line ends")
        (scene.path / "src/store.cpp").write_text((scene.path / "src/store.cpp").read_text().replace("slot + 1", "slot + 5"))
        crlf = scene.commit("with line ends")
        scene.git("rm", "-q", "src/price.cpp")
        deleted = scene.commit("deleted")
        scene.git("submodule", "add", "-q", str(self.history.repository), "inner")
        scene.git("-C", "inner", "checkout", "-q", self.history.first)
        submodule = scene.commit("inner")
        scene.git("-C", "inner", "checkout", "-q", "main")
        moved = scene.commit("inner moved")
        names = dict(readme=readme, tests=tests, binary=binary, changed=changed, added=added, big=big, ends=ends, crlf=crlf, deleted=deleted, submodule=submodule, moved=moved)
        found = self.judged("--defects", str(self.table([f"{name},{fix}" for name, fix in names.items()])), cwd=scene.path)
        why = {name: defect["why"] for name, defect in found.items()}
        self.assertIn("changes no code: README.md", why["readme"])
        self.assertIn("nothing but tests and excluded files: tests.cpp", why["tests"])
        self.assertIn("no code", why["changed"])
        self.assertIn("only adds files: big.c", why["added"])
        self.assertIn("big.c isn't in the results", why["big"])
        self.assertIn("changes nothing", why["ends"])
        self.assertEqual(found["crlf"]["class"], CHECKED)
        self.assertNotEqual(found["deleted"]["class"], UNJUDGED)
        self.assertIn("in a submodule: inner", why["moved"])

    def show_stack(self, text, *words, code=0):
        trace = self.root / "trace.txt"
        trace.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.allele("show", "--stack", str(trace), "--out", str(self.root / "first.out"), *words, code=code)

    def test_a_stack_trace_is_answered_frame_by_frame(self):
        case = next(case for case in CASES if case.name == "crash-in-a-failure")
        line = line_of(case, "abort")
        text = self.show_stack(case.stack.replace("{line}", str(line))).stdout
        self.assertIn("  #0   raise  /lib/x86_64-linux-gnu/libc.so.6  not instrumented\n", text)
        self.assertIn(f"> #2   scale  src/price.cpp:{line}  the first frame in own code\n       no test reaches the line\n", text)
        self.assertIn(f"failure state src/price.cpp:{line}  abort  `abort();`: not reached\n", text)
        self.assertIn("  #3   main  /build/agent/main.cpp:3  not instrumented\n", text)
        value = next(case for case in CASES if case.name == "value-asserted")
        line = line_of(value, "gross - 19")
        frames = json.loads(self.show_stack(f"    #0 0x55d in net(int) /ci/src/price.cpp:{line}:10\n    #1 0x55e in run /ci/run.cpp:1:2\n", "--json").stdout)
        self.assertEqual([(frame["instrumented"], frame["first"]) for frame in frames], [(True, True), (False, False)])
        self.assertEqual((frames[0]["file"], frames[0]["line"], frames[0]["reached"], frames[0]["tests"]), ("src/price.cpp", line, True, ["Defects.ValueAsserted"]))
        self.assertEqual({mutant["verdict"] for mutant in frames[0]["mutants"]}, {"killed"})

    def test_frames_without_lines_are_found_by_symbols_and_by_names(self):
        case = next(case for case in CASES if case.name == "value-asserted")
        text = self.show_stack("/somewhere/tests(_Z3neti+0xb)[0x5615f16cd35a]\n/lib/libc.so.6(+0x2724a)[0x7f0e0784524a]\n").stdout
        line = line_of(case, "gross - 19")
        self.assertRegex(text, rf"> #0   net  src/price.cpp:{line}  ")
        text = self.show_stack(" 0# surcharge(int) in ./gone\n").stdout
        self.assertIn("no test reaches the function", text)

    def test_a_stack_trace_without_lines_decides_where_the_fix_does_not(self):
        scene = Scene(self.history)
        (scene.path / "README.md").write_text("mended\n")
        fix = scene.commit("only words")
        (self.root / "glibc.txt").write_text("/somewhere/tests(_Z3neti+0xb)[0x5615f16cd35a]\n")
        (self.root / "nowhere.txt").write_text("/somewhere/other(_Z5otheri+0xb)[0x5615f16cd35a]\n")
        found = self.judged("--defects", str(self.table([f"known,{fix},glibc.txt", f"other,{fix},nowhere.txt"], "id,fix,stack")), cwd=scene.path)
        self.assertEqual(found["known"]["class"], CHECKED)
        self.assertIn("judged by the first frame of the stack trace in the program's own code", found["known"]["notes"])
        self.assertEqual(found["other"]["class"], UNJUDGED)
        self.assertIn("no frame of the stack trace is in code of the results", found["other"]["notes"])

    def test_without_a_temporary_directory_the_way_out_is_named(self):
        self.environment = dict(self.environment, TMPDIR=str(self.root / "none"))
        found = self.judged("--defects", str(self.table([f"x,{self.history.fixes['value-asserted']}"])), code=7)
        self.assertIn("TMPDIR names no directory", found["x"]["why"])

    def test_what_is_no_stack_trace_is_refused(self):
        self.assertIn("no frame of a stack trace is in", self.show_stack("hello\n", code=1).stderr)
        self.assertIn("no frame of a stack trace is in", self.show_stack(b"\xff\0(((" * 100000, code=1).stderr)
        self.assertIn("can't be read", self.allele("show", "--stack", "none.txt", code=1).stderr)
        self.assertIn("no frame of a stack trace is in standard input", self.allele("show", "--stack", "-", code=1).stderr)
        self.assertIn("exclude each other", self.allele("show", "--stack", "x", "1234", code=1).stderr)
        self.assertIn("no frame is in code of the results", self.show_stack("#0  0x1 in f () at other.c:1\n", code=7).stdout)

    def test_a_merge_is_a_fix_against_its_first_parent(self):
        scene = Scene(self.history)
        scene.git("checkout", "-q", "-b", "side")
        text = (scene.path / "src/price.cpp").read_text()
        (scene.path / "src/price.cpp").write_text(text.replace("gross - 19", "gross - 18"))
        scene.commit("side")
        scene.git("checkout", "-q", "main")
        (scene.path / "README.md").write_text("x\n")
        scene.commit("main")
        scene.git("merge", "-q", "--no-ff", "-m", "Merge of #12", "side")
        found = self.judged("--fix-pattern", "#([0-9]+)", cwd=scene.path)
        self.assertEqual(found["12"]["class"], CHECKED)
        self.assertEqual(found["12"]["before"], scene.git("rev-parse", "HEAD^1"))

    def test_two_fixes_of_one_defect_are_judged_together(self):
        rows = [f"both,{self.history.fixes['value-asserted']}", f"both,{self.history.fixes['never-called']} {self.history.fixes['result-ignored']}"]
        found = self.judged("--defects", str(self.table(rows)))
        self.assertEqual((found["both"]["class"], len(found["both"]["fixes"]), len(found["both"]["lines"])), (NOT_CHECKED, 3, 3))

    def test_the_oldest_fix_counts_whatever_the_order_of_the_list(self):
        names = [self.history.fixes["value-asserted"], self.history.fixes["result-ignored"]]
        found = self.judged("--defects", str(self.table([f"one,{names[0]} {names[1]}", f"other,{names[1]} {names[0]}"])))
        oldest = self.history.git("rev-list", "--reverse", "--no-walk=sorted", *names).split()[0]
        for key in ("one", "other"):
            self.assertEqual(found[key]["before"], self.history.git("rev-parse", oldest + "^"))
            self.assertEqual(found[key]["fixes"], found["one"]["fixes"])
            self.assertEqual(found[key]["class"], found["one"]["class"])

    def test_a_fix_that_git_does_not_have_is_said(self):
        found = self.judged("--defects", str(self.table([f"part,{self.history.fixes['value-asserted']} deadbeef"])))
        self.assertIn("deadbeef", " ".join(found["part"]["notes"]))


class Scene:
    """A clone at the first commit, to be changed."""

    def __init__(self, history):
        self.history = history
        self.path = Path(tempfile.mkdtemp(dir=history.root)) / "clone"
        history.git("clone", "-q", str(history.repository), str(self.path))
        self.git("reset", "-q", "--hard", history.first)

    def git(self, *words):
        done = subprocess.run([*GIT, *words], cwd=self.path, env=self.history.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"git {words}: {done.stderr}")
        return done.stdout.strip()

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--allele", required=True)
    arguments, rest = parser.parse_known_args()
    ALLELE = os.path.abspath(arguments.allele)
    unittest.main(argv=[sys.argv[0], *rest])
