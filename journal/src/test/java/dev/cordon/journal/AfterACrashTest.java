package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A decision whose effect nobody saw is closed by the next process.
class AfterACrashTest {
    @TempDir Path folder;

    private void crash() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashedWriter.class.getName(),
                                folder.toString())
                        .inheritIO()
                        .start();
        assertEquals(9, process.waitFor());
    }

    private List<String> unknown() throws Exception {
        List<String> calls = new ArrayList<>();
        new JournalReader(folder)
                .read(
                        0,
                        JournalFilter.all(),
                        entry -> {
                            if (entry.kind().equals("effect")
                                    && entry.text("status").equals("unknown")) {
                                calls.add(
                                        entry.text("call")
                                                + " "
                                                + entry.session().isPresent()
                                                + " "
                                                + entry.payload()
                                                        .orElseThrow()
                                                        .requireInteger("decision"));
                            }
                        });
        return calls;
    }

    @Test
    void whatCouldHaveHappenedIsClosedOnceAndNothingElse() throws Exception {
        crash();
        FileJournal.open(folder, JournalOptions.standard()).close();

        // The opening entry is number 0, so the decisions stand at 1, 3, 4, 5, 7, 9 and 10.
        assertEquals(List.of("approved true 7", "open true 10"), unknown());
        FileJournal.open(folder, JournalOptions.standard()).close();
        assertEquals(2, unknown().size());
        assertEquals(
                VerifyReport.Verdict.GOOD,
                new JournalVerifier(folder, Optional.empty(), List.of()).verify(0).verdict());
    }

    @Test
    void aProcessThatEndedWellLeavesNoMarkAndALivingOneKeepsIts() throws Exception {
        JournalFiles files = new JournalFiles(folder);
        try (FileJournal _ = FileJournal.open(folder, JournalOptions.standard());
                var marks = Files.list(files.writers())) {
            assertEquals(1, marks.count());
        }
        try (var marks = Files.list(files.writers())) {
            assertEquals(0, marks.count());
        }
    }

    @Test
    void aStrangeMarkStopsNobody() throws Exception {
        FileJournal.open(folder, JournalOptions.standard()).close();
        JournalFiles files = new JournalFiles(folder);
        Files.writeString(files.writers().resolve("x-y"), "not a number");
        Files.writeString(files.writers().resolve("99999999-00"), "999999999999999999999999");

        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            assertEquals(1, journal.append(FileJournalTest.entry(1)).index());
        }
        try (var marks = Files.list(files.writers())) {
            assertEquals(0, marks.count());
        }
    }
}
