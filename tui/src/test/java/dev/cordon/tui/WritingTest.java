package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritingTest {
    @TempDir private Path folder;
    private final Composer composer = new Composer();
    private RecordingUi ui;
    private Writing writing;

    @BeforeEach
    void open() {
        FixedReports reports = new FixedReports(folder.resolve("home"));
        ui = new RecordingUi(folder, reports);
        writing = new Writing(reports, ui, composer);
        writing.begin(
                new UiSettings(
                        Optional.of(folder.resolve("home/history.jsonl")),
                        UiSettings.Notifications.AUTO,
                        UiSettings.When.UNFOCUSED,
                        List.of(),
                        Optional.empty()));
    }

    @Test
    void aLongPasteIsFoldedAndSentWhole() {
        String text = "line\n".repeat(50);
        writing.paste(text);
        assertEquals("[Pasted text #1, 51 lines]", composer.text());
        assertEquals(List.of(new Content.Text(text)), writing.sent(composer.text()));
    }

    @Test
    void aDroppedFileIsNamedFromTheProject() throws IOException {
        Path file = Files.writeString(folder.resolve("notes here.txt"), "x");
        writing.paste("'" + file + "'");
        assertEquals("\"notes here.txt\" ", composer.text());
    }

    @Test
    void whatWasSentComesBackWithUpAndIsSearched() {
        writing.sent("first with hunter2");
        writing.sent("second");
        composer.replace("half");
        writing.older();
        assertEquals("second", composer.text());
        writing.older();
        assertEquals("first with ***", composer.text());
        writing.newer();
        writing.newer();
        assertEquals("half", composer.text());
        ui.chooses("second");
        writing.search();
        assertEquals("choose Which message again?\ncompose second", ui.log());
    }

    @Test
    void aSkillIsCompletedBehindADollar() {
        Completion.Found[] found = {Completion.Found.NOTHING};
        for (Completion completion : writing.completions()) {
            completion.look(
                    "use $rel",
                    8,
                    answer -> {
                        if (!answer.choices().isEmpty()) {
                            found[0] = answer;
                        }
                    });
        }
        assertEquals(
                new Completion.Found(
                        4, List.of(new Completion.Choice("$release", "makes a release"))),
                found[0]);
    }

    @Test
    void aFileIsCompletedBehindAnAtSignAndNotWithinAWord() {
        assertEquals(4, FileCompletion.markBefore("see @src", 8, '@'));
        assertEquals(-1, FileCompletion.markBefore("me@src", 6, '@'));
        assertEquals(-1, FileCompletion.markBefore("see src", 7, '@'));
        assertEquals(-1, FileCompletion.markBefore("", 0, '@'));
        assertEquals(0, FileCompletion.markBefore("@", 1, '@'));
    }

    @Test
    void thePictureOfTheClipboardComesFromTheProgramOfTheDesktop() {
        assertEquals(
                "wl-paste",
                ClipboardImage.command(java.util.Map.of("WAYLAND_DISPLAY", "w", "DISPLAY", ":0"))
                        .getFirst());
        assertEquals("xclip", ClipboardImage.command(java.util.Map.of("DISPLAY", ":0")).getFirst());
        String problem =
                org.junit.jupiter.api.Assertions.assertThrows(
                                IOException.class,
                                () -> ClipboardImage.read(List.of("no-such-program-here")))
                        .getMessage();
        assertTrue(String.valueOf(problem).contains("no-such-program-here is not installed"));
    }
}
