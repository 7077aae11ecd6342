import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoinsHeldOutTest {
    @Test
    void fewest() {
        assertEquals(1, Coins.fewest(new int[] {7}, 7));
        assertEquals(-1, Coins.fewest(new int[] {7}, 6));
        assertEquals(-1, Coins.fewest(new int[0], 3));
        assertEquals(0, Coins.fewest(new int[0], 0));
        assertEquals(2, Coins.fewest(new int[] {1, 15, 25}, 30));
        assertEquals(20, Coins.fewest(new int[] {186, 419, 83, 408}, 6249));
    }

    @Test
    void change() {
        assertEquals(List.of(15, 15), Coins.change(new int[] {25, 1, 15}, 30));
        assertEquals(List.of(4, 4, 1), Coins.change(new int[] {1, 3, 4}, 9));
        assertEquals(List.of(2, 2), Coins.change(new int[] {2}, 4));
        assertEquals(List.of(), Coins.change(new int[] {9}, 4));
    }

    @Test
    void ways() {
        assertEquals(292, Coins.ways(new int[] {1, 5, 10, 25, 50}, 100));
        assertEquals(1, Coins.ways(new int[] {3}, 9));
        assertEquals(0, Coins.ways(new int[0], 1));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(6);
        for (int round = 0; round < 800; round++) {
            int[] coins = compare.random.ints(1 + compare.below(4), 1, 13).distinct().toArray();
            int amount = compare.below(45);
            String input = Arrays.toString(coins) + " " + amount;
            compare.same(input, () -> CoinsOriginal.fewest(coins, amount), () -> Coins.fewest(coins, amount));
            compare.same(input, () -> CoinsOriginal.change(coins, amount), () -> Coins.change(coins, amount));
            compare.same(input, () -> CoinsOriginal.ways(coins, amount), () -> Coins.ways(coins, amount));
        }
    }
}
