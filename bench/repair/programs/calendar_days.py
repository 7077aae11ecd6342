LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def day_of_year(year, month, day):
    total = day
    for m in range(1, month):
        total += LENGTHS[m - 1]
        if m == 2 and leap(year):
            total += 1
    return total


def parse(text):
    parts = text.split("-")
    if len(parts) != 3:
        raise ValueError("not a date: " + text)
    return int(parts[0]), int(parts[1]), int(parts[2])


def seconds(text):
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total
