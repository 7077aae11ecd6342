import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class ListsSameTest {
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
            List<Integer> given = new ArrayList<>();
            for (int value : numbers(9)) {
                given.add(value);
            }
            int size = 1 + below(5);
            same("" + given, () -> ListsOriginal.distinct(given), () -> Lists.distinct(given));
            same(given + " " + size, () -> ListsOriginal.chunks(given, size), () -> Lists.chunks(given, size));
            same("" + given, () -> ListsOriginal.second(given), () -> Lists.second(given));
            same("" + given, () -> ListsOriginal.running(given), () -> Lists.running(given));
        }
    }
}
