package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointPruningTest {
    private static final SessionId OLD = SessionId.fresh();

    @TempDir Path root;
    private Path home;
    private Path work;

    @BeforeEach
    void workspace() throws IOException {
        home = root.resolve("home");
        work = Files.createDirectories(root.resolve("work"));
        Files.writeString(work.resolve("a.txt"), "one");
    }

    @Test
    void onlySessionsWhoseLastCheckpointIsTooOldLoseTheirs() throws Exception {
        Checkpoints old = new Checkpoints(home, work, OLD);
        assertTrue(old.take(1) instanceof Checkpoints.Outcome.Taken);
        Path store = store();
        PrivateGit git = PrivateGit.open(store.resolve("git"));
        Instant now = Instant.now();
        assertEquals(List.of(), CheckpointPruning.prune(git, store, now));
        assertEquals(List.of(), CheckpointPruning.prune(git, store, now.plus(Duration.ofDays(29))));
        assertTrue(old.find(1).isPresent());
        assertEquals(
                List.of(OLD.value()),
                CheckpointPruning.prune(git, store, now.plus(Duration.ofDays(31))));
        assertEquals(Optional.empty(), old.find(1));
        assertEquals("one", Files.readString(work.resolve("a.txt")), "work is not touched");
        // A session that begins from the index which the old one left.
        assertTrue(
                new Checkpoints(home, work, SessionId.fresh()).take(1)
                        instanceof Checkpoints.Outcome.Taken);
    }

    @Test
    void aStoreIsLookedAtOnceADay() throws Exception {
        Checkpoints old = new Checkpoints(home, work, OLD);
        assertTrue(old.take(1) instanceof Checkpoints.Outcome.Taken);
        Path store = store();
        Instant later = Instant.now().plus(Duration.ofDays(40));
        CheckpointPruning.lazily(store, Instant.now());
        assertTrue(old.find(1).isPresent(), "the store was made today");
        CheckpointPruning.lazily(store, later);
        assertEquals(Optional.empty(), old.find(1));
        CheckpointPruning.lazily(root.resolve("nothing"), later);
    }

    @Test
    void aDeletedSessionLeavesNoCheckpoint() throws Exception {
        Checkpoints old = new Checkpoints(home, work, OLD);
        old.forget();
        assertTrue(old.take(1) instanceof Checkpoints.Outcome.Taken);
        old.forget();
        assertEquals(Optional.empty(), old.find(1));
    }

    private Path store() throws IOException {
        try (var stores = Files.list(home.resolve("checkpoints"))) {
            return stores.findFirst().orElseThrow();
        }
    }
}
