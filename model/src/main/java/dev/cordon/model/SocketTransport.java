package dev.cordon.model;

import static dev.cordon.model.TransportException.Reason.CLOSED;
import static dev.cordon.model.TransportException.Reason.PROTOCOL;
import static dev.cordon.model.TransportException.Reason.TIMEOUT;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 over a socket, with one connection that is kept between exchanges.
///
/// Why not `java.net.http`: docs/decisions/0002-http-transport.md.
final class SocketTransport implements Transport {
    private static final long MAX_IDLE_NANOS = 60_000_000_000L;
    private static final int DRAIN_TIMEOUT_MILLIS = 100;
    private static final int MAX_DRAIN_BYTES = 64 * 1024;

    private final Network network;
    private @Nullable Kept kept;

    SocketTransport(Network network) {
        this.network = network;
    }

    @Override
    public Exchange send(Call call) throws TransportException, InterruptedException {
        Connection.checkInterrupt();
        Connection reused = reusable(call.uri());
        if (reused != null) {
            try {
                return exchange(reused, call);
            } catch (TransportException e) {
                // The server may have closed a kept connection at any time, which says nothing
                // about the request.
                if (e.reason() != CLOSED) {
                    throw e;
                }
            }
        }
        return exchange(Connection.open(call.uri(), network, call.connectTimeoutMillis()), call);
    }

    @Override
    public void close() {
        Kept old = kept;
        kept = null;
        if (old != null) {
            old.connection.close();
        }
    }

    private @Nullable Connection reusable(URI uri) throws InterruptedException {
        Kept old = kept;
        kept = null;
        if (old == null) {
            return null;
        }
        boolean fresh = System.nanoTime() - old.sinceNanos < MAX_IDLE_NANOS;
        if (fresh && old.connection.serves(uri) && drained(old)) {
            return old.connection;
        }
        old.connection.close();
        Connection.checkInterrupt();
        return null;
    }

    /// Reads what the server still sent after the last event, usually the end of the last chunk.
    private static boolean drained(Kept old) {
        try {
            old.connection.readTimeout(DRAIN_TIMEOUT_MILLIS);
            byte[] rest = new byte[1024];
            for (int count = 0; count < MAX_DRAIN_BYTES; ) {
                int read = old.body.read(rest, 0, rest.length);
                if (read < 0) {
                    return old.body.endedCleanly();
                }
                count += read;
            }
            return false;
        } catch (IOException _) {
            return false;
        }
    }

    private Exchange exchange(Connection connection, Call call)
            throws TransportException, InterruptedException {
        try {
            connection.readTimeout(call.idleTimeoutMillis());
            IOException unsent = write(connection, call);
            String status;
            try {
                status = connection.in().line();
                while (status.startsWith("HTTP/1.1 1")) {
                    connection.in().fields();
                    status = connection.in().line();
                }
            } catch (SocketTimeoutException | HttpInput.FormatException e) {
                throw e;
            } catch (IOException e) {
                throw unsent == null ? e : unsent;
            }
            return respond(connection, status);
        } catch (IOException e) {
            connection.close();
            Connection.checkInterrupt();
            throw failed(e, call);
        } catch (TransportException e) {
            connection.close();
            throw e;
        }
    }

    private static TransportException failed(IOException e, Call call) {
        String host = call.uri().getHost();
        if (e instanceof SocketTimeoutException) {
            return new TransportException(
                    TIMEOUT,
                    "idle timeout: "
                            + host
                            + " sent nothing for "
                            + call.idleTimeoutMillis() / 1000.0
                            + " s",
                    e);
        }
        boolean closed = !(e instanceof HttpInput.FormatException);
        return new TransportException(
                closed ? CLOSED : PROTOCOL,
                closed
                        ? host + " closed the connection before it answered"
                        : host + " does not speak HTTP as expected: " + e.getMessage(),
                e);
    }

