"""Series of measurements."""


def moving_average(values, width):
    if width < 1:
        raise ValueError("the width is at least 1")
    averages = []
    total = 0
    for index, value in enumerate(values):
        total += value
        if index >= width:
            total -= values[index - width]
        if index >= width - 1:
            averages.append(total / width)
    return averages


def longest_rise(values):
    """The longest run in which each value is above the one before."""
    best = []
    current = []
    for value in values:
        if current and value <= current[-1]:
            current = []
        current.append(value)
        if len(current) > len(best):
            best = list(current)
    return best


def peaks(values):
    """The positions of values above both neighbours; the ends have one neighbour."""
    found = []
    for i, value in enumerate(values):
        left = i == 0 or values[i - 1] < value
        right = i == len(values) - 1 or values[i + 1] < value
        if left and right:
            found.append(i)
    return found


def best_trade(prices):
    """The greatest gain of buying once and selling later."""
    lowest = None
    gain = 0
    for price in prices:
        if lowest is None or price < lowest:
            lowest = price
        gain = max(gain, price - lowest)
    return gain


def largest_sum(values):
    """The largest sum of neighbouring values, at least one of them."""
    best = values[0]
    current = values[0]
    for value in values[1:]:
        current = max(value, current + value)
        best = max(best, current)
    return best


def filled(values):
    """Gaps (None) between two values become a straight line; at the ends they stay."""
    result = list(values)
    last = None
    for i, value in enumerate(values):
        if value is None:
            continue
        if last is not None and i - last > 1:
            step = (value - values[last]) / (i - last)
            for k in range(last + 1, i):
                result[k] = values[last] + step * (k - last)
        last = i
    return result


def histogram(values, low, high, bins):
    counts = [0] * bins
    width = (high - low) / bins
    for value in values:
        if low <= value <= high:
            index = int((value - low) / width)
            counts[min(index, bins - 1)] += 1
    return counts
