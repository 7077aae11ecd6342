package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.tui.Theme.Depth;
import dev.cordon.tui.Theme.Ground;
import dev.cordon.tui.Theme.Tint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThemeTest {
    @Test
    void theEnvironmentTellsHowManyColoursThereAre() {
        assertEquals(Depth.PLAIN, Theme.depth(Map.of("TERM", "dumb", "COLORTERM", "truecolor")));
        assertEquals(Depth.PLAIN, Theme.depth(Map.of()));
        assertEquals(Depth.ANSI_16, Theme.depth(Map.of("TERM", "xterm")));
        assertEquals(Depth.ANSI_256, Theme.depth(Map.of("TERM", "screen-256color")));
        assertEquals(
                Depth.TRUE_COLOUR, Theme.depth(Map.of("TERM", "xterm", "COLORTERM", "truecolor")));
        assertEquals(
                Depth.MONOCHROME,
                Theme.depth(Map.of("TERM", "xterm", "COLORTERM", "24bit", "NO_COLOR", "1")));
        assertEquals(Depth.ANSI_16, Theme.depth(Map.of("TERM", "xterm", "NO_COLOR", "")));
    }

    @Test
    void theGroundIsFoundInTheEnvironmentOrTheAnswerOfTheTerminal() {
        assertEquals(Optional.of(Ground.DARK), Theme.ground(Map.of("COLORFGBG", "15;0")));
        assertEquals(Optional.of(Ground.LIGHT), Theme.ground(Map.of("COLORFGBG", "0;default;15")));
        assertEquals(Optional.empty(), Theme.ground(Map.of("COLORFGBG", "15;default")));
        assertEquals(Optional.empty(), Theme.ground(Map.of()));
        assertEquals(Optional.of(Ground.DARK), Theme.ground("11;rgb:1e1e/1e1e/1e1e"));
        assertEquals(Optional.of(Ground.LIGHT), Theme.ground("rgb:fd/f6/e3"));
        assertEquals(Optional.of(Ground.LIGHT), Theme.ground("11;rgba:ffff/ffff/ffff/ffff"));
        assertEquals(Optional.empty(), Theme.ground("rgb:"));
        assertEquals(Optional.empty(), Theme.ground("rgb:zz/00/00"));
        assertEquals(Optional.empty(), Theme.ground(""));
    }

    @Test
    void aThemeIsChosenByNameAndTheTerminalSaysWhatItStandsOn() {
        Map<String, String> xterm = Map.of("TERM", "xterm-256color");
        for (Looks.Named theme : Looks.THEMES) {
            assertEquals(
                    Ground.LIGHT.equals(theme.name().equals("dark") ? Ground.DARK : Ground.LIGHT),
                    Looks.named(theme.name(), xterm, Optional.of(Ground.LIGHT)).ground()
                            == Ground.LIGHT,
                    theme.name());
        }
        assertEquals(Ground.DARK, Looks.named("auto", xterm, Optional.empty()).ground());
        assertEquals(
                Ground.LIGHT,
                Looks.named("auto", Map.of("TERM", "xterm", "COLORFGBG", "0;15"), Optional.empty())
                        .ground());
        assertEquals(Depth.ANSI_16, Looks.named("ansi", xterm, Optional.empty()).depth());
        assertEquals(
                Depth.MONOCHROME,
                Looks.named("ansi", Map.of("TERM", "xterm", "NO_COLOR", "1"), Optional.empty())
                        .depth());
        assertEquals(
                "theme \"pink\" is unknown; use auto, dark, light, ansi, high-contrast,"
                        + " blue-orange",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Looks.named("pink", xterm, Optional.empty()))
                        .getMessage());
    }

    @Test
    void theTerminalIsAskedOnlyWhereTheAnswerMatters() {
        assertTrue(Looks.asksGround(Map.of("TERM", "xterm")));
        assertFalse(Looks.asksGround(Map.of("TERM", "xterm", "COLORFGBG", "15;0")));
        assertFalse(Looks.asksGround(Map.of("TERM", "xterm", "NO_COLOR", "1")));
        assertFalse(Looks.asksGround(Map.of("TERM", "dumb")));
    }

    @Test
    void inHighContrastNothingIsDimmed() {
        for (Ground ground : Ground.values()) {
            Theme theme = new Theme(Depth.TRUE_COLOUR, ground, Tint.HIGH_CONTRAST);
            for (Role role : List.of(Role.DIM, Role.COMMENT, Role.QUOTE)) {
                assertEquals("", theme.sgr(role));
            }
        }
    }

    @Test
    void aPlainThemeSendsNothing() {
        Theme theme = new Theme(Depth.PLAIN, Ground.DARK, Tint.STANDARD);
        for (Role role : Role.values()) {
            assertEquals("", theme.sgr(role));
        }
    }

    @Test
    void withoutColoursNoColourIsSentAndWhatMattersStillDiffers() {
        Theme theme = new Theme(Depth.MONOCHROME, Ground.DARK, Tint.STANDARD);
        for (Role role : Role.values()) {
            assertTrue(List.of("", "1", "2", "3", "4", "7").contains(theme.sgr(role)));
        }
        for (Role role :
                List.of(Role.SELECTED, Role.ADDED_WORD, Role.ERROR, Role.HEADING, Role.LINK)) {
            assertFalse(theme.sgr(role).isEmpty(), role::name);
        }
    }

    @Test
    void eachDepthSpeaksItsOwnColours() {
        assertEquals("35", new Theme(Depth.ANSI_16, Ground.DARK, Tint.STANDARD).sgr(Role.KEYWORD));
        assertEquals(
                "38;5;183",
                new Theme(Depth.ANSI_256, Ground.DARK, Tint.STANDARD).sgr(Role.KEYWORD));
        assertEquals(
                "38;2;210;168;255",
                new Theme(Depth.TRUE_COLOUR, Ground.DARK, Tint.STANDARD).sgr(Role.KEYWORD));
    }

    @Test
    void theNearestOf256ColoursIsTakenFromTheCubeOrTheGreys() {
        assertEquals(16, Colour.nearest(0x000000));
        assertEquals(231, Colour.nearest(0xffffff));
        assertEquals(196, Colour.nearest(0xff0000));
        assertEquals(244, Colour.nearest(0x808080));
        assertEquals(238, Colour.nearest(0x444444));
    }

    @Test
    void addedAndRemovedCanBeToldApartInEveryTheme() {
        for (Depth depth : List.of(Depth.ANSI_16, Depth.ANSI_256, Depth.TRUE_COLOUR)) {
            for (Ground ground : Ground.values()) {
                for (Tint tint : Tint.values()) {
                    Theme theme = new Theme(depth, ground, tint);
                    assertNotEquals(theme.sgr(Role.ADDED), theme.sgr(Role.REMOVED));
                    assertNotEquals(theme.sgr(Role.ADDED), theme.sgr(Role.ADDED_WORD));
                    assertNotEquals(theme.sgr(Role.REMOVED), theme.sgr(Role.REMOVED_WORD));
                }
            }
        }
    }

    /// The contrast that WCAG 2.1 asks of text at level AA; at AAA where it is wanted high.
    @Test
    void exactColoursCanBeReadOnTheirGround() {
        for (Ground ground : Ground.values()) {
            int paper = ground == Ground.DARK ? 0x1e1e1e : 0xffffff;
            for (Tint tint : Tint.values()) {
                Theme theme = new Theme(Depth.TRUE_COLOUR, ground, tint);
                for (Role role : Role.values()) {
                    int ink =
                            colour(theme.sgr(role), "38;2;", ground == Ground.DARK ? 0xffffff : 0);
                    int on = colour(theme.sgr(role), "48;2;", paper);
                    double least = tint == Tint.HIGH_CONTRAST ? 7 : 4.5;
                    assertTrue(contrast(ink, on) >= least, () -> ground + " " + tint + " " + role);
                }
            }
        }
    }

    private static int colour(String sgr, String kind, int otherwise) {
        int at = sgr.indexOf(kind);
        if (at < 0) {
            return otherwise;
        }
        String[] parts = sgr.substring(at + kind.length()).split(";", -1);
        return Integer.parseInt(parts[0]) << 16
                | Integer.parseInt(parts[1]) << 8
                | Integer.parseInt(parts[2]);
    }

    private static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int part) {
        double value = (part & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    @Test
    void aPaintedRowEndsAsItBegan() {
        Theme theme = new Theme(Depth.ANSI_16, Ground.DARK, Tint.STANDARD);
        assertEquals(
                "a\u001b[32mb\u001b[0mc",
                theme.paint(
                        List.of(
                                new Span("a", Role.TEXT),
                                new Span("b", Role.ADDED),
                                new Span("c", Role.TEXT))));
    }
}
