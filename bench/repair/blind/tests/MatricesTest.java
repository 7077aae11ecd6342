import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class MatricesTest {
    @Test
    void multipliesRowsByColumns() {
        long[][] left = {{1, 2}, {3, 4}};
        long[][] right = {{5, 6}, {7, 8}};
        assertArrayEquals(new long[][] {{19, 22}, {43, 50}}, Matrices.multiply(left, right));
    }

    @Test
    void multipliesMatricesThatAreNotSquare() {
        long[][] left = {{1, 2, 3}};
        long[][] right = {{4, 0}, {5, 1}, {6, 2}};
        assertArrayEquals(new long[][] {{32, 8}}, Matrices.multiply(left, right));
    }

    @Test
    void refusesSizesThatDoNotFit() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Matrices.multiply(new long[][] {{1, 2}}, new long[][] {{1, 2}}));
    }

    @Test
    void theIdentityHasOnesOnTheDiagonal() {
        assertArrayEquals(new long[][] {{1, 0}, {0, 1}}, Matrices.identity(2));
    }

    @Test
    void powersOfTheFibonacciMatrix() {
        long[][] step = {{1, 1}, {1, 0}};
        assertArrayEquals(new long[][] {{89, 55}, {55, 34}}, Matrices.power(step, 10));
        assertArrayEquals(step, Matrices.power(step, 1));
        assertArrayEquals(Matrices.identity(2), Matrices.power(step, 0));
    }

    @Test
    void determinantsOfSmallMatrices() {
        assertEquals(-2, Matrices.determinant(new long[][] {{1, 2}, {3, 4}}));
        assertEquals(5, Matrices.determinant(new long[][] {{5}}));
    }

    @Test
    void determinantOfAThreeByThree() {
        assertEquals(
                -306, Matrices.determinant(new long[][] {{6, 1, 1}, {4, -2, 5}, {2, 8, 7}}));
    }
}
