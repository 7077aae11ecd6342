import unittest

from tokens import *


class TokensTest(unittest.TestCase):
    def test_case_1(self):
        self.assertEqual(tokens("1 + 23"), ["1", "+", "23"])

    def test_case_2(self):
        self.assertEqual(tokens("(4)"), ["(", "4", ")"])

    def test_case_3(self):
        self.assertEqual(tokens(""), [])

    def test_case_4(self):
        self.assertEqual(tokens("12"), ["12"])

    def test_case_5(self):
        self.assertEqual(tokens(" 7 "), ["7"])

    def test_case_6(self):
        self.assertTrue(balanced("([])"))

    def test_case_7(self):
        self.assertFalse(balanced("(]"))

    def test_case_8(self):
        self.assertFalse(balanced("(("))

    def test_case_9(self):
        self.assertFalse(balanced(")"))

    def test_case_10(self):
        self.assertTrue(balanced(""))

    def test_case_11(self):
        self.assertTrue(balanced("a(b)c"))

    def test_case_12(self):
        self.assertTrue(version_less("1.2", "1.10"))

    def test_case_13(self):
        self.assertFalse(version_less("2.0", "2"))

    def test_case_14(self):
        self.assertFalse(version_less("2", "2.0.0"))

    def test_case_15(self):
        self.assertTrue(version_less("1", "1.0.1"))

    def test_case_16(self):
        self.assertFalse(version_less("1.10", "1.9"))
