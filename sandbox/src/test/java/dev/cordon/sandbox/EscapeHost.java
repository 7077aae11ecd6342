package dev.cordon.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// What stands on the host for attacks to reach: listeners, a victim process, folders with
/// canaries.
final class EscapeHost implements AutoCloseable {
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
    private static final String SERVICES =
            """
            import ctypes, os, socket, sys
            mark, key, log = sys.argv[1], int(sys.argv[2]), sys.argv[3]
            a = socket.socket(socket.AF_UNIX); a.bind("\\0escape-" + mark); a.listen()
            ctypes.CDLL(None).shmget(key, 4096, 0o1666)
            u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1", 0))
            print(u.getsockname()[1], flush=True)
            while True:
                data = u.recv(1000)
                open(log, "ab").write(data + b"\\n")
            """;

    private final Path base;
    private final ServerSocket listener;
    private final Optional<ServerSocket> listener6;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();
    private final String hostAddress;

    /// The surroundings of one case.
    record Spot(
            Path workspace,
            Path home,
            String secret,
            Map<String, String> inside,
            Map<String, String> outside,
            List<AutoCloseable> things) {}

    private EscapeHost(Path base) throws IOException {
        this.base = base;
        this.listener = new ServerSocket();
        listener.bind(new InetSocketAddress(0), 500);
        this.listener6 = listener6();
        this.hostAddress = address();
        Thread.ofPlatform().daemon().start(() -> swallow(listener));
    }

    static EscapeHost open(Path base) throws IOException {
        return new EscapeHost(base);
    }

    private static Optional<ServerSocket> listener6() {
        try {
            ServerSocket made = new ServerSocket();
            made.bind(new InetSocketAddress(InetAddress.getByName("::1"), 0), 500);
            return Optional.of(made);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void swallow(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                listener.accept().close();
            } catch (IOException _) {
                // closed, or the other side went away
            }
        }
    }

    private static String address() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a.getAddress().length == 4 && !a.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("");
    }

    /// Whether the machine has something: a program, a user, a protocol.
    boolean has(String need) {
        return known.computeIfAbsent(
                need,
                _ ->
                        switch (need) {
                            case "root" -> System.getProperty("user.name").equals("root");
                            case "user" -> !System.getProperty("user.name").equals("root");
                            case "ipv6" -> listener6.isPresent();
                            case "hostaddress" -> !hostAddress.isEmpty();
                            case "x86_64" -> System.getProperty("os.arch").equals("amd64");
                            case "vsock" -> vsock();
                            default -> program(need);
                        });
    }

    private static boolean vsock() {
        try {
            return Files.readString(Path.of("/proc/net/protocols")).contains("VSOCK");
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean program(String name) {
        for (String folder : PATH.split(":")) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }

    Spot spot(String id) throws Exception {
        String mark =
                id.toLowerCase(java.util.Locale.ROOT)
                        + UUID.randomUUID().toString().substring(0, 8);
        Path root = Files.createDirectories(base.resolve(mark));
        Path workspace = Files.createDirectories(root.resolve("projects/ws"));
        Path home = Files.createDirectory(root.resolve("home"));
        Path out = Files.createDirectory(root.resolve("out"));
        String secret = "canary-" + UUID.randomUUID();
        List<AutoCloseable> things = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        names.put("WS", workspace.toString());
        names.put("OUT", out.toString());
        names.put("OTHER", root.resolve("projects/other").toString());
        names.put("HOMEDIR", home.toString());
        names.put("MARK", mark);
        names.put("PORT", String.valueOf(listener.getLocalPort()));
        listener6.ifPresent(six -> names.put("PORT6", String.valueOf(six.getLocalPort())));
        names.put("HOSTADDRESS", hostAddress);
        Map<String, String> outside = new LinkedHashMap<>();
        outside.put("PATH", PATH);
        outside.put("HOME", home.toString());
        outside.put("SECRET", secret);
        outside.put("ESCAPE_TOKEN", secret);
        Process victim = victim(mark, outside);
        things.add(victim::destroyForcibly);
        names.put("VICTIM", String.valueOf(victim.pid()));
        if (id.startsWith("N") || id.equals("K11")) {
            sockets(mark, workspace, root, names, things);
        }
        outside.putAll(names);
        return new Spot(workspace, home, secret, names, outside, things);
    }

    private static Process victim(String mark, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", "-c", "exec -a victim-" + mark + " sleep 120");
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void sockets(
            String mark,
            Path workspace,
            Path root,
            Map<String, String> names,
            List<AutoCloseable> things)
            throws Exception {
        Path path = Files.createTempDirectory("escape").resolve("s");
        for (Path each : List.of(path, workspace.resolve("host.sock"))) {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(each));
            things.add(channel);
            things.add(() -> Files.deleteIfExists(each));
        }
        things.add(() -> Files.deleteIfExists(path.getParent()));
        names.put("UNIXSOCKET", path.toString());
        Path log = root.resolve("udp.log");
        names.put("UDPLOG", log.toString());
        int key = 0x10000 + (mark.hashCode() & 0xFFFFFF);
        names.put("SHMKEY", String.valueOf(key));
        if (has("python3")) {
            Process services =
                    new ProcessBuilder(
                                    "/usr/bin/env",
                                    "PATH=" + PATH,
                                    "python3",
                                    "-c",
                                    SERVICES,
                                    mark,
                                    String.valueOf(key),
                                    log.toString())
                            .start();
            things.add(services::destroyForcibly);
            things.add(
                    () -> new ProcessBuilder("ipcrm", "-M", String.valueOf(key)).start().waitFor());
            names.put("UDPPORT", services.inputReader().readLine());
        }
    }

    void leave(Spot spot) throws Exception {
        for (AutoCloseable thing : spot.things()) {
            thing.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (listener6.isPresent()) {
            listener6.get().close();
        }
    }
}
