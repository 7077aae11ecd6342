package dev.cordon.tui;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How each role looks: the only place that knows a colour.
///
/// Colours follow what the terminal can show. Without colours, weight, underline and reverse video
/// tell the roles apart; a plain theme sends no sequence at all.
final class Theme {
    private static final String RESET = "\u001b[0m";

    /// What the terminal can show.
    enum Depth {
        /// No sequences: a dumb terminal, a file, a screen reader.
        PLAIN,
        /// Weight and reverse video, no colours: `NO_COLOR`.
        MONOCHROME,
        ANSI_16,
        ANSI_256,
        TRUE_COLOUR
    }

    /// What the text stands on.
    enum Ground {
        DARK,
        LIGHT
    }

    /// The colours a user can choose between.
    enum Tint {
        /// Green and red for what is added and removed.
        STANDARD("standard"),
        /// Blue and orange, which people who cannot tell red from green can tell apart.
        BLUE_ORANGE("blue-orange"),
        /// Nothing dimmed, and colours with the contrast that WCAG 2.1 asks for at level AAA.
        HIGH_CONTRAST("high-contrast");

        private final String word;

        Tint(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final Depth depth;
    private final Ground ground;
    private final Tint tint;
    private final Map<Role, String> sequences = new EnumMap<>(Role.class);

    Theme(Depth depth, Ground ground, Tint tint) {
        this.depth = depth;
        this.ground = ground;
        this.tint = tint;
        for (Role role : Role.values()) {
            sequences.put(role, sequence(role));
        }
    }

    Depth depth() {
        return depth;
    }

    Ground ground() {
        return ground;
    }

    Tint tint() {
        return tint;
    }

    /// What the environment says of the terminal.
    ///
    /// @see <a href="https://no-color.org">NO_COLOR</a>
    static Depth depth(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        if (term.equals("dumb") || term.isEmpty()) {
            return Depth.PLAIN;
        }
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return Depth.MONOCHROME;
        }
        String colours = environment.getOrDefault("COLORTERM", "").toLowerCase(Locale.ROOT);
        if (colours.equals("truecolor") || colours.equals("24bit") || term.endsWith("-direct")) {
            return Depth.TRUE_COLOUR;
        }
        return term.contains("256color") ? Depth.ANSI_256 : Depth.ANSI_16;
    }

    /// What the environment says of the background: the last field of `COLORFGBG`, an index of the
    /// sixteen colours.
    static Optional<Ground> ground(Map<String, String> environment) {
        String fields = environment.getOrDefault("COLORFGBG", "");
        return switch (fields.substring(fields.lastIndexOf(';') + 1)) {
            case "0", "1", "2", "3", "4", "5", "6", "8" -> Optional.of(Ground.DARK);
            case "7", "9", "10", "11", "12", "13", "14", "15" -> Optional.of(Ground.LIGHT);
            default -> Optional.empty();
        };
    }

    /// What a terminal answered to the question for its background (OSC 11), for example
    /// `rgb:1e1e/1e1e/1e1e`.
    static Optional<Ground> ground(String answer) {
        int colon = answer.indexOf("rgb:");
        int alpha = answer.indexOf("rgba:");
        String[] parts =
                answer.substring(Math.max(colon < 0 ? 0 : colon + 4, alpha < 0 ? 0 : alpha + 5))
                        .split("/", -1);
        if ((colon < 0 && alpha < 0) || parts.length < 3) {
            return Optional.empty();
        }
        double[] colour = new double[3];
        for (int i = 0; i < 3; i++) {
            int digits = 0;
            while (digits < parts[i].length()
                    && Character.digit(parts[i].charAt(digits), 16) >= 0) {
                digits++;
            }
            if (digits == 0 || digits > 4) {
                return Optional.empty();
            }
            int value = Integer.parseInt(parts[i], 0, digits, 16);
            colour[i] = value / (double) ((1 << (4 * digits)) - 1);
        }
        // The luma of ITU-R BT.601.
        double luma = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
        return Optional.of(luma < 0.5 ? Ground.DARK : Ground.LIGHT);
    }

    /// The parameters of the sequence that starts a role, for example `1;36`; empty if it looks
    /// like plain text.
    String sgr(Role role) {
        return sequences.getOrDefault(role, "");
    }

    /// The row with its sequences. Ends in the state in which it began.
    String paint(List<Span> spans) {
        StringBuilder out = new StringBuilder();
        for (Span span : spans) {
            String parameters = sgr(span.role());
            if (parameters.isEmpty()) {
                out.append(span.text());
            } else {
                out.append("\u001b[").append(parameters).append('m');
                out.append(span.text()).append(RESET);
            }
        }
        return out.toString();
    }

    private String sequence(Role role) {
        if (depth == Depth.PLAIN) {
            return "";
        }
        String weight = weight(role);
        String colour = depth == Depth.MONOCHROME ? "" : colour(role);
        return weight + (weight.isEmpty() || colour.isEmpty() ? "" : ";") + colour;
    }

    private String weight(Role role) {
        boolean colourless = depth == Depth.MONOCHROME;
        return switch (role) {
            case HEADING, STRONG, ACCENT -> "1";
            case EMPHASIS -> "3";
            case LINK -> "4";
            case DIM, COMMENT, QUOTE -> colourless ? "2" : "";
            case SELECTED -> colourless ? "7" : "1";
            case ADDED_WORD, REMOVED_WORD -> colourless ? "7" : "1";
            case ERROR -> "1";
            case WARNING, HUNK -> colourless ? "1" : "";
            case TEXT, USER, CODE, SUCCESS, ADDED, REMOVED, KEYWORD, TYPE, STRING, NUMBER -> "";
        };
    }

