"""What a declaration's AST, as clang dumps it, says about mutable places: operators, calls, conditions and returns.

Only concrete code is looked at: a template's own body is passed over, each of its instantiations is looked at. What
clang adds by itself (implicit and defaulted functions, the loop behind a range-for) isn't source and is passed over too.
"""

import collections
import re

from tokens import Tokens

# In bytes and from 1; `end` is behind the last character.
Extent = collections.namedtuple("Extent", "file begin end")
Function = collections.namedtuple("Function", "name file line")

# A node of the AST at one place.
#   symbol    the operator; or "call", "if", "?:", "while", "for", "do", "return"
#   place     of the operator's token, otherwise of the node's begin
#   whole     the node's extent
#   extents   what a mutant of it may replace, as (begin, end)
#   operands  extents without one of which there is no instruction for the operator
#   type      of the node; of a return the operand's
#   reason    why there is nothing to mutate, or none
Node = collections.namedtuple("Node", "symbol place whole extents operands type function reason")

RELATIONAL = ("<", "<=", ">", ">=", "==", "!=")
BINARY = (*RELATIONAL, "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "&&", "||")
ASSIGNMENT = ("+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=")
UNARY = {"-": "unary -", "~": "~", "!": "!", "++": "++", "--": "--"}
OPERATORS = (*BINARY, *ASSIGNMENT, *UNARY.values())

# Why an operator of the AST is not counted. Each holds because the issue says "outside macros and templates never
# instantiated", because the operator isn't one of those that are mutated, or because no code exists for it at all.
MACRO = "in a macro's expansion or argument"
UNEVALUATED = "unevaluated operand (sizeof, noexcept, typeid)"
CONSTANT_EVALUATED = "evaluated by the compiler (case, enumerator, template argument, static_assert, if constexpr, constexpr)"
CONSTANT_OPERANDS = "all operands are literals: folded by the compiler"
DEFAULT_ARGUMENT = "default argument: compiled at the place of each call"
POINTER_DIFFERENCE = "difference of pointers: no mutant exists"
HAS_RESULT = "a call with a result"
NOT_SCALAR = "vector, complex or member pointer"
OVERLOADED = "overloaded: has mutants where another operator of the same signature is known"

FUNCTIONS = ("FunctionDecl", "CXXMethodDecl", "CXXConstructorDecl", "CXXDestructorDecl", "CXXConversionDecl")
PATTERNS = ("CXXRecordDecl", "VarDecl", "CXXDeductionGuideDecl", *FUNCTIONS)
TEMPLATES = ("FunctionTemplateDecl", "ClassTemplateDecl", "VarTemplateDecl")
PASSED_OVER = (
    "VarTemplatePartialSpecializationDecl TypeAliasTemplateDecl ConceptDecl CXXDeductionGuideDecl "
    "TemplateTypeParmDecl NonTypeTemplateParmDecl TemplateTemplateParmDecl TypedefDecl TypeAliasDecl "
    # Stand for source that is looked at where it is written.
    "CXXDefaultArgExpr CXXDefaultInitExpr SubstNonTypeTemplateParmExpr"
).split()
COMPILER_EVALUATED = (
    "ConstantExpr EnumDecl StaticAssertDecl TemplateArgument ConceptSpecializationExpr RequiresExpr"
).split()
UNEVALUATED_OPERANDS = ("UnaryExprOrTypeTraitExpr", "CXXNoexceptExpr", "CXXTypeidExpr")
LITERALS = (
    "IntegerLiteral FloatingLiteral CharacterLiteral CXXBoolLiteralExpr CXXNullPtrLiteralExpr GNUNullExpr ConstantExpr "
    "UnaryExprOrTypeTraitExpr TypeTraitExpr SizeOfPackExpr CXXNoexceptExpr OffsetOfExpr SubstNonTypeTemplateParmExpr"
).split()
TRANSPARENT = ("ParenExpr", "ImplicitCastExpr", "CStyleCastExpr", "CXXStaticCastExpr", "CXXFunctionalCastExpr")


def spelledAt(location):
    """The location in the file: of what a macro expands to, the macro's name."""
    return location.get("expansionLoc", location)


def typeOf(node):
    type = node.get("type", {})
    return type.get("desugaredQualType", type.get("qualType", ""))


def isPointer(type):
    return re.sub(r"\s*\b(const|volatile|restrict|__restrict)\b\s*", "", type).endswith("*") or type.endswith("]")


def isConstant(node):
    kind = node.get("kind")
    if kind in LITERALS:
        return True
    if kind == "DeclRefExpr":
        return node.get("referencedDecl", {}).get("kind") == "EnumConstantDecl"
    if kind in (*TRANSPARENT, "BinaryOperator", "ConditionalOperator", "InitListExpr") or (
        kind == "UnaryOperator" and node["opcode"] in ("+", "-", "~", "!")
    ):
        return all(map(isConstant, node.get("inner", ())))
    return False


class Walker:
    """Collects the nodes of files below a directory."""

    def __init__(self, directory):
        self.directory = str(directory) + "/"
        self.nodes = []
        self.patterns = set()  # ids of records that are templates' own
        self.tokens = {}
        self.function = None
        self.reason = None

    def tokensOf(self, file):
        if file not in self.tokens:
            with open(file, "rb") as content:
                self.tokens[file] = Tokens(content.read())
        return self.tokens[file]

    def visit(self, node):
        kind = node.get("kind")
        if kind is None or kind in PASSED_OVER or kind.endswith(("Type", "TypeLoc", "Attr", "Comment")):
            return
        method = getattr(self, "visit" + kind, None)
        if kind in FUNCTIONS:
            self.visitFunction(node)
        elif kind in TEMPLATES:
            self.visitTemplate(node)
        elif kind in COMPILER_EVALUATED:
            self.within(CONSTANT_EVALUATED, node.get("inner", ()))
        elif kind in UNEVALUATED_OPERANDS:
            self.within(UNEVALUATED, node.get("inner", ()))
        elif method:
            method(node)
        else:
            self.visitAll(node.get("inner", ()))

    def visitAll(self, nodes):
        for node in nodes:
            self.visit(node)

    def within(self, reason, nodes):
        outer, self.reason = self.reason, self.reason or reason
        self.visitAll(nodes)
        self.reason = outer

    # Declarations.

    def visitTemplate(self, node):
        pattern = next((child for child in node.get("inner", ()) if child.get("kind") in PATTERNS), None)
        for child in node.get("inner", ()):
            if child is pattern:
                self.rememberPattern(child)
            elif child.get("kind") in (*PATTERNS, "ClassTemplateSpecializationDecl", "VarTemplateSpecializationDecl"):
                self.visit(child)

    def visitClassTemplatePartialSpecializationDecl(self, node):
        self.rememberPattern(node)

    def rememberPattern(self, node):
        if node.get("kind", "").endswith(("RecordDecl", "SpecializationDecl", "TemplateDecl")):
            self.patterns.add(node["id"])
            for child in node.get("inner", ()):
                self.rememberPattern(child)

    def visitFunction(self, node):
        isCompilers = node.get("isImplicit") or "explicitlyDefaulted" in node
        if "inner" not in node or isCompilers or node.get("parentDeclContextId") in self.patterns:
            return
        location = spelledAt(node["loc"]) or spelledAt(node["range"]["begin"])
        outer = self.function, self.reason
        name = node.get("mangledName", "")
        self.function, self.reason = Function(name, location.get("file", ""), location.get("line", 0)), None
        self.visitAll(node.get("inner", ()))
        self.function, self.reason = outer

    def visitParmVarDecl(self, node):
        self.within(DEFAULT_ARGUMENT, node.get("inner", ()))

    def visitVarDecl(self, node):
        self.within(CONSTANT_EVALUATED if node.get("constexpr") else None, node.get("inner", ()))

    visitVarTemplateSpecializationDecl = visitVarDecl

    def visitFieldDecl(self, node):
        # Compiled into the constructors.
        outer, self.function = self.function, None
        self.visitAll(node.get("inner", ()))
        self.function = outer

    # Statements and expressions.

    def visitLambdaExpr(self, node):
        # The body stands in the class's call operator also.
        self.visitAll(child for child in node.get("inner", ()) if child.get("kind") != "CompoundStmt")

    def visitCXXForRangeStmt(self, node):
        inner = node["inner"]
        self.visitAll([inner[0], inner[1], inner[-1]])

    def visitIfStmt(self, node):
        inner = node["inner"]
        index = bool(node.get("hasInit")) + bool(node.get("hasVar"))
        self.visitAll(inner[:index])
        if node.get("isConstexpr"):
            self.within(CONSTANT_EVALUATED, inner[index : index + 1])
        elif not node.get("isConsteval"):
            self.condition("if", inner[index], inner[index - 1] if node.get("hasVar") else None)
            self.visit(inner[index])
        self.visitAll(inner[index + 1 :])

    def visitWhileStmt(self, node):
        index = int(bool(node.get("hasVar")))
        self.condition("while", node["inner"][index], node["inner"][0] if index else None)
        self.visitAll(node["inner"])

    def visitForStmt(self, node):
        condition = node["inner"][2]
        if condition:
            self.condition("for", condition, node["inner"][1] or None)
        self.visitAll(node["inner"])

    def visitDoStmt(self, node):
        self.condition("do", node["inner"][1])
        self.visitAll(node["inner"])

    def visitConditionalOperator(self, node):
        self.condition("?:", node["inner"][0])
        self.visitAll(node["inner"])

    def condition(self, symbol, node, declaration=None):
        # `if (auto p = f())`: what can be replaced is the whole declaration.
        shown = declaration["inner"][0] if declaration else node
        self.add(symbol, shown, typeOf(node))

    def visitBreakStmt(self, node):
        self.add("break", node, "")

    def visitContinueStmt(self, node):
        self.add("continue", node, "")

    def visitCXXThrowExpr(self, node):
        self.add("throw", node, "")
        self.visitAll(node.get("inner", ()))

    def visitReturnStmt(self, node):
        for operand in node.get("inner", ()):
            if operand.get("valueCategory") == "prvalue" and typeOf(operand) != "void":
                self.add("return", operand, typeOf(operand))
        self.visitAll(node.get("inner", ()))

    def visitCallExpr(self, node):
        self.call(node)
        self.visitAll(node.get("inner", ()))

    def call(self, node):
        """One with a result is removed only where that isn't used."""
        reason, self.reason = self.reason, self.reason or (None if typeOf(node) == "void" else HAS_RESULT)
        self.add("call", node, typeOf(node))
        self.reason = reason

    visitCXXMemberCallExpr = visitCallExpr

    def visitCXXOperatorCallExpr(self, node):
        callee = node["inner"][0]
        while "referencedDecl" not in callee and callee.get("inner"):
            callee = callee["inner"][0]
        if callee.get("referencedDecl", {}).get("name") == "operator()":
            self.visitCallExpr(node)
        else:
            self.call(node)
            self.overloaded(node, callee.get("referencedDecl", {}).get("name", "").removeprefix("operator"))
            self.visitAll(node["inner"])

    def overloaded(self, node, symbol):
        isStep = symbol in ("++", "--")
        if isStep or (len(node["inner"]) == 3 and (symbol in BINARY or symbol in ASSIGNMENT)):
            location = node["inner"][0]["range"]["begin"]
            if self.isOwn(spelledAt(location)):
                file, offset = spelledAt(location)["file"], spelledAt(location)["offset"]
                isWritten = "expansionLoc" not in location and self.tokensOf(file).at(offset) == symbol
                outer, self.reason = self.reason, self.reason or OVERLOADED
                self.addOperator(symbol, node, file, offset if isWritten else None)
                self.reason = outer

    def visitCXXRewrittenBinaryOperator(self, node):
        """A comparison made of an overloaded one: not a built-in operator."""

    def add(self, symbol, node, type):
        if extent := self.extentOf(node):
            reason = self.reason or (MACRO if "expansionLoc" in node["range"]["begin"] else None)
            place = (extent.file, *extent.begin)
            extents = [(extent.begin, extent.end)]
            if symbol == "call" and node["inner"][0].get("kind") == "MemberExpr":
                # Of `f().g()` what follows `f()`.
                tokens = self.tokensOf(extent.file)
                offset, text = tokens.before(spelledAt(node["inner"][0]["range"]["end"])["offset"])
                if text in (".", "->"):
                    extents.append((tokens.place(offset), extent.end))
            if node.get("kind") == "CXXOperatorCallExpr":
                # Of `f() << a` what follows `f()`.
                if operator := self.extentOf(node["inner"][0]):
                    extents.append((operator.begin, extent.end))
            self.nodes.append(Node(symbol, place, extent, tuple(extents), (), type, self.function, reason))

    def visitBinaryOperator(self, node):
        symbol = node["opcode"]
        if symbol in BINARY or symbol in ASSIGNMENT:
            left, right = (spelledAt(operand["range"]["begin"]) for operand in node["inner"])
            if self.isOwn(left) and right.get("file") == left["file"]:
                self.addOperator(symbol, node, left["file"], self.findBetween(symbol, node["inner"][0], right["offset"]))
        self.visitAll(node["inner"])

    def findBetween(self, symbol, left, right):
        """Offset of the operator's token between its operands, or none."""
        begin = spelledAt(left["range"]["begin"])
        tokens = self.tokensOf(begin["file"])
        end = self.endOffset(left["range"]["end"], tokens)
        before, behind = tokens.before(right), tokens.behind(end)
        # Where there are conditional groups (#if) between the operands, a neighbour may be of one that wasn't compiled.
        if before[1] == symbol and before[0] > begin["offset"] and not tokens.isDirectiveIn(before[0], right):
            return before[0]
        if behind[1] == symbol and behind[0] < right and not tokens.isDirectiveIn(end, behind[0]):
            return behind[0]
        return None

    visitCompoundAssignOperator = visitBinaryOperator

    def visitUnaryOperator(self, node):
        if node["opcode"] in UNARY:
            location = node["range"]["end" if node.get("isPostfix") else "begin"]
            if self.isOwn(spelledAt(location)):
                file, offset = spelledAt(location)["file"], spelledAt(location)["offset"]
                isWritten = "expansionLoc" not in location and self.tokensOf(file).at(offset) == node["opcode"]
                self.addOperator(UNARY[node["opcode"]], node, file, offset if isWritten else None)
        self.visitAll(node["inner"])

    def addOperator(self, symbol, node, file, offset):
        """`offset` of the operator's token; none where the file doesn't show it."""
        extent = self.extentOf(node)
        if not extent:
            return
        types = [typeOf(node), *map(typeOf, node["inner"])]
        reason = self.reason
        if offset is None:
            reason = MACRO
            offset = spelledAt(node["range"]["begin"])["offset"]
        elif reason:
            pass
        elif any("__vector_size__" in type or "_Complex" in type or "::*" in type for type in types):
            reason = NOT_SCALAR
        elif symbol == "-" and all(map(isPointer, types[1:])):
            reason = POINTER_DIFFERENCE
        elif isConstant(node):
            reason = CONSTANT_OPERANDS
        place = (file, *self.tokensOf(file).place(offset))
        operands = tuple(filter(None, map(self.extentOf, node["inner"]))) if symbol in ("&&", "||") else ()
        begin, end = self.tokensOf(file).place(offset), self.tokensOf(file).place(offset + len(self.tokensOf(file).rawAt(offset)))
        # The operator alone; with its left operand, or whole, where the replacement needs parentheses.
        extents = ((begin, end), (extent.begin, end), (extent.begin, extent.end))
        self.nodes.append(Node(symbol, place, extent, extents, operands, typeOf(node), self.function, reason))

    def isOwn(self, location):
        return location.get("file", "").startswith(self.directory)

    def extentOf(self, node):
        """Where the node stands in one of the directory's files, or none."""
        first, last = (spelledAt(node["range"][side]) for side in ("begin", "end"))
        if not self.isOwn(first) or last.get("file") != first["file"]:
            return None
        tokens = self.tokensOf(first["file"])
        end = self.endOffset(node["range"]["end"], tokens)
        return Extent(first["file"], tokens.place(first["offset"]), tokens.place(end))

    def endOffset(self, location, tokens):
        """Behind the token that is the last of a node."""
        # Of a macro's expansion the dump says where the name is; the arguments follow.
        if "expansionLoc" in location:
            return tokens.endOfCall(location["expansionLoc"]["offset"])
        return location["offset"] + location["tokLen"]
