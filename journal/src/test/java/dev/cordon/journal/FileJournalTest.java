package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir Path folder;

    static JournalEntry entry(long number) {
        return new JournalEntry(
                JournalEntry.Kind.DECISION,
                NOON,
                Optional.empty(),
                Json.object().put("number", number).build());
    }

    @Test
    void theFirstEntryFollowsTheOpeningOne() {
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            assertEquals(1, journal.append(entry(1)).index());
            assertEquals(2, journal.append(entry(2)).index());
        }
    }

    @Test
    void aSecondOpeningGoesOnWhereTheFirstEnded() throws Exception {
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            journal.append(entry(1));
        }
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            assertEquals(2, journal.append(entry(2)).index());
        }
        List<String> lines = Files.readAllLines(folder.resolve("segments/0000000000000000.jsonl"));
        assertTrue(lines.size() >= 3);
        assertTrue(lines.get(2).contains("\"payload\":{\"number\":2}"));
    }

    @Test
    void manyThreadsGetPlacesOfTheirOwn() throws Exception {
        int threads = 64;
        int each = 50;
        List<Long> places = java.util.Collections.synchronizedList(new ArrayList<>());
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard());
                FileJournal other = FileJournal.open(folder, JournalOptions.standard());
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Callable<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                FileJournal mine = t % 2 == 0 ? journal : other;
                tasks.add(() -> {
                    for (int i = 0; i < each; i++) {
                        places.add(mine.append(entry(i)).index());
                    }
                    return true;
                });
            }
            pool.invokeAll(tasks);
        }
        assertEquals(threads * each, places.stream().distinct().count());
    }

    @Test
    void anEntryAfterClosingIsRefused() {
        FileJournal journal = FileJournal.open(folder, JournalOptions.standard());
        journal.close();
        assertThrows(JournalException.class, () -> journal.append(entry(1)));
    }

    @Test
    void anInterruptedThreadStillGetsItsReceiptAndStaysInterrupted() {
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            Thread.currentThread().interrupt();
            assertEquals(1, journal.append(entry(1)).index());
            assertTrue(Thread.interrupted());
        }
    }
}
