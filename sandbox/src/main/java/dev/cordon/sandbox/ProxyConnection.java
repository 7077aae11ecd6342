package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// One connection that a command made, from its first byte to its end.
final class ProxyConnection {
    private static final byte[] TLS_ACCESS_DENIED = {21, 3, 3, 0, 2, 2, 49};
    private static final int MAX_DRAIN_BYTES = 256 * 1024;
    private static final int DRAIN_MILLIS = 1000;
    private static final int MAX_DNS_QUERIES = 1000;

    private final NetworkProxy proxy;
    private final Wire wire;
    private final RelayHeader header;
    private final HttpExchange exchange;

    ProxyConnection(NetworkProxy proxy, Wire wire, RelayHeader header) {
        this.proxy = proxy;
        this.wire = wire;
        this.header = header;
        this.exchange =
                new HttpExchange(proxy.judge(), header.process(), proxy, proxy.upstreamTls());
    }

    /// Serves the connection; the caller closes the wire.
    void run() throws IOException, InterruptedException {
        proxyHeadTime();
        switch (header.kind()) {
            case PROXY -> serveProxy();
            case CAPTURED_HTTP, CAPTURED_TLS -> serveCaptured();
            case MIRROR -> proxy.mirror().serve(wire, header.process());
            case DNS -> serveDns();
        }
    }

    private void proxyHeadTime() {
        wire.expireIn(proxy.judge().settings().limits().headMillis());
    }

    private void serveProxy() throws IOException, InterruptedException {
        int first = peek(wire.in());
        if (first == Socks5.VERSION) {
            serveSocks();
        } else if (first >= 0) {
            serveHttpProxy();
        }
    }

    private static int peek(InputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first;
    }

    private void serveHttpProxy() throws IOException, InterruptedException {
        OutputStream out = new BufferedOutputStream(wire.out(), 64 * 1024);
        HttpExchange.Client client = new HttpExchange.Client(wire, wire.in(), out);
        try {
            boolean more = true;
            while (more) {
                proxyHeadTime();
                Optional<HttpHead> head = HttpHead.read(wire.in());
                if (head.isEmpty()) {
                    return;
                }
                HttpRequest request = HttpRequest.toProxy(head.get());
                if (request.method().equals("CONNECT")) {
                    serveConnect(request);
                    return;
                }
                more = exchange.pass(client, request, HttpExchange.Scheme.PLAIN);
            }
        } catch (RefusedRequest refused) {
            refuse(out, refused);
        }
    }

    private void serveConnect(HttpRequest request)
            throws IOException, InterruptedException, RefusedRequest {
        HttpRequest.Authority authority = new HttpRequest.Authority(request.host(), request.port());
        Admitted admitted = admit(authority);
        byte[] established =
                "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        wire.out().write(established);
        inside(admitted);
    }

    private void serveSocks() throws IOException, InterruptedException {
        boolean answered = true;
        try {
            HttpRequest.Authority authority = Socks5.greet(wire.in(), wire.out());
            answered = false;
            Admitted admitted = admit(authority);
            answered = true;
            Socks5.reply(wire.out(), Socks5.SUCCEEDED);
            inside(admitted);
        } catch (RefusedRequest refused) {
            if (!answered) {
                Socks5.reply(wire.out(), Socks5.code(refused));
            }
        }
    }

    private void serveCaptured() throws IOException, InterruptedException {
        InetAddress address = header.address();
        Optional<NetworkHost> name = proxy.names().nameAt(address);
        HttpRequest.Authority authority =
                new HttpRequest.Authority(
                        name.orElse(new NetworkHost.Address(address)), header.port());
        boolean tls = header.kind() == RelayHeader.Kind.CAPTURED_TLS;
        try {
            if (tls) {
                inside(admit(authority));
            } else {
                serveRequests(wire.in(), wire.out(), authority, HttpExchange.Scheme.PLAIN);
            }
        } catch (RefusedRequest _) {
            wire.out().write(TLS_ACCESS_DENIED);
        }
    }

    /// A connection that was allowed, with its channel unless TLS is to be opened.
    private record Admitted(
            HttpRequest.Authority authority,
            Action.Connect connection,
            NetworkSettings.Tls tls,
            Optional<Wire> server) {}

    private Admitted admit(HttpRequest.Authority authority)
            throws RefusedRequest, InterruptedException {
        ConnectionJudge judge = proxy.judge();
        Action.Connect connection =
                judge.describe(header.process(), authority.host(), authority.port(), "");
        wire.neverExpire();
        NetworkSettings.Tls tls = judge.settings().rule(authority.host(), authority.port()).tls();
        boolean unseen = tls == NetworkSettings.Tls.PASSED && authority.port() != 80;
        if (unseen && judge.settings().methods() == NetworkSettings.Methods.READ_ONLY) {
            throw judge.report(
                    connection,
                    new RefusedRequest(
                            RefusedRequest.Kind.METHOD,
                            "cordon: "
                                    + authority.host().text()
                                    + " is reached by tunnel, where methods cannot be seen, and"
                                    + " only reading is allowed. Have its TLS opened in the network"
                                    + " rules."));
        }
        judge.decide(connection, authority.host(), "");
        Optional<Wire> server = Optional.empty();
        if (tls != NetworkSettings.Tls.OPENED) {
            Wire opened = Wire.of(judge.open(connection, authority.host()));
            proxy.opened(opened);
            server = Optional.of(opened);
        }
        proxyHeadTime();
        return new Admitted(authority, connection, tls, server);
    }

