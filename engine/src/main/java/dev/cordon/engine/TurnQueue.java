package dev.cordon.engine;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Runs the turns of one session one after the other on a thread of its own, with what the user
/// queued in between.
final class TurnQueue {
    private final SessionCore core;
    private final Queue<List<Content>> steering = new ConcurrentLinkedQueue<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Session.Interruptible> between = new ArrayList<>();
    private final Thread worker;
    private boolean running;
    private boolean closed;

    private record Waiting(Op.Submit prompt, CompletableFuture<TurnOutcome> end) {}

    TurnQueue(SessionCore core) {
        this.core = core;
        this.worker = Thread.ofVirtual().name("turns").start(this::work);
    }

    /// Runs a turn now, or after those that wait.
    CompletableFuture<TurnOutcome> submit(Op.Submit prompt) {
        CompletableFuture<TurnOutcome> end = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                end.complete(closedOutcome());
                return end;
            }
            if (running || !waiting.isEmpty()) {
                core.events().emit(new Event.Queued(waiting.size(), prompt.content()));
            }
            waiting.add(new Waiting(prompt, end));
            notifyAll();
        }
        return end;
    }

    /// Adds to the running turn; without one it is a turn of its own.
    void steer(List<Content> content) {
        synchronized (this) {
            if (running) {
                steering.add(content);
                return;
            }
        }
        var _ = submit(new Op.Submit(content, Optional.empty()));
    }

    /// Takes back a prompt that waits; position 0 is the next one.
    synchronized void unqueue(int position) {
        if (position < 0 || position >= waiting.size()) {
            core.events().emit(new Event.Warning("nothing waits at position " + position));
            return;
        }
        waiting.remove(position).end().complete(closedOutcome());
        core.events().emit(new Event.Unqueued(position));
    }

    /// Does something when no turn runs.
    synchronized void between(Session.Interruptible work) {
        between.add(work);
        notifyAll();
    }

    /// Stops the running turn; what waits goes on.
    synchronized void interrupt() {
        if (running) {
            worker.interrupt();
        }
    }

    /// Stops the running turn and waits until it ended. What waits never runs.
    void close() {
        synchronized (this) {
            closed = true;
            waiting.forEach(w -> w.end().complete(closedOutcome()));
            waiting.clear();
            between.clear();
            notifyAll();
            if (running) {
                worker.interrupt();
            }
        }
        joinWorker();
    }

    private void joinWorker() {
        boolean interrupted = false;
        while (worker.isAlive() && worker != Thread.currentThread()) {
            try {
                worker.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
            next.get().run();
            synchronized (this) {
                running = false;
                // An interrupt that came too late must not hit what comes next.
                Thread.interrupted();
            }
        }
    }

    private synchronized Optional<Runnable> next() {
        while (true) {
            if (closed) {
                return Optional.empty();
            }
            if (!between.isEmpty()) {
                Session.Interruptible work = between.removeFirst();
                running = true;
                return Optional.of(() -> quietly(work));
            }
            if (!waiting.isEmpty()) {
                Waiting turn = waiting.removeFirst();
                running = true;
                return Optional.of(() -> turn.end().complete(run(turn.prompt())));
            }
            try {
                wait();
            } catch (InterruptedException _) {
                // Meant for a turn that is over already.
            }
        }
    }

    private TurnOutcome run(Op.Submit prompt) {
        try {
            return core.turn(prompt, steering);
        } catch (RuntimeException e) {
            // The log is gone, or the front end failed: the outcome still reaches whoever waits.
            return new TurnOutcome.Failed(
                    e instanceof SessionLogException
                            ? FailureKind.SESSION_LOG
                            : FailureKind.INTERNAL,
                    String.valueOf(e.getMessage()),
                    OptionalLong.empty(),
                    Optional.empty());
        }
    }

    private void quietly(Session.Interruptible work) {
        try {
            work.run();
        } catch (InterruptedException _) {
            core.events().emit(new Event.Warning("interrupted"));
        } catch (RuntimeException e) {
            core.warn(e);
        }
    }

    private static TurnOutcome closedOutcome() {
        return new TurnOutcome.Interrupted("session closed");
    }
}
