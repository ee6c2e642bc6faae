"""Where the tokens of a source file stand. Written for the comparison: the plugin's own lexer is what is tested."""

import bisect
import re

PUNCTUATORS = sorted(
    "<<= >>= ... ->* <=> << >> <= >= == != && || ++ -- += -= *= /= %= &= |= ^= -> :: .* ## "
    "{ } [ ] ( ) ; : ? . ~ ! + - * / % ^ & | = < > , # \\ @ ` $".split(),
    key=len,
    reverse=True,
)

TOKEN = re.compile(
    rb'(?P<blank>(?:[ \t\r\n\f\v]|\\\r?\n|//(?:\\\r?\n|[^\n])*|/\*.*?\*/|'
    # A directive; a comment in it may go on in the next line.
    rb'(?:^|(?<=\n))[ \t]*\#(?:\\\r?\n|/\*.*?\*/|(?!//|/\*)[^\n])*)+)'
    rb'|(?:u8|[uUL])?R"(?P<delimiter>[^()\\\s]*)\(.*?\)(?P=delimiter)"'
    rb'|(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"'
    rb"|(?:u8|[uUL])?'(?:\\.|[^'\\\n])*'"
    rb"|\.?[0-9](?:[eEpP][+-]|'[0-9a-zA-Z]|[0-9a-zA-Z_.])*"
    rb"|[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*"
    rb"|" + b"|".join(re.escape(text.encode()) for text in PUNCTUATORS) + rb"|.",
    re.DOTALL,
)

ALTERNATIVE = {"and": "&&", "or": "||", "not": "!", "compl": "~", "bitand": "&", "bitor": "|", "xor": "^"} | {
    "not_eq": "!=", "and_eq": "&=", "or_eq": "|=", "xor_eq": "^="
}


def isOneExchanged(original, replacement, old, new):
    """Whether the texts differ by parentheses, and by one token `old` that is `new`."""
    texts = []
    for text in (original, replacement):
        tokens = Tokens(text.encode(errors="surrogateescape"))
        texts.append([tokens.text(index) for index, token in enumerate(tokens.texts) if token not in ("(", ")")])
    if len(texts[0]) != len(texts[1]):
        return False
    return [pair for pair in zip(*texts) if pair[0] != pair[1]] == [(old, new)]


class Tokens:
    def __init__(self, text):
        self.offsets = []
        self.texts = []
        self.directives = []
        for match in TOKEN.finditer(text):
            if match.lastgroup == "blank":
                found = re.finditer(rb"^[ \t]*#", match.group(), re.MULTILINE)
                self.directives += [match.start() + each.start() for each in found]
            else:
                self.offsets.append(match.start())
                self.texts.append(match.group().decode(errors="surrogateescape"))
        self.lines = [0] + [match.end() for match in re.finditer(rb"\n", text)]

    def place(self, offset):
        """(line, column), both from 1, columns in bytes."""
        line = bisect.bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1

    def rawAt(self, offset):
        """The token that begins there as it is written, or none."""
        index = bisect.bisect_left(self.offsets, offset)
        return self.texts[index] if index < len(self.offsets) and self.offsets[index] == offset else ""

    def at(self, offset):
        """The same, alternative tokens as the operator that they stand for."""
        return ALTERNATIVE.get(self.rawAt(offset), self.rawAt(offset))

    def text(self, index):
        return ALTERNATIVE.get(self.texts[index], self.texts[index])

    def before(self, offset):
        """Offset and text of the token that stands before."""
        index = bisect.bisect_left(self.offsets, offset) - 1
        return (self.offsets[index], self.text(index)) if index >= 0 else (-1, "")

    def behind(self, offset):
        """Offset and text of the first token that begins there or behind."""
        index = bisect.bisect_left(self.offsets, offset)
        return (self.offsets[index], self.text(index)) if index < len(self.offsets) else (-1, "")

    def isDirectiveIn(self, begin, end):
        index = bisect.bisect_left(self.directives, begin)
        return index < len(self.directives) and self.directives[index] < end

    def endOfCall(self, offset):
        """Behind the token at `offset`, and behind the parentheses that follow it where there are some."""
        index = bisect.bisect_left(self.offsets, offset)
        if self.texts[index + 1 : index + 2] == ["("]:
            depth = 0
            while index + 1 < len(self.offsets):
                index += 1
                depth += {"(": 1, ")": -1}.get(self.texts[index], 0)
                if depth == 0:
                    break
        return self.offsets[index] + len(self.texts[index].encode(errors="surrogateescape"))
