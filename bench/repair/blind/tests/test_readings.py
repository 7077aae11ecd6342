import unittest

from readings import (best_trade, filled, histogram, largest_sum, longest_rise, moving_average,
                      peaks)


class ReadingsTest(unittest.TestCase):
    def test_averages_over_a_window(self):
        self.assertEqual(moving_average([1, 2, 3, 4, 8], 3), [2.0, 3.0, 5.0])
        self.assertEqual(moving_average([4, 6], 1), [4.0, 6.0])

    def test_a_window_needs_enough_values(self):
        self.assertEqual(moving_average([1, 2], 3), [])
        with self.assertRaises(ValueError):
            moving_average([1], 0)

    def test_finds_the_longest_rise(self):
        self.assertEqual(longest_rise([5, 1, 2, 4, 3, 9]), [1, 2, 4])
        self.assertEqual(longest_rise([]), [])

    def test_equal_values_do_not_rise(self):
        self.assertEqual(longest_rise([1, 1, 2, 2]), [1, 2])

    def test_the_first_of_equally_long_rises_counts(self):
        self.assertEqual(longest_rise([3, 4, 1, 2]), [3, 4])

    def test_finds_peaks(self):
        self.assertEqual(peaks([1, 3, 2, 5, 4, 6]), [1, 3, 5])
        self.assertEqual(peaks([9, 1, 2, 2]), [0])

    def test_buys_low_and_sells_high(self):
        self.assertEqual(best_trade([7, 1, 5, 3, 6, 4]), 5)
        self.assertEqual(best_trade([7, 6, 4]), 0)
        self.assertEqual(best_trade([]), 0)

    def test_finds_the_largest_sum(self):
        self.assertEqual(largest_sum([-2, 1, -3, 4, -1, 2, 1, -5, 4]), 6)
        self.assertEqual(largest_sum([-3, -1, -2]), -1)
        self.assertEqual(largest_sum([5]), 5)

    def test_fills_gaps_in_a_line(self):
        self.assertEqual(filled([0, None, None, 3]), [0, 1.0, 2.0, 3])
        self.assertEqual(filled([None, 2, None, 4, None]), [None, 2, 3.0, 4, None])

    def test_counts_by_bins(self):
        self.assertEqual(histogram([0, 1, 2.5, 5, 9.9, 10], 0, 10, 4), [2, 1, 1, 2])

    def test_bins_leave_out_what_lies_outside(self):
        self.assertEqual(histogram([-1, 11], 0, 10, 2), [0, 0])
