package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A proxy in a world of its own: names with public addresses that lead to servers on loopback, and
/// a guard that keeps what it was asked.
final class ProxyBench implements ConnectionGuard, ConnectionJudge.World, AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<String> subjects = new CopyOnWriteArrayList<>();
    final List<Integer> processes = new CopyOnWriteArrayList<>();
    final List<String> finished = new CopyOnWriteArrayList<>();
    final List<String> resolved = new CopyOnWriteArrayList<>();
    final List<String> dialled = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    final Map<String, Integer> ports = new ConcurrentHashMap<>();
    final List<HostPattern> allowed = new ArrayList<>();
    final NetworkProxy proxy;

    ProxyBench(Path directory, NetworkSettings settings, SSLContext trust, String... allowed) {
        for (String entry : allowed) {
            this.allowed.add(HostPattern.parse(entry));
        }
        this.proxy = new NetworkProxy(directory, new ConnectionJudge(this, settings, this), trust);
    }

    static SSLContext trusting(CertificateAuthority authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        store.setCertificateEntry("test", authority.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /// A name that leads to a server of the test.
    ProxyBench host(String name, String address, int port, FakeUpstream server) {
        addresses.put(name, List.of(address));
        ports.put(address + ":" + port, server.port());
        return this;
    }

    @Override
    public Optional<Result.Refused> check(Action.Connect connection) {
        asked.add(connection.host() + ":" + connection.port() + " " + connection.method());
        connection.process().ifPresent(processes::add);
        connection.subject().ifPresent(s -> subjects.add(asked.getLast() + " " + s));
        try {
            String host = connection.host();
            NetworkHost parsed = NetworkHost.parse(host.contains(":") ? "[" + host + "]" : host);
            if (allowed.stream().anyMatch(p -> p.matches(parsed, connection.port()))) {
                return Optional.empty();
            }
        } catch (RefusedRequest e) {
            throw new AssertionError("the guard got a host that is not canonical", e);
        }
        return Optional.of(
                new Result.Refused(
                        "network.default",
                        Origin.BUILT_IN,
                        "policy",
                        connection.host()
                                + ":"
                                + connection.port()
                                + " is not on the allow list."));
    }

    @Override
    public void refusedByBoundary(Action.Connect connection, Result.Refused refusal) {
        refused.add(connection.host() + ":" + connection.port() + " " + refusal.rule());
    }

    @Override
    public void finished(Action.Connect connection, long sent, long received, long wallMillis) {
        finished.add(connection.host() + " " + received);
    }

    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
        resolved.add(name);
        List<String> known = addresses.get(name);
        if (known == null) {
            throw new UnknownHostException(name);
        }
        List<InetAddress> found = new ArrayList<>();
        for (String address : known) {
            found.add(InetAddress.ofLiteral(address));
        }
        return found;
    }

    @Override
    public SocketChannel dial(InetSocketAddress address, int timeoutMillis) throws IOException {
        String key = address.getAddress().getHostAddress() + ":" + address.getPort();
        dialled.add(key);
        Integer port = ports.get(key);
        if (port == null) {
            throw new IOException("connection refused");
        }
        return SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    }

    @Override
    public List<InetAddress> ownAddresses() {
        return List.of(InetAddress.ofLiteral("9.9.9.9"));
    }

    /// Connects as the helper does.
    SocketChannel connect(char kind, String address, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(proxy.socket()));
        ByteBuffer header = ByteBuffer.allocate(NetworkService.HEADER_BYTES);
        header.put("CRD1".getBytes(StandardCharsets.US_ASCII));
        header.put((byte) kind).put((byte) 0).putShort((short) port).putInt(7);
        header.put(new byte[10]).put((byte) -1).put((byte) -1);
        header.put(InetAddress.ofLiteral(address).getAddress());
        channel.write(header.flip());
        return channel;
    }

    /// Sends text to the proxy port and returns all that comes back.
    String send(String text) throws IOException {
        return send('P', "127.0.0.1", 3128, text);
    }

    String send(char kind, String address, int port, String text) throws IOException {
        try (SocketChannel channel = connect(kind, address, port)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            channel.shutdownOutput();
            return readAll(channel);
        }
    }

    static String readAll(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try {
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // A reset after the answer is an end like any other.
            buffer.limit(buffer.capacity());
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
