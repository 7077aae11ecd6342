import random
import unittest

import readings
import readings_original
from compare import same
from readings import best_trade, filled, histogram, largest_sum, longest_rise, moving_average, peaks


class ReadingsHeldOutTest(unittest.TestCase):
    def test_windows(self):
        self.assertEqual(moving_average([], 2), [])
        self.assertEqual(moving_average([3, 5], 2), [4.0])
        self.assertEqual(moving_average([1, 2, 3, 4], 2), [1.5, 2.5, 3.5])
        self.assertRaises(ValueError, moving_average, [], -1)

    def test_rises_and_peaks(self):
        self.assertEqual(longest_rise([4]), [4])
        self.assertEqual(longest_rise([3, 2, 1]), [3])
        self.assertEqual(longest_rise([3, 1, 2, 3, 4]), [1, 2, 3, 4])
        self.assertEqual(peaks([]), [])
        self.assertEqual(peaks([1]), [0])
        self.assertEqual(peaks([2, 2]), [])
        self.assertEqual(peaks([1, 2, 2, 1]), [])

    def test_gains_and_sums(self):
        self.assertEqual(best_trade([2, 4, 1, 2]), 2)
        self.assertEqual(best_trade([3]), 0)
        self.assertEqual(best_trade([5, 1, 9]), 8)
        self.assertEqual(largest_sum([1, -9, 3]), 3)
        self.assertEqual(largest_sum([0]), 0)
        self.assertRaises(IndexError, largest_sum, [])

    def test_gaps_and_bins(self):
        self.assertEqual(filled([]), [])
        self.assertEqual(filled([None, None]), [None, None])
        self.assertEqual(filled([1, 2]), [1, 2])
        self.assertEqual(filled([0, None, 1, None, None, 7]), [0, 0.5, 1, 3.0, 5.0, 7])
        self.assertEqual(histogram([], 0, 1, 3), [0, 0, 0])
        self.assertEqual(histogram([0, 5, 10], 0, 10, 1), [3])
        self.assertEqual(histogram([2, 4], 2, 4, 2), [1, 1])

    def test_agrees_with_the_original(self):
        random.seed(31)
        for _ in range(3000):
            values = [random.randrange(-6, 9) for _ in range(random.randrange(10))]
            gaps = [None if random.random() < 0.4 else v for v in values]
            same(self, readings_original, readings, "moving_average", values, random.randrange(5))
            for name in ("longest_rise", "peaks", "best_trade", "largest_sum"):
                same(self, readings_original, readings, name, values)
            same(self, readings_original, readings, "filled", gaps)
            same(self, readings_original, readings, "histogram", values, -5, 5, random.randrange(1, 6))
