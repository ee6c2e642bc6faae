#!/usr/bin/env python3
"""Plain against instrumented: what Allele costs. Prints ratios as a markdown table, with the bounds beside them.

  test/bench/bench.py --build build                                      all subjects, all rows
  test/bench/bench.py --build build --subject zlib --rows compile text   some of them
  test/bench/bench.py --build build --flags="-fpass-plugin=x.so"         another plugin

Never a test: nothing fails here because a machine is slow.
"""

import argparse
import dataclasses
import gzip
import hashlib
import json
import os
import pathlib
import re
import shutil
import statistics
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "subjects"))
import subjects  # noqa: E402

LEVEL = ["-O2", "-g"]
WORKLOAD_LUA = pathlib.Path(__file__).resolve().parent / "workload.lua"


@dataclasses.dataclass(frozen=True)
class Workload:
    """One run of a test program. It runs in a fresh directory that holds copies of `needs`."""

    program: str
    arguments: tuple = ()
    needs: tuple = ()
    stdin: str = os.devnull  # "corpus": the C files of the source package one behind the other; "corpus.gz": compressed


WORKLOADS = {
    "tinyxml2": (Workload("xmltest", needs=("resources",)),),
    "zlib": (
        Workload("example"),
        Workload("minigzip", ("-6",), stdin="corpus"),
        Workload("minigzip", ("-1",), stdin="corpus"),
        Workload("minigzip", ("-d",), stdin="corpus.gz"),
    ),
    "lua": (Workload("lua", (str(WORKLOAD_LUA),)),),
    "fmt": (Workload("format-test"), Workload("core-test")),
}

# The header of a record file, as runtime/include/allele/abi.h has it.
RECORD_ALIGNMENT = 65536
RECORD_HEADER = struct.pack("<8sQ", b"ALLEREC1", RECORD_ALIGNMENT).ljust(RECORD_ALIGNMENT, b"\0")


def ratio(value, base):
    return value / base if base else float("nan")


