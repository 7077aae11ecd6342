import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoinsTest {
    private static final int[] EURO = {1, 2, 5, 10, 20, 50};
    private static final int[] ODD = {1, 3, 4};

    @Test
    void takesTheFewestCoins() {
        assertEquals(3, Coins.fewest(EURO, 80));
        assertEquals(2, Coins.fewest(ODD, 6));
    }

    @Test
    void nothingNeedsNoCoin() {
        assertEquals(0, Coins.fewest(EURO, 0));
        assertEquals(List.of(), Coins.change(EURO, 0));
    }

    @Test
    void someAmountsCannotBePaid() {
        assertEquals(-1, Coins.fewest(new int[] {5, 10}, 12));
        assertEquals(List.of(), Coins.change(new int[] {5, 10}, 12));
    }

    @Test
    void changeListsTheLargestFirst() {
        assertEquals(List.of(50, 20, 10), Coins.change(EURO, 80));
        assertEquals(List.of(3, 3), Coins.change(ODD, 6));
    }

    @Test
    void changeOfOneCoin() {
        assertEquals(List.of(4), Coins.change(ODD, 4));
    }

    @Test
    void countsTheWays() {
        assertEquals(4, Coins.ways(new int[] {1, 2, 5}, 5));
        assertEquals(4, Coins.ways(ODD, 6));
    }

    @Test
    void thereIsOneWayToPayNothing() {
        assertEquals(1, Coins.ways(EURO, 0));
        assertEquals(0, Coins.ways(new int[] {2}, 3));
    }
}
