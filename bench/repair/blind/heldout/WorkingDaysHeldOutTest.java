import static org.junit.jupiter.api.Assertions.*;

import java.time.DayOfWeek;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WorkingDaysHeldOutTest {
    private static LocalDate day(int year, int month, int day) {
        return LocalDate.of(year, month, day);
    }

    @Test
    void withoutHolidays() {
        WorkingDays days = new WorkingDays();
        assertEquals(day(2024, 3, 1), days.plus(day(2024, 2, 28), 2));
        assertEquals(day(2024, 2, 26), days.plus(day(2024, 2, 25), 1));
        assertEquals(day(2024, 2, 23), days.plus(day(2024, 2, 25), -1));
        assertEquals(262, days.between(day(2024, 1, 1), day(2025, 1, 1)));
        assertEquals(-262, days.between(day(2025, 1, 1), day(2024, 1, 1)));
        assertEquals(0, days.between(day(2024, 6, 1), day(2024, 6, 3)));
        assertEquals(day(2024, 2, 29), days.lastOfMonth(2024, 2));
        assertEquals(day(2024, 12, 31), days.lastOfMonth(2024, 12));
    }

    @Test
    void aRunOfHolidays() {
        WorkingDays days = new WorkingDays();
        for (int d = 24; d <= 31; d++) {
            days.holiday(day(2024, 12, d));
        }
        assertEquals(day(2024, 12, 23), days.lastOfMonth(2024, 12));
        assertEquals(day(2025, 1, 1), days.plus(day(2024, 12, 23), 1));
        assertEquals(1, days.between(day(2024, 12, 23), day(2025, 1, 1)));
    }

    @Test
    void weekdays() {
        assertEquals(day(2024, 11, 28), WorkingDays.nth(2024, 11, DayOfWeek.THURSDAY, 4));
        assertEquals(day(2024, 9, 1), WorkingDays.nth(2024, 9, DayOfWeek.SUNDAY, 1));
        assertEquals(day(2024, 9, 2), WorkingDays.nth(2024, 9, DayOfWeek.MONDAY, 1));
        assertEquals(3, WorkingDays.weeks(day(2024, 9, 4), day(2024, 9, 20)));
        assertEquals(1, WorkingDays.weeks(day(2024, 9, 8), day(2024, 9, 8)));
        assertEquals(2, WorkingDays.weeks(day(2024, 9, 8), day(2024, 9, 9)));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(12);
        for (int round = 0; round < 1000; round++) {
            WorkingDaysOriginal original = new WorkingDaysOriginal();
            WorkingDays patched = new WorkingDays();
            LocalDate start = day(2023, 12, 1).plusDays(compare.below(900));
            for (int n = compare.below(6); n > 0; n--) {
                LocalDate holiday = start.plusDays(compare.between(-12, 12));
                original.holiday(holiday);
                patched.holiday(holiday);
            }
            int steps = compare.between(-9, 9);
            LocalDate other = start.plusDays(compare.between(-20, 20));
            DayOfWeek weekday = DayOfWeek.of(compare.between(1, 7));
            int year = start.getYear();
            int month = start.getMonthValue();
            int nth = compare.between(1, 4);
            compare.same(start, () -> original.isWorkingDay(start), () -> patched.isWorkingDay(start));
            compare.same(start + " " + steps, () -> original.plus(start, steps), () -> patched.plus(start, steps));
            compare.same(start + " " + other, () -> original.between(start, other), () -> patched.between(start, other));
            compare.same(start, () -> original.lastOfMonth(year, month), () -> patched.lastOfMonth(year, month));
            compare.same(start, () -> WorkingDaysOriginal.nth(year, month, weekday, nth), () -> WorkingDays.nth(year, month, weekday, nth));
            LocalDate later = other.isBefore(start) ? start : other;
            compare.same(start, () -> WorkingDaysOriginal.weeks(start, later), () -> WorkingDays.weeks(start, later));
        }
    }
}
