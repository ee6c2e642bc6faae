"""quality.html in headless Chromium: that it is seen in light and dark, wide, narrow and on paper, loads nothing, and has a text for each
chart. What it says is in test/unit/QualityTest.cpp."""

import base64
import json
import re
import sys
import tempfile
import unittest
from pathlib import Path

from Chromium import Chromium, pixels
from Driver import DriverTest

sys.path.append(str(Path(__file__).parents[1] / "bench"))
from generate import generate  # noqa: E402


class QualityTest(DriverTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Chromium()
        cls.addClassCleanup(cls.browser.close)
        made = tempfile.TemporaryDirectory(prefix="allele quality ")
        cls.addClassCleanup(made.cleanup)
        cls.large = Path(made.name)
        generate(cls.large, 600, 12, tests=40, lines=200)

    def setUp(self):
        super().setUp()
        self.browser.complaints.clear()
        self.browser.size(1100, 800)
        self.browser.media()

    def tearDown(self):
        self.assertEqual(self.browser.complaints, [])

    def open(self):
        self.allele("report", "--out", str(self.large), "--format", "quality,quality-markdown", "--to", "made")
        self.browser.open(self.work / "made" / "quality.html")

    def texts(self, selector):
        return self.browser.evaluate(f"[...document.querySelectorAll({json.dumps(selector)})].map((each) => each.textContent)")

    def test_both_forms_are_written_where_they_are_asked_for(self):
        self.open()
        self.assertEqual(sorted(path.name for path in (self.work / "made").iterdir()), ["quality.html", "quality.md"])
        printed = self.allele("report", "--out", str(self.large), "--format", "quality").stdout
        self.assertEqual(printed, (self.work / "made" / "quality.html").read_bytes())

    def test_its_figures_are_those_of_the_summary(self):
        self.run_sites("survive", "exitCode", "wait")
        self.browser.open(self.work / "allele.out" / "quality.html")
        summary = self.json("summary.json")
        values = dict(zip(self.texts(".card h3"), self.texts(".card .value")))
        self.assertEqual(values["Score"], f"{100 * summary['score']['value']:.1f} %")
        self.assertEqual(values["Strength"], f"{100 * summary['strength']['value']:.1f} %")
        self.assertIn(f"notice {summary['score']['part']} of {summary['score']['whole']} changes", self.texts(".verdict")[0])

    def test_signal_and_escapes_are_read_beside_the_results(self):
        self.run_sites("survive")
        self.browser.open(self.work / "allele.out" / "quality.html")
        self.assertEqual(len([line for line in self.texts("main li") if "not measured" in line]), 4)
        tests = {"one": {"alone": [19, 1, 0]}, "two": {"alone": [20, 0, 0]}}
        session = {"started at": "", "code": "1", "commit": "", "command": [], "machine": "", "seed": 1, "shuffled": True, "loaded": False,
                   "jobs": 1, "repeats": 20, "tests": tests}
        (self.work / "allele.out" / "signal.json").write_text(
            json.dumps({"format": 1, "names": [], "runs": [], "sessions": [session]}))
        self.allele("report", "--format", "quality", "--to", "page.html")
        self.browser.open(self.work / "page.html")
        self.assertTrue(any(line.startswith("1 of 2 tests is flaky (50.0 %") for line in self.texts("main li")))

    def test_it_is_seen_in_light_and_dark_wide_and_narrow(self):
        self.open()
        for width in (1100, 360):
            for scheme in ("light", "dark"):
                with self.subTest(width=width, scheme=scheme):
                    self.browser.size(width, 800)
                    self.browser.media(scheme=scheme)
                    rows = pixels(self.browser.screenshot(scale=0.5))
                    brightness = sorted(sum(pixel) / 3 for row in rows for pixel in row)
                    ground = brightness[len(brightness) // 2]
                    self.assertLess(ground, 90) if scheme == "dark" else self.assertGreater(ground, 200)
                    self.assertGreater(sum(abs(value - ground) > 40 for value in brightness), len(brightness) // 100)
                    self.assertLessEqual(self.browser.evaluate("document.documentElement.scrollWidth"), width)

    def test_it_takes_two_sheets_of_paper_at_most(self):
        self.open()
        self.browser.media(type="print")
        paper = base64.b64decode(self.browser.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"])
        self.assertLessEqual(len(re.findall(rb"/Type\s*/Page\b", paper)), 2)

    def test_charts_have_a_text_and_regions_a_name(self):
        self.open()
        for node in self.browser.call("Accessibility.getFullAXTree")["nodes"]:
            if node.get("role", {}).get("value") in ("image", "img", "region", "DisclosureTriangle", "table"):
                self.assertTrue(node.get("name", {}).get("value") or node["role"]["value"] == "table", node)
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('main [onclick], script').length"), 0)


if __name__ == "__main__":
    unittest.main()
