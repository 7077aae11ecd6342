"""Walks over rectangular boards of cells."""


def spiral(rows):
    """All cells clockwise from the top left corner inwards."""
    cells = []
    if not rows:
        return cells
    top, bottom = 0, len(rows) - 1
    left, right = 0, len(rows[0]) - 1
    while top <= bottom and left <= right:
        for x in range(left, right + 1):
            cells.append(rows[top][x])
        for y in range(top + 1, bottom + 1):
            cells.append(rows[y][right])
        if top < bottom and left < right:
            for x in range(right - 1, left - 1, -1):
                cells.append(rows[bottom][x])
            for y in range(bottom - 1, top, -1):
                cells.append(rows[y][left])
        top += 1
        bottom -= 1
        left += 1
        right -= 1
    return cells


def rotated(rows):
    """The board turned clockwise by a quarter."""
    return [[rows[y][x] for y in range(len(rows) - 1, -1, -1)] for x in range(len(rows[0]))]


def neighbours(rows, x, y):
    count = 0
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            if dx == 0 and dy == 0:
                continue
            if 0 <= y + dy < len(rows) and 0 <= x + dx < len(rows[0]):
                count += rows[y + dy][x + dx]
    return count


def life(rows):
    """The next generation of the game of life."""
    following = []
    for y in range(len(rows)):
        line = []
        for x in range(len(rows[y])):
            around = neighbours(rows, x, y)
            if rows[y][x] == 1:
                line.append(1 if around in (2, 3) else 0)
            else:
                line.append(1 if around == 3 else 0)
        following.append(line)
    return following


def path_length(rows, start, goal):
    """The fewest steps between two free cells ('.'), or -1."""
    waiting = [(start, 0)]
    seen = {start}
    while waiting:
        (x, y), steps = waiting.pop(0)
        if (x, y) == goal:
            return steps
        for nx, ny in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if ny < 0 or ny >= len(rows) or nx < 0 or nx >= len(rows[ny]):
                continue
            if rows[ny][nx] == "." and (nx, ny) not in seen:
                seen.add((nx, ny))
                waiting.append(((nx, ny), steps + 1))
    return -1


def winner(rows):
    """Who has a full line, column or diagonal of a square board, or None."""
    size = len(rows)
    lines = [list(row) for row in rows]
    lines += [[rows[y][x] for y in range(size)] for x in range(size)]
    lines.append([rows[i][i] for i in range(size)])
    lines.append([rows[i][size - 1 - i] for i in range(size)])
    for line in lines:
        if line[0] != " " and all(cell == line[0] for cell in line):
            return line[0]
    return None
