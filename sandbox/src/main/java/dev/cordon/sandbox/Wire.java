package dev.cordon.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/// A connected stream of bytes in both directions that has a deadline.
///
/// Channels know no time limit on reading, so whoever owns the wire looks at {@link #expired} now
/// and then and closes it.
final class Wire implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private volatile long deadlineNanos = Long.MAX_VALUE;

    private Wire(SocketChannel channel, InputStream in, OutputStream out) {
        this.channel = channel;
        this.in = in;
        this.out = out;
    }

    static Wire of(SocketChannel channel) {
        InputStream raw = Channels.newInputStream(channel);
        return new Wire(
                channel,
                new BufferedInputStream(raw, 16 * 1024),
                Channels.newOutputStream(channel));
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    SocketChannel channel() {
        return channel;
    }

    /// Closes the wire unless it is renewed in this time.
    void expireIn(int millis) {
        deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /// Lets the wire live as long as it takes, while somebody is asked.
    void neverExpire() {
        deadlineNanos = Long.MAX_VALUE;
    }

    boolean expired(long nowNanos) {
        long deadline = deadlineNanos;
        return deadline != Long.MAX_VALUE && nowNanos - deadline > 0;
    }

    /// Tells the other side that no more bytes come.
    void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // A channel that cannot be closed is closed for our purposes.
            deadlineNanos = 0;
        }
    }
}
