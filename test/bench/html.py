#!/usr/bin/env python3
"""What report.html of a large run costs: its size, and how long headless Chromium takes to show its views, as ratios to a report without
mutants.

  test/bench/html.py --build build                            50,000 mutants in 500 files, 10^6 pairs at most
  test/bench/html.py --build build --mutants 1000 --files 5
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "driver")]
import generate  # noqa: E402
from Chromium import Chromium  # noqa: E402

ROUNDS = 5
# Ends when what it shows was painted.
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
FILE_IS_SHOWN = """document.querySelector('mutation-test-report-app')?.shadowRoot?.querySelector('mte-mutant-view')
  ?.shadowRoot?.querySelector('mte-file')?.shadowRoot?.querySelector('svg[data-mutant-id]')"""


def report(allele, directory, mutants, files):
    directory.mkdir()
    generate.generate(directory, mutants, files)
    start = time.monotonic()
    subprocess.run([allele, "report", "--out", directory, "--format", "html", "--to", directory / "report.html"], check=True)
    return directory / "report.html", time.monotonic() - start


def milliseconds(browser, act, condition):
    """From an action in the page to when the condition holds and is painted."""
    return browser.evaluate(f"""(async () => {{
      const start = performance.now();
      {act};
      while (!({condition})) await {PAINTED};
      await {PAINTED};
      return performance.now() - start;
    }})()""")


def first_view(browser, page):
    painted = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    browser.open(page)
    browser.until(painted)
    return browser.evaluate(painted)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--mutants", type=int, default=50_000)
    parser.add_argument("--files", type=int, default=500)
    options = parser.parse_args()
    allele = (options.build / "bin" / "allele").resolve()
    with tempfile.TemporaryDirectory() as name:
        empty, _ = report(allele, Path(name) / "empty", 0, 0)
        large, seconds = report(allele, Path(name) / "large", options.mutants, options.files)
        size = large.stat().st_size
        print(f"{options.mutants} mutants in {options.files} files: {size / 1e6:.1f} MB, {size / empty.stat().st_size:.0f} times an empty "
              f"report; made in {seconds:.1f} s")
        browser = Chromium(timeout=300)
        try:
            views = {}
            for _ in range(ROUNDS):
                views.setdefault("empty report", []).append(first_view(browser, empty))
                views.setdefault("first view", []).append(first_view(browser, large))
                views.setdefault("whole page read", []).append(
                    browser.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
                for view, act, condition in [
                        ("survivors", "location.hash = '#survivors'", "document.querySelector('article')"),
                        ("tests", "location.hash = '#tests'", "document.querySelector('main td')"),
                        ("file", "location.hash = '#mutant/' + encodeURIComponent(fileKey(7))", FILE_IS_SHOWN),
                        ("another file", "location.hash = '#mutant/' + encodeURIComponent(fileKey(8))", FILE_IS_SHOWN)]:
                    browser.evaluate("main.replaceChildren()")
                    views.setdefault(view, []).append(milliseconds(browser, act, condition))
        finally:
            browser.close()
        ground = statistics.median(views["empty report"])
        print(f"{'view':16} {'ms':>8} {'ratio':>8}")
        for view, times in views.items():
            print(f"{view:16} {statistics.median(times):8.0f} {statistics.median(times) / ground:8.2f}")
        if browser.complaints:
            sys.exit("\n".join(browser.complaints))


if __name__ == "__main__":
    main()
