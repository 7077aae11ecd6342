package dev.cordon.checks;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/// A model on loopback that speaks the Responses API, piece by piece, and stops where a test says:
/// the next request gets the next answer, the last one again and again.
final class StreamingModel implements AutoCloseable {
    /// Where a stream waits until the test goes on.
    static final String WAIT = "\u0000wait";

    private final ServerSocket server;
    private final List<Answer> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Semaphore goOn = new Semaphore(0);
    private int next;

    /// What one request gets.
    sealed interface Answer {
        /// Pieces of a message; {@link #WAIT} among them waits.
        record Says(List<String> pieces) implements Answer {}

        /// A summary of what it thought, and then another answer.
        record Thinks(String summary, Answer then) implements Answer {}

        /// A call of a tool.
        record Calls(String tool, Json.Obj arguments) implements Answer {}
    }

    StreamingModel(List<Answer> answers) throws IOException {
        this.answers = List.copyOf(answers);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("streaming-model").start(this::accept);
    }

    static Answer says(String... pieces) {
        return new Answer.Says(List.of(pieces));
    }

    static Answer runs(String command) {
        return new Answer.Calls(
                "exec_command",
                Json.object().put("cmd", command).put("yield_time_ms", 30_000).build());
    }

    static Answer thinks(String summary, Answer then) {
        return new Answer.Thinks(summary, then);
    }

    /// A plan of which some steps are done and the next one is being done.
    static Answer plans(int done, String... steps) {
        List<Json> plan = new java.util.ArrayList<>();
        for (String step : steps) {
            String status =
                    plan.size() < done
                            ? "completed"
                            : plan.size() == done ? "in_progress" : "pending";
            plan.add(Json.object().put("step", step).put("status", status).build());
        }
        return new Answer.Calls("update_plan", Json.object().put("plan", Json.array(plan)).build());
    }

    static Answer wantsOutside(String command, String why) {
        return new Answer.Calls(
                "exec_command",
                Json.object()
                        .put("cmd", command)
                        .put("sandbox_permissions", "require_escalated")
                        .put("justification", why)
                        .build());
    }

    static Answer patches(String patch) {
        return new Answer.Calls("apply_patch", Json.object().put("input", patch).build());
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /// The bodies of the requests so far.
    List<String> requests() {
        return List.copyOf(requests);
    }

    /// Lets a stream that waits go on.
    void goOn() {
        goOn.release();
    }

    @Override
    public void close() throws IOException {
        goOn.release(1000);
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException _) {
                // The test is over.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            while (request(socket.getInputStream())) {
                Answer answer;
                synchronized (this) {
                    answer = answers.get(Math.min(next++, answers.size() - 1));
                }
                answer(answer, socket.getOutputStream());
            }
        } catch (IOException _) {
            // The client closed the connection, or the test is over.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Answer answer, OutputStream out) throws IOException, InterruptedException {
        out.write(
                ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        event(out, Json.object().put("type", "response.created").put("response", id()));
        body(answer, out);
        event(
                out,
                Json.object()
                        .put("type", "response.completed")
                        .put(
                                "response",
                                Json.object()
                                        .put("id", "r")
                                        .put(
                                                "usage",
                                                Json.object()
                                                        .put("input_tokens", 900)
                                                        .put("output_tokens", 100)
                                                        .build())
                                        .build()));
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void body(Answer answer, OutputStream out) throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Thinks(String summary, Answer then) -> {
                Json.Obj text =
                        Json.object().put("type", "summary_text").put("text", summary).build();
                done(
                        out,
                        Json.object()
                                .put("type", "reasoning")
                                .put("id", "t" + requests.size())
                                .put("summary", new Json.Arr(List.of(text)))
                                .build());
                body(then, out);
            }
            case Answer.Says(List<String> pieces) -> says(pieces, out);
            case Answer.Calls(String tool, Json.Obj arguments) ->
                    done(
                            out,
                            Json.object()
                                    .put("type", "function_call")
                                    .put("id", "f" + requests.size())
                                    .put("call_id", "call-" + requests.size())
                                    .put("name", tool)
                                    .put("arguments", JsonText.write(arguments))
                                    .build());
        }
    }

    private void says(List<String> pieces, OutputStream out)
            throws IOException, InterruptedException {
        StringBuilder whole = new StringBuilder();
        for (String piece : pieces) {
            if (piece.equals(WAIT)) {
                goOn.acquire();
                continue;
            }
            whole.append(piece);
            event(
                    out,
                    Json.object()
                            .put("type", "response.output_text.delta")
                            .put("output_index", 0)
                            .put("content_index", 0)
                            .put("delta", piece));
        }
        Json.Obj text =
                Json.object().put("type", "output_text").put("text", whole.toString()).build();
        done(
                out,
                Json.object()
                        .put("type", "message")
                        .put("id", "m")
                        .put("role", "assistant")
                        .put("content", new Json.Arr(List.of(text)))
                        .build());
    }

    private static Json.Obj id() {
        return Json.object().put("id", "r").put("model", "scripted").build();
    }

    private static void done(OutputStream out, Json.Obj item) throws IOException {
        event(
                out,
                Json.object()
                        .put("type", "response.output_item.done")
                        .put("output_index", 0)
                        .put("item", item));
    }

    private static void event(OutputStream out, Json.ObjBuilder event) throws IOException {
        byte[] data =
                ("data: " + JsonText.write(event.build()) + "\n\n")
                        .getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(data);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private boolean request(InputStream in) throws IOException {
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
        int length =
                at < 0
                        ? 0
                        : Integer.parseInt(
                                lower.substring(at + 15, lower.indexOf('\r', at)).strip());
        requests.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        return true;
    }
}
