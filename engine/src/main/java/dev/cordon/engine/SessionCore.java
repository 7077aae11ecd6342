package dev.cordon.engine;

import dev.cordon.journal.JournalEntries;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import dev.cordon.sandbox.ConnectionGuard;
import dev.cordon.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a session holds and does, without the question of when: `TurnQueue` sees to that.
final class SessionCore {
    private static final Origin SESSION = new Origin(Origin.Layer.COMMAND_LINE, "session", 0);

    private final Conversation conversation;
    private final Events events;
    private final JournalRecord record;
    private final Approver approver;
    private final Approvals approvals;
    private final ProcessBook processes = new ProcessBook();
    private final Sandbox sandbox;
    private final AtomicInteger userCalls = new AtomicInteger();
    private final UserInput input;
    private final McpServers servers;
    private final Supplier<Skills> skills;
    private final Set<Path> spilled = ConcurrentHashMap.newKeySet();
    private String answering = "";
    private volatile SessionParts parts;
    private volatile Gate gate;
    private volatile Approver reviewing = new NobodyApprover();
    private volatile Consumer<Usage> spentBeside = _ -> {};

    SessionCore(
            SessionId id, SessionParts parts, Approver approver, EventLog log, Restored restored) {
        this.parts = parts;
        this.approver = approver;
        this.conversation = new Conversation(id);
        this.events =
                new Events(
                        log,
                        new WithoutSecrets(parts.filter()),
                        parts.clock(),
                        restored.nextSequence());
        this.record =
                new JournalRecord(
                        parts.journal(),
                        new JournalEntries(Optional.of(id), parts.clock()),
                        new Background(
                                () -> conversation.history().snapshot(),
                                () -> WorkspaceDiff.headOf(parts.workspace()),
                                this::backend));
        this.approvals = new Approvals(parts.grants(), parts.workspace().toString());
        conversation.restore(restored);
        spilled.addAll(restored.spills());
        events.watch(envelope -> saw(envelope.event()));
        this.sandbox = parts.sandbox().apply(guard());
        this.input = new UserInput(approver, events);
        this.servers =
                new McpServers(
                        parts.extras().servers(),
                        parts.workspace(),
                        parts.settings().version(),
                        events,
                        parts.performer(),
                        parts.extras().trace());
        this.skills = parts.extras().skills();
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

    private String backend() {
        return sandbox.backend().name();
    }

    private ConnectionGuard guard() {
        return new ConnectionGuard() {
            @Override
            public Optional<Result.Refused> check(Action.Connect connection)
                    throws InterruptedException {
                return connect(connection);
            }

            @Override
            public void refusedByBoundary(Action.Connect connection, Result.Refused refusal) {
                quietly("network", () -> gate.refusedByBoundary(connection, refusal));
            }

            @Override
            public void finished(Action.Connect connection, long sent, long received, long millis) {
                quietly("network", () -> gate.connectionEnded(connection, sent, received, millis));
            }
        };
    }

    /// What is only told must not fail with the journal; the next decision does.
    private void quietly(String where, Runnable note) {
        try {
            note.run();
        } catch (RuntimeException e) {
            record.error(where, e);
        }
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
                        .put("policy_source", parts.policy().source())
                        .build());
        record.policy("loaded", parts.policy(), settings.version());
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
        skills.get().warnings().forEach(events::warn);
        parts.client().warning().ifPresent(events::warn);
    }

