import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/// Made-up inputs and the comparison of the patched program with the original.
final class Compare {
    final Random random;

    Compare(long seed) {
        random = new Random(seed);
    }

    int below(int n) {
        return random.nextInt(n);
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /// At most `most` characters of `alphabet`.
    String text(String alphabet, int most) {
        StringBuilder made = new StringBuilder();
        for (int n = below(most + 1); n > 0; n--) {
            made.append(alphabet.charAt(below(alphabet.length())));
        }
        return made.toString();
    }

    int[] numbers(int most, int low, int high) {
        return random.ints(below(most + 1), low, high + 1).toArray();
    }

    String pick(String... choices) {
        return choices[below(choices.length)];
    }

    void same(Object input, Supplier<Object> original, Supplier<Object> patched) {
        assertEquals(told(original), told(patched), String.valueOf(input));
    }

    private static String told(Supplier<Object> call) {
        try {
            return Arrays.deepToString(new Object[] {call.get()});
        } catch (RuntimeException e) {
            return e.getClass().getName();
        }
    }
}
