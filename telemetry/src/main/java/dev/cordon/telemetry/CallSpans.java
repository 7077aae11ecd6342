package dev.cordon.telemetry;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The spans of the calls of a turn: `execute_tool TOOL` from the call to its output. Used by one
/// thread.
final class CallSpans {
    private final SessionId session;
    private final Pipeline pipeline;
    private final TelemetrySettings settings;
    private final Measures measures;
    private final UnaryOperator<String> redact;
    private final Map<CallId, Tool> tools = new HashMap<>();

    CallSpans(
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
    }

    private record Tool(String name, Instant start, Span span) {}

    /// The tool that a call called.
    Optional<String> tool(CallId call) {
        return Optional.ofNullable(tools.get(call)).map(Tool::name);
    }

    /// How long the call has run.
    OptionalLong durationMillis(CallId call, Instant now) {
        Tool tool = tools.get(call);
        return tool == null
                ? OptionalLong.empty()
                : OptionalLong.of(Duration.between(tool.start(), now).toMillis());
    }

    /// Ends what got no output.
    void abandon(Instant now) {
        tools.values().forEach(tool -> TurnTrace.fail(tool.span(), "abandoned").end(now));
        tools.clear();
    }

    /// A call begins.
    ///
    /// @param turn the turn that it belongs to, if one runs
    void begin(Item.ToolCall call, @Nullable TurnId turn, Context parent, Instant at) {
        SpanBuilder span =
                pipeline.tracer()
                        .spanBuilder("execute_tool " + call.name())
                        .setSpanKind(SpanKind.INTERNAL)
                        .setParent(parent)
                        .setStartTimestamp(at)
                        .setAttribute(Names.OPERATION, "execute_tool")
                        .setAttribute(Names.AGENT_NAME, Names.AGENT)
                        .setAttribute(Names.TOOL, call.name())
                        .setAttribute(Names.TOOL_TYPE, "function")
                        .setAttribute(Names.TOOL_CALL, call.call().value());
        span.setAttribute(Names.CONVERSATION, session.value());
        if (settings.content().toolArguments()) {
            span.setAttribute(Names.TOOL_ARGUMENTS, redact.apply(call.input().text()));
        }
        if (turn != null) {
            pipeline.next("", TraceContext.span(turn, call.call()));
        }
        tools.put(call.call(), new Tool(call.name(), at, span.startSpan()));
    }

    /// What it wants to do.
    void describe(Action action) {
        Tool tool = tools.get(action.call());
        if (tool == null) {
            return;
        }
        tool.span().setAttribute(Names.ACTION, Words.kind(action));
        if (action instanceof Action.RunCommand command) {
            String program = command.argv().getFirst();
            tool.span()
                    .setAttribute(
                            Names.EXECUTABLE, program.substring(program.lastIndexOf('/') + 1));
        }
    }

    /// What came of that.
    void outcome(CallId call, Result result) {
        Tool tool = tools.get(call);
        if (tool == null) {
            return;
        }
        Words.Effect effect = Words.effect(result);
        tool.span()
                .setAttribute(Names.STATUS, effect.status())
                .setAttribute(Names.OUTPUT_BYTES, effect.bytes());
        effect.exitCode().ifPresent(code -> tool.span().setAttribute(Names.EXIT_CODE, (long) code));
        int bound = settings.content().resultBytes();
        if (bound > 0 && !effect.text().isEmpty()) {
            // The whole text is redacted before it is cut: half a secret has no known shape.
            String clean = redact.apply(effect.text());
            tool.span().setAttribute(Names.TOOL_RESULT, cut(clean, bound));
        }
    }

    /// It got its output.
    void end(Item.ToolOutput output, Instant at) {
        Tool tool = tools.remove(output.call());
        if (tool == null) {
            return;
        }
        boolean good = output.status() == Item.ToolStatus.OK;
        String error = output.status().name().toLowerCase(Locale.ROOT);
        if (!good) {
            TurnTrace.fail(tool.span(), error);
        }
        tool.span().end(at);
        AttributesBuilder attributes =
                Attributes.builder()
                        .put(Names.TOOL, tool.name())
                        .put(Names.TOOL_TYPE, "function")
                        .put(Names.AGENT_NAME, Names.AGENT);
        if (!good) {
            attributes.put(Names.ERROR, error);
        }
        measures.tool.record(TurnTrace.seconds(tool.start(), at), attributes.build());
    }

    private static String cut(String text, int maxBytes) {
        int end = Math.min(text.length(), maxBytes);
        if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
