import unittest

from stock import Shortage, Stock


class StockTest(unittest.TestCase):
    def setUp(self):
        self.stock = Stock()
        self.stock.receive("bolt", 10, 2)
        self.stock.receive("bolt", 5, 3)
        self.stock.receive("nut", 4, 1)

    def test_counts_all_lots(self):
        self.assertEqual(self.stock.on_hand("bolt"), 15)
        self.assertEqual(self.stock.on_hand("screw"), 0)

    def test_refuses_odd_deliveries(self):
        with self.assertRaises(ValueError):
            self.stock.receive("bolt", 0, 1)
        with self.assertRaises(ValueError):
            self.stock.receive("bolt", 1, -1)

    def test_reserved_items_are_not_available(self):
        self.stock.reserve("A", "bolt", 6)
        self.assertEqual(self.stock.available("bolt"), 9)
        self.assertEqual(self.stock.on_hand("bolt"), 15)
        self.assertEqual(self.stock.available("nut"), 4)

    def test_nobody_reserves_more_than_there_is(self):
        self.stock.reserve("A", "nut", 3)
        with self.assertRaises(Shortage):
            self.stock.reserve("B", "nut", 2)
        self.stock.reserve("B", "nut", 1)

    def test_reservations_add_up(self):
        self.stock.reserve("A", "bolt", 2)
        self.stock.reserve("A", "bolt", 3)
        self.assertEqual(self.stock.available("bolt"), 10)

    def test_a_release_gives_everything_back(self):
        self.stock.reserve("A", "bolt", 2)
        self.stock.reserve("A", "nut", 2)
        self.stock.reserve("B", "nut", 1)
        self.stock.release("A")
        self.assertEqual(self.stock.available("bolt"), 15)
        self.assertEqual(self.stock.available("nut"), 3)

    def test_the_oldest_are_shipped_first(self):
        self.stock.reserve("A", "bolt", 12)
        self.assertEqual(self.stock.ship("A"), 10 * 2 + 2 * 3)
        self.assertEqual(self.stock.on_hand("bolt"), 3)
        self.assertEqual(self.stock.available("bolt"), 3)

    def test_only_the_order_is_shipped(self):
        self.stock.reserve("A", "bolt", 1)
        self.stock.reserve("B", "bolt", 1)
        self.stock.reserve("A", "nut", 4)
        self.assertEqual(self.stock.ship("A"), 6)
        self.assertEqual(self.stock.available("bolt"), 13)
        self.assertEqual(self.stock.ship("A"), 0)

    def test_the_value_is_what_was_paid(self):
        self.assertEqual(self.stock.value(), 39)

    def test_lists_what_to_order(self):
        self.stock.reserve("A", "nut", 4)
        self.assertEqual(self.stock.to_order({"bolt": 15, "nut": 5, "screw": 8, "clip": 5}),
                         [("screw", 8), ("clip", 5), ("nut", 5)])
