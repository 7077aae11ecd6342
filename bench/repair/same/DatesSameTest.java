import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class DatesSameTest {
    private final Random random = new Random(20);

    private int below(int n) {
        return random.nextInt(n);
    }

    private int[] numbers(int most) {
        return random.ints(below(most), -6, 7).toArray();
    }

    private static void same(String input, Supplier<Object> original, Supplier<Object> patched) {
        assertEquals(told(original), told(patched), input);
    }

    private static String told(Supplier<Object> call) {
        try {
            Object value = call.get();
            return value instanceof int[] numbers ? Arrays.toString(numbers)
                    : value instanceof int[][] rows ? Arrays.deepToString(rows) : String.valueOf(value);
        } catch (RuntimeException e) {
            return e.getClass().getName();
        }
    }

    @Test
    void agrees1() {
        for (int round = 0; round < 1500; round++) {
            int year = 1 + below(3000);
            int month = 1 + below(12);
            same("" + year, () -> DatesOriginal.leap(year), () -> Dates.leap(year));
            int century = year / 100 * 100 + 100;
            same("" + century, () -> DatesOriginal.leap(century), () -> Dates.leap(century));
            same(year + "-" + month, () -> DatesOriginal.daysInMonth(year, month), () -> Dates.daysInMonth(year, month));
            LocalDate day = LocalDate.of(1990, 1, 1).plusDays(below(15000));
            LocalDate later = day.plusDays(below(12000));
            same("" + day, () -> DatesOriginal.nextWorkday(day), () -> Dates.nextWorkday(day));
            same(day + " " + later, () -> DatesOriginal.age(day, later), () -> Dates.age(day, later));
            LocalDate birthday = day.plusYears(below(30));
            same(day + " " + birthday, () -> DatesOriginal.age(day, birthday), () -> Dates.age(day, birthday));
        }
    }
}
