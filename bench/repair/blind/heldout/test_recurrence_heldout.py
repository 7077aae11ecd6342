import random
import unittest
from datetime import date, timedelta

import recurrence
import recurrence_original
from compare import same
from recurrence import add_months, age, describe, occurrences, on_weekdays, quarter, quarter_end, until


class RecurrenceHeldOutTest(unittest.TestCase):
    def test_months(self):
        self.assertEqual(add_months(date(2024, 12, 31), 2), date(2025, 2, 28))
        self.assertEqual(add_months(date(2024, 12, 1), 0), date(2024, 12, 1))
        self.assertEqual(add_months(date(2024, 12, 1), 1), date(2025, 1, 1))
        self.assertEqual(add_months(date(2024, 3, 31), -13), date(2023, 2, 28))
        self.assertEqual(add_months(date(2024, 2, 29), 48), date(2028, 2, 29))

    def test_rules(self):
        self.assertEqual(occurrences(date(2024, 1, 1), "hourly", 0), [])
        self.assertEqual(occurrences(date(2024, 10, 31), "monthly", 3, 2),
                         [date(2024, 10, 31), date(2024, 12, 31), date(2025, 2, 28)])
        self.assertEqual(occurrences(date(2020, 2, 29), "yearly", 2, 4), [date(2020, 2, 29), date(2024, 2, 29)])
        self.assertEqual(until(date(2024, 1, 31), "monthly", date(2024, 3, 30)), [date(2024, 1, 31), date(2024, 2, 29)])
        self.assertEqual(until(date(2024, 1, 1), "daily", date(2024, 1, 1)), [date(2024, 1, 1)])

    def test_weekdays(self):
        self.assertEqual(on_weekdays(date(2024, 1, 6), [6], 2), [date(2024, 1, 7), date(2024, 1, 14)])
        self.assertEqual(on_weekdays(date(2024, 1, 6), [6], 0), [])
        self.assertRaises(ValueError, on_weekdays, date(2024, 1, 6), [], 0)

    def test_ages_and_quarters(self):
        self.assertEqual(age(date(2000, 2, 29), date(2023, 2, 28)), 22)
        self.assertEqual(age(date(2000, 2, 29), date(2023, 3, 1)), 23)
        self.assertEqual(age(date(2000, 12, 1), date(2001, 1, 31)), 0)
        self.assertEqual(quarter(date(2024, 6, 30)), 2)
        self.assertEqual(quarter(date(2024, 7, 1)), 3)
        self.assertEqual(quarter_end(date(2024, 1, 1)), date(2024, 3, 31))
        self.assertEqual(quarter_end(date(2024, 12, 31)), date(2024, 12, 31))

    def test_descriptions(self):
        today = date(2024, 5, 10)
        self.assertEqual(describe(today + timedelta(2), today), "in 2 days")
        self.assertEqual(describe(today - timedelta(13), today), "13 days ago")
        self.assertEqual(describe(today + timedelta(14), today), "in 2 weeks")
        self.assertEqual(describe(today - timedelta(20), today), "2 weeks ago")

    def test_agrees_with_the_original(self):
        random.seed(26)
        for _ in range(1500):
            day = date(2023, 1, 1) + timedelta(random.randrange(900))
            other = day + timedelta(random.randrange(-40, 60))
            rule = random.choice(("daily", "weekly", "monthly", "yearly", "never"))
            every = random.randrange(1, 5)
            same(self, recurrence_original, recurrence, "add_months", day, random.randrange(-30, 30))
            same(self, recurrence_original, recurrence, "occurrences", day, rule, random.randrange(6), every)
            same(self, recurrence_original, recurrence, "until", day, rule, other, every)
            weekdays = [w for w in range(7) if random.random() < 0.4]
            same(self, recurrence_original, recurrence, "on_weekdays", day, weekdays, random.randrange(5))
            same(self, recurrence_original, recurrence, "age", day - timedelta(random.randrange(9000)), day)
            same(self, recurrence_original, recurrence, "quarter", day)
            same(self, recurrence_original, recurrence, "quarter_end", day)
            same(self, recurrence_original, recurrence, "describe", other, day)
