import unittest

from calendar_days import *


class CalendarDaysTest(unittest.TestCase):
    def test_case_1(self):
        self.assertTrue(leap(2024))

    def test_case_2(self):
        self.assertFalse(leap(1900))

    def test_case_3(self):
        self.assertTrue(leap(2000))

    def test_case_4(self):
        self.assertFalse(leap(2023))

    def test_case_5(self):
        self.assertEqual(day_of_year(2023, 1, 1), 1)

    def test_case_6(self):
        self.assertEqual(day_of_year(2023, 3, 1), 60)

    def test_case_7(self):
        self.assertEqual(day_of_year(2024, 3, 1), 61)

    def test_case_8(self):
        self.assertEqual(day_of_year(2024, 2, 29), 60)

    def test_case_9(self):
        self.assertEqual(day_of_year(2023, 12, 31), 365)

    def test_case_10(self):
        self.assertEqual(parse("2024-02-03"), (2024, 2, 3))

    def test_case_11(self):
        self.assertRaises(ValueError, parse, "2024-02")

    def test_case_12(self):
        self.assertEqual(seconds("1:00"), 60)

    def test_case_13(self):
        self.assertEqual(seconds("1:02:03"), 3723)

    def test_case_14(self):
        self.assertEqual(seconds("7"), 7)
