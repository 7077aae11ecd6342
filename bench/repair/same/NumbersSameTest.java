import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class NumbersSameTest {
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
            int a = below(400) - 200;
            int b = below(400) - 200;
            same(a + " " + b, () -> NumbersOriginal.gcd(a, b), () -> Numbers.gcd(a, b));
            int n = below(3000) - 20;
            same("" + n, () -> NumbersOriginal.prime(n), () -> Numbers.prime(n));
            long base = below(13) - 6;
            int exponent = below(20);
            same(base + "^" + exponent, () -> NumbersOriginal.power(base, exponent), () -> Numbers.power(base, exponent));
            int d = below(2_000_000);
            same("" + d, () -> NumbersOriginal.digits(d), () -> Numbers.digits(d));
        }
    }
}
