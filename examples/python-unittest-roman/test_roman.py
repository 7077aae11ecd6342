import unittest

from roman import to_number


class RomanTest(unittest.TestCase):
    def test_single(self):
        self.assertEqual(to_number("X"), 10)

    def test_sum(self):
        self.assertEqual(to_number("XVI"), 16)

    def test_repeated(self):
        self.assertEqual(to_number("III"), 3)

    def test_subtracted(self):
        self.assertEqual(to_number("XIV"), 14)

    def test_year(self):
        self.assertEqual(to_number("MCMXCIV"), 1994)


if __name__ == "__main__":
    unittest.main()
