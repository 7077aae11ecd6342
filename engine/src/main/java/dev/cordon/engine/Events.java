package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Result;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Numbers the events of one session, writes the durable ones to its log, and shows all of them to
/// whoever watches. One at a time: watchers see the order of the log.
final class Events {
    private final EventLog log;
    private final WithoutSecrets secrets;
    private final Clock clock;
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private long sequence;

    /// @param nextSequence the number of the next durable event; 0 for a new session
    Events(EventLog log, WithoutSecrets secrets, Clock clock, long nextSequence) {
        this.log = log;
        this.secrets = secrets;
        this.clock = clock;
        this.sequence = nextSequence;
    }

    void watch(SessionListener listener) {
        listeners.add(listener);
    }

    /// Writes the event, if it is durable, and then shows it.
    ///
    /// @throws SessionLogException if it could not be written; then nobody saw it either
    synchronized void emit(Event event) {
        // That an action was allowed stands in the log before it runs, and its end after it; a line
        // that says no more than that it runs would cost a tenth of the file.
        boolean durable =
                !(event instanceof Event.Passing) && !(event instanceof Event.ActionStarted);
        long number = durable ? sequence : Math.max(0, sequence - 1);
        Envelope envelope =
                new Envelope(number, clock.instant().truncatedTo(ChronoUnit.MILLIS), event);
        if (durable) {
            log.append(new Envelope(number, envelope.time(), secrets.logged(forLog(event))));
            sequence++;
        }
        for (SessionListener listener : listeners) {
            listener.on(envelope);
        }
    }

    /// Tells whoever watches, and the log, a sentence about something that is not as it should be.
    void warn(String text) {
        emit(new Event.Warning(text));
    }

    /// Shows an event that can no longer be written. Watchers that fail are passed over: this is
    /// the last they hear.
    synchronized void show(Event event) {
        Envelope envelope =
                new Envelope(
                        Math.max(0, sequence - 1),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        event);
        for (SessionListener listener : listeners) {
            try {
                listener.on(envelope);
            } catch (RuntimeException _) {
                // Its output may be what is broken.
            }
        }
    }

    /// Makes what was written survive a power cut.
    synchronized void sync() {
        log.sync();
    }

    synchronized void close() {
        log.close();
    }

    /// What a line of the log holds. The output of a command and the content of a patch stand in
    /// the items of the history already; a second copy would double the file.
    private static Event forLog(Event event) {
        return switch (event) {
            case Event.ActionFinished(var call, Result.CommandOutput done) ->
                    new Event.ActionFinished(
                            call,
                            new Result.CommandOutput(
                                    done.process(),
                                    done.exitCode(),
                                    "",
                                    done.totalBytes(),
                                    done.spill(),
                                    done.wallMillis(),
                                    done.notes()));
            case Event.ActionFinished(var call, Result.FileContent read) ->
                    new Event.ActionFinished(
                            call,
                            new Result.FileContent(
                                    read.path(), "", read.offset(), read.totalBytes()));
            case Event.ActionFinished(var call, Result.Document read) ->
                    new Event.ActionFinished(
                            call,
                            new Result.Document(
                                    read.status(), read.mediaType(), "", read.totalBytes()));
            case Event.ActionProposed(Action.ApplyPatch patch) ->
                    new Event.ActionProposed(withoutContent(patch));
            default -> event;
        };
    }

    private static Action withoutContent(Action.ApplyPatch patch) {
        return new Action.ApplyPatch(
                patch.call(),
                patch.requester(),
                patch.changes().stream()
                        .map(c ->
                                new Action.FileChange(
                                        c.path(),
                                        c.kind(),
                                        c.moveTo(),
                                        c.beforeDigest(),
                                        c.content().map(_ -> "")))
                        .toList());
    }

    /// A log that keeps nothing, for `--ephemeral`.
    static EventLog nowhere() {
        return new EventLog() {
            @Override
            public void append(Envelope envelope) {}

            @Override
            public void sync() {}

            @Override
            public Optional<java.nio.file.Path> file() {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
    }
}
