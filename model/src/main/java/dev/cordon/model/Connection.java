package dev.cordon.model;

import static dev.cordon.model.TransportException.Reason.PROTOCOL;
import static dev.cordon.model.TransportException.Reason.TIMEOUT;
import static dev.cordon.model.TransportException.Reason.TLS;
import static dev.cordon.model.TransportException.Reason.UNREACHABLE;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;

/// One TCP connection to an origin, with TLS and through a proxy where needed.
///
/// It stands on a channel, because a channel is closed by an interrupt of the thread that waits on
/// it, whatever kind of thread that is.
final class Connection implements AutoCloseable {
    private final String origin;
    private final boolean absoluteForm;
    private final Optional<String> proxyAuthorization;
    private final SocketChannel channel;
    private final Socket socket;
    private final HttpInput in;
    private final OutputStream out;

    private Connection(
            String origin, Optional<URI> plainProxy, SocketChannel channel, Socket socket)
            throws IOException {
        this.origin = origin;
        this.absoluteForm = plainProxy.isPresent();
        this.proxyAuthorization = plainProxy.flatMap(Connection::authorization);
        this.channel = channel;
        this.socket = socket;
        this.in = new HttpInput(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /// Connects.
    static Connection open(URI uri, Network network, int timeoutMillis)
            throws TransportException, InterruptedException {
        boolean secure = "https".equals(uri.getScheme());
        String host = uri.getHost();
        if (host == null || (!secure && !"http".equals(uri.getScheme()))) {
            throw new TransportException(
                    PROTOCOL, "\"" + uri + "\" is no http or https address", null);
        }
        int port = port(uri);
        Optional<URI> proxy = network.proxies().forAddress(uri.getScheme(), host, port);
        InetAddress address = resolve(proxy.map(URI::getHost).orElse(host));
        try {
            return open(uri, network, address, proxy, timeoutMillis);
        } catch (TlsHandshake.GroupsRefused _) {
            try {
                return open(uri, network, address, proxy, timeoutMillis);
            } catch (TlsHandshake.GroupsRefused e) {
                throw failed(e, uri);
            }
        }
    }

    private static Connection open(
            URI uri, Network network, InetAddress address, Optional<URI> proxy, int timeoutMillis)
            throws TransportException, TlsHandshake.GroupsRefused, InterruptedException {
        boolean secure = "https".equals(uri.getScheme());
        String host = uri.getHost();
        int port = port(uri);
        int connectPort = proxy.map(Connection::port).orElse(port);
        SocketChannel channel = connect(address, connectPort, proxy, timeoutMillis);
        try {
            Socket socket = channel.socket();
            if (secure) {
                socket.setSoTimeout(timeoutMillis);
                if (proxy.isPresent()) {
                    tunnel(socket, proxy.get(), host, port);
                }
                socket = network.handshake().perform(network.tls(), socket, host, port);
            }
            return new Connection(origin(uri), secure ? Optional.empty() : proxy, channel, socket);
        } catch (TlsHandshake.GroupsRefused e) {
            closeQuietly(channel);
            checkInterrupt();
            throw e;
        } catch (IOException e) {
            closeQuietly(channel);
            throw failed(e, uri);
        } catch (TransportException | InterruptedException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + ":" + port(uri);
    }

    private static int port(URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private static SocketChannel connect(
            InetAddress address, int port, Optional<URI> proxy, int timeoutMillis)
            throws TransportException, InterruptedException {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.socket().connect(new InetSocketAddress(address, port), timeoutMillis);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            return channel;
        } catch (IOException e) {
            if (channel != null) {
                closeQuietly(channel);
            }
            checkInterrupt();
            String what = proxy.isPresent() ? "the proxy " : "";
            throw new TransportException(
                    UNREACHABLE,
                    "cannot connect to "
                            + what
                            + address.getHostName()
                            + " port "
                            + port
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// Looks a name up. The system's resolver cannot be interrupted, so it works on a thread that
    /// can be left behind.
    private static InetAddress resolve(String host)
            throws TransportException, InterruptedException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(bare));
        char first = bare.charAt(0);
        if ((first >= '0' && first <= '9') || bare.indexOf(':') >= 0 || bare.equals("localhost")) {
            lookup.run();
        } else {
            Thread.ofPlatform().daemon().name("resolve").start(lookup);
        }
        try {
            return lookup.get();
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof UnknownHostException ? "is unknown" : "fails";
            throw new TransportException(UNREACHABLE, "the host name " + bare + " " + why, e);
        }
    }

    private static void tunnel(Socket socket, URI proxy, String host, int port)
            throws IOException, TransportException {
        String target = host + ":" + port;
        StringBuilder head = new StringBuilder();
        head.append("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target);
        authorization(proxy)
                .ifPresent(value -> head.append("\r\nProxy-Authorization: ").append(value));
        head.append("\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        HttpInput answer = new HttpInput(socket.getInputStream());
        String status = answer.line();
        answer.fields();
        if (!status.startsWith("HTTP/1.") || !status.startsWith(" 200", 8)) {
            throw new TransportException(
                    PROTOCOL,
                    "the proxy " + proxy.getHost() + " refused the connection: " + status,
                    null);
        }
    }

    private static Optional<String> authorization(URI proxy) {
        String user = proxy.getUserInfo();
        if (user == null) {
            return Optional.empty();
        }
        byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    private static TransportException failed(IOException e, URI uri) throws InterruptedException {
        checkInterrupt();
        String where = uri.getHost() + " port " + port(uri);
        if (e instanceof SocketTimeoutException) {
            return new TransportException(TIMEOUT, where + " does not answer in time", e);
        }
        if (e instanceof SSLException) {
            return new TransportException(TLS, where + ": " + e.getMessage(), e);
        }
        return new TransportException(UNREACHABLE, where + ": " + e.getMessage(), e);
    }

    /// Ends with `InterruptedException` if the thread was interrupted.
    static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // The connection is given up either way.
        }
    }

    boolean serves(URI uri) {
        return channel.isOpen() && origin.equals(origin(uri));
    }

    boolean absoluteForm() {
        return absoluteForm;
    }

    Optional<String> proxyAuthorization() {
        return proxyAuthorization;
    }

    HttpInput in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /// Closes at once, without a farewell of TLS: that could block.
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
