package dev.cordon.engine;

import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.JournalException;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import dev.cordon.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One conversation: takes operations from a front end, shows events, runs one turn at a time.
///
/// A front end sees this class, `Op` and `Event`, and nothing else of the engine.
public final class Session implements AutoCloseable {
    private final SessionParts parts;
    private final Conversation conversation;
    private final Events events;
    private final JournalRecord record;
    private final Approver approver;
    private final Approvals approvals;
    private final Queue<List<Content>> steering = new ConcurrentLinkedQueue<>();
    private final Sandbox sandbox;
    private final Gate gate;
    private Optional<Thread> turnThread = Optional.empty();

    private Session(
            SessionId id, SessionParts parts, Approver approver, EventLog log, Restored restored) {
        this.parts = parts;
        this.approver = approver;
        this.conversation = new Conversation(id);
        this.events = new Events(log, parts.clock(), restored.nextSequence());
        this.record = new JournalRecord(parts.journal(), id, parts.clock());
        this.approvals = new Approvals(parts.grants(), parts.workspace().toString());
        conversation.restore(restored.history(), restored.usage());
        events.watch(envelope -> conversation.saw(envelope.event()));
        FactFinder facts =
                new FactFinder(
                        parts.workspace(),
                        parts.settings().trusted(),
                        parts.settings().user(),
                        approvals,
                        parts.clock());
        this.sandbox = parts.sandbox().apply(this::connect);
        this.gate =
                new Gate(
                        parts.policy(),
                        sandbox,
                        parts.performer(),
                        record,
                        new Gate.Approving(facts, approver, approvals),
                        events,
                        parts.clock());
    }

    /// What was stored of a session.
    ///
    /// @param nextSequence the number of the next event; 0 for a new session
    public record Restored(List<Item> history, Usage usage, long nextSequence) {
        /// A new session.
        public static final Restored NOTHING = new Restored(List.of(), Usage.UNKNOWN, 0);

        public Restored {
            history = List.copyOf(history);
        }
    }

    /// Starts a session or takes one up again.
    ///
    /// @param log where its events go; the session closes it
    /// @throws SessionLogException if the log cannot be written
    /// @throws JournalException if the journal cannot be written
    public static Session open(
            SessionId id,
            SessionParts parts,
            Approver approver,
            EventLog log,
            Restored restored,
            SessionListener listener) {
        Session session = new Session(id, parts, approver, log, restored);
        session.events.watch(listener);
        session.begin(restored);
        return session;
    }

    public SessionId id() {
        return conversation.session();
    }

    /// Shows events from now on to one more listener.
    public void watch(SessionListener listener) {
        events.watch(listener);
    }

    /// Takes an operation. Those that start something return when it is over; the others return at
    /// once. Any thread may call it.
    ///
    /// @return how the turn ended, for an operation that runs one
    public Optional<TurnOutcome> submit(Op op) {
        return switch (op) {
            case Op.Submit(List<Content> content, Optional<Json.Obj> schema) ->
                    Optional.of(turn(content, schema));
            case Op.Steer(List<Content> content) -> {
                steering.add(content);
                yield Optional.empty();
            }
            case Op.Interrupt _ -> {
                interrupt();
                yield Optional.empty();
            }
            case Op.Reply(String question, var answer) -> {
                if (approver instanceof FrontEndApprover frontEnd) {
                    frontEnd.reply(question, answer);
                }
                yield Optional.empty();
            }
            case Op.Rename(String name) -> {
                events.emit(new Event.SessionRenamed(name));
                yield Optional.empty();
            }
            case Op.Shutdown _ -> {
                close();
                yield Optional.empty();
            }
            case Op.Unqueue _,
                    Op.Compact _,
                    Op.Rewind _,
                    Op.Set _,
                    Op.Shell _,
                    Op.StopProcess _ -> {
                events.emit(new Event.Warning(op.getClass().getSimpleName() + " is not available"));
                yield Optional.empty();
            }
        };
    }

    /// Stops the running turn, kills everything that runs, and closes the log.
    @Override
    public void close() {
        interrupt();
        sandbox.close();
        parts.client().close();
        try {
            events.emit(new Event.SessionClosed());
            events.sync();
        } finally {
            events.close();
        }
    }

    private void begin(Restored restored) {
        SessionParts.Settings settings = parts.settings();
        record.note(
                JournalEntry.Kind.SESSION,
                Json.object()
                        .put("version", settings.version())
                        .put("user", settings.user())
                        .put("workspace", parts.workspace().toString())
                        .put("model", settings.model())
                        .put("provider", parts.client().provider())
                        .put("sandbox_mode", settings.sandboxMode())
                        .put("approval_policy", settings.approvalPolicy())
                        .put("policy_digest", parts.policy().digest())
                        .build());
        if (restored.nextSequence() > 0) {
            events.emit(
                    new Event.SessionResumed(
                            settings.version(), parts.client().provider(), settings.model()));
            return;
        }
        events.emit(
                new Event.SessionStarted(
                        id(),
                        settings.version(),
                        parts.workspace().toString(),
                        parts.client().provider(),
                        settings.model(),
                        settings.sandboxMode(),
                        settings.approvalPolicy(),
                        settings.network(),
                        Optional.empty()));
        for (Item item : parts.prefix().get()) {
            events.emit(new Event.ItemAdded(item));
            conversation.history().add(item);
        }
    }

    private TurnOutcome turn(List<Content> content, Optional<Json.Obj> schema) {
        conversation.outputSchema(schema);
        approvals.turnStarted();
        Turn turn =
                new Turn(
                        parts,
                        conversation,
                        gate,
                        events,
                        steering,
                        new RequestMaker(parts, record));
        TurnId id = turn.id();
        TurnOutcome outcome;
        synchronized (this) {
            turnThread = Optional.of(Thread.currentThread());
        }
        try {
            events.emit(new Event.TurnStarted(id));
            outcome = turn.run(content);
        } catch (SessionLogException | JournalException e) {
            outcome =
                    new TurnOutcome.Failed(
                            FailureKind.SESSION_LOG,
                            String.valueOf(e.getMessage()),
                            OptionalLong.empty(),
                            Optional.empty());
        } finally {
            synchronized (this) {
                turnThread = Optional.empty();
                // An interrupt that came too late must not hit what comes next.
                Thread.interrupted();
            }
        }
        events.emit(new Event.TurnEnded(id, outcome, turn.usage()));
        events.sync();
        return outcome;
    }

    private synchronized void interrupt() {
        turnThread.ifPresent(Thread::interrupt);
    }

    private Optional<dev.cordon.protocol.Result.Refused> connect(
            dev.cordon.protocol.Action.Connect connection) throws InterruptedException {
        return gate.connect(connection);
    }

    /// A call id for an action that the user started.
    static CallId userCall(int number) {
        return new CallId("user-" + number);
    }
}
