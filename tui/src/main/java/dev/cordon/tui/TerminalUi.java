package dev.cordon.tui;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.utils.Signals;

/// The terminal UI: `cordon [PROMPT]`.
public final class TerminalUi {
    /// An escape that nothing follows for this long is the key.
    private static final long ESCAPE_NANOS = 30_000_000;

    /// A property that the build sets while it trains the AOT cache.
    private static final String REHEARSAL = "cordon.rehearsal";

    private static final int READ_BYTES = 64 * 1024;
    private static final int GONE = 129;

    private TerminalUi() {}

    /// Runs until the user quits.
    ///
    /// @return the exit code
    /// @throws IOException if there is no terminal
    public static int run(UiParts parts) throws IOException {
        if (Boolean.getBoolean(REHEARSAL)) {
            return rehearse(parts);
        }
        if (plain(parts.environment())) {
            PlainUi ui =
                    new PlainUi(
                            parts,
                            new PrintStream(
                                    new FileOutputStream(FileDescriptor.out),
                                    false,
                                    StandardCharsets.UTF_8),
                            SttyTty::echo);
            Signals.register("INT", ui::interrupt);
            return ui.run(new FileInputStream(FileDescriptor.in));
        }
        try (Tty tty = SttyTty.open()) {
            return run(parts, tty);
        }
    }

    /// Runs on a terminal that is none: sends a message, waits for its answer, and quits.
    private static int rehearse(UiParts parts) {
        try (Tty none = SttyTty.open()) {
            none.size();
        } catch (IOException _) {
            // There is no terminal; what one needs is loaded now all the same.
        }
        try (Rehearsal tty =
                new Rehearsal(
                        List.of(
                                new Rehearsal.Step(" · ", "/st"),
                                new Rehearsal.Step("/status", "\u0003train\r"),
                                new Rehearsal.Step("Done.", "x"),
                                new Rehearsal.Step("x", "\u0003\u0003")))) {
            return run(parts, tty);
        }
    }

    /// Whether lines are wanted: a terminal that cannot move its cursor, or
    /// `CORDON_SCREEN_READER=1`.
    static boolean plain(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", "");
        return terminal.isEmpty()
                || terminal.equals("dumb")
                || environment.getOrDefault("CORDON_SCREEN_READER", "").equals("1");
    }

    /// Runs on a given terminal.
    static int run(UiParts parts, Tty tty) {
        Inbox inbox = new Inbox();
        Ui ui = new Ui(parts, tty, inbox);
        KeyDecoder decoder = new KeyDecoder(ui::take);
        tty.onResize(() -> inbox.run(ui::resized));
        Thread.ofPlatform().daemon().name("keys").start(() -> read(tty, inbox));
        ui.begin();
        try {
            return loop(ui, inbox, decoder);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return GONE;
        } finally {
            ui.end();
        }
    }

    private static int loop(Ui ui, Inbox inbox, KeyDecoder decoder) throws InterruptedException {
        long escapeSince = 0;
        while (true) {
            long now = System.nanoTime();
            long wait = ui.waitNanos(now);
            if (decoder.waiting()) {
                wait = Math.min(wait, Math.max(1, escapeSince + ESCAPE_NANOS - now));
            }
            Inbox.Batch batch = inbox.take(wait);
            for (byte[] bytes : batch.input()) {
                decoder.feed(bytes, 0, bytes.length);
                escapeSince = System.nanoTime();
            }
            if (batch.input().isEmpty()
                    && decoder.waiting()
                    && System.nanoTime() - escapeSince >= ESCAPE_NANOS) {
                decoder.quiet();
            }
            batch.work().forEach(Runnable::run);
            ui.events(batch);
            Optional<Integer> code = ui.exitCode();
            if (code.isPresent()) {
                return code.get();
            }
            if (batch.inputEnded() || ui.terminalGone()) {
                return GONE;
            }
            ui.draw(System.nanoTime());
        }
    }

    private static void read(Tty tty, Inbox inbox) {
        byte[] buffer = new byte[READ_BYTES];
        try {
            for (int count = tty.read(buffer); count >= 0; count = tty.read(buffer)) {
                inbox.input(java.util.Arrays.copyOf(buffer, count));
            }
        } catch (IOException _) {
            // The terminal is gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        inbox.inputEnded();
    }
}
