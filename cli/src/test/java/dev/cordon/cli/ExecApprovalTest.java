package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cordon exec` whose questions a model answers, and what `cordon policy replay` makes of its
/// journal, against a model on loopback.
final class ExecApprovalTest {
    @TempDir Path home;
    private HttpServer server;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String verdict = "";
    private boolean called;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext(
                "/model",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    requests.add(body);
                    byte[] answer = answer(body).getBytes(StandardCharsets.UTF_8);
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

    /// The reviewer is known by its evidence; the agent makes one call and then says that it is
    /// done.
    private synchronized String answer(String request) {
        if (request.contains("<evidence>")) {
            return stream(message(verdict));
        }
        boolean first = !called;
        called = true;
        return stream(
                first
                        ? "{\"type\":\"function_call\",\"id\":\"f\",\"call_id\":\"c1\","
                                + "\"name\":\"exec_command\","
                                + "\"arguments\":\"{\\\"cmd\\\":\\\"touch made\\\"}\"}"
                        : message("Done."));
    }

    private static String message(String text) {
        return "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"output_text\",\"text\":"
                + JsonText.write(Json.of(text))
                + "}]}";
    }

    private static String stream(String item) {
        return "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"test\"}}\n\n"
                + "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                + item
                + "}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\","
                + "\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n";
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        home.resolve("work"),
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.run(host, Arrays.asList(arguments));
    }

    private static String verdict(String risk, String outcome) {
        return "{\"risk_level\":\""
                + risk
                + "\",\"user_authorization\":\"unknown\",\"outcome\":\""
                + outcome
                + "\",\"rationale\":\"it looked at it\"}";
    }

    @Test
    void aReviewerAllowsAndTheJournalSaysSo() throws IOException {
        verdict = verdict("low", "allow");

        assertEquals(0, run("exec", "-a", "untrusted", "--approver", "auto", "go"), err.toString());

        assertTrue(Files.exists(home.resolve("work/made")), err.toString());
        assertEquals(3, requests.size());
        assertTrue(err.toString().contains("auto-review allowed (low risk): it looked at it"));
        run("journal", "show", "--json");
        assertTrue(out.toString().contains("\"by\":\"auto_review\""), out.toString());
        assertTrue(out.toString().contains("it looked at it"), out.toString());
    }

    @Test
    void whatTheReviewerDoesNotAllowDoesNotHappen() {
        for (String answer :
                List.of(verdict("critical", "allow"), verdict("high", "allow"), "ok")) {
            called = false;
            verdict = answer;
            run("exec", "-a", "untrusted", "--approver", "auto", "go");
            assertFalse(Files.exists(home.resolve("work/made")), answer);
            assertTrue(err.toString().contains("auto-review "), err.toString());
        }
    }

    @Test
    void aReviewerWithoutAModelIsAMistakeOfTheCommandLine() throws IOException {
        Files.writeString(home.resolve(".cordon/config.toml"), "");
        assertEquals(2, run("exec", "--approver", "auto", "go"));
        assertTrue(err.toString().contains("an automatic review needs a model"), err.toString());
    }

    @Test
    void recordedDecisionsAreMadeAgainUnderOtherRules() throws IOException {
        assertEquals(0, run("exec", "go"), err.toString());
        assertTrue(Files.exists(home.resolve("work/made")));
        Path rules = home.resolve("other.toml");
        Files.writeString(
                rules,
                """
                [[rules.prefix]]
                pattern = ["touch"]
                decision = "forbid"
                when = "user != 'nobody' && commands.exists(c, c.program == 'touch')"
                """);

        assertEquals(
                0,
                run("policy", "replay", "--since", "1h", "--with", rules.toString(), "--json"),
                err.toString());

        Json.Obj found = JsonText.readObject(out.toString());
        assertEquals(0, found.requireInteger("not_replayable"));
        assertEquals(1, found.array("changes").size(), out.toString());
        Json.Obj change = (Json.Obj) found.array("changes").getFirst();
        assertEquals("allow -> deny", change.requireText("change"));
        assertEquals(System.getProperty("user.name"), change.requireText("user"));
        assertTrue(change.requireText("what").contains("touch made"));

        Files.writeString(rules, "[[rules.prefix]]\npattern = [\"rm\"]\ndecision = \"forbid\"\n");
        run("policy", "replay", "--with", rules.toString(), "--json");
        assertEquals(List.of(), JsonText.readObject(out.toString()).array("changes"));
    }
}
