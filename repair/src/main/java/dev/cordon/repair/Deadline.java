package dev.cordon.repair;

import java.util.concurrent.TimeUnit;

/// The moment at which a search must have answered. Whatever waits, waits no longer than that.
///
/// @param nanos of {@link System#nanoTime()}
record Deadline(long nanos) {
    static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    long leftMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
    }

    boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }

    /// A time-out that ends no later than this does; at least a millisecond.
    long within(long millis) {
        return Math.max(1, Math.min(millis, leftMillis()));
    }
}
