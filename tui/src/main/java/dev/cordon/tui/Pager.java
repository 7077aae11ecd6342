package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// A long text to scroll through.
final class Pager implements Panel {
    private final String title;
    private final Block block;
    private List<Line> laid = List.of();
    private int laidColumns = -1;
    private int top;
    private int page = 1;

    Pager(String title, Block block) {
        this.title = title;
        this.block = block;
    }

    @Override
    public List<Line> rows(int columns, int maxRows) {
        if (columns != laidColumns) {
            laid = block.rows(columns);
            laidColumns = columns;
        }
        page = Math.max(1, maxRows - 2);
        top = Math.clamp(top, 0, Math.max(0, laid.size() - page));
        int end = Math.min(laid.size(), top + page);
        List<Line> rows = new ArrayList<>();
        rows.add(Wrap.cut(Rows.line(title, Role.HEADING), columns));
        rows.addAll(laid.subList(top, end));
        String where = end == laid.size() ? "end" : end + " of " + laid.size() + " lines";
        rows.add(Wrap.cut(Line.of(where + " · ↑↓ PgUp PgDn Home End · q back", Role.DIM), columns));
        return rows.size() > maxRows ? rows.subList(0, maxRows) : rows;
    }

    @Override
    public Outcome take(Input input) {
        if (!(input instanceof Input.Press press)) {
            return Outcome.STAYS;
        }
        switch (press.name()) {
            case ESCAPE -> {
                return Outcome.CLOSES;
            }
            case UP -> top--;
            case DOWN, ENTER -> top++;
            case PAGE_UP -> top -= page;
            case PAGE_DOWN -> top += page;
            case HOME -> top = 0;
            case END -> top = Integer.MAX_VALUE - page;
            case CHAR -> {
                switch (press.codePoint()) {
                    case 'q' -> {
                        return Outcome.CLOSES;
                    }
                    case ' ', 'f' -> top += page;
                    case 'b' -> top -= page;
                    case 'j' -> top++;
                    case 'k' -> top--;
                    case 'g' -> top = 0;
                    case 'G' -> top = Integer.MAX_VALUE - page;
                    default -> {
                        // Not a key of this list.
                    }
                }
                if (press.isControl('t') || press.isControl('o')) {
                    return Outcome.CLOSES;
                }
            }
            default -> {
                // Not a key of this list.
            }
        }
        top = Math.max(0, top);
        return Outcome.STAYS;
    }
}
