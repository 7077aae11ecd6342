import random
import unittest

import bowling
import bowling_original
from bowling import BadGame, best_frame, frames, rolls, running, score
from compare import same


class BowlingHeldOutTest(unittest.TestCase):
    def test_rolls(self):
        self.assertEqual(rolls(""), [])
        self.assertEqual(rolls("x"), [10])
        self.assertEqual(rolls("-/"), [0, 10])
        self.assertEqual(rolls(" 1 2 "), [1, 2])
        self.assertRaises(BadGame, rolls, "/")
        self.assertRaises(BadGame, rolls, "-//")

    def test_scores(self):
        self.assertEqual(score("--" * 10), 0)
        self.assertEqual(score("XXX" + "--" * 7), 60)
        self.assertEqual(score("X7/9-X-88/-6XXX81"), 167)
        self.assertEqual(score("-/" * 10 + "X"), 110)
        self.assertEqual(score("9/" * 9 + "XXX"), 20 + 19 * 8 + 30)
        self.assertEqual(frames([0] * 18 + [10, 10, 10])[9], 30)

    def test_games_that_are_not(self):
        for text in ("", "X", "X" * 13, "--" * 10 + "-", "5/" * 10, "5/" * 10 + "55", "--" * 9 + "X1"):
            with self.assertRaises(BadGame):
                score(text)

    def test_sheets(self):
        self.assertEqual(running("X" * 12), list(range(30, 301, 30)))
        self.assertEqual(best_frame("--" * 10), 1)
        self.assertEqual(best_frame("--" * 9 + "9/9"), 10)

    def test_agrees_with_the_original(self):
        random.seed(24)
        for _ in range(2000):
            text = ""
            for _ in range(random.choice((9, 10, 10, 10, 10, 11))):
                text += random.choice(("X", "5/", "-/", "9-", "34", "--", "56" if random.random() < 0.1 else "81"))
            text += random.choice(("", "", "5", "X", "XX", "4/"))
            for name in ("rolls", "score", "running", "best_frame"):
                same(self, bowling_original, bowling, name, text)
