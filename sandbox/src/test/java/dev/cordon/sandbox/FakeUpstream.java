package dev.cordon.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/// A server on loopback that keeps what it gets and answers as it is told.
final class FakeUpstream implements AutoCloseable {
    private final ServerSocket listener;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Function<String, String> answers;

    private FakeUpstream(ServerSocket listener, Function<String, String> answers) {
        this.listener = listener;
        this.answers = answers;
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers each request line with what the function says, the whole answer as text.
    static FakeUpstream plain(Function<String, String> answers) throws IOException {
        return new FakeUpstream(
                new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), answers);
    }

    static FakeUpstream tls(
            CertificateAuthority authority, String host, Function<String, String> answers)
            throws Exception {
        SSLContext context = authority.serverFor(NetworkHost.parse(host), Instant.now());
        return new FakeUpstream(
                context.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")),
                answers);
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Heads and bodies as they came.
    List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            HttpHead head = HttpHead.read(in).orElse(null);
            if (head == null) {
                requests.add("connected");
                return;
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            HttpBody.ofRequest(head).copy(in, body);
            requests.add(
                    new String(
                                    HttpHead.bytes(head.start(), head.fields()),
                                    StandardCharsets.ISO_8859_1)
                            + body.toString(StandardCharsets.ISO_8859_1));
            out.write(answers.apply(head.start()).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException | RefusedRequest e) {
            requests.add("broken: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
