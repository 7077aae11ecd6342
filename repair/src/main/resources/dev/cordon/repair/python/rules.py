"""Candidate edits of a Python file, as (start, end, text, kind, weight, line) on its characters."""
import ast

import names

RELATIONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
             ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in"}
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//",
             ast.Mod: "%", ast.Pow: "**", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
             ast.LShift: "<<", ast.RShift: ">>"}
TWINS = {"+": "-", "-": "+", "*": "/", "/": "//", "//": "/", "%": "//", "&": "|", "|": "&",
         "<<": ">>", ">>": "<<", "^": "&"}
KINDS = ("another comparison", "an inverted condition", "and, or exchanged", "a part of the condition removed",
         "a check added to the condition", "the condition made constant", "another operator",
         "operands exchanged", "one operand kept", "a missing operand", "parentheses moved",
         "one more or one less", "another number", "a number from elsewhere in the project",
         "the other truth value", "another text", "the text that the test expects", "another variable",
         "another field", "assigned to another variable", "another assignment operator", "arguments exchanged",
         "a missing argument", "an argument removed", "another function", "the method's counterpart",
         "a call removed", "a call added", "a copy instead of the original", "another slice",
         "a missing check before it", "a missing refusal", "a missing base case", "a statement removed",
         "a statement moved", "a statement from a similar place", "a missing step of the loop",
         "break, continue or return", "branches exchanged", "a missing import", "a misspelt name")
METHOD_TWINS = ["min max", "upper lower", "startswith endswith", "append extend", "lstrip rstrip",
                "strip lstrip", "strip rstrip", "find rfind", "index rindex", "any all", "keys values",
                "values items", "append insert", "isdigit isalpha", "isalpha isalnum", "isdigit isalnum",
                "union intersection", "sorted reversed", "floor ceil", "first last", "popleft pop",
                "appendleft append", "isupper islower", "int round", "title capitalize"]


