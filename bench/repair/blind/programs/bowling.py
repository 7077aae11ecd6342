"""Scores a game of ten-pin bowling."""


class BadGame(ValueError):
    pass


def rolls(text):
    """The pins of each roll: X is a strike, / a spare, - a miss."""
    pins = []
    for mark in text.replace(" ", ""):
        if mark in "xX":
            pins.append(10)
        elif mark == "/":
            if not pins or pins[-1] == 10:
                raise BadGame("a spare needs a first roll")
            pins.append(10 - pins[-1])
        elif mark == "-":
            pins.append(0)
        elif mark.isdigit():
            pins.append(int(mark))
        else:
            raise BadGame("not a roll: " + mark)
    return pins


def frames(pins):
    result = []
    at = 0
    for number in range(1, 11):
        if at >= len(pins):
            raise BadGame("the game is not over")
        if pins[at] == 10:
            taken, counted = 1, 3
        elif at + 1 < len(pins) and pins[at] + pins[at + 1] == 10:
            taken, counted = 2, 3
        else:
            taken, counted = 2, 2
        if at + counted > len(pins):
            raise BadGame("a roll is missing")
        if taken == 2 and pins[at] + pins[at + 1] > 10:
            raise BadGame("more than ten pins in frame " + str(number))
        result.append(sum(pins[at:at + counted]))
        at += taken if number < 10 else counted
    if at != len(pins):
        raise BadGame("too many rolls")
    return result


def score(text):
    return sum(frames(rolls(text)))


def running(text):
    total = 0
    sheet = []
    for points in frames(rolls(text)):
        total += points
        sheet.append(total)
    return sheet


def best_frame(text):
    points = frames(rolls(text))
    return points.index(max(points)) + 1
