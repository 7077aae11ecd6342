import unittest

from spans import *


class SpansTest(unittest.TestCase):
    def test_case_1(self):
        self.assertEqual(merge([(1, 3), (2, 5)]), [(1, 5)])

    def test_case_2(self):
        self.assertEqual(merge([(5, 6), (1, 2)]), [(1, 2), (5, 6)])

    def test_case_3(self):
        self.assertEqual(merge([(1, 2), (2, 3)]), [(1, 3)])

    def test_case_4(self):
        self.assertEqual(merge([(1, 9), (2, 3)]), [(1, 9)])

    def test_case_5(self):
        self.assertEqual(covered([(1, 3), (2, 5), (7, 8)]), 5)

    def test_case_6(self):
        self.assertEqual(covered([]), 0)

    def test_case_7(self):
        self.assertEqual(find([1, 3, 5, 7], 7), 3)

    def test_case_8(self):
        self.assertEqual(find([1, 3, 5, 7], 1), 0)

    def test_case_9(self):
        self.assertEqual(find([1, 3, 5], 4), -1)

    def test_case_10(self):
        self.assertEqual(find([], 4), -1)

    def test_case_11(self):
        self.assertEqual(find([2], 2), 0)

    def test_case_12(self):
        self.assertEqual(free([(2, 3), (5, 6)], 0, 9), [(0, 2), (3, 5), (6, 9)])

    def test_case_13(self):
        self.assertEqual(free([(0, 9)], 0, 9), [])

    def test_case_14(self):
        self.assertEqual(free([], 1, 2), [(1, 2)])
