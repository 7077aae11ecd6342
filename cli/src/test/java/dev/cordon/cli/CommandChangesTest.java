package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.cordon.journal.JournalFilter;
import dev.cordon.journal.JournalReader;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a command does to files stands in the journal, with digests of before and after.
final class CommandChangesTest {
    private static final String TEXT =
            """
            {"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"Done."}]}\
            """;

    @TempDir Path home;

    private static String stream(String item) {
        return "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                + item
                + "}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"usage\":"
                + "{\"input_tokens\":9,\"output_tokens\":1}}}\n\n";
    }

    private static String call(String command) {
        return JsonText.write(
                Json.object()
                        .put("type", "function_call")
                        .put("id", "f")
                        .put("call_id", "c1")
                        .put("name", "exec_command")
                        .put("arguments", JsonText.write(Json.object().put("cmd", command).build()))
                        .build());
    }

    private void exec(String command) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        AtomicInteger asked = new AtomicInteger();
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] answer =
                            stream(asked.getAndIncrement() == 0 ? call(command) : TEXT)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            Files.createDirectories(home.resolve(".cordon"));
            Files.writeString(
                    home.resolve(".cordon/config.toml"),
                    """
                    model = "test"
                    model_provider = "test"

                    [model_providers.test]
                    base_url = "http://127.0.0.1:%d/v1"
                    wire_api = "responses"
                    """
                            .formatted(server.getAddress().getPort()));
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Host host =
                    new Host(
                            Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                            home.resolve("work"),
                            home,
                            new ByteArrayInputStream(new byte[0]),
                            ProtocolOutput.to(new ByteArrayOutputStream()),
                            new PrintStream(err, true, StandardCharsets.UTF_8));
            assertEquals(0, Main.run(host, List.of("exec", "do it")), err::toString);
        } finally {
            server.stop(0);
        }
    }

    private List<Json.Obj> changes() throws Exception {
        List<Json.Obj> found = new ArrayList<>();
        new JournalReader(home.resolve(".cordon/journal"))
                .read(
                        0,
                        JournalFilter.all(),
                        entry -> {
                            if (entry.text("action_kind").equals("turn")) {
                                found.add(entry.payload().orElseThrow());
                            }
                        });
        return found;
    }

    private static String digest(String text) {
        return Commit.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachFileThatACommandTouchedIsNamedWithBothDigests() throws Exception {
        Path work = Files.createDirectories(home.resolve("work"));
        Files.createDirectories(work.resolve(".git"));
        Files.writeString(work.resolve("a.txt"), "old\n");
        Files.writeString(work.resolve("b.txt"), "gone\n");
        Files.writeString(work.resolve("same.txt"), "same\n");
        exec("echo new > a.txt; rm b.txt; echo fresh > 'c d.txt'; cat same.txt");

        assertEquals(1, changes().size());
        Map<String, String> files = new TreeMap<>();
        for (Json each : changes().getFirst().array("files")) {
            Json.Obj file = (Json.Obj) each;
            files.put(
                    work.relativize(Path.of(file.requireText("path"))).toString(),
                    file.requireText("op")
                            + " "
                            + file.text("before").orElse("-")
                            + " "
                            + file.text("after").orElse("-"));
        }
        assertEquals(
                Map.of(
                        "a.txt", "update " + digest("old\n") + " " + digest("new\n"),
                        "b.txt", "delete " + digest("gone\n") + " -",
                        "c d.txt", "add - " + digest("fresh\n")),
                files);
        assertEquals(Json.of(true), changes().getFirst().find("complete").orElseThrow());
        assertTrue(changes().getFirst().text("turn").isPresent());
    }

    @Test
    void aCommandThatChangesNothingLeavesNoSuchEntry() throws Exception {
        Path work = Files.createDirectories(home.resolve("work"));
        Files.createDirectories(work.resolve(".git"));
        Files.writeString(work.resolve("a.txt"), "old\n");
        exec("cat a.txt");

        assertEquals(List.of(), changes());
    }
}
