#!/usr/bin/env python3
"""Each mutant behaves as the source change that it claims to be.

For each mutant of a C or C++ program: the replacement is applied to the source text, that is compiled plainly at -O0, and its
output and way of ending must be those of the instrumented program with the mutant active, at -O0 and at -O2.

Also: with nothing active, and while recording, the instrumented program behaves as the plain one; and a mutant that changes
the behaviour was recorded as infected.

The program must be deterministic and read nothing. What the mutated sources do must be defined: no shift beyond the width.
A forced condition and a replaced return value are still evaluated (a struct's too: it must do nothing else), so that `c` becomes `((void)(c), true)`; of `a && b`
perhaps only the first operand is. Lines in the source say what to expect:

  // does not compile: N   so many mutated sources are refused by the compiler (default 0)
  // flags: ...            more compiler flags
  // operators: ...        levels and operators, as in allele.yml; may be several lines
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import signal
import struct
import subprocess
import sys
import tempfile

# Noise has to behave as its source, too, and so have mutants that are equal to others.
EQUAL_ONES = "equivalence: {enabled: false}"
os.environ.setdefault("ALLELE_OPTIONS", "{rules: ['-all'], " + EQUAL_ONES + "}")

RECORD_ALIGNMENT = 65536
RECORD_MAGIC = 0x31434552454C4C41
INFECTED = 2
# CPU seconds after which a program is taken to hang. The programs need a few milliseconds.
HANG_SECONDS = 0.25
OUTPUT_LIMIT = 1 << 20


# Starts a program under limits: done by the new process itself, Python would have to fork for it, which takes longer than
# the program.
LIMIT = """
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>
int main(int argc, char **argv) {
  struct rlimit core = {0, 0}, file = {OUTPUT_LIMIT, OUTPUT_LIMIT};
  struct itimerval hang = {{0, 0}, {0, HANG_MICROSECONDS}}; /* survives exec */
  if (setrlimit(RLIMIT_CORE, &core) || setrlimit(RLIMIT_FSIZE, &file) || setitimer(ITIMER_PROF, &hang, 0))
    return 126;
  execv(argv[1], argv + 1);
  return 127;
}
"""


def behaviour(program, **environment):
    """Output and exit code of a run, or "hang". The program's directory holds LIMIT as `limit`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ALLELE_")}
    with tempfile.TemporaryFile() as output:
        code = subprocess.run([program.parent / "limit", program], stdin=subprocess.DEVNULL, stdout=output,
                              stderr=subprocess.STDOUT, env={**clean, **environment}, close_fds=False).returncode
        if code in (-signal.SIGPROF, -signal.SIGXFSZ):
            return "hang"
        output.seek(0)
        return code, output.read()


def show(outcome):
    if outcome == "hang":
        return "hang"
    return f"exit code {outcome[0]}, output:\n" + outcome[1].decode(errors="replace")


def first_difference(wanted, got):
    if "hang" in (wanted, got):
        return f"{show(wanted)[:300]}\n--- but instrumented:\n{show(got)[:300]}"
    lines = zip(wanted[1].splitlines(), got[1].splitlines())
    for number, (left, right) in enumerate(lines, 1):
        if left != right:
            return f"output line {number}: source gives {left.decode()!r}, instrumented program {right.decode()!r}"
    return (f"source: exit code {wanted[0]}, {len(wanted[1].splitlines())} lines; "
            f"instrumented: exit code {got[0]}, {len(got[1].splitlines())} lines: {got[1][-200:]!r}")


def first_operand(condition):
    """The first leaf of `&&` and `||`; the whole where there is neither."""
    found = re.search(r"&&|\|\||\b(and|or)\b", condition)
    if not found:
        return condition
    operand = re.sub(r"\bnot\b", "!", condition[: found.start()]).strip()
    while operand[0] in "!(" and (operand[0] == "!" or operand.count("(") > operand.count(")")):
        operand = operand[1:].strip()
    return operand


