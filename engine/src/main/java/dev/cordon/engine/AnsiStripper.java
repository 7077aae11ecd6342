package dev.cordon.engine;

/// Takes control sequences of terminals out of text that a model reads.
///
/// @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">
///   ECMA-48, control functions for coded character sets</a>
final class AnsiStripper {
    private static final char ESCAPE = '\u001b';

    private AnsiStripper() {}

    /// The text without escape sequences and control characters other than tab and line ends. A
    /// line that a carriage return started again stands as separate lines.
    static String strip(String text) {
        if (plain(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ESCAPE) {
                at = skip(text, at + 1);
            } else if (c == '\u009b') {
                at = skipParameters(text, at + 1);
            } else {
                if (c == '\r') {
                    boolean lineEnd = at + 1 < text.length() && text.charAt(at + 1) == '\n';
                    out.append(lineEnd || at + 1 == text.length() ? "" : "\n");
                } else if (c == '\t' || c == '\n' || !Character.isISOControl(c)) {
                    out.append(c);
                }
                at++;
            }
        }
        return out.toString();
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && c != '\t' && Character.isISOControl(c)) {
                return false;
            }
        }
        return true;
    }

    /// The index behind the sequence whose escape stands before `at`.
    private static int skip(String text, int at) {
        if (at >= text.length()) {
            return at;
        }
        return switch (text.charAt(at)) {
            case '[' -> skipParameters(text, at + 1);
            case ']', 'P', 'X', '^', '_' -> skipString(text, at + 1);
            default -> skipIntermediate(text, at);
        };
    }

    private static int skipParameters(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) >= ' ' && text.charAt(end) <= '?') {
            end++;
        }
        boolean last = end < text.length() && text.charAt(end) >= '@' && text.charAt(end) <= '~';
        return last ? end + 1 : end;
    }

    private static int skipIntermediate(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) >= ' ' && text.charAt(end) <= '/') {
            end++;
        }
        boolean last = end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '~';
        return last ? end + 1 : end;
    }

    /// A string ends with BEL or ESC \; one that never ends stops at its line, so that it cannot
    /// swallow what comes after.
    private static int skipString(String text, int at) {
        for (int end = at; end < text.length(); end++) {
            char c = text.charAt(end);
            if (c == '\u0007' || c == '\u009c') {
                return end + 1;
            }
            if (c == '\n') {
                return end;
            }
            if (c == ESCAPE) {
                boolean ends = end + 1 < text.length() && text.charAt(end + 1) == '\\';
                return ends ? end + 2 : end;
            }
        }
        return text.length();
    }
}
