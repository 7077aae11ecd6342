package dev.cordon.engine;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Messages of one server over HTTP: each is a POST, and what comes back is a message or a stream
/// of them.
///
/// No redirect is followed: where the connection leads was decided before it was made.
///
/// @see <a href="https://modelcontextprotocol.io/specification/2025-06-18/basic/transports">MCP,
///   transports, streamable HTTP</a>
final class McpHttp implements McpLink {
    static final int MAX_BODY_BYTES = 16 * 1024 * 1024;
    private static final int CONNECT_SECONDS = 10;
    private static final int SERVER_ERROR = -32000;

    private final McpServer.Address address;
    private final Duration patience;
    private final Consumer<Json.Obj> received;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
                    .executor(threads)
                    .build();
    private volatile Optional<String> session = Optional.empty();
    private volatile Optional<String> version = Optional.empty();

    /// @param patienceMillis how long an answer may take
    /// @param received gets each message
    McpHttp(McpServer.Address address, long patienceMillis, Consumer<Json.Obj> received) {
        this.address = address;
        this.patience = Duration.ofMillis(patienceMillis);
        this.received = received;
    }

    @Override
    public void send(Json.Obj message) {
        threads.execute(() -> post(message));
    }

    @Override
    public String said() {
        return "";
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }

    private void post(Json.Obj message) {
        try {
            HttpResponse<InputStream> response =
                    client.send(request(message), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                take(message, response, body);
            }
        } catch (IOException e) {
            failed(message, "it cannot be reached: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed(message, String.valueOf(e.getMessage()));
        }
    }

    private HttpRequest request(Json.Obj message) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.url())
                        .timeout(patience)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JsonText.writeBytes(message)));
        address.headers().forEach(request::setHeader);
        session.ifPresent(id -> request.setHeader("Mcp-Session-Id", id));
        version.ifPresent(v -> request.setHeader("MCP-Protocol-Version", v));
        return request.build();
    }

    private void take(Json.Obj message, HttpResponse<InputStream> response, InputStream body)
            throws IOException {
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            failed(message, "it answered with HTTP status " + status);
            return;
        }
        if (message.text("method").equals(Optional.of("initialize"))) {
            session = response.headers().firstValue("Mcp-Session-Id");
        }
        String kind = response.headers().firstValue("Content-Type").orElse("");
        if (kind.startsWith("text/event-stream")) {
            events(message, body);
        } else if (status != 202) {
            byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                failed(message, "its answer has more than " + MAX_BODY_BYTES + " bytes");
            } else if (bytes.length > 0) {
                message(message, new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    private void events(Json.Obj message, InputStream body) throws IOException {
        StringBuilder data = new StringBuilder();
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new Bounded(body, MAX_BODY_BYTES), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).strip());
            } else if (line.isEmpty() && !data.isEmpty()) {
                message(message, data.toString());
                data.setLength(0);
            }
        }
        if (!data.isEmpty()) {
            message(message, data.toString());
        }
    }

    private void message(Json.Obj asked, String text) {
        try {
            Json.Obj answer = JsonText.readObject(text);
            answer.object("result")
                    .flatMap(result -> result.text("protocolVersion"))
                    .filter(_ -> asked.text("method").equals(Optional.of("initialize")))
                    .ifPresent(spoken -> version = Optional.of(spoken));
            received.accept(answer);
        } catch (JsonException e) {
            failed(asked, "its answer is no message: " + e.getMessage());
        }
    }

    /// The request fails, and the connection stays.
    private void failed(Json.Obj message, String why) {
        message.find("id")
                .ifPresent(id ->
                        received.accept(
                                Json.object()
                                        .put("jsonrpc", "2.0")
                                        .put("id", id)
                                        .put(
                                                "error",
                                                Json.object()
                                                        .put("code", SERVER_ERROR)
                                                        .put("message", why)
                                                        .build())
                                        .build()));
    }

    /// A stream that ends with an exception where it becomes too long.
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private int left;

        Bounded(InputStream in, int maxBytes) {
            this.in = in;
            this.left = maxBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("its answer has more than " + MAX_BODY_BYTES + " bytes");
            }
            int count = in.read(buffer, offset, Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
