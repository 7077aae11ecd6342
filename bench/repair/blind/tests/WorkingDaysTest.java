import static org.junit.jupiter.api.Assertions.*;

import java.time.DayOfWeek;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkingDaysTest {
    private static final LocalDate FRIDAY = LocalDate.of(2025, 5, 2);
    private final WorkingDays days = new WorkingDays();

    @BeforeEach
    void holidays() {
        days.holiday(LocalDate.of(2025, 5, 1));
        days.holiday(LocalDate.of(2025, 12, 31));
    }

    @Test
    void weekendsAndHolidaysAreFree() {
        assertTrue(days.isWorkingDay(FRIDAY));
        assertFalse(days.isWorkingDay(LocalDate.of(2025, 5, 3)));
        assertFalse(days.isWorkingDay(LocalDate.of(2025, 5, 4)));
        assertFalse(days.isWorkingDay(LocalDate.of(2025, 5, 1)));
    }

    @Test
    void addingSkipsTheWeekend() {
        assertEquals(LocalDate.of(2025, 5, 5), days.plus(FRIDAY, 1));
        assertEquals(LocalDate.of(2025, 5, 12), days.plus(FRIDAY, 6));
    }

    @Test
    void subtractingSkipsTheHoliday() {
        assertEquals(LocalDate.of(2025, 4, 30), days.plus(FRIDAY, -1));
    }

    @Test
    void addingNothingStays() {
        assertEquals(LocalDate.of(2025, 5, 3), days.plus(LocalDate.of(2025, 5, 3), 0));
    }

    @Test
    void countsWithoutTheLastDay() {
        assertEquals(0, days.between(FRIDAY, FRIDAY));
        assertEquals(1, days.between(FRIDAY, LocalDate.of(2025, 5, 5)));
        assertEquals(6, days.between(LocalDate.of(2025, 4, 28), LocalDate.of(2025, 5, 7)));
    }

    @Test
    void countsBackwardsToo() {
        assertEquals(-1, days.between(LocalDate.of(2025, 5, 5), FRIDAY));
    }

    @Test
    void theLastWorkingDayOfAMonth() {
        assertEquals(LocalDate.of(2025, 5, 30), days.lastOfMonth(2025, 5));
        assertEquals(LocalDate.of(2025, 12, 30), days.lastOfMonth(2025, 12));
        assertEquals(LocalDate.of(2025, 2, 28), days.lastOfMonth(2025, 2));
    }

    @Test
    void theNthWeekdayOfAMonth() {
        assertEquals(LocalDate.of(2025, 5, 1), WorkingDays.nth(2025, 5, DayOfWeek.THURSDAY, 1));
        assertEquals(LocalDate.of(2025, 5, 12), WorkingDays.nth(2025, 5, DayOfWeek.MONDAY, 2));
    }

    @Test
    void countsTheWeeksTouched() {
        assertEquals(1, WorkingDays.weeks(FRIDAY, LocalDate.of(2025, 5, 4)));
        assertEquals(2, WorkingDays.weeks(FRIDAY, LocalDate.of(2025, 5, 5)));
        assertEquals(1, WorkingDays.weeks(LocalDate.of(2025, 5, 5), LocalDate.of(2025, 5, 5)));
    }
}
