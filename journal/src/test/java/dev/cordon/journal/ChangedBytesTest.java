package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is changed in a finished journal, verification says so and names the entry.
class ChangedBytesTest {
    private static final int ENTRIES = 40;
    private static final JournalOptions SMALL =
            JournalOptions.standard().withSegmentBytes(8 * 1024);

    @TempDir Path folder;

    private void write() {
        try (FileJournal journal = FileJournal.open(folder, SMALL)) {
            for (int i = 1; i < ENTRIES; i++) {
                journal.append(
                        new JournalEntry(
                                JournalEntry.Kind.EFFECT,
                                Instant.ofEpochMilli(1_780_000_000_000L + i),
                                Optional.empty(),
                                Json.object().put("text", "entry é " + i).put("n", i).build()));
            }
        }
    }

    private VerifyReport verify() throws IOException {
        return new JournalVerifier(folder, Optional.empty(), List.of()).verify(0);
    }

    @Test
    void anUntouchedJournalIsGood() throws Exception {
        write();
        VerifyReport report = verify();
        assertEquals(VerifyReport.Verdict.GOOD, report.verdict(), () -> report.toString());
        assertEquals(ENTRIES, report.signed());
    }

    @Test
    void everyChangedByteOfASegmentNamesItsEntry() throws Exception {
        write();
        Random random = new Random(7);
        for (long first : new JournalFiles(folder).firsts()) {
            Path segment = new JournalFiles(folder).segment(first);
            byte[] good = Files.readAllBytes(segment);
            for (int at = 0; at < good.length; at += 1 + random.nextInt(60)) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(segment, bad);
                VerifyReport report = verify();
                assertEquals(
                        OptionalLong.of(entryAt(good, at) + first),
                        report.firstBad(),
                        "byte " + at + " of " + segment + ": " + report);
            }
            Files.write(segment, good);
        }
        assertEquals(VerifyReport.Verdict.GOOD, verify().verdict());
    }

    private static long entryAt(byte[] segment, int at) {
        long entry = 0;
        for (int i = 0; i < at; i++) {
            entry += segment[i] == '\n' ? 1 : 0;
        }
        return entry;
    }

    @Test
    void everyChangedHashOfTheTreeNamesItsEntry() throws Exception {
        write();
        Path tree = folder.resolve("tree/0");
        byte[] good = Files.readAllBytes(tree);
        assertEquals(ENTRIES * 32, good.length);
        for (int at = 0; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(tree, bad);
            assertEquals(OptionalLong.of(at / 32), verify().firstBad());
        }
    }

    @Test
    void everyChangedByteOfACheckpointIsFound() throws Exception {
        write();
        for (String name : List.of("checkpoint", "checkpoints", "key.pub")) {
            byte[] good = Files.readAllBytes(folder.resolve(name));
            for (int at = 0; at < good.length; at += 3) {
                byte[] bad = good.clone();
                bad[at] ^= 1;
                Files.write(folder.resolve(name), bad);
                assertNotEquals(
                        VerifyReport.Verdict.GOOD, verify().verdict(), name + " byte " + at);
            }
            Files.write(folder.resolve(name), good);
        }
    }

    @Test
    void aJournalWhoseEndWasCutIsFoundByItsCheckpoint() throws Exception {
        write();
        List<Long> firsts = new JournalFiles(folder).firsts();
        assertTrue(firsts.size() > 2);
        Files.delete(new JournalFiles(folder).segment(firsts.getLast()));
        assertEquals(OptionalLong.of(firsts.getLast()), verify().firstBad());
    }

    @Test
    void aRemovedSegmentInTheMiddleIsNamedByItsFirstEntry() throws Exception {
        write();
        List<Long> firsts = new JournalFiles(folder).firsts();
        Files.delete(new JournalFiles(folder).segment(firsts.get(1)));
        assertEquals(OptionalLong.of(firsts.get(1)), verify().firstBad());
    }

    @Test
    void anEntryThatWasRewrittenWithAllItsOwnHashesBreaksTheNext() throws Exception {
        write();
        Path segment = new JournalFiles(folder).segment(0);
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(segment));
        EntryLine line = EntryLine.read(lines.get(2).getBytes("UTF-8"));
        Hashes hashes = new Hashes();
        byte[] payload = "{\"n\":99}".getBytes("UTF-8");
        byte[] salt = line.salt().orElseThrow();
        EntryHead old = line.head();
        byte[] head =
                new EntryHead(
                                hashes.commitment(salt, payload, 0, payload.length),
                                old.kind(),
                                old.log(),
                                old.prev(),
                                old.sequence(),
                                old.session(),
                                old.time(),
                                old.user(),
                                old.writer())
                        .write();
        byte[] forged = EntryLine.write(head, hashes.leaf(head, 0, head.length), payload, salt);
        lines.set(2, new String(forged, "UTF-8").strip());
        Files.writeString(segment, String.join("\n", lines) + "\n");
        assertEquals(OptionalLong.of(2), verify().firstBad());
    }
}
