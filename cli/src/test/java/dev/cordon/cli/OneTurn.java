package dev.cordon.cli;

import com.sun.net.httpserver.HttpServer;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

/// A home, a repository and a model on loopback that answers each request with the same words, for
/// tests that run command lines in this process.
final class OneTurn implements AutoCloseable {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /// Happens when a request came and has no answer yet.
    Step beforeAnswer = () -> {};

    private final Path home;
    private final HttpServer server;

    /// Something that may fail.
    interface Step {
        void run() throws IOException;
    }

    OneTurn(Path home) throws IOException {
        this.home = home;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext(
                "/model",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    requests.add(new String(body, StandardCharsets.UTF_8));
                    beforeAnswer.run();
                    byte[] answer = says("Done.").getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        Files.createDirectories(workspace().resolve(".git"));
        Files.createDirectories(home.resolve(".cordon"));
        configure("model_context_window = 200000");
    }

    /// @param more further lines, before the tables
    void configure(String more) throws IOException {
        Files.writeString(
                home.resolve(".cordon/config.toml"),
                """
                model = "test"
                model_provider = "test"
                %s

                [model_providers.test]
                base_url = "http://127.0.0.1:%d/model"
                wire_api = "responses"
                """
                        .formatted(more, server.getAddress().getPort()));
    }

    Path workspace() {
        return home.resolve("work");
    }

    /// @return the exit code
    int run(String... arguments) {
        return run(new ByteArrayInputStream(new byte[0]), arguments);
    }

    int run(InputStream in, String... arguments) {
        out.reset();
        err.reset();
        return Main.run(host(in), Arrays.asList(arguments));
    }

    Host host(InputStream in) {
        return new Host(
                Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                workspace(),
                home,
                in,
                ProtocolOutput.to(out),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /// The stream of an answer that is one message.
    static String says(String text) {
        return "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"test\"}}\n\n"
                + "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                + "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"output_text\",\"text\":"
                + JsonText.write(Json.of(text))
                + "}]}}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\","
                + "\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
