package dev.cordon.telemetry;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.Review;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Turns what happens in a session into log records; {@link TurnTrace} makes the spans and counts.
/// Used by one thread.
///
/// Content leaves only where the settings say so, and only after redaction. Everything else is
/// names, lengths, counts and digests.
final class SessionRecorder {
    private final Records records;
    private final TurnTrace trace;
    private final Measures measures;
    private final TelemetrySettings.Content content;
    private final UnaryOperator<String> redact;
    private final Map<String, Instant> asked = new HashMap<>();
    private final Map<CallId, Action> actions = new HashMap<>();
    private Optional<Instant> closed = Optional.empty();

    SessionRecorder(
            SessionId session,
            Pipeline pipeline,
            TelemetrySettings settings,
            UnaryOperator<String> redact) {
        this.content = settings.content();
        this.redact = redact;
        this.measures = new Measures(pipeline.meter());
        this.trace = new TurnTrace(session, pipeline, settings, measures, redact);
        this.records = new Records(session, pipeline.logger(), trace);
    }

    /// A connection of a command, and whether it came about.
    void on(Telemetry.Entry.Connection entry) {
        Action.Connect connection = entry.connection();
        String verdict = entry.refused().isEmpty() ? "allow" : "deny";
        AttributesBuilder body =
                Attributes.builder()
                        .put(Names.CALL, connection.call().value())
                        .put(Names.VERDICT, verdict)
                        .put("network.transport", "tcp")
                        .put(Names.SERVER, connection.host())
                        .put(Names.PORT, (long) connection.port());
        if (!connection.method().isEmpty()) {
            body.put(Names.METHOD, connection.method());
        }
        entry.refused().ifPresent(r -> rule(body, r.rule(), r.origin()).put(Names.BY, r.by()));
        measures.network.add(1, Attributes.of(Names.VERDICT, verdict));
        records.emit("cordon.network.decision", severity(verdict), entry.time(), body);
    }

    /// Ends what is still open.
    void end(Instant now, long overflowed) {
        trace.abandon(now);
        if (overflowed > 0) {
            measures.dropped.add(overflowed);
        }
        if (closed.isEmpty()) {
            records.emit(
                    "cordon.session.end",
                    Severity.WARN,
                    now,
                    Attributes.builder().put(Names.OUTCOME, "not_closed"));
        }
    }

