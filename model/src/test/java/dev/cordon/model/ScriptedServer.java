package dev.cordon.model;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/// A model server on loopback that answers from a script and remembers what it was asked.
///
/// One reply a request, in order; a request too many gets the status 599. A connection stays open
/// until a reply closes it.
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String scheme;
    private final Deque<Reply> script = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int connections;

    private ScriptedServer(ServerSocketFactory factory, String scheme, List<Reply> replies) {
        try {
            this.socket = factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.scheme = scheme;
        this.script.addAll(replies);
    }

    /// Starts a server for plain HTTP.
    public static ScriptedServer start(Reply... replies) {
        return start(ServerSocketFactory.getDefault(), "http", replies);
    }

    /// Starts a server on sockets of the factory.
    public static ScriptedServer start(
            ServerSocketFactory factory, String scheme, Reply... replies) {
        ScriptedServer server = new ScriptedServer(factory, scheme, List.of(replies));
        Thread.ofPlatform().daemon().name("scripted-server").start(server::accept);
        return server;
    }

    /// The base address, for example `http://127.0.0.1:40123/v1`.
    public URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort() + "/v1");
    }

    /// What came so far.
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /// How many connections were made.
    public synchronized int connections() {
        return connections;
    }

    /// Adds to the script.
    public synchronized ScriptedServer then(Reply reply) {
        script.add(reply);
        return this;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
            synchronized (this) {
                for (Socket connection : open) {
                    connection.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                synchronized (this) {
                    connections++;
                    open.add(connection);
                }
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (true) {
                Request request = read(in);
                Reply reply;
                synchronized (this) {
                    requests.add(request);
                    reply = script.isEmpty() ? status(599, "the script has ended") : script.pop();
                }
                if (!reply.write(new Exchange(request, connection, closed))) {
                    return;
                }
            }
        } catch (IOException | InterruptedException _) {
            // The client went away or the test is over.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String start = line(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] words = start.split(" ", -1);
        return new Request(words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /// Answers with these events, chunked, and keeps the connection.
    public static Reply sse(String... events) {
        return sse(Map.of(), events);
    }

    /// The same with headers.
    public static Reply sse(Map<String, String> headers, String... events) {
        return exchange -> {
            exchange.head(200, headers);
            for (String event : events) {
                exchange.chunk("data: " + event + "\n\n");
            }
            exchange.end();
            return true;
        };
    }

    /// Sends these events and then cuts the connection.
    public static Reply cut(String... events) {
        return exchange -> {
            exchange.head(200, Map.of());
            for (String event : events) {
                exchange.chunk("data: " + event + "\n\n");
            }
            return false;
        };
    }

    /// Sends these events and then nothing more until the server is closed.
    public static Reply stall(String... events) {
        return exchange -> {
            exchange.head(200, Map.of());
            for (String event : events) {
                exchange.chunk("data: " + event + "\n\n");
            }
            exchange.awaitClose();
            return false;
        };
    }

    /// Answers with a status and a JSON body.
    public static Reply status(int status, String body) {
        return status(status, Map.of(), body);
    }

    /// The same with headers.
    public static Reply status(int status, Map<String, String> headers, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.putIfAbsent("Content-Type", "application/json");
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            all.forEach((n, v) -> head.append(n).append(": ").append(v).append("\r\n"));
            head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
            exchange.raw(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            exchange.raw(bytes);
            return true;
        };
    }

    /// Sends these bytes as they are and closes.
    public static Reply raw(String bytes) {
        return exchange -> {
            exchange.raw(bytes.getBytes(StandardCharsets.UTF_8));
            return false;
        };
    }

    /// One step of a script.
    @FunctionalInterface
    public interface Reply {
        /// Answers; false to close the connection.
        boolean write(Exchange exchange) throws IOException, InterruptedException;
    }

    /// A request as it came.
    public record Request(String method, String path, Map<String, String> headers, String body) {}

    /// One request and the way back.
    public record Exchange(Request request, Socket socket, CountDownLatch closed) {
        /// Sends the head of a chunked event stream.
        public void head(int status, Map<String, String> headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " OK\r\n");
            head.append("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n");
            headers.forEach((n, v) -> head.append(n).append(": ").append(v).append("\r\n"));
            raw(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        /// Sends one chunk.
        public void chunk(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes());
            out.writeBytes(bytes);
            out.writeBytes("\r\n".getBytes());
            raw(out.toByteArray());
        }

        /// Ends a chunked body.
        public void end() throws IOException {
            raw("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }

        /// Sends bytes.
        public void raw(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /// Waits until the test ends.
        public void awaitClose() throws InterruptedException {
            closed.await();
        }
    }
}
