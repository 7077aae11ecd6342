package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A journal that version 1 wrote is read for ever; bytes that are none are refused in order.
class JournalFormatTest {
    @TempDir Path folder;

    private void copyGolden() throws Exception {
        Path golden = Path.of(JournalFormatTest.class.getResource("/journal-v1").toURI());
        try (Stream<Path> files = Files.walk(golden)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(golden.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void theJournalOfVersion1Verifies() throws Exception {
        copyGolden();
        VerifyReport report = new JournalVerifier(folder, Optional.empty(), List.of()).verify(0);
        assertEquals(VerifyReport.Verdict.GOOD, report.verdict(), () -> report.toString());
        List<String> kinds = new ArrayList<>();
        new JournalReader(folder).read(0, JournalFilter.all(), e -> kinds.add(e.kind()));
        assertEquals(
                List.of(
                        "journal.open",
                        "session",
                        "prompt",
                        "decision",
                        "effect",
                        "network",
                        "model_answer",
                        "retention.sweep"),
                kinds);
    }

    @Test
    void theJournalOfVersion1CanBeContinued() throws Exception {
        copyGolden();
        JournalOptions leave =
                JournalOptions.standard().withCheckpoints(1000, 1000, JournalOptions.Closing.LEAVE);
        try (FileJournal journal = FileJournal.open(folder, leave)) {
            assertEquals(8, journal.append(FileJournalTest.entry(1)).index());
        }
        VerifyReport report = new JournalVerifier(folder, Optional.empty(), List.of()).verify(0);
        assertEquals(List.of(), report.problems());
        assertEquals(List.of("1 entries at the end have no checkpoint yet"), report.notes());
    }

    @Test
    void aTornTailIsPutAsideAndReported() throws Exception {
        copyGolden();
        JournalFiles files = new JournalFiles(folder);
        Path last = files.segment(files.firsts().getLast());
        Files.writeString(
                last, Files.readString(last) + "{\"head\":{\"comm", StandardCharsets.UTF_8);
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            assertEquals(9, journal.append(FileJournalTest.entry(1)).index());
        }
        List<StoredEntry> entries = new ArrayList<>();
        new JournalReader(folder).read(8, JournalFilter.all(), entries::add);
        assertEquals("journal.recovered", entries.getFirst().kind());
        assertEquals(14, entries.getFirst().payload().orElseThrow().requireInteger("droppedBytes"));
        try (Stream<Path> torn = Files.list(folder.resolve("torn"))) {
            assertEquals("{\"head\":{\"comm", Files.readString(torn.toList().getFirst()));
        }
    }

    @Test
    void aWholeLineThatDoesNotFitIsRefusedAndNotCut() throws Exception {
        copyGolden();
        JournalFiles files = new JournalFiles(folder);
        Path last = files.segment(files.firsts().getLast());
        String changed = Files.readString(last).replace("\"user\":\"alice\"", "\"user\":\"mallo\"");
        Files.writeString(last, changed);
        JournalException e =
                assertThrows(
                        JournalException.class,
                        () -> FileJournal.open(folder, JournalOptions.standard()));
        assertTrue(e.getMessage().contains("entry 7"), e.getMessage());
        assertEquals(changed, Files.readString(last));
        assertThrows(
                IOException.class,
                () ->
                        new JournalReader(folder.resolve("no"))
                                .read(0, JournalFilter.all(), x -> {}));
    }

    @Test
    void aJournalThatWasCutBehindItsCheckpointIsNotContinued() throws Exception {
        copyGolden();
        JournalFiles files = new JournalFiles(folder);
        Files.delete(files.segment(files.firsts().getLast()));
        JournalException e =
                assertThrows(
                        JournalException.class,
                        () -> FileJournal.open(folder, JournalOptions.standard()));
        assertTrue(e.getMessage().contains("was cut"), e.getMessage());
    }

    @Test
    void changedLinesAreRefusedAndNeverBreakTheReader() throws Exception {
        copyGolden();
        byte[] line =
                Files.readAllLines(new JournalFiles(folder).segment(0))
                        .get(1)
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = line.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bad.length) : bad.length;
            byte[] cut = java.util.Arrays.copyOf(bad, length);
            if (!java.util.Arrays.equals(cut, line)) {
                assertThrows(
                        BadEntryException.class, () -> EntryLine.read(cut).check(new Hashes()));
            }
        }
    }
}
