package dev.cordon.telemetry;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The spans of a turn and what is counted with them. Used by one thread.
///
/// ```
/// invoke_agent cordon          from the start to the end of the turn
///   chat MODEL                 from the moment a request could go out to the last piece of its answer
///   execute_tool TOOL          from the call to its output
/// ```
final class TurnTrace {
    private final SessionId session;
    private final Pipeline pipeline;
    private final TelemetrySettings settings;
    private final Measures measures;
    private final UnaryOperator<String> redact;
    private final CallSpans tools;
    private String provider = "";
    private String model = "";
    private @Nullable TurnId turn;
    private @Nullable Span agent;
    private Instant turnStart = Instant.EPOCH;
    private Instant requestStart = Instant.EPOCH;
    private @Nullable Instant firstPiece;
    private @Nullable Instant lastPiece;
    private String answeredBy = "";
    private StringBuilder answer = new StringBuilder();
    private String prompt = "";
    private long requests;
    private long calls;

    TurnTrace(
            SessionId session,
            Pipeline pipeline,
            TelemetrySettings settings,
            Measures measures,
            UnaryOperator<String> redact) {
        this.session = session;
        this.pipeline = pipeline;
        this.settings = settings;
        this.measures = measures;
        this.redact = redact;
        this.tools = new CallSpans(session, pipeline, settings, measures, redact);
    }

    Optional<TurnId> turn() {
        return Optional.ofNullable(turn);
    }

    /// The span that records of now belong to.
    Context context() {
        return agent == null ? Context.root() : Context.root().with(agent);
    }

    /// The calls of now.
    CallSpans calls() {
        return tools;
    }

    void on(Event event, Instant at) {
        switch (event) {
            case Event.SessionStarted started -> {
                provider = started.provider();
                model = started.model();
            }
            case Event.SessionResumed resumed -> {
                provider = resumed.provider();
                model = resumed.model();
            }
            case Event.TurnStarted(TurnId id) -> begin(id, at);
            case Event.TextDelta _, Event.ReasoningDelta _ -> piece(at);
            case Event.ItemAdded(Item item) -> item(item, at);
            case Event.ActionProposed(Action action) -> tools.describe(action);
            case Event.ActionFinished(CallId call, Result result) -> tools.outcome(call, result);
            case Event.Rerouted(String _, String answered, String _) -> answeredBy = answered;
            case Event.UsageReported usage -> answered(usage, at);
            case Event.Compacted _ -> requestStart = at;
            case Event.Retrying(int _, int _, long delayMillis, String _, var _) -> {
                requestStart = at.plusMillis(delayMillis);
                firstPiece = null;
            }
            case Event.TurnEnded(var _, TurnOutcome result, Usage usage) -> end(result, usage, at);
            case Event.SessionRenamed _,
                    Event.SettingChanged _,
                    Event.ToolInputDelta _,
                    Event.StreamReset _,
                    Event.OutputDelta _,
                    Event.Decided _,
                    Event.Asked _,
                    Event.Reviewed _,
                    Event.Answered _,
                    Event.ActionStarted _,
                    Event.CallRejected _,
                    Event.ProcessEnded _,
                    Event.PlanUpdated _,
                    Event.CheckpointTaken _,
                    Event.Rewound _,
                    Event.Queued _,
                    Event.Unqueued _,
                    Event.ChangesReviewed _,
                    Event.Warning _,
                    Event.InputRequested _,
                    Event.InputGiven _,
                    Event.McpServerChanged _,
                    Event.SessionClosed _ -> {}
        }
    }

    /// The records of the turn's end were written; what comes belongs to no turn.
    void forgetTurn() {
        turn = null;
        agent = null;
    }

    /// Ends what the end of the process leaves open.
    void abandon(Instant now) {
        tools.abandon(now);
        if (agent != null && turn != null) {
            fail(agent, "abandoned").end(now);
        }
        forgetTurn();
    }

