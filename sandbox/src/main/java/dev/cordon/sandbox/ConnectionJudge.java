package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Takes a connection from its canonical name to an open channel: decide on the name, resolve,
/// check every address, dial what was checked. Nothing is resolved before it is allowed.
final class ConnectionJudge implements AutoCloseable {
    private static final int RESOLVE_SECONDS = 15;

    private final ConnectionGuard guard;
    private final NetworkSettings settings;
    private final World world;
    private final AddressTable table;
    private final AtomicLong connections = new AtomicLong();
    private final ExecutorService resolvers =
            Executors.newFixedThreadPool(
                    8, Thread.ofPlatform().daemon().name("cordon-resolver-", 0).factory());

    /// The network as the host sees it.
    interface World {
        List<InetAddress> resolve(String name) throws UnknownHostException;

        SocketChannel dial(InetSocketAddress address, int timeoutMillis) throws IOException;

        List<InetAddress> ownAddresses();

        /// The real one.
        static World host() {
            return new HostWorld();
        }
    }

    ConnectionJudge(ConnectionGuard guard, NetworkSettings settings, World world) {
        this.guard = guard;
        this.settings = settings;
        this.world = world;
        this.table = new AddressTable(settings.permitted());
    }

    NetworkSettings settings() {
        return settings;
    }

    /// Describes a connection; what the guard, the log and the dialler see is this.
    Action.Connect describe(Optional<Integer> process, NetworkHost host, int port, String method) {
        return describe(process, host, port, method, "");
    }

    /// As above.
    ///
    /// @param subject what is wanted there where it is known, for example `org.example:thing:1.2`
    Action.Connect describe(
            Optional<Integer> process, NetworkHost host, int port, String method, String subject) {
        CallId call = new CallId("connect-" + connections.incrementAndGet());
        Optional<String> named = subject.isEmpty() ? Optional.empty() : Optional.of(subject);
        return new Action.Connect(call, host.text(), port, method, process, named);
    }

    /// Decides on name, port and method.
    ///
    /// @param path the path where it is known, else empty
    void decide(Action.Connect connection, NetworkHost host, String path)
            throws RefusedRequest, InterruptedException {
        try {
            checkRules(connection, host, path);
        } catch (RefusedRequest refused) {
            throw report(connection, refused);
        }
        Optional<Result.Refused> refused = guard.check(connection);
        if (refused.isPresent()) {
            throw new RefusedRequest(kind(refused.get().rule()), sentence(refused.get()));
        }
    }

    /// The reason, always with the rule and its place.
    private static String sentence(Result.Refused refused) {
        boolean named = refused.message().contains(refused.rule());
        return "cordon: "
                + refused.message()
                + (named ? "" : " (rule " + refused.rule() + ", " + refused.origin() + ")");
    }