    void on(Envelope envelope) {
        Instant at = envelope.time();
        trace.on(envelope.event(), at);
        switch (envelope.event()) {
            case Event.SessionStarted started -> started(started, at);
            case Event.SessionResumed(String version, String provider, String model) ->
                    info(
                            "cordon.session.resume",
                            at,
                            Attributes.builder()
                                    .put("cordon.version", version)
                                    .put(Names.PROVIDER, provider)
                                    .put(Names.REQUEST_MODEL, model));
            case Event.SettingChanged(String key, String value, Origin origin) ->
                    info(
                            "cordon.setting.changed",
                            at,
                            Attributes.builder()
                                    .put("cordon.setting.key", key)
                                    .put("cordon.setting.value", redact.apply(value))
                                    .put(Names.SOURCE, origin.toString()));
            case Event.ItemAdded(Item item) -> item(item, at);
            case Event.ActionProposed(Action action) -> actions.put(action.call(), action);
            case Event.Decided(CallId call, Decision decision) -> decided(call, decision, at);
            case Event.Asked(Question question) -> asked(question, at);
            case Event.Reviewed(_, CallId call, Review review) ->
                    info(
                            "cordon.review",
                            at,
                            Attributes.builder()
                                    .put(Names.CALL, call.value())
                                    .put(Names.OUTCOME, word(review.outcome()))
                                    .put(
                                            "cordon.review.risk",
                                            review.risk().map(SessionRecorder::word).orElse(""))
                                    .put(Names.REASON, redact.apply(review.rationale()))
                                    .put(Names.REQUEST_MODEL, review.model()));
            case Event.Answered(String question, CallId call, Answer answer) ->
                    answered(question, call, answer, at);
            case Event.ActionFinished(CallId call, Result result) -> finished(call, result, at);
            case Event.CallRejected(CallId call, String tool, String message) ->
                    records.emit(
                            "cordon.call.rejected",
                            Severity.WARN,
                            at,
                            Attributes.builder()
                                    .put(Names.CALL, call.value())
                                    .put(Names.TOOL, tool)
                                    .put(Names.REASON, redact.apply(message)));
            case Event.Retrying retry ->
                    records.emit(
                            "cordon.model.retry",
                            Severity.WARN,
                            at,
                            Attributes.builder()
                                    .put("cordon.attempt", (long) retry.attempt())
                                    .put(Names.REASON, redact.apply(retry.reason())));
            case Event.Rerouted(String wanted, String answered, String reason) ->
                    records.emit(
                            "cordon.model.rerouted",
                            Severity.WARN,
                            at,
                            Attributes.builder()
                                    .put(Names.REQUEST_MODEL, wanted)
                                    .put(Names.RESPONSE_MODEL, answered)
                                    .put(Names.REASON, redact.apply(reason)));
            case Event.UsageReported usage -> usage(usage, at);
            case Event.Compacted(List<Item> _, String method, long before, long after) ->
                    info(
                            "cordon.compaction",
                            at,
                            Attributes.builder()
                                    .put("cordon.compaction.method", method)
                                    .put("cordon.tokens.before", before)
                                    .put("cordon.tokens.after", after));
            case Event.CheckpointTaken(int number, var _, String _) ->
                    info(
                            "cordon.checkpoint",
                            at,
                            Attributes.builder().put("cordon.checkpoint.number", (long) number));
            case Event.Rewound(int number, var what, int _) ->
                    info(
                            "cordon.rewind",
                            at,
                            Attributes.builder()
                                    .put("cordon.checkpoint.number", (long) number)
                                    .put("cordon.rewind.what", word(what)));
            case Event.Warning(String message) ->
                    records.emit(
                            "cordon.warning",
                            Severity.WARN,
                            at,
                            Attributes.builder().put(Names.REASON, redact.apply(message)));
            case Event.TurnEnded(var _, TurnOutcome outcome, Usage _) -> turnEnded(outcome, at);
            case Event.SessionClosed() -> {
                closed = Optional.of(at);
                info("cordon.session.end", at, Attributes.builder().put(Names.OUTCOME, "closed"));
            }
            case Event.McpServerChanged(
                            String server,
                            String state,
                            String detail,
                            List<String> tools) ->
                    records.emit(
                            "cordon.mcp.connection",
                            state.equals("failed") ? Severity.WARN : Severity.INFO,
                            at,
                            Attributes.builder()
                                    .put("cordon.mcp.server", server)
                                    .put(Names.STATUS, state)
                                    .put("cordon.mcp.tools", (long) tools.size())
                                    .put(Names.REASON, redact.apply(detail)));
            case Event.TurnStarted _,
                    Event.SessionRenamed _,
                    Event.InputRequested _,
                    Event.InputGiven _,
                    Event.ActionStarted _,
                    Event.ProcessEnded _,
                    Event.PlanUpdated _,
                    Event.Queued _,
                    Event.Unqueued _,
                    Event.ChangesReviewed _,
                    Event.Passing _ -> {}
        }
    }

    private void started(Event.SessionStarted session, Instant at) {
        info(
                "cordon.session.start",
                at,
                Attributes.builder()
                        .put("cordon.version", session.version())
                        .put(Names.PROVIDER, session.provider())
                        .put(Names.REQUEST_MODEL, session.model())
                        .put("cordon.sandbox.mode", session.sandboxMode())
                        .put("cordon.approval.policy", session.approvalPolicy())
                        .put("cordon.network", session.network())
                        .put("cordon.telemetry.prompts", content.prompts())
                        .put("cordon.telemetry.answers", content.answers())
                        .put("cordon.telemetry.tool_arguments", content.toolArguments())
                        .put("cordon.telemetry.result_bytes", (long) content.resultBytes()));
    }

    private void item(Item item, Instant at) {
        if (item instanceof Item.UserMessage message) {
            String text = message.text();
            AttributesBuilder body =
                    Attributes.builder().put("cordon.prompt.length", (long) text.length());
            if (content.prompts()) {
                body.put("cordon.prompt.text", redact.apply(text));
            }
            info("cordon.prompt", at, body);
        }
    }

    private void decided(CallId call, Decision decision, Instant at) {
        Action action = actions.get(call);
        String kind = action == null ? "connect" : Words.kind(action);
        AttributesBuilder body =
                rule(Attributes.builder(), decision.rule(), decision.origin())
                        .put(Names.CALL, call.value())
                        .put(Names.TOOL_CALL, call.value())
                        .put(Names.TOOL, trace.calls().tool(call).orElse(kind))
                        .put(Names.ACTION, kind)
                        .put(Names.VERDICT, Words.verdict(decision));
        switch (decision) {
            case Decision.Allow _ -> {}
            case Decision.Ask ask -> body.put(Names.REASON, redact.apply(ask.reason()));
            case Decision.Deny deny -> body.put(Names.REASON, redact.apply(deny.reason()));
        }
        measures.decisions.add(
                1,
                Attributes.of(
                        Names.VERDICT,
                        Words.verdict(decision),
                        Names.ACTION,
                        kind,
                        Names.LAYER,
                        word(decision.origin().layer())));
        records.emit("cordon.decision", severity(Words.verdict(decision)), at, body);
    }

