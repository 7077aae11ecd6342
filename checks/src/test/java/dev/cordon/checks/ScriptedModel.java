package dev.cordon.checks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A model on loopback that speaks the Responses API and gives one written answer a request.
final class ScriptedModel implements AutoCloseable {
    private final ServerSocket server;
    private final List<String> items;
    private int next;

    /// @param items the JSON of the one item of each answer
    ScriptedModel(List<String> items) throws IOException {
        this.items = List.copyOf(items);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("scripted-model").start(this::serve);
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /// How many requests came.
    synchronized int requests() {
        return next;
    }

    static String command(int number, String shellText) {
        return call(number, "function_call", "exec_command")
                + "\"arguments\":"
                + quoted("{\"cmd\":" + quoted(shellText) + ",\"yield_time_ms\":30000}")
                + "}";
    }

    static String read(int number, String path) {
        return call(number, "function_call", "read_file")
                + "\"arguments\":"
                + quoted("{\"path\":" + quoted(path) + "}")
                + "}";
    }

    static String repairSearch(int number, int maxSeconds) {
        return call(number, "function_call", "repair_search")
                + "\"arguments\":"
                + quoted("{\"max_seconds\":" + maxSeconds + "}")
                + "}";
    }

    static String patch(int number, String patch) {
        return call(number, "function_call", "apply_patch")
                + "\"arguments\":"
                + quoted("{\"input\":" + quoted(patch) + "}")
                + "}";
    }

    static String says(String text) {
        return "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"output_text\",\"text\":"
                + quoted(text)
                + "}]}";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static String call(int number, String type, String tool) {
        return "{\"type\":\"%s\",\"id\":\"f%d\",\"call_id\":\"call-%d\",\"name\":\"%s\","
                .formatted(type, number, number, tool);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                while (request(socket.getInputStream())) {
                    socket.getOutputStream().write(answer());
                    socket.getOutputStream().flush();
                }
            } catch (IOException _) {
                // The client closed the connection, or the test is over.
            }
        }
    }

    private synchronized byte[] answer() {
        String item = items.get(Math.min(next++, items.size() - 1));
        String body =
                "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"s\"}}\n\n"
                        + "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                        + item
                        + "}\n\n"
                        + "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\","
                        + "\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
                                + bytes.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return all;
    }

    private static boolean request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            head.append((char) c);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at >= 0) {
            in.skipNBytes(
                    Long.parseLong(lower.substring(at + 15, lower.indexOf('\r', at)).strip()));
        }
        return true;
    }
}
