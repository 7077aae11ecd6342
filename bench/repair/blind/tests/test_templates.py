import unittest

from templates import TemplateError, fill, lookup, split


class TemplatesTest(unittest.TestCase):
    def test_splits_text_and_tags(self):
        self.assertEqual(split("a {{ b }}c"), [("text", "a "), ("tag", "b"), ("text", "c")])
        self.assertEqual(split("{{a}}{{b}}"), [("tag", "a"), ("tag", "b")])
        self.assertEqual(split(""), [])

    def test_a_tag_is_closed(self):
        with self.assertRaises(TemplateError):
            split("a {{ b")

    def test_the_innermost_scope_wins(self):
        self.assertEqual(lookup([{"a": 1, "b": 2}, {"a": 3}], "a"), 3)
        self.assertEqual(lookup([{"a": 1, "b": 2}, {"a": 3}], "b"), 2)

    def test_dots_go_deeper(self):
        self.assertEqual(lookup([{"a": {"b": {"c": 5}}}], "a.b.c"), 5)
        self.assertIsNone(lookup([{"a": {"b": 1}}], "a.x"))
        self.assertIsNone(lookup([{"a": 1}], "a.b"))

    def test_fills_values(self):
        self.assertEqual(fill("Hello {{name}}!", {"name": "Ann"}), "Hello Ann!")
        self.assertEqual(fill("{{n}} of {{ total }}", {"n": 0, "total": 3}), "0 of 3")

    def test_unknown_names_are_empty(self):
        self.assertEqual(fill("[{{nobody}}]", {}), "[]")

    def test_filters_apply_in_order(self):
        self.assertEqual(fill("{{a|trim|upper}}", {"a": " x "}), "X")
        self.assertEqual(fill("{{a | title}}", {"a": "two words"}), "Two Words")
        self.assertEqual(fill("{{a|upper|length}}", {"a": "abc"}), "3")

    def test_unknown_filters_are_errors(self):
        with self.assertRaises(TemplateError):
            fill("{{a|shout}}", {"a": "x"})

    def test_repeats_for_each_row(self):
        rows = {"rows": [{"n": 1}, {"n": 2}], "unit": "m"}
        self.assertEqual(fill("{{#rows}}{{n}}{{unit}};{{/rows}}.", rows), "1m;2m;.")
        self.assertEqual(fill("{{#tags}}<{{it}}>{{/tags}}", {"tags": ["a", "b"]}), "<a><b>")

    def test_an_empty_list_shows_nothing(self):
        self.assertEqual(fill("a{{#rows}}x{{/rows}}b", {"rows": []}), "ab")
        self.assertEqual(fill("a{{#rows}}x{{/rows}}b", {}), "ab")

    def test_sections_nest(self):
        values = {"a": [{"a": [{"n": 1}, {"n": 2}]}, {"a": [{"n": 3}]}]}
        self.assertEqual(fill("{{#a}}({{#a}}{{n}}{{/a}}){{/a}}", values), "(12)(3)")

    def test_sections_are_closed(self):
        for text in ("{{#a}}x", "{{/a}}", "{{#a}}{{/b}}"):
            with self.assertRaises(TemplateError):
                fill(text, {"a": [1]})
