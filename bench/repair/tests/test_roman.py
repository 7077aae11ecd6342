import unittest

from roman import *


class RomanTest(unittest.TestCase):
    def test_case_1(self):
        self.assertEqual(to_roman(1), "I")

    def test_case_2(self):
        self.assertEqual(to_roman(4), "IV")

    def test_case_3(self):
        self.assertEqual(to_roman(14), "XIV")

    def test_case_4(self):
        self.assertEqual(to_roman(1994), "MCMXCIV")

    def test_case_5(self):
        self.assertEqual(to_roman(3), "III")

    def test_case_6(self):
        self.assertRaises(ValueError, to_roman, 0)

    def test_case_7(self):
        self.assertEqual(from_roman("III"), 3)

    def test_case_8(self):
        self.assertEqual(from_roman("IX"), 9)

    def test_case_9(self):
        self.assertEqual(from_roman("MCMXCIV"), 1994)

    def test_case_10(self):
        self.assertEqual(from_roman("VI"), 6)
