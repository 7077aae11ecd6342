import java.util.ArrayList;
import java.util.List;

final class Primes {
    private Primes() {}

    static List<Integer> upTo(int limit) {
        List<Integer> found = new ArrayList<>();
        if (limit < 2) {
            return found;
        }
        boolean[] composite = new boolean[limit + 1];
        for (int n = 2; n <= limit; n++) {
            if (composite[n]) {
                continue;
            }
            found.add(n);
            for (long multiple = (long) n * n; multiple <= limit; multiple += n) {
                composite[(int) multiple] = true;
            }
        }
        return found;
    }

    static List<Integer> factors(int number) {
        List<Integer> factors = new ArrayList<>();
        int rest = number;
        for (int divisor = 2; divisor * divisor <= rest; divisor++) {
            while (rest % divisor == 0) {
                factors.add(divisor);
                rest /= divisor;
            }
        }
        if (rest > 1) {
            factors.add(rest);
        }
        return factors;
    }

    static int totient(int number) {
        int result = number;
        int previous = 0;
        for (int factor : factors(number)) {
            if (factor != previous) {
                result -= result / factor;
                previous = factor;
            }
        }
        return result;
    }

    static int largestGap(int limit) {
        int widest = 0;
        List<Integer> primes = upTo(limit);
        for (int i = 1; i < primes.size(); i++) {
            widest = Math.max(widest, primes.get(i) - primes.get(i - 1));
        }
        return widest;
    }
}
