import unittest

from words import *


class WordsTest(unittest.TestCase):
    def test_case_1(self):
        self.assertEqual(encode("aaab"), "3a1b")

    def test_case_2(self):
        self.assertEqual(encode(""), "")

    def test_case_3(self):
        self.assertEqual(encode("abba"), "1a2b1a")

    def test_case_4(self):
        self.assertEqual(decode("3a1b"), "aaab")

    def test_case_5(self):
        self.assertEqual(decode("12x"), "x" * 12)

    def test_case_6(self):
        self.assertEqual(decode("2a2b"), "aabb")

    def test_case_7(self):
        self.assertEqual(most_common("b a b"), "b")

    def test_case_8(self):
        self.assertEqual(most_common("B b a a"), "a")

    def test_case_9(self):
        self.assertEqual(most_common(""), None)

    def test_case_10(self):
        self.assertEqual(wrap("aa bb cc", 5), ["aa bb", "cc"])

    def test_case_11(self):
        self.assertEqual(wrap("aaa bb", 3), ["aaa", "bb"])

    def test_case_12(self):
        self.assertEqual(wrap("", 3), [])

    def test_case_13(self):
        self.assertEqual(wrap("a b c", 3), ["a b", "c"])

    def test_case_14(self):
        self.assertEqual(most_common("B b a"), "b")

    def test_case_15(self):
        self.assertEqual(wrap("aa bb", 4), ["aa", "bb"])
