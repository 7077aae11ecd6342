package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/// The host's side of a session's network: the one door, where each connection is decided.
///
/// HTTP, CONNECT and SOCKS 5 are told apart by their first byte. Each connection has a virtual
/// thread. Attacks on it are in `NetworkAttackTest`.
final class NetworkProxy implements NetworkService, HttpExchange.Wires {
    private static final int LOOK_MILLIS = 500;
    private static final int MAX_SOCKET_PATH_BYTES = 100;

    private final Path directory;
    private final Path socket;
    private final ServerSocketChannel listener;
    private final ConnectionJudge judge;
    private final SSLContext upstreamTls;
    private final Optional<CertificateAuthority> authority;
    private final FakeDns names = new FakeDns();
    private final DependencyMirror mirror;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// Opens the door for one session.
    ///
    /// @param directory a private folder of the session; the socket is made in it
    /// @throws SandboxException if the socket cannot be made
    NetworkProxy(Path directory, ConnectionGuard guard, NetworkSettings settings) {
        this(
                directory,
                new ConnectionJudge(guard, settings, ConnectionJudge.World.host()),
                defaultTls());
    }

    /// As above, with the world and the trust in servers given.
    NetworkProxy(Path directory, ConnectionJudge judge, SSLContext upstreamTls) {
        this.judge = judge;
        this.upstreamTls = upstreamTls;
        this.directory = directory;
        this.socket = directory.resolve("net.sock");
        this.mirror = new MavenMirror(judge, upstreamTls, this, directory);
        try {
            this.authority =
                    judge.settings().opensTls()
                            ? Optional.of(new CertificateAuthority(Instant.now()))
                            : Optional.empty();
            this.listener = listen(directory, socket);
        } catch (IOException | GeneralSecurityException e) {
            throw new SandboxException(
                    SandboxError.PROXY_FAILED,
                    "sandbox: the network proxy could not listen on "
                            + socket
                            + ": "
                            + e.getMessage()
                            + ". The command was not run.",
                    e);
        }
        Thread.ofVirtual().name("cordon-proxy").start(this::accept);
        Thread.ofVirtual().name("cordon-proxy-idle").start(this::closeIdle);
    }

    private static ServerSocketChannel listen(Path directory, Path socket) throws IOException {
        if (socket.toString().length() > MAX_SOCKET_PATH_BYTES) {
            throw new IOException("the path of a Unix socket has at most 100 bytes");
        }
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket), 128);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        return channel;
    }

    private static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new SandboxException(
                    SandboxError.PROXY_FAILED, "sandbox: this JDK has no TLS.", e);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                SocketChannel channel = listener.accept();
                if (wires.size() >= judge.settings().limits().maxConnections()) {
                    channel.close();
                    continue;
                }
                Wire wire = Wire.of(channel);
                wires.add(wire);
                Thread.ofVirtual().start(() -> serve(wire));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // One broken connection; the door stays open.
                Thread.onSpinWait();
            }
        }
    }

    private void serve(Wire wire) {
        try (wire) {
            wire.expireIn(judge.settings().limits().headMillis());
            RelayHeader header = RelayHeader.read(wire.in());
            new ProxyConnection(this, wire, header).run();
        } catch (IOException e) {
            // The command or the server went away, which ends this connection and nothing else.
            wire.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            wires.remove(wire);
        }
    }

    private void closeIdle() {
        while (!closed) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            long now = System.nanoTime();
            wires.stream().filter(w -> w.expired(now)).forEach(Wire::close);
        }
    }

    ConnectionJudge judge() {
        return judge;
    }

    SSLContext upstreamTls() {
        return upstreamTls;
    }

    DependencyMirror mirror() {
        return mirror;
    }

    FakeDns names() {
        return names;
    }

    CertificateAuthority authority() {
        return authority.orElseThrow();
    }

    @Override
    public void opened(Wire wire) {
        wires.add(wire);
        if (closed) {
            wire.close();
        }
    }

    @Override
    public void closed(Wire wire) {
        wires.remove(wire);
    }

    @Override
    public Path socket() {
        return socket;
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>(ProxyEnvironment.proxy());
        if (authority.isPresent()) {
            variables.putAll(ProxyEnvironment.authorities());
        }
        for (InjectedCredential credential : judge.settings().credentials()) {
            if (!credential.variable().isEmpty()) {
                variables.put(credential.variable(), credential.sentinel());
            }
        }
        return variables;
    }

    @Override
    public Map<Path, String> files(Confinement confinement) {
        Map<Path, String> files = new HashMap<>();
        files.put(Path.of("/etc/resolv.conf"), "nameserver 127.0.0.1\noptions timeout:5\n");
        if (authority.isPresent()) {
            files.put(ProxyEnvironment.BUNDLE, ProxyEnvironment.bundle(authority.get()));
        }
        Optional<Path> home = Homes.of(confinement);
        List<MavenRepository> repositories = judge.settings().repositories();
        // Without a home folder there is no place for the file, and Maven has none to read.
        if (home.filter(Files::isDirectory).isPresent() && !repositories.isEmpty()) {
            Path settings = home.get().resolve(".m2/settings.xml");
            // In a writable home it would be the user's own file that is covered.
            if (confinement.writable().stream().noneMatch(settings::startsWith)) {
                files.put(settings, MavenMirror.settings(repositories));
            }
        }
        files.putAll(GradleInit.files(confinement, repositories));
        return files;
    }

    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            Files.deleteIfExists(socket);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // Nobody listens any more, and the folder is the session's.
            wires.forEach(Wire::close);
        }
        wires.forEach(Wire::close);
        judge.close();
    }
}
