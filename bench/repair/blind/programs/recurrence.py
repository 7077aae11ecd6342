"""Dates that come again: daily, weekly, monthly, yearly."""
from calendar import monthrange
from datetime import date, timedelta


def add_months(day, months):
    """The same day in a later month, or the last one of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def occurrences(start, rule, count, every=1):
    days = []
    for step in range(count):
        if rule == "daily":
            days.append(start + timedelta(days=step * every))
        elif rule == "weekly":
            days.append(start + timedelta(weeks=step * every))
        elif rule == "monthly":
            days.append(add_months(start, step * every))
        elif rule == "yearly":
            days.append(add_months(start, 12 * step * every))
        else:
            raise ValueError("no such rule: " + rule)
    return days


def until(start, rule, last, every=1):
    days = []
    count = 1
    while True:
        day = occurrences(start, rule, count, every)[-1]
        if day > last:
            return days
        days.append(day)
        count += 1


def on_weekdays(start, weekdays, count):
    """The next days from start on that fall on one of the weekdays (Monday is 0)."""
    if not weekdays:
        raise ValueError("no weekdays")
    days = []
    day = start
    while len(days) < count:
        if day.weekday() in weekdays:
            days.append(day)
        day += timedelta(days=1)
    return days


def age(born, today):
    years = today.year - born.year
    if (today.month, today.day) < (born.month, born.day):
        years -= 1
    return years


def quarter(day):
    return (day.month - 1) // 3 + 1


def quarter_end(day):
    month = quarter(day) * 3
    return date(day.year, month, monthrange(day.year, month)[1])


def describe(day, today):
    distance = (day - today).days
    if distance == 0:
        return "today"
    if abs(distance) == 1:
        return "tomorrow" if distance > 0 else "yesterday"
    if abs(distance) < 14:
        amount = f"{abs(distance)} days"
    else:
        amount = f"{abs(distance) // 7} weeks"
    return "in " + amount if distance > 0 else amount + " ago"
