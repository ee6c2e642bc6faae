"""Which code a plain compile emits, from its textual IR with debug info."""

import bisect
import os
import re
import subprocess


USED = re.compile(r"!dbg (!\d+)")
# Stand at the beginning of a condition, also where the compiler knows the condition's first part and makes no code for it.
JOINT = re.compile(r"  br |  %[-\w.]+ = phi ")
FUNCTION_NAME = re.compile(r'@("[^"]*"|[-\w$.]+)\(')
METADATA = re.compile(r"(!\d+) = (?:distinct )?!(DILocation|DISubprogram|DILexicalBlock|DILexicalBlockFile|DIFile)\((.*)\)$")


def normalise(name):
    """One name for all variants of a constructor or destructor: the AST names one, the code has others."""
    return re.sub(r"([CD])[0-9]E", r"\1_E", name)


class Locations:
    """Places that instructions name."""

    def __init__(self):
        self.places = {}  # file -> {(line, column)}
        self.sorted = {}

    def add(self, file, line, column):
        self.places.setdefault(file, set()).add((line, column))

    def update(self, other):
        for file, places in other.places.items():
            self.places.setdefault(file, set()).update(places)

    def anyIn(self, extent):
        """Whether an instruction stands in [begin, end)."""
        if extent.file not in self.sorted:
            self.sorted[extent.file] = sorted(self.places.get(extent.file, ()))
        places = self.sorted[extent.file]
        index = bisect.bisect_left(places, extent.begin)
        return index < len(places) and places[index] < extent.end


class Emitted:
    """The functions of one module that have code, and the places of their instructions."""

    def __init__(self, command):
        self.functions = {}  # linkage name -> Locations
        self.declared = {}  # (file, line) of a function -> Locations
        self.everything = Locations()
        self.read(command)

    def read(self, command):
        nodes = {}
        files = {}
        places = {}  # subprogram -> numbers of locations
        names = {}  # subprogram -> linkage name
        current = None
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="surrogateescape")
        for line in process.stdout:
            if line.startswith(" ") or line.startswith("]"):
                if current is not None and (used := USED.search(line)) and not JOINT.match(line):
                    current.add(used.group(1))
            elif line.startswith("define "):
                if subprogram := USED.search(line):
                    names[subprogram.group(1)] = FUNCTION_NAME.search(line).group(1).strip('"')
                    current = places.setdefault(subprogram.group(1), set())
            elif line.startswith("}"):
                current = None
            elif line.startswith("!") and (match := METADATA.match(line)):
                number, kind, text = match.groups()
                if kind == "DIFile":
                    fields = dict(re.findall(r'(\w+): "([^"]*)"', text))
                    files[number] = os.path.normpath(os.path.join(fields.get("directory", ""), fields["filename"]))
                else:
                    nodes[number] = dict(re.findall(r"(line|column|scope|file): (!?\d+)", text))
        if process.wait() != 0:
            raise SystemExit(f"failed: {command}")

        def lineOf(node):
            return files.get(node.get("file"), ""), int(node.get("line", 0))

        for subprogram, numbers in places.items():
            locations = Locations()
            for number in numbers:
                node = nodes[number]
                locations.add(lineOf(nodes[node["scope"]])[0], int(node.get("line", 0)), int(node.get("column", 0)))
            self.everything.update(locations)
            # All variants of a constructor have the same code.
            self.functions.setdefault(normalise(names[subprogram]), Locations()).update(locations)
            self.declared.setdefault(lineOf(nodes[subprogram]), Locations()).update(locations)

    def of(self, function):
        """The places of a function's instructions; of all code where none is given; None where it has no code."""
        if function is None:
            return self.everything
        if (found := self.functions.get(normalise(function.name))) is not None:
            return found
        # The numbers in the names of lambdas and of what lies in them are given in the order of code generation.
        if not function.name or "$_" in function.name or "Ul" in function.name:
            return self.declared.get((function.file, function.line))
        return None
