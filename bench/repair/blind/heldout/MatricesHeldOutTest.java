import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class MatricesHeldOutTest {
    @Test
    void shapes() {
        assertArrayEquals(new long[][] {{6}}, Matrices.multiply(new long[][] {{2}}, new long[][] {{3}}));
        assertArrayEquals(
                new long[][] {{2, 4}, {3, 6}, {5, 10}},
                Matrices.multiply(new long[][] {{2}, {3}, {5}}, new long[][] {{1, 2}}));
        assertThrows(
                IllegalArgumentException.class,
                () -> Matrices.multiply(new long[][] {{1}, {2}}, new long[][] {{1}, {2}}));
        assertArrayEquals(new long[0][0], Matrices.identity(0));
        assertArrayEquals(new long[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, Matrices.identity(3));
    }

    @Test
    void powers() {
        assertArrayEquals(new long[][] {{1024}}, Matrices.power(new long[][] {{2}}, 10));
        assertArrayEquals(new long[][] {{-27}}, Matrices.power(new long[][] {{-3}}, 3));
        assertArrayEquals(new long[][] {{1, 7}, {0, 1}}, Matrices.power(new long[][] {{1, 1}, {0, 1}}, 7));
        assertArrayEquals(new long[][] {{1, 6}, {0, 1}}, Matrices.power(new long[][] {{1, 2}, {0, 1}}, 3));
    }

    @Test
    void determinants() {
        assertEquals(0, Matrices.determinant(new long[][] {{1, 2}, {2, 4}}));
        assertEquals(1, Matrices.determinant(Matrices.identity(4)));
        assertEquals(24, Matrices.determinant(new long[][] {{1, 9, 9, 9}, {0, 2, 9, 9}, {0, 0, 3, 9}, {0, 0, 0, 4}}));
    }

    private static long[][] made(Compare compare, int rows, int columns) {
        long[][] matrix = new long[rows][columns];
        for (long[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = compare.between(-4, 5);
            }
        }
        return matrix;
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(4);
        for (int round = 0; round < 500; round++) {
            int size = compare.between(1, 4);
            int exponent = compare.below(9);
            long[][] a = made(compare, size, size);
            long[][] b = made(compare, compare.between(1, 4), compare.between(1, 4));
            compare.same(round, () -> MatricesOriginal.multiply(a, b), () -> Matrices.multiply(a, b));
            compare.same(round, () -> MatricesOriginal.power(a, exponent), () -> Matrices.power(a, exponent));
            compare.same(round, () -> MatricesOriginal.determinant(a), () -> Matrices.determinant(a));
        }
    }
}
