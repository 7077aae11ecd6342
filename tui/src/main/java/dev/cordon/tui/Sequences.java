package dev.cordon.tui;

import java.util.function.Consumer;

/// What the escape sequences of keys mean: xterm's, rxvt's where they differ, and the kitty
/// keyboard protocol.
final class Sequences {
    private static final int SHIFT = 1;
    private static final int ALT = 2;
    private static final int CTRL = 4;
    private static final int RELEASED = 3;

    private Sequences() {}

    static void ss3(char letter, Consumer<Input> out) {
        Input.Name name = arrow(letter);
        if (name != Input.Name.CHAR) {
            out.accept(Input.Press.of(name));
        } else if (letter >= 'P' && letter <= 'S') {
            out.accept(function(letter - 'P' + 1, 0));
        } else if (letter == 'M') {
            out.accept(Input.Press.of(Input.Name.ENTER));
        } else {
            out.accept(new Input.Report(letter, "O"));
        }
    }

    static void csi(char last, String parameters, Consumer<Input> out) {
        int[] numbers = numbers(parameters);
        int held = Math.max(0, numbers[1] - 1);
        Input.Name arrow = arrow(last);
        if (arrow != Input.Name.CHAR && plain(parameters)) {
            emit(named(arrow, held), numbers[2], out);
            return;
        }
        switch (last) {
            case 'I', 'O' -> {
                if (parameters.isEmpty()) {
                    out.accept(new Input.Focus(last == 'I'));
                }
            }
            case 'Z' -> out.accept(new Input.Press(Input.Name.TAB, 0, false, false, true));
            case 'P', 'Q', 'S' -> emit(function(last - 'P' + 1, held), numbers[2], out);
            case '~' -> tilde(numbers, held, out);
            case 'u' -> {
                if (plain(parameters)) {
                    kitty(numbers[0], held, numbers[2], out);
                } else {
                    out.accept(new Input.Report(last, parameters));
                }
            }
            default -> out.accept(new Input.Report(last, parameters));
        }
    }

    private static void tilde(int[] numbers, int held, Consumer<Input> out) {
        Input.Name name =
                switch (numbers[0]) {
                    case 1, 7 -> Input.Name.HOME;
                    case 4, 8 -> Input.Name.END;
                    case 2 -> Input.Name.INSERT;
                    case 3 -> Input.Name.DELETE;
                    case 5 -> Input.Name.PAGE_UP;
                    case 6 -> Input.Name.PAGE_DOWN;
                    default -> Input.Name.CHAR;
                };
        if (name != Input.Name.CHAR) {
            emit(named(name, held), numbers[2], out);
        } else if (numbers[0] == 27) {
            // xterm's modifyOtherKeys: CSI 27 ; modifiers ; code ~
            kitty(numbers[2], held, 1, out);
        } else if (numbers[0] >= 11 && numbers[0] <= 24) {
            out.accept(function(numbers[0] - 10, held));
        }
    }

    /// A key of the kitty protocol: its code is that of the character without modifiers.
    private static void kitty(int code, int held, int kind, Consumer<Input> out) {
        Input.Name name =
                switch (code) {
                    case 13, 57414 -> Input.Name.ENTER;
                    case 9 -> Input.Name.TAB;
                    case 127, 8 -> Input.Name.BACKSPACE;
                    case 27 -> Input.Name.ESCAPE;
                    case 57417 -> Input.Name.LEFT;
                    case 57418 -> Input.Name.RIGHT;
                    case 57419 -> Input.Name.UP;
                    case 57420 -> Input.Name.DOWN;
                    case 57421 -> Input.Name.PAGE_UP;
                    case 57422 -> Input.Name.PAGE_DOWN;
                    case 57423 -> Input.Name.HOME;
                    case 57424 -> Input.Name.END;
                    case 57425 -> Input.Name.INSERT;
                    case 57426 -> Input.Name.DELETE;
                    default -> Input.Name.CHAR;
                };
        if (name != Input.Name.CHAR) {
            emit(named(name, held), kind, out);
            return;
        }
        boolean character =
                code >= ' '
                        && code <= Character.MAX_CODE_POINT
                        && (code < 0x7f || code >= 0xa0)
                        && (code < 0xd800 || code > 0xf8ff);
        if (character) {
            boolean shifted = (held & SHIFT) != 0 && (held & CTRL) == 0;
            int shown = shifted ? Character.toUpperCase(code) : code;
            emit(
                    new Input.Press(
                            Input.Name.CHAR,
                            shown,
                            (held & CTRL) != 0,
                            (held & ALT) != 0,
                            (held & CTRL) != 0 && (held & SHIFT) != 0),
                    kind,
                    out);
        }
    }

    private static void emit(Input.Press press, int kind, Consumer<Input> out) {
        if (kind != RELEASED) {
            out.accept(press);
        }
    }

    private static Input.Press named(Input.Name name, int held) {
        return new Input.Press(name, 0, (held & CTRL) != 0, (held & ALT) != 0, (held & SHIFT) != 0);
    }

    private static Input.Press function(int number, int held) {
        return new Input.Press(
                Input.Name.FUNCTION,
                number,
                (held & CTRL) != 0,
                (held & ALT) != 0,
                (held & SHIFT) != 0);
    }

    private static Input.Name arrow(char letter) {
        return switch (letter) {
            case 'A' -> Input.Name.UP;
            case 'B' -> Input.Name.DOWN;
            case 'C' -> Input.Name.RIGHT;
            case 'D' -> Input.Name.LEFT;
            case 'H' -> Input.Name.HOME;
            case 'F' -> Input.Name.END;
            default -> Input.Name.CHAR;
        };
    }

    /// Whether there are only numbers: a private sequence is never a key.
    private static boolean plain(String parameters) {
        for (int i = 0; i < parameters.length(); i++) {
            char c = parameters.charAt(i);
            if ((c < '0' || c > '9') && c != ';' && c != ':') {
                return false;
            }
        }
        return true;
    }

    /// The key code, the modifiers, and what happened to the key (or the third number); a missing
    /// one is 0 or 1 as each means.
    private static int[] numbers(String parameters) {
        int[] numbers = {0, 1, 1};
        int field = 0;
        int sub = 0;
        int value = -1;
        for (int i = 0; i <= parameters.length() && field < 3; i++) {
            char c = i < parameters.length() ? parameters.charAt(i) : ';';
            if (c >= '0' && c <= '9') {
                value = Math.min(Math.max(0, value) * 10 + (c - '0'), 1 << 24);
                continue;
            }
            if (value >= 0) {
                if (sub == 0) {
                    numbers[field] = value;
                } else if (field == 1 && sub == 1) {
                    numbers[2] = value;
                }
            }
            value = -1;
            if (c == ':') {
                sub++;
            } else {
                field++;
                sub = 0;
            }
        }
        return numbers;
    }
}
