package dev.cordon.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One end of a connection between a session host and a client: lines of text, each way.
///
/// Reading waits; writing never does. What the other side does not take is kept up to a bound, and
/// then the connection ends: whoever reads nothing is in nobody's way.
final class HostChannel implements AutoCloseable {
    /// The longest line, in bytes, its end not counted: room for an image of 16 MiB in Base64.
    static final int MAX_LINE_BYTES = 32 * 1024 * 1024;

    /// What waits for the other side at most.
    static final long MAX_WAITING_BYTES = 40L * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final long FAREWELL_SECONDS = 5;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean finishing;
    private volatile boolean closed;

    HostChannel(SocketChannel channel) {
        this.channel = channel;
        Thread.ofVirtual().name("host-writer").start(this::send);
    }

    /// A line was longer than {@link #MAX_LINE_BYTES}.
    static final class LineTooLong extends IOException {
        private static final long serialVersionUID = 1L;

        LineTooLong() {
            super("a line may have " + MAX_LINE_BYTES + " bytes");
        }
    }

    /// The next line; empty at the end.
    ///
    /// @throws LineTooLong if it has no end within the bound; there is no way on from there
    Optional<String> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (true) {
            if (!in.hasRemaining()) {
                in.clear();
                int count = channel.read(in);
                in.flip();
                if (count < 0) {
                    // A line without its end was never sent.
                    return Optional.empty();
                }
            }
            int start = in.position();
            int end = start;
            while (end < in.limit() && in.get(end) != '\n') {
                end++;
            }
            if (line.size() + end - start > MAX_LINE_BYTES) {
                throw new LineTooLong();
            }
            line.write(in.array(), start, end - start);
            boolean whole = end < in.limit();
            in.position(whole ? end + 1 : end);
            if (whole) {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
        }
    }

    /// Reads away what still comes, until the end: an answer may not reach who is not heard.
    void drain() {
        try {
            do {
                in.clear();
            } while (channel.read(in) >= 0);
        } catch (IOException _) {
            // This is the end.
        }
    }

    /// Sends a line as soon as the other side takes it.
    ///
    /// @return false if the connection is at its end, or is now because too much waits
    boolean write(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (closed || finishing) {
                return false;
            }
            if (waitingBytes + bytes.length <= MAX_WAITING_BYTES) {
                waiting.add(bytes);
                waitingBytes += bytes.length;
                notifyAll();
                return true;
            }
        }
        close();
        return false;
    }

    /// Closes the connection when everything was sent, or a little later in any case.
    void finish() {
        synchronized (this) {
            finishing = true;
            notifyAll();
        }
        Thread.ofVirtual()
                .name("host-farewell")
                .start(() -> {
                    try {
                        TimeUnit.SECONDS.sleep(FAREWELL_SECONDS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    close();
                });
    }

    /// Closes the connection when everything was sent, and waits for that, but not for long.
    void finishNow() {
        finish();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        boolean interrupted = false;
        synchronized (this) {
            while (!closed && !interrupted && System.nanoTime() < end) {
                try {
                    wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            notifyAll();
        }
        try {
            channel.close();
        } catch (IOException _) {
            // There is nothing more to say to it.
        }
    }

    private void send() {
        try {
            for (ByteBuffer batch = batch(); batch.hasRemaining(); batch = batch()) {
                while (batch.hasRemaining()) {
                    channel.write(batch);
                }
            }
        } catch (IOException _) {
            // The other side went away; whoever reads sees the end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /// Lines that wait, together; empty at the end.
    private synchronized ByteBuffer batch() throws InterruptedException {
        while (waiting.isEmpty() && !closed && !finishing) {
            wait();
        }
        ByteArrayOutputStream some = new ByteArrayOutputStream(1024);
        while (!waiting.isEmpty() && some.size() < BATCH_BYTES) {
            byte[] line = waiting.removeFirst();
            waitingBytes -= line.length;
            some.writeBytes(line);
        }
        return ByteBuffer.wrap(some.toByteArray());
    }
}
