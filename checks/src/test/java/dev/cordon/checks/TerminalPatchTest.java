package dev.cordon.checks;

import static dev.cordon.checks.StreamingModel.patches;
import static dev.cordon.checks.StreamingModel.plans;
import static dev.cordon.checks.StreamingModel.runs;
import static dev.cordon.checks.StreamingModel.says;
import static dev.cordon.checks.StreamingModel.thinks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Patches in a real terminal: what a turn did, and a question about one.
class TerminalPatchTest extends TerminalScene {
    private static final String BEFORE =
            """
            final class Search {
                static int find(int[] sorted, int key) {
                    int low = 0;
                    int high = sorted.length;
                    while (low <= high) {
                        int middle = (low + high) / 2;
                        if (sorted[middle] == key) {
                            return middle;
                        }
                        low = sorted[middle] < key ? middle + 1 : low;
                        high = sorted[middle] > key ? middle - 1 : high;
                    }
                    return -1;
                }
            }
            """;

    @Test
    void aTurnIsShownFromItsPlanToItsGreenTest() throws Exception {
        Files.createDirectories(workspace());
        Files.writeString(workspace().resolve("Search.java"), BEFORE);
        Files.writeString(
                workspace().resolve("test.sh"),
                """
                echo findsWhatIsThere ok
                if grep -q 'length - 1' Search.java; then echo findsNothingBehindTheEnd ok; exit; fi
                echo 'findsNothingBehindTheEnd ArrayIndexOutOfBoundsException: Index 8'
                exit 1
                """);
        Tmux tmux =
                start(
                        model(
                                thinks(
                                        "**Looking at the bounds.** The last index may be too high.",
                                        plans(
                                                0,
                                                "Run the test",
                                                "Mend the search",
                                                "Run it again")),
                                runs("sh test.sh"),
                                patches(
                                        """
                                        *** Begin Patch
                                        *** Update File: Search.java
                                        @@
                                                 int low = 0;
                                        -        int high = sorted.length;
                                        +        int high = sorted.length - 1;
                                                 while (low <= high) {
                                        @@
                                        -            int middle = (low + high) / 2;
                                        +            int middle = (low + high) >>> 1;
                                        *** End Patch
                                        """),
                                runs("sh test.sh"),
                                plans(3, "Run the test", "Mend the search", "Run it again"),
                                says(
                                        "`high` stood **behind** the last index. Both tests pass; the "
                                                + "sum cannot overflow any more either.")),
                        Map.of(),
                        program(),
                        COLUMNS,
                        48);
        ready(tmux);
        ask(tmux, "the search fails for a key behind the end", "Both tests pass");
        golden(tmux, "whole-turn");
        assertTrue(Files.readString(workspace().resolve("Search.java")).contains("length - 1"));
    }

    @Test
    void aQuestionAboutAPatchShowsTheDifferenceAndNothingHidden() throws Exception {
        Path outside = folder.resolve("shared.properties");
        Files.writeString(outside, "mirror = one.example.org\nretries = 3\n");
        Tmux tmux =
                start(
                        model(
                                patches(
                                        """
                                        *** Begin Patch
                                        *** Update File: %s
                                        @@
                                        -mirror = one.example.org
                                        +mirror = \u202etwo.example.org
                                         retries = 3
                                        *** End Patch
                                        """
                                                .formatted(outside)),
                                says("I leave it.")),
                        Map.of(),
                        program(),
                        100,
                        30);
        ready(tmux);
        tmux.type("use the other mirror");
        tmux.press("Enter");
        tmux.awaitText("▌ Read:");
        tmux.await(screen -> !screen.contains("▌ Read:") || pressed(tmux, "y"));
        tmux.awaitText("▌ Edit:");
        golden(tmux, "patch-question");
        tmux.await(screen -> screen.contains("I leave it.") || pressed(tmux, "n"));
        assertEquals(
                "mirror = one.example.org\nretries = 3\n",
                Files.readString(outside),
                "not written");
    }

    /// Keys do not count right after the panel appeared.
    private static boolean pressed(Tmux tmux, String key) {
        tmux.press(key);
        return false;
    }
}
