import unittest

from bowling import BadGame, best_frame, frames, rolls, running, score


class BowlingTest(unittest.TestCase):
    def test_reads_marks(self):
        self.assertEqual(rolls("X 7/ 9- 12"), [10, 7, 3, 9, 0, 1, 2])

    def test_refuses_other_marks(self):
        with self.assertRaises(BadGame):
            rolls("7?")

    def test_a_spare_needs_a_roll_before(self):
        with self.assertRaises(BadGame):
            rolls("/5")
        with self.assertRaises(BadGame):
            rolls("X/")

    def test_open_frames_count_their_pins(self):
        self.assertEqual(score("9-" * 10), 90)
        self.assertEqual(score("34" * 10), 70)

    def test_a_spare_counts_the_next_roll(self):
        self.assertEqual(score("5/" * 10 + "5"), 150)
        self.assertEqual(score("7/3-" + "--" * 8), 16)

    def test_a_strike_counts_the_next_two(self):
        self.assertEqual(score("X34" + "--" * 8), 24)
        self.assertEqual(score("X" * 12), 300)

    def test_the_last_frame_has_extra_rolls(self):
        self.assertEqual(frames(rolls("--" * 9 + "X12"))[-1], 13)
        self.assertEqual(score("--" * 9 + "4/X"), 20)

    def test_the_game_has_ten_frames(self):
        for text in ("12" * 9, "12" * 11, "X" * 11, "--" * 9 + "5/"):
            with self.assertRaises(BadGame):
                score(text)

    def test_no_frame_has_more_than_ten_pins(self):
        with self.assertRaises(BadGame):
            score("56" + "--" * 9)

    def test_the_sheet_runs_on(self):
        self.assertEqual(running("X34" + "--" * 7 + "12"), [17] + [24] * 8 + [27])

    def test_the_first_best_frame(self):
        self.assertEqual(best_frame("12" + "5/" + "4-" * 7 + "5/4"), 2)
