import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class CalculatorSameTest {
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
            String text = expression(3);
            same(text, () -> CalculatorOriginal.evaluate(text), () -> Calculator.evaluate(text));
        }
    }

    private String expression(int depth) {
        if (depth == 0 || below(4) == 0) {
            return "" + below(30);
        }
        String left = expression(depth - 1);
        String right = expression(depth - 1);
        return switch (below(5)) {
            case 0 -> left + "+" + right;
            case 1 -> left + " - " + right;
            case 2 -> left + "*" + right;
            default -> "(" + left + (below(2) == 0 ? "-" : "+") + right + ")";
        };
    }
}
