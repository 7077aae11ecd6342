import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The patched program against the original on made-up inputs of its domain.
class GridSameTest {
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
            int rows = 1 + below(4);
            int columns = 1 + below(4);
            int[][] m = new int[rows][columns];
            int[][] square = new int[rows][rows];
            boolean[][] alive = new boolean[rows][columns];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    m[i][j] = below(9);
                    alive[i][j] = below(2) == 0;
                }
                for (int j = 0; j < rows; j++) {
                    square[i][j] = below(9);
                }
            }
            int row = below(rows);
            int column = below(columns);
            same(Arrays.deepToString(m), () -> GridOriginal.transpose(m), () -> Grid.transpose(m));
            same(Arrays.deepToString(square), () -> GridOriginal.trace(square), () -> Grid.trace(square));
            same(Arrays.deepToString(alive) + row + column, () -> GridOriginal.neighbours(alive, row, column), () -> Grid.neighbours(alive, row, column));
        }
    }
}
