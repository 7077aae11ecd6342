package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// The summary of what a model thought: Markdown like its answers, but in the background.
record ThoughtBlock(String summary) implements Block {
    private static final Span MARK = new Span("∴ ", Role.DIM);
    private static final Span INDENT = new Span("  ", Role.DIM);

    @Override
    public List<Line> rows(int columns) {
        return TurnView.spaced(hung(words(Math.max(1, columns - 2))));
    }

    /// The rows without the mark.
    List<Line> words(int columns) {
        List<Line> rows = new ArrayList<>();
        for (Line row : new MarkdownBlock(summary, MarkdownBlock.Look.DRAWN).rows(columns)) {
            rows.add(new Line(row.spans().stream().map(ThoughtBlock::dimmed).toList()));
        }
        return rows;
    }

    static List<Line> hung(List<Line> rows) {
        return Rows.hung(rows, MARK, INDENT);
    }

    private static Span dimmed(Span span) {
        return switch (span.role()) {
            case TEXT, EMPHASIS, HEADING, ACCENT -> new Span(span.text(), Role.DIM);
            default -> span;
        };
    }
}
