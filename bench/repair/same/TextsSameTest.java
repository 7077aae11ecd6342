import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class TextsSameTest {
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
            StringBuilder made = new StringBuilder();
            for (int i = below(9); i > 0; i--) {
                made.append("abczAEZ e".charAt(below(9)));
            }
            String text = made.toString();
            String twice = text + made.reverse();
            int shift = below(26);
            same(text, () -> TextsOriginal.palindrome(text), () -> Texts.palindrome(text));
            same(twice, () -> TextsOriginal.palindrome(twice), () -> Texts.palindrome(twice));
            same(text + shift, () -> TextsOriginal.caesar(text, shift), () -> Texts.caesar(text, shift));
            same(text, () -> TextsOriginal.vowels(text), () -> Texts.vowels(text));
            same(text, () -> TextsOriginal.initials(text), () -> Texts.initials(text));
        }
    }
}
