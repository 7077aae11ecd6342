package dev.cordon.engine;

import dev.cordon.journal.JournalException;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Runs the turns of one session one after the other on a thread of its own, with what the user
/// queued in between.
///
/// ```
/// submit ──idle──► direct ─────────────► runs
///        └─busy──► waiting (logged) ───► runs, and leaves the log's queue once its prompt is logged
/// resume ────────► waiting, held ──run_queue, or the end of a submitted turn──► as above
/// ```
///
/// The log knows what waits, so a process that dies loses no prompt: one that was just taken out
/// may be there twice, never not at all.
final class TurnQueue {
    private final SessionCore core;
    private final Queue<List<Content>> steering = new ConcurrentLinkedQueue<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Session.Interruptible> between = new ArrayList<>();
    private final Thread worker;
    private @Nullable Waiting direct;
    private @Nullable Waiting taken;
    private boolean held;
    private boolean busy;
    private boolean inTurn;
    private boolean closed;

    private record Waiting(
            Op.Submit prompt, CompletableFuture<TurnOutcome> end, boolean releases) {}

    /// @param restored what waits since an earlier process; it is held until somebody wants it
    TurnQueue(SessionCore core, List<List<Content>> restored) {
        this.core = core;
        for (List<Content> content : restored) {
            waiting.add(waiting(new Op.Submit(content, Optional.empty()), true));
        }
        this.held = !restored.isEmpty();
        this.worker = Thread.ofVirtual().name("turns").start(this::work);
    }

    private static Waiting waiting(Op.Submit prompt, boolean releases) {
        return new Waiting(prompt, new CompletableFuture<>(), releases);
    }

    /// Runs a turn now, or after those that wait.
    ///
    /// @param releases whether what an earlier process left runs after it
    CompletableFuture<TurnOutcome> submit(Op.Submit prompt, boolean releases) {
        Waiting turn = waiting(prompt, releases);
        synchronized (this) {
            if (closed) {
                turn.end().complete(closedOutcome());
            } else if (busy || direct != null || !(held || waiting.isEmpty())) {
                core.events().emit(new Event.Queued(waiting.size(), prompt.content()));
                waiting.add(turn);
            } else {
                direct = turn;
            }
            notifyAll();
        }
        return turn.end();
    }

    /// Adds to the running turn; without one it is a turn of its own.
    void steer(List<Content> content) {
        synchronized (this) {
            if (inTurn) {
                steering.add(content);
                return;
            }
        }
        var _ = submit(new Op.Submit(content, Optional.empty()), true);
    }

    /// What waits, the next one first.
    synchronized List<List<Content>> queue() {
        return waiting.stream().map(w -> w.prompt().content()).toList();
    }

    /// Takes back a prompt that waits; position 0 is the next one.
    synchronized void unqueue(int position) {
        if (waitsAt(position)) {
            waiting.remove(position).end().complete(closedOutcome());
            core.events().emit(new Event.Unqueued(position));
            held &= !waiting.isEmpty();
        }
    }

    /// Puts other words in the place of a prompt that waits.
    synchronized void edit(int position, List<Content> content) {
        if (waitsAt(position)) {
            Waiting old = waiting.get(position);
            waiting.set(
                    position,
                    new Waiting(
                            new Op.Submit(content, old.prompt().outputSchema()),
                            old.end(),
                            old.releases()));
            core.events().emit(new Event.Unqueued(position));
            core.events().emit(new Event.Queued(position, content));
        }
    }

    /// Gives a prompt that waits another place among those that wait.
    synchronized void move(int from, int to) {
        if (waitsAt(from) && waitsAt(to) && from != to) {
            Waiting moved = waiting.remove(from);
            waiting.add(to, moved);
            // In the new place before it leaves the old one: a crash in between loses nothing.
            int into = to > from ? to + 1 : to;
            core.events().emit(new Event.Queued(into, moved.prompt().content()));
            core.events().emit(new Event.Unqueued(to > from ? from : from + 1));
        }
    }

    private boolean waitsAt(int position) {
        boolean runs = position == 0 && taken != null;
        if (position < 0 || position >= waiting.size() || runs) {
            core.events().emit(new Event.Warning("nothing waits at position " + position));
            return false;
        }
        return true;
    }

    /// Lets what an earlier process left run.
    synchronized void release() {
        held = false;
        notifyAll();
    }

    /// Does something when no turn runs.
    synchronized void between(Session.Interruptible work) {
        between.add(work);
        notifyAll();
    }

    /// Stops the running turn; what waits goes on.
    synchronized void interrupt() {
        if (busy) {
            worker.interrupt();
        }
    }

    /// Stops the running turn and waits until it ended. What waits stays in the log.
    void close() {
        synchronized (this) {
            closed = true;
            waiting.forEach(w -> w.end().complete(closedOutcome()));
            if (direct != null) {
                direct.end().complete(closedOutcome());
                direct = null;
            }
            between.clear();
            notifyAll();
            if (busy) {
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
                busy = false;
                inTurn = false;
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
                busy = true;
                return Optional.of(() -> quietly(work));
            }
            Waiting turn = nextTurn();
            if (turn != null) {
                busy = true;
                inTurn = true;
                return Optional.of(() -> run(turn));
            }
            try {
                wait();
            } catch (InterruptedException _) {
                // Meant for a turn that is over already.
            }
        }
    }

    private @Nullable Waiting nextTurn() {
        if (direct != null) {
            Waiting turn = direct;
            direct = null;
            return turn;
        }
        if (held || waiting.isEmpty()) {
            return null;
        }
        taken = waiting.getFirst();
        return taken;
    }

    /// The prompt of the running turn is in the log; it waits no more.
    private synchronized void logged() {
        if (taken != null) {
            waiting.remove(taken);
            taken = null;
            core.events().emit(new Event.Unqueued(0));
        }
    }

    private void run(Waiting turn) {
        TurnOutcome outcome = outcome(turn.prompt());
        synchronized (this) {
            if (taken != null) {
                waiting.remove(taken);
                taken = null;
            }
            held &= !turn.releases() && !waiting.isEmpty();
            inTurn = false;
            unheard();
        }
        turn.end().complete(outcome);
    }

    /// What the user added too late for the turn is a turn of its own.
    private void unheard() {
        List<Content> late = new ArrayList<>();
        for (List<Content> more = steering.poll(); more != null; more = steering.poll()) {
            late.addAll(more);
        }
        if (!late.isEmpty() && !closed) {
            direct = waiting(new Op.Submit(late, Optional.empty()), true);
        }
    }

    private TurnOutcome outcome(Op.Submit prompt) {
        try {
            return core.turn(prompt, steering, this::logged);
        } catch (RuntimeException e) {
            // The log or the journal is gone, or the front end failed: the outcome still reaches
            // whoever waits and whoever watches.
            TurnOutcome outcome =
                    new TurnOutcome.Failed(
                            kind(e),
                            String.valueOf(e.getMessage()),
                            OptionalLong.empty(),
                            Optional.empty());
            core.events().show(new Event.TurnEnded(TurnId.fresh(), outcome, Usage.UNKNOWN));
            return outcome;
        }
    }

    private static FailureKind kind(RuntimeException e) {
        if (e instanceof SessionLogException) {
            return FailureKind.SESSION_LOG;
        }
        return e instanceof JournalException
                ? FailureKind.JOURNAL_UNAVAILABLE
                : FailureKind.INTERNAL;
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
