"""The reports for other programs, read back by readers of their own: also when names and texts are as bad as they can be."""

import codecs
import csv
import io
import json
import os
import sqlite3
import subprocess
import unittest
import urllib.parse
import xml.etree.ElementTree
from pathlib import Path

from Driver import DriverTest, IDS

XSD = Path(__file__).resolve().parent / "schema" / "junit-10.xsd"
HOSTILE = b"=1\r\n\0\x01\x1b\x7f\xff\xc3\t \"'<&]]>--{0}[a](b),;%\xef\xbf\xbf\xf0\x9f\x98\x80"

# As Allele does: each byte that isn't UTF-8 becomes one U+FFFD.
codecs.register_error("each byte", lambda error: ("\ufffd" * (error.end - error.start), error.end))


def text(value):
    return value.decode("utf-8", "each byte") if isinstance(value, bytes) else value


class FormatsTest(DriverTest):
    FORMATS = ["sarif", "junit", "gitlab", "sonar", "csv"]

    def setUp(self):
        super().setUp()
        self.run_sites("survive", "exitCode", "crash")
        self.store = self.work / "allele.out" / "results.sqlite"

    def make_hostile(self):
        """Every text that came from sources or programs."""
        with sqlite3.connect(self.store) as database:
            for table, columns in (("mutant", ["operator", "level", "file", "original", "replacement"]), ("test", ["name"]),
                                   ("site", ["function"]), ("outcome", ["detail", "output"])):
                for column in columns:
                    database.execute(f"UPDATE {table} SET {column} = ?", (HOSTILE,))
        database.close()

    def report(self, name):
        return self.allele("report", "--format", name).stdout

    def query(self, words):
        with sqlite3.connect(self.store) as database:
            rows = database.execute(words).fetchall()
        database.close()
        return rows

    def both(self):
        """Runs the loop's body for the results as they are, then for hostile ones."""
        for hostile in (False, True):
            if hostile:
                self.make_hostile()
            with self.subTest(hostile=hostile):
                yield

    def test_they_are_written_into_a_directory_under_names_that_readers_expect(self):
        self.allele("report", "--format", ",".join(self.FORMATS), "--to", "reports")
        self.assertEqual(sorted(path.name for path in (self.work / "reports").iterdir()),
                         ["report.csv", "report.gitlab.json", "report.junit.xml", "report.sarif", "report.sonar.json"])

    def test_junit_is_valid_and_its_counts_are_those_of_its_cases(self):
        for _ in self.both():
            path = self.work / "junit.xml"
            path.write_bytes(self.report("junit"))
            subprocess.run(["xmllint", "--nonet", "--noout", "--schema", XSD, path], check=True, capture_output=True)
            root = xml.etree.ElementTree.parse(path).getroot()
            self.assertEqual((root.get("tests"), root.get("failures"), root.get("errors")), ("16", "1", "0"))
            self.assertEqual(sum(int(suite.get("skipped")) for suite in root), 13)
            for suite in root:
                cases = suite.findall("testcase")
                self.assertEqual(suite.get("tests"), str(len(cases)))
                for attribute, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                    self.assertEqual(suite.get(attribute), str(len(suite.findall(f"testcase/{kind}"))))
                self.assertAlmostEqual(float(suite.get("time")), sum(float(case.get("time")) for case in cases), delta=0.1)
            names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
            self.assertEqual(len(set(names)), 16)

    def test_sarif_names_survivors_by_uris_that_lead_to_the_sources(self):
        for _ in self.both():
            log = json.loads(self.report("sarif").decode())
            self.assertEqual(log["version"], "2.1.0")
            run = log["runs"][0]
            self.assertEqual([result["partialFingerprints"]["mutantId/v1"] for result in run["results"]], [IDS["survive"]])
            artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
            base = run["originalUriBaseIds"][artifact["uriBaseId"]]["uri"]
            path = urllib.parse.unquote_to_bytes(urllib.parse.urlsplit(urllib.parse.urljoin(base, artifact["uri"])).path)
            [(root, file)] = self.query(f"SELECT root, file FROM mutant WHERE id = '{IDS['survive']}'")
            self.assertEqual(path, os.fsencode(root) + b"/" + (file if isinstance(file, bytes) else file.encode()))

    def test_gitlab_and_sonar_list_the_survivors(self):
        for _ in self.both():
            [issue] = json.loads(self.report("gitlab").decode())
            self.assertEqual(issue["fingerprint"], IDS["survive"])
            sonar = json.loads(self.report("sonar").decode())
            [(operator, file, line)] = self.query(f"SELECT operator, file, line FROM mutant WHERE id = '{IDS['survive']}'")
            self.assertEqual([rule["id"] for rule in sonar["rules"]], [text(operator)])
            [issue] = sonar["issues"]
            self.assertEqual((issue["ruleId"], issue["primaryLocation"]["filePath"]), (text(operator), text(file)))
            self.assertEqual(issue["primaryLocation"]["textRange"]["startLine"], line)

    def test_accepted_survivors_are_suppressed_or_left_out(self):
        self.allele("accept", IDS["survive"], "--reason", "both ends are equal")
        [result] = json.loads(self.report("sarif"))["runs"][0]["results"]
        self.assertEqual(result["suppressions"], [{"kind": "external", "justification": "both ends are equal"}])
        self.assertEqual(json.loads(self.report("gitlab")), [])
        self.assertEqual(json.loads(self.report("sonar")), {"rules": [], "issues": []})
        self.assertIn(b'<skipped message="accepted: both ends are equal"', self.report("junit"))
        self.assertIn(b",accepted,", self.report("csv"))

    def rows(self):
        """The cells as docs/formats.md says to read them."""
        reader = csv.DictReader(io.StringIO(self.report("csv").decode(), newline=""), strict=True)
        return [{name: cell[1:] if cell.startswith("'") else cell for name, cell in row.items()} for row in reader]

    def test_csv_holds_what_the_store_holds(self):
        for _ in self.both():
            stored = self.query(
                'SELECT mutant.id, operator, level, file, line, "column", end_line, end_column, original, replacement, verdict, cause, '
                "detail, outcome.reached, outcome.infected, runs, printf('%.6f', outcome.wall_us / 1e6), "
                "(SELECT count(*) FROM pair WHERE pair.mutant = number), "
                "(SELECT count(*) FROM pair WHERE pair.mutant = number AND pair.infected), "
                "coalesce((SELECT name FROM kill JOIN test ON kill.test = test.number WHERE kill.mutant = mutant.id), '') "
                "FROM mutant JOIN outcome ON outcome.mutant = mutant.id ORDER BY mutant.number")
            names = ["id", "operator", "level", "file", "line", "column", "end_line", "end_column", "original", "replacement", "verdict",
                     "cause", "detail", "reached", "infected", "runs", "seconds", "reaching_tests", "infecting_tests", "killing_test"]
            self.assertEqual([tuple(row[name] for name in names) for row in self.rows()],
                             [tuple(str(text(value)) for value in row) for row in stored])

    def test_csv_and_the_summary_count_the_same(self):
        self.allele("accept", IDS["survive"], "--reason", "x")
        counts = json.loads(self.report("summary"))["mutants"]
        verdicts = [row["verdict"] for row in self.rows()]
        for verdict in "killed", "survived", "not reached", "inconclusive", "ignored", "accepted", "pending":
            self.assertEqual(verdicts.count(verdict), counts[verdict], verdict)
        self.assertEqual(verdicts.count("duplicate"), counts["duplicates"])


if __name__ == "__main__":
    unittest.main()
