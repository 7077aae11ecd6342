package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// Lines of any origin below a title, as a command printed them.
record TextBlock(String title, List<String> lines) implements Block {
    /// What goes into the scrollback at once; more is for a page.
    static final int SHORT_LINES = 40;

    TextBlock {
        lines = List.copyOf(lines);
    }

    @Override
    public List<Line> rows(int columns) {
        List<Line> rows = new ArrayList<>();
        rows.addAll(Wrap.words(Line.of(Visible.line(title), Role.HEADING), columns));
        for (String line : lines) {
            String text = Visible.output(line).replace("\n", " ");
            rows.addAll(Wrap.words(Line.of(text, Role.TEXT), columns, Line.EMPTY, INDENT));
        }
        return rows;
    }

    private static final Line INDENT = Line.of("  ", Role.TEXT);
}
