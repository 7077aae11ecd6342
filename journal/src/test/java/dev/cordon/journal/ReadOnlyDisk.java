package dev.cordon.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Uses a journal on a file system that cannot be written, as a program: `ReadOnlyDisk FOLDER`.
/// Prints what writing said, how many entries can be read, and what verification says.
final class ReadOnlyDisk {
    private ReadOnlyDisk() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (FileJournal journal = FileJournal.opening(folder, JournalOptions.standard())) {
            var _ = journal.append(FileJournalTest.entry(99));
            System.out.println("WRITTEN");
        } catch (JournalException e) {
            System.out.println(e.getMessage());
        }
        List<StoredEntry> entries = new ArrayList<>();
        new JournalReader(folder).read(0, JournalFilter.all(), entries::add);
        System.out.println("read " + entries.size());
        VerifyReport report = new JournalVerifier(folder, Optional.empty(), List.of()).verify(0);
        System.out.println("verified " + report.checked() + " " + report.verdict());
    }
}
