"""What people and editors read: the formats through the command, and the settings of docs/guide/editors.md."""

import html.parser
import json
import os
import re
import shutil
import sqlite3
import subprocess
import unittest
from pathlib import Path

from Driver import DriverTest, IDS

GUIDE = (Path(os.environ["ALLELE_DOCS"]) / "guide" / "editors.md").read_text()
SOURCES = Path(__file__).parent / "programs"


def in_guide(language):
    """The guide's blocks of that language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)


class Page(html.parser.HTMLParser):
    """Elements that are open, all that were, and the text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


class EditorsTest(DriverTest):
    def setUp(self):
        super().setUp()
        self.run_sites("survive", "exitCode", "crash")
        self.change(("UPDATE outcome SET verdict = 'survived', cause = '', detail = '' WHERE mutant = ?", (IDS["exitCode"],)))

    def report(self, name, *options):
        return self.allele("report", "--format", name, *options).out

    def change(self, *statements):
        store = sqlite3.connect(self.work / "allele.out" / "results.sqlite")
        with store:
            for statement in statements:
                store.execute(*statement)
        store.close()

    def rename_source(self, name, text):
        root = str(self.work)
        self.change(("UPDATE mutant SET root = ?, file = ?", (root, name)), ("DELETE FROM source", ()),
                    ("INSERT INTO source VALUES (?, ?)", (str(self.work / name), text)))

    def test_compiler_warnings_name_files_from_where_the_caller_is(self):
        line = f"{SOURCES}/Subject.cpp:1:16: warning: no test notices `false` changed to `true` [false-to-true, {IDS['survive']}]\n"
        self.assertIn(line, self.report("compiler"))
        self.rename_source("src/a.cpp", "")
        self.assertIn("src/a.cpp:1:16: warning: ", self.report("compiler"))
        self.assertIn('\nfix-it:"src/a.cpp":{1:16-1:21}:"true"\n', self.report("compiler"))

    @unittest.skipUnless(shutil.which("vim"), "no vim")
    def test_vim_reads_compiler_warnings(self):
        self.rename_source("src/a b.cpp", "")
        self.allele("report", "--format", "compiler", "--to", "survivors.txt")
        (self.work / "read.vim").write_text(in_guide("vim")[0] + "cfile survivors.txt\n"
                                            "call writefile(map(getqflist(), {_, e -> json_encode([bufname(e.bufnr), e.lnum, e.col, e.type, e.text])}), 'read')\nqa!\n")
        self.command(["vim", "-es", "-u", "NONE", "-c", "set nocompatible", "-S", "read.vim"])
        read = [json.loads(line) for line in (self.work / "read").read_text().splitlines()]
        self.assertEqual(read[0], ["src/a b.cpp", 1, 16, "w", f"no test notices `false` changed to `true` [false-to-true, {IDS['survive']}]"])
        self.assertEqual(len(read), 2)

    @unittest.skipUnless(shutil.which("emacs"), "no emacs")
    def test_emacs_reads_compiler_warnings(self):
        self.rename_source("src/a.cpp", "")
        self.allele("report", "--format", "compiler", "--to", "survivors.txt")
        command = in_guide("sh")[0].strip().replace("allele report --format compiler", "cat survivors.txt")
        setting = re.search(r"`(\(setq .*\))`", GUIDE).group(1)
        (self.work / "read.el").write_text(f"""(require 'compile) {setting}
            (with-current-buffer (compilation-start {json.dumps(command)})
              (while (get-buffer-process (current-buffer)) (accept-process-output nil 0.1))
              (compilation--ensure-parse (point-max))
              (goto-char (point-min))
              (condition-case nil
                  (while t
                    (compilation-next-error 1)
                    (let ((place (compilation--message->loc (get-text-property (point) 'compilation-message))))
                      (message "place %s %d %d" (caar (compilation--loc->file-struct place)) (compilation--loc->line place) (compilation--loc->col place))))
                (error nil)))""")
        done = self.command(["emacs", "-Q", "--batch", "-l", "read.el"])
        places = re.findall(r"^place .*$", done.err, re.M)
        self.assertEqual(places[0], "place src/a.cpp 1 16")
        self.assertEqual(len(places), 2)

    def test_the_problem_matcher_reads_compiler_warnings(self):
        pattern = json.loads(in_guide("json")[0])["tasks"][0]["problemMatcher"]["pattern"]
        found = [match for line in self.report("compiler").splitlines() if (match := re.search(pattern["regexp"], line))]
        self.assertEqual(len(found), 2)
        self.assertEqual([found[0].group(pattern[key]) for key in ("file", "line", "column", "message", "code")],
                         [f"{SOURCES}/Subject.cpp", "1", "16", "no test notices `false` changed to `true`", f"false-to-true, {IDS['survive']}"])

    def test_workflow_commands_name_files_from_the_workspace(self):
        self.assertIn("::warning file=Subject.cpp,line=1,", self.report("github"))
        self.environment["GITHUB_WORKSPACE"] = str(SOURCES.parent)
        self.assertIn(f"::warning file={SOURCES.name}/Subject.cpp,line=1,endLine=1,col=16,endColumn=21,title=Mutant survived%3A false-to-true"
                      f"::no test notices `false` changed to `true`%0A`allele show {IDS['survive']}` tells more\n", self.report("github"))

    def test_every_patch_makes_the_mutated_source(self):
        source = (SOURCES / "Subject.cpp").read_text()
        (self.work / "Subject.cpp").write_text(source)
        self.allele("report", "--format", "patches", "--to", "patches")
        patches = {path.name: path for path in (self.work / "patches").iterdir()}
        self.assertEqual(len(patches), 2)
        for site in ("survive", "exitCode"):
            self.command(["git", "apply", str(patches[IDS[site] + ".patch"])])
            self.assertEqual((self.work / "Subject.cpp").read_text(), source.replace(f"bool {site} = false", f"bool {site} = true"))
            self.command(["git", "apply", "-R", str(patches[IDS[site] + ".patch"])])
        self.assertEqual(self.report("patches").count("\n@@ "), len(patches))

    @unittest.skipUnless(shutil.which("cmark-gfm"), "no cmark-gfm")
    def test_markdown_of_hostile_sources_is_a_well_formed_page(self):
        line = "f(\"```` </details> <script>|\"); // &lt; `"
        self.rename_source("a`|<b>*_[x](y)\n@b #1 </summary>.cpp", (line + "\n") * 20)
        self.change(('UPDATE mutant SET "column" = 1, end_line = line, end_column = ?, original = ?, replacement = ?',
                     (len(line) + 1, line, "```\n</details>|``````")))
        self.allele("accept", IDS["exitCode"], "--reason", "a | b `c` <i>d</i>\n| e")
        markdown = self.report("markdown")
        self.assertEqual(markdown[:16], "<!-- allele -->\n")
        page = Page(subprocess.run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "tagfilter", "-e", "strikethrough"], input=markdown,
                                   capture_output=True, text=True, check=True).stdout)
        self.assertEqual(page.open, [])
        self.assertEqual(set(page.seen) - {"h2", "h3", "p", "strong", "b", "code", "pre", "details", "summary", "table", "thead", "tbody", "tr", "th", "td"}, set())
        self.assertEqual(page.seen.count("pre"), 1)
        self.assertIn("a`|<b>*_[x](y)\\n@b #1 </summary>.cpp: ", page.text)
        self.assertIn("a | b `c` <i>d</i>\\n| e", page.text)
        self.assertIn("```\\n</details>|``````" if False else "</details>|``````", page.text)

    def test_markdown_goes_into_a_file_of_its_own_name(self):
        self.allele("report", "--format", "markdown,github", "--to", "reports")
        self.assertEqual({path.name for path in (self.work / "reports").iterdir()}, {"report.md", "report.github"})


if __name__ == "__main__":
    unittest.main()
