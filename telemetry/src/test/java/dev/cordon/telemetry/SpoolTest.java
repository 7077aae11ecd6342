package dev.cordon.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The folder in which records wait for the collector.
class SpoolTest {
    @TempDir Path folder;

    @Test
    void theSpoolIsBoundedAndTheOldestGoFirst() throws Exception {
        Spool spool = new Spool(folder.resolve("spool"), 1000);
        for (int i = 0; i < 10; i++) {
            spool.add(Signal.LOGS, "pb", new byte[300], 1_000_000 + i);
        }

        assertEquals(
                List.of(1_000_007L, 1_000_008L, 1_000_009L),
                spool.waiting().stream().map(Spool.Waiting::sinceMillis).toList());
        assertEquals(7, spool.dropped());
    }

    @Test
    void onlyOneProcessSendsAtATime() throws Exception {
        Spool spool = new Spool(folder.resolve("spool"), 1000);
        try (Spool.Turn _ = spool.turn().orElseThrow()) {
            assertEquals(Optional.empty(), spool.turn());
        }
        try (Spool.Turn mine = spool.turn().orElseThrow()) {
            assertTrue(mine.channel().isOpen());
        }
    }

    @Test
    void strangeFilesInTheSpoolAreLeftAlone() throws Exception {
        Path spoolFolder = folder.resolve("spool");
        Spool spool = new Spool(spoolFolder, 1000);
        for (String name :
                List.of(
                        "x",
                        "1.logs.pb",
                        "abcdefghijklmno-1-1.logs.pb",
                        "000000000000001-1-1.x.pb")) {
            Files.writeString(spoolFolder.resolve(name), "?");
        }

        assertEquals(List.of(), spool.waiting());
    }
}
