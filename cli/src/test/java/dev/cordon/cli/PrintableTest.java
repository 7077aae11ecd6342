package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PrintableTest {
    @Test
    void whatCouldHideOrForgeTextIsReplaced() {
        String escape = "\u001b]52;c;ZXZpbA==\u0007";
        String bidi = "\u202egpj.exe";
        String tag = new String(Character.toChars(0xE0041));
        String zeroWidth = "rm\u200b-rf";
        String c1 = "\u009b31m";

        assertEquals(
                "\uFFFD]52;c;ZXZpbA==\uFFFD \uFFFDgpj.exe \uFFFD rm\uFFFD-rf \uFFFD31m \uFFFD\nend",
                Printable.text(String.join(" ", escape, bidi, tag, zeroWidth, c1, "\r") + "\nend"));
    }

    @Test
    void aLineIsCutAndSaysThatThereIsMore() {
        assertEquals("first …", Printable.line("first\nsecond, pushed off the screen", 40));
        assertEquals("a".repeat(9) + "…", Printable.line("a".repeat(500), 10));
    }
}
