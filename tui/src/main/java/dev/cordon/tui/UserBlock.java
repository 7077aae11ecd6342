package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// What the user said.
///
/// @param text of any origin: a paste may hold anything
record UserBlock(String text) implements Block {
    private static final int MAX_ROWS = 40;

    @Override
    public List<Line> rows(int columns) {
        List<Line> rows = Rows.text(text.strip(), Role.USER, Math.max(1, columns - 2));
        List<Line> shown = rows;
        if (rows.size() > MAX_ROWS) {
            shown = new ArrayList<>(rows.subList(0, MAX_ROWS));
            shown.add(Line.of("… " + (rows.size() - MAX_ROWS) + " more lines", Role.DIM));
        }
        return TurnView.spaced(
                Rows.hung(shown, new Span("❯ ", Role.ACCENT), new Span("  ", Role.ACCENT)));
    }
}