def measure(command, **options):
    """Runs a command; gives (CPU seconds, peak memory in KiB)."""
    process = subprocess.Popen([str(word) for word in command], **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"bench: exit code {process.returncode} from {command}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


class Bench:
    def __init__(self, options):
        self.build = options.build.resolve()
        self.repeat = options.repeat
        self.options = options
        self.directory = self.build / "bench"
        self.directory.mkdir(parents=True, exist_ok=True)
        self.built = {}

    def flags(self, compiler):
        if self.options.flags is not None:
            return self.options.flags.split()
        return subjects.alleleFlags(self.build, compiler)

    def variants(self, subject):
        return {"plain": LEVEL, "allele": [*LEVEL, *self.flags(subject.compiler)]}

    def programs(self, subject):
        """variant -> program name -> path."""
        if subject.name not in self.built:
            names = sorted({workload.program for workload in WORKLOADS[subject.name]})
            # Of a plugin that isn't the build's own: beside the others.
            suffix = "-bench" if self.options.flags is not None else "-O2"
            if self.options.llvm != subjects.MAIN_LLVM:
                suffix += "-llvm-" + self.options.llvm
            self.built[subject.name] = {
                variant: subjects.buildPrograms(subject, self.build, variant + suffix, flags, names)
                for variant, flags in self.variants(subject).items()
            }
        return self.built[subject.name]

    def scratch(self, subject, workload):
        directory = self.directory / "scratch"
        subjects.prepareScratch(subject, self.build, workload, directory)
        if workload.stdin.startswith("corpus"):
            corpus = b"".join(path.read_bytes() for path in sorted(subject.sources(self.build).glob("*.[ch]")))
            (directory / "corpus").write_bytes(corpus)
            (directory / "corpus.gz").write_bytes(gzip.compress(corpus))
        return directory

    # ---- rows: each gives label -> ratio for one subject ----

    def rowInstructions(self, subject):
        counts = {variant: 0 for variant in ("plain", "allele")}
        for workload in WORKLOADS[subject.name]:
            each = {
                variant: self.instructions(subject, workload, programs[workload.program])
                for variant, programs in self.programs(subject).items()
            }
            note(f"{subject.name} {workload.program} {' '.join(workload.arguments)}: {each['plain']:,} -> {each['allele']:,} instructions, {ratio(each['allele'], each['plain']):.3f}")
            for variant, count in each.items():
                counts[variant] += count
        return {"instructions, nothing active": ratio(counts["allele"], counts["plain"])}

    def instructions(self, subject, workload, program):
        """By callgrind, which can't read clang 19's debug info: of a stripped copy. Counted once per binary."""
        stripped = self.directory / "stripped"
        subprocess.run(["strip", "-o", stripped, program], check=True)
        key = hashlib.sha256(stripped.read_bytes() + repr(workload).encode()).hexdigest()
        cache = self.directory / "instructions.json"
        known = json.loads(cache.read_text()) if cache.exists() else {}
        if key not in known:
            directory = self.scratch(subject, workload)
            command = ["valgrind", "--tool=callgrind", "--instr-atstart=yes", "--callgrind-out-file=/dev/null"]
            with open(directory / workload.stdin) as stdin:
                result = subprocess.run(
                    [*command, stripped, *workload.arguments],
                    cwd=directory,
                    env=subjects.plainEnvironment(),
                    stdin=stdin,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
            found = re.search(rb"Collected : (\d+)", result.stderr)
            # Long doubles have 64 bits under valgrind: a few of fmt's own tests fail there, plain and instrumented alike.
            if result.returncode not in (0, 1) or not found:
                sys.stderr.buffer.write(result.stderr[-2000:])
                raise SystemExit(f"bench: callgrind on {program} failed, exit code {result.returncode}")
            known[key] = int(found.group(1))
            cache.write_text(json.dumps(known))
        return known[key]

    def rowCompile(self, subject):
        """CPU time of compiling the library and its test programs: the best of several interleaved runs of each file."""
        sources = subject.sources(self.build)
        total = {"plain": 0.0, "allele": 0.0}
        peak = {"plain": 0, "allele": 0}
        names = sorted({workload.program for workload in WORKLOADS[subject.name]})
        own = [source for name in names for source in subject.programs[name]]
        for source in [*subject.library, *subject.common, *own]:
            best = {}
            for _ in range(self.repeat):
                for variant, flags in self.variants(subject).items():
                    command = subject.compileCommand(sources, source, self.directory / "compiled.o", flags)
                    seconds, memory = measure(command)
                    best[variant] = min(best.get(variant, seconds), seconds)
                    peak[variant] = max(peak[variant], memory)
            note(f"{subject.name} {source}: {best['plain']:.2f} s -> {best['allele']:.2f} s, {ratio(best['allele'], best['plain']):.2f}")
            for variant, seconds in best.items():
                total[variant] += seconds
        note(f"{subject.name}: compile {total['plain']:.2f} s -> {total['allele']:.2f} s")
        return {
            "compile, CPU time": ratio(total["allele"], total["plain"]),
            "compile, peak memory": ratio(peak["allele"], peak["plain"]),
        }

    def rowText(self, subject):
        code = {}
        whole = {}
        for variant, programs in self.programs(subject).items():
            code[variant] = sum(codeSize(path) for path in programs.values())
            whole[variant] = sum(path.stat().st_size for path in programs.values())
        note(f"{subject.name}: code {code['plain']:,} -> {code['allele']:,} bytes, file {whole['plain']:,} -> {whole['allele']:,} bytes")
        return {
            "text size": ratio(code["allele"], code["plain"]),
            "file size, debug info included": ratio(whole["allele"], whole["plain"]),
        }

    def rowRun(self, subject):
        """CPU time of the test programs: nothing active, and while recording; the best of several interleaved runs."""
        total = {"plain": 0.0, "allele": 0.0, "recording": 0.0}
        for workload in WORKLOADS[subject.name]:
            best = {}
            for _ in range(max(5, self.repeat)):
                for kind in total:
                    program = self.programs(subject)["plain" if kind == "plain" else "allele"][workload.program]
                    directory = self.scratch(subject, workload)
                    environment = subjects.plainEnvironment()
                    if kind == "recording":
                        record = self.directory / "record"
                        record.write_bytes(RECORD_HEADER)
                        environment["ALLELE_RECORD"] = str(record)
                    with open(directory / workload.stdin) as stdin:
                        seconds, _ = measure(
                            [program, *workload.arguments],
                            cwd=directory,
                            env=environment,
                            stdin=stdin,
                            stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL,
                        )
                    best[kind] = min(best.get(kind, seconds), seconds)
            for kind, seconds in best.items():
                total[kind] += seconds
        note(f"{subject.name}: run " + ", ".join(f"{kind} {seconds:.3f} s" for kind, seconds in total.items()))
        return {
            "run, CPU time, nothing active": ratio(total["allele"], total["plain"]),
            "run, CPU time, recording": ratio(total["recording"], total["plain"]),
        }

    def additions(self):
        """One function with 800 additions, as one expression and as statements: label -> ratio, the worse of both."""
        count = 800
        terms = [f"v[{i}]" for i in range(count + 1)]
        bodies = {
            "one expression": "  return " + " +\n    ".join(terms) + ";\n",
            "statements": "  unsigned s = v[0];\n" + "".join(f"  s = s + {term};\n" for term in terms[1:]) + "  return s;\n",
        }
        worst = {"seconds": 0.0, "memory": 0.0}
        for shape, body in bodies.items():
            source = self.directory / "additions.c"
            source.write_text("unsigned sum(const unsigned *v) {\n" + body + "}\n")
            best = {}
            for _ in range(max(5, self.repeat)):
                for variant, flags in {"plain": LEVEL, "allele": [*LEVEL, *self.flags(f"clang-{self.options.llvm}")]}.items():
                    seconds, memory = measure([f"clang-{self.options.llvm}", *flags, "-c", source, "-o", self.directory / "compiled.o"])
                    old = best.get(variant, (seconds, memory))
                    best[variant] = (min(old[0], seconds), min(old[1], memory))
            (plainSeconds, plainMemory), (seconds, memory) = best["plain"], best["allele"]
            note(f"800 additions, {shape}: {plainSeconds:.2f} s, {plainMemory:,} KiB -> {seconds:.2f} s, {memory:,} KiB")
            worst["seconds"] = max(worst["seconds"], ratio(seconds, plainSeconds))
            worst["memory"] = max(worst["memory"], ratio(memory, plainMemory))
        return {"800 additions, compile": worst["seconds"], "800 additions, peak memory": worst["memory"]}


ROWS = {"instructions": Bench.rowInstructions, "compile": Bench.rowCompile, "text": Bench.rowText, "run": Bench.rowRun}

# label -> (median must not exceed, none may exceed)
BOUNDS = {
    "instructions, nothing active": (1.15, 1.4),
    "compile, CPU time": (2.0, 3.0),
    "text size": (3.5, 6.0),
    "800 additions, compile": (3.0, 3.0),
    "800 additions, peak memory": (1.5, 1.5),
}


def note(text):
    print(text, file=sys.stderr, flush=True)


def codeSize(program):
    """Bytes in executable sections, whatever their names."""
    listing = subprocess.run(["readelf", "--section-headers", "--wide", program], stdout=subprocess.PIPE, text=True, check=True)
    size = 0
    for line in listing.stdout.splitlines():
        # [Nr] name type address offset size entry-size flags ...
        found = re.match(r"\s*\[\s*\d+\]\s+\S+\s+\w+\s+[0-9a-f]+\s+[0-9a-f]+\s+([0-9a-f]+)\s+[0-9a-f]+\s+(\w+)", line)
        if found and "X" in found.group(2):
            size += int(found.group(1), 16)
    return size


def table(names, results):
    """results: label -> subject name -> ratio; a label without subjects has the one key ''."""
    lines = [
        "| plugin / plain | " + " | ".join(names) + " | median | bound: median | worst | bound: worst |",
        "|---" * (len(names) + 5) + "|",
    ]
    for label, values in results.items():
        cells = [f"{values[name]:.2f}" if name in values else "" for name in names]
        median, worst = statistics.median(values.values()), max(values.values())
        bounds = BOUNDS.get(label)
        limits = [f"{limit:.2f}" for limit in bounds] if bounds else ["", ""]
        if bounds:
            limits = [text + ("" if value <= limit else " **exceeded**") for text, value, limit in zip(limits, (median, worst), bounds)]
        lines.append(f"| {label} | " + " | ".join([*cells, f"{median:.2f}", limits[0], f"{worst:.2f}", limits[1]]) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", nargs="+", choices=WORKLOADS, default=list(WORKLOADS))
    parser.add_argument("--rows", nargs="+", choices=[*ROWS, "additions"], default=[*ROWS, "additions"])
    parser.add_argument("--flags", help="instead of what `allele flags` says")
    parser.add_argument("--llvm", default=subjects.MAIN_LLVM, help="major version of the clang, and of the plugin")
    parser.add_argument("--repeat", type=int, default=3, help="how often each file is compiled; the best counts")
    options = parser.parse_args()

    bench = Bench(options)
    results = {}
    for name in list(options.subject):
        subject = subjects.SUBJECTS[name].withLlvm(options.llvm)
        try:
            subject.sources(options.build)
        except subjects.Unavailable as reason:
            note(f"{name} left out: {reason}")
            options.subject.remove(name)
            continue
        for row in options.rows:
            if row in ROWS:
                for label, value in ROWS[row](bench, subject).items():
                    results.setdefault(label, {})[name] = value
    if "additions" in options.rows:
        for label, value in bench.additions().items():
            results[label] = {"": value}
    shutil.rmtree(bench.directory / "scratch", ignore_errors=True)
    print(table(options.subject, results))


if __name__ == "__main__":
    main()
