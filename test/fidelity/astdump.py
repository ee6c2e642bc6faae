"""Reads what `clang -Xclang -ast-dump=json` prints, piece by piece.

A dump is gigabytes for a file that includes the standard library, and nearly all of it is about system headers. It is
indented, so the declarations that a namespace or the file holds can be cut out by their indentation alone; those that
say nothing about the wanted directory are passed over unread. Clang writes a location's file and line only where they
differ from the location written before, so also what is passed over has to be followed that far.
"""

import json
import mmap
import re
import sys

# Declarations larger than this, in bytes, are cut into the declarations that they hold.
LARGE = 8 << 20

SCOPES = ("NamespaceDecl", "LinkageSpecDecl", "TranslationUnitDecl")


class Reader:
    def __init__(self, path, directory):
        """`directory`: the declarations of files below it are wanted."""
        self.file = open(path, "rb")
        self.text = mmap.mmap(self.file.fileno(), 0, access=mmap.ACCESS_READ)
        prefix = json.dumps(str(directory) + "/")[1:-1].encode()
        self.wantedPath = str(directory) + "/"
        # What "includedFrom" says looks the same, but nothing follows it.
        self.wanted = re.compile(rb'"file": "' + re.escape(prefix) + rb'[^"]*",')
        self.lastFile = ""
        self.lastLine = 0
        self.decoder = json.JSONDecoder(object_hook=self.complete)
        sys.setrecursionlimit(20000)

    def complete(self, node):
        """Gives each location its file and line. Locations hold no other objects, so they come in the order of the text."""
        if "offset" in node:
            self.lastFile = node.setdefault("file", self.lastFile)
            self.lastLine = node.setdefault("line", self.lastLine)
        return node

    def declarations(self):
        """The wanted declarations at namespace scope, in order."""
        yield from self.split(0, len(self.text), 0)

    def split(self, begin, end, indentation):
        start = self.text.find(b'\n' + b" " * (indentation + 2) + b'"inner": [', begin, end)
        if start < 0:
            return
        self.decode(self.text[begin:start].rstrip(b",\n ") + b"}")
        closing = b"\n" + b" " * (indentation + 4) + b"}"
        position = self.text.find(b"{", start)
        while 0 <= position < end:
            stop = self.text.find(closing, position, end)
            if stop < 0:
                return
            stop += len(closing)
            yield from self.declaration(position, stop, indentation + 4)
            position = self.text.find(b"{", stop, stop + indentation + 16)

    def declaration(self, begin, end, indentation):
        if not self.lastFile.startswith(self.wantedPath) and not self.wanted.search(self.text, begin, end):
            self.skip(begin, end)
        elif end - begin > LARGE and self.kindAt(begin) in SCOPES:
            yield from self.split(begin, end, indentation)
        else:
            yield self.decode(self.text[begin:end])

    def decode(self, text):
        return self.decoder.decode(text.decode(errors="surrogateescape"))

    def kindAt(self, begin):
        return re.search(rb'"kind": "(\w+)"', self.text[begin : begin + 1000]).group(1).decode()

    def skip(self, begin, end):
        position = end
        while (position := self.text.rfind(b'"file": "', begin, position)) >= 0:
            stop = self.text.find(b'"', position + 9)
            if self.text[stop + 1 : stop + 2] == b",":
                self.lastFile = json.loads(self.text[position + 8 : stop + 1].decode(errors="surrogateescape"))
                break
        position = self.text.rfind(b'"line": ', begin, end)
        if position >= 0:
            self.lastLine = int(re.match(rb"\d+", self.text[position + 8 : position + 24]).group())

    def close(self):
        self.text.close()
        self.file.close()
