import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LruCacheTest {
    @Test
    void returnsWhatWasPut() {
        LruCache cache = new LruCache(2);
        cache.put("a", 1);
        cache.put("b", 2);
        assertEquals(1, cache.get("a", -1));
        assertEquals(2, cache.get("b", -1));
    }

    @Test
    void returnsTheFallbackAndCountsTheMiss() {
        LruCache cache = new LruCache(2);
        cache.put("a", 1);
        assertEquals(-1, cache.get("b", -1));
        assertEquals(7, cache.get("c", 7));
        cache.get("a", 0);
        assertEquals(2, cache.misses());
    }

    @Test
    void evictsTheOldest() {
        LruCache cache = new LruCache(2);
        cache.put("a", 1);
        cache.put("b", 2);
        cache.put("c", 3);
        assertEquals(List.of("b", "c"), cache.keysOldestFirst());
        assertEquals(-1, cache.get("a", -1));
    }

    @Test
    void readingKeepsAnEntryAlive() {
        LruCache cache = new LruCache(2);
        cache.put("a", 1);
        cache.put("b", 2);
        cache.get("a", -1);
        cache.put("c", 3);
        assertEquals(List.of("a", "c"), cache.keysOldestFirst());
    }

    @Test
    void overwritingReplacesAndRefreshes() {
        LruCache cache = new LruCache(3);
        cache.put("a", 1);
        cache.put("b", 2);
        cache.put("c", 3);
        cache.put("a", 9);
        assertEquals(List.of("b", "c", "a"), cache.keysOldestFirst());
        assertEquals(9, cache.get("a", -1));
    }

    @Test
    void anEmptyCacheHasNoKeys() {
        assertEquals(List.of(), new LruCache(1).keysOldestFirst());
    }

    @Test
    void keepsTheOrderOverManySteps() {
        LruCache cache = new LruCache(3);
        for (String key : List.of("a", "b", "c", "b", "d", "e")) {
            cache.put(key, key.charAt(0));
        }
        assertEquals(List.of("b", "d", "e"), cache.keysOldestFirst());
        assertEquals('d', cache.get("d", -1));
        assertEquals(List.of("b", "e", "d"), cache.keysOldestFirst());
    }
}
