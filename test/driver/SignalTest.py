"""allele signal: flaky tests by repeats, a CI's history, and what flaky tests are worth to the mutants."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from Driver import ALLELE, DriverTest, IDS, PROGRAMS

# Fails in every third of its runs, wherever it stands: the count is kept outside of what is fresh in each run.
THIRD = 'n=$(cat "{0}" 2>/dev/null || echo 0); echo $((n + 1)) > "{0}"; [ $((n % 3)) -ne 2 ] || {{ echo "it broke"; exit 1; }}\n'


class SignalTest(DriverTest):
    def signal(self, *words, code=0):
        return self.allele("signal", *words, code=code)

    def found(self, *words, code=0):
        """The JSON, and name to what stands there of each test."""
        shown = json.loads(self.signal("--json", *words, code=code).out)
        return shown, {test["name"]: test for test in shown["tests"]}

    def third(self, name):
        return self.script(name, THIRD.format(self.directory / ("count of " + name)))

    def write(self, name, text):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return name

    def junit(self, name, *tests, commit="c1", suite=""):
        """Each of the tests is a name, with ! behind it where it fails."""
        cases = "".join(f'<testcase name="{test.rstrip("!")}">{"<failure/>" if test.endswith("!") else ""}</testcase>' for test in tests)
        said = f'<properties><property name="commit" value="{commit}"/></properties>' if commit else ""
        return self.write(name, f'<testsuite name="{suite or name}">{said}{cases}</testsuite>')

    # ---- repeats

    def test_a_flaky_test_is_found_and_none_that_always_passes_or_fails_is_accused(self):
        names = [self.third("third"), self.script("good", "exit 0\n"), self.script("bad", "echo why >&2; exit 7\n")]
        _, tests = self.found("--repeat", "5", "--no-shuffle", "-j1", *(word for name in names for word in ("--exec", name)))
        states = {name: (test["flaky"], test["repeats"]["state"]) for name, test in tests.items()}
        self.assertEqual(states, {"./third": (True, "flaky"), "./good": (False, "passing"), "./bad": (False, "failing")})
        rate = tests["./third"]["repeats"]["failure rate"]
        self.assertEqual((rate["part"], rate["whole"]), (1, 5))
        self.assertTrue(rate["low"] < 0.2 < rate["high"])
        self.assertEqual(tests["./third"]["repeats"]["first failure"]["message"], "exit code 1: it broke")
        self.assertEqual(tests["./third"]["repeats"]["first failure"]["repeat"], 3)
        self.assertEqual(tests["./bad"]["repeats"]["failure rate"]["part"], 5)
        self.assertEqual(tests["./bad"]["repeats"]["first failure"]["message"], "exit code 7: why")
        text = self.signal().out
        self.assertIn("flaky: 1 of 3 tests passed and failed on the same code\n  ./third\n    failed in 1 of 5 runs (20.0 %, probably ", text)
        self.assertIn("failing: 1 test that never passed, which is no flakiness\n  ./bad", text)
        self.assertNotIn("good", text)

    def test_that_a_run_says_what_it_doesnt_find(self):
        text = self.signal("--repeat", "10", "--no-shuffle", "--seed", "3", "--exec", self.script("good", "exit 0\n")).out
        self.assertIn("flaky: none of 1 test was seen to pass and to fail", text)
        self.assertIn("seed 3", text)
        self.assertIn("what fails in fewer than 25.9 % of its runs may have gone unseen", text)

    def test_what_fails_behind_another_test_fails_only_together(self):
        self.script("leaves", "touch left\n")
        self.script("needs", "! [ -e left ]\n")
        _, tests = self.found("--repeat", "16", "--seed", "1", "--exec", "./leaves", "--exec", "./needs")
        self.assertFalse(tests["./leaves"]["flaky"])
        needs = tests["./needs"]["repeats"]
        self.assertEqual(needs["state"], "flaky")
        self.assertEqual(needs["alone"], {"runs": 16, "failures": 0, "skips": 0})
        self.assertEqual(needs["together"]["runs"], 16)
        self.assertTrue(0 < needs["together"]["failures"] < 16)
        self.assertEqual(needs["fails only"]["when"], "together")
        self.assertIn("only together with other tests: ", self.signal().out)
        self.assertFalse((self.work / "left").exists())

    def test_the_same_seed_gives_the_same_orders(self):
        self.script("leaves", "touch left\n")
        self.script("needs", "! [ -e left ]\n")
        seen = [self.found("--repeat", "6", "--seed", "9", "--out", out, "--exec", "./leaves", "--exec", "./needs")[1]["./needs"]["repeats"]["together"]
                for out in ("a.out", "b.out")]
        self.assertEqual(*seen)

    def test_tests_of_a_framework_run_by_themselves_and_in_one_process(self):
        shutil.copy(PROGRAMS / "GoogleTest", self.work / "GoogleTest")
        _, tests = self.found("--repeat", "3", "--", "./GoogleTest")
        self.assertEqual(tests["Plain.passes"]["repeats"]["alone"]["runs"], 3)
        self.assertEqual(tests["Plain.passes"]["repeats"]["together"]["runs"], 3)
        fails = tests["Plain.fails"]["repeats"]
        self.assertEqual((fails["state"], fails["failure rate"]["part"]), ("failing", 6))
        self.assertRegex(fails["first failure"]["message"], r"GoogleTest\.cpp:\d+: Expected equality of these values: 1 2 told again$")
        self.assertEqual(tests["Plain.skips"]["repeats"]["state"], "not run")
        self.assertFalse(any(test["flaky"] for test in tests.values()))
        self.assertNotIn("Plain.DISABLED_off", tests)

    def test_frameworks_shuffle_and_tell_what_failed(self):
        for program, failing in (("Catch2V2", 'fails, with [comma] and "quotes" \\ back'), ("Doctest", "fails, with comma \\ back"),
                                 ("BoostTest", "fails"), ("QtTest", "fails")):
            with self.subTest(program):
                shutil.copy(PROGRAMS / program, self.work / program)
                _, tests = self.found("--repeat", "2", "--out", program + ".out", "--", "./" + program)
                self.assertEqual(tests["passes"]["repeats"]["together"], {"runs": 2, "failures": 0, "skips": 0})
                self.assertEqual(tests[failing]["repeats"]["together"], {"runs": 2, "failures": 2, "skips": 0})
                self.assertEqual(tests[failing]["repeats"]["alone"], {"runs": 2, "failures": 2, "skips": 0})
                self.assertEqual([name for name, test in tests.items() if test["flaky"]], [])

    def test_what_a_crash_kept_from_running_is_no_failure(self):
        shutil.copy(PROGRAMS / "GoogleTest", self.work / "GoogleTest")
        self.environment["CRASH"] = "1"
        _, tests = self.found("--repeat", "2", "--", "./GoogleTest")
        self.assertEqual(tests["Plain.crashes"]["repeats"]["state"], "failing")
        self.assertFalse(any(test["flaky"] for test in tests.values()))

    def test_a_program_that_fails_at_its_end_makes_no_test_flaky(self):
        shutil.copy(PROGRAMS / "GoogleTest", self.work / "GoogleTest")
        self.environment["FAIL_AT_EXIT"] = "1"
        _, tests = self.found("--repeat", "2", "--tests", "Plain.passes", "--tests", "Typed/*", "--", "./GoogleTest")
        self.assertEqual({test["repeats"]["state"] for test in tests.values()}, {"failing"})
        self.assertEqual(tests["Plain.passes"]["repeats"]["together"]["runs"], 0)

    def test_gits_changes_are_other_code_though_the_tests_run_elsewhere(self):
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
        self.write("run.sh", "exit 1\n")
        self.write("note", "1\n")
        for words in (["init", "-q"], ["add", "run.sh", "note"], ["commit", "-q", "-m", "first"]):
            subprocess.run([*git, *words], cwd=self.work, env=self.environment, check=True)
        self.write("note", "2\n")
        build = self.directory / "build"
        build.mkdir()
        (build / "CTestTestfile.cmake").write_text(f"""add_test(t "sh" "-c" ". '{self.work}/run.sh'")\n""")
        self.signal("--repeat", "2", "--ctest", str(build))
        self.write("run.sh", "exit 0\n")
        _, tests = self.found("--repeat", "2", "--ctest", str(build))
        self.assertEqual((tests["t"]["flaky"], tests["t"]["repeats"]["state"]), (False, "passing"))

    def test_each_second_repeat_is_loaded_when_asked_for(self):
        # The load is visible: children of the driver that have no command of their own.
        program = self.script("test", 'for each in /proc/[0-9]*; do set -- $(sed "s/.*) //" $each/stat 2>/dev/null); '
                                      '[ "$2" = "$DRIVER" ] && [ "$3" != "$$" ] && [ -z "$(tr -d "\\0" < $each/environ | grep ALLELE_RUN)" ] && exit 1; done; exit 0\n')
        self.write("run", 'DRIVER=$$ exec "$@"\n')
        done = self.command(["sh", "run", ALLELE, "signal", "--json", "--repeat", "4", "--load", "-j1", "--", program])
        test = json.loads(done.out)["tests"][0]["repeats"]
        self.assertEqual(test["alone"], {"runs": 2, "failures": 0, "skips": 0})
        self.assertEqual(test["alone, loaded"], {"runs": 2, "failures": 2, "skips": 0})
        self.assertEqual(test["fails only"], {"when": "loaded", "may be chance": True})
        self.assertIn("only on a loaded machine: 2 of 2 runs, otherwise 0 of 2; so few may be chance", self.signal().out)

    def test_tests_that_write_into_the_working_directory_dont_meet(self):
        # Two at a time would find each other's file.
        names = [self.script(f"test{i}", "[ ! -e mine ] || exit 1; echo $$ > mine; sleep 0.05; [ \"$(cat mine)\" = $$ ]\n") for i in range(4)]
        tests = [word for name in names for word in ("--exec", name)]
        for isolation in ("auto", "copy"):
            done = self.signal("--repeat", "3", "-j2", "--no-shuffle", "--isolate", isolation, "--out", isolation, *tests)
            self.assertIn("flaky: none of 4 tests", done.out)
            self.assertFalse((self.work / "mine").exists())
        # What nothing keeps apart is said, and runs one by one.
        done = self.signal("--repeat", "2", "-j2", "--no-shuffle", "--isolate", "tmp", "--out", "tmp", *tests)
        self.assertRegex(done.err, r"the tests write into .* \(mine\), where each sees what others leave: one job")

    def test_repeats_of_the_same_code_add_up_and_of_other_code_dont(self):
        program = str(self.work / "GoogleTest")
        shutil.copy(PROGRAMS / "GoogleTest", program)
        for _ in range(2):
            _, tests = self.found("--repeat", "2", "--tests", "Plain.*", "--", "./GoogleTest")
        self.assertEqual(tests["Plain.passes"]["repeats"]["failure rate"]["whole"], 8)
        os.utime(program, (1, 1))
        shown, tests = self.found("--repeat", "2", "--tests", "Plain.*", "--", "./GoogleTest")
        self.assertEqual(tests["Plain.passes"]["repeats"]["failure rate"]["whole"], 4)
        self.assertEqual(len(shown["sessions"]), 3)

    def test_a_test_that_was_mended_isnt_flaky(self):
        script = self.script("test", "exit 1\n")
        self.signal("--repeat", "3", "--exec", script)
        self.script("test", "exit 0\n")
        _, tests = self.found("--repeat", "3", "--exec", script)
        self.assertEqual((tests["./test"]["flaky"], tests["./test"]["repeats"]["state"]), (False, "passing"))

    def test_a_test_that_hangs_fails(self):
        _, tests = self.found("--repeat", "1", "--timeout", "0.3", "--exec", self.script("hangs", "sleep 1000\n"))
        self.assertEqual(tests["./hangs"]["repeats"]["first failure"]["message"], "wall-clock limit")
        self.assertEqual(self.processes_left(), [])

    def interrupted(self, how):
        """A run that was ended while it repeated, when two repeats were over."""
        self.script("test", f'echo x >> "{self.directory}/runs"; [ $(wc -l < "{self.directory}/runs") -lt 8 ] || sleep 1000\n')
        process = subprocess.Popen([ALLELE, "signal", "--repeat", "50", "--load", "--no-shuffle", "-j1", "--exec", "./test"], cwd=self.work, env=self.environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while not (self.directory / "runs").exists() or len((self.directory / "runs").read_text()) < 16:
            time.sleep(0.02)
            self.assertIsNone(process.poll())
        process.send_signal(how)
        process.communicate(timeout=60)
        return process.returncode

    def test_an_interrupted_run_keeps_what_it_found_and_leaves_no_process(self):
        self.assertEqual(self.interrupted(signal.SIGINT), 130)
        shown, tests = self.found()
        self.assertEqual(tests["./test"]["repeats"]["failure rate"]["whole"], 7)
        self.assertEqual(shown["sessions"][0]["repeats"], 7)
        self.assertEqual(self.processes_left(), [])

    def test_a_killed_run_keeps_the_repeats_that_ended_and_leaves_no_load(self):
        self.signal("--history", self.write("h.csv", "commit,test,outcome\nc1,known,pass\n"))
        self.assertEqual(self.interrupted(signal.SIGKILL), -signal.SIGKILL)
        shown, tests = self.found()
        self.assertEqual(tests["./test"]["repeats"]["failure rate"]["whole"], 7)
        self.assertIn("known", tests)
        for _ in range(100):
            left = [each for each in self.processes_left() if ALLELE == os.readlink(f"/proc/{each}/exe")]
            if not left:
                break
            time.sleep(0.1)
        self.assertEqual(left, [])

    # ---- CI

    def test_junit_tells_flaky_reds_from_defects_and_leaves_single_ones_open(self):
        for name, tests in (("1", ["good", "flaky!", "broken!", "once!"]), ("2", ["good", "flaky", "broken!"])):
            self.junit(f"ci/{name}.xml", *tests)
        shown, tests = self.found("--junit", "ci")
        self.assertEqual({name: (test["ci"]["reds"]["flaky"], test["ci"]["reds"]["defects"], test["ci"]["reds"]["undetermined"])
                          for name, test in tests.items()},
                         {"good": (0, 0, 0), "flaky": (1, 0, 0), "broken": (0, 1, 0), "once": (0, 0, 1)})
        self.assertEqual(shown["ci"]["red tests"], {"all": 3, "flaky": 1, "defects": 1, "undetermined": 1})
        self.assertEqual((shown["ci"]["signal"]["part"], shown["ci"]["signal"]["whole"]), (1, 2))
        self.assertEqual(shown["ci"]["red runs"], {"all": 2, "flaky": 0, "defects": 2, "undetermined": 0})
        self.assertEqual((shown["flaky"]["part"], shown["flaky"]["whole"]), (1, 4))
        text = self.signal().out
        self.assertIn("CI: 2 runs on 1 commit, 2 of them red", text)
        self.assertIn("  3 red tests, each on a commit: 1 flaky, 1 defect, 1 can't be told\n    signal: 50.0 % of those that can be told are defects (1 of 2, probably ", text)

    def test_importing_the_same_twice_changes_nothing(self):
        self.junit("ci/1.xml", "a!", "b")
        self.junit("ci/2.xml", "a", "b", suite="other")
        self.write("h.csv", "commit,test,outcome\nc1,x,pass\nc1,x,fail\n")
        self.assertIn("imported 3 files: 6 outcomes new, 0 changed, 0 known already", self.signal("--junit", "ci", "--history", "h.csv").err)
        before = self.json("signal.json")
        shutil.copy(self.work / "ci/1.xml", self.work / "again.xml")
        done = self.signal("--junit", "ci/*.xml", "again.xml", "--history", "h.csv")
        self.assertIn("imported 4 files: 0 outcomes new, 0 changed, 8 known already", done.err)
        self.assertEqual(self.json("signal.json"), before)
        # A history that goes on brings its new rows.
        self.write("h.csv", "commit,test,outcome\nc1,x,pass\nc1,x,fail\nc2,x,pass\n")
        self.assertIn("1 outcome new, 0 changed, 2 known already", self.signal("--history", "h.csv").err)

    def test_a_path_may_say_commit_and_run(self):
        for run, tests in (("7", ["a!"]), ("8", ["a"])):
            self.junit(f"ci/abc/{run}/unit.xml", *tests, commit="")
            self.junit(f"ci/abc/{run}/more.xml", "b", commit="")
        shown, _ = self.found("--junit", "ci", "--path", "{commit}/{run}/*.xml")
        self.assertEqual((shown["ci"]["runs"], shown["ci"]["commits"], shown["ci"]["red runs"]["flaky"]), (2, 1, 1))

    def test_each_configuration_has_tests_of_its_own(self):
        self.signal("--junit", self.junit("linux.xml", "a"), "--configuration", "linux")
        shown, tests = self.found("--junit", self.junit("windows.xml", "a!"), "--configuration", "windows")
        self.assertEqual(set(tests), {"a [linux]", "a [windows]"})
        self.assertEqual(shown["flaky"]["part"], 0)

    def test_a_file_whose_commit_nothing_tells_is_an_error(self):
        self.junit("a.xml", "a", commit="")
        self.assertIn("a.xml: nothing tells its commit; give it <property", self.signal("--junit", "a.xml", code=1).err)
        self.assertFalse((self.work / "allele.out" / "signal.json").exists())
        self.signal("--junit", "a.xml", "--commit", "c1")

    def test_other_xml_of_a_directory_is_left_out_and_said_but_not_a_file_that_was_named(self):
        self.junit("ci/a.xml", "a")
        self.write("ci/coverage.xml", "<coverage/>")
        self.assertIn("1 XML file left out, since it is no JUnit: ci/coverage.xml", self.signal("--junit", "ci").err)
        self.assertIn("ci/coverage.xml:1: it is XML, but no JUnit", self.signal("--junit", "ci/coverage.xml", code=1).err)

    def test_malformed_input_is_one_line_and_leaves_what_is_known_alone(self):
        self.signal("--history", self.write("good.csv", "commit,test,outcome\nc1,x,pass\n"))
        before = (self.work / "allele.out" / "signal.json").read_bytes()
        self.junit("ci/a.xml", "new")
        self.write("ci/b.xml", "<testsuite>\n<testcase name='x'>")
        for words, said in ((["--junit", "ci"], "ci/b.xml:2: it is no whole XML"),
                            (["--junit", self.write("empty.xml", "")], "empty.xml:1: it is empty"),
                            (["--junit", "none*.xml"], "--junit: there is no 'none*.xml'"),
                            (["--junit", str(self.scratch)], "there is no *.xml in it"),
                            (["--history", self.write("bad.csv", "commit,test,outcome\nc1,x,maybe\n")], "bad.csv:2: unknown outcome 'maybe'"),
                            (["--history", "none.csv"], "none.csv can't be read: No such file"),
                            (["--history", "ci"], "ci can't be read: it is a directory"),
                            (["--junit", "ci/a.xml", "--path", "{comit}/*"], "did you mean 'commit'?"),
                            (["--junit", "ci/a.xml", "--path", "x/{commit}.xml"], "its path isn't one of --path")):
            with self.subTest(said):
                done = self.signal(*words, code=1)
                self.assertIn(said, done.err)
                self.assertEqual(len(done.err.splitlines()), 1)
                self.assertEqual((self.work / "allele.out" / "signal.json").read_bytes(), before)

    def test_damaged_results_are_told_and_kept(self):
        self.write("allele.out/signal.json", '{"format": 1, "sess')
        self.assertIn("signal.json is damaged", self.signal(code=1).err)
        self.assertIn("signal.json is damaged", self.signal("--exec", "true", code=1).err)
        self.assertEqual((self.work / "allele.out/signal.json").read_text(), '{"format": 1, "sess')

    def test_where_nothing_is_known_the_way_is_shown(self):
        done = self.signal(code=1)
        self.assertIn("nothing is known in allele.out: `allele signal -- PROGRAM` repeats tests", done.err)
        self.assertFalse((self.work / "allele.out").exists())

    # ---- gate and command line

    def test_the_gate_holds_the_share_of_flaky_tests(self):
        self.signal("--history", self.write("h.csv", "commit,test,outcome\nc,a,pass\nc,a,fail\n" + "".join(f"c,t{i},pass\n" for i in range(9))))
        self.signal("--max-flaky", "10")
        done = self.signal("--max-flaky", "9.5", code=2)
        self.assertIn("gate failed: flaky tests 10.00 % (1 of 10) are above 9.5 %: 1 of them have to be mended or removed", done.err)
        self.signal("--out", "other", "--history", self.write("s.csv", "commit,test,outcome\nc,a,skip\n"))
        self.assertIn("nothing was measured", self.signal("--out", "other", "--max-flaky", "100", code=2).err)

    def test_a_share_that_is_just_the_limit_passes(self):
        rows = "".join(f"c,t{i},pass\n" + (f"c,t{i},fail\n" if i < 7 else "") for i in range(100))
        self.signal("--history", self.write("h.csv", "commit,test,outcome\n" + rows))
        self.signal("--max-flaky", "7")
        done = self.signal("--max-flaky", "6", code=2)
        self.assertIn("flaky tests 7.00 % (7 of 100) are above 6 %: 1 of them have to be mended", done.err)

    def test_several_histories_without_runs_are_refused(self):
        files = [self.write(name, f"commit,test,outcome\nc,t,{outcome}\n") for name, outcome in (("a.csv", "pass"), ("b.csv", "fail"))]
        done = self.signal("--history", *files, code=1)
        self.assertIn("without a column 'run' nobody can tell which rows of several files are of one run", done.err)
        named = [self.write(name, f"commit,test,run,outcome\nc,t,#{number},{outcome}\n") for name, number, outcome in (("c.csv", 7, "pass"), ("d.csv", 8, "fail"))]
        self.assertTrue(self.found("--history", *named)[1]["t"]["flaky"])

    def test_bad_words_are_told(self):
        for words, said in ((["--repeat", "0", "--exec", "true"], "--repeat: must be 1 to"), (["--repeat", "3"], "--repeat does nothing without tests"),
                            (["--max-flaky", "101"], "from 0 to 100"), (["./Verdicts"], "'--' is missing before the program"),
                            (["--commit", "x"], "--commit does nothing without --junit"),
                            (["--exec", "true", "--ctest", "x"], "exclude each other"), (["--shufle"], "did you mean '--shuffle'?"),
                            (["--shuffle", "--no-shuffle", "--exec", "true"], "excludes")):
            self.assertIn(said, self.signal(*words, code=1).err)

    # ---- mutants

    def test_what_only_a_flaky_test_kills_isnt_counted(self):
        killer = self.script("killer", "exec ./Verdicts exitCode\n")
        good = self.script("good", "exec ./Verdicts survive crash\n")
        self.allele("run", "--full-matrix", "--timeout-floor", "0.5", "--exec", killer, "--exec", good)
        self.assertNotIn("mutants", self.signal("--history", self.write("h.csv", "commit,test,outcome\nc,./killer,pass\n")).out)
        self.write("h.csv", "commit,test,outcome\nc,./killer,pass\nc,./killer,fail\n")
        shown, _ = self.found("--history", "h.csv")
        mutants = shown["mutants"]
        self.assertEqual(mutants["not counted"], 1)
        self.assertEqual((mutants["as run"]["score"]["part"], mutants["counted"]["score"]["part"]), (2, 1))
        self.assertEqual(mutants["as run"]["score"]["whole"], mutants["counted"]["score"]["whole"])
        self.assertEqual(mutants["flaky tests"], [{"name": "./killer", "in run": True, "kills": 1, "needed": 1, "candidate": False}])
        text = self.signal().out
        self.assertIn("mutants: 1 mutant that flaky tests alone kill, perhaps by chance, so it is not counted\n  score 6.2 % (1 of 16), of the run 12.5 % (2 of 16)", text)
        self.assertIn("./killer: kills 1 mutant, 1 of which flaky tests alone kill: mend it", text)

    def test_a_flaky_test_that_kills_nothing_by_itself_may_go(self):
        names = [self.script(name, "exec ./Verdicts survive exitCode\n") for name in ("one", "two")]
        run = ["run", "--timeout-floor", "0.5", "--exec", names[0], "--exec", names[1]]
        self.allele(*run, "--full-matrix")
        self.signal("--history", self.write("h.csv", "commit,test,outcome\nc,./two,pass\nc,./two,fail\n"))
        self.assertIn("./two: kills 1 mutant, and tests that aren't flaky kill all of them: mend it or remove it", self.signal().out)
        self.allele(*run)
        text = self.signal().out
        self.assertIn("`allele run --full-matrix` tells", text)
        self.assertNotIn("remove it", text)


if __name__ == "__main__":
    unittest.main()
