import random
import unittest

import words as patched
import words_original as original


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
            text = "".join(random.choice("aabB ") for _ in range(random.randrange(12)))
            self.same("encode", text)
            self.same("decode", original.encode(text + "x" * random.randrange(15)))
            self.same("most_common", text)
            self.same("wrap", text, random.randrange(1, 8))
