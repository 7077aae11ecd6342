package dev.cordon.telemetry;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Brings what is in the spool to the collectors, oldest first, on a thread of its own.
///
/// While a collector is away it tries again after 1, 2, 4, ... 60 seconds. Requests of other
/// processes, also of those that ended long ago, are brought too.
final class Courier implements AutoCloseable {
    private static final int FIRST_PAUSE_SECONDS = 1;
    private static final int MAX_PAUSE_SECONDS = 60;
    private static final int LOOK_SECONDS = 5;

    private final TelemetrySettings settings;
    private final Spool spool;
    private final Map<Signal, Carrier> carriers = new EnumMap<>(Signal.class);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean news = true;
    private boolean closed;
    private boolean idle;
    private boolean tried;
    private long refused;
    private Optional<String> problem = Optional.empty();

    Courier(TelemetrySettings settings, Spool spool) {
        this.settings = settings;
        this.spool = spool;
        settings.destinations()
                .forEach((signal, destination) ->
                        carriers.put(signal, Carrier.of(signal, destination)));
        this.thread =
                Thread.ofPlatform().daemon().name("cordon-telemetry-send").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Something was put into the spool.
    void wake() {
        lock.lock();
        try {
            news = true;
            idle = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Why the last try failed; empty if it did not.
    Optional<String> problem() {
        lock.lock();
        try {
            return problem;
        } finally {
            lock.unlock();
        }
    }

    /// How many requests a collector would not take, now or ever.
    long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a first try is over, whatever came of it.
    ///
    /// @return false if that took longer
    boolean awaitFirstTry(long millis) throws InterruptedException {
        return await(millis, () -> tried);
    }

    /// Waits until nothing waits any more, or the try that runs has failed.
    boolean awaitIdle(long millis) throws InterruptedException {
        return await(millis, () -> idle || problem.isPresent());
    }

    /// Ends the thread. What waits stays on disk.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        carriers.values().forEach(Carrier::close);
    }

    private interface Check {
        boolean holds();
    }

    private boolean await(long millis, Check check) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!check.holds() && nanos > 0 && !closed) {
                nanos = changed.awaitNanos(nanos);
            }
            return check.holds();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int pause = FIRST_PAUSE_SECONDS;
        try {
            while (awaitNews()) {
                Optional<String> failure = bringAll();
                settle(failure);
                if (failure.isPresent()) {
                    rest(pause);
                    pause = Math.min(2 * pause, MAX_PAUSE_SECONDS);
                } else {
                    pause = FIRST_PAUSE_SECONDS;
                }
            }
        } catch (InterruptedException _) {
            // The session ends; what waits stays on disk for the next one.
        }
    }

    private Optional<String> bringAll() throws InterruptedException {
        try {
            Spool.@Nullable Turn turn = spool.turn().orElse(null);
            if (turn == null) {
                // Another process sends, also what is ours.
                return Optional.empty();
            }
            try (turn) {
                return bring(spool.waiting());
            }
        } catch (IOException e) {
            return Optional.of("the spool cannot be read: " + e.getMessage());
        }
    }

    private Optional<String> bring(List<Spool.Waiting> waiting)
            throws IOException, InterruptedException {
        Map<Signal, String> failed = new EnumMap<>(Signal.class);
        for (Spool.Waiting request : waiting) {
            Carrier carrier = carriers.get(request.signal());
            if (carrier == null
                    || !carrier.takes(request.ending())
                    || failed.containsKey(request.signal())) {
                continue;
            }
            Optional<byte[]> bytes = Spool.read(request);
            if (bytes.isEmpty()) {
                continue;
            }
            Carrier.Report report = carrier.carry(bytes.get(), request.ending());
            switch (report.outcome()) {
                case DELIVERED -> spool.remove(request);
                case REFUSED -> {
                    spool.remove(request);
                    countRefused();
                    failed.put(request.signal(), "a request was refused: " + report.reason());
                }
                case FAILED -> failed.put(request.signal(), report.reason());
            }
        }
        return failed.isEmpty()
                ? Optional.empty()
                : Optional.of(sentence(failed.entrySet().iterator().next()));
    }

    private String sentence(Map.Entry<Signal, String> failure) {
        Destination destination = settings.destinations().get(failure.getKey());
        String place = destination == null ? "" : String.valueOf(destination.endpoint());
        return failure.getKey().word() + " do not reach " + place + ": " + failure.getValue();
    }

    private void countRefused() {
        lock.lock();
        try {
            refused++;
        } finally {
            lock.unlock();
        }
    }

    private void settle(Optional<String> failure) {
        lock.lock();
        try {
            problem = failure;
            tried = true;
            idle = failure.isEmpty() && !news;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNews() throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(LOOK_SECONDS);
            while (!news && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            news = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void rest(int seconds) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(seconds);
            while (!closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            news = true;
        } finally {
            lock.unlock();
        }
    }
}
