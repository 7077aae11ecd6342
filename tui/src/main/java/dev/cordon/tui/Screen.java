package dev.cordon.tui;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/// The terminal as something to draw on, at a measured pace: a key is answered at once, a stream is
/// drawn 20 times a second, and nothing makes it more than 30.
final class Screen {
    static final int MAX_FRAMES_PER_SECOND = 30;

    /// Those that answer keys come on top, for somebody who types fast while a model streams.
    static final int MAX_KEYED_FRAMES_PER_SECOND = 60;

    private static final int MAX_COPY_CHARS = 512 * 1024;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long STREAM_NANOS = SECOND_NANOS / 20;

    private final Tty tty;
    private final LiveRegion region;
    private final Deque<Long> frames = new ArrayDeque<>();
    private Theme theme;
    private LiveRegion shown;
    private boolean broken;

    Screen(Tty tty, Theme theme) {
        this.tty = tty;
        this.theme = theme;
        this.region = new LiveRegion(theme);
        this.shown = region;
    }

    Tty.Size size() {
        return tty.size();
    }

    void theme(Theme other) {
        theme = other;
        region.theme(other);
        region.redraw();
    }

    /// Goes to the other screen, for a long text, or back to where everything is as it was.
    void alternate(boolean other) {
        if (other != alternate()) {
            write(other ? "\u001b[?1049h\u001b[H\u001b[2J" : "\u001b[?1049l");
            shown = other ? new LiveRegion(theme) : region;
        }
    }

    private boolean alternate() {
        return shown != region;
    }

    /// How long to wait before something may be drawn; 0 means now.
    ///
    /// @param keyed whether it answers a key
    long waitNanos(boolean keyed, long nowNanos) {
        while (!frames.isEmpty() && nowNanos - frames.peekFirst() >= SECOND_NANOS) {
            frames.removeFirst();
        }
        long wait = 0;
        int most = keyed ? MAX_KEYED_FRAMES_PER_SECOND : MAX_FRAMES_PER_SECOND;
        if (frames.size() >= most) {
            wait = SECOND_NANOS - (nowNanos - frames.peekFirst());
        }
        if (!keyed && !frames.isEmpty()) {
            wait = Math.max(wait, STREAM_NANOS - (nowNanos - frames.peekLast()));
        }
        return Math.max(0, wait);
    }

    /// Draws, if anything changed.
    void draw(List<Line> finished, LiveRegion.Frame frame, long nowNanos) {
        byte[] bytes = shown.draw(finished, frame, tty.size());
        if (bytes.length > 0) {
            frames.add(nowNanos);
            write(bytes);
        }
    }

    /// Takes the live rows off, for the shell or another program.
    void clear() {
        alternate(false);
        write(region.clear());
    }

    /// Clears the screen, not the scrollback.
    void clearScreen() {
        write(shown.clearScreen());
    }

    /// The cursor is at the start of an empty row; somebody else wrote above.
    void startAnew() {
        region.forget();
    }

    void write(String sequence) {
        write(sequence.getBytes(StandardCharsets.UTF_8));
    }

    /// Puts text into the user's clipboard (OSC 52), as far as the terminal lets programs do that.
    void copy(String text) {
        String part = text.length() > MAX_COPY_CHARS ? text.substring(0, MAX_COPY_CHARS) : text;
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        write("\u001b]52;c;" + Base64.getEncoder().encodeToString(bytes) + "\u0007");
    }

    /// Whether the terminal is gone.
    boolean broken() {
        return broken;
    }

    private void write(byte[] bytes) {
        try {
            tty.write(bytes);
        } catch (IOException _) {
            broken = true;
        }
    }
}
