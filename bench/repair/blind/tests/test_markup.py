import unittest

from markup import escaped, heading_level, html, inline, outline


class MarkupTest(unittest.TestCase):
    def test_escapes_what_html_reads(self):
        self.assertEqual(escaped("a < b && c > d"), "a &lt; b &amp;&amp; c &gt; d")

    def test_bold_and_code(self):
        self.assertEqual(inline("a **b** c"), "a <b>b</b> c")
        self.assertEqual(inline("`x<y`"), "<code>x&lt;y</code>")
        self.assertEqual(inline("**a `b` c**"), "<b>a <code>b</code> c</b>")

    def test_code_is_not_read(self):
        self.assertEqual(inline("`**a**`"), "<code>**a**</code>")

    def test_a_lonely_mark_stays(self):
        self.assertEqual(inline("2 ** 3"), "2 ** 3")
        self.assertEqual(inline("a ` b"), "a ` b")
        self.assertEqual(inline("****"), "****")

    def test_levels_of_headings(self):
        self.assertEqual(heading_level("# One"), 1)
        self.assertEqual(heading_level("###### Six"), 6)
        self.assertEqual(heading_level("####### Seven"), 0)
        self.assertEqual(heading_level("#hash"), 0)
        self.assertEqual(heading_level("text"), 0)

    def test_lines_join_to_a_paragraph(self):
        self.assertEqual(html("one\ntwo\n\nthree"), "<p>one two</p>\n<p>three</p>")

    def test_lists(self):
        self.assertEqual(html("- a\n- **b**"), "<ul><li>a</li><li><b>b</b></li></ul>")

    def test_blocks_end_each_other(self):
        self.assertEqual(html("intro\n- a\nafter\n# Next\nend"),
                         "<p>intro</p>\n<ul><li>a</li></ul>\n<p>after</p>\n<h1>Next</h1>\n<p>end</p>")

    def test_nothing_gives_nothing(self):
        self.assertEqual(html(""), "")
        self.assertEqual(html("\n \n"), "")

    def test_the_outline_is_indented(self):
        self.assertEqual(outline("## A\ntext\n### B\n## C"), ["A", "  B", "C"])
        self.assertEqual(outline("text"), [])
