package dev.cordon.tui;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A terminal that is none: it types a few keys, waits for what they bring, and leaves. The build
/// uses it, so that the AOT cache holds what the first picture and the first turn need.
final class Rehearsal implements Tty {
    private static final long MAX_WAIT_MILLIS = 20_000;

    private final Deque<Step> steps;
    private final StringBuilder shown = new StringBuilder();

    /// Keys, typed when the screen has shown a text since the step before.
    record Step(String awaited, String keys) {}

    Rehearsal(List<Step> steps) {
        this.steps = new ArrayDeque<>(steps);
    }

    @Override
    public Size size() {
        return new Size(100, 30);
    }

    @Override
    public synchronized int read(byte[] buffer) throws IOException {
        Step step = steps.poll();
        if (step == null) {
            return -1;
        }
        long end = System.currentTimeMillis() + MAX_WAIT_MILLIS;
        try {
            while (shown.indexOf(step.awaited()) < 0 && System.currentTimeMillis() < end) {
                wait(100);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
        shown.setLength(0);
        byte[] keys = step.keys().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(keys, 0, buffer, 0, keys.length);
        return keys.length;
    }

    @Override
    public synchronized void write(byte[] bytes) {
        shown.append(new String(bytes, StandardCharsets.UTF_8));
        notifyAll();
    }

    @Override
    public void onResize(Runnable changed) {}

    @Override
    public void suspend() {}

    @Override
    public void lend(Runnable work) {
        work.run();
    }

    @Override
    public void close() {}
}
