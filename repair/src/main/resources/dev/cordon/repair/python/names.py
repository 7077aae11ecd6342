"""Edits for names that are not known: a missing import, or a misspelt name."""
import ast
import builtins
import difflib
import sys

WELL_KNOWN = {"deque": "collections", "Counter": "collections", "defaultdict": "collections",
              "OrderedDict": "collections", "namedtuple": "collections", "reduce": "functools",
              "lru_cache": "functools", "partial": "functools", "sqrt": "math", "floor": "math",
              "ceil": "math", "gcd": "math", "pi": "math", "isclose": "math", "chain": "itertools",
              "product": "itertools", "permutations": "itertools", "combinations": "itertools",
              "groupby": "itertools", "date": "datetime", "timedelta": "datetime", "dataclass": "dataclasses",
              "field": "dataclasses", "Path": "pathlib", "Decimal": "decimal", "Fraction": "fractions",
              "Optional": "typing", "List": "typing", "Dict": "typing", "Any": "typing", "Enum": "enum",
              "dedent": "textwrap", "bisect_left": "bisect", "bisect_right": "bisect", "heappush": "heapq",
              "heappop": "heapq", "contextmanager": "contextlib", "mean": "statistics", "median": "statistics",
              "itemgetter": "operator", "choice": "random", "randint": "random"}


def propose(rules, tree):
    """Proposes at the places where the failures found a name unknown."""
    first = next((n for n in tree.body if not (isinstance(n, ast.Expr) and isinstance(
        n.value, ast.Constant)) and not (isinstance(n, ast.ImportFrom) and n.module == "__future__")), None)
    at = rules.starts[first.lineno - 1] if first else 0
    top = max(rules.suspicion, key=lambda line: rules.suspicion[line], default=0)
    known = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} | {
        n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)} | {a for a, _ in rules.functions}
    for name in rules.hints.get("unknown", ()):
        lines = []
        if name in sys.stdlib_module_names:
            lines.append("import " + name)
        if name in WELL_KNOWN:
            lines.append("from %s import %s" % (WELL_KNOWN[name], name))
        for module in rules.hints.get("modules", {}).get(name, ()):
            lines.append("from %s import %s" % (module, name))
        if name in rules.hints.get("modules", {}).get("", ()):
            lines.append("import " + name)
        for line in lines:
            rules.add(at, at, line + "\n", "a missing import", 3, top)
        near = difflib.get_close_matches(name, sorted((known | set(dir(builtins))) - {name}), 3, 0.6)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id == name:
                for other in near:
                    rules.replace(node, other, "a misspelt name", 2)
    for name in rules.hints.get("lacking", ()):
        members = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)} | {
            m for kind in (str, list, dict, set) for m in dir(kind)} | {a for a, _ in rules.functions}
        near = difflib.get_close_matches(name, sorted(m for m in members - {name} if m[:2] != "__"), 3, 0.6)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == name:
                for other in near:
                    rules.replace(node, rules.of(node.value) + "." + other, "a misspelt name", 2)
