package dev.cordon.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What a collector must have got of {@link Play#session()}.
final class Expected {
    private Expected() {}

    static Map<String, String> attributes(List<KeyValue> values) {
        Map<String, String> map = new HashMap<>();
        for (KeyValue value : values) {
            var any = value.getValue();
            map.put(
                    value.getKey(),
                    any.hasStringValue()
                            ? any.getStringValue()
                            : any.hasIntValue()
                                    ? Long.toString(any.getIntValue())
                                    : any.toString());
        }
        return map;
    }

    static void traces(ExportTraceServiceRequest request) {
        Map<String, String> resource =
                attributes(request.getResourceSpans(0).getResource().getAttributesList());
        assertEquals("cordon", resource.get("service.name"));
        assertEquals("host-7", resource.get("host.name"));
        List<Span> spans = request.getResourceSpans(0).getScopeSpans(0).getSpansList();
        assertEquals(
                List.of(
                        "execute_tool exec_command",
                        "chat gpt-5",
                        "execute_tool exec_command",
                        "chat gpt-5",
                        "chat gpt-5",
                        "invoke_agent cordon"),
                spans.stream().map(Span::getName).toList());
        Span agent = spans.getLast();
        assertEquals("", HexFormat.of().formatHex(agent.getParentSpanId().toByteArray()));
        for (Span span : spans) {
            assertEquals(agent.getTraceId(), span.getTraceId());
            assertEquals("blue", attributes(span.getAttributesList()).get("team"));
            if (span != agent) {
                assertEquals(agent.getSpanId(), span.getParentSpanId());
            }
        }
        Span refused = spans.getFirst();
        assertEquals(Status.StatusCode.STATUS_CODE_ERROR, refused.getStatus().getCode());
        assertEquals("declined", attributes(refused.getAttributesList()).get("error.type"));
        Span ran = spans.get(2);
        Map<String, String> tool = attributes(ran.getAttributesList());
        assertEquals("execute_tool", tool.get("gen_ai.operation.name"));
        assertEquals("exec_command", tool.get("gen_ai.tool.name"));
        assertEquals("mvn", tool.get("process.executable.name"));
        assertEquals("0", tool.get("process.exit.code"));
        assertEquals(Span.SpanKind.SPAN_KIND_INTERNAL, ran.getKind());
        Span chat = spans.get(3);
        Map<String, String> model = attributes(chat.getAttributesList());
        assertEquals("chat", model.get("gen_ai.operation.name"));
        assertEquals("openai", model.get("gen_ai.provider.name"));
        assertEquals("1100", model.get("gen_ai.usage.input_tokens"));
        assertEquals("1000", model.get("gen_ai.usage.cache_read.input_tokens"));
        assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, chat.getKind());
        assertEquals(400, (chat.getEndTimeUnixNano() - chat.getStartTimeUnixNano()) / 1_000_000);
        assertFalse(request.toString().contains("fix the build"));
        assertFalse(request.toString().contains("BUILD SUCCESS"));
    }

    static void logs(ExportLogsServiceRequest request) {
        List<LogRecord> logs = request.getResourceLogs(0).getScopeLogs(0).getLogRecordsList();
        List<String> names = logs.stream().map(LogRecord::getEventName).toList();
        assertEquals(
                List.of(
                        "cordon.session.start",
                        "cordon.prompt",
                        "cordon.decision",
                        "cordon.effect",
                        "cordon.sandbox.outcome",
                        "cordon.model.answer",
                        "cordon.decision",
                        "cordon.effect",
                        "cordon.sandbox.outcome",
                        "cordon.model.answer",
                        "cordon.model.answer",
                        "cordon.turn.end",
                        "cordon.session.end"),
                names);
        LogRecord denied = logs.get(2);
        Map<String, String> decision = attributes(denied.getAttributesList());
        assertEquals("deny", decision.get("cordon.verdict"));
        assertEquals("rules.prefix[curl]", decision.get("cordon.rule.id"));
        assertEquals("requirements", decision.get("cordon.policy.layer"));
        assertEquals("/etc/cordon/requirements.toml:12", decision.get("cordon.policy.source"));
        assertEquals(Play.SESSION.value(), decision.get("session.id"));
        assertEquals("cordon.decision", decision.get("event.name"));
        assertFalse(denied.getTraceId().isEmpty());
        Map<String, String> prompt = attributes(logs.get(1).getAttributesList());
        assertEquals(Integer.toString(Play.PROMPT.length()), prompt.get("cordon.prompt.length"));
        assertFalse(prompt.containsKey("cordon.prompt.text"));
    }

    static void metrics(ExportMetricsServiceRequest request) {
        List<Metric> metrics = request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "cordon.cost",
                                "cordon.decisions",
                                "cordon.tool.failures",
                                "gen_ai.client.inference.duration",
                                "gen_ai.client.inference.time_to_first_chunk",
                                "gen_ai.client.inference.usage.cache_read.input_tokens",
                                "gen_ai.client.inference.usage.input_tokens",
                                "gen_ai.client.inference.usage.output_tokens",
                                "gen_ai.execute_tool.duration",
                                "gen_ai.invoke_agent.duration",
                                "gen_ai.invoke_agent.inference_calls",
                                "gen_ai.invoke_agent.tool_calls")),
                new TreeSet<>(metrics.stream().map(Metric::getName).toList()));
        Metric input =
                metrics.stream()
                        .filter(m -> m.getName().endsWith("usage.input_tokens"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(3300, input.getSum().getDataPoints(0).getAsInt());
    }
}
