package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Fills the file system of a journal, as a program: `FullDisk FOLDER`. Prints what the journal
/// said, and what verification says of what is there.
final class FullDisk {
    private FullDisk() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0], "journal");
        JournalOptions options =
                JournalOptions.standard().withCheckpoints(100, 100, JournalOptions.Closing.LEAVE);
        long acknowledged = 0;
        try (FileJournal journal = FileJournal.open(folder, options)) {
            while (true) {
                acknowledged =
                        journal.append(
                                        new JournalEntry(
                                                JournalEntry.Kind.EFFECT,
                                                Instant.now(),
                                                Optional.empty(),
                                                Json.object().put("x", "y".repeat(900)).build()))
                                .index();
            }
        } catch (JournalException e) {
            System.out.println(e.getMessage());
        }
        VerifyReport report = new JournalVerifier(folder, Optional.empty(), List.of()).verify(0);
        List<String> last = new ArrayList<>();
        new JournalReader(folder)
                .read(
                        acknowledged + 1,
                        JournalFilter.all(),
                        entry -> last.add(entry.kind() + " " + entry.text("cause")));
        last.forEach(entry -> System.out.println("last entry: " + entry));
        boolean whole =
                report.entries() == acknowledged + 1 + last.size()
                        && last.size() <= 1
                        && report.problems().isEmpty();
        System.out.println(whole ? "all acknowledged entries verify" : report.toString());
    }
}