    /// Sends the request. A server may refuse a large body with a response while it is still being
    /// sent, so a failure here is reported only if no response follows.
    private static @Nullable IOException write(Connection connection, Call call) {
        try (WriteGuard _ = WriteGuard.start(connection, call)) {
            connection.out().write(head(connection, call));
            call.body().writeTo(connection.out());
            connection.out().flush();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static byte[] head(Connection connection, Call call) {
        URI uri = call.uri();
        StringBuilder head = new StringBuilder(512).append("POST ");
        if (connection.absoluteForm()) {
            head.append(uri.getScheme()).append("://").append(uri.getRawAuthority());
        }
        String path = uri.getRawPath();
        head.append(path == null || path.isEmpty() ? "/" : path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
        if (uri.getPort() > 0) {
            head.append(':').append(uri.getPort());
        }
        connection
                .proxyAuthorization()
                .ifPresent(value -> head.append("\r\nProxy-Authorization: ").append(value));
        for (Header header : call.headers()) {
            head.append("\r\n").append(header.name()).append(": ").append(header.value());
        }
        head.append("\r\nContent-Length: ").append(call.body().lengthBytes()).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private Exchange respond(Connection connection, String line)
            throws IOException, TransportException {
        boolean http = line.startsWith("HTTP/1.") && line.length() >= 12;
        int status = -1;
        if (http) {
            try {
                status = Integer.parseInt(line, 9, 12, 10);
            } catch (NumberFormatException _) {
                http = false;
            }
        }
        if (!http) {
            throw new TransportException(PROTOCOL, "the server does not answer with HTTP", null);
        }
        List<HttpInput.Field> fields = connection.in().fields();
        boolean closes =
                line.startsWith("HTTP/1.0")
                        || find(fields, "connection").orElse("").equalsIgnoreCase("close");
        HttpBody body = body(connection.in(), fields, status);
        InputStream plain =
                find(fields, "content-encoding").orElse("").equalsIgnoreCase("gzip")
                        ? new GZIPInputStream(body)
                        : body;
        return new Response(
                status,
                fields,
                body,
                plain,
                closes ? Optional.empty() : Optional.of(this),
                connection);
    }

    private static HttpBody body(HttpInput in, List<HttpInput.Field> fields, int status)
            throws IOException {
        if (status == 204 || status == 304) {
            return HttpBody.ofLength(in, 0);
        }
        Optional<String> coding = find(fields, "transfer-encoding");
        if (coding.isPresent()) {
            if (!coding.get().equalsIgnoreCase("chunked")) {
                throw new HttpInput.FormatException("the transfer encoding is unknown");
            }
            return HttpBody.chunked(in);
        }
        Optional<String> length = find(fields, "content-length");
        if (length.isEmpty()) {
            return HttpBody.toClose(in);
        }
        try {
            long bytes = Long.parseLong(length.get());
            if (bytes >= 0) {
                return HttpBody.ofLength(in, bytes);
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new HttpInput.FormatException("the content length is no number");
    }

    private static Optional<String> find(List<HttpInput.Field> fields, String name) {
        for (HttpInput.Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    private record Kept(Connection connection, HttpBody body, long sinceNanos) {}

    private record Response(
            int status,
            List<HttpInput.Field> fields,
            HttpBody raw,
            InputStream body,
            Optional<SocketTransport> keeper,
            Connection connection)
            implements Exchange {
        @Override
        public Optional<String> header(String name) {
            return find(fields, name);
        }

        @Override
        public void close() {
            if (keeper.isPresent() && !raw.failed() && !Thread.currentThread().isInterrupted()) {
                keeper.get().kept = new Kept(connection, raw, System.nanoTime());
            } else {
                connection.close();
            }
        }
    }

    /// Closes the connection when a large body is not taken in time: a socket's time-out covers
    /// only reading.
    private record WriteGuard(@Nullable Thread thread) implements AutoCloseable {
        /// What the kernel's buffers take without the server's help.
        private static final int SMALL_BODY_BYTES = 64 * 1024;

        static WriteGuard start(Connection connection, Call call) {
            if (call.body().lengthBytes() < SMALL_BODY_BYTES) {
                return new WriteGuard(null);
            }
            Runnable watch =
                    () -> {
                        try {
                            Thread.sleep(call.idleTimeoutMillis());
                            connection.close();
                        } catch (InterruptedException _) {
                            // The body was taken.
                        }
                    };
            return new WriteGuard(Thread.ofPlatform().daemon().name("write-guard").start(watch));
        }

        @Override
        public void close() {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
