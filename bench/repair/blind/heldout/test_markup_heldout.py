import random
import unittest

import markup
import markup_original
from compare import same
from markup import escaped, heading_level, html, inline, outline


class MarkupHeldOutTest(unittest.TestCase):
    def test_inline(self):
        self.assertEqual(escaped("&lt;"), "&amp;lt;")
        self.assertEqual(inline(""), "")
        self.assertEqual(inline("*"), "*")
        self.assertEqual(inline("**a**b**c**"), "<b>a</b>b<b>c</b>")
        self.assertEqual(inline("``"), "``")
        self.assertEqual(inline("`a``b`"), "<code>a</code><code>b</code>")
        self.assertEqual(inline("**a"), "**a")
        self.assertEqual(inline("**<**"), "<b>&lt;</b>")

    def test_headings(self):
        self.assertEqual(heading_level(""), 0)
        self.assertEqual(heading_level("#"), 0)
        self.assertEqual(heading_level("# "), 1)
        self.assertEqual(heading_level("## x # y"), 2)
        self.assertEqual(html("#   A  "), "<h1>A</h1>")
        self.assertEqual(html("## **A**"), "<h2><b>A</b></h2>")

    def test_blocks(self):
        self.assertEqual(html("- a\n\n- b"), "<ul><li>a</li></ul>\n<ul><li>b</li></ul>")
        self.assertEqual(html("  - a"), "<ul><li>a</li></ul>")
        self.assertEqual(html("-a"), "<p>-a</p>")
        self.assertEqual(html("-"), "<p>-</p>")
        self.assertEqual(html("# A\n- b\n# C"), "<h1>A</h1>\n<ul><li>b</li></ul>\n<h1>C</h1>")

    def test_outlines(self):
        self.assertEqual(outline("### A\n# B"), ["    A", "B"])
        self.assertEqual(outline("   # A  "), ["A"])
        self.assertEqual(outline("###### A"), ["A"])

    def test_agrees_with_the_original(self):
        random.seed(28)
        pieces = ["**", "`", "a", "b", "<", "&", " ", "*", "\n", "\n- ", "\n# ", "\n### ", "\n\n", "#"]
        for _ in range(4000):
            text = "".join(random.choice(pieces) for _ in range(random.randrange(12)))
            for name in ("escaped", "inline", "heading_level", "html", "outline"):
                same(self, markup_original, markup, name, text)
