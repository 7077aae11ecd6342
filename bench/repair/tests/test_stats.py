import unittest

from stats import *


class StatsTest(unittest.TestCase):
    def test_case_1(self):
        self.assertEqual(mean([]), 0)

    def test_case_2(self):
        self.assertEqual(mean([2, 4]), 3)

    def test_case_3(self):
        self.assertEqual(mean([1, 2]), 1.5)

    def test_case_4(self):
        self.assertEqual(median([3, 1, 2]), 2)

    def test_case_5(self):
        self.assertEqual(median([4, 1, 3, 2]), 2.5)

    def test_case_6(self):
        self.assertEqual(median([7]), 7)

    def test_case_7(self):
        self.assertEqual(moving([1, 2, 3, 4], 2), [3, 5, 7])

    def test_case_8(self):
        self.assertEqual(moving([1, 2], 2), [3])

    def test_case_9(self):
        self.assertEqual(moving([1], 2), [])

    def test_case_10(self):
        self.assertEqual(clamp(5, 1, 3), 3)

    def test_case_11(self):
        self.assertEqual(clamp(0, 1, 3), 1)

    def test_case_12(self):
        self.assertEqual(clamp(2, 1, 3), 2)

    def test_case_13(self):
        self.assertEqual(histogram([1, 2, 11, 25], 10), {0: 2, 10: 1, 20: 1})

    def test_case_14(self):
        self.assertEqual(histogram([5, 9], 5), {5: 2})
