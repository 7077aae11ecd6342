package dev.cordon.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What collectors get, and what happens when there is none.
class TelemetryTest {
    private static final UnaryOperator<String> REDACT =
            text -> text.replace("ghp_SECRETSECRET", "[secret:github:1234]");
    private static final Clock CLOCK = Clock.fixed(Play.START.plusSeconds(60), ZoneOffset.UTC);

    @TempDir Path folder;

    private TelemetrySettings settings(Destination.Protocol protocol, URI address) {
        Map<Signal, Destination> all = new EnumMap<>(Signal.class);
        for (Signal signal : Signal.values()) {
            all.put(signal, Destination.of(protocol, address));
        }
        return settings(all, TelemetrySettings.Content.NONE, patient());
    }

    /// Waits for the network at the end, because the collector of a test does answer.
    private static TelemetrySettings.Failure patient() {
        return new TelemetrySettings.Failure(false, 60, 1 << 20, 20_000);
    }

    private TelemetrySettings settings(
            Map<Signal, Destination> destinations,
            TelemetrySettings.Content content,
            TelemetrySettings.Failure failure) {
        return new TelemetrySettings(
                "0.1.0",
                "host-7",
                "test",
                destinations,
                content,
                Map.of("team", "blue"),
                Optional.empty(),
                Map.of(),
                folder.resolve("spool"),
                failure);
    }

    private static void play(TelemetrySettings settings) {
        try (Telemetry telemetry = Telemetry.start(Play.SESSION, settings, REDACT, CLOCK)) {
            Play.session().forEach(telemetry::on);
        }
    }

    private static Map<String, byte[]> bodies(HttpCollector collector) throws InterruptedException {
        Map<String, byte[]> bodies = new HashMap<>();
        while (bodies.size() < 3) {
            HttpCollector.Received received = collector.next();
            bodies.put(received.path(), received.body());
        }
        return bodies;
    }

    @Test
    void aCollectorGetsAllThreeSignalsAsProtobufOverHttp() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            play(settings(Destination.Protocol.HTTP_BINARY, collector.address()));

