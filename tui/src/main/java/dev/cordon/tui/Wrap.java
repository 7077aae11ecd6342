package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// Divides lines into rows of the screen.
///
/// Text stays in logical order: a terminal that knows right-to-left scripts puts them in order
/// within a row, and a row is the same number of cells either way. A cluster that is wider than the
/// screen is shown as U+FFFD.
final class Wrap {
    private static final String TOO_WIDE = "\uFFFD";

    private final int columns;
    private final Line indent;
    private final boolean words;
    private final List<Line> rows = new ArrayList<>();
    private final List<Span> row = new ArrayList<>();
    private int cells;
    private int start;
    private int spanIndex;
    private int spanStart;

    private Wrap(int columns, Line first, Line indent, boolean words) {
        this.columns = columns;
        this.words = words;
        boolean fits = CellWidth.of(first.text()) < columns;
        boolean fitsLater = CellWidth.of(indent.text()) < columns;
        this.indent = fitsLater ? indent : Line.EMPTY;
        begin(fits ? first : Line.EMPTY);
    }

    /// Rows that break between words where they can.
    ///
    /// @param columns at least 1
    static List<Line> words(Line line, int columns) {
        return words(line, columns, Line.EMPTY, Line.EMPTY);
    }

    /// Rows that break between words, each with something before it.
    ///
    /// @param first stands before the first row
    /// @param rest stands before the others; left out where it would fill the row
    static List<Line> words(Line line, int columns, Line first, Line rest) {
        return new Wrap(columns, first, rest, true).run(line);
    }

    /// Rows that break wherever the screen ends, and keep every space: for code and output.
    static List<Line> cells(Line line, int columns) {
        return cells(line, columns, Line.EMPTY, Line.EMPTY);
    }

    /// The same, each with something before it.
    static List<Line> cells(Line line, int columns, Line first, Line rest) {
        return new Wrap(columns, first, rest, false).run(line);
    }

    /// The beginning of a line that fits into a row, with `…` where something is left out.
    static Line cut(Line line, int columns) {
        if (CellWidth.of(line.text()) <= columns) {
            return line;
        }
        List<Span> kept = new ArrayList<>();
        int left = columns - 1;
        for (Span span : line.spans()) {
            int end = CellWidth.fit(span.text(), 0, left);
            kept.add(new Span(span.text().substring(0, end), span.role()));
            left -= CellWidth.of(span.text(), 0, end);
            if (end < span.text().length()) {
                break;
            }
        }
        kept.add(new Span("…", Role.DIM));
        return new Line(kept);
    }

    private List<Line> run(Line line) {
        String text = line.text();
        int at = 0;
        while (at < text.length()) {
            int end = words ? wordEnd(text, at) : text.length();
            place(line, text, at, end);
            at = end;
        }
        rows.add(new Line(row));
        return rows;
    }

    /// A word, or spaces, or one wide cluster: what a row may begin with.
    private static int wordEnd(String text, int from) {
        boolean spaces = text.charAt(from) == ' ';
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ') == spaces) {
            int end = CellWidth.next(text, at, text.length());
            boolean ideograph = CellTable.of(text.codePointAt(at)) == CellTable.WIDE;
            if (ideograph && at > from) {
                return at;
            }
            at = end;
            if (ideograph) {
                return at;
            }
        }
        return at;
    }

    private void place(Line line, String text, int from, int to) {
        boolean space = words && text.charAt(from) == ' ';
        int width = CellWidth.of(text, from, to);
        if (cells + width <= columns) {
            add(line, from, to, width);
            return;
        }
        if (space && cells > start) {
            // The spaces at which a row breaks are not seen.
            next();
            return;
        }
        if (cells > start && words) {
            trim();
            next();
            if (cells + width <= columns) {
                add(line, from, to, width);
                return;
            }
        }
        pieces(line, text, from, to);
    }

    private void pieces(Line line, String text, int from, int to) {
        int at = from;
        while (at < to) {
            int end = CellWidth.next(text, at, to);
            int width = CellWidth.cluster(text, at, end);
            if (cells + width > columns && cells > start) {
                next();
            }
            if (cells + width > columns) {
                row.add(new Span(TOO_WIDE, roleAt(line, at)));
                cells++;
            } else {
                // As many as fit at once, so that a long word does not cost a span a cluster.
                int fit = CellWidth.fit(text, at, columns - cells);
                end = Math.max(end, Math.min(fit, to));
                add(line, at, end, CellWidth.of(text, at, end));
            }
            at = end;
        }
    }

    /// Adds a part of the line; parts come in order.
    private void add(Line line, int from, int to, int width) {
        cells += width;
        while (spanIndex < line.spans().size()) {
            Span span = line.spans().get(spanIndex);
            int end = spanStart + span.text().length();
            int a = Math.max(from, spanStart);
            int b = Math.min(to, end);
            if (a < b) {
                append(span.text().substring(a - spanStart, b - spanStart), span.role());
            }
            if (end > to) {
                return;
            }
            spanStart = end;
            spanIndex++;
        }
    }

    private void append(String text, Role role) {
        if (!row.isEmpty() && row.getLast().role() == role) {
            row.set(row.size() - 1, new Span(row.getLast().text() + text, role));
            return;
        }
        row.add(new Span(text, role));
    }

    private Role roleAt(Line line, int index) {
        int at = spanStart;
        for (Span span : line.spans().subList(spanIndex, line.spans().size())) {
            at += span.text().length();
            if (index < at) {
                return span.role();
            }
        }
        return Role.TEXT;
    }

    /// Takes the spaces at the end of the row away.
    private void trim() {
        while (!row.isEmpty() && cells > start) {
            Span last = row.getLast();
            String text = last.text().stripTrailing();
            int gone = Math.min(last.text().length() - text.length(), cells - start);
            if (gone == 0) {
                return;
            }
            cells -= gone;
            String kept = last.text().substring(0, last.text().length() - gone);
            row.removeLast();
            if (!kept.isEmpty()) {
                row.add(new Span(kept, last.role()));
                return;
            }
        }
    }

    private void next() {
        rows.add(new Line(row));
        row.clear();
        begin(indent);
    }

    private void begin(Line prefix) {
        row.addAll(prefix.spans());
        cells = CellWidth.of(prefix.text());
        start = cells;
    }
}
