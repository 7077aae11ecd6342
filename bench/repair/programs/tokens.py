def tokens(text):
    found = []
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            start = i
            while i < len(text) and text[i].isdigit():
                i += 1
            found.append(text[start:i])
        else:
            found.append(c)
            i += 1
    return found


def balanced(text):
    pairs = {")": "(", "]": "["}
    stack = []
    for c in text:
        if c in "([":
            stack.append(c)
        elif c in pairs:
            if not stack or stack.pop() != pairs[c]:
                return False
    return not stack


def version_less(one, other):
    left = [int(part) for part in one.split(".")]
    right = [int(part) for part in other.split(".")]
    while len(left) < len(right):
        left.append(0)
    while len(right) < len(left):
        right.append(0)
    return left < right
