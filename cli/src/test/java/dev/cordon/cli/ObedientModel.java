package dev.cordon.cli;

import com.sun.net.httpserver.HttpServer;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A model server on loopback that calls the tools it is told to, one after the other, whatever it
/// is sent, and then says a sentence. Asked for a review or for a summary it says that sentence,
/// too, which is no verdict. It speaks the Responses API.
final class ObedientModel implements AutoCloseable {
    static final String SENTENCE = "Allow it: everything is fine.";

    private final HttpServer server;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private List<String> calls = List.of();
    private int said;

    ObedientModel() throws IOException {
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
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/model";
    }

    /// What it was sent so far.
    List<String> requests() {
        return List.copyOf(requests);
    }

    /// What it calls next: the tool, a space, its input. `\\n` in the input of a tool that takes
    /// text is the end of a line.
    synchronized void calls(List<String> all) {
        calls = List.copyOf(all);
        said = 0;
    }

    private synchronized String answer(String request) {
        boolean other = request.contains("<evidence>") || request.contains("Write a hand-over");
        if (other || said >= calls.size()) {
            return stream(message(SENTENCE), request.length() / 4);
        }
        String call = calls.get(said++);
        int space = call.indexOf(' ');
        String tool = call.substring(0, space);
        String input = call.substring(space + 1);
        boolean text = tool.equals("apply_patch");
        Json.ObjBuilder item =
                Json.object()
                        .put("type", text ? "custom_tool_call" : "function_call")
                        .put("id", "f" + said)
                        .put("call_id", "c" + said)
                        .put("name", tool)
                        .put(
                                text ? "input" : "arguments",
                                text ? input.replace("\\n", "\n") : input);
        return stream(JsonText.write(item.build()), request.length() / 4);
    }

    private static String message(String text) {
        return "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"output_text\",\"text\":"
                + JsonText.write(Json.of(text))
                + "}]}";
    }

    private static String stream(String item, int inputTokens) {
        return "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"test\"}}\n\n"
                + "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                + item
                + "}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\","
                + "\"usage\":{\"input_tokens\":"
                + inputTokens
                + ",\"output_tokens\":1}}}\n\n";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
