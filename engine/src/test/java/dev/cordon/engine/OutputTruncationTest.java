package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputTruncationTest {
    @Test
    void whatFitsIsLeftAlone() {
        assertEquals("é\n", OutputTruncation.fit("é\n", 3, Optional.empty(), 3));
    }

    @Test
    void headAndTailStayAtLineEndsAndTheCutIsAnnounced() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            text.append("line ").append(i).append('\n');
        }
        assertEquals(
                """
                Warning: truncated output (original token count: 198)
                Total output lines: 100
                The whole output is in /spill/1; read the part you need.

                line 1
                line 2
                …191 tokens truncated…
                line 99
                line 100
                """,
                OutputTruncation.fit(
                        text.toString(), text.length(), Optional.of(Path.of("/spill/1")), 40));
    }

    @Test
    void whatWasCutBeforeCountsToo() {
        String text = OutputTruncation.fit("a\n".repeat(100), 1_000_000, Optional.empty(), 20);
        assertTrue(text.startsWith("Warning: truncated output (original token count: 250000)"));
    }

    @Test
    void oneLongLineIsCutBetweenCharacters() {
        Random random = new Random(41);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(200); n > 0; n--) {
                text.appendCodePoint("aé你\uD83D\uDE00\n".codePointAt(random.nextInt(4)));
            }
            int max = random.nextInt(100);
            String fit = OutputTruncation.fit(text.toString(), 0, Optional.empty(), max);
            assertTrue(
                    StandardCharsets.UTF_8.newEncoder().canEncode(fit), "no half of a character");
            assertTrue(fit.getBytes(StandardCharsets.UTF_8).length <= max + 160, fit);
        }
    }

    @Test
    void escapeSequencesAndControlsGo() {
        assertEquals(
                "red link title\tx\n50%\n100%\n\nend",
                AnsiStripper.strip(
                        "\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u001b\\link\u001b]8;;\u0007"
                                + " \u001b(Btitle\u0007\tx\r\n50%\r100%\n\u001b]0;never ended\n"
                                + "end\u001b"));
        assertEquals("plain\nä\t", AnsiStripper.strip("plain\nä\t"));
    }

    @Test
    void anyTextLosesItsControlsAndNothingElse() {
        Random random = new Random(42);
        String alphabet = "\u001b[]0;m\u0007\\P\r\n\u009b\u009c x(Bé";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String clean = AnsiStripper.strip(text.toString());
            assertFalse(
                    clean.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)),
                    text.toString());
            assertEquals(clean, AnsiStripper.strip(clean));
        }
    }
}
