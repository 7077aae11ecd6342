import random
import unittest

import templates
import templates_original
from compare import same
from templates import TemplateError, fill, lookup, split


class TemplatesHeldOutTest(unittest.TestCase):
    def test_splitting(self):
        self.assertEqual(split("}}"), [("text", "}}")])
        self.assertEqual(split("{{}}"), [("tag", "")])
        self.assertEqual(split("a{{b}}"), [("text", "a"), ("tag", "b")])
        self.assertEqual(split("{{ {{a}} }}"), [("tag", "{{a"), ("text", " }}")])
        self.assertRaises(TemplateError, split, "{{a}}{{")

    def test_scopes(self):
        self.assertIsNone(lookup([], "a"))
        self.assertEqual(lookup([{"a": {"b": 1}}, {"a": {}}], "a.b"), 1)
        self.assertEqual(lookup([{"a": 0}], "a"), 0)
        self.assertEqual(lookup([{"a": 1}, {"a": None}], "a"), 1)

    def test_values(self):
        self.assertEqual(fill("", {}), "")
        self.assertEqual(fill("{{a.b}}", {"a": {"b": "x"}}), "x")
        self.assertEqual(fill("{{a|length}}", {}), "0")
        self.assertEqual(fill("{{a|title}}", {"a": "x  y"}), "X  Y")
        self.assertEqual(fill("{{a|upper}}", {"a": 1.5}), "1.5")

    def test_sections(self):
        self.assertEqual(fill("{{#a}}{{x}}{{/a}}", {"a": {"x": 4}}), "4")
        self.assertEqual(fill("{{#a}}{{it}}{{/a}}", {"a": "s"}), "s")
        self.assertEqual(fill("{{#a}}x{{/a}}", {"a": 0}), "")
        self.assertEqual(fill("{{#a}}{{#b}}{{it}}{{/b}}|{{/a}}", {"a": [1, 2], "b": [8, 9]}), "89|89|")
        self.assertRaises(TemplateError, fill, "{{#a}}{{/b}}{{/a}}", {"a": [1]})
        self.assertEqual(fill("{{#a}}{{/b}}{{/a}}", {}), "")

    def test_agrees_with_the_original(self):
        random.seed(30)
        pieces = ["{{a}}", "{{b|upper}}", "{{c.d}}", "{{#r}}", "{{/r}}", "{{#s}}", "{{/s}}", "{{it}}", "{{n}}",
                  "{{a|trim|length}}", "x", " ", "{{", "}}", "{{a|no}}"]
        values = {"a": " q ", "b": "two words", "c": {"d": 7}, "r": [{"n": 1, "a": 2}, {"n": 3, "s": [5]}],
                  "s": ["u", "v"]}
        for _ in range(4000):
            text = "".join(random.choice(pieces) for _ in range(random.randrange(7)))
            if random.random() < 0.5:
                text = "{{#r}}" + text + "{{/r}}" + random.choice(pieces)
            same(self, templates_original, templates, "split", text)
            same(self, templates_original, templates, "fill", text, values)
        for name in ("a", "c.d", "c", "z", "c.z", "a.b", ""):
            same(self, templates_original, templates, "lookup", [values, {"a": 1, "c": {"e": 2}}], name)
