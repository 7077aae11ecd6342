package dev.cordon.tui;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Draws: finished rows once above, the live rows below by difference, one write a frame.
///
/// ```
/// scrollback │ finished rows, never touched again
/// screen     │ finished rows
///            │ live row 0 ─┐
///            │ ...         │ redrawn where they differ
///            │ live row n ─┘
/// ```
///
/// Never looks at the right margin: rows are at most one cell narrower than the screen, so nothing
/// wraps. Knows where the cursor is because nobody else moves it. Promise kept by `LiveRegionTest`:
/// whatever was drawn in between, the screen shows the last frame and the scrollback every finished
/// row once.
final class LiveRegion {
    private static final String BEGIN = "\u001b[?2026h\u001b[?25l";
    private static final String END = "\u001b[?2026l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String ERASE_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    /// Equal to no row that is drawn.
    private static final Span NEVER = new Span("", Role.SELECTED);

    private Theme theme;
    private List<Line> shown = List.of();
    private int shownColumns = Integer.MAX_VALUE;
    private int cursorRow;
    private int cursorColumn;
    private boolean cursorShown = true;

    LiveRegion(Theme theme) {
        this.theme = theme;
    }

    /// A picture of the live rows.
    ///
    /// @param rows at most as many as the screen has, each narrower than the screen
    /// @param cursor where the cursor is in them; empty hides it
    record Frame(List<Line> rows, Optional<Cursor> cursor) {
        Frame {
            rows = List.copyOf(rows);
        }
    }

    /// A cell of the live rows, counted from 0.
    record Cursor(int row, int column) {}

    void theme(Theme other) {
        theme = other;
    }

    /// The bytes that turn what is shown into `frame` with `finished` above it; none if nothing
    /// changes.
    byte[] draw(List<Line> finished, Frame frame, Tty.Size size) {
        StringBuilder out = new StringBuilder(1024);
        if (size.columns() != shownColumns) {
            forgetWidth(size, out);
        }
        boolean rowsDiffer = !finished.isEmpty() || !frame.rows().equals(shown);
        if (rowsDiffer && finished.isEmpty()) {
            difference(frame.rows(), out);
        } else if (rowsDiffer) {
            all(finished, frame.rows(), out);
        }
        Optional<Cursor> cursor = frame.cursor();
        boolean cursorDiffers =
                cursor.isPresent() != cursorShown
                        || cursor.filter(c -> c.row() != cursorRow || c.column() != cursorColumn)
                                .isPresent();
        shown = frame.rows();
        shownColumns = size.columns();
        if (out.isEmpty() && !cursorDiffers) {
            return new byte[0];
        }
        cursor.ifPresent(c -> moveTo(c.row(), c.column(), out));
        cursorShown = cursor.isPresent();
        String end = END + (cursorShown ? SHOW_CURSOR : "");
        return (BEGIN + out + end).getBytes(StandardCharsets.UTF_8);
    }

    /// The bytes that remove the live rows and leave the cursor where they began. What is drawn
    /// next begins there.
    byte[] clear() {
        StringBuilder out = new StringBuilder();
        moveTo(0, 0, out);
        out.append(ERASE_BELOW).append(SHOW_CURSOR);
        forget();
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The bytes that clear the screen, not the scrollback; the next frame begins at its top.
    byte[] clearScreen() {
        forget();
        return "\u001b[H\u001b[2J".getBytes(StandardCharsets.US_ASCII);
    }

    /// Draws every row again with the next frame.
    void redraw() {
        int rows = shown.size();
        shown = java.util.Collections.nCopies(rows, new Line(java.util.List.of(NEVER)));
    }

    /// The cursor stands at the start of an empty row and nothing is shown below it.
    void forget() {
        shown = List.of();
        shownColumns = Integer.MAX_VALUE;
        cursorRow = 0;
        cursorColumn = 0;
        cursorShown = true;
    }

    /// The width changed: the terminal has laid the old rows out again. Where it broke them is what
    /// it does with every row, so the start of the live rows can be found; from there everything is
    /// drawn anew.
    private void forgetWidth(Tty.Size size, StringBuilder out) {
        if (shown.isEmpty()) {
            return;
        }
        int up = 0;
        for (int i = 0; i < cursorRow && i < shown.size(); i++) {
            up += Math.max(1, ceiling(Rows.width(shown.get(i)), size.columns()));
        }
        up += cursorColumn / size.columns();
        up = Math.min(up, size.rows() - 1);
        if (up > 0) {
            out.append("\u001b[").append(up).append('A');
        }
        out.append('\r').append(ERASE_BELOW);
        cursorRow = 0;
        cursorColumn = 0;
        shown = List.of();
    }

    private static int ceiling(int cells, int columns) {
        return (cells + columns - 1) / columns;
    }

    private void difference(List<Line> rows, StringBuilder out) {
        for (int i = 0; i < rows.size(); i++) {
            if (i < shown.size() && shown.get(i).equals(rows.get(i))) {
                continue;
            }
            startOf(i, out);
            row(rows.get(i), out);
        }
        if (rows.size() < shown.size()) {
            startOf(rows.size(), out);
            out.append(ERASE_BELOW);
        }
    }

    private void all(List<Line> finished, List<Line> rows, StringBuilder out) {
        moveTo(0, 0, out);
        for (Line line : finished) {
            row(line, out);
            out.append("\r\n");
        }
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.append("\r\n");
            }
            row(rows.get(i), out);
        }
        out.append(ERASE_BELOW);
        cursorRow = Math.max(0, rows.size() - 1);
        cursorColumn = -1;
    }

    /// Goes to the start of a row, which may be one below the last.
    private void startOf(int target, StringBuilder out) {
        int last = Math.max(cursorRow, Math.max(0, shown.size() - 1));
        if (target <= last) {
            moveTo(target, 0, out);
            return;
        }
        moveTo(last, 0, out);
        // A line feed scrolls where moving the cursor would stop.
        out.append("\r\n".repeat(target - last));
        cursorRow = target;
        cursorColumn = 0;
    }

    private void moveTo(int row, int column, StringBuilder out) {
        int down = row - cursorRow;
        if (down != 0) {
            out.append("\u001b[").append(Math.abs(down)).append(down < 0 ? 'A' : 'B');
        }
        if (column != cursorColumn || down != 0) {
            out.append('\r');
            if (column > 0) {
                out.append("\u001b[").append(column).append('C');
            }
        }
        cursorRow = row;
        cursorColumn = column;
    }

    private void row(Line line, StringBuilder out) {
        out.append(theme.paint(line.spans())).append(ERASE_LINE);
        cursorColumn = -1;
    }
}
