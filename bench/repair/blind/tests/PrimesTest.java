import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrimesTest {
    @Test
    void listsThePrimesUpToALimit() {
        assertEquals(List.of(2, 3, 5, 7, 11, 13, 17, 19), Primes.upTo(20));
    }

    @Test
    void includesTheLimitItself() {
        assertEquals(List.of(2, 3, 5, 7), Primes.upTo(7));
    }

    @Test
    void thereIsNoPrimeBelowTwo() {
        assertEquals(List.of(), Primes.upTo(1));
        assertEquals(List.of(2), Primes.upTo(2));
    }

    @Test
    void repeatsRepeatedFactors() {
        assertEquals(List.of(2, 2, 3, 5), Primes.factors(60));
    }

    @Test
    void aPrimeIsItsOwnFactor() {
        assertEquals(List.of(29), Primes.factors(29));
        assertEquals(List.of(), Primes.factors(1));
    }

    @Test
    void findsASquareOfAPrime() {
        assertEquals(List.of(7, 7), Primes.factors(49));
    }

    @Test
    void countsTheCoprimesOfANumber() {
        assertEquals(4, Primes.totient(12));
        assertEquals(6, Primes.totient(7));
        assertEquals(1, Primes.totient(1));
    }

    @Test
    void theGapIsTheWidestOfAll() {
        assertEquals(4, Primes.largestGap(13));
        assertEquals(6, Primes.largestGap(40));
        assertEquals(0, Primes.largestGap(2));
    }
}