    /// Looks at the first bytes inside a tunnel and does what its rule says.
    private void inside(Admitted admitted) throws IOException, InterruptedException {
        try {
            if (admitted.tls() == NetworkSettings.Tls.RAW) {
                tunnel(admitted, new byte[0]);
                return;
            }
            int first = peek(wire.in());
            if (first >= 'A' && first <= 'Z') {
                admitted.server().ifPresent(Wire::close);
                serveRequests(
                        wire.in(), wire.out(), admitted.authority(), HttpExchange.Scheme.PLAIN);
                return;
            }
            ClientHello hello = first < 0 ? null : checkedHello(admitted);
            if (hello == null) {
                return;
            }
            if (admitted.tls() == NetworkSettings.Tls.OPENED) {
                openTls(admitted, hello);
            } else {
                tunnel(admitted, hello.bytes());
            }
        } catch (RefusedRequest refused) {
            proxy.judge().report(admitted.connection(), refused);
            wire.out().write(TLS_ACCESS_DENIED);
        } finally {
            admitted.server().ifPresent(proxy::closed);
            admitted.server().ifPresent(Wire::close);
        }
    }

    private ClientHello checkedHello(Admitted admitted) throws IOException, RefusedRequest {
        ClientHello hello = ClientHello.read(wire.in());
        if (hello.encryptedName()) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.POLICY,
                    "cordon: the TLS hello hides its server name (encrypted client hello); switch"
                            + " that off in the client.");
        }
        NetworkHost host = admitted.authority().host();
        Optional<String> name = hello.serverName();
        boolean fits =
                name.isEmpty()
                        ? host instanceof NetworkHost.Address
                        : NetworkHost.parse(name.get()).equals(host);
        if (!fits) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.POLICY,
                    "cordon: the connection is for "
                            + host.text()
                            + " and TLS in it for "
                            + name.orElse("no name")
                            + "; they must be the same.");
        }
        return hello;
    }

    private void tunnel(Admitted admitted, byte[] first) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Wire server = admitted.server().orElseThrow();
        server.out().write(first);
        int idle = proxy.judge().settings().limits().idleMillis();
        wire.expireIn(idle);
        server.expireIn(idle);
        Tunnel.Copied copied = new Tunnel(wire, server, idle).run();
        proxy.judge()
                .finished(
                        admitted.connection(),
                        copied.sentBytes() + first.length,
                        copied.receivedBytes(),
                        start);
    }

    private void openTls(Admitted admitted, ClientHello hello)
            throws IOException, InterruptedException {
        SSLEngine engine;
        try {
            engine =
                    proxy.authority()
                            .serverFor(admitted.authority().host(), Instant.now())
                            .createSSLEngine();
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate could be made", e);
        }
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(parameters);
        InputStream replayed =
                new SequenceInputStream(new ByteArrayInputStream(hello.bytes()), wire.in());
        TlsStream tls = TlsStream.handshake(engine, replayed, wire.out());
        serveRequests(
                new BufferedInputStream(tls.in(), 16 * 1024),
                tls.out(),
                admitted.authority(),
                HttpExchange.Scheme.TLS);
        tls.close();
    }

    /// Serves requests that were sent as if to the server itself, each decided anew.
    private void serveRequests(
            InputStream in,
            OutputStream rawOut,
            HttpRequest.Authority authority,
            HttpExchange.Scheme scheme)
            throws IOException, InterruptedException {
        OutputStream out = new BufferedOutputStream(rawOut, 16 * 1024);
        HttpExchange.Client client = new HttpExchange.Client(wire, in, out);
        try {
            boolean more = true;
            while (more) {
                proxyHeadTime();
                Optional<HttpHead> head = HttpHead.read(in);
                if (head.isEmpty()) {
                    return;
                }
                HttpRequest request = HttpRequest.toServer(head.get(), authority);
                more = exchange.pass(client, request, scheme);
            }
        } catch (RefusedRequest refused) {
            refuse(out, refused);
        }
    }

    /// Tells the client, and reads a little of what it still sends so that a reset does not swallow
    /// the answer.
    private void refuse(OutputStream out, RefusedRequest refused) throws IOException {
        byte[] text = (refused.sentence() + "\n").getBytes(StandardCharsets.UTF_8);
        List<HttpHead.Field> fields =
                List.of(
                        new HttpHead.Field("X-Proxy-Error", refused.kind().word()),
                        new HttpHead.Field("Content-Type", "text/plain; charset=utf-8"),
                        new HttpHead.Field("Content-Length", Integer.toString(text.length)),
                        new HttpHead.Field("Connection", "close"));
        String start = "HTTP/1.1 " + refused.kind().status() + " " + refused.reasonPhrase();
        out.write(HttpHead.bytes(start, fields));
        out.write(text);
        out.flush();
        wire.expireIn(DRAIN_MILLIS);
        if (out != wire.out()) {
            wire.shutdownOutput();
        }
        int drained = 0;
        byte[] buffer = new byte[8192];
        for (int count = wire.in().read(buffer);
                count >= 0 && drained < MAX_DRAIN_BYTES;
                count = wire.in().read(buffer)) {
            drained += count;
        }
    }

    private void serveDns() throws IOException {
        DataInputStream in = new DataInputStream(wire.in());
        for (int query = 0; query < MAX_DNS_QUERIES; query++) {
            int length = in.read();
            if (length < 0) {
                return;
            }
            byte[] message = new byte[length << 8 | in.readUnsignedByte()];
            in.readFully(message);
            Optional<byte[]> answer = proxy.names().answer(message);
            if (answer.isEmpty()) {
                return;
            }
            byte[] bytes = answer.get();
            byte[] framed = new byte[bytes.length + 2];
            framed[0] = (byte) (bytes.length >> 8);
            framed[1] = (byte) bytes.length;
            System.arraycopy(bytes, 0, framed, 2, bytes.length);
            wire.out().write(framed);
            proxyHeadTime();
        }
    }
}
