import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class IntervalsSameTest {
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
            int a = below(12) - 6;
            int b = a + 1 + below(6);
            int c = below(12) - 6;
            int d = c + 1 + below(6);
            int step = below(9) - 2;
            same(a + " " + b + " " + c + " " + d, () -> IntervalsOriginal.overlap(a, b, c, d), () -> Intervals.overlap(a, b, c, d));
            same(a + " " + b + " " + c + " " + d, () -> IntervalsOriginal.shared(a, b, c, d), () -> Intervals.shared(a, b, c, d));
            same(c + " " + a + " " + b, () -> IntervalsOriginal.clamp(c, a, b), () -> Intervals.clamp(c, a, b));
            same(a + " " + c + " " + step, () -> IntervalsOriginal.steps(a, c, step), () -> Intervals.steps(a, c, step));
        }
    }
}
