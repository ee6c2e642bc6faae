"""report.html in headless Chromium: figures as in summary.json, the ways through it, what is seen, and nothing that its console complains
about."""

import collections
import json
import sqlite3
import sys
import tempfile
import unittest
from pathlib import Path

from Chromium import Chromium, pixels
from Driver import DriverTest

sys.path.append(str(Path(__file__).parents[1] / "bench"))
from generate import generate  # noqa: E402

MARK = """document.querySelector('mutation-test-report-app')?.shadowRoot?.querySelector('mte-mutant-view')
  ?.shadowRoot?.querySelector('mte-file')?.shadowRoot?.querySelector('svg[data-mutant-id]')"""
OPENED = """document.querySelector('mutation-test-report-app')?.shadowRoot?.querySelector('mte-mutant-view')
  ?.shadowRoot?.querySelector('mte-file')?.shadowRoot?.querySelector('.diff-new')"""
HOSTILE = "a\\b%/<img src=x onerror=alert(1)>'\"\u2028&amp;\n\u202e.c"


class HtmlTest(DriverTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Chromium()
        cls.addClassCleanup(cls.browser.close)
        made = tempfile.TemporaryDirectory(prefix="allele html ")
        cls.addClassCleanup(made.cleanup)
        cls.large = Path(made.name)
        generate(cls.large, 600, 12, tests=40, lines=200)

    def setUp(self):
        super().setUp()
        self.browser.complaints.clear()
        self.browser.size(1200, 800)
        self.browser.media()

    def tearDown(self):
        self.assertEqual(self.browser.complaints, [])

    def report(self, directory):
        """Makes both reports of results, and returns summary.json."""
        self.allele("report", "--out", str(directory), "--format", "html,summary", "--to", "made")
        return json.loads((self.work / "made" / "summary.json").read_text())

    def open(self, fragment=""):
        self.browser.open(self.work / "made" / "report.html", fragment)
        self.browser.until("document.querySelector('h2')")

    def texts(self, selector):
        return self.browser.evaluate(f"[...document.querySelectorAll({json.dumps(selector)})].map((each) => each.textContent)")

    def click(self, selector):
        self.browser.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def columns(self):
        """Title to the texts of that column, of the first table that can be sorted."""
        titles = self.texts("table.wide:first-of-type th[scope=col]")
        cells = self.texts("table.wide tbody > tr > *")
        return {title: cells[i::len(titles)] for i, title in enumerate(titles)}

    def figures(self):
        return dict(zip(self.texts(".figure dt"), self.texts(".figure .value")))

    def test_a_run_writes_it_with_the_figures_of_the_summary(self):
        self.run_sites("survive", "exitCode", "wait")
        self.browser.open(self.work / "allele.out" / "report.html")
        summary = self.json("summary.json")
        for name, key in {"Score": "score", "Strength": "strength", "Coverage": "coverage",
                          "Score without hangs": "score without hangs"}.items():
            self.assertAlmostEqual(float(self.figures()[name].removesuffix(" %")), 100 * summary[key]["value"], delta=0.051)
        legend = [f"{count} {verdict}" for verdict, count in summary["mutants"].items() if count and verdict != "total"]
        self.assertCountEqual(self.texts(".legend li"), legend)

    def test_the_overview_has_all_that_the_summary_counts(self):
        summary = self.report(self.large)
        self.open()
        self.assertEqual(self.figures()["Score"], f"{100 * summary['score']['value']:.1f} %")
        gap = 100 * (summary["coverage"]["value"] - summary["score"]["value"])
        self.assertEqual(self.figures()["Oracle gap"], f"{gap:.1f}")
        numbers = dict(zip(self.texts("main th[scope=row]"), self.texts("main th[scope=row] + td")))
        for cause, count in summary["killed by"].items():
            self.assertEqual(numbers.get(cause, "0"), str(count))
        self.assertEqual(numbers["noise rule logging"], str(summary["ignored"]["noise"]["logging"]))
        files = self.columns()
        self.assertEqual(len(files["Path"]), 12)
        self.assertEqual(sum(map(int, files["Survived"])), summary["mutants"]["survived"])
        self.assertEqual(sum(map(int, files["Mutants"])), summary["score"]["whole"])
        for gap, coverage, score in zip(files["Oracle gap"], files["Coverage"], files["Score"]):
            self.assertAlmostEqual(float(gap), float(coverage.removesuffix(" %")) - float(score.removesuffix(" %")), delta=0.11)

    def test_earlier_runs_in_the_directory_are_a_trend(self):
        self.run_sites("survive", "exitCode")
        history = self.work / "allele.out" / "history.jsonl"
        self.browser.open(self.work / "allele.out" / "report.html")
        self.assertNotIn("Trend", self.texts("h2"))
        entry = json.loads(history.read_text())
        lines = []
        for day, killed in enumerate((4, 0, 6, 8), 1):
            figure = {"part": killed, "whole": 10 if killed else 0}
            lines.append(json.dumps({**entry, "started at": f"2026-01-0{day}T12:00:00Z", "commit": f"{day}" * 40 + "+", "survived": day,
                                     "score": figure, "strength": {"part": 9, "whole": 10}, "coverage": figure}))
        history.write_text("\n".join(lines) + "\n")
        self.allele("report", "--format", "html", "--to", "made/report.html")
        self.open()
        self.assertIn("Trend", self.texts("h2"))
        self.assertEqual(self.browser.evaluate("document.querySelector('svg.trend').getAttribute('aria-label')"),
                         "4 runs: Score from 40.0 % to 80.0 %, Strength from 90.0 % to 90.0 %, Coverage from 40.0 % to 80.0 %")
        # The second run has no score: no point, and the line has a gap there.
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('.trend-score circle').length"), 3)
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('.trend-score polyline').length"), 1)
        heights = self.browser.evaluate("[...document.querySelectorAll('.trend-score circle')].map((each) => +each.getAttribute('cy'))")
        self.assertEqual(heights, sorted(heights, reverse=True))
        self.assertEqual(self.texts("details tbody tr:first-child > *"),
                         ["2026-01-01T12:00:00Z", "111111111111+", "40.0 %", "90.0 %", "40.0 %", "1"])
        self.allele("run", "--fresh", "--", "./Verdicts", "survive", "exitCode")
        self.browser.open(self.work / "allele.out" / "report.html")
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('.trend-score circle').length"), 4)

    def test_files_are_sorted_by_any_column_and_summed_up_in_folders(self):
        summary = self.report(self.large)
        self.open()
        self.assertEqual(self.columns()["Survived"], sorted(self.columns()["Survived"], key=int, reverse=True))
        self.click("th:nth-child(8) button")
        gaps = [float(gap) for gap in self.columns()["Oracle gap"]]
        self.assertEqual(gaps, sorted(gaps, reverse=True))
        self.click("th:nth-child(8) button")
        self.assertEqual([float(gap) for gap in self.columns()["Oracle gap"]], gaps[::-1])
        self.assertEqual(self.texts("th[aria-sort=ascending]"), ["Oracle gap"])
        self.browser.evaluate("{ const what = document.querySelector('select'); what.value = 'folders';"
                              " what.dispatchEvent(new Event('change')); }")
        folders = self.columns()
        top = [int(count) for path, count in zip(folders["Path"], folders["Survived"]) if path.count("/") == 1]
        self.assertEqual(sum(top), summary["mutants"]["survived"])
        self.click("table.wide tbody button")
        below = self.columns()["Path"]
        self.assertTrue(below and all(path.endswith(".c") for path in below), below)
        self.assertLess(len(below), 12)

    def test_a_survivor_is_two_clicks_away_from_its_place_in_the_source(self):
        self.report(self.large)
        self.open()
        self.click("a[href='#survivors']")
        self.browser.until("document.querySelector('article')")
        self.assertEqual(len(self.texts("article")), 50)
        self.click("button.more")
        self.assertEqual(len(self.texts("article")), 100)
        removed, added = self.texts("article del")[0], self.texts("article ins")[0]
        self.assertEqual((removed[0], added[0]), ("-", "+"))
        self.assertNotEqual(removed[1:], added[1:])
        command = self.texts("article .repeat")[0]
        self.assertRegex(command, r"\AALLELE_MUTANT=[0-9a-f]{16} \./tests\Z")
        self.click("article a")
        self.browser.until(OPENED)
        self.assertEqual(self.browser.evaluate(OPENED + ".textContent").strip(), added[1:].strip())
        self.assertIn("unit0.c", self.browser.evaluate("document.title"))
        self.assertEqual(self.browser.evaluate("getComputedStyle(document.querySelector('mutation-test-report-app')"
                                               ".shadowRoot.querySelector('mte-breadcrumb')).display"), "none")
        self.browser.evaluate("history.back()")
        self.browser.until("document.querySelector('article')")
        self.browser.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        self.assertRegex(self.browser.evaluate("document.title"), r"\A\d+ survivors - Mutation report\Z")

    def test_survivors_are_chosen_by_file_and_operator(self):
        self.report(self.large)
        self.open("#survivors/unit7.c")
        places = self.texts("article h3 a")
        self.assertTrue(places and all("unit7.c" in place for place in places))
        self.browser.evaluate("{ const by = document.querySelector('select'); by.value = 'lt-to-le'; by.dispatchEvent(new Event('change')); }")
        self.assertEqual(set(self.texts("article .operator")), {"lt-to-le"})

    def test_each_file_is_shown_with_its_tests(self):
        self.report(self.large)
        self.open("#mutant/3-unit3.c.cs")
        self.browser.until(MARK)
        report = self.browser.evaluate("document.querySelector('mutation-test-report-app').report")
        mutants = report["files"]["3-unit3.c.cs"]["mutants"]
        self.assertEqual(len(mutants), 50)
        names = {test["id"]: test["name"] for test in report["testFiles"]["tests"]["tests"]}
        connection = sqlite3.connect(self.large / "results.sqlite")
        self.addCleanup(connection.close)
        for mutant in mutants:
            rows = connection.execute("SELECT name FROM kill JOIN test ON test = number WHERE mutant = ?", [mutant["id"]])
            self.assertCountEqual([names[test] for test in mutant["killedBy"]], [name for name, in rows])
            rows = connection.execute("SELECT test.name FROM pair JOIN mutant ON mutant.number = mutant JOIN test ON test.number = test"
                                      " WHERE mutant.id = ?", [mutant["id"]])
            self.assertCountEqual([names[test] for test in mutant["coveredBy"]], [name for name, in rows])

    def test_a_file_that_is_too_large_for_the_component_is_a_list(self):
        large = self.work / "large"
        large.mkdir()
        generate(large, 2000, 1, tests=2, pairs_each=1, lines=25000)
        self.report(large)
        self.open("#mutant/0-unit0.c.cs")
        self.browser.until("document.querySelectorAll('article').length === 50")
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('mutation-test-report-app').length"), 0)
        self.assertIn("too large", self.texts("main .note")[0])

    def test_the_tests_are_judged_by_their_kills(self):
        self.report(self.large)
        connection = sqlite3.connect(self.large / "results.sqlite")
        self.addCleanup(connection.close)
        killers = collections.defaultdict(set)
        for mutant, name in connection.execute("SELECT mutant, name FROM kill JOIN test ON test = number"):
            killers[mutant].add(name)
        kills = collections.Counter(name for names in killers.values() for name in names)
        alone = collections.Counter(name for names in killers.values() if len(names) == 1 for name in names)
        self.open("#tests")
        tests = self.columns()
        self.assertEqual({name: int(count) for name, count in zip(tests["Test"], tests["Kills"]) if count != "0"}, dict(kills))
        self.assertEqual({name: int(count) for name, count in zip(tests["Test"], tests["Kills alone"]) if count != "0"}, dict(alone))
        self.assertEqual(self.figures()["Kill nothing"], str(40 - len(kills)))
        self.assertEqual(self.figures()["Redundant"], str(len(kills) - len(alone)))
        self.assertEqual(self.figures()["Unique killers"], str(len(alone)))
        self.click(".figure a[href='#tests/minimal']")
        self.browser.until("location.hash === '#tests/minimal' && document.querySelector('select').value === 'minimal'")
        minimal = set(self.columns()["Test"])
        self.assertTrue(all(names & minimal for names in killers.values()))
        self.assertTrue(set(alone) <= minimal)
        self.assertEqual(self.texts("main .note"), [])

    def test_without_a_full_matrix_it_does_not_say_which_tests_kill_nothing(self):
        partial = self.work / "partial"
        partial.mkdir()
        generate(partial, 40, 2)
        connection = sqlite3.connect(partial / "results.sqlite")
        connection.execute("UPDATE run SET value = '0' WHERE key = 'full_matrix'")
        connection.execute("DELETE FROM kill WHERE test <> (SELECT min(test) FROM kill AS k WHERE k.mutant = kill.mutant)")
        connection.commit()
        connection.close()
        self.report(partial)
        self.open("#tests")
        self.assertEqual(list(self.figures()), ["Notice no difference"])
        self.assertIn("--full-matrix", self.texts("main .note")[0])
        self.assertIn("Kills first", self.columns())

    def test_hostile_names_and_sources_are_text(self):
        hostile = self.work / "hostile"
        hostile.mkdir()
        generate(hostile, 20, 1)
        connection = sqlite3.connect(hostile / "results.sqlite")
        connection.execute("UPDATE mutant SET file = ?, operator = ?", [HOSTILE, HOSTILE])
        connection.execute("UPDATE source SET path = ?, text = ? || text", ["/src/" + HOSTILE, "</script><img src=x onerror=alert(1)> "])
        connection.execute("UPDATE test SET name = ? || number", [HOSTILE])
        connection.execute("UPDATE outcome SET detail = ?", [HOSTILE])
        connection.execute("UPDATE run SET value = ? WHERE key IN ('command.000000', 'working_directory')", [HOSTILE])
        # The first line is another than was compiled now: its mutants have no place.
        connection.execute("UPDATE mutant SET line = 1, end_line = 1 WHERE number = 0")
        connection.execute("UPDATE outcome SET verdict = 'survived', cause = '' WHERE mutant = '0000000000000000'")
        connection.commit()
        connection.close()
        self.report(hostile)
        self.open()
        self.assertEqual(self.columns()["Path"], [HOSTILE])
        self.click("table.wide a")
        self.browser.until(MARK)
        self.assertEqual(self.texts("h2"), [HOSTILE])
        self.assertEqual(len(self.texts("article")), 1)
        self.browser.evaluate("location.hash = '#survivors'")
        self.browser.until("document.querySelectorAll('article').length > 1")
        self.assertEqual(self.texts("article .operator")[0], HOSTILE)
        self.browser.evaluate("location.hash = '#tests'")
        self.browser.until("document.querySelector('table.wide')")
        self.assertIn(HOSTILE + "0", self.columns()["Test"])
        self.assertEqual(self.browser.evaluate("document.images.length"), 0)

    def test_an_address_that_leads_nowhere_leads_to_the_overview(self):
        self.report(self.large)
        for fragment in ("#nonsense", "#mutant", "#mutant/99-x.c.cs", "#mutant/%"):
            self.open(fragment)
            self.browser.until("document.querySelector('h2')?.textContent === 'Overview'")

    def test_a_run_without_mutants_is_a_page(self):
        empty = self.work / "empty"
        empty.mkdir()
        generate(empty, 0, 0)
        self.report(empty)
        for fragment in ("", "#survivors", "#tests"):
            self.open(fragment)
        self.open()
        self.assertEqual(self.figures()["Score"], "–")

    def test_each_view_is_seen_in_light_and_dark_wide_and_narrow(self):
        self.report(self.large)
        for width in (1200, 400):
            for scheme in ("light", "dark"):
                self.browser.size(width, 800)
                self.browser.media(scheme=scheme)
                for fragment, thing in (("", ".figures"), ("#survivors", "article"), ("#tests", "main .scroll"),
                                        ("#mutant/3-unit3.c.cs", "mutation-test-report-app")):
                    with self.subTest(width=width, scheme=scheme, view=fragment):
                        self.open(fragment)
                        self.browser.until(MARK if fragment.startswith("#mutant") else f"document.querySelector('{thing}')")
                        box = self.browser.evaluate(f"(({{left, top, width, height}}) => [left + scrollX, top + scrollY, width,"
                                                    f" Math.min(height, 800)])(document.querySelector('{thing}').getBoundingClientRect())")
                        rows = pixels(self.browser.screenshot(scale=0.5, box=box))
                        self.seen(rows, isDark=scheme == "dark")
                        if not fragment.startswith("#mutant"):
                            self.assertLessEqual(self.browser.evaluate("document.documentElement.scrollWidth"), width)

    def seen(self, rows, isDark):
        """Most of it is ground, dark or light; upon it there is something above and below."""
        brightness = [[sum(pixel) / 3 for pixel in row] for row in rows]
        values = sorted(value for row in brightness for value in row)
        ground = values[len(values) // 2]
        self.assertLess(ground, 90) if isDark else self.assertGreater(ground, 200)
        for half in (brightness[:len(rows) // 2], brightness[len(rows) // 2:]):
            marked = sum(abs(value - ground) > 40 for row in half for value in row)
            self.assertGreater(marked, len(half) * len(half[0]) // 500)

    def test_it_prints_without_what_is_only_for_the_screen(self):
        self.report(self.large)
        self.browser.media(type="print")
        self.open()
        for selector in ("nav", ".controls", "#skip"):
            self.assertEqual(self.browser.evaluate(f"getComputedStyle(document.querySelector('{selector}')).display"), "none")
        self.assertGreater(len(self.browser.call("Page.printToPDF")["data"]), 10000)

    def test_all_that_can_be_operated_has_a_name_and_the_keyboard_reaches_it(self):
        self.report(self.large)
        for fragment in ("", "#survivors", "#tests"):
            self.open(fragment)
            nodes = self.browser.call("Accessibility.getFullAXTree")["nodes"]
            for node in nodes:
                if node.get("role", {}).get("value") in ("link", "button", "combobox", "searchbox", "table"):
                    self.assertTrue(node.get("name", {}).get("value"), node)
            # Nothing is operated by the mouse alone: all have natural places in the order of the tabulator key.
            self.assertEqual(self.browser.evaluate("document.querySelectorAll('main [tabindex=\"-1\"], main [onclick]').length"), 0)
        self.browser.evaluate("document.querySelector('nav a').focus()")
        self.browser.call("Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")
        self.browser.until("document.querySelector('h2')?.textContent === 'Overview'")
        self.browser.until("document.activeElement === document.querySelector('main')")


if __name__ == "__main__":
    unittest.main()
