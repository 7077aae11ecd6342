import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class CsvSameTest {
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
            List<String> cells = new ArrayList<>();
            for (int i = below(10); i > 0; i--) {
                made.append("ab,\" ".charAt(below(5)));
                if (below(3) == 0) {
                    cells.add(made.toString().replace("\"", ""));
                }
            }
            String line = made.toString();
            same(line, () -> CsvOriginal.split(line), () -> Csv.split(line));
            same("" + cells, () -> CsvOriginal.join(cells), () -> Csv.join(cells));
        }
    }
}
