"""Items in a warehouse: first in, first out, with reservations."""


class Shortage(Exception):
    pass


class Stock:
    def __init__(self):
        self.lots = {}
        self.reserved = {}

    def receive(self, item, amount, price):
        if amount <= 0 or price < 0:
            raise ValueError("not a delivery")
        self.lots.setdefault(item, []).append([amount, price])

    def on_hand(self, item):
        return sum(amount for amount, _ in self.lots.get(item, []))

    def available(self, item):
        return self.on_hand(item) - sum(
            amount for (_, name), amount in self.reserved.items() if name == item)

    def reserve(self, order, item, amount):
        if amount > self.available(item):
            raise Shortage(item)
        key = (order, item)
        self.reserved[key] = self.reserved.get(key, 0) + amount

    def release(self, order):
        for key in [key for key in self.reserved if key[0] == order]:
            del self.reserved[key]

    def ship(self, order):
        """Takes what an order has reserved, oldest lots first; returns what it had cost."""
        cost = 0
        for (name, item), amount in list(self.reserved.items()):
            if name == order:
                cost += self._take(item, amount)
                del self.reserved[(name, item)]
        return cost

    def _take(self, item, amount):
        cost = 0
        lots = self.lots[item]
        while amount > 0:
            taken = min(amount, lots[0][0])
            cost += taken * lots[0][1]
            lots[0][0] -= taken
            amount -= taken
            if lots[0][0] == 0:
                lots.pop(0)
        return cost

    def value(self):
        total = 0
        for lots in self.lots.values():
            for amount, price in lots:
                total += amount * price
        return total

    def to_order(self, minimum):
        """What is missing to the minimum of each item, most urgent first."""
        missing = []
        for item, wanted in minimum.items():
            short = wanted - self.available(item)
            if short > 0:
                missing.append((item, short))
        return sorted(missing, key=lambda pair: (-pair[1], pair[0]))
