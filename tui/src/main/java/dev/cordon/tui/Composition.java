package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// How the text of the composer lies on the screen. Rows are found again only when the text or the
/// width changed.
final class Composition {
    private int columns = -1;

    /// Where each row begins, and the end of the text.
    private int[] starts = new int[0];

    private int rows;

    /// A place on the screen, counted from 0.
    record Place(int row, int column) {}

    /// Rows, and the cursor among them.
    ///
    /// @param above rows that are left out above
    /// @param below rows that are left out below
    record Shown(List<String> rows, Place cursor, int above, int below) {
        Shown {
            rows = List.copyOf(rows);
        }
    }

    void changed() {
        columns = -1;
    }

    Place place(StringBuilder text, int offset, int width) {
        lay(text, width);
        int row = row(offset);
        return new Place(row, CellWidth.of(text, starts[row], offset));
    }

    /// The offset at a place, or the nearest before it in that row; -1 if there is no such row.
    int offset(StringBuilder text, int row, int column, int width) {
        lay(text, width);
        if (row < 0 || row >= rows) {
            return -1;
        }
        int end = end(text, row);
        int at = starts[row];
        int cells = 0;
        while (at < end) {
            int next = CellWidth.next(text, at, end);
            cells += CellWidth.cluster(text, at, next);
            if (cells > column) {
                break;
            }
            at = next;
        }
        // The end of a broken row is the start of the next one.
        boolean broken = at == end && row + 1 < rows && starts[row + 1] == end && at > starts[row];
        return broken ? CellWidth.previous(text, at) : at;
    }

    Shown shown(StringBuilder text, int cursor, int width, int maxRows) {
        Place place = place(text, cursor, width);
        int count = Math.min(rows, Math.max(1, maxRows));
        int first = Math.clamp(place.row() - count / 2, 0, rows - count);
        List<String> part = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            part.add(text.substring(starts[i], end(text, i)));
        }
        return new Shown(
                part, new Place(place.row() - first, place.column()), first, rows - first - count);
    }

    private int end(StringBuilder text, int row) {
        int end = row + 1 < rows ? starts[row + 1] : text.length();
        boolean feed = row + 1 < rows && end > starts[row] && text.charAt(end - 1) == '\n';
        return feed ? end - 1 : end;
    }

    private int row(int offset) {
        int low = 0;
        int high = rows - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void lay(StringBuilder text, int width) {
        if (columns == width) {
            return;
        }
        columns = width;
        rows = 0;
        add(0);
        int lineEnd = nextFeed(text, 0);
        int at = 0;
        while (at < text.length()) {
            if (at == lineEnd) {
                at++;
                add(at);
                lineEnd = nextFeed(text, at);
                continue;
            }
            int end = Math.min(lineEnd, CellWidth.fit(text, at, width));
            end = end == at ? CellWidth.next(text, at, lineEnd) : end;
            at = end;
            if (at < lineEnd || full(text, starts[rows - 1], at, width)) {
                add(at);
            }
        }
    }

    /// A full row before a line end gets an empty one behind it, for the cursor.
    private static boolean full(StringBuilder text, int from, int to, int width) {
        return to == text.length() && CellWidth.of(text, from, to) >= width;
    }

    private static int nextFeed(StringBuilder text, int from) {
        int feed = text.indexOf("\n", from);
        return feed < 0 ? text.length() : feed;
    }

    private void add(int start) {
        if (rows == starts.length) {
            starts = java.util.Arrays.copyOf(starts, Math.max(8, rows * 2));
        }
        starts[rows++] = start;
    }
}
