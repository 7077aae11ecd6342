import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class RingSameTest {
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
            int capacity = 1 + below(4);
            RingOriginal original = new RingOriginal(capacity);
            Ring patched = new Ring(capacity);
            StringBuilder done = new StringBuilder("ring " + capacity);
            for (int step = 0; step < 14; step++) {
                int value = 1 + below(4);
                switch (below(4)) {
                    case 0, 1 -> {
                        done.append(" offer ").append(value);
                        same(done.toString(), () -> original.offer(value), () -> patched.offer(value));
                    }
                    case 2 -> {
                        done.append(" poll");
                        same(done.toString(), original::poll, patched::poll);
                    }
                    default -> {
                        done.append(" contains ").append(value);
                        same(done.toString(), () -> original.contains(value), () -> patched.contains(value));
                    }
                }
                same(done.toString(), original::size, patched::size);
            }
        }
    }
}
