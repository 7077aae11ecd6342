package dev.cordon.tui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns the output of a program into lines for reading, piece by piece as it comes.
///
/// A line is what a terminal would show when it is finished: a lone carriage return, a backspace
/// and the sequences that move or erase within the line do what they do there, so a progress bar is
/// one line with its last state. Every other sequence is removed. A sequence without an end removes
/// no more than the rest of its line.
///
/// ```
/// TEXT --ESC--> ESCAPE --[--> CSI --final--> TEXT
///                  |--]PX^_--> STRING --BEL, ST, line end--> TEXT
///                  '--other--> TEXT
/// ```
final class OutputLines {
    /// The rest of a longer line is dropped, with a mark.
    static final int MAX_LINE_CHARACTERS = 8192;

    private static final int MAX_STRING_CHARACTERS = 8192;
    private static final int MAX_PARAMETER = 9999;
    private static final char ESC = 0x1b;
    private static final char BEL = 0x07;

    private enum State {
        TEXT,
        ESCAPE,
        CSI,
        STRING,
        STRING_ESCAPE
    }

    private final List<String> finished = new ArrayList<>();
    private int[] line = new int[128];
    private int length;
    private int cursor;
    private boolean cut;
    private State state = State.TEXT;
    private int parameter;
    private boolean strange;
    private int stringCharacters;
    private char high;

    /// Takes the next piece; it may end anywhere, within a sequence too.
    void append(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            take(text.charAt(i));
        }
    }

    /// The lines that were finished since the last call.
    List<String> drain() {
        List<String> lines = List.copyOf(finished);
        finished.clear();
        return lines;
    }

    /// The line that is not finished yet, as it stands.
    String open() {
        return text();
    }

    private void take(char c) {
        if (c == '\n') {
            end();
            return;
        }
        switch (state) {
            case TEXT -> text(c);
            case ESCAPE -> escape(c);
            case CSI -> csi(c);
            case STRING -> string(c);
            case STRING_ESCAPE -> {
                state = State.TEXT;
                if (c != '\\') {
                    escape(c);
                }
            }
        }
    }

    private void text(char c) {
        if (Character.isHighSurrogate(c)) {
            high = c;
            return;
        }
        int character = c;
        if (high != 0) {
            character = Character.isLowSurrogate(c) ? Character.toCodePoint(high, c) : c;
            high = 0;
        }
        switch (character) {
            case ESC -> state = State.ESCAPE;
            case 0x9b -> startCsi();
            case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> startString();
            case '\r' -> cursor = 0;
            case '\b' -> cursor = Math.max(0, cursor - 1);
            default -> {
                boolean control = character < ' ' || (character >= 0x7f && character < 0xa0);
                if (!control || character == '\t') {
                    put(character);
                }
            }
        }
    }

    private void escape(char c) {
        switch (c) {
            case '[' -> startCsi();
            case ']', 'P', 'X', '^', '_' -> startString();
            case ESC -> state = State.ESCAPE;
            default -> {
                // 0x20 to 0x2f come before the character that ends the sequence.
                if (c < ' ' || c > '/') {
                    state = State.TEXT;
                    if (c >= 0x7f || c < ' ') {
                        text(c);
                    }
                }
            }
        }
    }

    private void startCsi() {
        state = State.CSI;
        parameter = 0;
        strange = false;
    }

    private void csi(char c) {
        if (c >= '0' && c <= '9') {
            parameter = Math.min(MAX_PARAMETER, parameter * 10 + (c - '0'));
        } else if (c >= ' ' && c <= '?') {
            // A second parameter, a private mark or an intermediate: none of ours.
            strange = true;
        } else if (c >= '@' && c <= '~') {
            state = State.TEXT;
            if (!strange) {
                move(c);
            }
        } else if (c == ESC) {
            state = State.ESCAPE;
        } else {
            state = State.TEXT;
            text(c);
        }
    }

    private void move(char command) {
        int steps = Math.max(1, parameter);
        switch (command) {
            case 'C' -> cursor = Math.min(MAX_LINE_CHARACTERS, cursor + steps);
            case 'D' -> cursor = Math.max(0, cursor - steps);
            case 'G' -> cursor = Math.min(MAX_LINE_CHARACTERS, steps - 1);
            case 'K' -> erase();
            default -> {
                // Colours, and movements beyond the line.
            }
        }
    }

    private void erase() {
        cut = cut && parameter == 1;
        if (parameter == 0) {
            length = Math.min(length, cursor);
        } else if (parameter == 2) {
            length = 0;
        } else if (parameter == 1) {
            Arrays.fill(line, 0, Math.min(cursor + 1, length), ' ');
        }
    }

    private void startString() {
        state = State.STRING;
        stringCharacters = 0;
    }

    private void string(char c) {
        stringCharacters++;
        if (c == ESC) {
            state = State.STRING_ESCAPE;
        } else if (c == BEL || c == 0x9c || c == 0x18 || c == 0x1a) {
            state = State.TEXT;
        } else if (stringCharacters > MAX_STRING_CHARACTERS) {
            state = State.TEXT;
        }
    }

    private void put(int character) {
        if (cursor >= MAX_LINE_CHARACTERS) {
            cut = true;
            return;
        }
        if (cursor >= line.length) {
            line = Arrays.copyOf(line, Math.max(cursor + 1, line.length * 2));
        }
        while (length < cursor) {
            line[length] = ' ';
            length++;
        }
        line[cursor] = character;
        cursor++;
        length = Math.max(length, cursor);
    }

    private String text() {
        String shown = Visible.clean(line, length);
        return cut ? shown + "…" : shown;
    }

    private void end() {
        finished.add(text());
        length = 0;
        cursor = 0;
        cut = false;
        high = 0;
        state = State.TEXT;
    }
}
