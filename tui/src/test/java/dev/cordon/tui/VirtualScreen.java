package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// A terminal as far as `LiveRegion` uses one, and strict about the rest: an unknown sequence, a
/// cursor beyond the edge or a character in the last column is an error of ours.
final class VirtualScreen {
    private final List<String> scrollback = new ArrayList<>();
    private final int columns;
    private final int rows;
    private final StringBuilder[] screen;
    private int row;
    private int column;
    private boolean cursorShown = true;

    VirtualScreen(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.screen = new StringBuilder[rows];
        for (int i = 0; i < rows; i++) {
            screen[i] = new StringBuilder();
        }
    }

    void write(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\u001b') {
                at = sequence(text, at + 2);
            } else if (c == '\r') {
                column = 0;
                at++;
            } else if (c == '\n') {
                lineFeed();
                at++;
            } else {
                put(c);
                at++;
            }
        }
    }

    private void lineFeed() {
        if (row < rows - 1) {
            row++;
            return;
        }
        scrollback.add(screen[0].toString().stripTrailing());
        System.arraycopy(screen, 1, screen, 0, rows - 1);
        screen[rows - 1] = new StringBuilder();
    }

    private void put(char c) {
        if (column >= columns - 1) {
            throw new IllegalStateException("the right margin is touched at row " + row);
        }
        StringBuilder line = screen[row];
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column++, c);
    }

    private int sequence(String text, int from) {
        int at = from;
        while (text.charAt(at) < '@') {
            at++;
        }
        String parameters = text.substring(from, at);
        int number =
                parameters.isEmpty() || parameters.startsWith("?") || parameters.contains(";")
                        ? 1
                        : Integer.parseInt(parameters);
        switch (text.charAt(at)) {
            case 'A' -> row = Math.max(0, row - number);
            case 'B' -> {
                if (row + number >= rows) {
                    throw new IllegalStateException("the cursor leaves the screen");
                }
                row += number;
            }
            case 'C' -> column += number;
            case 'K' -> screen[row].setLength(Math.min(screen[row].length(), column));
            case 'J' -> {
                screen[row].setLength(Math.min(screen[row].length(), column));
                for (int i = row + 1; i < rows; i++) {
                    screen[i].setLength(0);
                }
            }
            case 'h', 'l' -> {
                if (parameters.equals("?25")) {
                    cursorShown = text.charAt(at) == 'h';
                }
            }
            case 'm' -> {
                // Looks.
            }
            default -> throw new IllegalStateException("unknown: " + parameters + text.charAt(at));
        }
        return at + 1;
    }

    /// Everything, scrollback first, without empty rows at the end.
    List<String> all() {
        List<String> all = new ArrayList<>(scrollback);
        for (StringBuilder line : screen) {
            all.add(line.toString().stripTrailing());
        }
        while (!all.isEmpty() && all.getLast().isEmpty()) {
            all.removeLast();
        }
        return all;
    }

    int cursorRow() {
        return scrollback.size() + row;
    }

    int cursorColumn() {
        return column;
    }

    boolean cursorShown() {
        return cursorShown;
    }
}