    /// Runs one turn on the calling thread.
    ///
    /// @param logged called when the prompt is in the log
    TurnOutcome turn(Op.Submit prompt, Queue<List<Content>> steering, Runnable logged) {
        conversation.outputSchema(prompt.outputSchema());
        gate.turnStarted();
        conversation.turnBegins();
        Optional<TurnOutcome> unready = startServers();
        SessionParts with = parts.with(parts.tools().plus(servers.tools()));
        RequestMaker requests = new RequestMaker(with, record);
        Turn turn = new Turn(with, conversation, gate, events, steering, requests, input);
        spentBeside = turn::spentBeside;
        TurnCheckpoint checkpoint = checkpoint(turn.id());
        requests.whenAnswering(checkpoint::begin);
        gate.beforeEffects(checkpoint::complete);
        record.turn(turn.id());
        events.emit(new Event.TurnStarted(turn.id()));
        record.prompt(new Item.UserMessage(prompt.content()).text());
        TurnOutcome outcome = turn.run(whole(prompt), logged, unready);
        gate.beforeEffects(() -> {});
        spentBeside = _ -> {};
        completeQuietly(checkpoint);
        if (outcome instanceof TurnOutcome.Failed failed) {
            recordFailure(failed);
        }
        events.emit(new Event.TurnEnded(turn.id(), outcome, turn.usage()));
        events.sync();
        quietly("changes", checkpoint::tellChanges);
        return outcome;
    }

    /// The prompt, with what changed before it and the skills it names after it.
    private Turn.Prompt whole(Op.Submit prompt) {
        List<Item> history = conversation.history().snapshot();
        List<Item> before = new ArrayList<>();
        String model = parts.model();
        if (!answering.isEmpty() && !answering.equals(model)) {
            before.add(ChangedSettings.modelSwitch(answering, model));
        }
        answering = model;
        before.addAll(ChangedSettings.since(history, parts, parts.extras().environment().get()));
        return new Turn.Prompt(
                before,
                prompt.content(),
                new SkillMentions(events, parts.filter())
                        .of(new Item.UserMessage(prompt.content()).text(), skills.get(), history));
    }

    /// @return why no turn can run, if none can
    private Optional<TurnOutcome> startServers() {
        if (servers.none()) {
            return Optional.empty();
        }
        try {
            servers.start(gate);
            return Optional.empty();
        } catch (TurnStopped stopped) {
            return Optional.of(stopped.outcome());
        } catch (InterruptedException _) {
            return Optional.of(new TurnOutcome.Interrupted("user"));
        }
    }

    /// The skills that a prompt may name.
    Skills skills() {
        return skills.get();
    }

    /// How the MCP servers do.
    List<McpServer.Status> servers() {
        return servers.statuses();
    }

    /// What holds now.
    SessionParts.Settings settings() {
        return parts.settings();
    }

    /// A journal that cannot be written is no reason to hide that the turn failed.
    private void recordFailure(TurnOutcome.Failed failed) {
        try {
            record.failure(failed.kind().name().toLowerCase(Locale.ROOT), failed.message());
        } catch (RuntimeException e) {
            warn(e);
        }
    }

    void compact() throws InterruptedException {
        RequestMaker requests = new RequestMaker(parts, record);
        Usage used = requests.compact(conversation, events);
        if (!used.equals(Usage.UNKNOWN)) {
            events.emit(
                    new Event.UsageReported(
                            parts.model(), used, used, conversation.usage(), requests.cost(used)));
        }
    }

    /// Reviews changes as a turn: the request and the findings become items of the conversation,
    /// what the reviewer read does not.
    void review(Op.Review review) {
        SessionParts reading = parts.reconfigure().with(Reviewing.SETTINGS);
        TurnOutcome outcome =
                new Reviewing(reading, conversation, events, record, input, this::gateBeside)
                        .turn(review, this::checkpoint);
        if (outcome instanceof TurnOutcome.Failed failed) {
            recordFailure(failed);
        }
    }

    private TurnCheckpoint checkpoint(TurnId turn) {
        return new TurnCheckpoint(
                parts.checkpoints(), Rewinding.next(conversation), turn, events, record);
    }

    void rewind(Op.Rewind rewind) throws InterruptedException {
        new Rewinding(conversation, events, record, parts.checkpoints()).back(rewind);
    }