    private String colour(Role role) {
        Colour colour = ground == Ground.DARK ? dark(role) : light(role);
        colour =
                switch (tint) {
                    case STANDARD -> colour;
                    case BLUE_ORANGE -> blueOrange(role, colour);
                    case HIGH_CONTRAST -> highContrast(role);
                };
        return switch (depth) {
            case PLAIN, MONOCHROME -> "";
            case ANSI_16 -> colour.ansi16();
            case ANSI_256 -> colour.ansi256();
            case TRUE_COLOUR -> colour.exact();
        };
    }

    private static Colour dark(Role role) {
        return switch (role) {
            case TEXT, STRONG, EMPHASIS -> Colour.NONE;
            case DIM, COMMENT, QUOTE -> Colour.of("90", 0x8b949e);
            case ACCENT, HEADING -> Colour.of("36", 0x56d4dd);
            case USER -> Colour.of("94", 0x79c0ff);
            case CODE -> Colour.of("33", 0xe3b341);
            case LINK, HUNK -> Colour.of("36", 0x6cb6ff);
            case SUCCESS, ADDED, STRING -> Colour.of("32", 0x7ee787);
            case WARNING -> Colour.of("33", 0xf0b72f);
            case ERROR, REMOVED -> Colour.of("31", 0xff7b72);
            case ADDED_WORD -> Colour.on("30;42", 0xd2ffd6, 0x1b6e2b);
            case REMOVED_WORD -> Colour.on("37;41", 0xffdcd7, 0x8e1519);
            case KEYWORD -> Colour.of("35", 0xd2a8ff);
            case TYPE -> Colour.of("36", 0x7ad9d0);
            case NUMBER -> Colour.of("94", 0x79c0ff);
            case SELECTED -> Colour.on("30;46", 0xffffff, 0x1f6feb);
        };
    }

    private static Colour light(Role role) {
        return switch (role) {
            case TEXT, STRONG, EMPHASIS -> Colour.NONE;
            case DIM, COMMENT, QUOTE -> Colour.of("90", 0x59636e);
            case ACCENT, HEADING -> Colour.of("34", 0x0b5cad);
            case USER -> Colour.of("34", 0x0550ae);
            case CODE -> Colour.of("35", 0x8a3a00);
            case LINK, HUNK -> Colour.of("34", 0x0969da);
            case SUCCESS, ADDED, STRING -> Colour.of("32", 0x116329);
            case WARNING -> Colour.of("31", 0x8a5a00);
            case ERROR, REMOVED -> Colour.of("31", 0xb3201d);
            case ADDED_WORD -> Colour.on("37;42", 0x04260f, 0x8ee6a0);
            case REMOVED_WORD -> Colour.on("37;41", 0x4c0b08, 0xffb4ad);
            case KEYWORD -> Colour.of("35", 0x7a1fa2);
            case TYPE -> Colour.of("34", 0x00696b);
            case NUMBER -> Colour.of("34", 0x0550ae);
            case SELECTED -> Colour.on("37;44", 0xffffff, 0x0969da);
        };
    }

    private Colour highContrast(Role role) {
        boolean dark = ground == Ground.DARK;
        return switch (role) {
            case TEXT, STRONG, EMPHASIS, DIM, COMMENT, QUOTE -> Colour.NONE;
            case ACCENT, HEADING, LINK, HUNK, TYPE ->
                    dark ? Colour.of("96", 0x7ff6ff) : Colour.of("34", 0x00308f);
            case USER, NUMBER -> dark ? Colour.of("94", 0xa9d4ff) : Colour.of("34", 0x00308f);
            case CODE, WARNING -> dark ? Colour.of("93", 0xffe066) : Colour.of("35", 0x5c2e00);
            case SUCCESS, ADDED, STRING ->
                    dark ? Colour.of("92", 0x8cff98) : Colour.of("32", 0x004d11);
            case ERROR, REMOVED -> dark ? Colour.of("91", 0xffb3ad) : Colour.of("31", 0x8a0006);
            case ADDED_WORD ->
                    Colour.on(
                            dark ? "30;102" : "97;42",
                            dark ? 0 : 0xffffff,
                            dark ? 0x8cff98 : 0x004d11);
            case REMOVED_WORD ->
                    Colour.on(
                            dark ? "30;101" : "97;41",
                            dark ? 0 : 0xffffff,
                            dark ? 0xffb3ad : 0x8a0006);
            case KEYWORD -> dark ? Colour.of("95", 0xf0c4ff) : Colour.of("35", 0x5b0080);
            case SELECTED ->
                    Colour.on(dark ? "30;107" : "97;40", dark ? 0 : 0xffffff, dark ? 0xffffff : 0);
        };
    }

    private Colour blueOrange(Role role, Colour standard) {
        boolean dark = ground == Ground.DARK;
        return switch (role) {
            case SUCCESS, ADDED -> dark ? Colour.of("94", 0x79c0ff) : Colour.of("34", 0x0550ae);
            case ERROR, REMOVED -> dark ? Colour.of("33", 0xffa657) : Colour.of("33", 0x8a3a00);
            case ADDED_WORD -> Colour.on("37;44", 0xffffff, 0x1158c7);
            case REMOVED_WORD -> Colour.on("30;43", 0xffffff, 0x9a4a00);
            case TEXT,
                    DIM,
                    ACCENT,
                    USER,
                    HEADING,
                    STRONG,
                    EMPHASIS,
                    CODE,
                    LINK,
                    QUOTE,
                    WARNING,
                    HUNK,
                    KEYWORD,
                    TYPE,
                    STRING,
                    NUMBER,
                    COMMENT,
                    SELECTED ->
                    standard;
        };
    }
}