class Rules(ast.NodeVisitor):
    """Walks a tree and proposes at every suspicious line."""

    def __init__(self, text, tree, suspicion, hints):
        self.text, self.suspicion, self.hints = text, suspicion, hints
        self.starts = [0]
        self.lines = text.split("\n")
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.best = {}
        self.scopes, self.loops = [], 0
        self.conditions, self.statements, self.numbers, self.words = [], [], [], []
        self.divisors, self.fields, self.functions = [], [], []
        for node in ast.walk(tree):
            if isinstance(node, (ast.If, ast.While)):
                self._donor(self.conditions, self.of(node.test))
            elif isinstance(node, (ast.Expr, ast.Assign, ast.AugAssign)) and "\n" not in self.of(node):
                self._donor(self.statements, self.of(node))
            elif isinstance(node, ast.Constant):
                if type(node.value) is int:
                    self._donor(self.numbers, str(node.value))
                elif type(node.value) is str and len(node.value) < 60:
                    self._donor(self.words, repr(node.value))
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
                self._donor(self.divisors, self.of(node.right))
            elif isinstance(node, ast.Attribute) and self.of(node.value) == "self":
                self._donor(self.fields, node.attr)
            elif isinstance(node, ast.FunctionDef):
                self._donor(self.functions, (node.name, len(node.args.args)))
        for value in hints["constants"]:
            self._donor(self.numbers if type(value) is int else self.words, repr(value), 80)
        for to, name in ((self.conditions, "conditions"), (self.statements, "statements")):
            for text in hints.get(name, ()):
                self._donor(to, text, 60)
        names.propose(self, tree)

    @staticmethod
    def _donor(to, text, most=40):
        if text not in to and len(to) < most:
            to.append(text)

    def offset(self, line, column):
        # ast counts columns in bytes of UTF-8.
        head = self.lines[line - 1].encode()[:column].decode(errors="replace")
        return self.starts[line - 1] + len(head)

    def span(self, node):
        return (self.offset(node.lineno, node.col_offset),
                self.offset(node.end_lineno, node.end_col_offset))

    def of(self, node):
        start, end = self.span(node)
        return self.text[start:end]

    def indent(self, node):
        line = self.lines[node.lineno - 1]
        return line[:len(line) - len(line.lstrip())]

    def suspect(self, node):
        last = getattr(node, "end_lineno", None) or node.lineno
        return max(self.suspicion.get(n, 0) for n in range(node.lineno, last + 1))

    def add(self, start, end, text, kind, weight, line):
        score = max(self.suspicion.get(line, 0), 0)
        key = (start, end, text)
        if score <= 0 or self.text[start:end] == text:
            return
        rank = score ** 1.5 * weight * self.hints["factor"](kind) / (1 + (len(text) + (end - start) / 2) / 200)
        # Of the same change under two kinds the likelier one stays.
        if key not in self.best or self.best[key][0] < rank:
            self.best[key] = (rank, start, end, text, kind, line)

    @property
    def found(self):
        return list(self.best.values())

    def replace(self, node, text, kind, weight):
        start, end = self.span(node)
        line = node.lineno
        for candidate in range(node.lineno, (node.end_lineno or node.lineno) + 1):
            if self.suspicion.get(candidate, 0) > self.suspicion.get(line, 0):
                line = candidate
        self.add(start, end, text, kind, weight, line)

    def before(self, node, text, kind, weight):
        at = self.offset(node.lineno, node.col_offset)
        self.add(at, at, text + "\n" + self.indent(node), kind, weight, node.lineno)

    def after(self, node, text, kind, weight):
        at = self.span(node)[1]
        self.add(at, at, "\n" + self.indent(node) + text, kind, weight, node.lineno)

    # Statements

    def visit_FunctionDef(self, node):
        names = [a.arg for a in node.args.posonlyargs + node.args.args + node.args.kwonlyargs]
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store) and inner.id not in names:
                names.append(inner.id)
        self.scopes.append([n for n in names if n not in ("self", "cls")])
        body = node.body[1:] if isinstance(node.body[0], ast.Expr) and isinstance(
            getattr(node.body[0], "value", None), ast.Constant) and len(node.body) > 1 else node.body
        first = body[0]
        arguments = [a.arg for a in node.args.args if a.arg not in ("self", "cls")]
        deeper = self.indent(first) + "    "
        if self.suspect(first):
            values = ["None", "0", "1", "[]", "False", "True", "''", "-1"] + arguments
            for name in arguments:
                for check in (f"not {name}", f"{name} is None", f"{name} <= 0", f"{name} == 0",
                              f"{name} <= 1", f"{name} < 0", f"len({name}) <= 1", f"len({name}) == 0"):
                    for value in values:
                        self.before(first, f"if {check}:\n{deeper}return {value}", "a missing base case", 0.36)
                    for error in self.hints["raises"]:
                        self.before(first, f"if {check}:\n{deeper}raise {error}({check!r})",
                                    "a missing refusal", 0.8)
        self.generic_visit(node)
        self.scopes.pop()

    visit_AsyncFunctionDef = visit_FunctionDef

    def block(self, body):
        for i, node in enumerate(body):
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) and self.suspect(node):
                if len(body) > 1:
                    start = self.starts[node.lineno - 1]
                    end = min(self.starts[node.end_lineno], len(self.text))
                    self.add(start, end, "", "a statement removed", 0.4, node.lineno)
                else:
                    self.replace(node, "pass", "a statement removed", 0.35)
                if i + 1 < len(body) and not isinstance(body[i + 1], (ast.FunctionDef, ast.ClassDef)):
                    first, second = self.span(node), self.span(body[i + 1])
                    between = self.text[first[1]:second[0]]
                    self.add(first[0], second[1], self.of(body[i + 1]) + between + self.of(node),
                             "a statement moved", 0.42, node.lineno)
                self.guard(node)
                for donor in self.statements:
                    self.after(node, donor, "a statement from a similar place", 0.2)
                    self.before(node, donor, "a statement from a similar place", 0.18)
                if self.loops:
                    for name in (self.scopes[-1] if self.scopes else []):
                        self.after(node, f"{name} += 1", "a missing step of the loop", 0.35)
                        self.after(node, f"{name} -= 1", "a missing step of the loop", 0.3)
                    self.after(node, "break", "break, continue or return", 0.25)
                if i == len(body) - 1 and len(body) > 1 and len(self.indent(node)) >= 4:
                    start, end = self.starts[node.lineno - 1], self.span(node)[1]
                    less = "\n".join(l[4:] if l.startswith("    ") else l
                                     for l in self.text[start:end].split("\n"))
                    self.add(start, end, less, "a statement moved", 0.5, node.lineno)
                if isinstance(node, (ast.Return, ast.Expr, ast.Assign, ast.AugAssign)):
                    start, end = self.starts[node.lineno - 1], self.span(node)[1]
                    more = "\n".join("    " + l for l in self.text[start:end].split("\n"))
                    self.add(start, end, more, "a statement moved", 0.3, node.lineno)

    def guard(self, node):
        """A check around one statement, or a way out before it."""
        text = self.of(node)
        if not isinstance(node, (ast.Expr, ast.Assign, ast.AugAssign, ast.Return, ast.Raise)) or "\n" in text:
            return
        checks = []
        for name in (self.scopes[-1] if self.scopes else []):
            if name in text:
                checks += [name, f"not {name}", f"{name} is not None", f"{name} > 0"]
        for check in (checks + self.conditions)[:24]:
            deeper = self.indent(node) + "    "
            self.replace(node, f"if {check}:\n{deeper}{text}", "a missing check before it", 0.3)
            if self.loops:
                self.before(node, f"if {check}:\n{deeper}continue", "a missing check before it", 0.25)
                self.before(node, f"if {check}:\n{deeper}break", "a missing check before it", 0.22)

    def generic_visit(self, node):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                inner = isinstance(node, (ast.For, ast.While)) and field == "body"
                self.loops += inner
                self.block(body)
                self.loops -= inner
        inner = isinstance(node, (ast.For, ast.While))
        self.loops += inner
        super().generic_visit(node)
        self.loops -= inner

    def condition(self, node):
        text = self.of(node)
        self.replace(node, f"not ({text})", "an inverted condition", 0.6)
        self.replace(node, "True", "the condition made constant", 0.22)
        self.replace(node, "False", "the condition made constant", 0.22)
        checks = list(self.conditions)
        for name in (self.scopes[-1] if self.scopes else []):
            checks += [name, f"not {name}", f"{name} is not None", f"{name} > 0", f"{name} == 0"]
        for check in checks[:40]:
            if check not in text:
                self.replace(node, f"({check}) and ({text})", "a check added to the condition", 0.3)
                self.replace(node, f"({check}) or ({text})", "a check added to the condition", 0.28)

    def visit_If(self, node):
        if self.suspect(node.test):
            self.condition(node.test)
            if isinstance(node, ast.If) and node.orelse and len(node.orelse) == len(node.body) == 1:
                self.exchange(node.body[0], node.orelse[0])
        self.generic_visit(node)

    def visit_IfExp(self, node):
        if self.suspect(node):
            self.condition(node.test)
            self.exchange(node.body, node.orelse)
        self.generic_visit(node)

    def exchange(self, one, other):
        first, second = self.span(one), self.span(other)
        between = self.text[first[1]:second[0]]
        self.add(first[0], second[1], self.of(other) + between + self.of(one), "branches exchanged", 0.5,
                 one.lineno)

    visit_While = visit_If

    def visit_Break(self, node):
        self.replace(node, "continue", "break, continue or return", 0.45)

    def visit_Continue(self, node):
        self.replace(node, "break", "break, continue or return", 0.45)

    def visit_Return(self, node):
        if node.value is not None and self.suspect(node):
            self.count(node.value)
            self.remainder(node.value)
            for name in (self.scopes[-1] if self.scopes else []):
                self.replace(node.value, name, "another variable", 0.4)
                if isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool):
                    for check in (f"not {name}", f"{name} is None", f"{name} is not None", f"len({name}) == 0"):
                        self.replace(node.value, check, "a check added to the condition", 0.3)
            self.replace(node.value, "not " + self.of(node.value), "an inverted condition", 0.25)
            self.replace(node.value, f"list({self.of(node.value)})", "a copy instead of the original", 0.2)
            self.replace(node.value, f"sorted({self.of(node.value)})", "a call added", 0.2)
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        if self.suspect(node):
            target, value = self.of(node.target), self.of(node.value)
            own = OPERATORS.get(type(node.op), "+")
            for other in ("+", "-", "*", "//", ""):
                weight = 0.7 if TWINS.get(own) == other else 0.35
                self.replace(node, f"{target} {other}= {value}", "another assignment operator", weight)
            for name in (self.scopes[-1] if self.scopes else []):
                self.replace(node.value, name, "another variable", 0.3)
                opposite = TWINS.get(own)
                if opposite:
                    self.replace(node, f"{target} {opposite}= {name}", "another variable", 0.15)
            self.count(node.value)
        self.generic_visit(node)

    def visit_Assign(self, node):
        if self.suspect(node) and len(node.targets) == 1:
            target, value = self.of(node.targets[0]), self.of(node.value)
            self.replace(node, f"{target} += {value}", "another assignment operator", 0.45)
            self.replace(node, f"{target} -= {value}", "another assignment operator", 0.3)
            self.replace(node, f"{target} *= {value}", "another assignment operator", 0.25)
            self.remainder(node.value)
            if isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Name):
                self.replace(node, f"{value} = {target}", "assigned to another variable", 0.5)
            for keep in ("max", "min"):
                self.replace(node, f"{target} = {keep}({target}, {value})", "a call added", 0.3)
            self.replace(node.value, f"list({value})", "a copy instead of the original", 0.2)
            self.count(node.value)
        self.generic_visit(node)

    # Expressions

    def count(self, node):
        if not isinstance(node, (ast.Constant, ast.List, ast.Dict, ast.JoinedStr, ast.Compare, ast.BoolOp)):
            text = self.of(node)
            if not isinstance(node, (ast.Name, ast.Call, ast.Attribute, ast.Subscript)):
                text = f"({text})"
            self.replace(node, f"{text} - 1", "one more or one less", 0.45)
            self.replace(node, f"{text} + 1", "one more or one less", 0.45)
            if isinstance(node, ast.Name):
                for name in (self.scopes[-1] if self.scopes else []):
                    if name != node.id:
                        self.replace(node, f"{text} - {name}", "a missing operand", 0.16)
                        self.replace(node, f"{text} + {name}", "a missing operand", 0.14)

    def remainder(self, node):
        if not isinstance(node, (ast.List, ast.Dict, ast.JoinedStr, ast.Compare, ast.BoolOp)):
            for divisor in self.divisors:
                self.replace(node, f"({self.of(node)}) % {divisor}", "a missing operand", 0.35)

    def visit_Compare(self, node):
        if self.suspect(node):
            if len(node.ops) == 1:
                left, right = self.of(node.left), self.of(node.comparators[0])
                own = RELATIONS[type(node.ops[0])]
                close = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
                         "is": "is not", "is not": "is", "in": "not in", "not in": "in"}
                group = ["<", "<=", ">", ">=", "==", "!="] if own in "<=>=!=" else [close[own], "=="]
                for other in group:
                    weight = 0.85 if close.get(own) == other else 0.45
                    self.replace(node, f"{left} {other} {right}", "another comparison", weight)
            for part in [node.left] + node.comparators:
                self.count(part)
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        if self.suspect(node):
            own, other = (" and ", " or ") if isinstance(node.op, ast.And) else (" or ", " and ")
            parts = [self.of(v) for v in node.values]
            self.replace(node, other.join(parts), "and, or exchanged", 0.75)
            for i in range(len(parts)):
                self.replace(node, own.join(parts[:i] + parts[i + 1:]), "a part of the condition removed", 0.5)
        self.generic_visit(node)

    def visit_UnaryOp(self, node):
        if self.suspect(node):
            self.replace(node, self.of(node.operand), "an inverted condition", 0.55)
        self.generic_visit(node)

    def visit_BinOp(self, node):
        if self.suspect(node):
            left, right = self.of(node.left), self.of(node.right)
            own = OPERATORS.get(type(node.op))
            for other in OPERATORS.values():
                if own and other != own:
                    weight = 0.7 if TWINS.get(own) == other else 0.25
                    self.replace(node, f"{left} {other} {right}", "another operator", weight)
            if own:
                self.replace(node, f"{right} {own} {left}", "operands exchanged", 0.45)
                self.replace(node, left, "one operand kept", 0.65 if isinstance(node.right, ast.Constant) else 0.4)
                self.replace(node, right, "one operand kept", 0.35)
                for factor in (10, 2) if own in "+-" else ():
                    self.replace(node, f"{left} * {factor} {own} {right}", "a missing operand", 0.2)
                if isinstance(node.right, ast.BinOp):
                    inner = node.right
                    sign = OPERATORS.get(type(inner.op), "+")
                    self.replace(node, f"({left} {own} {self.of(inner.left)}) {sign} {self.of(inner.right)}",
                                 "parentheses moved", 0.5)
                if isinstance(node.left, ast.BinOp):
                    inner = node.left
                    sign = OPERATORS.get(type(inner.op), "+")
                    self.replace(node, f"{self.of(inner.left)} {sign} ({self.of(inner.right)} {own} {right})",
                                 "parentheses moved", 0.5)
        self.generic_visit(node)

    def visit_Constant(self, node):
        if not self.suspect(node):
            return
        value = node.value
        if value is True or value is False:
            self.replace(node, str(not value), "the other truth value", 0.7)
        elif type(value) is int:
            for other in (value + 1, value - 1, 0, 1, -1, 2, -value):
                self.replace(node, str(other), "another number", 0.55)
            for difference in self.hints["numbers"]:
                self.replace(node, str(value + difference), "another number", 0.55)
            for other in self.numbers:
                self.replace(node, other, "a number from elsewhere in the project", 0.35)
            for name in (self.scopes[-1] if self.scopes else []):
                self.replace(node, name, "another variable", 0.25)
        elif type(value) is float:
            for other in (value * 10, value / 10, -value, 1.0, 0.0, value + 1):
                self.replace(node, repr(other), "another number", 0.4)
        elif type(value) is str:
            for expected, got in self.hints["texts"]:
                mended = mend(value, expected, got)
                if mended is not None:
                    self.replace(node, repr(mended), "the text that the test expects", 0.9)
            for other in ["''", "' '", "','", "', '", repr(value + " "), repr(value.strip()),
                          repr(value.lower()), repr(value.upper())] + self.words:
                self.replace(node, other, "another text", 0.35)

    def visit_JoinedStr(self, node):
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Name(self, node):
        if self.suspect(node) and self.scopes:
            for other in self.scopes[-1]:
                if other != node.id and node.id in self.scopes[-1]:
                    self.replace(node, other, "another variable", 0.5)
            self.twin(node, node.id, "")

    def twin(self, node, name, start):
        for pair in METHOD_TWINS:
            one, other = pair.split(" ")
            if name in (one, other):
                self.replace(node, start + (other if name == one else one), "the method's counterpart", 0.7)

    def visit_Attribute(self, node):
        if self.suspect(node):
            start = self.of(node.value) + "."
            self.twin(node, node.attr, start)
            if start == "self.":
                for other in self.fields:
                    self.replace(node, start + other, "another field", 0.45)
        self.generic_visit(node)

    def visit_Subscript(self, node):
        if self.suspect(node):
            if isinstance(node.slice, ast.Slice):
                for part in (node.slice.lower, node.slice.upper):
                    if part is not None:
                        self.count(part)
                base = self.of(node.value)
                low = self.of(node.slice.lower) if node.slice.lower else ""
                high = self.of(node.slice.upper) if node.slice.upper else ""
                step = self.of(node.slice.step) if node.slice.step else ""
                for text in (f"{base}[{low}:]", f"{base}[:{high}]", f"{base}[1:]", f"{base}[:-1]",
                             f"{base}[{low}:{high}:{step or '-1'}]", f"{base}[::-1]",
                             f"{base}[{high}:{low}]", f"{base}[:{low}]", f"{base}[{high}:]"):
                    self.replace(node, text, "another slice", 0.35)
            else:
                self.count(node.slice)
                self.remainder(node.slice)
        self.generic_visit(node)

    def visit_Call(self, node):
        if self.suspect(node):
            function = self.of(node.func)
            parts = [self.of(a) for a in node.args]
            rest = [self.of(k) for k in node.keywords]
            for i in range(len(parts)):
                for j in range(i + 1, len(parts)):
                    swapped = list(parts)
                    swapped[i], swapped[j] = swapped[j], swapped[i]
                    self.replace(node, f"{function}({', '.join(swapped + rest)})", "arguments exchanged", 0.6)
                less = parts[:i] + parts[i + 1:]
                self.replace(node, f"{function}({', '.join(less + rest)})", "an argument removed", 0.3)
                self.replace(node, parts[i], "a call removed", 0.3)
            for i in range(len(rest)):
                less = rest[:i] + rest[i + 1:]
                self.replace(node, f"{function}({', '.join(parts + less)})", "an argument removed", 0.35)
            for other, width in self.functions:
                own = "self." if function.startswith("self.") else ""
                if own + other != function and width == len(parts) + bool(own):
                    self.replace(node, f"{own}{other}({', '.join(parts + rest)})", "another function", 0.4)
            if function in ("sorted", "max", "min") or function.endswith(".sort"):
                self.replace(node, f"{function}({', '.join(parts + rest + ['reverse=True'])})",
                             "a missing argument", 0.35)
            if function == "range":
                if len(parts) == 1:
                    self.replace(node, f"range(1, {parts[0]})", "a missing argument", 0.5)
                    self.replace(node, f"range(1, {parts[0]} + 1)", "a missing argument", 0.5)
                if len(parts) == 2:
                    self.replace(node, f"range({parts[0]}, {parts[1]}, -1)", "a missing argument", 0.4)
            if isinstance(node.func, ast.Attribute):
                self.replace(node, self.of(node.func.value), "a call removed", 0.35)
            for name in (self.scopes[-1] if self.scopes else []):
                for i in range(len(parts) + 1):
                    more = parts[:i] + [name] + parts[i:]
                    self.replace(node, f"{function}({', '.join(more + rest)})", "a missing argument", 0.25)
            for argument in node.args:
                self.count(argument)
        self.generic_visit(node)


def mend(literal, expected, got):
    """The literal with the part exchanged in which got differs from expected, or None."""
    if literal == got:
        return expected
    same = 0
    while same < min(len(expected), len(got)) and expected[same] == got[same]:
        same += 1
    tail = 0
    while tail < min(len(expected), len(got)) - same and expected[-1 - tail] == got[-1 - tail]:
        tail += 1
    at = got.find(literal) if literal else -1
    while at >= 0:
        start, end = same - at, len(got) - tail - at
        if 0 <= start <= end <= len(literal):
            return literal[:start] + expected[same:len(expected) - tail] + literal[end:]
        at = got.find(literal, at + 1)
    return None
