import random
import unittest

import board
import board_original
from board import life, neighbours, path_length, rotated, spiral, winner
from compare import same


class BoardHeldOutTest(unittest.TestCase):
    def test_spirals(self):
        self.assertEqual(spiral([[]]), [])
        self.assertEqual(spiral([[1]]), [1])
        self.assertEqual(spiral([[1, 2], [3, 4]]), [1, 2, 4, 3])
        self.assertEqual(spiral([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]),
                         [1, 2, 3, 4, 8, 12, 11, 10, 9, 5, 6, 7])

    def test_rotations(self):
        self.assertEqual(rotated([[1]]), [[1]])
        self.assertEqual(rotated([[1], [2]]), [[2, 1]])
        self.assertEqual(rotated(["ab", "cd"]), [["c", "a"], ["d", "b"]])
        self.assertEqual(rotated([[]]), [])

    def test_lives(self):
        self.assertEqual(neighbours([[1]], 0, 0), 0)
        self.assertEqual(neighbours([[1] * 3] * 3, 1, 1), 8)
        self.assertEqual(life([[1]]), [[0]])
        self.assertEqual(life([]), [])
        self.assertEqual(life([[1, 0], [1, 1]]), [[1, 1], [1, 1]])

    def test_paths(self):
        self.assertEqual(path_length(["..."], (0, 0), (2, 0)), 2)
        self.assertEqual(path_length([".", "."], (0, 1), (0, 0)), 1)
        self.assertEqual(path_length(["#"], (0, 0), (0, 0)), 0)
        self.assertEqual(path_length([".#"], (0, 0), (1, 0)), -1)
        self.assertEqual(path_length(["..", "."], (1, 0), (0, 1)), 2)

    def test_winners(self):
        self.assertEqual(winner(["x"]), "x")
        self.assertIsNone(winner([" "]))
        self.assertIsNone(winner(["   "] * 3))
        self.assertEqual(winner(["o  ", "o  ", "o  "]), "o")
        self.assertEqual(winner(["  o", "  o", "  o"]), "o")
        self.assertEqual(winner(["   ", "   ", "xxx"]), "x")

    def test_agrees_with_the_original(self):
        random.seed(27)
        for n in range(1500):
            width, height = random.randrange(1, 6), random.randrange(1, 6)
            cells = [[random.randrange(2) for _ in range(width)] for _ in range(height)]
            numbers = [[y * 10 + x for x in range(width)] for y in range(height)]
            maze = ["".join(random.choice("...#") for _ in range(width)) for _ in range(height)]
            square = ["".join(random.choice("xxo ") for _ in range(3)) for _ in range(3)]
            same(self, board_original, board, "spiral", numbers)
            same(self, board_original, board, "rotated", numbers)
            same(self, board_original, board, "life", cells)
            same(self, board_original, board, "neighbours", cells, random.randrange(width), random.randrange(height))
            same(self, board_original, board, "winner", square)
            points = [(random.randrange(width), random.randrange(height)) for _ in range(2)]
            same(self, board_original, board, "path_length", maze, *points)
