package dev.cordon.engine;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.sandbox.Sandbox;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Messages of one server on pipes: one JSON object a line, both ways.
///
/// What the server writes is taken as it comes and never waited for; what it is sent goes through a
/// thread of its own, because a server that does not read must not hold up anybody.
///
/// @see <a href="https://modelcontextprotocol.io/specification/2025-06-18/basic/transports">MCP,
///   transports, stdio</a>
final class McpWire implements Sandbox.AttachedOutput, McpLink {
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
    static final int MAX_UNSENT_MESSAGES = 1024;
    private static final int MAX_STDERR_BYTES = 4 * 1024;
    private static final byte[] STOP = new byte[0];

    private final Consumer<Json.Obj> received;
    private final Consumer<String> over;
    private final BlockingQueue<byte[]> unsent = new LinkedBlockingQueue<>(MAX_UNSENT_MESSAGES);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder stderr = new StringBuilder();
    private Sandbox.@Nullable Attached server;
    private boolean ended;

    /// @param received gets each message; must not block
    /// @param over told once, with a sentence, when nothing comes any more
    McpWire(Consumer<Json.Obj> received, Consumer<String> over) {
        this.received = received;
        this.over = over;
    }

    /// The program runs.
    void attached(Sandbox.Attached program) {
        synchronized (this) {
            server = program;
        }
        Thread.ofVirtual().name("mcp-writer").start(() -> send(program));
    }

    @Override
    public void send(Json.Obj message) throws McpException {
        byte[] bytes = (JsonText.write(message) + "\n").getBytes(StandardCharsets.UTF_8);
        if (!unsent.offer(bytes)) {
            throw new McpException("the server does not read what it is sent");
        }
    }

    @Override
    public void close() {
        var _ = unsent.offer(STOP);
        program().ifPresent(Sandbox.Attached::close);
    }

    @Override
    public void output(byte[] buffer, int offset, int length) {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == '\n') {
                take(buffer, start, i - start);
                complete();
                start = i + 1;
            }
        }
        take(buffer, start, offset + length - start);
    }

    @Override
    public void error(byte[] buffer, int offset, int length) {
        synchronized (stderr) {
            stderr.append(new String(buffer, offset, length, StandardCharsets.UTF_8));
            if (stderr.length() > MAX_STDERR_BYTES) {
                stderr.delete(0, stderr.length() - MAX_STDERR_BYTES);
            }
        }
    }

    @Override
    public void ended(int exitCode, String refusal) {
        var _ = unsent.offer(STOP);
        end(refusal.isEmpty() ? "it ended with exit code " + exitCode + said() : refusal);
    }

    private void take(byte[] buffer, int start, int length) {
        if (line.size() + length > MAX_MESSAGE_BYTES) {
            line.reset();
            end("it sent a message of more than " + MAX_MESSAGE_BYTES + " bytes");
            close();
        } else {
            line.write(buffer, start, length);
        }
    }

    private void complete() {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        if (text.isEmpty() || ended) {
            return;
        }
        try {
            received.accept(JsonText.readObject(text));
        } catch (JsonException _) {
            // Servers print greetings and logs to standard output; a message that was lost this way
            // shows as a time-out with these words beside it.
            error((text + "\n").getBytes(StandardCharsets.UTF_8), 0, Math.min(500, text.length()));
        }
    }

    private void end(String why) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        over.accept(why);
    }

    @Override
    public String said() {
        synchronized (stderr) {
            String text = AnsiStripper.strip(stderr.toString()).strip();
            return text.isEmpty() ? "" : "; it said: " + text;
        }
    }

    private synchronized Optional<Sandbox.Attached> program() {
        return Optional.ofNullable(server);
    }

    private void send(Sandbox.Attached program) {
        try {
            for (byte[] bytes = unsent.take(); bytes.length > 0; bytes = unsent.take()) {
                program.write(bytes);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