    private void begin(TurnId id, Instant at) {
        turn = id;
        turnStart = at;
        requestStart = at;
        requests = 0;
        calls = 0;
        TraceContext names = TraceContext.of(id, settings.parent());
        SpanBuilder span =
                pipeline.tracer()
                        .spanBuilder("invoke_agent " + Names.AGENT)
                        .setSpanKind(SpanKind.INTERNAL)
                        .setStartTimestamp(at)
                        .setAttribute(Names.OPERATION, "invoke_agent")
                        .setAttribute(Names.AGENT_NAME, Names.AGENT)
                        .setAttribute(Names.REQUEST_MODEL, model)
                        .setAttribute(Names.TURN, id.value());
        conversation(span);
        span.setParent(
                names.parentSpanId()
                        .map(parent -> Context.root().with(remote(names, parent)))
                        .orElseGet(Context::root));
        pipeline.next(names.traceId(), TraceContext.span(id));
        agent = span.startSpan();
    }

    private Span remote(TraceContext names, String parent) {
        TraceStateBuilder state = TraceState.builder();
        settings.traceState().forEach(state::put);
        return Span.wrap(
                SpanContext.createFromRemoteParent(
                        names.traceId(), parent, TraceFlags.getSampled(), state.build()));
    }

    private void item(Item item, Instant at) {
        switch (item) {
            case Item.UserMessage message -> {
                prompt = message.text();
                requestStart = at;
            }
            case Item.AssistantMessage message -> {
                piece(at);
                answer.append(message.text());
            }
            case Item.Reasoning _, Item.Opaque _ -> piece(at);
            case Item.ToolCall call -> {
                piece(at);
                calls++;
                tools.begin(call, turn, context(), at);
            }
            case Item.ToolOutput output -> tools.end(output, at);
            case Item.Context _ -> {}
        }
    }

    private void piece(Instant at) {
        firstPiece = firstPiece == null ? at : firstPiece;
        lastPiece = at;
    }

    private void answered(Event.UsageReported usage, Instant at) {
        requests++;
        Instant end = lastPiece == null ? at : lastPiece;
        Instant start = requestStart;
        Span span = chat(usage.model(), start);
        AttributesBuilder tokens = Attributes.builder();
        tokens(usage.request(), tokens);
        span.setAllAttributes(tokens.build());
        usage.microDollars().ifPresent(price -> span.setAttribute(Names.MICRO_DOLLARS, price));
        if (settings.content().prompts() && !prompt.isEmpty()) {
            span.setAttribute(Names.INPUT_MESSAGES, message("user", prompt));
        }
        if (settings.content().answers() && !answer.isEmpty()) {
            span.setAttribute(Names.OUTPUT_MESSAGES, message("assistant", answer.toString()));
        }
        Attributes shared = shared(usage.model());
        if (firstPiece != null) {
            double wait = seconds(start, firstPiece);
            span.setAttribute(Names.FIRST_CHUNK, wait);
            measures.firstChunk.record(wait, shared);
        }
        span.end(end);
        measures.inference.record(seconds(start, end), shared);
        count(usage, shared);
        firstPiece = null;
        lastPiece = null;
        answeredBy = "";
        answer = new StringBuilder();
        prompt = "";
        // Outputs of calls come before this event, so the next request can go out from here on.
        requestStart = at;
    }

    /// A request that got no answer.
    private void unanswered(TurnOutcome.Failed failed, Instant at) {
        String kind = failed.kind().name().toLowerCase(Locale.ROOT);
        if (Words.ofModel(failed.kind())) {
            requests++;
            fail(chat(model, requestStart), kind).end(at);
            measures.inference.record(
                    seconds(requestStart, at),
                    shared(model).toBuilder().put(Names.ERROR, kind).build());
        }
    }

