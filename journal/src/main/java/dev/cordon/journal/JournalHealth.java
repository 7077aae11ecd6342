package dev.cordon.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a journal can be written and its newest part verifies.
///
/// @param entries how many there are
/// @param signed how many the newest checkpoint covers
/// @param bytes of all segments
/// @param problems what is wrong, a sentence each
/// @param notes what is no fault but should be known
public record JournalHealth(
        long entries, long signed, long bytes, List<String> problems, List<String> notes) {
    private static final long CHECKED_ENTRIES = 100_000;

    public JournalHealth {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /// Opens the journal as a writer would, and verifies its last 100,000 entries.
    ///
    /// @throws JournalException if it cannot be written
    /// @throws IOException if it cannot be read
    public static JournalHealth of(Path folder, JournalOptions options) throws IOException {
        JournalOptions leave =
                options.withCheckpoints(
                        options.checkpointEntries(),
                        options.checkpointSeconds(),
                        JournalOptions.Closing.LEAVE);
        FileJournal.open(folder, leave).close();
        JournalFiles files = new JournalFiles(folder.toAbsolutePath().normalize());
        long covered = CheckpointFile.size(files).orElse(0);
        long since = Math.max(0, covered - CHECKED_ENTRIES);
        VerifyReport report =
                new JournalVerifier(folder, Optional.empty(), List.of()).verify(since);
        List<String> notes = new ArrayList<>();
        if (since > 0) {
            notes.add("verified from entry " + since + " on");
        }
        notes.add(anchors(files, options));
        long bytes = 0;
        for (long first : files.firsts()) {
            bytes += Files.size(files.segment(first));
        }
        return new JournalHealth(
                report.entries(), report.signed(), bytes, report.problems(), notes);
    }

    private static String anchors(JournalFiles files, JournalOptions options) throws IOException {
        Path log = files.root().resolve("anchors");
        if (options.anchors().isEmpty() && !Files.exists(log)) {
            return "no anchor: who has the key could rewrite the whole journal";
        }
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return lines.isEmpty()
                ? "anchors configured, none used yet"
                : "last anchor: " + lines.getLast();
    }
}
