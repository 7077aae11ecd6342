import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private final Timetable day = new Timetable();

    @BeforeEach
    void book() {
        day.book("lunch", "12:00", "13:00");
        day.book("standup", "09:00", "09:15");
    }

    @Test
    void readsTheClock() {
        assertEquals(570, Timetable.minutes("09:30"));
        assertEquals(1439, Timetable.minutes("23:59"));
        assertThrows(IllegalArgumentException.class, () -> Timetable.minutes("24:00"));
        assertThrows(IllegalArgumentException.class, () -> Timetable.minutes("10:60"));
    }

    @Test
    void whatOverlapsIsRefused() {
        assertFalse(day.book("call", "12:30", "13:30"));
        assertFalse(day.book("call", "11:00", "14:00"));
        assertFalse(day.book("call", "12:10", "12:20"));
    }

    @Test
    void bookingsMayTouch() {
        assertTrue(day.book("walk", "13:00", "13:30"));
        assertTrue(day.book("prep", "11:30", "12:00"));
    }

    @Test
    void aBookingTakesTime() {
        assertFalse(day.book("nothing", "15:00", "15:00"));
        assertFalse(day.book("backwards", "16:00", "15:00"));
    }

    @Test
    void tellsWhatIsOn() {
        assertEquals("standup", day.at("09:00"));
        assertEquals("lunch", day.at("12:59"));
        assertEquals("free", day.at("13:00"));
    }

    @Test
    void findsTheFirstGap() {
        assertEquals(8 * 60, day.firstFree("08:00", 60));
        assertEquals(9 * 60 + 15, day.firstFree("08:30", 45));
        assertEquals(13 * 60, day.firstFree("11:30", 45));
    }

    @Test
    void theDayEndsAtMidnight() {
        assertEquals(23 * 60, day.firstFree("23:00", 60));
        assertEquals(-1, day.firstFree("23:30", 60));
    }

    @Test
    void countsTheRooms() {
        assertEquals(
                2,
                Timetable.rooms(
                        List.of(
                                new Timetable.Booking("a", 0, 30),
                                new Timetable.Booking("c", 30, 60),
                                new Timetable.Booking("b", 10, 40))));
        assertEquals(0, Timetable.rooms(List.of()));
    }
}
