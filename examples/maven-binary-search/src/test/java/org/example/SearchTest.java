package org.example;
import static org.junit.jupiter.api.Assertions.*;
import org.junit.jupiter.api.Test;
class SearchTest {
    @Test void findsFirst() { assertEquals(0, Search.binary(new int[]{1,3,5,7}, 1)); }
    @Test void findsLast() { assertEquals(3, Search.binary(new int[]{1,3,5,7}, 7)); }
    @Test void findsMiddle() { assertEquals(1, Search.binary(new int[]{1,3,5,7}, 3)); }
    @Test void misses() { assertEquals(-1, Search.binary(new int[]{1,3,5,7}, 4)); }
    @Test void empty() { assertEquals(-1, Search.binary(new int[0], 4)); }
    @Test void single() { assertEquals(0, Search.binary(new int[]{4}, 4)); }
}
