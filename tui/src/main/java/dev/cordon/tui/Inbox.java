package dev.cordon.tui;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the UI's thread: bytes of the terminal, events of the session, work to run.
///
/// Bounded, and never in the way of the session: deltas that follow each other become one; when the
/// UI is stopped (its terminal does not take output) passing events are dropped first, then others,
/// and how many were is told. What a turn waits for, a question, is never dropped.
final class Inbox {
    /// Events that wait; more are dropped.
    static final int MAX_EVENTS = 20_000;

    /// One delta grows to this and no further.
    private static final int MAX_DELTA_CHARS = 256 * 1024;

    private static final int MAX_INPUT_CHUNKS = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<byte[]> input = new ArrayDeque<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final Deque<Waiting> events = new ArrayDeque<>();
    private long dropped;
    private boolean inputEnded;

    /// An event, and the text of a delta that grows while it waits.
    private static final class Waiting {
        private final Envelope envelope;
        private final StringBuilder text = new StringBuilder();

        Waiting(Envelope envelope) {
            this.envelope = envelope;
        }

        Envelope whole() {
            Event event = envelope.event();
            if (text.isEmpty()) {
                return envelope;
            }
            String added = text.toString();
            Event joined =
                    switch (event) {
                        case Event.TextDelta(int index, String first) ->
                                new Event.TextDelta(index, first + added);
                        case Event.ReasoningDelta(int index, String first, boolean raw) ->
                                new Event.ReasoningDelta(index, first + added, raw);
                        case Event.OutputDelta(CallId call, String first) ->
                                new Event.OutputDelta(call, first + added);
                        default -> event;
                    };
            return new Envelope(envelope.sequence(), envelope.time(), joined);
        }
    }

    /// Everything that waits, in the order in which it should be done.
    ///
    /// @param dropped events that were lost because the UI could not keep up
    /// @param inputEnded whether the terminal is gone
    record Batch(
            List<byte[]> input,
            List<Runnable> work,
            List<Envelope> events,
            long dropped,
            boolean inputEnded) {
        boolean isEmpty() {
            return input.isEmpty() && work.isEmpty() && events.isEmpty() && dropped == 0;
        }
    }

    /// Bytes of the terminal. Waits while too much waits already: the terminal can hold the rest.
    void input(byte[] bytes) throws InterruptedException {
        lock.lock();
        try {
            while (input.size() >= MAX_INPUT_CHUNKS) {
                room.await();
            }
            input.add(bytes);
            some.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The terminal is gone.
    void inputEnded() {
        lock.lock();
        try {
            inputEnded = true;
            some.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Work for the UI's thread.
    void run(Runnable task) {
        lock.lock();
        try {
            work.add(task);
            some.signal();
        } finally {
            lock.unlock();
        }
    }

    /// An event of the session. Never waits.
    void event(Envelope envelope) {
        lock.lock();
        try {
            if (!joined(envelope.event())) {
                if (events.size() >= MAX_EVENTS && !needed(envelope.event())) {
                    dropped++;
                } else {
                    events.add(new Waiting(envelope));
                }
            }
            some.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Takes everything; waits for something first.
    ///
    /// @param maxNanos how long at most
    Batch take(long maxNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = maxNanos;
            while (input.isEmpty()
                    && work.isEmpty()
                    && events.isEmpty()
                    && dropped == 0
                    && !inputEnded
                    && left > 0) {
                left = some.awaitNanos(left);
            }
            List<Envelope> whole = new ArrayList<>(events.size());
            events.forEach(waiting -> whole.add(waiting.whole()));
            Batch batch =
                    new Batch(List.copyOf(input), List.copyOf(work), whole, dropped, inputEnded);
            input.clear();
            work.clear();
            events.clear();
            dropped = 0;
            room.signal();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean joined(Event event) {
        Waiting last = events.peekLast();
        if (last == null || last.text.length() > MAX_DELTA_CHARS) {
            return false;
        }
        return switch (event) {
            case Event.TextDelta(int index, String text)
                    when last.envelope.event() instanceof Event.TextDelta(int same, _)
                            && same == index ->
                    joined(last, text);
            case Event.ReasoningDelta(int index, String text, boolean raw)
                    when last.envelope.event()
                                    instanceof Event.ReasoningDelta(int same, _, boolean r)
                            && same == index
                            && r == raw ->
                    joined(last, text);
            case Event.OutputDelta(CallId call, String text)
                    when last.envelope.event() instanceof Event.OutputDelta(CallId same, _)
                            && same.equals(call) ->
                    joined(last, text);
            default -> false;
        };
    }

    private static boolean joined(Waiting last, String text) {
        last.text.append(text);
        return true;
    }

    /// What the state of the UI hangs on.
    private static boolean needed(Event event) {
        return event instanceof Event.Asked
                || event instanceof Event.Answered
                || event instanceof Event.InputRequested
                || event instanceof Event.Queued
                || event instanceof Event.Unqueued
                || event instanceof Event.TurnStarted
                || event instanceof Event.TurnEnded
                || event instanceof Event.SessionStarted
                || event instanceof Event.SessionResumed;
    }
}
