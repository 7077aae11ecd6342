package dev.cordon.tui;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Turns the bytes of a terminal into {@link Input}.
///
/// ```
/// GROUND ──ESC── ESCAPE ──[── CSI ──final── key, focus, report
///    │              ├──O── SS3 ──letter── key
///    │              ├──] P X ^ _ ── STRING ──BEL or ST── dropped, but for what ] begins
///    │              └──other── Alt and that key
///    └──CSI 200 ~── PASTE ──CSI 201 ~── paste
/// ```
///
/// No input makes it throw, wait for ever or keep more than {@link #MAX_PASTE_BYTES}. A lone ESC is
/// told from the start of a sequence by time: whoever reads calls {@link #quiet} when nothing
/// followed.
///
/// @see <a href="https://invisible-island.net/xterm/ctlseqs/ctlseqs.html">XTerm Control
///   Sequences</a>
/// @see <a href="https://sw.kovidgoyal.net/kitty/keyboard-protocol/">kitty keyboard protocol</a>
final class KeyDecoder {
    /// More of one paste is dropped.
    static final int MAX_PASTE_BYTES = 8 * 1024 * 1024;

    private static final int MAX_SEQUENCE_CHARS = 64;

    /// The kind of a {@link Input.Report} that an operating system command is (OSC).
    static final char COMMAND = ']';

    private static final int MAX_STRING_BYTES = 64 * 1024;
    private static final int MAX_ANSWER_CHARS = 64;
    private static final byte[] PASTE_END = {0x1b, '[', '2', '0', '1', '~'};
    private static final int ESC = 0x1b;

    private enum State {
        GROUND,
        ESCAPE,
        CSI,
        SS3,
        STRING,
        PASTE
    }

    private final Consumer<Input> out;
    private final StringBuilder sequence = new StringBuilder();
    private final StringBuilder answer = new StringBuilder();
    private final Utf8 utf8 = new Utf8();
    private ByteArrayOutputStream paste = new ByteArrayOutputStream();
    private State state = State.GROUND;
    private boolean altFromEscape;
    private boolean pasteCut;
    private int pasteEndMatched;
    private int stringBytes;
    private boolean stringEnds;
    private int stringKind;

    KeyDecoder(Consumer<Input> out) {
        this.out = out;
    }

