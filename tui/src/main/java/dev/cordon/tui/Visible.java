package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// Makes text from outside safe to show: what comes out holds no control character, no escape
/// sequence and nothing that reorders or hides its neighbours.
///
/// There are two ways. {@link #output} is for reading: sequences are carried out as far as a line
/// of a terminal goes and are removed otherwise. {@link #exact} is for judging, as in an approval:
/// nothing is removed, everything that a reader could not see is written out.
final class Visible {
    /// How many characters without a width may follow one another; more only stall a terminal.
    static final int MAX_MARKS = 8;

    private static final int TAB_CELLS = 8;

    private Visible() {}

    /// Lines of output as a terminal would show them in the end: a lone carriage return writes over
    /// its line, tabs are expanded, colours are dropped.
    static List<String> lines(CharSequence text) {
        OutputLines lines = new OutputLines();
        lines.append(text);
        List<String> all = new ArrayList<>(lines.drain());
        String open = lines.open();
        if (!open.isEmpty()) {
            all.add(open);
        }
        return all;
    }

    /// The same as one text.
    static String output(CharSequence text) {
        OutputLines lines = new OutputLines();
        lines.append(text);
        StringBuilder out = new StringBuilder(text.length());
        for (String line : lines.drain()) {
            out.append(line).append('\n');
        }
        return out.append(lines.open()).toString();
    }

    /// One line for a name, a title or a list: line ends and tabs become a space.
    static String line(CharSequence text) {
        OutputLines lines = new OutputLines();
        lines.append(text.toString().replace('\r', '\n').replace('\t', ' '));
        StringBuilder out = new StringBuilder(text.length());
        for (String line : lines.drain()) {
            if (!line.isBlank()) {
                out.append(line.strip()).append(' ');
            }
        }
        return out.append(lines.open()).toString().strip();
    }

    /// Every character of the text, those that cannot be seen as escapes: a backslash and `x1b`,
    /// `u202e` or `u{e0041}`.
    static String exact(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (Span span : exact(text, Role.TEXT)) {
            out.append(span.text());
        }
        return out.toString();
    }

    /// The same with the escapes marked, so that text which spells an escape looks different.
    static List<Span> exact(CharSequence text, Role role) {
        List<Span> spans = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int marks = 0;
        int at = 0;
        while (at < text.length()) {
            int character = Character.codePointAt(text, at);
            at += Character.charCount(character);
            boolean mark = takesNoCell(character);
            marks = mark ? marks + 1 : 0;
            boolean loose = mark && (plain.isEmpty() || marks > MAX_MARKS / 2);
            if (loose || Hidden.is(character) || Hidden.isOddSpace(character)) {
                if (!plain.isEmpty()) {
                    spans.add(new Span(plain.toString(), role));
                    plain.setLength(0);
                }
                spans.add(new Span(escape(character), Role.WARNING));
            } else {
                plain.appendCodePoint(character);
            }
        }
        if (!plain.isEmpty()) {
            spans.add(new Span(plain.toString(), role));
        }
        return spans;
    }

    /// How a character is written out.
    static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                String hex = Integer.toHexString(character);
                if (character < 0x100) {
                    yield "\\x" + "0".repeat(2 - hex.length()) + hex;
                }
                yield character < 0x10000
                        ? "\\u" + "0".repeat(4 - hex.length()) + hex
                        : "\\u{" + hex + "}";
            }
        };
    }

    /// One line without controls: hidden characters removed, odd spaces made plain, tabs expanded,
    /// marks without end cut.
    static String clean(int[] characters, int length) {
        StringBuilder out = new StringBuilder(length + 8);
        int before = 0;
        int marks = 0;
        int tabFrom = 0;
        int cells = 0;
        for (int i = 0; i < length; i++) {
            int c = characters[i];
            if (c == '\t') {
                cells += CellWidth.of(out, tabFrom, out.length());
                int spaces = TAB_CELLS - cells % TAB_CELLS;
                out.repeat(' ', spaces);
                cells += spaces;
                tabFrom = out.length();
                before = ' ';
                continue;
            }
            int after = i + 1 < length ? characters[i + 1] : 0;
            if (Hidden.is(c) && !Hidden.isNeeded(c, before, after)) {
                if (c == 0x2028 || c == 0x2029) {
                    out.append(' ');
                    before = ' ';
                }
                continue;
            }
            marks = takesNoCell(c) ? marks + 1 : 0;
            if (marks <= MAX_MARKS) {
                before = Hidden.isOddSpace(c) && c != 0x3000 ? ' ' : c;
                out.appendCodePoint(before);
            }
        }
        return out.toString();
    }

    private static boolean takesNoCell(int character) {
        return switch (CellTable.of(character)) {
            case CellTable.CONTROL,
                    CellTable.EXTEND,
                    CellTable.EXTEND_PLAIN,
                    CellTable.LINKER,
                    CellTable.JOINER,
                    CellTable.HANGUL_V,
                    CellTable.HANGUL_T ->
                    true;
            default -> false;
        };
    }
}
