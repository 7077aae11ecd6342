package dev.cordon.tui;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.Signals;

/// The terminal of this process, set by the `stty` that POSIX promises.
///
/// A library that calls `tcsetattr` costs more: linking native calls takes longer than the whole
/// first picture (docs/decisions/0006).
final class SttyTty implements Tty {
    private static final int MAX_ANSWER_BYTES = 4096;
    private static final int HANGUP_READS = 20;
    private static final long HANGUP_NANOS = 50_000_000;

    /// What the terminal is told when it is taken: bracketed paste, focus reports, keys that can be
    /// told apart (kitty, where it is known), no wrapping surprises.
    private static final String TAKE = "\u001b[?2004h\u001b[?1004h\u001b[>1u";

    /// The opposite, and what may have been left on: synchronized output, the other screen,
    /// colours, a hidden cursor.
    private static final String GIVE_BACK =
            "\u001b[?2026l\u001b[<u\u001b[?1004l\u001b[?2004l\u001b[0m\u001b[?25h";

    /// Every key as bytes, at once. A read without a key ends after 0.3 s, so that the reader can
    /// make way for another program.
    private static final String RAW = "stty -icanon -echo -isig -ixon -icrnl -iexten min 0 time 3";

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final InputStream in = new FileInputStream(FileDescriptor.in);
    private final Thread hook = Thread.ofPlatform().unstarted(this::giveBack);
    private final String before;
    private volatile Size size;
    private volatile Runnable resized = () -> {};
    private volatile String farewell = "";
    private boolean raw = true;
    private boolean lent;
    private boolean reading;

    private SttyTty(String before, Size size) {
        this.before = before;
        this.size = size;
    }

    /// Takes the terminal.
    ///
    /// @throws IOException if standard input is no terminal, or there is no `stty`
    static SttyTty open() throws IOException {
        List<String> answers = stty("stty -g && stty size && " + RAW);
        if (answers.size() < 2) {
            throw new IOException("the terminal cannot be set: stty gave no answer");
        }
        SttyTty tty = new SttyTty(answers.get(0), parse(answers.get(1)));
        Runtime.getRuntime().addShutdownHook(tty.hook);
        tty.write(TAKE.getBytes(StandardCharsets.US_ASCII));
        Signals.register("WINCH", tty::changed);
        return tty;
    }

    /// Whether the terminal shows what is typed, where nobody has taken it.
    static void echo(boolean shown) {
        try {
            stty(shown ? "stty echo" : "stty -echo");
        } catch (IOException _) {
            // There is no terminal; nothing is shown then either.
            return;
        }
    }

    @Override
    public Size size() {
        return size;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        int empty = 0;
        while (empty < HANGUP_READS) {
            awaitOurTurn();
            long start = System.nanoTime();
            int count = in.read(buffer);
            if (count > 0) {
                return count;
            }
            // Nothing typed looks like the end of the file; the real end comes at once, every time.
            empty = System.nanoTime() - start < HANGUP_NANOS ? empty + 1 : 0;
        }
        return -1;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    @Override
    public void onResize(Runnable changed) {
        resized = changed;
    }

    /// Written once more when the terminal is given back, for example a window title.
    void farewell(String sequence) {
        farewell = sequence;
    }

    @Override
    public void suspend() throws IOException {
        giveBack();
        // The whole job, as the terminal would: this process alone would leave its children
        // running.
        stty("kill -TSTP 0");
        take();
    }

    @Override
    public void lend(Runnable work) throws IOException {
        park(true);
        giveBack();
        try {
            work.run();
        } finally {
            take();
            park(false);
        }
    }

    /// Keeps the reader away, or lets it go on. Returns when it reads no more.
    private void park(boolean away) {
        synchronized (in) {
            lent = away;
            in.notifyAll();
            boolean interrupted = false;
            while (away && reading) {
                try {
                    in.wait();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitOurTurn() throws IOException {
        synchronized (in) {
            reading = false;
            in.notifyAll();
            try {
                while (lent) {
                    in.wait();
                }
            } catch (InterruptedException _) {
                throw new java.io.InterruptedIOException("reading was interrupted");
            }
            reading = true;
        }
    }

    @Override
    public void close() {
        giveBack();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, by way of that hook.
        }
    }

    private synchronized void take() throws IOException {
        stty(RAW);
        raw = true;
        write(TAKE.getBytes(StandardCharsets.US_ASCII));
        changed();
    }

    private synchronized void giveBack() {
        if (!raw) {
            return;
        }
        raw = false;
        try {
            write((GIVE_BACK + farewell).getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // The terminal is gone, and its settings with it.
        }
        try {
            stty("stty '" + before + "'");
        } catch (IOException _) {
            // Nobody is left to be told.
        }
    }

    private void changed() {
        try {
            List<String> answer = stty("stty size");
            if (!answer.isEmpty()) {
                size = parse(answer.getFirst());
            }
        } catch (IOException _) {
            return;
        }
        resized.run();
    }

    private static Size parse(String rowsAndColumns) {
        int space = rowsAndColumns.indexOf(' ');
        try {
            int rows = Integer.parseInt(rowsAndColumns.substring(0, Math.max(0, space)));
            int columns = Integer.parseInt(rowsAndColumns.substring(space + 1));
            return new Size(columns > 0 ? columns : 80, rows > 0 ? rows : 24);
        } catch (NumberFormatException _) {
            return new Size(80, 24);
        }
    }

    /// Runs a line of shell on this terminal.
    ///
    /// @return the lines it printed
    private static List<String> stty(String script) throws IOException {
        Process process =
                new ProcessBuilder("/bin/sh", "-c", script)
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        byte[] answer;
        try (InputStream output = process.getInputStream()) {
            answer = output.readNBytes(MAX_ANSWER_BYTES);
        }
        boolean interrupted = false;
        while (true) {
            try {
                if (process.waitFor() != 0 && answer.length == 0 && script.startsWith("stty -g")) {
                    throw new IOException("standard input is not a terminal");
                }
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return lines(new String(answer, StandardCharsets.US_ASCII));
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        return lines;
    }
}
