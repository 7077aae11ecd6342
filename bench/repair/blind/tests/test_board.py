import unittest

from board import life, neighbours, path_length, rotated, spiral, winner

MAZE = ["..#.",
        ".##.",
        "...."]


class BoardTest(unittest.TestCase):
    def test_spiral_of_a_square(self):
        self.assertEqual(spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), [1, 2, 3, 6, 9, 8, 7, 4, 5])

    def test_spiral_of_a_rectangle(self):
        self.assertEqual(spiral([[1, 2, 3, 4], [5, 6, 7, 8]]), [1, 2, 3, 4, 8, 7, 6, 5])
        self.assertEqual(spiral([[1, 2], [3, 4], [5, 6]]), [1, 2, 4, 6, 5, 3])

    def test_spiral_of_one_line(self):
        self.assertEqual(spiral([[1, 2, 3]]), [1, 2, 3])
        self.assertEqual(spiral([[1], [2], [3]]), [1, 2, 3])
        self.assertEqual(spiral([]), [])

    def test_rotates_clockwise(self):
        self.assertEqual(rotated([[1, 2, 3], [4, 5, 6]]), [[4, 1], [5, 2], [6, 3]])

    def test_counts_neighbours(self):
        cells = [[1, 1, 0], [0, 1, 0], [0, 0, 1]]
        self.assertEqual(neighbours(cells, 1, 1), 3)
        self.assertEqual(neighbours(cells, 0, 0), 2)
        self.assertEqual(neighbours(cells, 2, 2), 1)

    def test_a_blinker_blinks(self):
        self.assertEqual(life([[0, 1, 0], [0, 1, 0], [0, 1, 0]]),
                         [[0, 0, 0], [1, 1, 1], [0, 0, 0]])

    def test_a_block_stays(self):
        self.assertEqual(life([[1, 1], [1, 1]]), [[1, 1], [1, 1]])

    def test_a_crowded_cell_dies(self):
        self.assertEqual(life([[1, 1, 1], [1, 1, 1]]), [[1, 0, 1], [1, 0, 1]])

    def test_finds_the_shortest_path(self):
        self.assertEqual(path_length(MAZE, (0, 0), (3, 0)), 7)
        self.assertEqual(path_length(MAZE, (1, 0), (1, 0)), 0)

    def test_there_may_be_no_path(self):
        self.assertEqual(path_length([".#."], (0, 0), (2, 0)), -1)

    def test_finds_the_winner(self):
        self.assertEqual(winner(["xxx", "oo ", "   "]), "x")
        self.assertEqual(winner(["xo ", "xo ", " ox"]), "o")
        self.assertEqual(winner(["x o", "ox ", "  x"]), "x")
        self.assertEqual(winner(["x o", "xo ", "o  "]), "o")
        self.assertIsNone(winner(["xox", "xox", "oxo"]))
