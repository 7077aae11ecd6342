package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// A message of a model while it comes. What cannot change any more is given out once, to be
/// printed into the scrollback; the rest is small and drawn again with each frame.
///
/// A block is finished when the next one has begun: a paragraph at its empty line, a heading at its
/// line end, an item of a list when the next item begins. Lines of code are finished one by one. A
/// block that grows beyond {@link #MAX_OPEN_CHARACTERS} is divided at a line, so that a frame never
/// costs more than that, however long the message is.
final class MarkdownStream {
    /// What is drawn again with each frame.
    static final int MAX_OPEN_CHARACTERS = 8192;

    private static final int BULLET = -2;

    private final MarkdownBlock.Look look;
    private final StringBuilder incoming = new StringBuilder();
    private final StringBuilder open = new StringBuilder();
    private int scanned;
    private boolean printed;
    private boolean glued;
    private Kind kind = Kind.NONE;
    private String fence = "";
    private String language = "";
    private Highlighter highlighter = new Highlighter("");
    private int nextNumber = -1;
    private boolean blank;
    private String innerFence = "";

    /// What the open text begins with.
    private enum Kind {
        NONE,
        PARAGRAPH,
        LIST,
        QUOTE,
        CODE
    }

    MarkdownStream(MarkdownBlock.Look look) {
        this.look = look;
    }

    /// Takes the next piece; it may end anywhere.
    void append(String text) {
        incoming.append(text);
    }

    /// The rows that became final since the last call.
    List<Line> drain(int columns) {
        List<Line> rows = new ArrayList<>();
        int taken = 0;
        while (taken < incoming.length()) {
            int to = Math.min(incoming.length(), taken + MAX_OPEN_CHARACTERS / 2);
            open.append(incoming, taken, to);
            taken = to;
            for (int end = feed(); end >= 0; end = feed()) {
                line(open.substring(scanned, end), scanned, end + 1, rows, columns);
            }
            if (open.length() > MAX_OPEN_CHARACTERS) {
                divide(rows, columns);
            }
        }
        incoming.setLength(0);
        return rows;
    }

    private int feed() {
        return open.indexOf("\n", scanned);
    }

    /// The rows that may still change. Call {@link #drain} first.
    List<Line> tail(int columns) {
        List<Line> rows = new ArrayList<>();
        if (kind == Kind.CODE) {
            if (!open.isEmpty() && !isFence(open.toString())) {
                rows.addAll(codeRows(new Highlighter(language), open.toString(), columns));
            }
            return rows;
        }
        if (!open.toString().isBlank()) {
            gap(rows, open.toString());
            rows.addAll(new MarkdownBlock(open.toString(), look, number(open)).rows(columns));
        }
        return rows;
    }

    /// Everything that is left, when the message is complete.
    List<Line> finish(int columns) {
        List<Line> rows = new ArrayList<>(drain(columns));
        rows.addAll(tail(columns));
        open.setLength(0);
        scanned = 0;
        kind = Kind.NONE;
        return rows;
    }

    /// Looks at one whole line that begins at `from`.
    private void line(String line, int from, int to, List<Line> rows, int columns) {
        String text = line.strip();
        if (kind == Kind.CODE) {
            if (isFence(line)) {
                drop(to);
                kind = Kind.NONE;
            } else {
                rows.addAll(codeRows(highlighter, line, columns));
                drop(to);
            }
            return;
        }
        if (kind == Kind.NONE && text.isEmpty()) {
            drop(to);
            return;
        }
        int indent = indent(line);
        String mark = indent < 4 ? fenceOf(text) : "";
        if (inner(text, indent)) {
            scanned = to;
            blank = false;
            return;
        }
        boolean boundary = blank && indent < 2;
        if (!mark.isEmpty() && (kind != Kind.LIST || boundary || indent == 0)) {
            commit(from, rows, columns);
            startCode(text, mark, rows);
            drop(to - from);
            return;
        }
        if (kind == Kind.LIST && indent < 2 && isItem(text)) {
            // The item before it is complete.
            commit(from, rows, columns);
            begin(Kind.LIST, to - from);
        } else if (boundary && !text.isEmpty()) {
            commit(from, rows, columns);
            begin(kindOf(text, indent), to - from);
        } else if (kind == Kind.NONE) {
            begin(kindOf(text, indent), to);
        } else {
            scanned = to;
        }
        blank = text.isEmpty();
        if (kind == Kind.PARAGRAPH && (blank || isHeading(text))) {
            commit(scanned, rows, columns);
        }
    }

    /// Whether the line stands in code within a list or a quote, where nothing begins.
    private boolean inner(String text, int indent) {
        if (!innerFence.isEmpty()) {
            innerFence = text.startsWith(innerFence) ? "" : innerFence;
            return true;
        }
        String bare = kind == Kind.QUOTE && text.startsWith(">") ? text.substring(1).strip() : text;
        boolean within =
                kind == Kind.QUOTE ? text.startsWith(">") : kind == Kind.LIST && indent >= 2;
        if (within && !fenceOf(bare).isEmpty()) {
            innerFence = kind == Kind.QUOTE ? "" : fenceOf(bare);
            return true;
        }
        return false;
    }

