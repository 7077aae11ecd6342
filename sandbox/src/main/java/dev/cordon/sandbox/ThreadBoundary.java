package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;

/// Landlock and a system call filter on a thread that then starts the command: no namespaces, hence
/// degraded, and only where the administrator allowed that.
///
/// It keeps writes inside the writable roots, reading outside hidden places, and every socket out.
/// It cannot protect or hide names inside a writable root, hide other processes, give a terminal,
/// or limit anything.
final class ThreadBoundary implements Boundary {
    private static final int MAX_RULES = 2000;
    private static final int MAX_DEPTH = 8;

    private final SandboxOptions options;
    private final Architecture architecture;
    private final Set<LaunchedProcess> live = ConcurrentHashMap.newKeySet();

    /// @param network not used: sockets are refused altogether
    ThreadBoundary(SandboxOptions options, Optional<NetworkService> network) {
        this.options = options;
        this.architecture = Architecture.current().orElseThrow(ThreadBoundary::missing);
        if (Landlock.abi() < 1) {
            throw missing();
        }
    }

    private static SandboxException missing() {
        return new SandboxException(
                SandboxError.NO_BACKEND,
                "sandbox: this kernel has no Landlock (Linux 5.13 or newer, x86_64 or aarch64). The"
                        + " command was not run.");
    }

    @Override
    public Sandbox.Backend describe() {
        return new Sandbox.Backend(
                "landlock",
                Sandbox.Strength.DEGRADED,
                "Landlock and a system call filter without namespaces: no sockets at all, names"
                        + " inside writable folders are neither protected nor hidden, other"
                        + " processes can be seen");
    }

    @Override
    public Running start(Launch launch, Sink sink) throws InterruptedException {
        check(launch);
        try {
            Path state = Files.createDirectories(options.stateDirectory().toAbsolutePath());
            Path temporary = Files.createTempDirectory(state.toRealPath(), "tmp-");
            List<Landlock.Rule> rules = rules(launch.confinement(), temporary);
            byte[] filter =
                    SeccompProgram.bytes(
                            architecture,
                            SeccompProgram.Sockets.NONE,
                            launch.confinement().permits());
            ProcessBuilder builder = builder(launch, temporary);
            // What the confined thread needs is loaded before: it may read less afterwards.
            new ProcessBuilder("/bin/true").start();
            FutureTask<Process> task =
                    new FutureTask<>(() -> {
                        Landlock.restrictThread(architecture, Landlock.abi(), rules);
                        Landlock.filterThread(architecture, filter);
                        return builder.start();
                    });
            Thread.ofPlatform().name("cordon-confined").start(task);
            Process process = task.get();
            LaunchedProcess[] self = new LaunchedProcess[1];
            self[0] = new LaunchedProcess(process, sink, () -> live.removeIf(p -> p == self[0]));
            live.add(self[0]);
            return self[0];
        } catch (IOException | java.util.concurrent.ExecutionException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "sandbox: the command could not be started under Landlock: " + e.getMessage(),
                    e);
        }
    }

    private static void check(Launch launch) {
        Confinement confinement = launch.confinement();
        if (!confinement.permits().contains(Confinement.Permit.DEGRADED_BACKEND)) {
            throw new SandboxException(
                    SandboxError.DEGRADED_FORBIDDEN,
                    "sandbox: only the Landlock fallback works here (no pid or net namespace), and"
                            + " degraded mode is not allowed. Set allow_degraded = true, or install"
                            + " bubblewrap. The command was not run.");
        }
        boolean wanted =
                confinement.network() != Confinement.Network.CLOSED
                        || confinement.view() != Confinement.View.DIRECT
                        || launch.terminal() == Action.Terminal.PTY;
        if (wanted) {
            throw new SandboxException(
                    SandboxError.NO_BACKEND,
                    "sandbox: the Landlock fallback has no network, no copy-on-write view and no"
                            + " terminal. The command was not run.");
        }
    }

    private static ProcessBuilder builder(Launch launch, Path temporary) {
        ProcessBuilder builder =
                new ProcessBuilder(launch.argv())
                        .directory(launch.cwd().toFile())
                        .redirectErrorStream(!launch.split());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(launch.environment());
        environment.put("TMPDIR", temporary.toString());
        return builder;
    }

    private static List<Landlock.Rule> rules(Confinement confinement, Path temporary)
            throws IOException {
        int abi = Landlock.abi();
        Surroundings around = Surroundings.glance(confinement);
        Set<Path> hidden = new LinkedHashSet<>(around.hidden());
        around.home().ifPresent(hidden::add);
        Set<Path> reading = new LinkedHashSet<>();
        grant(Path.of("/"), hidden, reading, 0);
        reading.addAll(around.readable());
        reading.add(around.workspace());
        reading.add(Path.of(System.getProperty("java.home")).toRealPath());
        List<Landlock.Rule> rules = new ArrayList<>();
        for (Path path : reading) {
            if (Landlock.usable(path)) {
                rules.add(new Landlock.Rule(path, Landlock.READ));
            }
        }
        if (confinement.mode() == Confinement.Mode.WORKSPACE_WRITE) {
            for (Path path : around.writable()) {
                rules.add(new Landlock.Rule(path, Landlock.writeRights(abi)));
            }
        }
        rules.add(new Landlock.Rule(temporary, Landlock.writeRights(abi)));
        for (String device : List.of("null", "zero", "full", "random", "urandom", "tty")) {
            rules.add(new Landlock.Rule(Path.of("/dev", device), Landlock.writeRights(abi)));
        }
        return rules;
    }

    /// Grants reading of a folder, or of what is in it where something in it is hidden.
    private static void grant(Path folder, Set<Path> hidden, Set<Path> reading, int depth)
            throws IOException {
        if (hidden.contains(folder)) {
            return;
        }
        boolean mixed = hidden.stream().anyMatch(h -> h.startsWith(folder));
        if (!mixed || depth > MAX_DEPTH) {
            if (!mixed) {
                reading.add(folder);
            }
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                boolean directory = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
                if (reading.size() >= MAX_RULES) {
                    throw new IOException("too many places stand beside hidden ones");
                }
                if (directory) {
                    grant(child, hidden, reading, depth + 1);
                } else if (!hidden.contains(child) && !Files.isSymbolicLink(child)) {
                    reading.add(child);
                }
            }
        }
    }

    @Override
    public void close() {
        live.forEach(LaunchedProcess::kill);
    }
}
