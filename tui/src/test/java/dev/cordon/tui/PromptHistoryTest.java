package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptHistoryTest {
    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("home/history.jsonl");
    }

    private PromptHistory open() {
        return new PromptHistory(Optional.of(file()), text -> text.replace("hunter2", "***"));
    }

    @Test
    void upGoesBackAndDownComesBackToWhatWasBeingWritten() {
        PromptHistory history = open();
        history.add("one");
        history.add("two");
        assertEquals(Optional.of("two"), history.older("half"));
        assertEquals(Optional.of("one"), history.older("two"));
        assertEquals(Optional.empty(), history.older("one"));
        assertEquals(Optional.of("two"), history.newer());
        assertEquals(Optional.of("half"), history.newer());
        assertEquals(Optional.empty(), history.newer());
    }

    @Test
    void whatWasWrittenIsThereInTheNextSession() throws IOException {
        open().add("first\nline two");
        open().add("second");
        assertEquals(List.of("second", "first\nline two"), open().search("", 10));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())));
    }

    @Test
    void secretsAreTakenOutBeforeAnythingIsKept() throws IOException {
        PromptHistory history = open();
        history.add("log in with hunter2");
        assertFalse(Files.readString(file()).contains("hunter2"));
        assertEquals(List.of("log in with ***"), history.search("log", 1));
    }

    @Test
    void thePromptBeforeIsNotKeptTwiceAndBlankOnesNotAtAll() {
        PromptHistory history = open();
        history.add("same");
        history.add("same");
        history.add("  \n ");
        assertEquals(List.of("same"), open().search("", 10));
    }

    @Test
    void searchFindsAllWordsNewestFirst() {
        PromptHistory history = open();
        List.of("fix the Parser", "write docs", "test the parser", "fix the Parser")
                .forEach(history::add);
        assertEquals(
                List.of("fix the Parser", "test the parser"), history.search("parser the", 10));
        assertEquals(List.of("fix the Parser"), history.search("parser", 1));
        assertEquals(List.of(), history.search("nothing", 10));
    }

    @Test
    void itIsBounded() throws IOException {
        PromptHistory history = open();
        String big = "x".repeat(15_000);
        for (int i = 0; i < 1_050; i++) {
            history.add(i + big);
        }
        history.add("y".repeat(100_000));
        assertEquals(PromptHistory.MAX_PROMPTS, history.search("", 5_000).size());
        assertTrue(open().search("0" + big, 1).size() <= 1);
        long bytes = Files.size(file());
        open();
        assertTrue(Files.size(file()) <= bytes);
        assertEquals(PromptHistory.MAX_PROMPTS, open().search("", 5_000).size());
    }

    @Test
    void aDamagedFileLosesOnlyItsDamagedLines() throws IOException {
        open().add("good");
        Files.writeString(file(), "{\"text\":\"cut", StandardOpenOption.APPEND);
        Files.writeString(
                file(), "\n[]\n{}\n\u0000\n{\"text\":\"after\"}\n", StandardOpenOption.APPEND);
        assertEquals(List.of("after", "good"), open().search("", 10));
    }

    @Test
    void withoutAFileItLivesAsLongAsTheProcess() {
        PromptHistory history = new PromptHistory(Optional.empty(), text -> text);
        history.add("only here");
        assertEquals(List.of("only here"), history.search("", 10));
        assertFalse(Files.exists(file()));
    }
}
