package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The long run, a thousand kills, is `KilledWriters` started as a program (bench/RESULTS.md).
class KilledWritersTest {
    @TempDir Path folder;

    @Test
    void noAcknowledgedEntryIsLostWhenWritersAreKilled() throws Exception {
        KilledWriters writers = new KilledWriters(folder, 11);
        writers.kill(16);
        assertEquals(Optional.empty(), writers.problem());
        assertTrue(writers.acknowledged() > 0, "no writer lived long enough to write");
    }
}