    private void begin(Kind begun, int to) {
        kind = begun;
        scanned = to;
    }

    /// Gives out the open text up to a place.
    private void commit(int to, List<Line> rows, int columns) {
        String text = open.substring(0, to);
        if (!text.isBlank()) {
            gap(rows, text);
            rows.addAll(new MarkdownBlock(text, look, number(text)).rows(columns));
            printed = true;
            count(text);
        }
        drop(to);
        kind = Kind.NONE;
        blank = false;
        glued = false;
        innerFence = "";
    }

    /// An empty row between blocks, but none between the items of a list.
    private void gap(List<Line> rows, String text) {
        String item = text.stripLeading();
        boolean goesOn = numberOf(item) >= 0 ? nextNumber >= 0 : nextNumber == BULLET;
        boolean inList = goesOn && isItem(item) && indent(text) < 2;
        if (printed && !inList && !glued) {
            rows.add(Line.EMPTY);
        }
    }

    /// Counts on in a list: items are given out one by one.
    private void count(String text) {
        String item = text.stripLeading();
        if (!isItem(item) || indent(text) >= 2) {
            nextNumber = -1;
            return;
        }
        int written = numberOf(item);
        nextNumber = written < 0 ? BULLET : nextNumber >= 0 ? nextNumber + 1 : written + 1;
    }

    private int number(CharSequence text) {
        boolean item = isItem(text.toString().stripLeading()) && indent(text) < 2;
        return item ? Math.max(-1, nextNumber) : -1;
    }

    private void drop(int to) {
        open.delete(0, to);
        scanned = 0;
    }

    private void startCode(String text, String mark, List<Line> rows) {
        kind = Kind.CODE;
        fence = mark;
        String info = Visible.line(text.substring(mark.length()));
        int space = info.indexOf(' ');
        language = space < 0 ? info : info.substring(0, space);
        highlighter = new Highlighter(language);
        if (printed) {
            rows.add(Line.EMPTY);
        }
        printed = true;
        nextNumber = -1;
        blank = false;
    }

    private static List<Line> codeRows(Highlighter highlighter, String line, int columns) {
        Line indent = columns > 2 ? Line.of("  ", Role.TEXT) : Line.EMPTY;
        String text = Visible.output(line.replace("\t", "    ")).replace("\n", " ");
        return Wrap.cells(new Line(highlighter.line(text)), columns, indent, indent);
    }

    private boolean isFence(String line) {
        String text = line.strip();
        return text.length() >= fence.length()
                && text.startsWith(fence)
                && text.chars().allMatch(c -> c == fence.charAt(0))
                && indent(line) < 4;
    }

    /// A block that grows without end is divided at its last line end, or where it stands.
    private void divide(List<Line> rows, int columns) {
        if (kind == Kind.CODE) {
            String line = open.toString();
            rows.addAll(codeRows(highlighter, line, columns));
            drop(line.length());
            return;
        }
        int at = open.lastIndexOf("\n") + 1;
        int space = open.lastIndexOf(" ") + 1;
        int to = at > 0 ? at : space > 0 ? space : open.length();
        Kind before = kind;
        commit(to, rows, columns);
        kind = open.isEmpty() ? Kind.NONE : before;
        glued = true;
    }

    private static Kind kindOf(String text, int indent) {
        if (indent < 4 && isItem(text)) {
            return Kind.LIST;
        }
        return text.startsWith(">") ? Kind.QUOTE : Kind.PARAGRAPH;
    }

    private static boolean isHeading(String text) {
        int marks = 0;
        while (marks < text.length() && text.charAt(marks) == '#') {
            marks++;
        }
        return marks > 0 && marks <= 6 && (marks == text.length() || text.charAt(marks) == ' ');
    }

    private static boolean isItem(String text) {
        if (text.length() > 1 && "-*+".indexOf(text.charAt(0)) >= 0 && text.charAt(1) == ' ') {
            return true;
        }
        return numberOf(text) >= 0;
    }

    /// The number of an item such as `12. text`, or -1.
    private static int numberOf(String text) {
        int at = 0;
        int number = 0;
        while (at < text.length() && at < 9 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = number * 10 + (text.charAt(at) - '0');
            at++;
        }
        boolean mark = at > 0 && at + 1 < text.length() && ".)".indexOf(text.charAt(at)) >= 0;
        return mark && text.charAt(at + 1) == ' ' ? number : -1;
    }

    private static String fenceOf(String text) {
        if (!text.startsWith("```") && !text.startsWith("~~~")) {
            return "";
        }
        char c = text.charAt(0);
        int length = 0;
        while (length < text.length() && text.charAt(length) == c) {
            length++;
        }
        // A backtick behind the fence makes it code within a line.
        return c == '`' && text.indexOf('`', length) >= 0 ? "" : text.substring(0, length);
    }

    private static int indent(CharSequence line) {
        int cells = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ' ') {
                cells++;
            } else if (c == '\t') {
                cells += 4;
            } else {
                break;
            }
        }
        return cells;
    }
}