class Tester:
    def __init__(self, options, directory):
        self.options = options
        self.directory = pathlib.Path(directory)
        self.source = options.source
        self.text = self.source.read_bytes()
        self.lines = self.text.splitlines(keepends=True)
        self.is_cxx = self.source.suffix == ".cpp"
        found = re.search(rb"// flags: (.*)", self.text)
        self.flags = found.group(1).decode().split() if found else []
        found = re.findall(rb"// operators: (.*)", self.text)
        self.environment = dict(os.environ)
        if found:
            self.environment["ALLELE_OPTIONS"] = "{operators: [" + b", ".join(found).decode() + "], " + EQUAL_ONES + "}"
        found = re.search(rb"// does not compile: (\d+)", self.text)
        self.refusals = int(found.group(1)) if found else 0
        self.complaints = []

    def complain(self, text):
        self.complaints.append(text)

    def compile(self, source, program, *flags):
        compiler = self.options.clangxx if self.is_cxx else self.options.clang
        return subprocess.run([compiler, "-w", *self.flags, *flags, str(source), "-o", str(program), "-lm"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment)

    def link_command(self):
        """What the compiler's driver links an object with. Run without it: starting it takes longer than to link."""
        compiler = self.options.clangxx if self.is_cxx else self.options.clang
        (self.directory / "OBJECT.o").touch()
        printed = subprocess.run([compiler, "-###", *self.flags, "OBJECT.o", "-o", "PROGRAM", "-lm"], cwd=self.directory,
                                 stderr=subprocess.PIPE, text=True, check=True).stderr
        return shlex.split(printed.splitlines()[-1])

    def build_plainly(self, source, program):
        """What the compiler says, or None where it made the program."""
        compiler = self.options.clangxx if self.is_cxx else self.options.clang
        made = subprocess.run([compiler, "-w", *self.flags, "-O0", "-I", str(self.source.parent), "-c", str(source), "-o",
                               f"{program}.o"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if made.returncode:
            return made.stdout
        places = {"OBJECT.o": f"{program}.o", "PROGRAM": str(program)}
        subprocess.run([places.get(word, word) for word in self.link], check=True)
        os.unlink(f"{program}.o")
        return None

    def build(self, level):
        program = self.directory / f"instrumented{level}"
        made = self.compile(self.source, program, level, "-g", f"-fpass-plugin={self.options.plugin}")
        if made.returncode or made.stdout:
            self.complain(f"instrumented build {level} fails or isn't quiet:\n{made.stdout[:2000]}")
        return program if made.returncode == 0 else None

    def list(self, program):
        listed = subprocess.run([self.options.allele, "list", "--json", str(program)], stdout=subprocess.PIPE, text=True)
        return {mutant["id"]: mutant for mutant in json.loads(listed.stdout)} if listed.returncode == 0 else {}

    def record(self, program):
        """Behaviour while recording, and the ids that were infected."""
        file = self.directory / (program.name + ".record")
        file.write_bytes(struct.pack("<QQ", RECORD_MAGIC, RECORD_ALIGNMENT).ljust(RECORD_ALIGNMENT, b"\0"))
        outcome = behaviour(program, ALLELE_RECORD=str(file))
        data = file.read_bytes()
        infected = set()
        at, end = RECORD_ALIGNMENT, struct.unpack_from("<Q", data, 8)[0]
        while at < end:
            size, _, count, _, length, _ = struct.unpack_from("<QQIIII", data, at)  # AlleleRecordChunk
            ids = at + 32 + (length + 7) // 8 * 8
            for index in range(count):
                if data[ids + 8 * count + index] & INFECTED:
                    infected.add(f"{struct.unpack_from('<Q', data, ids + 8 * index)[0]:016x}")
            at += size
        return outcome, infected

    def offset(self, line, column):
        return sum(map(len, self.lines[: line - 1])) + column - 1

    def mutated(self, mutant, evaluates_all=False):
        begin = self.offset(mutant["line"], mutant["column"])
        end = self.offset(mutant["endLine"], mutant["endColumn"])
        original = self.text[begin:end]
        if original.decode() != mutant["original"]:
            self.complain(f"{self.name(mutant)}: the text there is {original.decode()!r}")
        replacement = mutant["replacement"].encode()
        if mutant["operator"].startswith(("cond-to-", "return-to-")) and b";" not in replacement and \
                mutant["operator"] != "return-to-default":  # `{}` is no operand
            evaluated = original
            if mutant["operator"].startswith("cond-to-") and not evaluates_all:
                evaluated = first_operand(original.decode()).encode()
            replacement = b"((void)(" + evaluated + b"), " + replacement + b")"
        # The lines behind keep their numbers: the programs print them.
        replacement += b"\n" * (original.count(b"\n") - replacement.count(b"\n"))
        # As tokens: `- -a` without its first minus is not `--a` with another one before it.
        return self.text[:begin] + b" " + replacement + b" " + self.text[end:]

    def name(self, mutant):
        return (f"{self.source.name}:{mutant['line']}:{mutant['column']}: {mutant['operator']} {mutant['id']}: "
                f"{mutant['original']!r} -> {mutant['replacement']!r}")

    def behaviour_of_source(self, mutant, text):
        """The behaviour of the program with this source text, or None and the compiler's words where it doesn't compile."""
        source = self.directory / (mutant["id"] + self.source.suffix)
        program = self.directory / mutant["id"]
        source.write_bytes(text)
        refusal = self.build_plainly(source, program)
        if refusal is not None:
            return None, refusal
        outcome = behaviour(program)
        program.unlink()
        return outcome, ""

    def check(self, mutant):
        """The behaviour that the mutated source has, or None where it doesn't compile."""
        got = [behaviour(instrumented, ALLELE_MUTANT=mutant["id"]) for instrumented in self.programs]
        wanted, error = self.behaviour_of_source(mutant, self.mutated(mutant))
        if wanted != got[0] and mutant["operator"].startswith("cond-to-"):
            wanted, error = self.behaviour_of_source(mutant, self.mutated(mutant, evaluates_all=True))
        for instrumented, outcome in zip(self.programs, got):
            if wanted not in (None, outcome):
                self.complain(f"{self.name(mutant)} in {instrumented.name}:\n  {first_difference(wanted, outcome)}")
        return wanted, error

    def build_limit(self):
        (self.directory / "limit.c").write_text(LIMIT)
        subprocess.run([self.options.clang, "-O1", f"-DOUTPUT_LIMIT={OUTPUT_LIMIT}",
                        f"-DHANG_MICROSECONDS={int(HANG_SECONDS * 1e6)}", "limit.c", "-o", "limit"], cwd=self.directory, check=True)

    def run(self):
        self.build_limit()
        plain = self.directory / "plain"
        self.link = self.link_command()
        refusal = self.build_plainly(self.source, plain)
        if refusal is not None:
            sys.exit(refusal)
        baseline = behaviour(plain)
        if baseline == "hang" or baseline[0] != 0:
            sys.exit(f"the plain program doesn't end well: {show(baseline)}")
        self.programs = [program for program in map(self.build, ("-O0", "-O2")) if program]
        lists = [self.list(program) for program in self.programs]
        if any(other.keys() != lists[0].keys() for other in lists):
            self.complain("-O0 and -O2 have different mutants")
        infections = []
        for program in self.programs:
            if (outcome := behaviour(program)) != baseline:
                self.complain(f"{program.name}, nothing active: {first_difference(baseline, outcome)}")
            outcome, infected = self.record(program)
            if outcome != baseline:
                self.complain(f"{program.name}, recording: {first_difference(baseline, outcome)}")
            infections.append(infected)
        mutants = list(lists[0].values()) if lists else []
        if self.options.only:
            mutants = [mutant for mutant in mutants if mutant["id"].startswith(self.options.only)]
        mutants = [mutant for mutant in mutants if int(mutant["id"], 16) % self.options.every == 0]
        same, refused = 0, []
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            for mutant, (outcome, error) in zip(mutants, pool.map(self.check, mutants)):
                if outcome is None:
                    refused.append(f"{self.name(mutant)}\n  {error.strip().splitlines()[0]}")
                    continue
                same += outcome == baseline
                for program, infected in zip(self.programs, infections):
                    if outcome != baseline and mutant["id"] not in infected:
                        self.complain(f"{self.name(mutant)} changes the behaviour, and {program.name} records no infection")
        isWhole = not self.options.only and self.options.every == 1
        if len(refused) > self.refusals or (len(refused) != self.refusals and isWhole):
            self.complain(f"{len(refused)} mutated sources don't compile, expected {self.refusals}:\n" + "\n".join(refused))
        if not mutants:
            self.complain("no mutants")
        for complaint in self.complaints:
            print(complaint)
        counts = collections.Counter(mutant["operator"] for mutant in mutants)
        print(f"{self.source.name}: {len(mutants)} mutants, {len(refused)} don't compile, {same} behave as the original, "
              f"{len(self.complaints)} complaints")
        print("  " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
        return 1 if self.complaints else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--allele", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--clangxx", default="clang++-19")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", help="the mutants whose ids begin so")
    parser.add_argument("--every", type=int, default=1, help="only every so many of the mutants, chosen by their ids")
    parser.add_argument("source", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="allele-e2e-") as directory:
        return Tester(options, directory).run()


if __name__ == "__main__":
    sys.exit(main())
