package dev.cordon.engine;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A server of tools inside the test: what it is sent, it answers on the same thread.
final class FakeMcpServer implements Sandbox.Attached {
    private final int process;
    private final Sandbox.AttachedOutput output;
    private final Function<Json.Obj, List<String>> answers;
    private final List<Json.Obj> received = new ArrayList<>();
    private boolean closed;

    /// @param answers the lines that it writes after a message
    FakeMcpServer(
            int process, Sandbox.AttachedOutput output, Function<Json.Obj, List<String>> answers) {
        this.process = process;
        this.output = output;
        this.answers = answers;
    }

    /// The answers of a well-behaved server with these tools, elements of `tools/list`; its calls
    /// give `calls`.
    static Function<Json.Obj, List<String>> serving(
            String tools, Function<Json.Obj, String> calls) {
        return message ->
                switch (message.text("method").orElse("")) {
                    case "initialize" ->
                            result(
                                    message,
                                    "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                                            + "\"serverInfo\":{\"name\":\"fake\",\"version\":\"1\"}}");
                    case "tools/list" -> result(message, "{\"tools\":[" + tools + "]}");
                    case "tools/call" ->
                            result(message, calls.apply(message.requireObject("params")));
                    default -> List.of();
                };
    }

    static List<String> result(Json.Obj request, String result) {
        return List.of(
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + request.requireInteger("id")
                        + ",\"result\":"
                        + result
                        + "}");
    }

    synchronized List<Json.Obj> received() {
        return List.copyOf(received);
    }

    synchronized boolean closed() {
        return closed;
    }

    void ends(int exitCode) {
        output.ended(exitCode, "");
    }

    void complains(String words) {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        output.error(bytes, 0, bytes.length);
    }

    @Override
    public int process() {
        return process;
    }

    @Override
    public void write(byte[] input) {
        Json.Obj message = JsonText.readObject(new String(input, StandardCharsets.UTF_8));
        synchronized (this) {
            received.add(message);
        }
        for (String line : answers.apply(message)) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            // In two pieces, since pipes cut where they like.
            int half = bytes.length / 2;
            output.output(bytes, 0, half);
            output.output(bytes, half, bytes.length - half);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
