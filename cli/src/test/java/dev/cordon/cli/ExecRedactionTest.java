package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.cordon.journal.JournalFilter;
import dev.cordon.journal.JournalReader;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A turn in which secrets turn up everywhere: none of them is stored or sent anywhere.
final class ExecRedactionTest {
    private static final String PROMPT = "ghp_" + "pR0mptS3cr".repeat(4).substring(0, 36);
    private static final String ARGUMENT = "ghp_" + "aRgum3ntSc".repeat(4).substring(0, 36);
    private static final String OUTPUT = "ghp_" + "0utputS3cr".repeat(4).substring(0, 36);
    private static final String PATCH = "ghp_" + "pAtchS3cre".repeat(4).substring(0, 36);
    private static final String ERROR = "ghp_" + "3rrorS3cre".repeat(4).substring(0, 36);
    private static final String ANSWER = "ghp_" + "aNsw3rSecr".repeat(4).substring(0, 36);
    private static final String ENVIRONMENT = "correct-horse-battery-9";
    private static final String KEY = "the-key-of-the-provider-77";
    private static final List<String> SECRETS =
            List.of(PROMPT, ARGUMENT, OUTPUT, PATCH, ERROR, ANSWER, ENVIRONMENT, KEY);

    @TempDir Path home;
    private HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> collected = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        List<String> answers =
                List.of(
                        call(
                                "c1",
                                "exec_command",
                                "cmd",
                                "cat token.txt; echo "
                                        + ENVIRONMENT
                                        + "; seq 1 200000; cat token.txt; seq 1 9 # "
                                        + ARGUMENT),
                        call(
                                "c2",
                                "apply_patch",
                                "input",
                                "*** Begin Patch\n*** Add File: new.txt\n+token = \""
                                        + PATCH
                                        + "\"\n*** End Patch\n"),
                        message("The key is " + ANSWER));
        server.createContext(
                "/model",
                exchange -> {
                    requests.add(text(exchange.getRequestBody().readAllBytes()));
                    boolean fails = requests.size() > answers.size();
                    byte[] answer =
                            (fails
                                            ? "{\"error\":{\"message\":\"bad key " + ERROR + "\"}}"
                                            : answers.get(requests.size() - 1))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders()
                            .add("Content-Type", fails ? "application/json" : "text/event-stream");
                    exchange.sendResponseHeaders(fails ? 400 : 200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.createContext(
                "/v1",
                exchange -> {
                    collected.add(text(exchange.getRequestBody().readAllBytes()));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        Files.createDirectories(home.resolve("work/.git"));
        Files.writeString(home.resolve("work/token.txt"), OUTPUT + "\n");
        Files.createDirectories(home.resolve(".cordon"));
        Files.writeString(
                home.resolve(".cordon/config.toml"),
                """
                model = "test"
                model_provider = "test"

                [model_providers.test]
                base_url = "http://127.0.0.1:PORT/model"
                wire_api = "responses"
                env_key = "HERE_KEY"
                request_max_retries = 0

                [otel]
                exit_wait_millis = 20000
                log_user_prompt = true
                log_agent_responses = true
                log_tool_details = true
                tool_result = { max_bytes = 10000 }
                exporter = { otlp-http = { endpoint = "http://127.0.0.1:PORT", protocol = "json" } }
                trace_exporter = { otlp-http = { endpoint = "http://127.0.0.1:PORT", protocol = "json" } }
                """
                        .replace("PORT", Integer.toString(server.getAddress().getPort())));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String call(String id, String tool, String argument, String value) {
        return item(
                Json.object()
                        .put("type", "function_call")
                        .put("id", "f" + id)
                        .put("call_id", id)
                        .put("name", tool)
                        .put(
                                "arguments",
                                JsonText.write(Json.object().put(argument, value).build()))
                        .build());
    }

    private static String message(String text) {
        return item(
                Json.object()
                        .put("type", "message")
                        .put("id", "m")
                        .put("role", "assistant")
                        .put(
                                "content",
                                Json.array(
                                        List.of(
                                                Json.object()
                                                        .put("type", "output_text")
                                                        .put("text", text)
                                                        .build())))
                        .build());
    }

    private static String item(Json.Obj item) {
        return """
        data: {"type":"response.created","response":{"id":"r","model":"test"}}

        data: {"type":"response.output_item.done","output_index":0,"item":ITEM}

        data: {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":9,"output_tokens":1}}}

        """
                .replace("ITEM", JsonText.write(item));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int exec(String... arguments) {
        Host host =
                new Host(
                        Map.of(
                                "HOME",
                                home.toString(),
                                "PATH",
                                "/usr/bin:/bin",
                                "SHOP_PASSWORD",
                                ENVIRONMENT,
                                "HERE_KEY",
                                KEY),
                        home.resolve("work"),
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        List<String> line = new ArrayList<>(List.of("exec"));
        line.addAll(List.of(arguments));
        return Main.run(host, line);
    }

    /// Every file that Cordon wrote, by its name; what is stored of the workspace itself is not
    /// text.
    private Map<String, String> stored() throws IOException {
        Map<String, String> stored = new java.util.TreeMap<>();
        try (var files = Files.walk(home.resolve(".cordon"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                stored.put(
                        home.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return stored;
    }

    @Test
    void noSecretOfATurnIsStoredOrSentWhereverItTurnsUp() throws Exception {
        assertEquals(0, exec("my token is " + PROMPT), err + "\n" + out);
        assertEquals(1, exec("and again"), err + "\n" + out);

        List<String> leaks = new ArrayList<>();
        for (String secret : SECRETS) {
            stored().forEach((file, content) -> {
                if (content.contains(secret)) {
                    leaks.add(file + " has " + secret);
                }
            });
            for (int i = 0; i < requests.size(); i++) {
                if (requests.get(i).contains(secret)) {
                    leaks.add("request " + i + " has " + secret);
                }
            }
            if (collected.toString().contains(secret)) {
                leaks.add("telemetry has " + secret);
            }
        }
        assertEquals(List.of(), leaks);
        String spilled =
                stored().entrySet().stream()
                        .filter(file -> file.getKey().startsWith(".cordon/spill/"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
        assertTrue(spilled.startsWith("[secret:github"), "the whole output is kept");
        assertTrue(spilled.endsWith("8\n9\n"), "the whole output is kept");
        List<String> keys = new ArrayList<>();
        new JournalReader(home.resolve(".cordon/journal"))
                .read(
                        0,
                        JournalFilter.all(),
                        entry ->
                                entry.payload()
                                        .flatMap(body -> body.object("actor"))
                                        .ifPresent(actor -> keys.add(actor.requireText("key_id"))));
        assertFalse(keys.isEmpty());
        assertTrue(
                keys.stream().allMatch(key -> key.matches("environment:[0-9a-f]{8}")),
                keys.toString());
        // All of them were there: what replaces them is.
        assertTrue(requests.get(0).contains("[secret:github"), requests.get(0));
        assertTrue(requests.get(1).contains("[secret:github"), requests.get(1));
        assertTrue(Files.readString(home.resolve("work/new.txt")).contains(PATCH));
        assertTrue(collected.toString().contains("[secret:github"));
        assertFalse(err.toString(StandardCharsets.UTF_8).contains(ERROR), err.toString());
    }
}
