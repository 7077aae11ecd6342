package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// The model's words as they come: what cannot change any more is given out once, the rest is shown
/// again with each frame. Stands behind a mark, so that it is not taken for anything else.
final class Answering {
    private static final Span MARK = new Span("• ", Role.ACCENT);
    private static final Span INDENT = new Span("  ", Role.TEXT);

    private final MarkdownStream stream = new MarkdownStream(MarkdownBlock.Look.DRAWN);
    private boolean begun;

    void append(String more) {
        stream.append(more);
    }

    /// Whether some of it is in the scrollback already.
    boolean printed() {
        return begun;
    }

    List<Line> takeFinished(int columns) {
        return out(stream.drain(width(columns)));
    }

    /// What is not finished, as it stands.
    List<Line> open(int columns) {
        List<Line> tail = stream.tail(width(columns));
        List<Line> rows = new ArrayList<>();
        if (!begun && !tail.isEmpty()) {
            rows.add(Line.EMPTY);
        }
        rows.addAll(Rows.hung(tail, begun ? INDENT : MARK, INDENT));
        return rows;
    }

    /// Everything that was not given out.
    Block rest() {
        return columns -> out(stream.finish(width(columns)));
    }

    private List<Line> out(List<Line> done) {
        if (done.isEmpty()) {
            return done;
        }
        List<Line> rows = new ArrayList<>();
        if (!begun) {
            rows.add(Line.EMPTY);
        }
        rows.addAll(Rows.hung(done, begun ? INDENT : MARK, INDENT));
        begun = true;
        return rows;
    }

    private static int width(int columns) {
        return Math.max(1, columns - 2);
    }
}
