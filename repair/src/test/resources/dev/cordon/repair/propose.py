"""Prints what rules.py proposes for each text of a JSON list on standard input, as a JSON list of
pairs of kind and changed text. Arguments: the folder of rules.py."""
import ast
import json
import sys

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import rules  # noqa: E402

HINTS = {"numbers": [], "texts": [("Hello Bob", "Helo Bob")], "raises": ["ValueError"], "constants": [],
         "factor": lambda kind: 1, "unknown": ["sqrt", "totl", "helper", "json"], "lacking": ["apend"],
         "modules": {"": ["helpers"], "helper": ["helpers"]},
         "statements": ["log(n)"], "conditions": []}
answers = []
for text in json.load(sys.stdin):
    tree = ast.parse(text)
    walker = rules.Rules(text, tree, {n + 1: 1.0 for n in range(text.count("\n") + 1)}, HINTS)
    walker.visit(tree)
    answers.append([[kind, text[:start] + new + text[end:]] for _, start, end, new, kind, _ in walker.found])
json.dump({"kinds": rules.KINDS, "answers": answers}, sys.stdout)
