import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrimesHeldOutTest {
    @Test
    void smallLimits() {
        assertEquals(List.of(), Primes.upTo(-3));
        assertEquals(List.of(), Primes.upTo(0));
        assertEquals(List.of(2, 3), Primes.upTo(4));
        assertEquals(List.of(2, 3, 5, 7, 11, 13, 17, 19, 23), Primes.upTo(25));
        assertEquals(168, Primes.upTo(1000).size());
    }

    @Test
    void factorsOfManyShapes() {
        assertEquals(List.of(2), Primes.factors(2));
        assertEquals(List.of(2, 2, 2, 2), Primes.factors(16));
        assertEquals(List.of(3, 3), Primes.factors(9));
        assertEquals(List.of(2, 47), Primes.factors(94));
        assertEquals(List.of(97, 101), Primes.factors(9797));
    }

    @Test
    void totientsAndGaps() {
        assertEquals(40, Primes.totient(100));
        assertEquals(96, Primes.totient(97));
        assertEquals(8, Primes.totient(30));
        assertEquals(0, Primes.largestGap(0));
        assertEquals(14, Primes.largestGap(130));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(1);
        for (int n = -2; n < 600; n++) {
            int number = n;
            compare.same(n, () -> PrimesOriginal.upTo(number), () -> Primes.upTo(number));
            compare.same(n, () -> PrimesOriginal.factors(number), () -> Primes.factors(number));
            compare.same(n, () -> PrimesOriginal.totient(number), () -> Primes.totient(number));
            compare.same(n, () -> PrimesOriginal.largestGap(number), () -> Primes.largestGap(number));
        }
    }
}
