package dev.cordon.tui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Node;

/// A table at any width: as it is, with narrower columns, or, where columns would be too narrow to
/// read, one row after the other with the name of the column before each value.
final class MarkdownTable {
    private static final int MIN_COLUMN = 4;
    private static final int GAP = 3;
    private static final int MAX_COLUMNS = 64;

    private final List<List<Line>> grid;
    private final List<TableCell.Alignment> alignments;
    private final int width;

    private MarkdownTable(List<List<Line>> grid, List<TableCell.Alignment> alignments, int width) {
        this.grid = grid;
        this.alignments = alignments;
        this.width = width;
    }

    static MarkdownTable of(TableBlock table) {
        List<List<Line>> grid = new ArrayList<>();
        List<TableCell.Alignment> alignments = new ArrayList<>();
        int width = 1;
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                List<Line> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild();
                        cell != null && cells.size() < MAX_COLUMNS;
                        cell = cell.getNext()) {
                    Role role = grid.isEmpty() ? Role.STRONG : Role.TEXT;
                    cells.add(new Line(MarkdownInlines.spans(cell, role)));
                    if (grid.isEmpty() && cell instanceof TableCell head) {
                        alignments.add(
                                head.getAlignment() == null
                                        ? TableCell.Alignment.LEFT
                                        : head.getAlignment());
                    }
                }
                width = Math.max(width, cells.size());
                grid.add(cells);
            }
        }
        return new MarkdownTable(grid, alignments, width);
    }

    /// @param columns at least 1
    List<Line> rows(int columns, MarkdownBlock.Look look) {
        int room = columns - GAP * (width - 1);
        if (look == MarkdownBlock.Look.SPOKEN || room < MIN_COLUMN * width) {
            return records(columns);
        }
        int[] widths = widths(room);
        List<Line> rows = new ArrayList<>();
        for (int i = 0; i < grid.size(); i++) {
            rows.addAll(row(grid.get(i), widths));
            if (i == 0) {
                rows.add(rule(widths));
            }
        }
        return rows;
    }

    /// Natural widths where they fit; otherwise the widest give way first.
    private int[] widths(int room) {
        int[] widths = new int[width];
        Arrays.fill(widths, 1);
        for (List<Line> row : grid) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], CellWidth.of(row.get(i).text()));
            }
        }
        int total = Arrays.stream(widths).sum();
        if (total <= room) {
            return widths;
        }
        int low = 1;
        int high = room;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Arrays.stream(widths).map(w -> Math.min(w, middle)).sum() <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int left = room;
        for (int i = 0; i < width; i++) {
            left -= Math.min(widths[i], low);
        }
        for (int i = 0; i < width; i++) {
            int more = widths[i] > low && left > 0 ? 1 : 0;
            left -= more;
            widths[i] = Math.min(widths[i], low + more);
        }
        return widths;
    }

    private List<Line> row(List<Line> cells, int[] widths) {
        List<List<Line>> wrapped = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < width; i++) {
            List<Line> lines = Wrap.words(cell(cells, i), widths[i]);
            wrapped.add(lines);
            height = Math.max(height, lines.size());
        }
        List<Line> rows = new ArrayList<>();
        for (int y = 0; y < height; y++) {
            List<Span> spans = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                if (i > 0) {
                    spans.add(new Span(" │ ", Role.DIM));
                }
                Line line = y < wrapped.get(i).size() ? wrapped.get(i).get(y) : Line.EMPTY;
                pad(spans, line, widths[i], i);
            }
            rows.add(new Line(spans));
        }
        return rows;
    }

    private void pad(List<Span> spans, Line line, int cells, int column) {
        int free = cells - CellWidth.of(line.text());
        TableCell.Alignment alignment =
                column < alignments.size() ? alignments.get(column) : TableCell.Alignment.LEFT;
        int before =
                switch (alignment) {
                    case LEFT -> 0;
                    case RIGHT -> free;
                    case CENTER -> free / 2;
                };
        boolean last = column == width - 1;
        spans.add(new Span(" ".repeat(Math.max(0, before)), Role.TEXT));
        spans.addAll(line.spans());
        spans.add(new Span(last ? "" : " ".repeat(Math.max(0, free - before)), Role.TEXT));
    }

    private static Line rule(int[] widths) {
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : "─┼─").append("─".repeat(widths[i]));
        }
        return Line.of(rule.toString(), Role.DIM);
    }

    private List<Line> records(int columns) {
        List<Line> rows = new ArrayList<>();
        List<Line> head = grid.isEmpty() ? List.of() : grid.getFirst();
        for (int r = Math.min(1, grid.size() - 1); r < grid.size(); r++) {
            if (!rows.isEmpty()) {
                rows.add(Line.EMPTY);
            }
            for (int i = 0; i < width; i++) {
                List<Span> spans = new ArrayList<>(cell(head, i).spans());
                if (r > 0) {
                    spans.add(new Span(": ", Role.STRONG));
                    spans.addAll(cell(grid.get(r), i).spans());
                }
                rows.addAll(Wrap.words(new Line(spans), columns));
            }
        }
        return rows;
    }

    private static Line cell(List<Line> row, int column) {
        return column < row.size() ? row.get(column) : Line.EMPTY;
    }
}