    /// Decides by the settings alone.
    void checkRules(Action.Connect connection, NetworkHost host, String path)
            throws RefusedRequest {
        if (host.text().equals("localhost") || host.text().endsWith(".localhost")) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.POLICY,
                    "cordon: localhost is inside the sandbox; connect to it without the proxy"
                            + " (NO_PROXY=localhost,127.0.0.1,::1).");
        }
        NetworkSettings.HostRule rule = settings.rule(host, connection.port());
        String method = connection.method();
        if (!method.isEmpty() && !rule.methods().contains(method)) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.METHOD,
                    "cordon: "
                            + method
                            + " to "
                            + connection.host()
                            + " is not allowed (rule: methods "
                            + String.join(", ", rule.methods().stream().sorted().toList())
                            + "). Allow the method for this host in the network rules.");
        }
        if (!rule.paths().isEmpty() && !path.isEmpty() && !pathAllowed(rule.paths(), path)) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.METHOD,
                    "cordon: this path of "
                            + connection.host()
                            + " is not allowed (rule: paths "
                            + String.join(", ", rule.paths())
                            + "). Allow the path for this host in the network rules.");
        }
    }

    private static boolean pathAllowed(List<String> prefixes, String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        // Spellings that a server may resolve to another path are not compared, they are refused.
        if (path.indexOf('%') >= 0
                || path.indexOf('\\') >= 0
                || path.contains("//")
                || path.contains("/.")
                || path.indexOf(';') >= 0) {
            return false;
        }
        for (String prefix : prefixes) {
            boolean whole = path.length() == prefix.length() || prefix.endsWith("/");
            if (path.startsWith(prefix) && (whole || path.charAt(prefix.length()) == '/')) {
                return true;
            }
        }
        return false;
    }

    private static RefusedRequest.Kind kind(String rule) {
        if (rule.contains("deny")) {
            return RefusedRequest.Kind.DENIED;
        }
        boolean byDefault = rule.endsWith("default") || rule.contains("allow");
        return byDefault ? RefusedRequest.Kind.NOT_LISTED : RefusedRequest.Kind.POLICY;
    }

    /// Tells the guard of a refusal of the boundary's own.
    RefusedRequest report(Action.Connect connection, RefusedRequest refused) {
        guard.refusedByBoundary(
                connection,
                new Result.Refused(
                        "network." + refused.kind().word(),
                        Origin.BUILT_IN,
                        "sandbox",
                        refused.sentence()));
        return refused;
    }

    void finished(Action.Connect connection, long sent, long received, long startNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        guard.finished(connection, sent, received, millis);
    }

    /// Opens a channel for a connection that was allowed.
    SocketChannel open(Action.Connect connection, NetworkHost host)
            throws RefusedRequest, InterruptedException {
        try {
            List<InetAddress> addresses =
                    switch (host) {
                        case NetworkHost.Address(InetAddress address) -> List.of(address);
                        case NetworkHost.Name(String name) -> resolve(name);
                    };
            List<InetAddress> own = world.ownAddresses();
            for (InetAddress address : addresses) {
                Optional<String> refusal = table.refusal(address, own);
                if (refusal.isPresent()) {
                    throw new RefusedRequest(
                            RefusedRequest.Kind.POLICY,
                            "cordon: "
                                    + host.text()
                                    + " is at "
                                    + address.getHostAddress()
                                    + ", "
                                    + refusal.get()
                                    + ", which the sandbox does not reach. Name the address block"
                                    + " in the network rules to allow it.");
                }
            }
            return dial(addresses, host, connection.port());
        } catch (RefusedRequest refused) {
            // That nobody is there was decided by nobody: what was allowed stays allowed.
            throw refused.kind() == RefusedRequest.Kind.UNREACHABLE
                    ? refused
                    : report(connection, refused);
        }
    }

    private SocketChannel dial(List<InetAddress> addresses, NetworkHost host, int port)
            throws RefusedRequest {
        String failure = "it has no address";
        for (InetAddress address : addresses) {
            try {
                return world.dial(
                        new InetSocketAddress(address, port), settings.limits().connectMillis());
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
            }
        }
        throw new RefusedRequest(
                RefusedRequest.Kind.UNREACHABLE,
                "cordon: " + host.text() + ":" + port + " was allowed but not reached: " + failure);
    }

    // Resolution is native code that would hold on to the carrier of a virtual thread.
    private List<InetAddress> resolve(String name) throws RefusedRequest, InterruptedException {
        Future<List<InetAddress>> answer = resolvers.submit(() -> world.resolve(name));
        try {
            return answer.get(RESOLVE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            throw new RefusedRequest(
                    RefusedRequest.Kind.UNREACHABLE,
                    "cordon: " + name + " was allowed but has no address");
        }
    }

    @Override
    public void close() {
        resolvers.shutdownNow();
    }

    private static final class HostWorld implements World {
        @Override
        public List<InetAddress> resolve(String name) throws UnknownHostException {
            // The final dot keeps search domains out: what was judged is what is asked for.
            return List.of(InetAddress.getAllByName(name.indexOf('.') < 0 ? name : name + "."));
        }

        @Override
        public SocketChannel dial(InetSocketAddress address, int timeoutMillis) throws IOException {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().connect(address, timeoutMillis);
                channel.socket().setTcpNoDelay(true);
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public List<InetAddress> ownAddresses() {
            List<InetAddress> own = new ArrayList<>();
            try {
                NetworkInterface.networkInterfaces()
                        .forEach(i -> i.inetAddresses().forEach(own::add));
            } catch (SocketException e) {
                throw new IllegalStateException("the interfaces of this machine are not known", e);
            }
            return own;
        }
    }
}
