import unittest
from datetime import date

from recurrence import (add_months, age, describe, occurrences, on_weekdays, quarter, quarter_end,
                        until)


class RecurrenceTest(unittest.TestCase):
    def test_adds_months_over_the_year(self):
        self.assertEqual(add_months(date(2024, 11, 5), 3), date(2025, 2, 5))
        self.assertEqual(add_months(date(2024, 1, 5), -1), date(2023, 12, 5))

    def test_a_short_month_ends_earlier(self):
        self.assertEqual(add_months(date(2024, 1, 31), 1), date(2024, 2, 29))
        self.assertEqual(add_months(date(2023, 1, 31), 3), date(2023, 4, 30))

    def test_days_and_weeks(self):
        self.assertEqual(occurrences(date(2024, 2, 28), "daily", 3),
                         [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)])
        self.assertEqual(occurrences(date(2024, 1, 1), "weekly", 2, 2),
                         [date(2024, 1, 1), date(2024, 1, 15)])

    def test_months_remember_the_first_day(self):
        self.assertEqual(occurrences(date(2024, 1, 31), "monthly", 3),
                         [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)])

    def test_years(self):
        self.assertEqual(occurrences(date(2024, 2, 29), "yearly", 2),
                         [date(2024, 2, 29), date(2025, 2, 28)])

    def test_other_rules_are_refused(self):
        with self.assertRaises(ValueError):
            occurrences(date(2024, 1, 1), "hourly", 1)

    def test_until_includes_the_last_day(self):
        self.assertEqual(until(date(2024, 1, 1), "weekly", date(2024, 1, 15)),
                         [date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 15)])
        self.assertEqual(until(date(2024, 1, 2), "daily", date(2024, 1, 1)), [])

    def test_weekdays(self):
        self.assertEqual(on_weekdays(date(2024, 1, 1), {0, 2}, 3),
                         [date(2024, 1, 1), date(2024, 1, 3), date(2024, 1, 8)])
        with self.assertRaises(ValueError):
            on_weekdays(date(2024, 1, 1), set(), 1)

    def test_one_is_older_from_the_birthday_on(self):
        self.assertEqual(age(date(2000, 6, 15), date(2024, 6, 14)), 23)
        self.assertEqual(age(date(2000, 6, 15), date(2024, 6, 15)), 24)

    def test_quarters(self):
        self.assertEqual([quarter(date(2024, m, 1)) for m in (1, 3, 4, 12)], [1, 1, 2, 4])
        self.assertEqual(quarter_end(date(2024, 5, 7)), date(2024, 6, 30))

    def test_describes_the_distance(self):
        today = date(2024, 5, 10)
        self.assertEqual(describe(today, today), "today")
        self.assertEqual(describe(date(2024, 5, 11), today), "tomorrow")
        self.assertEqual(describe(date(2024, 5, 9), today), "yesterday")
        self.assertEqual(describe(date(2024, 5, 23), today), "in 13 days")
        self.assertEqual(describe(date(2024, 4, 26), today), "2 weeks ago")
