package dev.cordon.engine;

import dev.cordon.protocol.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Speaks JSON-RPC 2.0 with one server of tools: requests with an answer, and what the server asks
/// of us, which is next to nothing.
final class McpClient {
    /// Versions of the protocol that are understood, the newest first.
    static final List<String> VERSIONS =
            List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    static final int MAX_TOOLS = 128;
    private static final McpLink NOT_LINKED = new NotLinked();
    private static final int MAX_PAGES = 20;
    private static final int METHOD_NOT_FOUND = -32601;

    private final Path workspace;
    private McpLink wire = NOT_LINKED;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Json.Obj>> waiting = new ConcurrentHashMap<>();
    private volatile Optional<String> end = Optional.empty();
    private volatile Runnable whenEnded = () -> {};

    /// @param workspace what the server is told to work on, if it asks
    McpClient(Path workspace) {
        this.workspace = workspace;
    }

    /// Talks over this from now on.
    void over(McpLink link) {
        wire = link;
    }

    void close() {
        wire.close();
    }

    /// Why nothing comes any more, if it is so.
    Optional<String> ended() {
        return end;
    }

    /// Called once, when the server ended.
    void whenEnded(Runnable told) {
        whenEnded = told;
        if (end.isPresent()) {
            told.run();
        }
    }

    /// Says hello.
    ///
    /// @return what the server calls itself
    String initialize(String version, long deadlineNanos)
            throws McpException, InterruptedException {
        Json.Obj answer =
                request(
                        "initialize",
                        Json.object()
                                .put("protocolVersion", VERSIONS.getFirst())
                                .put(
                                        "capabilities",
                                        Json.object().put("roots", Json.object().build()).build())
                                .put(
                                        "clientInfo",
                                        Json.object()
                                                .put("name", "cordon")
                                                .put("version", version)
                                                .build())
                                .build(),
                        deadlineNanos);
        String spoken = answer.text("protocolVersion").orElse("");
        if (!VERSIONS.contains(spoken)) {
            throw new McpException(
                    "it speaks version \""
                            + cut(spoken)
                            + "\" of the protocol; known are "
                            + String.join(", ", VERSIONS));
        }
        wire.send(
                Json.object()
                        .put("jsonrpc", "2.0")
                        .put("method", "notifications/initialized")
                        .build());
        Json.Obj info = answer.object("serverInfo").orElseGet(() -> Json.object().build());
        String name = info.text("name").orElse("a server without a name");
        return cut((name + " " + info.text("version").orElse("")).strip());
    }

    /// All tools, as the server describes them.
    List<Json.Obj> tools(long deadlineNanos) throws McpException, InterruptedException {
        List<Json.Obj> tools = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < MAX_PAGES && tools.size() < MAX_TOOLS; page++) {
            Json.Obj answer =
                    request(
                            "tools/list",
                            Json.object().putText("cursor", cursor).build(),
                            deadlineNanos);
            for (Json element : answer.array("tools")) {
                if (element instanceof Json.Obj tool && tools.size() < MAX_TOOLS) {
                    tools.add(tool);
                }
            }
            cursor = answer.text("nextCursor");
            if (cursor.isEmpty()) {
                break;
            }
        }
        return tools;
    }

    /// Calls a tool; the server is told if nobody waits any more.
    ///
    /// @param meta goes with the call as `_meta`; nothing goes if it is empty
    Json.Obj call(String tool, Json.Obj arguments, Map<String, String> meta, long deadlineNanos)
            throws McpException, InterruptedException {
        Json.ObjBuilder params = Json.object().put("name", tool).put("arguments", arguments);
        if (!meta.isEmpty()) {
            Json.ObjBuilder values = Json.object();
            new TreeMap<>(meta).forEach(values::put);
            params.put("_meta", values.build());
        }
        return request("tools/call", params.build(), deadlineNanos);
    }

    /// @param deadlineNanos by `System.nanoTime`
    private Json.Obj request(String method, Json.Obj params, long deadlineNanos)
            throws McpException, InterruptedException {
        long id = ids.incrementAndGet();
        CompletableFuture<Json.Obj> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            if (end.isPresent()) {
                throw new McpException(end.get());
            }
            wire.send(
                    Json.object()
                            .put("jsonrpc", "2.0")
                            .put("id", id)
                            .put("method", method)
                            .put("params", params)
                            .build());
            return result(answer.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            cancel(id, "timed out");
            throw new McpException("it did not answer " + method + " in time" + wire.said());
        } catch (InterruptedException e) {
            cancel(id, "interrupted by the user");
            throw e;
        } catch (ExecutionException e) {
            throw new McpException(end.orElse("it gave no answer"));
        } finally {
            waiting.remove(id);
        }
    }

    private static Json.Obj result(Json.Obj answer) throws McpException {
        Optional<Json.Obj> error = answer.object("error");
        if (error.isPresent()) {
            throw new McpException(
                    "it answered with error "
                            + error.get().integer("code").orElse(0)
                            + ": "
                            + cut(error.get().text("message").orElse("")));
        }
        return answer.object("result").orElseGet(() -> Json.object().build());
    }

    private void cancel(long id, String reason) {
        try {
            wire.send(
                    Json.object()
                            .put("jsonrpc", "2.0")
                            .put("method", "notifications/cancelled")
                            .put(
                                    "params",
                                    Json.object()
                                            .put("requestId", id)
                                            .put("reason", reason)
                                            .build())
                            .build());
        } catch (McpException _) {
            // It reads nothing, so it will not read this either.
        }
    }

    /// Takes a message of the server.
    void received(Json.Obj message) {
        Optional<String> method = message.text("method");
        @Nullable Json id = message.find("id").orElse(null);
        if (method.isPresent()) {
            if (id != null) {
                answer(id, method.get());
            }
            return;
        }
        OptionalLong number = message.integer("id");
        CompletableFuture<Json.Obj> waits =
                number.isPresent() ? waiting.get(number.getAsLong()) : null;
        if (waits != null) {
            waits.complete(message);
        }
    }

    private void answer(Json id, String method) {
        Json.ObjBuilder answer = Json.object().put("jsonrpc", "2.0").put("id", id);
        switch (method) {
            case "ping" -> answer.put("result", Json.object().build());
            case "roots/list" ->
                    answer.put(
                            "result",
                            Json.object()
                                    .put(
                                            "roots",
                                            Json.array(
                                                    List.of(
                                                            Json.object()
                                                                    .put(
                                                                            "uri",
                                                                            workspace
                                                                                    .toUri()
                                                                                    .toString())
                                                                    .build())))
                                    .build());
            default ->
                    answer.put(
                            "error",
                            Json.object()
                                    .put("code", METHOD_NOT_FOUND)
                                    .put("message", "not offered by this client")
                                    .build());
        }
        try {
            wire.send(answer.build());
        } catch (McpException _) {
            // A server that does not read gets no answers.
        }
    }

    /// Nothing comes any more.
    void end(String why) {
        end = Optional.of(why);
        Set.copyOf(waiting.values())
                .forEach(w -> w.completeExceptionally(new IllegalStateException(why)));
        whenEnded.run();
    }

    static String cut(String text) {
        String plain = AnsiStripper.strip(text);
        return plain.length() <= 500 ? plain : plain.substring(0, 500) + "…";
    }

    private static final class NotLinked implements McpLink {
        @Override
        public void send(Json.Obj message) throws McpException {
            throw new McpException("it was not started");
        }

        @Override
        public String said() {
            return "";
        }

        @Override
        public void close() {}
    }
}
