"""Makes up the results.sqlite of a large run, for benchmarks of what reads it.

Mutants are spread evenly over files in nested folders, so that there are figures of every kind; the same numbers give the same file.
"""

import collections
import json
import random
import re
import sqlite3
from pathlib import Path

FORMAT = 8  # of results.sqlite
STORE = Path(__file__).parents[2] / "driver" / "Store.cpp"

LINES = [
    "// Adds what is left of the interval, both ends included: « {0} »",
    "static int measure{0}(const struct node *first, const struct node *last, int limit) {{",
    "  if (first == NULL || last == NULL || first->size > last->size + {0})",
    "    return -1;",
    "  int sum = {0};",
    "  for (const struct node *at = first; at < last && sum < limit; at = at->next)",
    "    sum += at->size * 2 + 1;",
    "  return sum <= limit ? sum : limit;",
    "}}",
    "",
]
CHANGES = [("<", "<=", "lt-to-le"), ("<", ">=", "lt-to-ge"), ("+", "-", "add-to-sub"), ("&&", "||", "and-to-or"), ("==", "!=", "eq-to-ne")]
CAUSES = ["assertion", "assertion", "exit code", "crash", "hang"]


def _tables():
    return "".join(re.search(r'R"sql\((.*?)\)sql"', path.read_text(), re.S)[1] for path in (STORE, STORE.parent / "StoreCode.cpp"))


def _source(lines, file):
    return "\n".join(LINES[line % len(LINES)].format(file * lines + line) for line in range(lines)) + "\n"


def _places(text):
    """(line, column of bytes, original, replacement, operator) of everything that could be changed."""
    found = []
    for number, line in enumerate(text.encode().split(b"\n"), 1):
        if not line.startswith(b"//"):
            found += [(number, at.start() + 1, original, replacement, operator)
                      for original, replacement, operator in CHANGES
                      for at in re.finditer(rb" " + re.escape(original.encode()) + rb" ", line)]
    return [(line, column + 1, *rest) for line, column, *rest in sorted(found)]


def generate(directory, mutants, files, tests=200, pairs_each=20, lines=400):
    """Writes DIRECTORY/results.sqlite of a run with a full matrix. Of ten mutants six are killed, two survive, one is not reached, one ignored."""
    choice = random.Random(1)
    database = sqlite3.connect(directory / "results.sqlite")
    database.executescript(_tables())
    database.execute(f"PRAGMA user_version = {FORMAT}")
    limits = dict.fromkeys(["wall_ms", "cpu_ms", "idle_ms", "memory", "file_size", "scratch", "processes", "output"], 1000)
    baseline = {"runs": 2, "wall_us": 10**6, "cpu_us": 10**6, "peak_memory": 10**7, "output": 1000}
    pairs = dict.fromkeys(["generated", "reached", "infected", "run"], mutants * pairs_each)
    info = {"version": "0", "command.000000": "./tests", "working_directory": "/src", "started_at": "2026-01-31T12:00:00Z", "machine": "",
            "request": "", "jobs": "8", "isolation": "tmp", "left_out": "0", "sample": "1", "framework": "googletest",
            "forks": "1", "full_matrix": "1", "knows_passes": "1", "pairs": json.dumps(pairs), "baseline": json.dumps(baseline),
            "limits": json.dumps(limits), "complete": "1"}
    database.executemany("INSERT INTO run VALUES (?, ?)", info.items())
    database.execute("INSERT INTO object VALUES (0, '/src/tests')")
    rows = {table: [] for table in ["mutant", "ignored", "site", "outcome", "pair", "kill", "pass", "unclear", "code_file", "code_line",
                                      "code_branch", "code_function", "code_call", "failure_state", "state_test"]}
    number = 0
    for file in range(files):
        path = f"module{file % 25}/part{file % 5}/unit{file}.c"
        text = _source(lines, file)
        database.execute("INSERT INTO source VALUES (?, ?)", ("/src/" + path, text))
        rows["code_file"].append((file, "/src", path))
        rows["code_line"] += [(file, line, line % 7 != 0) for line in range(1, lines + 1)]
        rows["code_branch"] += [(file, line, 5, 2, 1, 2) for line in range(3, lines, 10)]
        rows["code_function"].append((file, f"measure{file}", f"measure{file}", file, 1, lines, 1, 1, ""))
        if file > 0:
            rows["code_call"].append((file - 1, file))
        for line in range(5, lines, 20):
            state = len(rows["failure_state"])
            rows["failure_state"].append((state, "return", file, line, line, 1, line, 40, "return -1;", 0, 0, 0, 0, 0, 1))
            rows["state_test"] += [(state, (state + step) % tests) for step in range(min(3, tests))]
        places = _places(text)
        for i in range(mutants * file // files, mutants * (file + 1) // files):
            line, column, original, replacement, operator = places[(i * len(places) * files // mutants) % len(places)]
            identity = f"{number:016x}"
            rows["mutant"].append((number, identity, operator, "default", "/src", path, line, column, line,
                                   column + len(original), original, replacement))
            verdict = choice.choice(["killed"] * 6 + ["survived"] * 2 + ["not reached", "ignored"])
            cause = choice.choice(CAUSES) if verdict == "killed" else ""
            reached = verdict in ("killed", "survived")
            first = choice.randrange(tests)
            reaching = sorted({(first + step * 7) % tests for step in range(pairs_each)}) if reached else []
            if verdict == "ignored":
                rows["ignored"].append((number, "noise", "logging"))
            else:
                rows["site"].append((number, 0, f"measure{file}", 0))
            detail = {"killed": f"unit{file}.c:{line}: Failure", "ignored": "noise rule logging"}.get(verdict, "")
            rows["outcome"].append((identity, verdict, cause, detail, reached, reached, 1500, 1400, 0, len(reaching), b""))
            rows["pair"] += [(number, test, 1) for test in reaching]
            killers = choice.sample(reaching, choice.randint(1, min(4, pairs_each))) if verdict == "killed" else []
            rows["kill"] += [(identity, test) for test in killers]
            rows["pass"] += [(identity, test) for test in set(reaching).difference(killers)]
            number += 1
    reached = collections.Counter(test for _, test, _ in rows["pair"])
    rows["test"] = [(test, f"Suite{test % 20}.case{test}", 1000 + test, 900 + test, 0, reached[test], reached[test], 0, "", 3)
                    for test in range(tests)]
    for table, values in rows.items():
        if not values:
            continue
        marks = ", ".join("?" * len(values[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    database.commit()
    database.close()
