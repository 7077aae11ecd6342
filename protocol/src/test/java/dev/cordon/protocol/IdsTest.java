package dev.cordon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @Test
    void aFreshIdIsAUuidOfVersion7WithTheTimeInIt() {
        long before = System.currentTimeMillis();
        UUID id = UUID.fromString(SessionId.fresh().value());
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        long millis = id.getMostSignificantBits() >>> 16;
        // Ids made faster than they can be counted run ahead of the clock a little.
        assertTrue(millis >= before && millis <= System.currentTimeMillis() + 60_000);
    }

    @Test
    void laterIdsSortLater() {
        String last = "";
        for (int i = 0; i < 20_000; i++) {
            String next = TurnId.fresh().value();
            assertTrue(next.compareTo(last) > 0, last + " then " + next);
            last = next;
        }
    }

    @Test
    void noTwoThreadsGetTheSameId() throws InterruptedException {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = new HashSet<>();
        for (int t = 0; t < 4; t++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < 5_000; i++) {
                                    ids.add(SessionId.fresh().value());
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(20_000, ids.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0199c0de-7a10-7c3e-9d55-2f60a1b2c3d",
                "0199C0DE-7A10-7C3E-9D55-2F60A1B2C3D4",
                "0199c0de_7a10_7c3e_9d55_2f60a1b2c3d4",
                "../../../../../../../../../../../../a",
                "0199c0de-7a10-7c3e-9d55-2f60a1b2c3\u0664\u0664"
            })
    void anythingElseIsNoId(String text) {
        assertThrows(IllegalArgumentException.class, () -> new SessionId(text));
        assertThrows(IllegalArgumentException.class, () -> new TurnId(text));
    }

    @Test
    void aCallIdHasABound() {
        assertEquals(256, new CallId("x".repeat(256)).value().length());
        assertThrows(IllegalArgumentException.class, () -> new CallId(""));
        assertThrows(IllegalArgumentException.class, () -> new CallId("x".repeat(257)));
    }
}
