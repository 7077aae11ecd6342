package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Connections of a command of the model, from the socket inside the sandbox to the lines of `exec
/// --json` and the entries of the journal. The model is a server on loopback.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the boundary of these tests is Linux's")
final class ExecNetworkTest {
    private static final String SCRIPT =
            """
            for host in allowed.invalid other.invalid; do
              exec 3<>/dev/tcp/127.0.0.1/3128
              printf 'GET http://%s/ HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n' $host $host >&3
              head -1 <&3
            done
            """;

    @TempDir Path home;
    private HttpServer server;
    private boolean called;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext(
                "/model",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] answer = answer().getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        Files.createDirectories(home.resolve("work/.git"));
        Files.createDirectories(home.resolve(".cordon"));
        Files.writeString(
                home.resolve(".cordon/config.toml"),
                """
                model = "test"
                model_provider = "test"

                [network]
                allow = ["allowed.invalid"]

                [model_providers.test]
                base_url = "http://127.0.0.1:%d/model"
                wire_api = "responses"
                """
                        .formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized String answer() {
        boolean first = !called;
        called = true;
        String item =
                first
                        ? JsonText.write(
                                Json.object()
                                        .put("type", "function_call")
                                        .put("id", "f")
                                        .put("call_id", "c1")
                                        .put("name", "exec_command")
                                        .put(
                                                "arguments",
                                                JsonText.write(
                                                        Json.object().put("cmd", SCRIPT).build()))
                                        .build())
                        : "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":"
                                + "[{\"type\":\"output_text\",\"text\":\"Done.\"}]}";
        return "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"test\"}}\n\n"
                + "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                + item
                + "}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\","
                + "\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n";
    }

    private List<Json.Obj> run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        home.resolve("work"),
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(0, Main.run(host, List.of(arguments)), () -> out + "\n" + err);
        List<Json.Obj> lines = new ArrayList<>();
        out.toString(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> lines.add(JsonText.readObject(line)));
        return lines;
    }

    @Test
    void eachDecisionIsALineAndAnEntry() {
        List<String> decisions = new ArrayList<>();
        for (Json.Obj line : run("exec", "--json", "-a", "never", "go")) {
            if (line.requireText("type").equals("cordon.network")) {
                decisions.add(
                        line.requireText("host")
                                + ":"
                                + line.requireInteger("port")
                                + " "
                                + line.requireText("method")
                                + " "
                                + line.requireText("outcome"));
                if (line.requireText("outcome").equals("deny")) {
                    assertTrue(!line.requireText("reason").isEmpty(), line.toString());
                    assertTrue(!line.requireText("rule").isEmpty(), line.toString());
                }
            }
        }

        List<String> wanted = List.of("allowed.invalid:80 GET allow", "other.invalid:80 GET deny");
        assertEquals(wanted, decisions);
        List<String> entries = new ArrayList<>();
        for (Json.Obj entry : run("journal", "show", "--kind", "network", "--json")) {
            Json.Obj said = entry.object("payload").orElseThrow();
            if (said.text("verdict").isPresent()) {
                entries.add(
                        said.requireText("host")
                                + ":"
                                + said.requireInteger("port")
                                + " "
                                + said.requireText("method")
                                + " "
                                + said.requireText("verdict"));
            }
        }
        assertEquals(wanted, entries);
    }
}