    /// Changes a setting from the next turn on; a change that is not allowed changes nothing.
    void set(String key, String value) {
        SessionParts changed;
        try {
            changed = parts.reconfigure().with(Map.of(key, value));
        } catch (IllegalArgumentException e) {
            record.settingRefused(key, value, String.valueOf(e.getMessage()));
            events.warn(key + " stays as it is: " + e.getMessage());
            return;
        }
        record.setting(key, value, changed.policy(), changed.settings().version());
        if (changed.client() != parts.client()) {
            parts.client().close();
            changed.client().warning().ifPresent(events::warn);
        }
        parts = changed;
        gate = gate(changed);
        events.emit(new Event.SettingChanged(key, value, SESSION));
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
        Tool.Context context =
                new PlanningContext(parts.workspace(), gate, input, parts.maxAnswerBytes());
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
        events.warn(String.valueOf(problem.getMessage()));
    }

    void close() {
        servers.close();
        sandbox.close();
        closeReviewer();
        parts.client().close();
        try {
            approvals.ended();
            record.session("end", Json.object().put("turns", conversation.marks().size()).build());
        } catch (RuntimeException e) {
            warn(e);
        }
        try {
            events.emit(new Event.SessionClosed());
            events.sync();
        } finally {
            events.close();
        }
    }

    private void closeReviewer() {
        if (reviewing instanceof ChainedApprover chain) {
            chain.close();
        }
    }

    /// A turn without effects may end before its checkpoint; going back to it is still possible.
    static void completeQuietly(TurnCheckpoint checkpoint) {
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
        conversation.history().add(new WithoutSecrets(parts.filter()).kept(item));
    }

    private CallId userCall() {
        return new CallId("user-" + userCalls.incrementAndGet());
    }

    private FactFinder facts(SessionParts with, Approvals known) {
        return new FactFinder(
                with.workspace(),
                with.settings().trusted(),
                with.settings().user(),
                known,
                processes,
                this::grantsFor,
                with.clock());
    }

    /// A gate for actions beside the conversation, in the same sandbox and the same journal.
    private Gate gateBeside(SessionParts with, Events shown, Approver who, Approvals known) {
        return new Gate(
                with.policy(),
                sandbox,
                Performer.NONE,
                record,
                new Gate.Approving(facts(with, known), who, known),
                shown,
                with.clock());
    }

    private Gate gate(SessionParts with) {
        FactFinder facts = facts(with, approvals);
        closeReviewer();
        Approver whole = with.extras().reviewer().apply(approver);
        reviewing = whole;
        ReviewDesk desk =
                new SessionDesk(
                        with,
                        facts,
                        conversation,
                        events,
                        record,
                        usage -> spentBeside.accept(usage));
        return new Gate(
                with.policy(),
                sandbox,
                servers,
                record,
                new Gate.Approving(facts, question -> whole.answer(question, desk), approvals),
                events,
                with.clock());
    }

    /// What holds for one action only: the hosts that the configuration gives to a server, and the
    /// outputs of this session that were too long to show.
    private List<Grant> grantsFor(Action action) {
        Optional<Path> file =
                switch (action) {
                    case Action.ReadFile read -> Optional.of(read.path());
                    case Action.SearchFiles search -> Optional.of(search.path());
                    default -> Optional.empty();
                };
        if (file.isPresent() && spilled.contains(file.get())) {
            return List.of(
                    new Grant(
                            "spilled output",
                            new Capability.ReadPath(file.get()),
                            Grant.Scope.SESSION,
                            parts.clock().instant().plusSeconds(60),
                            "cordon",
                            Optional.empty()));
        }
        return servers.none() ? List.of() : servers.grants(action, parts.clock().instant());
    }

    private void saw(Event event) {
        conversation.saw(event);
        if (event instanceof Event.ActionFinished(_, Result.CommandOutput output)) {
            output.spill().ifPresent(spilled::add);
        }
        if (event instanceof Event.ItemAdded(Item.ToolCall call)) {
            record.background().called(call.call(), call.name());
        }
    }
}
