package dev.cordon.tui;

import java.util.List;

/// A paragraph behind a mark.
record HungBlock(String mark, String text, Role role) implements Block {
    @Override
    public List<Line> rows(int columns) {
        int cells = CellWidth.of(mark);
        return TurnView.spaced(
                Rows.hung(
                        Rows.text(text, role, Math.max(1, columns - cells)),
                        new Span(mark, role),
                        new Span(" ".repeat(cells), role)));
    }
}
