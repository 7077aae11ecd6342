import random
import unittest

import spans as patched
import spans_original as original


class SameTest(unittest.TestCase):
    """The patched program against the original on made-up inputs of its domain."""

    def same(self, name, *arguments):
        told = []
        for module in (original, patched):
            try:
                told.append(repr(getattr(module, name)(*arguments)))
            except Exception as error:
                told.append(type(error).__name__)
        self.assertEqual(told[0], told[1], (name, arguments))

    def test_agrees(self):
        random.seed(20)
        for n in range(1500):
            spans = []
            for _ in range(random.randrange(6)):
                start = random.randrange(15)
                spans.append((start, start + 1 + random.randrange(5)))
            self.same("merge", spans)
            self.same("covered", spans)
            self.same("free", spans, 0, 20)
            values = sorted({random.randrange(12) for _ in range(random.randrange(8))})
            self.same("find", values, random.randrange(12))
