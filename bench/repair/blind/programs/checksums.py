"""Check digits of cards, books and accounts."""


def luhn_sum(digits):
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit)
        if position % 2 == 1:
            value *= 2
            if value > 9:
                value -= 9
        total += value
    return total


def card_ok(text):
    digits = text.replace(" ", "").replace("-", "")
    if not digits.isdigit() or not 12 <= len(digits) <= 19:
        return False
    return luhn_sum(digits) % 10 == 0


def card_brand(text):
    digits = text.replace(" ", "")
    if digits.startswith("4"):
        return "visa"
    if 51 <= int(digits[:2]) <= 55:
        return "mastercard"
    if digits[:2] in ("34", "37"):
        return "amex"
    return "unknown"


def isbn10_ok(text):
    chars = text.replace("-", "").upper()
    if len(chars) != 10:
        return False
    total = 0
    for index, char in enumerate(chars):
        if char == "X" and index == 9:
            value = 10
        elif char.isdigit():
            value = int(char)
        else:
            return False
        total += (10 - index) * value
    return total % 11 == 0


def isbn13_digit(first):
    total = 0
    for index, char in enumerate(first):
        total += int(char) * (3 if index % 2 else 1)
    return (10 - total % 10) % 10


def to_isbn13(isbn10):
    chars = isbn10.replace("-", "")
    if not isbn10_ok(chars):
        raise ValueError("not an ISBN: " + isbn10)
    first = "978" + chars[:9]
    return first + str(isbn13_digit(first))


def iban_ok(text):
    chars = text.replace(" ", "").upper()
    if len(chars) < 5 or not chars.isalnum():
        return False
    moved = chars[4:] + chars[:4]
    number = ""
    for char in moved:
        number += char if char.isdigit() else str(ord(char) - ord("A") + 10)
    return int(number) % 97 == 1


def masked(text):
    digits = text.replace(" ", "")
    hidden = "*" * (len(digits) - 4) + digits[-4:]
    return " ".join(hidden[i:i + 4] for i in range(0, len(hidden), 4))
