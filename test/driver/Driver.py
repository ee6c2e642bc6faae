"""What the driver's command-line tests share: runs allele in an empty directory of each test's own.

Environment: ALLELE is the command, ALLELE_TEST_PROGRAMS the directory with the programs made by hand.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ALLELE = os.environ["ALLELE"]
PROGRAMS = Path(os.environ["ALLELE_TEST_PROGRAMS"])

# Site of programs/Verdicts.c to the id of its mutant.
IDS = {
    "survive": "1000000000000000",
    "exitCode": "1100000000000001",
    "crash": "2000000000000002",
    "assertion": "3000000000000003",
    "spin": "4000000000000004",
    "wait": "5000000000000005",
    "memory": "6000000000000006",
    "output": "7000000000000007",
    "disk": "8000000000000008",
    "orphan": "9000000000000009",
    "closeAll": "a00000000000000a",
    "stubborn": "b00000000000000b",
    "processes": "c00000000000000c",
    "sanitizer": "d00000000000000d",
    "abortSilently": "e00000000000000e",
    "litter": "f00000000000000f",
}


class DriverTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="allele test ")
        self.addCleanup(temporary.cleanup)
        self.directory = Path(temporary.name)
        self.scratch = self.directory / "scratch"
        self.scratch.mkdir()
        self.work = self.directory / "work"
        self.work.mkdir()
        shutil.copy(PROGRAMS / "Verdicts", self.work / "Verdicts")
        self.environment = dict(os.environ, TMPDIR=str(self.scratch))
        for name in [name for name in self.environment if name.startswith("ALLELE_") or name == "NO_COLOR"]:
            del self.environment[name]

    def allele(self, *words, code=0, timeout=120):
        """Runs allele; the exit code has to be `code`."""
        return self.command([ALLELE, *words], code, timeout)

    def command(self, words, code=0, timeout=120):
        """The same for any command."""
        done = subprocess.run(words, cwd=self.work, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=timeout)
        done.out = done.stdout.decode("utf-8", "replace")
        done.err = done.stderr.decode("utf-8", "replace")
        self.assertEqual(done.returncode, code, done.out + done.err)
        return done

    def run_sites(self, *sites, options=(), program="./Verdicts", code=0):
        return self.allele("run", "--timeout-floor", "0.5", *options, "--", program, *sites, code=code)

    def script(self, name, text):
        path = self.work / name
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)
        return "./" + name

    def json(self, name, out="allele.out"):
        return json.loads((self.work / out / name).read_text(encoding="utf-8"))

    def verdicts(self, out="allele.out"):
        """Site to (status, reason) of report.json."""
        found = {}
        for file in self.json("report.json", out)["files"].values():
            for mutant in file["mutants"]:
                site = [site for site, number in IDS.items() if number == mutant["id"]]
                found[site[0]] = (mutant["status"], mutant.get("statusReason", ""))
        return found

    def processes_left(self):
        """Living processes whose working directory or program lies in the test's directory."""
        left = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    links = [os.readlink(entry / "cwd"), os.readlink(entry / "exe")]
                except OSError:
                    continue
                if any(link.startswith(str(self.directory)) for link in links):
                    left.append(entry.name)
        return left
