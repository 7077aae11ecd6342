import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LruCacheHeldOutTest {
    @Test
    void aCacheOfOne() {
        LruCache cache = new LruCache(1);
        cache.put("a", 1);
        cache.put("a", 2);
        assertEquals(2, cache.get("a", -1));
        cache.put("b", 3);
        assertEquals(-1, cache.get("a", -1));
        assertEquals(List.of("b"), cache.keysOldestFirst());
        assertEquals(1, cache.misses());
    }

    @Test
    void touchingTheNewestChangesNothing() {
        LruCache cache = new LruCache(3);
        cache.put("a", 1);
        cache.put("b", 2);
        cache.get("b", 0);
        cache.get("b", 0);
        assertEquals(List.of("a", "b"), cache.keysOldestFirst());
        cache.put("c", 3);
        cache.put("d", 4);
        cache.put("e", 5);
        assertEquals(List.of("c", "d", "e"), cache.keysOldestFirst());
        cache.get("a", 0);
        cache.get("b", 0);
        assertEquals(2, cache.misses());
        assertEquals(4, cache.get("d", 0));
        assertEquals(3, cache.get("c", 0));
        assertEquals(List.of("e", "d", "c"), cache.keysOldestFirst());
        cache.put("f", 6);
        assertEquals(0, cache.get("e", 0));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(3);
        for (int round = 0; round < 300; round++) {
            int capacity = compare.between(1, 4);
            LruCacheOriginal original = new LruCacheOriginal(capacity);
            LruCache patched = new LruCache(capacity);
            StringBuilder done = new StringBuilder("of " + capacity);
            for (int step = 0; step < 25; step++) {
                String key = compare.text("abcdef", 1);
                int value = compare.below(50);
                if (compare.below(2) == 0) {
                    done.append(" put ").append(key);
                    original.put(key, value);
                    patched.put(key, value);
                } else {
                    done.append(" get ").append(key);
                    compare.same(done, () -> original.get(key, value), () -> patched.get(key, value));
                }
                compare.same(done, original::keysOldestFirst, patched::keysOldestFirst);
                compare.same(done, original::misses, patched::misses);
            }
        }
    }
}
