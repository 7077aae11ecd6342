package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrantStoreTest {
    private static final Instant NOW = Instant.EPOCH;

    @TempDir Path home;

    private static Grant grant(String id, long seconds) {
        return new Grant(
                id,
                new Capability.CommandPrefix(List.of("mvn", "test")),
                Grant.Scope.PROJECT,
                NOW.plusSeconds(seconds),
                "user",
                Optional.of("/srv/shop"));
    }

    @Test
    void whatWasGrantedIsThereUntilItEndsOrIsRevoked() {
        GrantStore store = new GrantStore(home);
        store.add(grant("aa", 60), NOW);
        store.add(grant("ab", 10), NOW);

        assertEquals(List.of(grant("aa", 60), grant("ab", 10)), new GrantStore(home).list(NOW));
        assertEquals(List.of(grant("aa", 60)), store.list(NOW.plusSeconds(10)));
        assertFalse(store.revoke("a"));
        assertTrue(store.revoke("aa"));
        assertEquals(List.of(grant("ab", 10)), store.list(NOW));
        assertFalse(store.revoke("aa"));
        assertFalse(store.revoke(""));
    }

    @Test
    void whatIsForASessionIsListedWithItAndEndsWithIt() {
        GrantStore store = new GrantStore(home);
        Grant session =
                new Grant(
                        "ss",
                        new Capability.Host("a.example", 443),
                        Grant.Scope.SESSION,
                        NOW.plusSeconds(60),
                        "user",
                        Optional.empty());
        store.add(session, "S1", NOW);
        store.add(grant("aa", 60), NOW);

        assertEquals(
                List.of(
                        new GrantStore.Kept(session, "S1"),
                        new GrantStore.Kept(grant("aa", 60), "")),
                new GrantStore(home).kept(NOW));
        store.ended("other");
        store.ended("");
        assertEquals(2, store.list(NOW).size());
        store.ended("S1");
        assertEquals(List.of(grant("aa", 60)), store.list(NOW));
    }

    @Test
    void onlyTheUserCanReadItAndNoDraftIsLeft() throws IOException {
        GrantStore store = new GrantStore(home.resolve("new"));
        store.add(grant("aa", 60), NOW);

        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve("new/grants.jsonl"))));
        try (var files = Files.list(home.resolve("new"))) {
            assertEquals(
                    List.of("grants.jsonl", "grants.lock"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aDamagedFileGrantsNothing() throws IOException {
        Files.writeString(home.resolve("grants.jsonl"), "{\"id\":\"x\"}\n");

        assertThrows(JsonException.class, () -> new GrantStore(home).list(NOW));
    }

    @Test
    void severalWritersLoseNothing() throws InterruptedException {
        GrantStore store = new GrantStore(home);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String id = "g" + i;
                threads.submit(() -> store.add(grant(id, 60), NOW));
            }
        }
        assertEquals(20, store.list(NOW).size());
    }
}
