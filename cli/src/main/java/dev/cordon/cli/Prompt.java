package dev.cordon.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/// Puts the prompt together from the command line and standard input, without ever waiting for an
/// input that nobody meant.
final class Prompt {
    /// The longest text that is read from standard input.
    static final int MAX_BYTES = 10 * 1024 * 1024;

    /// How long a pipe that gave something may say nothing before it is taken as it is: whoever
    /// started us may have left its other end open for ever.
    private static final long IDLE_MILLIS = 5_000;

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Host host;
    private final long idleMillis;

    Prompt(Host host) {
        this(host, IDLE_MILLIS);
    }

    Prompt(Host host, long idleMillis) {
        this.host = host;
        this.idleMillis = idleMillis;
    }

    /// @param argument the prompt of the command line; empty means standard input
    /// @throws UsageException if there is no prompt, or it is too long
    String read(Optional<String> argument) {
        if (argument.isPresent()) {
            String piped = waiting();
            return piped.isBlank()
                    ? argument.get()
                    : argument.get() + "\n\n<stdin>\n" + piped + "\n</stdin>";
        }
        if (Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
            host.say("cordon: reading the prompt from standard input; end it with Ctrl-D");
        }
        String text = all();
        if (text.isBlank()) {
            throw new UsageException(
                    "no prompt; give it as an argument, or on standard input with -");
        }
        return text;
    }

    /// What is there already. A pipe that somebody left open and idle is not waited for.
    private String waiting() {
        try {
            return host.in().available() > 0 ? untilIdle() : "";
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// To the end, or until nothing comes any more.
    private String untilIdle() throws InterruptedException {
        LinkedTransferQueue<byte[]> chunks = new LinkedTransferQueue<>();
        Thread.ofPlatform().daemon().name("cordon-stdin").start(() -> pump(chunks));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            byte[] chunk = chunks.poll(idleMillis, TimeUnit.MILLISECONDS);
            if (chunk == null) {
                host.say(
                        "cordon: standard input stays open and gave nothing for "
                                + idleMillis
                                + " ms; what came before is taken as all of it");
                break;
            }
            if (chunk.length == 0) {
                break;
            }
            text.writeBytes(chunk);
            if (text.size() > MAX_BYTES) {
                throw tooLong();
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /// Ends with an empty chunk.
    private void pump(LinkedTransferQueue<byte[]> chunks) {
        InputStream in = host.in();
        int all = 0;
        try {
            byte[] chunk = new byte[CHUNK_BYTES];
            int length = in.read(chunk);
            while (length > 0 && all <= MAX_BYTES) {
                all += length;
                chunks.add(java.util.Arrays.copyOf(chunk, length));
                length = in.read(chunk);
            }
        } catch (IOException _) {
            // What came before is all there is.
        }
        chunks.add(new byte[0]);
    }

    private static UsageException tooLong() {
        return new UsageException(
                "standard input is longer than "
                        + MAX_BYTES
                        + " bytes; put it into a file and name it in the prompt");
    }

    private String all() {
        try (InputStream in = host.in()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLong();
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException("standard input cannot be read: " + e.getMessage());
        }
    }
}