    private Span chat(String requested, Instant start) {
        SpanBuilder span =
                pipeline.tracer()
                        .spanBuilder("chat " + requested)
                        .setSpanKind(SpanKind.CLIENT)
                        .setParent(context())
                        .setStartTimestamp(start)
                        .setAttribute(Names.OPERATION, "chat")
                        .setAttribute(Names.PROVIDER, provider)
                        .setAttribute(Names.REQUEST_MODEL, requested)
                        .setAttribute(
                                Names.RESPONSE_MODEL, answeredBy.isEmpty() ? requested : answeredBy)
                        .setAttribute(Names.STREAM, true);
        conversation(span);
        return span.startSpan();
    }

    private void count(Event.UsageReported usage, Attributes shared) {
        Attributes text = shared.toBuilder().put(Names.MODALITY, "text").build();
        Usage spent = usage.request();
        Measures.add(measures.input, spent.input(), text);
        Measures.add(measures.output, spent.output(), text);
        Measures.add(measures.cacheRead, spent.cachedInput(), text);
        Measures.add(measures.cacheWrite, spent.cacheWrite(), text);
        Measures.add(measures.reasoning, spent.reasoning(), text);
        Measures.add(measures.cost, usage.microDollars(), shared);
    }

    private void end(TurnOutcome result, Usage usage, Instant at) {
        tools.abandon(at);
        Span span = agent;
        if (span == null) {
            return;
        }
        AttributesBuilder attributes =
                Attributes.builder()
                        .put(Names.AGENT_NAME, Names.AGENT)
                        .put(Names.REQUEST_MODEL, model);
        AttributesBuilder tokens = Attributes.builder();
        tokens(usage, tokens);
        span.setAllAttributes(tokens.build());
        span.setAttribute(Names.OUTCOME, Words.outcome(result));
        switch (result) {
            case TurnOutcome.Completed _ -> {}
            case TurnOutcome.Failed failed -> {
                String kind = failed.kind().name().toLowerCase(Locale.ROOT);
                unanswered(failed, at);
                fail(span, kind);
                attributes.put(Names.ERROR, kind);
            }
            case TurnOutcome.Interrupted _ -> {
                fail(span, "interrupted");
                attributes.put(Names.ERROR, "interrupted");
            }
        }
        span.end(at);
        measures.agent.record(seconds(turnStart, at), attributes.build());
        Attributes name = Attributes.of(Names.AGENT_NAME, Names.AGENT);
        measures.inferenceCalls.record(requests, name);
        measures.toolCalls.record(calls, name);
    }

    private Attributes shared(String requested) {
        return Attributes.of(
                Names.OPERATION,
                "chat",
                Names.PROVIDER,
                provider,
                Names.REQUEST_MODEL,
                requested,
                Names.RESPONSE_MODEL,
                answeredBy.isEmpty() ? requested : answeredBy);
    }

    /// What a request, a turn or a session spent; what is not known is left out.
    static void tokens(Usage usage, AttributesBuilder attributes) {
        usage.input().ifPresent(n -> attributes.put(Names.INPUT, n));
        usage.output().ifPresent(n -> attributes.put(Names.OUTPUT, n));
        usage.cachedInput().ifPresent(n -> attributes.put(Names.CACHE_READ, n));
        usage.cacheWrite().ifPresent(n -> attributes.put(Names.CACHE_WRITE, n));
        usage.reasoning().ifPresent(n -> attributes.put(Names.REASONING, n));
    }

    private void conversation(SpanBuilder span) {
        span.setAttribute(Names.CONVERSATION, session.value());
    }

    static Span fail(Span span, String error) {
        return span.setStatus(StatusCode.ERROR).setAttribute(Names.ERROR, error);
    }

    private String message(String role, String text) {
        Json.Obj part =
                Json.object().put("type", "text").put("content", redact.apply(text)).build();
        return JsonText.write(
                Json.array(
                        List.of(
                                Json.object()
                                        .put("role", role)
                                        .put("parts", Json.array(List.of(part)))
                                        .build())));
    }

    static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toNanos() / 1e9);
    }
}
