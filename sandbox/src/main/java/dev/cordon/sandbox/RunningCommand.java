package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One command of the table, from its start until its end was reported.
final class RunningCommand implements Boundary.Sink {
    private static final int LISTENER_BYTES_PER_SECOND = 1 << 20;
    private static final long DEATH_SECONDS = 10;

    private final int number;
    private final String text;
    private final OutputBuffer buffer;
    private final long startedNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Boundary.@Nullable Running running;
    private Sandbox.OutputListener listener = Sandbox.OutputListener.NONE;
    private byte[] unshown = new byte[0];
    private long windowNanos = startedNanos;
    private int windowBytes;
    private boolean ended;
    private boolean timedOut;
    private boolean background;
    private long timeoutMillis;
    private int exitCode;
    private String refusal = "";
    private String limitNote = "";
    private Optional<String> boundaryNote = Optional.empty();

    RunningCommand(int number, String text, OutputBuffer buffer) {
        this.number = number;
        this.text = text;
        this.buffer = buffer;
    }

    int number() {
        return number;
    }

    String text() {
        return text;
    }

    long ageMillis() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    /// Whether it has not ended.
    boolean runs() {
        lock.lock();
        try {
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    boolean inBackground() {
        lock.lock();
        try {
            return background && !ended;
        } finally {
            lock.unlock();
        }
    }

    void start(
            Boundary boundary, Boundary.Launch launch, Sandbox.OutputListener first, long timeout)
            throws InterruptedException {
        listener = first;
        timeoutMillis = timeout;
        boundaryNote = boundaryNote(boundary.describe());
        Boundary.Running made = boundary.start(launch, this);
        lock.lock();
        try {
            running = made;
        } finally {
            lock.unlock();
        }
        if (timeout > 0) {
            Thread.ofVirtual().name("timeout-" + number).start(this::guardTime);
        }
    }

    // Less than the whole promise is said with every command, so that nobody overlooks it.
    private static Optional<String> boundaryNote(Sandbox.Backend backend) {
        return switch (backend.strength()) {
            case FULL, NONE -> Optional.empty();
            case DEGRADED ->
                    Optional.of(
                            "The command ran behind the degraded back end "
                                    + backend.name()
                                    + ": "
                                    + backend.detail());
            case EXTERNAL ->
                    Optional.of(
                            "Cordon's own sandbox did not confine the command (back end "
                                    + backend.name()
                                    + "): "
                                    + backend.detail());
        };
    }

    private void guardTime() {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (ended) {
                return;
            }
            timedOut = true;
        } catch (InterruptedException _) {
            return;
        } finally {
            lock.unlock();
        }
        kill();
    }

    /// Types; U+0003 interrupts.
    void input(String typed) {
        Boundary.Running target = target();
        if (target == null) {
            return;
        }
        int from = 0;
        for (int at = typed.indexOf('\u0003'); at >= 0; at = typed.indexOf('\u0003', from)) {
            write(target, typed.substring(from, at));
            target.interrupt();
            from = at + 1;
        }
        write(target, typed.substring(from));
    }

    private static void write(Boundary.Running target, String typed) {
        if (!typed.isEmpty()) {
            target.write(typed.getBytes(StandardCharsets.UTF_8));
        }
    }

    void kill() {
        Boundary.Running target = target();
        if (target != null) {
            target.kill();
        }
    }

    private Boundary.@Nullable Running target() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it is dead, however often the thread is interrupted.
    void awaitDeath() {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(DEATH_SECONDS);
            long deadline = System.nanoTime() + left;
            while (running != null && !ended && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException _) {
                    // The caller passes its own interruption on.
                    left = deadline - System.nanoTime();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end, but not longer than asked, and gives what came since the last call.
    Result await(long yieldMillis, Confinement confinement, Sandbox.OutputListener next)
            throws InterruptedException {
        long began = System.nanoTime();
        lock.lock();
        try {
            listener = next;
            background = false;
            long left = TimeUnit.MILLISECONDS.toNanos(Math.min(yieldMillis, Integer.MAX_VALUE));
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            listener = Sandbox.OutputListener.NONE;
            background = true;
            if (ended) {
                buffer.close();
            }
            if (ended && !refusal.isEmpty()) {
                return new Result.Failed("the command could not be started: " + refusal);
            }
            List<String> notes = notes(confinement);
            long total = buffer.totalBytes();
            String output = buffer.take(ended);
            return new Result.CommandOutput(
                    ended ? OptionalInt.empty() : OptionalInt.of(number),
                    ended ? OptionalInt.of(exitCode) : OptionalInt.empty(),
                    output,
                    total,
                    buffer.spill(),
                    (System.nanoTime() - began) / 1_000_000,
                    notes);
        } finally {
            lock.unlock();
        }
    }

    private List<String> notes(Confinement confinement) {
        List<String> notes = new ArrayList<>();
        boundaryNote.ifPresent(notes::add);
        if (ended && timedOut) {
            notes.add(
                    "The command was killed after its time limit of "
                            + timeoutMillis
                            + " ms. Give it a longer timeout or run it in the background");
        }
        if (ended && !limitNote.isEmpty()) {
            notes.add(limitNote);
        } else if (ended && !timedOut && exitCode != 0) {
            RefusalNotes.of(exitCode, buffer.lastText(RefusalNotes.LOOKED_AT_BYTES), confinement)
                    .ifPresent(notes::add);
        }
        return notes;
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        Sandbox.OutputListener to;
        Optional<String> shown;
        lock.lock();
        try {
            buffer.add(bytes, offset, length);
            to = listener;
            shown = pieceFor(bytes, offset, length);
        } finally {
            lock.unlock();
        }
        shown.ifPresent(to::output);
    }

    // A listener gets at most a megabyte in a second, in whole characters; the rest it never sees.
    private Optional<String> pieceFor(byte[] bytes, int offset, int length) {
        if (listener == Sandbox.OutputListener.NONE) {
            unshown = new byte[0];
            return Optional.empty();
        }
        long now = System.nanoTime();
        if (now - windowNanos > 1_000_000_000L) {
            windowNanos = now;
            windowBytes = 0;
        }
        int room = Math.min(length, LISTENER_BYTES_PER_SECOND - windowBytes);
        if (room <= 0) {
            unshown = new byte[0];
            return Optional.empty();
        }
        windowBytes += room;
        byte[] all = Arrays.copyOf(unshown, unshown.length + room);
        System.arraycopy(bytes, offset, all, unshown.length, room);
        int cut = Utf8.completeLength(all, all.length);
        unshown = Arrays.copyOfRange(all, cut, all.length);
        return cut == 0
                ? Optional.empty()
                : Optional.of(new String(all, 0, cut, StandardCharsets.UTF_8));
    }

    @Override
    public void note(String sentence) {
        lock.lock();
        try {
            limitNote = sentence;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(int code, String why) {
        lock.lock();
        try {
            ended = true;
            exitCode = code;
            refusal = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
