package dev.cordon.cli;

import dev.cordon.cli.AttackSheet.Case;
import dev.cordon.cli.AttackSheet.Outcome;
import dev.cordon.engine.NobodyApprover;
import dev.cordon.journal.FileJournal;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.JournalException;
import dev.cordon.policy.ConfigException;
import dev.cordon.policy.ConfigSources.Assignment;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tries forbidden things through the real gate, policy, sandbox and journal of this machine.
///
/// Each case is a turn of a session whose model is hostile, or a start under rules that somebody
/// tampered with. It passes if its canary is untouched, nothing secret came back, and the journal
/// has a decision or a refusal about it. Nothing is harmed where the boundary does not hold: every
/// target is a canary of our own, or is only opened and not written.
final class Attack {
    private static final int NONCE_BYTES = 12;
    private static final int MAX_DATAGRAM_BYTES = 512;
    private static final String VARIABLE = "CORDON_DOCTOR_TOKEN";

    private final Host host;
    private final ExecOptions.Settings options;

    Attack(Host host, ExecOptions.Settings options) {
        this.host = host;
        this.options = options;
    }

    AttackSheet run() throws IOException {
        String nonce = nonce();
        Path root = Files.createTempDirectory("cordon-doctor").toRealPath();
        Path canary = host.cordonHome().toAbsolutePath().resolve("doctor-canary-" + nonce.length());
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DatagramSocket datagrams =
                        new DatagramSocket(
                                listener.getLocalPort(), InetAddress.getLoopbackAddress())) {
            Path workspace = prepare(root, canary, nonce);
            Path socket = root.resolve("outside/agent.sock");
            Path inner = workspace.resolve("host.sock");
            try (ServerSocketChannel agent = unix(socket);
                    ServerSocketChannel program = unix(inner)) {
                answer(listener, nonce);
                answer(datagrams, nonce);
                answer(agent, nonce);
                answer(program, nonce);
                return attack(
                        root,
                        new AttackCase.Ground(
                                workspace,
                                root.resolve("outside"),
                                host.cordonHome().toAbsolutePath(),
                                canary,
                                nonce,
                                listener.getLocalPort(),
                                socket,
                                inner,
                                ProcessHandle.current().pid()));
            }
        } finally {
            Files.deleteIfExists(canary);
            delete(root);
        }
    }

    private AttackSheet attack(Path root, AttackCase.Ground ground) throws IOException {
        SessionId id = SessionId.fresh();
        SecretFilter filter = SecretFilter.load(host);
        List<Case> cases = new ArrayList<>();
        String backend;
        try (FileJournal file =
                        FileJournal.open(
                                host.cordonHome().resolve("journal"), JournalSettings.of(host));
                Journal journal =
                        new SessionJournal(file, WorkOrder.of(host), filter, Optional::empty)) {
            JournalEntries entries = new JournalEntries(Optional.of(id), Clock.systemUTC());
            AttackStage.Setting setting = setting(ground, journal, filter);
            try (AttackStage stage =
                    new AttackStage(id, setting, new NobodyApprover(), Clock.systemUTC())) {
                for (AttackCase one : AttackCase.all(ground)) {
                    cases.add(stage.tried(one));
                }
                backend = stage.backend();
            }
            cases.add(rebinding(ground, setting));
            cases.addAll(new AttackApprovals(setting, ground).cases());
            cases.add(withoutJournal(ground, setting));
            cases.add(withoutTelemetry(ground, setting, file, filter));
            cases.addAll(
                    new AttackPolicies(
                                    Files.createDirectories(root.resolve("policies")),
                                    journal,
                                    entries)
                            .cases());
            AttackSheet sheet = new AttackSheet(backend, id.value(), cases);
            var _ = journal.append(entries.selfTest(sheet.json()));
            return sheet;
        }
    }

    private AttackStage.Setting setting(
            AttackCase.Ground ground, Journal journal, SecretFilter filter) {
        Map<String, String> environment = new HashMap<>(host.environment());
        environment.put(VARIABLE, ground.nonce());
        environment.put("SSH_AUTH_SOCK", ground.socket().toString());
        Host attacked =
                new Host(
                        environment,
                        ground.workspace(),
                        host.home(),
                        host.in(),
                        host.out(),
                        host.err());
        return new AttackStage.Setting(
                attacked,
                new ExecOptions.Settings(
                        Optional.of(ground.workspace()),
                        List.of(),
                        options.profile(),
                        options.overrides()),
                journal,
                filter);
    }

    /// With a name of this machine among the allowed hosts, what counts is the address it leads to.
    private static Case rebinding(AttackCase.Ground ground, AttackStage.Setting setting)
            throws IOException {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        InetAddress address;
        try {
            address = InetAddress.getByName(name);
        } catch (UnknownHostException _) {
            return notRebound(ground, "this machine's name has no address");
        }
        try (ServerSocket listener = new ServerSocket(0, 50, address)) {
            answer(listener, ground.nonce());
            AttackCase one = AttackNetwork.rebinding(ground, name, listener.getLocalPort());
            Assignment allowed =
                    Assignment.parse(
                            "network.allow=[\"" + name + ":" + listener.getLocalPort() + "\"]");
            try (AttackStage stage =
                    new AttackStage(
                            SessionId.fresh(),
                            setting.with(allowed),
                            new NobodyApprover(),
                            Clock.systemUTC())) {
                return stage.tried(one);
            }
        } catch (ConfigException | BindException e) {
            return notRebound(ground, AttackSheet.firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static Case notRebound(AttackCase.Ground ground, String why) {
        AttackCase one = AttackNetwork.rebinding(ground, "name", 1);
        return new Case(one.id(), one.what(), Outcome.NOT_APPLICABLE, why);
    }

    /// With a journal that cannot be written, a plain command in the workspace must not run.
    private static Case withoutJournal(AttackCase.Ground ground, AttackStage.Setting setting) {
        Journal broken =
                new Journal() {
                    @Override
                    public Receipt append(JournalEntry entry) {
                        throw new JournalException("broken on purpose");
                    }

                    @Override
                    public void enqueue(JournalEntry entry) {}

                    @Override
                    public void close() {}
                };
        return without(
                "journal.required",
                "act while the journal cannot be written",
                ground.workspace().resolve("without-journal"),
                setting.into(broken));
    }

    /// Where records must arrive and do not, nothing may happen either.
    private static Case withoutTelemetry(
            AttackCase.Ground ground,
            AttackStage.Setting setting,
            Journal file,
            SecretFilter filter) {
        Journal late =
                new SessionJournal(
                        file,
                        WorkOrder.of(setting.host()),
                        filter,
                        () -> Optional.of("the collector is away on purpose"));
        return without(
                "telemetry.required",
                "act while telemetry that must arrive does not",
                ground.workspace().resolve("without-telemetry"),
                setting.into(late));
    }

    private static Case without(String id, String what, Path target, AttackStage.Setting setting) {
        AttackCase one =
                new AttackCase(
                        id,
                        what,
                        "exec_command",
                        Json.object().put("cmd", "echo ran > " + target.getFileName()).build(),
                        Optional.of(target),
                        "");
        try (AttackStage stage =
                new AttackStage(
                        SessionId.fresh(), setting, new NobodyApprover(), Clock.systemUTC())) {
            var _ = stage.play(one);
        }
        return Files.exists(target)
                ? new Case(id, what, Outcome.FAIL, "the command ran")
                : new Case(id, what, Outcome.PASS, "nothing ran");
    }

    private static Path prepare(Path root, Path canary, String nonce) throws IOException {
        Path workspace = Files.createDirectories(root.resolve("workspace"));
        Files.createDirectories(workspace.resolve(".git/hooks"));
        Files.writeString(workspace.resolve(".git/config"), "[core]\n");
        Files.writeString(workspace.resolve(".git/HEAD"), "ref: refs/heads/main\n");
        Files.createDirectories(workspace.resolve(".git/objects"));
        Files.createDirectories(workspace.resolve(".git/refs"));
        Files.createDirectories(workspace.resolve("nested/.git"));
        Files.writeString(workspace.resolve("nested/.git/config"), "[core]\n");
        Files.createDirectories(root.resolve("outside"));
        Files.writeString(root.resolve("outside/canary"), nonce);
        Path parent = canary.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(canary, nonce);
        return workspace;
    }

    private static ServerSocketChannel unix(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path));
    }

    private static void answer(ServerSocket listener, String nonce) {
        byte[] said = ("HTTP/1.0 200 OK\r\n\r\n" + nonce).getBytes(StandardCharsets.US_ASCII);
        Thread.ofVirtual()
                .start(() -> {
                    while (!listener.isClosed()) {
                        try (Socket socket = listener.accept()) {
                            socket.getOutputStream().write(said);
                        } catch (IOException _) {
                            // The listener was closed, or whoever connected went away.
                        }
                    }
                });
    }

    private static void answer(ServerSocketChannel listener, String nonce) {
        Thread.ofVirtual()
                .start(() -> {
                    while (listener.isOpen()) {
                        try (SocketChannel socket = listener.accept()) {
                            var _ =
                                    socket.write(
                                            ByteBuffer.wrap(
                                                    nonce.getBytes(StandardCharsets.US_ASCII)));
                        } catch (IOException _) {
                            // As above.
                        }
                    }
                });
    }

    private static void answer(DatagramSocket socket, String nonce) {
        byte[] said = nonce.getBytes(StandardCharsets.US_ASCII);
        Thread.ofVirtual()
                .start(() -> {
                    while (!socket.isClosed()) {
                        try {
                            byte[] buffer = new byte[MAX_DATAGRAM_BYTES];
                            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                            socket.receive(packet);
                            socket.send(
                                    new DatagramPacket(
                                            said, said.length, packet.getSocketAddress()));
                        } catch (IOException _) {
                            // As above.
                        }
                    }
                });
    }

    private static String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "canary" + HexFormat.of().formatHex(bytes);
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @org.jspecify.annotations.Nullable IOException problem)
                            throws IOException {
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