    /// Takes bytes as they come, cut anywhere.
    void feed(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (state == State.PASTE) {
                i += pasteRun(bytes, i, from + count);
                if (i >= from + count) {
                    return;
                }
            }
            take(bytes[i] & 0xff);
        }
    }

    /// Whether what came last may be the start of something longer.
    boolean waiting() {
        return state == State.ESCAPE || state == State.CSI || state == State.SS3;
    }

    /// Nothing followed for a while: what looked like a start was a key.
    void quiet() {
        State was = state;
        if (was == State.ESCAPE) {
            reset();
            press(Input.Name.ESCAPE);
        } else if (was == State.CSI && sequence.isEmpty()) {
            reset();
            out.accept(Input.Press.alt('['));
        } else if (was == State.SS3) {
            reset();
            out.accept(new Input.Press(Input.Name.CHAR, 'o', false, true, true));
        }
    }

    private void take(int b) {
        switch (state) {
            case GROUND -> ground(b);
            case ESCAPE -> escape(b);
            case CSI -> csi(b);
            case SS3 -> ss3(b);
            case STRING -> string(b);
            case PASTE -> pasteByte(b);
        }
    }

    private void ground(int b) {
        if (b >= 0x80 || utf8.open()) {
            int codePoint = utf8.take(b);
            if (codePoint >= 0) {
                character(codePoint);
            }
            if (utf8.refused()) {
                ground(b);
            }
            return;
        }
        boolean alt = altFromEscape;
        altFromEscape = false;
        switch (b) {
            case ESC -> {
                altFromEscape = false;
                state = State.ESCAPE;
            }
            case '\r' -> out.accept(key(Input.Name.ENTER, alt));
            case '\t' -> out.accept(key(Input.Name.TAB, alt));
            case 0x7f, 0x08 -> out.accept(key(Input.Name.BACKSPACE, alt));
            case 0 -> out.accept(new Input.Press(Input.Name.CHAR, ' ', true, alt, false));
            default -> {
                if (b < 0x20) {
                    int letter = b <= 26 ? b + 'a' - 1 : b + '@';
                    out.accept(new Input.Press(Input.Name.CHAR, letter, true, alt, false));
                } else {
                    out.accept(new Input.Press(Input.Name.CHAR, b, false, alt, false));
                }
            }
        }
    }

    private void escape(int b) {
        state = State.GROUND;
        switch (b) {
            case '[' -> {
                sequence.setLength(0);
                state = State.CSI;
            }
            case 'O' -> state = State.SS3;
            case ']', 'P', 'X', '^', '_' -> {
                stringBytes = 0;
                stringEnds = false;
                stringKind = b;
                answer.setLength(0);
                state = State.STRING;
            }
            case ESC -> {
                press(Input.Name.ESCAPE);
                state = State.ESCAPE;
            }
            default -> {
                altFromEscape = true;
                ground(b);
            }
        }
    }

    private void csi(int b) {
        if (b >= 0x40 && b <= 0x7e) {
            String parameters = sequence.toString();
            reset();
            if (b == '~' && parameters.equals("200")) {
                paste = new ByteArrayOutputStream();
                pasteCut = false;
                pasteEndMatched = 0;
                state = State.PASTE;
            } else {
                Sequences.csi((char) b, parameters, out);
            }
        } else if (b == ESC) {
            reset();
            state = State.ESCAPE;
        } else if (b < 0x20 || b > 0x7e || sequence.length() >= MAX_SEQUENCE_CHARS) {
            reset();
        } else {
            sequence.append((char) b);
        }
    }

    private void ss3(int b) {
        reset();
        if (b == ESC) {
            state = State.ESCAPE;
        } else if (b >= 0x40 && b <= 0x7e) {
            Sequences.ss3((char) b, out);
        }
    }

    /// Answers of the terminal: up to BEL or ESC \.
    private void string(int b) {
        stringBytes++;
        if (stringBytes > MAX_STRING_BYTES) {
            reset();
        } else if (b == 0x07) {
            stringDone();
        } else if (b == ESC) {
            // ESC \ ends it; the backslash alone would be Alt and a key.
            stringEnds = true;
        } else if (stringEnds && b == '\\') {
            stringDone();
        } else if (stringEnds) {
            reset();
            escape(b);
        } else if (answer.length() < MAX_ANSWER_CHARS && b > 0x20 && b < 0x7f) {
            answer.append((char) b);
        }
    }

    private void stringDone() {
        reset();
        if (stringKind == COMMAND) {
            out.accept(new Input.Report(COMMAND, answer.toString()));
        }
    }

    /// Copies what cannot end the paste.
    ///
    /// @return how many bytes were taken
    private int pasteRun(byte[] bytes, int from, int to) {
        int at = from;
        while (pasteEndMatched == 0 && at < to && bytes[at] != ESC) {
            at++;
        }
        keep(bytes, from, at - from);
        return at - from;
    }

    private void pasteByte(int b) {
        if (b == PASTE_END[pasteEndMatched]) {
            pasteEndMatched++;
            if (pasteEndMatched == PASTE_END.length) {
                Input done = new Input.Paste(paste.toString(StandardCharsets.UTF_8), pasteCut);
                paste = new ByteArrayOutputStream();
                reset();
                out.accept(done);
            }
            return;
        }
        keep(PASTE_END, 0, pasteEndMatched);
        pasteEndMatched = b == ESC ? 1 : 0;
        if (b != ESC) {
            keep(new byte[] {(byte) b}, 0, 1);
        }
    }

    private void keep(byte[] bytes, int from, int count) {
        int room = Math.min(count, MAX_PASTE_BYTES - paste.size());
        paste.write(bytes, from, room);
        pasteCut |= room < count;
    }

    private void character(int codePoint) {
        boolean alt = altFromEscape;
        altFromEscape = false;
        // A C1 control as a character: nobody types one.
        if (codePoint >= 0xa0) {
            out.accept(new Input.Press(Input.Name.CHAR, codePoint, false, alt, false));
        }
    }

    private void press(Input.Name name) {
        out.accept(Input.Press.of(name));
    }

    private static Input.Press key(Input.Name name, boolean alt) {
        return new Input.Press(name, 0, false, alt, false);
    }

    private void reset() {
        state = State.GROUND;
        sequence.setLength(0);
        pasteEndMatched = 0;
    }

    /// Puts code points together. Malformed bytes become U+FFFD.
    private static final class Utf8 {
        private int codePoint;
        private int missing;
        private int least;
        private boolean refused;

        boolean open() {
            return missing > 0;
        }

        /// Whether the last byte was not used: it must be taken again.
        boolean refused() {
            boolean was = refused;
            refused = false;
            return was;
        }

        /// @return a code point, or -1 if more bytes are needed
        int take(int b) {
            if (missing > 0) {
                if ((b & 0xc0) != 0x80) {
                    missing = 0;
                    refused = true;
                    return 0xfffd;
                }
                codePoint = codePoint << 6 | (b & 0x3f);
                missing--;
                return missing > 0 ? -1 : checked();
            }
            if (b >= 0xc2 && b < 0xe0) {
                return start(b & 0x1f, 1, 0x80);
            }
            if (b >= 0xe0 && b < 0xf0) {
                return start(b & 0x0f, 2, 0x800);
            }
            if (b >= 0xf0 && b < 0xf5) {
                return start(b & 0x07, 3, 0x10000);
            }
            return 0xfffd;
        }

        private int start(int bits, int more, int smallest) {
            codePoint = bits;
            missing = more;
            least = smallest;
            return -1;
        }

        private int checked() {
            boolean good =
                    codePoint >= least
                            && codePoint <= Character.MAX_CODE_POINT
                            && (codePoint < 0xd800 || codePoint > 0xdfff);
            return good ? codePoint : 0xfffd;
        }
    }
}