    private void asked(Question question, Instant at) {
        asked.put(question.id(), at);
        info(
                "cordon.approval.requested",
                at,
                Attributes.builder()
                        .put(Names.CALL, question.call().value())
                        .put("cordon.action.digest", question.digest())
                        .put(Names.RULE, question.ask().rule()));
    }

    private void answered(String question, CallId call, Answer answer, Instant at) {
        Instant since = asked.remove(question);
        AttributesBuilder body =
                Attributes.builder()
                        .put(Names.CALL, call.value())
                        .put(Names.BY, answer.by())
                        .put(Names.VERDICT, Words.verdict(answer));
        if (answer instanceof Answer.Approve yes) {
            body.put(Names.GRANT_SCOPE, word(yes.scope()));
        }
        if (since != null) {
            Duration wait = Duration.between(since, at);
            body.put(Names.WAIT_MILLIS, wait.toMillis());
            measures.approvalWait.record(wait.toMillis() / 1000.0);
        }
        info("cordon.approval.resolved", at, body);
    }

    private void finished(CallId call, Result result, Instant at) {
        Action action = actions.remove(call);
        Words.Effect effect = Words.effect(result);
        AttributesBuilder body =
                Attributes.builder()
                        .put(Names.CALL, call.value())
                        .put(Names.TOOL, trace.calls().tool(call).orElse(""))
                        .put(Names.STATUS, effect.status())
                        .put(Names.OUTPUT_BYTES, effect.bytes())
                        .put(Names.FILES_CHANGED, (long) effect.files())
                        .put(Names.DENIALS, (long) effect.denials());
        effect.exitCode().ifPresent(code -> body.put(Names.EXIT_CODE, (long) code));
        trace.calls().durationMillis(call, at).ifPresent(ms -> body.put(Names.DURATION_MILLIS, ms));
        boolean good = effect.status().equals("completed") || effect.status().equals("running");
        records.emit("cordon.effect", good ? Severity.INFO : Severity.WARN, at, body);
        if (action != null && Words.sandboxed(action)) {
            records.emit(
                    "cordon.sandbox.outcome",
                    effect.denials() > 0 ? Severity.WARN : Severity.INFO,
                    at,
                    Attributes.builder()
                            .put(Names.CALL, call.value())
                            .put(Names.ACTION, Words.kind(action))
                            .put(Names.OUTCOME, effect.denials() > 0 ? "denied" : effect.status())
                            .put(Names.DENIALS, (long) effect.denials()));
        }
        if (effect.denials() > 0) {
            measures.denials.add(effect.denials());
        }
        if (!good) {
            measures.toolFailures.add(1, Attributes.of(Names.STATUS, effect.status()));
        }
    }

    private void usage(Event.UsageReported usage, Instant at) {
        AttributesBuilder body = Attributes.builder().put(Names.REQUEST_MODEL, usage.model());
        TurnTrace.tokens(usage.request(), body);
        usage.microDollars().ifPresent(price -> body.put(Names.MICRO_DOLLARS, price));
        info("cordon.model.answer", at, body);
    }

    private void turnEnded(TurnOutcome outcome, Instant at) {
        AttributesBuilder body = Attributes.builder().put(Names.OUTCOME, Words.outcome(outcome));
        if (outcome instanceof TurnOutcome.Failed failed) {
            body.put(Names.ERROR, word(failed.kind()))
                    .put(Names.REASON, redact.apply(failed.message()));
        }
        records.emit(
                "cordon.turn.end",
                outcome instanceof TurnOutcome.Completed ? Severity.INFO : Severity.WARN,
                at,
                body);
        trace.forgetTurn();
    }

    private void info(String name, Instant at, AttributesBuilder body) {
        records.emit(name, Severity.INFO, at, body);
    }

    private static AttributesBuilder rule(AttributesBuilder body, String rule, Origin origin) {
        return body.put(Names.RULE, rule)
                .put(Names.LAYER, word(origin.layer()))
                .put(Names.SOURCE, origin.toString());
    }

    private static Severity severity(String verdict) {
        return verdict.equals("deny") ? Severity.WARN : Severity.INFO;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
