package dev.cordon.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

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
            import pty, threading
            master, slave = pty.openpty()
            print(os.ttyname(slave), flush=True)
            def typed():
                while True:
                    data = os.read(master, 1000)
                    open(log, "ab").write(data + b"\\n")
            threading.Thread(target=typed, daemon=True).start()
            while True:
                data = u.recv(1000)
                open(log, "ab").write(data + b"\\n")
            """;

    /// The kernel takes paths of sockets of at most 108 bytes; this much is left for the base.
    private static final int MAX_BASE_CHARS = 68;

    private final Path base;
    private final Path cases;
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

    private EscapeHost(Path base, Path cases) throws IOException {
        this.base = base;
        this.cases = cases;
        this.listener = new ServerSocket();
        listener.bind(new InetSocketAddress(0), 500);
        this.listener6 = listener6();
        this.hostAddress = address();
        Thread.ofPlatform().daemon().start(() -> swallow(listener));
    }

    /// @param base where the cases get their folders
    /// @param cases the folder of the cases
    static EscapeHost open(Path base, Path cases) throws IOException {
        return new EscapeHost(base, cases);
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
                Socket accepted = listener.accept();
                Thread.ofVirtual().start(() -> answer(accepted));
            } catch (IOException _) {
                // closed, or the other side went away
            }
        }
    }

    // Says at once, to whatever is asked in whatever protocol, that it was reached.
    private static void answer(Socket accepted) {
        try (accepted) {
            accepted.setSoTimeout(1000);
            accepted.getOutputStream()
                    .write(
                            "HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\nWORKED\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            accepted.shutdownOutput();
            accepted.getInputStream().readAllBytes();
        } catch (IOException _) {
            // the other side went away
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
                            case "root" -> isRoot();
                            case "user" -> !isRoot();
                            case "ipv6" -> listener6.isPresent();
                            case "hostaddress" -> !hostAddress.isEmpty();
                            case "x86_64" -> System.getProperty("os.arch").equals("amd64");
                            case "vsock" -> vsock();
                            case "apart" -> apart();
                            case "shortpath" -> base.toString().length() < MAX_BASE_CHARS;
                            default -> program(need);
                        });
    }

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean vsock() {
        try {
            return Files.readString(Path.of("/proc/net/protocols")).contains("VSOCK");
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean apart() {
        List<String> argv = new ArrayList<>(EscapePlaces.APART);
        argv.add("true");
        try {
            return new ProcessBuilder(argv).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
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

    /// A shell of the host beside the case.
    record Shell(Map<String, String> environment, Path folder) {
        Process start(String script) throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder("/bin/bash", "-c", script)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(environment);
            return builder.start();
        }

        /// @return 0 as well if there is nothing to run
        int run(String script) throws IOException, InterruptedException {
            if (script.isEmpty()) {
                return 0;
            }
            Process process = start(script);
            boolean ended = process.waitFor(EscapePlaces.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            return ended ? process.exitValue() : 137;
        }
    }

    /// Makes the surroundings of a case: only what it names, because processes take time.
    Spot spot(EscapeCase tried) throws Exception {
        String id = tried.id();
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
        tried.section("env")
                .lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    outside.put(line.substring(0, equals), line.substring(equals + 1));
                });
        String text = String.join("", tried.sections().values());
        if (text.contains("VICTIM") || text.contains("/proc/[0-9]")) {
            Process victim = victim(mark, outside);
            things.add(victim::destroyForcibly);
            names.put("VICTIM", String.valueOf(victim.pid()));
        }
        if (text.contains("UNIXSOCKET") || text.contains("host.sock")) {
            sockets(workspace, names, things);
        }
        if (text.contains("UDPPORT")
                || text.contains("SHMKEY")
                || text.contains("HOSTTTY")
                || text.contains("escape-\"")) {
            services(mark, root, names, things);
        }
        if (text.contains("PROBES")) {
            outside.put("PROBES", probes().toString());
        }
        outside.putAll(names);
        return new Spot(workspace, home, secret, names, outside, things);
    }

    // Compiled once for all runs, by the Java that the cases run on.
    private synchronized Path probes() throws Exception {
        Path made = base.resolveSibling("probes");
        Path done = made.resolve("done");
        Path sources = cases.resolve("probes");
        List<String> argv = new ArrayList<>(List.of("javac", "-proc:none", "-d", made.toString()));
        boolean current = Files.exists(done);
        try (var files = Files.list(sources)) {
            for (Path file : files.sorted().toList()) {
                argv.add(file.toString());
                current =
                        current
                                && Files.getLastModifiedTime(file)
                                                .compareTo(Files.getLastModifiedTime(done))
                                        < 0;
            }
        }
        if (!current) {
            ProcessBuilder builder = new ProcessBuilder(argv).inheritIO();
            builder.environment().put("PATH", PATH);
            if (builder.start().waitFor() != 0) {
                throw new IOException("javac cannot compile " + sources);
            }
            Files.writeString(done, "");
        }
        return made;
    }

    private static Process victim(String mark, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", "-c", "exec -a victim-" + mark + " sleep 120");
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void sockets(
            Path workspace, Map<String, String> names, List<AutoCloseable> things)
            throws Exception {
        Path path = Files.createTempDirectory("escape").resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(path));
        things.add(channel);
        things.add(() -> Files.deleteIfExists(path));
        things.add(() -> Files.deleteIfExists(path.getParent()));
        Path inside = workspace.resolve("host.sock");
        if (inside.toString().length() < 108) {
            ServerSocketChannel second = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            second.bind(UnixDomainSocketAddress.of(inside));
            things.add(second);
        }
        names.put("UNIXSOCKET", path.toString());
    }

    private void services(
            String mark, Path root, Map<String, String> names, List<AutoCloseable> things)
            throws IOException {
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
            names.put("HOSTTTY", services.inputReader().readLine());
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
