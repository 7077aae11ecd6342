import random
import unittest

import stock
import stock_original
from stock import Shortage, Stock


def done(module, steps):
    """What a sequence of steps answers."""
    kept = module.Stock()
    told = []
    for name, *arguments in steps:
        try:
            told.append((name, getattr(kept, name)(*arguments)))
        except Exception as error:
            told.append((name, type(error).__name__))
        told.append([kept.on_hand(i) for i in "xyz"])
        told.append([kept.available(i) for i in "xyz"])
        told.append(kept.value())
        told.append(kept.to_order({"x": 3, "y": 2, "z": 2}))
    return told


class StockHeldOutTest(unittest.TestCase):
    def test_empty(self):
        kept = Stock()
        self.assertEqual(kept.value(), 0)
        self.assertEqual(kept.available("x"), 0)
        self.assertEqual(kept.ship("A"), 0)
        self.assertEqual(kept.to_order({}), [])
        self.assertEqual(kept.to_order({"x": 0}), [])
        self.assertRaises(Shortage, kept.reserve, "A", "x", 1)
        self.assertRaises(ValueError, kept.receive, "x", -1, 1)
        kept.release("A")

    def test_lots(self):
        kept = Stock()
        kept.receive("x", 2, 0)
        kept.receive("x", 2, 5)
        kept.receive("x", 2, 7)
        kept.reserve("A", "x", 2)
        self.assertEqual(kept.ship("A"), 0)
        kept.reserve("B", "x", 1)
        self.assertEqual(kept.ship("B"), 5)
        self.assertEqual(kept.value(), 19)
        kept.reserve("C", "x", 3)
        self.assertEqual(kept.available("x"), 0)
        self.assertRaises(Shortage, kept.reserve, "D", "x", 1)
        self.assertEqual(kept.ship("C"), 19)
        self.assertEqual(kept.on_hand("x"), 0)

    def test_agrees_with_the_original(self):
        random.seed(29)
        for _ in range(1500):
            steps = []
            for _ in range(random.randrange(12)):
                item, order = random.choice("xyz"), random.choice("AB")
                steps.append(random.choice((
                    ("receive", item, random.randrange(-1, 6), random.randrange(-1, 9)),
                    ("receive", item, random.randrange(1, 6), random.randrange(9)),
                    ("reserve", order, item, random.randrange(5)),
                    ("reserve", order, item, random.randrange(1, 4)),
                    ("release", order),
                    ("ship", order))))
            self.assertEqual(done(stock_original, steps), done(stock, steps), steps)
