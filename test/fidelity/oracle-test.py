#!/usr/bin/env python3
"""The oracle itself: finds in sample.cpp exactly what its comments say, and takes no mutant for another."""

import collections
import pathlib
import re
import sys
import tempfile

import fidelity
import subjects
import syntax

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = subjects.Subject(
    name="sample", package="", compiler="clang++-19", flags=("-std=c++17",), library=("sample.cpp",), programs={}, runs=()
)
# Words of the comments -> reasons.
REASONS = {
    "macro": syntax.MACRO,
    "literals": syntax.CONSTANT_OPERANDS,
    "unevaluated": syntax.UNEVALUATED,
    "compiler": syntax.CONSTANT_EVALUATED,
    "pointers": syntax.POINTER_DIFFERENCE,
    "vector": syntax.NOT_SCALAR,
    "overloaded": syntax.OVERLOADED,
    "default": syntax.DEFAULT_ARGUMENT,
    "anywhere": fidelity.NO_INSTRUCTION,
    "known": fidelity.CONSTANT_OPERAND,
    "no.code": fidelity.NOT_EMITTED,
}


def expected():
    """Line -> the operators, each with its reason or none."""
    found = collections.defaultdict(list)
    for number, line in enumerate((HERE / "sample.cpp").read_text().splitlines(), 1):
        comment = re.search(r"// ?([^A-Z]*)$", line)
        if number < 4 or not comment:
            continue
        reason = None
        for word in comment.group(1).replace(":", " : ").split():
            if word in REASONS:
                reason = REASONS[word]
            elif word not in (":", ","):
                found[number].append((word.replace("unary-", "unary -"), reason))
    return found


def main():
    nodes = set()
    with tempfile.TemporaryDirectory() as directory:
        for node in fidelity.nodesOf(SAMPLE, HERE, "sample.cpp", pathlib.Path(directory)):
            nodes.add(node._replace(function=None))
    failures = []
    found = collections.defaultdict(list)
    # As fidelity.py does: the best of all instantiations.
    best = {}
    for node in nodes:
        if node.symbol in syntax.OPERATORS:
            reasons = best.setdefault((node.symbol, node.place), set())
            reasons.add(node.reason)
    for (symbol, place), reasons in best.items():
        found[place[1]].append((symbol, None if None in reasons else min(reasons)))
    wanted = expected()
    for line in sorted(found.keys() | wanted.keys()):
        key = lambda each: (each[0], each[1] or "")
        if sorted(found[line], key=key) != sorted(wanted[line], key=key):
            failures.append(f"sample.cpp:{line}: expected {wanted[line]}, found {found[line]}")

    # A mutant in the right place, and all that is wrong with others.
    less = next(node for node in nodes if node.symbol == "<" and node.reason is None)
    file, line, column = less.place
    right = fidelity.Mutant("lt-to-le", less.place, (line, column + 1), "<", "<=")
    overloaded = next(node for node in nodes if node.symbol == "+" and node.reason == syntax.OVERLOADED)
    file, plusLine, plusColumn = overloaded.place
    ofClass = fidelity.Mutant("add-to-sub", overloaded.place, (plusLine, plusColumn + 1), "+", "-")
    wrong = {
        "a call for an operator": ofClass._replace(operator="eq-to-ne"),
        "another operator": right._replace(operator="gt-to-ge"),
        "another replacement": right._replace(replacement=">"),
        "a longer token": right._replace(end=(line, column + 2)),
        "another column": right._replace(place=(file, line, column + 1), end=(line, column + 2)),
    }
    if fidelity.Comparison({right}, nodes, HERE).failures:
        failures.append("the mutant of `<` isn't found in the AST")
    ofOverload = fidelity.Comparison({ofClass}, nodes, HERE)
    if ofOverload.failures or ofOverload.wrongly:
        failures.append("the mutant of an overloaded `+` isn't found in the AST")
    for what, mutant in wrong.items():
        if not fidelity.Comparison({mutant}, nodes, HERE).failures:
            failures.append(f"a mutant with {what} is taken as right")
    print("\n".join(failures) or "as expected")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
