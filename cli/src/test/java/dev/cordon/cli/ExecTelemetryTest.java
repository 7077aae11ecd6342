package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cordon exec` with and without a collector, against a model and a collector on loopback.
final class ExecTelemetryTest {
    private static final String CALL =
            """
            data: {"type":"response.created","response":{"id":"r","model":"test"}}

            data: {"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"f","call_id":"c1","name":"exec_command","arguments":"{\\"cmd\\":\\"echo trace=$TRACEPARENT\\"}"}}

            data: {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":9,"output_tokens":1}}}

            """;
    private static final String TEXT =
            """
            data: {"type":"response.created","response":{"id":"r","model":"test"}}

            data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"Done."}]}}

            data: {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":9,"output_tokens":1}}}

            """;

    @TempDir Path home;
    private HttpServer server;
    private final BlockingQueue<String> collected = new LinkedBlockingQueue<>();
    private final List<String> requests = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final AtomicInteger collectorStatus = new AtomicInteger(200);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        AtomicInteger asked = new AtomicInteger();
        server.createContext(
                "/model",
                exchange -> {
                    requests.add(text(exchange.getRequestBody().readAllBytes()));
                    byte[] answer =
                            (asked.getAndIncrement() == 0 ? CALL : TEXT)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.createContext(
                "/v1",
                exchange -> {
                    String body = text(exchange.getRequestBody().readAllBytes());
                    collected.add(exchange.getRequestURI().getPath() + " " + body);
                    exchange.sendResponseHeaders(collectorStatus.get(), -1);
                    exchange.close();
                });
        server.start();
        Files.createDirectories(home.resolve("work/.git"));
        Files.createDirectories(home.resolve(".cordon"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void configure(String otel) throws IOException {
        int port = server.getAddress().getPort();
        Files.writeString(
                home.resolve(".cordon/config.toml"),
                """
                model = "test"
                model_provider = "test"

                [model_providers.test]
                base_url = "http://127.0.0.1:%d/model"
                wire_api = "responses"
                """
                                .formatted(port)
                        + otel.replace("PORT", Integer.toString(port)));
    }

    private int exec() {
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        home.resolve("work"),
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.run(host, List.of("exec", "do it"));
    }

    private static final String ALL =
            """

            [otel]
            environment = "test"
            exit_wait_millis = 20000
            exporter = { otlp-http = { endpoint = "http://127.0.0.1:PORT", protocol = "json" } }
            trace_exporter = { otlp-http = { endpoint = "http://127.0.0.1:PORT", protocol = "json" } }
            metrics_exporter = { otlp-http = { endpoint = "http://127.0.0.1:PORT", protocol = "json" } }
            """;

    @Test
    void aCollectorSeesTheTurnAndTheCommandSeesItsSpan() throws Exception {
        configure(ALL);

        assertEquals(0, exec(), err + "\n" + out);

        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            all.append(collected.poll(20, TimeUnit.SECONDS)).append('\n');
        }
        for (String wanted :
                List.of(
                        "/v1/logs ",
                        "/v1/traces ",
                        "/v1/metrics ",
                        "\"cordon.decision\"",
                        "execute_tool exec_command",
                        "chat test",
                        "invoke_agent cordon")) {
            assertTrue(all.indexOf(wanted) >= 0, wanted + " is not in " + all);
        }
        String output = requests.getLast();
        int at = output.indexOf("trace=00-");
        assertTrue(at > 0, output);
        String[] context = output.substring(at, at + 61).split("-", -1);
        assertTrue(all.indexOf("\"traceId\":\"" + context[1] + "\"") > 0, context[1]);
        assertTrue(all.indexOf("\"spanId\":\"" + context[2] + "\"") > 0, context[2]);
    }

    @Test
    void aCollectorThatIsAwayIsAWarningAndNothingMore() throws Exception {
        collectorStatus.set(503);
        configure(ALL);

        assertEquals(0, exec(), err + "\n" + out);

        assertTrue(err.toString(StandardCharsets.UTF_8).contains("warning: telemetry: "), err + "");
    }

    @Test
    void whereTelemetryMustArriveALateOneStopsTheTurnBeforeItsFirstEffect() throws Exception {
        collectorStatus.set(503);
        configure(ALL + "on_failure = \"stop\"\nmax_lag_seconds = 1\n");
        Path spool = Files.createDirectories(home.resolve(".cordon/telemetry"));
        Files.writeString(spool.resolve("000001000000000-1-00000001.logs.json"), "{}");

        int code = exec();

        assertEquals(1, code, err + "\n" + out);
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("otel.on_failure"), said);
        assertFalse(requests.getLast().contains("trace="), "the command ran");
    }

    @Test
    void aStartWithoutACollectorLoadsNothingOfTelemetry() throws Exception {
        configure("");
        Path log = home.resolve("classes.log");
        ProcessBuilder java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xshare:auto",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xlog:class+load:file=" + log,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.cordon.cli.Main",
                                "exec",
                                "do it")
                        .directory(home.resolve("work").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("output").toFile())
                        .redirectInput(Path.of("/dev/null").toFile());
        java.environment().put("HOME", home.toString());
        java.environment().remove("CORDON_HOME");
        Process process = java.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);

        assertTrue(ended);
        assertEquals(0, process.exitValue(), Files.readString(home.resolve("output")));
        assertEquals(2, requests.size());
        List<String> wrong =
                Files.readAllLines(log).stream()
                        .filter(line ->
                                line.contains("] io.opentelemetry.")
                                        || line.contains("] okhttp3.")
                                        || line.contains("] kotlin.")
                                        || line.contains("] dev.cordon.telemetry."))
                        .toList();
        assertEquals(List.of(), wrong);
        assertTrue(Files.readString(log).contains("] dev.cordon.engine.Gate "));
    }
}
