def mean(values):
    if not values:
        return 0
    return sum(values) / len(values)


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def moving(values, width):
    result = []
    for i in range(len(values) - width + 1):
        result.append(sum(values[i:i + width]))
    return result


def clamp(value, low, high):
    return max(low, min(value, high))


def histogram(values, size):
    counts = {}
    for value in values:
        slot = value // size * size
        counts[slot] = counts.get(slot, 0) + 1
    return counts
