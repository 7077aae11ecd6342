package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// Small steps on the way to rows: filtered, measured, put side by side.
final class Rows {
    private Rows() {}

    /// A span of text of any origin.
    static Span span(String text, Role role) {
        return new Span(Visible.line(text), role);
    }

    /// A row of text of any origin.
    static Line line(String text, Role role) {
        return Line.of(span(text, role));
    }

    /// How many cells a row takes.
    static int width(Line line) {
        int cells = 0;
        for (Span span : line.spans()) {
            cells += CellWidth.of(span.text());
        }
        return cells;
    }

    /// Two rows as one, the second at the right end; without it if there is no room.
    static Line spread(Line left, Line right, int columns) {
        int gap = columns - width(left) - width(right);
        if (gap < 1) {
            return Wrap.cut(left, columns);
        }
        List<Span> spans = new ArrayList<>(left.spans());
        spans.add(new Span(" ".repeat(gap), Role.TEXT));
        spans.addAll(right.spans());
        return new Line(spans);
    }

    /// Text of any origin in several lines, broken between words.
    static List<Line> text(String text, Role role, int columns) {
        List<Line> rows = new ArrayList<>();
        for (String line : Visible.lines(text)) {
            rows.addAll(Wrap.words(Line.of(line, role), columns));
        }
        return rows;
    }

    /// Puts something before the first row and something else before the others.
    static List<Line> hung(List<Line> rows, Span first, Span rest) {
        List<Line> all = new ArrayList<>(rows.size());
        for (Line row : rows) {
            List<Span> spans = new ArrayList<>(row.spans().size() + 1);
            spans.add(all.isEmpty() ? first : rest);
            spans.addAll(row.spans());
            all.add(new Line(spans));
        }
        return all;
    }
}
