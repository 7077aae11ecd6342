package dev.cordon.engine;

import dev.cordon.journal.JournalEntry;
import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelRequest;
import dev.cordon.policy.Policy;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.sandbox.ConnectionGuard;
import dev.cordon.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// A session among fakes: what it was asked goes in, what happened comes out.
final class Stage implements AutoCloseable {
    static final Path WORKSPACE = Path.of("/srv/shop");

    final ScriptedModel model = new ScriptedModel();
    final RecordingSandbox sandbox = new RecordingSandbox();
    final MemoryJournal journal = new MemoryJournal();
    final List<Event> events = new ArrayList<>();
    Policy policy = FixedPolicy.always(FixedPolicy.ALLOW);
    Approver approver = new NobodyApprover();
    TurnLimits limits = TurnLimits.DEFAULT;
    TextFilter filter = TextFilter.NONE;
    List<Item> prefix = List.of();
    SessionParts.Extras extras = SessionParts.Extras.NONE;
    Restored restored = Restored.NOTHING;
    Path workspace = WORKSPACE;
    String onReroute = "continue";
    Optional<Function<ConnectionGuard, Sandbox>> realSandbox = Optional.empty();
    Optional<ModelClient> client = Optional.empty();
    Function<Map<String, String>, SessionParts.Settings> reconfigure =
            changes -> {
                throw new IllegalArgumentException("fixed: " + changes);
            };
    SessionParts.Pricing pricing = SessionParts.Pricing.UNKNOWN;
    List<Tool> tools =
            List.of(new ExecCommandTool(true), new WriteStdinTool(300_000), new UpdatePlanTool());
    private Optional<Session> session = Optional.empty();

    Session session() {
        if (session.isEmpty()) {
            session =
                    Optional.of(
                            Session.open(
                                    SessionId.fresh(),
                                    parts(),
                                    approver,
                                    EventLog.nowhere(),
                                    restored,
                                    this::saw));
        }
        return session.get();
    }

    /// Runs one turn to its end.
    TurnOutcome run(String prompt) {
        return session().run(new Op.Submit(List.of(new Content.Text(prompt)), Optional.empty()));
    }

    /// The outputs of tools in the last request, in order.
    List<Item.ToolOutput> outputs() {
        List<Item.ToolOutput> outputs = new ArrayList<>();
        for (Item item : model.requests().getLast().history()) {
            if (item instanceof Item.ToolOutput output) {
                outputs.add(output);
            }
        }
        return outputs;
    }

    synchronized <E extends Event> List<E> seen(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<JournalEntry.Kind> journalKinds() {
        return journal.kinds();
    }

    @Override
    public void close() {
        session.ifPresent(Session::close);
    }

    private synchronized void saw(Envelope envelope) {
        events.add(envelope.event());
    }

    static SessionParts.Settings settings(String model, String mode) {
        return settings(model, mode, "continue");
    }

    static SessionParts.Settings settings(String model, String mode, String onReroute) {
        return new SessionParts.Settings(
                "test",
                "ada",
                model,
                mode,
                "on-request",
                "closed",
                true,
                ModelRequest.Reasoning.DEFAULT,
                Optional.empty(),
                OptionalInt.empty(),
                true,
                40_000,
                List.of(),
                onReroute);
    }

    private SessionParts changed(Map<String, String> changes) {
        return parts(reconfigure.apply(changes));
    }

    SessionParts parts() {
        return parts(settings("some-model", "workspace-write", onReroute));
    }

    private SessionParts parts(SessionParts.Settings settings) {
        return new SessionParts(
                workspace,
                settings,
                client.orElse(model),
                pricing,
                policy,
                realSandbox.orElse(_ -> sandbox),
                Performer.NONE,
                journal,
                new Tools(tools, List.of()),
                limits,
                () -> prefix,
                filter,
                GrantBook.NONE,
                Optional.empty(),
                this::changed,
                extras,
                Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));
    }
}
