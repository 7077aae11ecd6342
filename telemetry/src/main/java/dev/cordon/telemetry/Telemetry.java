package dev.cordon.telemetry;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Logs, metrics and traces of one session.
///
/// Whoever shows it events never waits: they go into a bounded queue, one thread turns them into
/// records and puts these on disk, another brings them to the collector.
///
/// ```
/// session ── on(event) ──> queue ── recorder thread ──> spool (disk) ── sender thread ──> collector
/// ```
///
/// Safe for use by many threads.
public final class Telemetry implements AutoCloseable {
    private static final int QUEUE_EVENTS = 8192;
    private static final int FLUSH_MILLIS = 1000;
    private static final int FLUSH_RECORDS = 512;
    private static final int METRIC_SECONDS = 30;
    private static final int RECORDER_SECONDS = 5;
    private static final int FIRST_TRY_MILLIS = 5000;

    private final SessionId session;
    private final TelemetrySettings settings;
    private final UnaryOperator<String> redact;
    private final Clock clock;
    private final Spool spool;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_EVENTS);
    private final AtomicLong overflowed = new AtomicLong();
    private final CompletableFuture<Courier> courier = new CompletableFuture<>();
    private final AtomicReference<@Nullable String> broken = new AtomicReference<>();
    private final Thread recorder;
    private volatile @Nullable TurnId turn;
    private volatile boolean warned;

    private Telemetry(
            SessionId session,
            TelemetrySettings settings,
            UnaryOperator<String> redact,
            Clock clock,
            Spool spool) {
        this.session = session;
        this.settings = settings;
        this.redact = redact;
        this.clock = clock;
        this.spool = spool;
        this.recorder = Thread.ofPlatform().daemon().name("cordon-telemetry").unstarted(this::run);
    }

    /// What the recorder thread works off.
    sealed interface Entry {
        record Happened(Envelope envelope) implements Entry {}

        /// A connection of a command, and whether it came about.
        record Connection(Instant time, Action.Connect connection, Optional<Result.Refused> refused)
                implements Entry {}

        record End() implements Entry {}
    }

    /// Begins. Everything that costs time happens on threads of its own.
    ///
    /// @param redact takes secrets out of every text before it is kept or sent
    /// @throws TelemetryException if the spool cannot be written
    public static Telemetry start(
            SessionId session,
            TelemetrySettings settings,
            UnaryOperator<String> redact,
            Clock clock) {
        try {
            Spool spool = new Spool(settings.spool(), settings.failure().maxSpoolBytes());
            Telemetry telemetry = new Telemetry(session, settings, redact, clock, spool);
            telemetry.recorder.start();
            return telemetry;
        } catch (IOException e) {
            throw new TelemetryException(
                    settings.spool() + " cannot be written, so telemetry is not kept: " + e, e);
        }
    }

    /// Takes an event of the session. Never blocks and never throws.
    public void on(Envelope envelope) {
        switch (envelope.event()) {
            case Event.TurnStarted(TurnId started) -> turn = started;
            case Event.ToolInputDelta _, Event.OutputDelta _ -> {
                return;
            }
            default -> {}
        }
        offer(new Entry.Happened(envelope));
    }

    /// Takes a decision about a connection of a command. Never blocks and never throws.
    public void connected(Action.Connect connection, Optional<Result.Refused> refused) {
        offer(new Entry.Connection(clock.instant(), connection, refused));
    }

    /// What a command of this call should find in its environment: `TRACEPARENT` and, if there is
    /// one, `TRACESTATE`. The same two go into `params._meta` of a call to an MCP server, in lower
    /// case. Empty if no traces are sent or no turn runs.
    public Map<String, String> context(CallId call) {
        TurnId running = turn;
        if (running == null || !settings.destinations().containsKey(Signal.TRACES)) {
            return Map.of();
        }
        String header = TraceContext.of(running, settings.parent()).header(running, call);
        if (settings.traceState().isEmpty()) {
            return Map.of("TRACEPARENT", header);
        }
        StringBuilder state = new StringBuilder();
        settings.traceState()
                .forEach((key, value) ->
                        state.append(state.isEmpty() ? "" : ",")
                                .append(key)
                                .append('=')
                                .append(value));
        return Map.of("TRACEPARENT", header, "TRACESTATE", state.toString());
    }

    /// What the user should know and was not yet told; at most one sentence a session.
    public Optional<String> takeWarning() {
        if (warned) {
            return Optional.empty();
        }
        Optional<String> problem = problem();
        warned = problem.isPresent();
        return problem.map(p -> "telemetry: " + p + "; records wait in " + settings.spool());
    }

    /// What is wrong now, a sentence; empty if records arrive.
    public Optional<String> problem() {
        String failure = broken.get();
        if (failure != null) {
            return Optional.of(failure);
        }
        long lost = overflowed.get() + spool.dropped();
        if (lost > 0) {
            return Optional.of(lost + " records were dropped because too many waited");
        }
        return courier.isDone() && !courier.isCompletedExceptionally()
                ? courier.join().problem()
                : Optional.empty();
    }

    /// Why nothing may happen any more, where the administrator wants that: records are later than
    /// they may be, or were lost. Waits for a first try if old ones are found on disk.
    public Optional<String> stopReason() {
        if (!settings.failure().stops()) {
            return Optional.empty();
        }
        String failure = broken.get();
        if (failure != null) {
            return Optional.of(failure);
        }
        try {
            long limit = TimeUnit.SECONDS.toMillis(settings.failure().maxLagSeconds());
            if (lagMillis() <= limit) {
                return Optional.empty();
            }
            Courier brings = courier.get(FIRST_TRY_MILLIS, TimeUnit.MILLISECONDS);
            if (!brings.awaitFirstTry(FIRST_TRY_MILLIS)) {
                return Optional.of("the collector does not answer");
            }
            return lagMillis() <= limit
                    ? Optional.empty()
                    : Optional.of(
                            "records have not arrived for more than "
                                    + settings.failure().maxLagSeconds()
                                    + " s"
                                    + problem().map(p -> " (" + p + ")").orElse(""));
        } catch (IOException e) {
            return Optional.of("the spool cannot be read: " + e);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("nothing can be sent: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while the collector was asked");
        }
    }

    /// Puts everything on disk, and waits a moment for the network. What was not sent by then goes
    /// with the next session.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            while (!queue.offer(new Entry.End(), RECORDER_SECONDS, TimeUnit.SECONDS)) {
                queue.poll();
                overflowed.incrementAndGet();
            }
            recorder.join(TimeUnit.SECONDS.toMillis(RECORDER_SECONDS));
            if (courier.isDone() && !courier.isCompletedExceptionally()) {
                Courier brings = courier.join();
                boolean _ = brings.awaitIdle(settings.failure().exitWaitMillis());
                brings.close();
            }
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long lagMillis() throws IOException {
        for (Spool.Waiting request : spool.waiting()) {
            if (settings.destinations().containsKey(request.signal())) {
                return Math.max(0, clock.millis() - request.sinceMillis());
            }
        }
        return 0;
    }

    private void offer(Entry entry) {
        if (!queue.offer(entry)) {
            overflowed.incrementAndGet();
        }
    }

    private void run() {
        try {
            Courier brings = new Courier(settings, spool);
            courier.complete(brings);
            brings.start();
            record(new Pipeline(settings, spool, clock), brings);
        } catch (IOException | RuntimeException e) {
            broken.set("records cannot be kept: " + e.getMessage());
            courier.completeExceptionally(e);
        }
    }

    private void record(Pipeline pipeline, Courier brings) throws IOException {
        SessionRecorder records = new SessionRecorder(session, pipeline, settings, redact);
        long flushed = System.nanoTime();
        long measured = flushed;
        boolean ends = false;
        while (!ends) {
            Entry entry = next(flushed);
            switch (entry) {
                case null -> {}
                case Entry.Happened(Envelope envelope) -> records.on(envelope);
                case Entry.Connection connection -> records.on(connection);
                case Entry.End _ -> ends = true;
            }
            long now = System.nanoTime();
            boolean due = now - flushed >= TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS);
            boolean metricsDue = now - measured >= TimeUnit.SECONDS.toNanos(METRIC_SECONDS);
            if (ends) {
                records.end(clock.instant(), overflowed.get());
            }
            if (ends || metricsDue) {
                pipeline.flushMetrics();
                measured = now;
            }
            if (ends || due || pipeline.pending() >= FLUSH_RECORDS) {
                boolean some = pipeline.pending() > 0 || ends || metricsDue;
                pipeline.flush();
                flushed = now;
                if (some) {
                    brings.wake();
                }
            }
        }
    }

    private @Nullable Entry next(long flushedNanos) {
        long left =
                TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS) - (System.nanoTime() - flushedNanos);
        try {
            return queue.poll(Math.max(left, 0), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            return new Entry.End();
        }
    }
}
