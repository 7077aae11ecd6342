import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimetableHeldOutTest {
    @Test
    void clocks() {
        assertEquals(0, Timetable.minutes("00:00"));
        assertEquals(61, Timetable.minutes("1:1"));
        assertThrows(IllegalArgumentException.class, () -> Timetable.minutes("-1:00"));
        assertThrows(IllegalArgumentException.class, () -> Timetable.minutes("1:-1"));
    }

    @Test
    void bookings() {
        Timetable day = new Timetable();
        assertEquals("free", day.at("00:00"));
        assertEquals(0, day.firstFree("00:00", 24 * 60));
        assertEquals(-1, day.firstFree("00:01", 24 * 60));
        assertTrue(day.book("b", "10:00", "11:00"));
        assertFalse(day.book("same", "10:00", "11:00"));
        assertFalse(day.book("tail", "10:59", "12:00"));
        assertTrue(day.book("a", "08:00", "10:00"));
        assertEquals("a", day.at("09:59"));
        assertEquals("b", day.at("10:00"));
        assertEquals(11 * 60, day.firstFree("08:30", 1));
        assertEquals(7 * 60, day.firstFree("07:00", 60));
        assertEquals(11 * 60, day.firstFree("07:00", 61));
        assertEquals(11 * 60, day.firstFree("11:00", 5));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(21);
        for (int round = 0; round < 500; round++) {
            TimetableOriginal original = new TimetableOriginal();
            Timetable patched = new Timetable();
            StringBuilder done = new StringBuilder();
            for (int step = 0; step < 12; step++) {
                String from = compare.between(0, 23) + ":" + compare.pick("00", "15", "30", "59", "60");
                String to = compare.between(0, 24) + ":" + compare.pick("00", "15", "30", "45");
                int length = compare.between(1, 400);
                done.append(' ').append(from).append('-').append(to);
                compare.same(done, () -> original.book(to, from, to), () -> patched.book(to, from, to));
                compare.same(done, () -> original.at(to), () -> patched.at(to));
                compare.same(done + " " + length, () -> original.firstFree(from, length), () -> patched.firstFree(from, length));
            }
            List<TimetableOriginal.Booking> one = new ArrayList<>();
            List<Timetable.Booking> two = new ArrayList<>();
            for (int n = compare.below(8); n > 0; n--) {
                int start = compare.below(20);
                int end = start + compare.between(1, 10);
                one.add(new TimetableOriginal.Booking("x", start, end));
                two.add(new Timetable.Booking("x", start, end));
            }
            compare.same(two, () -> TimetableOriginal.rooms(one), () -> Timetable.rooms(two));
        }
    }
}
