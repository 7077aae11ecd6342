import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

final class Coins {
    private static final int NEVER = Integer.MAX_VALUE;

    private Coins() {}

    static int fewest(int[] coins, int amount) {
        int[] best = table(coins, amount);
        return best[amount] == NEVER ? -1 : best[amount];
    }

    static List<Integer> change(int[] coins, int amount) {
        int[] best = table(coins, amount);
        List<Integer> used = new ArrayList<>();
        if (best[amount] == NEVER) {
            return used;
        }
        int[] largestFirst = coins.clone();
        Arrays.sort(largestFirst);
        int rest = amount;
        while (rest > 0) {
            for (int i = largestFirst.length - 1; i >= 0; i--) {
                int coin = largestFirst[i];
                if (coin <= rest && best[rest - coin] == best[rest] - 1) {
                    used.add(coin);
                    rest -= coin;
                    break;
                }
            }
        }
        return used;
    }

    static long ways(int[] coins, int amount) {
        long[] ways = new long[amount + 1];
        ways[0] = 1;
        for (int coin : coins) {
            for (int sum = coin; sum <= amount; sum++) {
                ways[sum] += ways[sum - coin];
            }
        }
        return ways[amount];
    }

    private static int[] table(int[] coins, int amount) {
        int[] best = new int[amount + 1];
        Arrays.fill(best, NEVER);
        best[0] = 0;
        for (int sum = 1; sum <= amount; sum++) {
            for (int coin : coins) {
                if (coin <= sum && best[sum - coin] != NEVER) {
                    best[sum] = Math.min(best[sum], best[sum - coin] + 1);
                }
            }
        }
        return best;
    }
}
