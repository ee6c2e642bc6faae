#!/usr/bin/env python3
"""Mutants stand where clang's own AST has what they change, and few operators of the AST have none.

For each source file of a subject: what `clang -ast-dump=json` says is in the source (astdump.py, syntax.py), what a
plain compile makes code for (plainir.py), and the mutants in the instrumented object. Fails where a mutant is none of
the AST's nodes of the right kind at exactly its place (precision below 100 %), or where fewer than 95 % of the
operators have a mutant (recall). Exit code 77: the subject's sources can't be fetched.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

import astdump
import plainir
import syntax
import tokens

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "subjects"))
import subjects  # noqa: E402

LEAST_RECALL = 0.95

# Fewer operators than this would prove nothing.
LEAST_OPERATORS = 300

SOURCES = {
    "tinyxml2": ("tinyxml2.cpp", "xmltest.cpp"),
    "zlib": subjects.ZLIB.library,
    "fmt": ("src/format.cc", "src/os.cc", "test/core-test.cc"),
    "fmt-all": ("src/format.cc", "src/os.cc", "test/core-test.cc", "test/format-test.cc"),
}

# The default level, and the negations that it leaves to forced conditions: so that every comparison has a mutant; jumps.
# Noise too. What changes a whole statement isn't compared, but for calls, jumps and throws.
OPTIONS = (
    "{operators: [default, lt-to-ge, le-to-gt, gt-to-le, ge-to-lt, eq-to-ne, ne-to-eq, break-to-continue, "
    "continue-to-break, remove-throw, -remove-assignment, -call-to-zero, -call-to-null, -call-to-false, "
    "-case-to-default, -return-to-default], rules: [-all], equivalence: {enabled: false}}"
)

# As the front end writes it, without anything that an optimiser changes.
FLAGS = ("-O0", "-g", "-fPIC")

NAMES = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=", "land": "&&", "lor": "||"} | {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "rem": "%", "and": "&", "or": "|", "xor": "^", "shl": "<<", "shr": ">>"
}

NOT_EMITTED = "in a function that has no code (inline or static and unused, or only evaluated by the compiler)"
NO_INSTRUCTION = "no instruction anywhere in its expression, operands included: folded by the compiler, or unreachable"
CONSTANT_OPERAND = "`&&` or `||` of which the compiler knows one operand: no instruction for that operand, so no choice"

JUMPS = {"break-to-continue": "break", "continue-to-break": "continue", "remove-throw": "throw"}
CONDITIONS = ("if", "?:", "while", "for", "do")
ARITHMETIC = re.compile(
    r"(const |volatile )*((un)?signed |long |short |char|wchar_t|char8_t|char16_t|char32_t|int|__int128|bool|_Bool|float|double|"
    r"long|short|unsigned|signed|_Float16|__bf16|__float128)+"
)

# A comparison that becomes a constant is replaced as a whole.
CONSTANT_COMPARISON = re.compile("(lt|le|gt|ge|eq|ne)-to-(true|false)")

UNARY = {"remove-minus": "unary -", "remove-complement": "~", "remove-not": "!", "inc-to-dec": "++", "dec-to-inc": "--"}


def symbolsOf(operatorId):
    """The nodes of the AST that the operator changes."""
    if operatorId == "remove-call":
        return ("call",)
    if operatorId in JUMPS:
        return (JUMPS[operatorId],)
    if operatorId == "cond-to-true":  # a loop is never forced to go on
        return ("if", "?:")
    if operatorId == "cond-to-false":
        return CONDITIONS
    if operatorId.startswith("return-"):
        return ("return",)
    if operatorId in UNARY:
        return (UNARY[operatorId],)
    if found := CONSTANT_COMPARISON.fullmatch(operatorId):
        return (NAMES[found[1]],)
    return (exchangeOf(operatorId)[0],)


def exchangeOf(operatorId):
    """The binary operator that the mutant exchanges for another, and that one."""
    old, oldAssign, new, newAssign = re.fullmatch(r"([a-z]+)(-assign)?-to-([a-z]+)(-assign)?", operatorId).groups()
    return NAMES[old] + ("=" if oldAssign else ""), NAMES[new] + ("=" if newAssign else "")


def isReturnable(operatorId, type):
    """Whether a function that returns the type can return the replacement."""
    isPointer = syntax.isPointer(type)
    isArithmetic = ARITHMETIC.fullmatch(type) is not None
    isBool = type in ("bool", "_Bool", "const bool")
    isClass = type.startswith(("struct ", "class ", "union "))
    return {
        "return-to-null": isPointer,
        "return-to-true": isBool,
        "return-to-false": isBool,
        "return-to-one": isArithmetic and not isBool,
        "return-negated": isArithmetic and not isBool,
        # What is neither is an enumeration.
        "return-to-zero": not isPointer and not isBool and not isClass,
    }[operatorId]


def isScalar(type):
    return syntax.isPointer(type) or ARITHMETIC.fullmatch(type) is not None


Mutant = collections.namedtuple("Mutant", "operator place end original replacement")


def objectOf(build, subject, sources, source, directory):
    """The instrumented object."""
    flags = [*FLAGS, *subjects.alleleFlags(build, subject.compiler)]
    output = directory / (source.replace("/", "_") + ".o")
    environment = subjects.plainEnvironment() | {"ALLELE_ROOT": str(sources), "ALLELE_OPTIONS": OPTIONS}
    subprocess.run(subject.compileCommand(sources, source, output, flags), env=environment, check=True)
    return output


def mutantsOf(build, subject, sources, objects):
    """The mutants in the objects, made one shared library since only those can be listed."""
    library = objects[0].with_name("all.so")
    options = ["-Wl,--unresolved-symbols=ignore-all", "-Wl,--allow-multiple-definition"]
    subprocess.run([subject.compiler, "-shared", *objects, "-o", library, *options], check=True)
    result = subprocess.run([build / "bin" / "allele", "list", "--json", library], stdout=subprocess.PIPE, check=True)
    found = set()
    for mutant in json.loads(result.stdout):
        file = os.path.normpath(sources / mutant["file"])
        place = file, mutant["line"], mutant["column"]
        end = mutant["endLine"], mutant["endColumn"]
        found.add(Mutant(mutant["operator"], place, end, mutant["original"], mutant["replacement"]))
    return found


def nodesOf(subject, sources, source, directory):
    """What the AST holds, each node with the reason why no mutant can be expected there, or none."""
    dump = directory / (source.replace("/", "_") + ".json")
    command = subject.compileCommand(sources, source, "-", [*FLAGS, "-w", "-fsyntax-only", "-Xclang", "-ast-dump=json"])
    with open(dump, "wb") as file:
        subprocess.run(command, stdout=file, check=True)
    walker = syntax.Walker(sources)
    reader = astdump.Reader(dump, sources)
    for declaration in reader.declarations():
        walker.visit(declaration)
    reader.close()
    dump.unlink()

    command = subject.compileCommand(
        sources, source, "-", [*FLAGS, "-w", "-S", "-emit-llvm", "-Xclang", "-disable-llvm-passes"]
    )
    emitted = plainir.Emitted(command)
    for node in walker.nodes:
        if node.reason is None:
            locations = emitted.of(node.function)
            if locations is None:
                node = node._replace(reason=NOT_EMITTED)
            elif not locations.anyIn(node.whole):
                node = node._replace(reason=NO_INSTRUCTION)
            elif not all(map(locations.anyIn, node.operands)):
                node = node._replace(reason=CONSTANT_OPERAND)
        yield node


def examine(build, name, source):
    subject = subjects.SUBJECTS[name]
    sources = subject.sources(build).resolve()
    directory = build / "subjects" / "fidelity" / name
    directory.mkdir(parents=True, exist_ok=True)
    object = objectOf(build, subject, sources, source, directory)
    # A template's nodes come once for each instantiation.
    nodes = set(node._replace(function=None) for node in nodesOf(subject, sources, source, directory))
    print(f"{source}: {len(nodes)} places in the AST", file=sys.stderr)
    return object, nodes


def matches(mutant, node):
    begin = mutant.place[1:]
    if node.symbol not in symbolsOf(mutant.operator) or (begin, mutant.end) not in node.extents:
        return False
    if node.symbol == "return":
        return isReturnable(mutant.operator, node.type)
    if node.symbol in syntax.OPERATORS and node.reason in (syntax.MACRO, syntax.NOT_SCALAR, syntax.POINTER_DIFFERENCE):
        return False
    if node.symbol in syntax.UNARY.values() or CONSTANT_COMPARISON.fullmatch(mutant.operator):
        return True
    return node.symbol not in syntax.OPERATORS or tokens.isOneExchanged(
        mutant.original, mutant.replacement, *exchangeOf(mutant.operator)
    )


class Comparison:
    """Of all mutants of a subject with all nodes of its AST."""

    def __init__(self, mutants, nodes, sources):
        self.sources = sources
        self.mutants = mutants
        self.at = collections.defaultdict(list)
        for node in nodes:
            for begin in {begin for begin, _ in node.extents}:
                self.at[node.place[0], *begin].append(node)
        self.failures = []
        mutated = set()
        for mutant in self.mutants:
            found = [node for node in self.at[mutant.place] if matches(mutant, node)]
            mutated.update((node.symbol, node.place) for node in found)
            if not found:
                self.failures.append(mutant)
        scalars = {node.place for node in nodes if node.symbol == "return" and isScalar(node.type)}
        reasons = collections.defaultdict(set)
        for node in nodes:
            reasons[node.symbol, node.place].add(node.reason)
        self.excluded = collections.Counter()
        self.wrongly = []  # excluded, and yet a mutant is there
        self.considered = collections.Counter()
        self.hit = collections.Counter()
        self.missed = collections.defaultdict(list)
        for (symbol, place), why in sorted(reasons.items()):
            # One place with code is enough, whatever other instantiations and translation units say.
            if None in why and (symbol != "return" or place in scalars):
                self.considered[symbol] += 1
                self.hit[symbol] += (symbol, place) in mutated
                if (symbol, place) not in mutated:
                    self.missed[symbol].append(place)
            elif symbol in syntax.OPERATORS:
                self.excluded[min(why)] += 1
                if (symbol, place) in mutated and syntax.OVERLOADED not in why:
                    self.wrongly.append((place, symbol, min(why)))

    def place(self, place):
        return f"{os.path.relpath(place[0], self.sources)}:{place[1]}:{place[2]}"

    def line(self, place):
        with open(place[0], errors="replace") as file:
            return file.read().split("\n")[place[1] - 1].strip()

    def sum(self, counter, symbols):
        return sum(counter[symbol] for symbol in symbols)


def percent(part, whole):
    return f"{100 * part / whole:6.2f} %" if whole else "       -"


def show(name, comparison):
    """Prints the tables. Gives precision and recall."""
    mutants, failures = len(comparison.mutants), len(comparison.failures)
    precise = mutants - failures
    considered = comparison.sum(comparison.considered, syntax.OPERATORS)
    hit = comparison.sum(comparison.hit, syntax.OPERATORS)

    print(f"\n{name}: {mutants} mutants\n\n  operator      in the AST   mutated    recall")
    for symbol in syntax.OPERATORS:
        if count := comparison.considered[symbol]:
            print(f"  {symbol:12} {count:11} {comparison.hit[symbol]:9}  {percent(comparison.hit[symbol], count)}")
    print(f"  {'all':12} {considered:11} {hit:9}  {percent(hit, considered)}")
    print("\n  not part of the requirement:")
    groups = {"calls": ("call",), "conditions": CONDITIONS, "returns": ("return",), "throws": ("throw",)}
    for label, symbols in groups.items():
        count, part = comparison.sum(comparison.considered, symbols), comparison.sum(comparison.hit, symbols)
        print(f"  {label:12} {count:11} {part:9}  {percent(part, count)}")
    print("\n  operators not counted:")
    for reason, count in comparison.excluded.most_common():
        print(f"  {count:6}  {reason}")
    print(f"\n  precision {percent(precise, mutants)}, recall {percent(hit, considered)}")
    return precise, mutants, hit, considered


def showFindings(comparison, isVerbose):
    if comparison.failures:
        print(f"\n  {len(comparison.failures)} mutants are not in the AST:")
    for mutant in sorted(comparison.failures, key=lambda mutant: (mutant.place, mutant.operator)):
        nodes = [f"{node.symbol} ... {node.whole.end} {node.type}" + (f" ({node.reason})" if node.reason else "")
                 for node in comparison.at[mutant.place]]
        change = f"{mutant.operator} `{mutant.original}` -> `{mutant.replacement}`"
        print(f"  {comparison.place(mutant.place)} {change} ends {mutant.end}; the AST: {nodes}")
        print(f"      {comparison.line(mutant.place)}")
    if comparison.wrongly:
        print(f"\n  {len(comparison.wrongly)} operators not counted have mutants:")
    for place, symbol, reason in comparison.wrongly:
        print(f"  {comparison.place(place)} {symbol}: {reason}\n      {comparison.line(place)}")
    symbols = [*syntax.OPERATORS, *(("call", "return", "throw", *CONDITIONS) if isVerbose else ())]
    print("\n  operators without a mutant:")
    for symbol in symbols:
        for place in comparison.missed[symbol]:
            print(f"  {comparison.place(place)} {symbol}\n      {comparison.line(place)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="Allele's build directory")
    parser.add_argument("--subject", required=True, choices=SOURCES)
    parser.add_argument("--sources", nargs="+", help="only these source files")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="also calls, conditions and returns without a mutant")
    options = parser.parse_args()
    build = options.build.resolve()
    name = options.subject.removesuffix("-all")
    try:
        sources = subjects.SUBJECTS[name].sources(build).resolve()
    except subjects.Unavailable as reason:
        print(f"skipped: {reason}")
        return subjects.SKIPPED

    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        waiting = [pool.submit(examine, build, name, source) for source in options.sources or SOURCES[options.subject]]
        objects, nodes = zip(*(each.result() for each in waiting))
    mutants = mutantsOf(build, subjects.SUBJECTS[name], sources, objects)
    comparison = Comparison(mutants, set().union(*nodes), sources)
    precise, mutants, hit, considered = show(options.subject, comparison)
    showFindings(comparison, options.verbose)
    problems = []
    if considered < LEAST_OPERATORS:
        problems.append(f"{considered} operators are too few to prove anything")
    if precise < mutants:
        problems.append(f"{mutants - precise} mutants stand where the AST has nothing of their kind")
    if comparison.wrongly:
        problems.append(f"{len(comparison.wrongly)} operators have mutants although a rule says that there is nothing to mutate")
    if hit < LEAST_RECALL * considered:
        problems.append(f"recall is below {LEAST_RECALL:.0%}")
    print("\n" + ("\n".join(problems) or "faithful"))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
