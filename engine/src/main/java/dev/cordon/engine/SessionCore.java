package dev.cordon.engine;

import dev.cordon.journal.JournalEntries;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/// What a session holds and does, without the question of when: `TurnQueue` sees to that.
final class SessionCore {
    private final Conversation conversation;
    private final Events events;
    private final JournalRecord record;
    private final Approver approver;
    private final Approvals approvals;
    private final Sandbox sandbox;
    private final AtomicInteger userCalls = new AtomicInteger();
    private volatile SessionParts parts;
    private volatile Gate gate;

    SessionCore(
            SessionId id, SessionParts parts, Approver approver, EventLog log, Restored restored) {
        this.parts = parts;
        this.approver = approver;
        this.conversation = new Conversation(id);
        this.events = new Events(log, parts.clock(), restored.nextSequence());
        this.record =
                new JournalRecord(
                        parts.journal(), new JournalEntries(Optional.of(id), parts.clock()));
        this.approvals = new Approvals(parts.grants(), parts.workspace().toString());
        conversation.restore(restored);
        events.watch(envelope -> conversation.saw(envelope.event()));
        this.sandbox = parts.sandbox().apply(this::connect);
        this.gate = gate(parts);
    }

    Conversation conversation() {
        return conversation;
    }

    Events events() {
        return events;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /// The proxy of the sandbox asks here about each connection.
    Optional<Result.Refused> connect(Action.Connect connection) throws InterruptedException {
        return gate.connect(connection);
    }

    /// Says what this session is, in the journal and in the log.
    void begin(Restored restored) {
        SessionParts.Settings settings = parts.settings();
        record.session(
                restored.nextSequence() > 0 ? "resume" : "start",
                Json.object()
                        .put("version", settings.version())
                        .put("user", settings.user())
                        .put("cwd", parts.workspace().toString())
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
        } else {
            events.emit(
                    new Event.SessionStarted(
                            conversation.session(),
                            settings.version(),
                            parts.workspace().toString(),
                            parts.client().provider(),
                            settings.model(),
                            settings.sandboxMode(),
                            settings.approvalPolicy(),
                            settings.network(),
                            restored.forkedFrom()));
            // A fork writes the history it took over into its own log.
            restored.history().forEach(item -> events.emit(new Event.ItemAdded(item)));
        }
        if (restored.history().isEmpty()) {
            parts.prefix().get().forEach(this::add);
        }
    }

    /// Runs one turn on the calling thread.
    TurnOutcome turn(Op.Submit prompt, Queue<List<Content>> steering) {
        conversation.outputSchema(prompt.outputSchema());
        approvals.turnStarted();
        conversation.turnBegins();
        RequestMaker requests = new RequestMaker(parts, record);
        Turn turn = new Turn(parts, conversation, gate, events, steering, requests);
        TurnCheckpoint checkpoint =
                new TurnCheckpoint(
                        parts.checkpoints(), nextCheckpoint(), turn.id(), events, record);
        requests.whenAnswering(checkpoint::begin);
        gate.beforeEffects(checkpoint::complete);
        record.turn(turn.id());
        events.emit(new Event.TurnStarted(turn.id()));
        record.prompt(new Item.UserMessage(prompt.content()).text());
        TurnOutcome outcome = turn.run(prompt.content());
        gate.beforeEffects(() -> {});
        completeQuietly(checkpoint);
        events.emit(new Event.TurnEnded(turn.id(), outcome, turn.usage()));
        events.sync();
        return outcome;
    }

    void compact() throws InterruptedException {
        new RequestMaker(parts, record).compact(conversation, events);
    }

    /// Goes back to before a turn. The files of now are kept as a checkpoint, so this can be
    /// undone.
    void rewind(Op.Rewind rewind) throws InterruptedException {
        Conversation.Mark mark =
                conversation.marks().stream()
                        .filter(m -> m.turn().equals(rewind.turn()))
                        .findFirst()
                        .orElseThrow(() ->
                                new SessionLogException(
                                        "there is no checkpoint of turn " + rewind.turn().value()));
        int undo = nextCheckpoint();
        conversation.turnBegins();
        String reference = "";
        List<String> notes = List.of();
        if (rewind.what() != Op.RewindWhat.CHAT) {
            Checkpoints.Restored restored =
                    parts.checkpoints().orElseThrow().restore(mark.reference(), undo);
            reference = restored.undo().reference();
            notes = restored.notes();
        } else if (parts.checkpoints().isPresent()
                && parts.checkpoints().get().take(undo) instanceof Checkpoints.Outcome.Taken now) {
            reference = now.reference();
        }
        events.emit(new Event.CheckpointTaken(undo, rewind.turn(), reference));
        notes.forEach(note -> events.emit(new Event.Warning(note)));
        record.rewind(mark.number(), rewind.what(), undo);
        events.emit(new Event.Rewound(mark.number(), rewind.what(), undo));
        if (rewind.what() != Op.RewindWhat.FILES) {
            conversation.history().replace(mark.before());
            conversation.forgetLastTokens();
        }
    }

    /// Changes a setting from the next turn on.
    void set(String key, String value) {
        parts = parts.reconfigure().with(Map.of(key, value));
        gate = gate(parts);
        events.emit(
                new Event.SettingChanged(
                        key, value, new Origin(Origin.Layer.COMMAND_LINE, "session", 0)));
    }

    /// Runs a command of the user through the gate; the model sees it with the next prompt.
    void shell(String command) throws InterruptedException {
        Action action =
                new Action.RunCommand(
                        userCall(),
                        Action.Requester.USER,
                        List.of("/bin/bash", "-c", command),
                        parts.workspace(),
                        Map.of(),
                        Action.Terminal.PIPES,
                        Long.MAX_VALUE,
                        0,
                        Optional.empty());
        Result result =
                gate.perform(
                        action, text -> events.emit(new Event.OutputDelta(action.call(), text)));
        Tool.Context context = new PlanningContext(parts.workspace(), gate, parts.maxAnswerBytes());
        add(
                new Item.Context(
                        Item.Role.USER,
                        "user_shell",
                        List.of(
                                "<user_shell_command>\n"
                                        + command
                                        + "\n"
                                        + parts.filter().apply(ResultText.of(result, context))
                                        + "\n</user_shell_command>")));
    }

    void stop(int process) throws InterruptedException {
        gate.perform(
                new Action.StopProcess(userCall(), Action.Requester.USER, process),
                Sandbox.OutputListener.NONE);
    }

    void warn(RuntimeException problem) {
        events.emit(new Event.Warning(String.valueOf(problem.getMessage())));
    }

    void close() {
        sandbox.close();
        parts.client().close();
        try {
            events.emit(new Event.SessionClosed());
            events.sync();
        } finally {
            events.close();
        }
    }

    private int nextCheckpoint() {
        return conversation.marks().stream().mapToInt(Conversation.Mark::number).max().orElse(0)
                + 1;
    }

    /// A turn without effects may end before its checkpoint; going back to it is still possible.
    private static void completeQuietly(TurnCheckpoint checkpoint) {
        if (!checkpoint.begun()) {
            return;
        }
        try {
            checkpoint.complete();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Item item) {
        events.emit(new Event.ItemAdded(item));
        conversation.history().add(item);
    }

    private CallId userCall() {
        return new CallId("user-" + userCalls.incrementAndGet());
    }

    private Gate gate(SessionParts with) {
        FactFinder facts =
                new FactFinder(
                        with.workspace(),
                        with.settings().trusted(),
                        with.settings().user(),
                        approvals,
                        with.clock());
        return new Gate(
                with.policy(),
                sandbox,
                with.performer(),
                record,
                new Gate.Approving(facts, approver, approvals),
                events,
                with.clock());
    }
}