            Map<String, byte[]> bodies = bodies(collector);
            Expected.traces(ExportTraceServiceRequest.parseFrom(bodies.get("/v1/traces")));
            Expected.logs(ExportLogsServiceRequest.parseFrom(bodies.get("/v1/logs")));
            Expected.metrics(ExportMetricsServiceRequest.parseFrom(bodies.get("/v1/metrics")));
        }
    }

    @Test
    void aCollectorGetsAllThreeSignalsOverGrpc() throws Exception {
        try (GrpcCollector collector = new GrpcCollector()) {
            play(settings(Destination.Protocol.GRPC, collector.address()));

            Expected.traces(collector.traces.get(20, TimeUnit.SECONDS));
            Expected.logs(collector.logs.get(20, TimeUnit.SECONDS));
            Expected.metrics(collector.metrics.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aCollectorGetsAllThreeSignalsAsJson() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            play(settings(Destination.Protocol.HTTP_JSON, collector.address()));

            Map<String, byte[]> bodies = bodies(collector);
            Json.Obj span = first(bodies.get("/v1/traces"), "resourceSpans", "scopeSpans", "spans");
            assertEquals(
                    TraceContext.of(Play.TURN, Optional.empty()).traceId(),
                    span.requireText("traceId"));
            Json.Obj log = first(bodies.get("/v1/logs"), "resourceLogs", "scopeLogs", "logRecords");
            assertEquals("cordon.session.start", log.requireText("eventName"));
            assertEquals("1795255200000000000", log.requireText("timeUnixNano"));
            assertTrue(
                    new String(bodies.get("/v1/metrics"), StandardCharsets.UTF_8)
                            .contains("\"gen_ai.client.inference.duration\""));
        }
    }

    private static Json.Obj first(byte[] body, String outer, String middle, String inner) {
        Json.Obj root = JsonText.readObject(new String(body, StandardCharsets.UTF_8));
        return element(element(element(root, outer), middle), inner);
    }

    private static Json.Obj element(Json.Obj object, String name) {
        if (object.members().get(name) instanceof Json.Arr(List<Json> all)
                && all.getFirst() instanceof Json.Obj inner) {
            return inner;
        }
        throw new AssertionError("no " + name + " in " + JsonText.write(object));
    }

    @Test
    void contentLeavesOnlyWhenItIsWantedAndWithoutSecrets() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            Destination there =
                    Destination.of(Destination.Protocol.HTTP_BINARY, collector.address());
            play(
                    settings(
                            Map.of(Signal.TRACES, there, Signal.LOGS, there),
                            new TelemetrySettings.Content(true, true, true, 22),
                            patient()));

            Map<String, byte[]> bodies = new HashMap<>();
            while (bodies.size() < 2) {
                HttpCollector.Received received = collector.next();
                bodies.put(received.path(), received.body());
            }
            String traces =
                    ExportTraceServiceRequest.parseFrom(bodies.get("/v1/traces")).toString();
            String logs = ExportLogsServiceRequest.parseFrom(bodies.get("/v1/logs")).toString();
            assertTrue(traces.contains("fix the build with token [secret:github:1234]"), traces);
            assertTrue(traces.contains("\"BUILD SUCCESS, token [\""), traces);
            assertTrue(traces.contains("Done."));
            assertTrue(logs.contains("fix the build with token [secret:github:1234]"));
            assertFalse((traces + logs).contains("SECRETSECRET"));
        }
    }

    @Test
    void whatRunsBelowACallCanNameItsSpan() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            TelemetrySettings settings =
                    settings(Destination.Protocol.HTTP_BINARY, collector.address());
            Map<String, String> context = Map.of();
            try (Telemetry telemetry = Telemetry.start(Play.SESSION, settings, REDACT, CLOCK)) {
                assertEquals(Map.of(), telemetry.context(new CallId("call-2")));
                for (Envelope envelope : Play.session()) {
                    telemetry.on(envelope);
                    context = telemetry.context(new CallId("call-2"));
                }
            }

            List<Span> spans =
                    ExportTraceServiceRequest.parseFrom(bodies(collector).get("/v1/traces"))
                            .getResourceSpans(0)
                            .getScopeSpans(0)
                            .getSpansList();
            Span span = spans.get(2);
            assertEquals(
                    Map.of(
                            "TRACEPARENT",
                            "00-"
                                    + HexFormat.of().formatHex(span.getTraceId().toByteArray())
                                    + "-"
                                    + HexFormat.of().formatHex(span.getSpanId().toByteArray())
                                    + "-01"),
                    context);
        }
    }

    @Test
    void recordsWaitOnDiskWhileTheCollectorIsAwayAndAreSentByTheNextSession() throws Exception {
        int port;
        try (HttpCollector away = HttpCollector.start()) {
            port = away.address().getPort();
        }
        URI address = URI.create("http://127.0.0.1:" + port);
        play(settings(Destination.Protocol.HTTP_BINARY, address));
        List<Path> waiting = spooled();
        assertEquals(3, waiting.size(), waiting.toString());
        for (Path file : waiting) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }

        try (HttpCollector collector = HttpCollector.start(port);
                Telemetry _ =
                        Telemetry.start(
                                Play.SESSION,
                                settings(Destination.Protocol.HTTP_BINARY, address),
                                REDACT,
                                CLOCK)) {
            Expected.traces(
                    ExportTraceServiceRequest.parseFrom(bodies(collector).get("/v1/traces")));
        }
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            return files.filter(f -> f.toString().endsWith(".pb")).sorted().toList();
        }
    }

    @Test
    void theUserIsToldOnceThatRecordsDoNotArrive() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            collector.answer(503);
            TelemetrySettings settings =
                    settings(Destination.Protocol.HTTP_BINARY, collector.address());
            Telemetry telemetry = Telemetry.start(Play.SESSION, settings, REDACT, CLOCK);
            Play.session().forEach(telemetry::on);
            telemetry.close();

            String warning = telemetry.takeWarning().orElseThrow();
            assertTrue(warning.contains("do not reach " + collector.address()), warning);
            assertTrue(warning.contains("status 503"), warning);
            assertTrue(warning.contains(folder.resolve("spool").toString()), warning);
            assertEquals(Optional.empty(), telemetry.takeWarning());
        }
    }

    @Test
    void aRequestThatACollectorNeverTakesIsNotSentForEver() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            collector.answer(400);
            play(settings(Destination.Protocol.HTTP_BINARY, collector.address()));

            assertEquals(List.of(), spooled());
        }
    }

    @Test
    void aCollectorThatNeverAnswersDelaysNeitherEventsNorTheEnd() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Destination there =
                    Destination.of(
                            Destination.Protocol.HTTP_BINARY,
                            URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            Telemetry telemetry =
                    Telemetry.start(
                            Play.SESSION,
                            settings(
                                    Map.of(Signal.LOGS, there),
                                    TelemetrySettings.Content.NONE,
                                    TelemetrySettings.Failure.WARN),
                            REDACT,
                            CLOCK);
            long start = System.nanoTime();
            Play.session().forEach(telemetry::on);
            long shown = System.nanoTime();
            telemetry.close();
            long ended = System.nanoTime();

            assertTrue(shown - start < TimeUnit.MILLISECONDS.toNanos(200), "events waited");
            // The transport is given up with its socket, so far below its own ten seconds.
            assertTrue(ended - shown < TimeUnit.SECONDS.toNanos(5), "the end waited");
            assertEquals(1, spooled().size());
        }
    }

    @Test
    void whereTheAdministratorWantsItNothingHappensWhileRecordsAreLate() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            collector.answer(503);
            Map<Signal, Destination> there =
                    Map.of(
                            Signal.LOGS,
                            Destination.of(Destination.Protocol.HTTP_BINARY, collector.address()));
            TelemetrySettings.Failure stop =
                    new TelemetrySettings.Failure(true, 60, 1 << 20, 20_000);
            TelemetrySettings settings = settings(there, TelemetrySettings.Content.NONE, stop);
            try (Telemetry telemetry = Telemetry.start(Play.SESSION, settings, REDACT, CLOCK)) {
                Play.session().forEach(telemetry::on);
                assertEquals(Optional.empty(), telemetry.stopReason());
            }
            Clock later = Clock.offset(CLOCK, java.time.Duration.ofSeconds(61));
            try (Telemetry telemetry = Telemetry.start(Play.SESSION, settings, REDACT, later)) {
                String reason = telemetry.stopReason().orElseThrow();
                assertTrue(reason.contains("more than 60 s"), reason);
            }
            collector.answer(200);
            try (Telemetry telemetry = Telemetry.start(Play.SESSION, settings, REDACT, later)) {
                assertEquals(Optional.empty(), telemetry.stopReason());
            }
        }
    }

    @Test
    void aDecisionAboutAConnectionIsARecord() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            TelemetrySettings settings =
                    settings(Destination.Protocol.HTTP_BINARY, collector.address());
            try (Telemetry telemetry = Telemetry.start(Play.SESSION, settings, REDACT, CLOCK)) {
                Play.session().subList(0, 3).forEach(telemetry::on);
                telemetry.connected(
                        new Action.Connect(
                                new CallId("c"), "evil.example", 443, "CONNECT", Optional.empty()),
                        Optional.of(
                                new Result.Refused(
                                        "network.default", Origin.BUILT_IN, "policy", "closed")));
            }

            List<LogRecord> logs = logs(collector);
            LogRecord network =
                    logs.stream()
                            .filter(l -> l.getEventName().equals("cordon.network.decision"))
                            .findFirst()
                            .orElseThrow();
            Map<String, String> values = Expected.attributes(network.getAttributesList());
            assertEquals("evil.example", values.get("server.address"));
            assertEquals("443", values.get("server.port"));
            assertEquals("deny", values.get("cordon.verdict"));
            assertEquals("network.default", values.get("cordon.rule.id"));
        }
    }

    private static List<LogRecord> logs(HttpCollector collector)
            throws InterruptedException, InvalidProtocolBufferException {
        List<LogRecord> logs = new ArrayList<>();
        for (HttpCollector.Received next = collector.next(); ; next = collector.next()) {
            if (next.path().equals("/v1/logs")) {
                logs.addAll(
                        ExportLogsServiceRequest.parseFrom(next.body())
                                .getResourceLogs(0)
                                .getScopeLogs(0)
                                .getLogRecordsList());
                return logs;
            }
        }
    }

    @Test
    void headersGoWithEveryRequestAndAFullAddressIsUsedAsItIs() throws Exception {
        try (HttpCollector collector = HttpCollector.start()) {
            Destination there =
                    new Destination(
                            Destination.Protocol.HTTP_BINARY,
                            collector.address().resolve("/custom/in"),
                            Map.of("Authorization", "Bearer t"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            play(settings(Map.of(Signal.LOGS, there), TelemetrySettings.Content.NONE, patient()));

            HttpCollector.Received received = collector.next();
            assertEquals("/custom/in", received.path());
            assertEquals("Bearer t", received.authorization());
            assertEquals("application/x-protobuf", received.contentType());
        }
    }
}
